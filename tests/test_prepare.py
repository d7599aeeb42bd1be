"""`manage.py prepare`, without content: what it does once, and that it does it once."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest
from django.core.management import call_command

from studyguide.management.commands.prepare import count_pending_migrations, keep_from_others
from tests.serving import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(settings, tmp_path):
    """A static file of its own for each test; returned to be changed."""
    file = tmp_path / "source" / "page.css"
    file.parent.mkdir()
    file.write_text("main { margin: 0 }")
    settings.STATICFILES_DIRS = [file.parent]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.CONTENT_DIRS = []
    return file


@pytest.fixture
def prepare(capsys, source):
    def prepare():
        call_command("prepare")
        return capsys.readouterr().out

    return prepare


def test_static_files_are_collected(prepare, source, settings):
    assert "Collecting" in prepare()
    assert (settings.STATIC_ROOT / "page.css").read_text() == source.read_text()


def test_unchanged_static_files_are_left_alone(prepare):
    prepare()
    assert "Collecting" not in prepare()


def test_changed_static_files_are_collected_again(prepare, source, settings):
    prepare()
    source.write_text("main { margin: 1rem }")
    assert "Collecting" in prepare()
    assert (settings.STATIC_ROOT / "page.css").read_text() == source.read_text()


def test_older_static_files_are_collected_again(prepare, source, settings):
    prepare()
    source.write_text("main { margin: 1rem }")
    os.utime(source, (1, 1))
    prepare()
    assert (settings.STATIC_ROOT / "page.css").read_text() == source.read_text()


def test_files_of_a_running_server_stay(prepare, source, settings):
    prepare()
    served = settings.STATIC_ROOT / "page.0123456789ab.css"
    served.touch()
    source.write_text("main { margin: 1rem }")
    prepare()
    assert served.exists()


def test_new_static_files_are_collected(prepare, source, settings):
    prepare()
    source.with_name("print.css").write_text("")
    prepare()
    assert (settings.STATIC_ROOT / "print.css").exists()


def test_static_files_that_were_removed_by_hand_come_back(prepare, settings):
    prepare()
    (settings.STATIC_ROOT / ".digest").unlink()
    assert "Collecting" in prepare()


def test_contributors_do_not_wait_for_collection(prepare, settings):
    settings.DEBUG = True
    prepare()
    assert not settings.STATIC_ROOT.exists()


def test_a_migrated_database_is_left_alone(prepare):
    assert count_pending_migrations() == 0
    assert "Migrating" not in prepare()


def test_pending_migrations_are_applied_and_told(prepare, monkeypatch):
    applied = []
    module = "studyguide.management.commands.prepare"
    monkeypatch.setattr(f"{module}.count_pending_migrations", lambda: 3)
    monkeypatch.setattr(f"{module}.call_command", lambda name, **options: applied.append(name))
    monkeypatch.setattr(f"{module}.Command.collect_static", lambda self, root: None)
    assert "Migrating the database: 3 to apply" in prepare()
    assert applied == ["migrate", "createcachetable", "sync_content"]


# The files of SQLite: keys of sessions are in them


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.sqlite3*")}


@pytest.fixture
def open_database(tmp_path):
    """One that everybody may read, with the log of somebody who is still at it."""
    path = tmp_path / "own.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE learner (id)")
        for found in tmp_path.iterdir():
            found.chmod(0o644)
        yield path


@pytest.mark.slow
def test_a_new_database_and_its_logs_are_their_owners_alone(tmp_path):
    (tmp_path / "content").mkdir()
    own = {"DATA_DIR": str(tmp_path), "CONTENT_DIRS": str(tmp_path / "content"), "DEBUG": "1"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment |= own | {"DATABASE_URL": "", "REDIS_URL": ""}
    subprocess.run([sys.executable, ROOT / "manage.py", "prepare"], env=environment, umask=0o022, check=True)
    with closing(sqlite3.connect(tmp_path / "studyguide.sqlite3")) as database:
        database.execute("DELETE FROM django_session")
        files = ["cache.sqlite3", "studyguide.sqlite3", "studyguide.sqlite3-shm", "studyguide.sqlite3-wal"]
        assert modes(tmp_path) == dict.fromkeys(files, 0o600)


def test_a_database_that_everybody_may_read_is_closed_to_them(open_database):
    keep_from_others(open_database)
    files = ["own.sqlite3", "own.sqlite3-shm", "own.sqlite3-wal"]
    assert modes(open_database.parent) == dict.fromkeys(files, 0o600)


def test_a_group_that_was_let_in_stays(open_database):
    open_database.chmod(0o660)
    keep_from_others(open_database)
    assert modes(open_database.parent)["own.sqlite3"] == 0o660
