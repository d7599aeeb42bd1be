"""Speed and weight, as a Markdown table. Run by `make bench`.

Speeds are ratios within one run, since machines differ: the page and a bare Django view that answers with the
same bytes take turns on the same kind of server. To measure something else, add a function to MEASUREMENTS.
"""

import json
import os
import re
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.benchmarks import saving
from tests.pages import PAGES, assets
from tests.serving import ROOT, Answer, fetch, free_port, manage, running, serve, serve_site

GUIDE = os.environ.get("BENCH_GUIDE", "aws-ml-deployment-targets")
SECTION = os.environ.get("BENCH_SECTION", "sagemaker-real-time")
PAGE = f"/guides/{GUIDE}/{SECTION}/"
ROUNDS = 3
CLIENTS = 8
SECONDS = 5
WRK = ["wrk", "--threads", "2", "--connections", str(CLIENTS), "--duration", f"{SECONDS}s"]


class Row(NamedTuple):
    measure: str
    figure: str
    bar: str
    is_met: bool


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


# Requests per second


def rate(port: int, path: str, *options: str) -> float:
    """Return wrk's requests per second; any answer but a success is an error."""
    command = [*WRK, "--header", "Accept-Encoding: br", f"http://127.0.0.1:{port}{path}", *options]
    report = subprocess.check_output(command, text=True)
    found = re.search(r"Requests/sec:\s+([\d.]+)", report)
    if found is None or "Non-2xx" in report or "Socket errors" in report:
        raise RuntimeError(report)
    return float(found[1])


def keep_for_bare_view(answer: Answer, folder: Path) -> None:
    """Save what the bare view is to answer; a server adds its own date and connection."""
    kept = [(name, value) for name, value in answer.headers if name.lower() not in {"date", "server", "connection"}]
    (folder / "body").write_bytes(answer.body)
    (folder / "headers.json").write_text(json.dumps(kept))


