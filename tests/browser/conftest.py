"""A real server, a real Chromium, and a list of what the browser complains about, which has to stay empty.

A test asks for `page`, `page_without_javascript`, or `open_page(...)` with Playwright's context options. Each
has a browser context of its own, which makes it a new visitor: tests share the database and never empty it.
"""

import os
import subprocess
import uuid
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from quiz.rendering_process import RENDERING
from studyguide.sync import content_folders
from tests.browser.taking import Taking, questions_of
from tests.browser.writing import sign_in

CHROMIUM_FLAGS = [
    "--no-sandbox",  # its sandbox does not work as root, and it opens our own pages only
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

REPORT_CSP_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
    console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI || event.sample}`))
"""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker, tmp_path_factory):
    """Create one database with the content for all browser tests.

    It is a file, as in production: one connection in memory, shared by the server's threads, would mix up the
    transactions of requests that run at once.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "test.sqlite3"
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        call_command("sync_content", verbosity=0)
        yield
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def site(django_db_setup):
    """The running server; its address is `site.url`."""
    server = LiveServer("localhost")
    yield server
    server.stop()


def find_chromium():
    script = Path(__file__).with_name("get_chromium.sh")
    return os.environ.get("CHROMIUM") or subprocess.check_output([script], text=True).strip()


@pytest.fixture(scope="session")
def browser():
    # Playwright keeps an event loop in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def complaints():
    """What the browser complains about. A test that provokes a complaint, such as a 404, takes it out."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def open_page(browser, site, complaints):
    contexts = []

    def listen(page):
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
        page.on("request", lambda asked: complaints.extend(foreign(asked.url)))

    def foreign(url):
        return [] if url.startswith((site.url, "data:", "blob:")) else [f"third party: {url}"]

    def open_page(**options):
        context = browser.new_context(base_url=site.url, reduced_motion="reduce", **options)
        context.add_init_script(REPORT_CSP_VIOLATIONS)
        context.on("page", listen)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def page_without_javascript(open_page):
    return open_page(java_script_enabled=False)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def any_page(request, open_page):
    """A page with JavaScript, and one without."""
    return open_page(java_script_enabled=request.param)


@pytest.fixture(scope="session")
def rendering(site):
    """The process that renders drafts, started: no test's first preview waits for that."""
    RENDERING.previewed(content_folders()[0], {"id": "first", "kind": "single", "stem": "Begun?", "options": []})


@pytest.fixture
def desk(any_page, site, rendering):
    """An instructor's browser, with JavaScript and without."""
    sign_in(any_page, site.url)
    return any_page


@pytest.fixture
def scripted(page, site, rendering):
    """An instructor's browser with JavaScript."""
    sign_in(page, site.url)
    return page


@pytest.fixture
def title():
    """One that no other test uses: all share a database."""
    return f"Written in a test {uuid.uuid4().hex[:8]}"


@pytest.fixture
def axe():
    """`axe(page)` lists a page's accessibility violations, one line each; `axe(page, *rules)` those of some rules."""

    def violations(page, *rules):
        page.wait_for_load_state()
        # It would fetch imported stylesheets by the wrong address, and put them in as inline styles.
        options = {"resultTypes": ["violations"], "preload": False, **({"runOnly": list(rules)} if rules else {})}
        found = Axe().run(page, options=options).response["violations"]
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    return violations


@pytest.fixture
def take(site):
    """`take(page, mode, *kinds)` begins an attempt with a question of each kind, for the page's browser alone."""

    def begin(page, mode, *kinds, **plan):
        return Taking.begin(page, site.url, mode, questions_of(*kinds), **plan)

    return begin
