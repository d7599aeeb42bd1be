"""A backup appears in its folder whole or not at all, and the oldest go."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from studyguide.backups.engines import Engine
from studyguide.backups.files import digest, sync, write_private
from studyguide.backups.manifest import MANIFEST, BackupError, Manifest

SECRET_NAME = "secret_key"  # noqa: S105  # of its file
_STAMP = "%Y%m%dT%H%M%SZ"
_BACKUP = re.compile(r"\d{8}T\d{6}Z")
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Made:
    """`removed` are the older backups that had to go."""

    path: Path
    manifest: Manifest
    removed: list[Path]


def stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime(_STAMP)


def make(engine: Engine, folder: Path, now: datetime, *, keep: int = 0, secret: Path | None = None) -> Made:
    """Save the database in a new folder below `folder`, named after the time, with `secret` if one is given.

    Of the backups there the newest `keep` stay, or all if that is 0. Raises BackupError.
    """
    place = folder / stamp(now)
    unfinished = folder / _UNFINISHED
    with _alone(folder):
        if place.exists():
            raise BackupError(f"{place} is there already. Wait a second, then try again.")
        shutil.rmtree(unfinished, ignore_errors=True)  # of somebody who was killed
        try:
            unfinished.mkdir(mode=0o700)
            made = _fill(engine, unfinished, now, secret)
            sync(unfinished)
            unfinished.rename(place)
            sync(folder)
        except OSError as error:
            raise BackupError(f"Nothing was saved to {folder}: {error.strerror}.") from None
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return Made(place, made, _remove_oldest(folder, keep) if keep else [])


def backups(folder: Path) -> list[Path]:
    """Those in `folder`, the oldest first; what else lies there is none of ours."""
    found = folder.iterdir() if folder.is_dir() else iter(())
    return sorted(path for path in found if _BACKUP.fullmatch(path.name) and (path / MANIFEST).exists())


def _fill(engine: Engine, unfinished: Path, now: datetime, secret: Path | None) -> Manifest:
    copy = unfinished / engine.file
    contents = engine.save(copy)
    if secret:
        write_private(unfinished / SECRET_NAME, secret.read_bytes())
    made = Manifest(
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        release=version("ml-study-guide"),
        engine=engine.name,
        engine_version=contents.engine_version,
        migrations=list(contents.migrations),
        rows=contents.rows,
        file=engine.file,
        bytes=copy.stat().st_size,
        sha256=digest(copy),
        has_secret=secret is not None,
    )
    write_private(unfinished / MANIFEST, made.as_json().encode())
    return made


def _remove_oldest(folder: Path, keep: int) -> list[Path]:
    """A manifest goes first, so that what is left of a removal that was cut off is no backup any more."""
    old = backups(folder)[:-keep]
    for path in old:
        (path / MANIFEST).unlink()
        shutil.rmtree(path)
    return old


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise BackupError(f"{folder} cannot be used for backups: {error.strerror}.") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError(f"Another backup is being made in {folder}. Wait for it.") from None
    finally:
        os.close(descriptor)