def anonymous_page(port: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        keep_for_bare_view(fetch(port, PAGE, **{"Accept-Encoding": "br"}), Path(folder))
        os.environ["BARE_RESPONSE"] = folder
        with serve("tests.benchmarks.bare:application") as bare_port:
            pairs = [(rate(port, PAGE), rate(bare_port, PAGE)) for _ in range(ROUNDS)]
    ratio = statistics.median(page / bare for page, bare in pairs)
    page, bare = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    figure = f"{ratio:.2f} ({page:,.0f} to {bare:,.0f} a second)"
    yield Row("anonymous page to bare Django view, requests", figure, ">= 0.9", ratio >= 0.9)


def signed_in(port: int) -> str:
    """Make an account through the site, and give the cookies of its browser."""
    browser = saving.Browser(port)
    token = browser.ask("GET", "/accounts/signup/").field("csrfmiddlewaretoken")
    password = secrets.token_urlsafe(16)
    form = {"csrfmiddlewaretoken": token, "username": "reader", "password1": password, "password2": password}
    if browser.ask("POST", "/accounts/signup/", form).status != 302:
        raise RuntimeError("no account was made")
    return browser.cookie


def advisor_page(port: int) -> Iterator[Row]:
    """An answer with its bill and plots, to a section, both for somebody who is signed in."""
    cookie = ["--header", f"Cookie: {signed_in(port)}"]
    for path in (PAGES["advice"], PAGE):
        rate(port, path, *cookie)  # awake by then
    pairs = [(rate(port, PAGES["advice"], *cookie), rate(port, PAGE, *cookie)) for _ in range(ROUNDS)]
    ratio = statistics.median(advice / page for advice, page in pairs)
    advice, page = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    figure = f"{ratio:.2f} ({advice:,.0f} to {page:,.0f} a second)"
    yield Row("advice to section, both signed in, requests", figure, ">= 0.5", ratio >= 0.5)


# Queries


def queries(port: int) -> Iterator[Row]:
    command = [sys.executable, "-m", "tests.benchmarks.count_queries", PAGE]
    counts = json.loads(subprocess.check_output(command, cwd=ROOT))
    bars = {"from memory": 0, "with a cookie": 3}
    for kind, bar in bars.items():
        yield Row(f"queries of a page {kind}", str(counts[kind]), f"<= {bar}", counts[kind] <= bar)


# Answers


def save_rate(port: int, folder: Path) -> float:
    """Return the saves per second of learners who begin an attempt each; every one of them must be stored."""
    learners = saving.begin(port, CLIENTS)
    options = saving.script_options(folder / "site", map(saving.site_line, learners))
    before = saving.saves_stored(learners)
    saves = rate(port, "/", *options)
    stored = saving.saves_stored(learners) - before
    if stored < saves * SECONDS:
        raise RuntimeError(f"{stored} saves stored, {saves} a second acknowledged")
    return saves


def saves(port: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BARE_SAVE"] = folder
        form = saving.Learner(port).form
        lines = [saving.bare_line(session, form) for session in saving.bare_sessions(CLIENTS)]
        options = saving.script_options(Path(folder) / "bare", lines)
        with serve("tests.benchmarks.bare_save:application") as bare_port:
            rate(bare_port, "/", *options)  # the site's own is awake by then
            pairs = [(save_rate(port, Path(folder)), rate(bare_port, "/", *options)) for _ in range(ROUNDS)]
    ratio = statistics.median(save / bare for save, bare in pairs)
    save, bare = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    figure = f"{ratio:.2f} ({save:,.0f} to {bare:,.0f} a second)"
    yield Row("answer saved to bare Django view, requests", figure, ">= 0.8", ratio >= 0.8)


def many_learners(port: int) -> Iterator[Row]:
    learners = saving.begin(port, 64)
    with ThreadPoolExecutor(len(learners)) as pool:
        list(pool.map(lambda learner: learner.save_times(100), learners))
    seconds = [second for learner in learners for second in learner.seconds]
    stored, refused = saving.saves_stored(learners), sum(learner.refused for learner in learners)
    half, most = saving.percentile(seconds, 50), saving.percentile(seconds, 99)
    figure = f"{len(seconds):,} acknowledged, {stored:,} stored, {refused} refused"
    is_met = len(seconds) == stored == 6400 and not refused
    yield Row("64 learners saving 100 answers each", figure, "6,400, 6,400, 0", is_met)
    yield Row("the same, median and 99th percentile", f"{half:.2f} s, {most:.2f} s", "<= 1.5 s", most <= 1.5)


def killed_server(port: int) -> Iterator[Row]:
    found = saving.kill_during_saves(rounds=25, clients=CLIENTS)
    harm = "unharmed" if found.is_unharmed else "harmed"
    figure = f"{found.lost} of {found.acknowledged:,} lost, {found.refused} refused, database {harm}"
    is_met = found.is_unharmed and not found.lost and not found.refused
    yield Row("server killed 25 times during saves", figure, "0, 0, unharmed", is_met)
    worst, usual = max(found.seconds_to_answer), statistics.median(found.seconds_to_answer)
    yield Row("the same, until it answers again", f"{usual:.1f} s, at most {worst:.1f} s", "<= 5 s", worst <= 5)


def parallel_submits(port: int) -> Iterator[Row]:
    found = saving.race_submits(port, attempts=50, submits=20)
    figure = f"{found.scored_once} of 50 scored once, {found.refused} refused"
    is_met = found == (50, 0)
    yield Row("50 attempts submitted 20 times at once", figure, "50, 0", is_met)


# Weight


def first_visit_weight(port: int, path: str) -> tuple[int, int]:
    """Return the bytes over the wire and the requests of a visitor who comes to `path` with nothing kept."""
    accepted = {"Accept-Encoding": "br, gzip"}
    page = fetch(port, path, **accepted)
    if page.status != 200:
        raise RuntimeError(f"{path} answers with {page.status}")
    addresses = assets(page.text, path)
    answers = [page, *(fetch(port, address, **accepted) for address in addresses)]
    return sum(answer.size for answer in answers), len(answers)


def first_visit(port: int) -> Iterator[Row]:
    """Every kind of page and every section but the printed guide, which is the whole of it in one."""
    sections = re.findall(rf'href="(/guides/{GUIDE}/[\w-]+/)"', fetch(port, f"/guides/{GUIDE}/").text)
    paths = sorted({*PAGES.values(), *sections} - {PAGES["print"]})
    visits = {path: first_visit_weight(port, path) for path in paths}
    for path in ("/", f"/guides/{GUIDE}/", PAGE):
        size, _ = visits[path]
        yield Row(f"first visit to {path}, bytes over the wire", f"{size:,}", "<= 32,768", size <= 32_768)
    heaviest = max(visits, key=lambda path: visits[path])
    size, _ = visits[heaviest]
    page, _, query = heaviest.partition("?")
    name = f"{page} with a query" if query else page
    yield Row(f"first visit, heaviest of {len(visits)} pages ({name})", f"{size:,}", "<= 32,768", size <= 32_768)
    most = max(requests for _, requests in visits.values())
    yield Row("first visit, most requests", str(most), "<= 6", most <= 6)


# Content


def generate_guide(folder: Path, number: int) -> None:
    """Copy the small guide of the tests and add sections of an ordinary length to it."""
    shutil.copytree(ROOT / "tests" / "guides" / "bread", folder)
    section = Path(__file__).with_name("section.md").read_text()
    slugs = [f"loaf-{loaf}" for loaf in range(number)]
    for loaf, slug in enumerate(slugs):
        (folder / "sections" / f"{slug}.md").write_text(section.replace("NUMBER", str(loaf)))
    guide = yaml.safe_load((folder / "guide.yaml").read_text())
    guide["chapters"].append({"id": "loaves", "title": "Loaves", "sections": slugs})
    (folder / "guide.yaml").write_text(yaml.safe_dump(guide))


def loading(port: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        generate_guide(Path(folder) / "content" / "bread", 1000)
        environment = os.environ | {"CONTENT_DIRS": f"{folder}/content", "DATA_DIR": f"{folder}/var"}
        manage("migrate", "--verbosity", "0", environment=environment)
        seconds = duration(lambda: manage("sync_content", environment=environment))
    yield Row("loading 1,000 sections", f"{seconds:.1f} s", "< 30 s", seconds < 30)


# Statistics


def quiz_statistics(port: int) -> Iterator[Row]:
    """In a process and a database of their own: a million responses would slow everything else down."""
    command = [sys.executable, "-m", "tests.benchmarks.statistics_speed", "--json"]
    for found in json.loads(subprocess.check_output(command, cwd=ROOT)):
        figure = f"{found['ratio']:.2f} ({found['seconds']:.2f} s to {found['plain_seconds']:.2f} s)"
        measure = f"statistics of a quiz with {found['responses']:,} responses to plain SQL, time"
        yield Row(measure, figure, "<= 1.5", found["ratio"] <= 1.5)


# Start


def second_start(port: int) -> Iterator[Row]:
    """Time from `make run` to the first answer; the first start, for the other rows, prepared everything."""
    own_port = free_port()
    command = ["make", "--directory", str(ROOT), "run", f"PORT={own_port}", "HOST=127.0.0.1"]
    started = time.monotonic()
    with running(command, own_port):
        seconds = time.monotonic() - started
    yield Row("second `make run`, to the first answer", f"{seconds:.1f} s", "<= 3 s", seconds <= 3)


# All of it

MEASUREMENTS: list[Callable[[int], Iterator[Row]]] = [
    second_start,
    anonymous_page,
    advisor_page,
    queries,
    saves,
    many_learners,
    killed_server,
    parallel_submits,
    first_visit,
    loading,
    quiz_statistics,
]


def duration(act: Callable[[], None]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


def install_wrk() -> None:
    if shutil.which("wrk"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit("Needs wrk; on Debian and Ubuntu: apt install wrk")
    say("Installing wrk")
    subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], stdout=sys.stderr, check=True)


def measure(port: int) -> list[Row]:
    rows: list[Row] = []
    for measurement in MEASUREMENTS:
        say(f"Measuring: {measurement.__name__.replace('_', ' ')}")
        rows += measurement(port)
    return rows


def main() -> None:
    install_wrk()
    with serve_site() as port:
        rows = measure(port)
    print("| measure | figure | bar | met |\n| --- | --- | --- | --- |")
    for row in rows:
        print(f"| {row.measure} | {row.figure} | {row.bar} | {'yes' if row.is_met else '**no**'} |")
    sys.exit(not all(row.is_met for row in rows))


if __name__ == "__main__":
    main()
