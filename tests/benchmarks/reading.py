"""Rows about reading: pages, what they ask of the database, what a first visit weighs, how content is loaded."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.benchmarks import saving
from tests.benchmarks.rows import ACCEPTED, GUIDE, PAGE, Row, duration, rate, take_turns
from tests.pages import PAGES, assets
from tests.serving import ROOT, Answer, fetch, manage, serve

# Requests per second


def keep_for_bare_view(answer: Answer, folder: Path) -> None:
    """Save what the bare view is to answer; a server adds its own date and connection."""
    kept = [(name, value) for name, value in answer.headers if name.lower() not in {"date", "server", "connection"}]
    (folder / "body").write_bytes(answer.body)
    (folder / "headers.json").write_text(json.dumps(kept))


def anonymous_page(port: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        keep_for_bare_view(fetch(port, PAGE, **ACCEPTED), Path(folder))
        os.environ["BARE_RESPONSE"] = folder
        with serve("tests.benchmarks.bare:application") as bare_port:
            turns = take_turns(lambda: rate(port, PAGE), lambda: rate(bare_port, PAGE))
    yield turns.rates("anonymous page to bare Django view", least=1.0)


def signed_in(port: int) -> list[str]:
    """Make an account through the site, and give wrk the cookies of its browser."""
    browser = saving.Browser(port)
    token = browser.ask("GET", "/accounts/signup/").field("csrfmiddlewaretoken")
    name, password = f"reader-{secrets.token_hex(4)}", secrets.token_urlsafe(16)
    form = {"csrfmiddlewaretoken": token, "username": name, "password1": password, "password2": password}
    if browser.ask("POST", "/accounts/signup/", form).status != 302:
        raise RuntimeError("no account was made")
    browser.ask("POST", f"{PAGE}read/", {"csrfmiddlewaretoken": browser.cookies["csrftoken"]})
    return ["--header", f"Cookie: {browser.cookie}"]


def signed_in_page(port: int) -> Iterator[Row]:
    """Each to somebody who is signed in; the site's reader has read a section."""
    cookie = signed_in(port)
    text = fetch(port, PAGE, Cookie=cookie[1].removeprefix("Cookie: ")).text
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BARE_PAGE"] = folder
        body = re.search(r"<body[^>]*>(.*)</body>", text, re.DOTALL)
        (Path(folder) / "body").write_text(body[1])
        key = subprocess.check_output([sys.executable, "-m", "tests.benchmarks.bare_page"], cwd=ROOT, text=True)
        with serve("tests.benchmarks.bare_page:application") as bare_port:
            bare_cookie = ["--header", f"Cookie: sessionid={key}"]
            turns = take_turns(lambda: rate(port, PAGE, *cookie), lambda: rate(bare_port, PAGE, *bare_cookie))
    yield turns.rates("signed-in page to plain Django page", least=1.5)


def advisor_page(port: int) -> Iterator[Row]:
    """An answer with its bill and plots, to a section, both for somebody who is signed in."""
    cookie = signed_in(port)
    turns = take_turns(lambda: rate(port, PAGES["advice"], *cookie), lambda: rate(port, PAGE, *cookie))
    yield turns.rates("advice to section, both signed in", least=0.5)


# Queries


def queries(port: int) -> Iterator[Row]:
    command = [sys.executable, "-m", "tests.benchmarks.count_queries", PAGE]
    counts = json.loads(subprocess.check_output(command, cwd=ROOT))
    bars = {"from memory": 0, "with a cookie": 3}
    for kind, bar in bars.items():
        yield Row(f"queries of a page {kind}", str(counts[kind]), f"<= {bar}", counts[kind] <= bar)


# Weight


def first_visit_weight(port: int, path: str) -> tuple[int, int]:
    """Return the bytes over the wire and the requests of a visitor who comes to `path` with nothing kept."""
    page = fetch(port, path, **ACCEPTED)
    if page.status != 200:
        raise RuntimeError(f"{path} answers with {page.status}")
    addresses = assets(page.text, path)
    answers = [page, *(fetch(port, address, **ACCEPTED) for address in addresses)]
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
