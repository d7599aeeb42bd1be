"""`manage.py backup`: what is saved, that it is whole, and what is left when it fails."""

import json
import stat
from datetime import timedelta

import pytest

from studyguide.backups import BackupError, backups, make
from tests.conftest import NOW


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_manifest_says_what_is_in_it(site, folder):
    made = make(site.engine, folder, NOW)
    said = json.loads((made.path / "manifest.json").read_text())
    assert said["engine"] == site.engine.name
    assert said["bytes"] == (made.path / said["file"]).stat().st_size
    assert "quiz.0001_initial" in said["migrations"]
    table = "quiz_attempt" if said["engine"] == "sqlite" else "public.quiz_attempt"
    assert said["rows"][table] == 20
    assert said["has_secret"] is False


def test_nobody_else_may_read_it(site, folder):
    made = make(site.engine, folder, NOW, secret=site.folder / "secret_key")
    assert mode(made.path) == 0o700
    assert {mode(path) for path in made.path.iterdir()} == {0o600}


def test_newest_are_kept(site, folder):
    made = [make(site.engine, folder, NOW + timedelta(days=day)).path for day in range(3)]
    last = make(site.engine, folder, NOW + timedelta(days=3), keep=2)
    assert last.removed == made[:2]
    assert backups(folder) == [made[2], last.path]


def test_rotation_touches_nothing_else(site, folder):
    (folder / "20200101T000000Z").mkdir(parents=True)  # without a manifest it is none of ours
    (folder / "notes").mkdir()
    make(site.engine, folder, NOW, keep=1)
    assert {path.name for path in folder.iterdir()} == {"20200101T000000Z", "notes", "20261123T120000Z"}


def test_what_a_killed_backup_left_is_no_backup(site, folder):
    unfinished = folder / ".unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "manifest.json").write_text("{}")
    assert backups(folder) == []
    make(site.engine, folder, NOW)
    assert [path.name for path in folder.iterdir()] == ["20261123T120000Z"]


def test_same_second_is_refused_and_the_first_stays(site, folder):
    first = make(site.engine, folder, NOW)
    with pytest.raises(BackupError, match="is there already"):
        make(site.engine, folder, NOW)
    assert (first.path / "manifest.json").exists()


def test_place_that_cannot_be_used_is_named(site, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BackupError, match="file cannot be used for backups: File exists"):
        make(site.engine, tmp_path / "file", NOW)


def test_nothing_is_left_of_one_that_fails(empty, folder):
    with pytest.raises(BackupError):
        make(empty.engine, folder, NOW)
    assert list(folder.iterdir()) == []


def test_command_says_what_it_saved_and_what_not(site):
    said, is_done = site.manage("backup", "--keep=3")
    assert is_done
    assert "Read again and complete." in said
    assert "The secret key is not in it" in said
    (made,) = backups(site.folder / "backups")
    assert not (made / "secret_key").exists()


def test_secret_is_saved_when_asked(site):
    said, _ = site.manage("backup", "--with-secret")
    assert "secret key" not in said
    (made,) = backups(site.folder / "backups")
    assert (made / "secret_key").read_text() == (site.folder / "secret_key").read_text()


def test_secret_that_is_a_variable_is_no_file(site):
    said, is_done = site.manage("backup", "--with-secret", SECRET_KEY="x" * 50)
    assert not is_done
    assert "keep it where you set it" in said
