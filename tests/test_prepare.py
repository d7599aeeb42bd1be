"""`manage.py prepare`, without content: what it does once, and that it does it once."""

import os

import pytest
from django.core.management import call_command

from studyguide.management.commands.prepare import count_pending_migrations

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
