"""A site with the guide on bread and some answers, on the engine that the tests run on, which each test may spoil."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import dj_database_url
import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from studyguide.backups import engine_of
from studyguide.backups.sqlite import Sqlite
from tests.quiz.conftest import copied_guide
from tests.serving import ROOT

IS_SQLITE = connection.vendor == "sqlite"
SERVER = os.environ.get("DATABASE_URL", "")
PREFIX = f"backups_{os.getpid()}_"
NUMBERS = count(1)


@dataclass
class Site:
    """A data folder, and on PostgreSQL a database of its own."""

    folder: Path
    database: str

    @property
    def url(self):
        return "" if IS_SQLITE else f"{SERVER.rpartition('/')[0]}/{self.database}"

    @property
    def environment(self):
        ours = {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url, "CONTENT_DIRS": str(self.folder / "content")}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        return {**inherited, **ours}

    @property
    def path(self):
        return self.folder / "studyguide.sqlite3"

    @property
    def engine(self):
        if IS_SQLITE:
            return Sqlite(self.path)
        settings = {**connection.settings_dict, **dj_database_url.parse(self.url)}
        return engine_of(DatabaseWrapper(settings, "site"))

    def manage(self, *command, **variables):
        """Run a command; what it said, and whether it succeeded."""
        run = subprocess.run(
            [sys.executable, ROOT / "manage.py", *map(str, command)],
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
        )
        return run.stdout + run.stderr, run.returncode == 0

    def export(self):
        """Every row of every model, as JSON lines."""
        file = self.folder / "rows.jsonl"
        said, is_done = self.manage("dumpdata", "--all", "--format=jsonl", f"--output={file}")
        assert is_done, said
        return file.read_bytes()


def on_server(*statements):
    with psycopg.connect(SERVER, autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


@pytest.fixture(scope="session")
def filled(tmp_path_factory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("filled"), f"{PREFIX}filled")
    copied_guide(site.folder / "content" / "bread")
    if not IS_SQLITE:
        on_server(f"CREATE DATABASE {site.database}")
    for command in (["migrate", "-v0"], ["sync_content"], ["seed_responses", "every-kind", "--learners=20"]):
        said, is_done = site.manage(*command)
        assert is_done, said
    yield site
    if not IS_SQLITE:
        with psycopg.connect(SERVER) as server:
            made = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]).fetchall()
        on_server(*(f"DROP DATABASE {name} WITH (FORCE)" for (name,) in made))


@pytest.fixture
def site(filled, tmp_path) -> Site:
    copy = Site(tmp_path / "site", f"{PREFIX}{next(NUMBERS)}")
    shutil.copytree(filled.folder, copy.folder)
    if not IS_SQLITE:
        on_server(f"CREATE DATABASE {copy.database} TEMPLATE {filled.database}")
    return copy


@pytest.fixture
def empty(tmp_path) -> Site:
    """Another place, where nothing is."""
    (tmp_path / "empty").mkdir()
    return Site(tmp_path / "empty", f"{PREFIX}{next(NUMBERS)}")
