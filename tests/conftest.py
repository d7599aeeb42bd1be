"""A small guide on bread, as files that a test may break and as rows that it may read, and the project's own guide."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis

from studyguide.advisor_views import kept_page
from studyguide.models import Guide
from studyguide.search import index_entries
from studyguide.section_page import kept_section
from studyguide.sync import ContentError, content_parts, render_guides, save_guide, sync

hypothesis.register_profile("suite", deadline=None)  # speed is measured in the benchmarks
hypothesis.register_profile("thorough", deadline=None, max_examples=1000)
hypothesis.load_profile("suite")

USES_DATABASE = {"db", "transactional_db", "live_server"}

BREAD = Path(__file__).parent / "guides" / "bread"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class GuideFolder:
    """A copy of the guide on bread, valid until a test breaks one thing in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text)

    def append(self, name: str, text: str) -> int:
        """Add `text` at the end of a file; returns the line on which it begins."""
        before = (self.path / name).read_text() + "\n"
        self.write(name, f"{before}{text}\n")
        return before.count("\n") + 1

    def replace(self, name: str, old: str, new: str) -> int:
        """Put `new` in the place of the first `old`; returns the line on which it begins."""
        before, found, after = (self.path / name).read_text().partition(old)
        assert found, f"{name} does not hold {old!r}"
        self.write(name, f"{before}{new}{after}")
        return before.count("\n") + 1

    def line_of(self, name: str, text: str) -> int:
        """The line on which `text` first stands in a file."""
        return self.replace(name, text, text)

    def remove(self, name: str) -> None:
        (self.path / name).unlink()

    @property
    def mistakes(self) -> list[str]:
        """Every mistake, as `sync_content` reports it, with paths that begin in the guide's folder."""
        try:
            render_guides([self.path], content_parts(), lambda _: None)
        except ContentError as error:
            return [str(problem).removeprefix(f"{self.path}/") for problem in error.problems]
        return []


def uses_database(item: pytest.Item) -> bool:
    """Whether a test may reach the database. pytest-django keeps every other one from it."""
    return bool(item.get_closest_marker("django_db") or USES_DATABASE & set(getattr(item, "fixturenames", ())))


def pytest_addoption(parser):
    parser.addoption("--with-database", action="store_true", help="run only the tests that reach the database")


def pytest_collection_modifyitems(config, items):
    """A test that reaches no database does the same whichever there is, so one run of it is enough."""
    if config.getoption("--with-database"):
        config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
        items[:] = filter(uses_database, items)


def pytest_fixture_setup(fixturedef, request):
    """Fail a test that gets the database behind the back of the choice above."""
    if fixturedef.argname in USES_DATABASE and isinstance(request.node, pytest.Item):
        assert uses_database(request.node), "ask for the fixture db by name: it is got by getfixturevalue only"


@pytest.fixture
def now():
    return NOW


@pytest.fixture(autouse=True)
def nothing_kept():
    """Forget the pages of the test before: its database is gone, and the next has the same keys and times."""
    kept_section.cache_clear()
    kept_page.cache_clear()


@pytest.fixture
def kept_connection(db, monkeypatch):
    """Let a request through WSGI keep the test's connection, as Django's own test client does."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def guide_folder(settings, tmp_path):
    """The guide on bread in a folder of its own, where `sync` finds it and nothing else."""
    settings.CONTENT_DIRS = [tmp_path / "content"]
    return GuideFolder(Path(shutil.copytree(BREAD, tmp_path / "content" / "bread")))


@pytest.fixture
def synced_guide(db, guide_folder):
    """The guide on bread in the database."""
    sync(NOW)
    return Guide.objects.get()


@pytest.fixture(scope="session")
def real_pages():
    """The guide that comes with the project, rendered once for all tests."""
    folder = Path(project.BASE_DIR) / "content" / "aws-ml-deployment-targets"
    return render_guides([folder], content_parts(), lambda _: None)[0]


@pytest.fixture
def real_guide(db, real_pages):
    """The guide that comes with the project, in the database."""
    save_guide(real_pages, "real", NOW)
    index_entries()
    return Guide.objects.get(slug="aws-ml-deployment-targets")


@pytest.fixture
def learner(synced_guide):
    """The browser of somebody who has read one section of the guide on bread."""
    return _reader()


@pytest.fixture
def stranger(synced_guide):
    """Somebody else's browser; they have read the same section."""
    return _reader()


def _reader() -> Client:
    client = Client()
    client.post("/guides/bread/basics/read/")
    return client
