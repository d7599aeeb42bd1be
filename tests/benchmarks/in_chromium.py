"""Rows about a section in Chromium on a slow phone, beside an MkDocs Material page of the same text.

Slow 4G as Chromium's developer tools have it, and a processor slowed four times. Material is installed into a folder
of its own, MKDOCS or one for temporary files; its page has as many others to lead to, the same article as HTML, no
fonts from elsewhere, and nginx sends it compressed.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import yaml
from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.behind_nginx import serving
from tests.benchmarks.rows import GUIDE, PAGE, Row, say
from tests.serving import ROOT, fetch

KILOBIT = 1000 / 8  # bytes
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1440 * KILOBIT,
    "uploadThroughput": 675 * KILOBIT,
}
SLOWER = 4
VISITS = 15  # one may be 140 ms off, so the median of three met or missed its bar by chance
RESTED = 2000  # milliseconds a new window is left alone: Chromium fills its own popups then, beside the page
SETTLED = 4000  # milliseconds without a change, after the page has loaded

OBSERVE = """
    window.seen = {paint: 0, blocked: 0, shift: 0}
    const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
        .observe({type, buffered: true})
    watch('largest-contentful-paint', entry => { seen.paint = entry.startTime })
    watch('longtask', entry => { seen.blocked += entry.duration - 50 })
    watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.shift += entry.value })
"""

# Everything else goes to the application. With a header of its own nginx leaves out those of the server, whose policy
# would let the page load nothing. A style sheet that came as plain text would be neither applied nor compressed.
GZIP = """
location ~ "^/(page|assets|search)/" {{
    root "{site}";
    index index.html;
    types {{
        text/html html;
        text/css css;
        application/javascript js;
        application/json json;
        image/png png;
        image/svg+xml svg;
    }}
    add_header Cache-Control "max-age=600";
    gzip on;
    gzip_types text/css application/javascript application/json image/svg+xml;
}}
"""


class Visit(NamedTuple):
    """Milliseconds until the largest paint, milliseconds of blocking, and the layout's shift."""

    paint: float
    blocked: float
    shift: float


def in_chromium(port: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_with_mkdocs(port, folder)
        (folder / "site.conf").write_text(GZIP.format(site=folder / "site"))
        with serving(folder, port) as other_port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            addresses = (f"http://127.0.0.1:{port}{PAGE}", f"http://127.0.0.1:{other_port}/page/")
            rounds = [[visit(browser, address) for address in addresses] for _ in range(VISITS)]
            browser.close()
    ours, theirs = (Visit(*map(statistics.median, zip(*visits, strict=True))) for visits in zip(*rounds, strict=True))
    beside = f"slow 4G, processor {SLOWER} times slower, beside MkDocs Material"
    yield at_most(0.5, f"largest paint, {beside}", ours.paint, theirs.paint, "{:.0f} ms")
    yield at_most(0.1, f"blocking time, {beside}", ours.blocked, theirs.blocked, "{:.0f} ms")
    yield at_most(1.0, f"layout shift, {beside}", ours.shift, theirs.shift, "{:.3f}")


def at_most(share: float, measure: str, ours: float, theirs: float, form: str) -> Row:
    figure = f"{form.format(ours)} to {form.format(theirs)}"
    return Row(measure, figure, f"<= {share} times", ours <= share * theirs)


def visit(browser: Browser, address: str) -> Visit:
    """A first visit: in a window that has come to rest, with nothing kept."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    page.wait_for_timeout(RESTED)
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_4G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_timeout(SETTLED)
    # Without a sheet there are no rules, and those of a refused one may not be read, which is an error, too.
    if not page.evaluate("[...document.styleSheets].some(sheet => sheet.cssRules.length)"):
        raise RuntimeError(f"{address} came without its style sheet")
    found = Visit(**page.evaluate("seen"))
    context.close()
    return found


def chromium() -> str:
    return subprocess.check_output([ROOT / "tests" / "browser" / "get_chromium.sh"], text=True).strip()


# The other page


def mkdocs() -> Path:
    """The program, installed where it is no part of this project."""
    folder = Path(os.environ.get("MKDOCS") or Path(tempfile.gettempdir()) / "bench-mkdocs")
    if not (folder / "bin" / "mkdocs").exists():
        say(f"Installing mkdocs-material into {folder}")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", "mkdocs-material"], check=True)
    return folder / "bin" / "mkdocs"


def build_with_mkdocs(port: int, folder: Path) -> None:
    """Put a site into `folder`/site: the article at /page/, and a page for each other section."""
    pages = folder / "docs"
    pages.mkdir()
    article = re.search(r'<article class="prose">(.*)</article>', fetch(port, PAGE).text, re.DOTALL)
    outline = re.findall(rf'<a href="/guides/{GUIDE}/([\w-]+)/".*?<span>(.*?)</span>', fetch(port, PAGE).text)
    sections = {slug: unescape(title) for slug, title in outline if f"/{slug}/" not in PAGE}
    # A heading of Markdown makes Material's own column of headings; without one it would have less to do.
    head, *rest = article[1].partition("<h2 ")  # what the template indents would be code in Markdown
    text = "".join([*(line.lstrip() for line in head.splitlines(keepends=True)), *rest])
    text = re.sub(r'<h2 id="([\w-]+)">(.*?)</h2>', r"\n\n## \2 { #\1 }\n\n", text)
    (pages / "page.md").write_text(text)
    (pages / "index.md").write_text("# Start\n")
    for slug, title in sections.items():
        (pages / f"{slug}.md").write_text(f"# {title}\n")
    settings = {
        "site_name": "Study guides",
        "theme": {"name": "material", "font": False},
        "markdown_extensions": ["attr_list"],
        "nav": [{title: f"{slug}.md"} for slug, title in {"index": "Start", "page": "Page", **sections}.items()],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True))
    subprocess.run([mkdocs(), "build", "--quiet", "--site-dir", folder / "site"], cwd=folder, check=True)
