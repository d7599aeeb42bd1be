"""`manage.py restore`: what comes back, and when it refuses."""

import json
import shutil
import sqlite3
from contextlib import closing

import psycopg
import pytest

from studyguide.backups import BackupError, check, make, restore
from studyguide.running import Running
from tests.backups.conftest import IS_SQLITE, Site, on_server
from tests.conftest import NOW


@pytest.fixture
def saved(site, tmp_path):
    """A backup of the site."""
    return make(site.engine, tmp_path / "backups", NOW).path


@pytest.fixture
def known(saved):
    """The migrations that the release knows."""
    return json.loads((saved / "manifest.json").read_text())["migrations"]


def rewrite(saved, **values):
    manifest = saved / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **values}))


def opened(site):
    """A connection to the database, beside the site's own."""
    return closing(sqlite3.connect(site.path) if IS_SQLITE else psycopg.connect(site.url))


def execute(site, statement):
    with opened(site) as database, database:
        database.execute(statement)


def damage(file):
    """Change one byte in its middle."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def test_what_comes_back_elsewhere_is_the_same_byte_for_byte(site, empty, saved):
    said, is_done = empty.manage("restore", saved)
    assert is_done, said
    assert empty.export() == site.export()


def test_restored_site_is_ready(empty, saved):
    empty.manage("restore", saved)
    said, is_done = empty.manage("migrate", "--check")
    assert is_done, said


def test_database_is_not_replaced_unasked(site, saved, known):
    before = site.export()
    with pytest.raises(BackupError, match="--replace keeps it beside"):
        restore(saved, site.engine, site.folder, known, NOW)
    assert site.export() == before


def test_replaced_database_is_kept_beside(site, saved, tmp_path):
    execute(site, "DELETE FROM quiz_response WHERE position = 1")
    changed = site.export()
    said, is_done = site.manage("restore", "--replace", saved)
    assert is_done, said
    kept = said.partition("What was there is kept as ")[2].partition(".\n")[0]
    old = Site(tmp_path / "old", kept)
    old.folder.mkdir()
    if IS_SQLITE:
        shutil.copyfile(kept, old.path)
    assert old.export() == changed
    assert site.export() != changed


def test_empty_database_needs_no_replacing(empty, saved, known):
    if IS_SQLITE:
        empty.path.touch()
    else:
        on_server(f"CREATE DATABASE {empty.database}")
    done = restore(saved, empty.engine, empty.folder, known, NOW)
    assert done.kept == []
    assert empty.engine.save(empty.folder / "again").rows == done.manifest.rows


def test_damaged_file_is_refused(empty, saved, known):
    damage(saved / json.loads((saved / "manifest.json").read_text())["file"])
    with pytest.raises(BackupError, match="is not as it was written"):
        restore(saved, empty.engine, empty.folder, known, NOW)


def test_other_counts_than_the_manifest_says_are_refused(site, saved, known):
    before = site.export()
    rows = json.loads((saved / "manifest.json").read_text())["rows"]
    rewrite(saved, rows={**rows, next(iter(rows)): 10**6})
    with pytest.raises(BackupError, match="differs from the backup"):
        restore(saved, site.engine, site.folder, known, NOW, replaces=True)
    assert site.export() == before


def test_backup_of_the_other_engine_is_refused(site, saved, known):
    rewrite(saved, engine="postgresql" if IS_SQLITE else "sqlite")
    with pytest.raises(BackupError, match="DATABASE_URL decides which"):
        restore(saved, site.engine, site.folder, known, NOW, replaces=True)


def test_backup_of_a_newer_release_is_refused(site, saved, known):
    older = [name for name in known if name != "quiz.0007_quizzes_in_the_admin"]
    with pytest.raises(BackupError, match=r"does not know its quiz\.0007_quizzes_in_the_admin"):
        restore(saved, site.engine, site.folder, older, NOW, replaces=True)


def test_manifest_of_a_newer_release_is_refused(site, saved, known):
    rewrite(saved, format=2, new_thing=1)
    with pytest.raises(BackupError, match="A newer release made this backup"):
        restore(saved, site.engine, site.folder, known, NOW, replaces=True)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}'])
def test_manifest_that_says_nothing_is_refused(site, saved, known, text):
    (saved / "manifest.json").write_text(text)
    with pytest.raises(BackupError, match="cannot be read"):
        restore(saved, site.engine, site.folder, known, NOW, replaces=True)


def test_folder_that_is_no_backup_is_refused(site, tmp_path, known):
    with pytest.raises(BackupError, match="is no backup"):
        restore(tmp_path, site.engine, site.folder, known, NOW)


def test_check_changes_nothing(site, saved):
    before = site.export()
    said, is_done = site.manage("restore", "--check", saved)
    assert is_done
    assert "is whole and can be restored here" in said
    assert site.export() == before


def test_check_reads_every_row(site, saved, known):
    rows = json.loads((saved / "manifest.json").read_text())["rows"]
    rewrite(saved, rows={**rows, next(iter(rows)): 10**6})
    with pytest.raises(BackupError, match="other rows than its manifest says"):
        check(saved, site.engine, known)


def test_database_that_somebody_has_open_is_not_replaced(site, saved, known):
    with opened(site) as user:
        user.execute("SELECT COUNT(*) FROM quiz_attempt").fetchone()
        with pytest.raises(Running, match="A server or another command uses"):
            restore(saved, site.engine, site.folder, known, NOW, replaces=True)


def test_secret_comes_back_and_the_other_is_kept(site, empty, tmp_path, known):
    saved = make(site.engine, tmp_path / "secret", NOW, secret=site.folder / "secret_key").path
    (empty.folder / "secret_key").write_text("made anew")
    done = restore(saved, empty.engine, empty.folder, known, NOW)
    assert (empty.folder / "secret_key").read_text() == (site.folder / "secret_key").read_text()
    assert done.kept == [str(empty.folder / "secret_key.before-20261123T120000Z")]


@pytest.mark.skipif(not IS_SQLITE, reason="PostgreSQL looks after its own files")
def test_damaged_database_can_be_replaced_and_its_log_is_set_aside(site, saved, known):
    site.path.write_bytes(b"x" * 8192)
    log = site.path.with_name("studyguide.sqlite3-wal")
    log.write_bytes(b"of the damaged one")
    restore(saved, site.engine, site.folder, known, NOW, replaces=True)
    assert not log.exists()
    assert site.engine.rows(site.path) == site.engine.rows(saved / "database.sqlite3")


@pytest.mark.skipif(not IS_SQLITE, reason="PostgreSQL dumps no indexes and makes them anew by itself")
def test_damaged_index_is_made_anew(site, empty, tmp_path, known):
    with opened(site) as database:
        database.executescript("""
            CREATE INDEX spoilt ON quiz_attempt (title);
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET sql = 'CREATE INDEX spoilt ON quiz_attempt (source)' WHERE name = 'spoilt';
        """)  # it still holds titles
    saved = make(site.engine, tmp_path / "spoilt", NOW).path
    restore(saved, empty.engine, empty.folder, known, NOW)
    with opened(empty) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
