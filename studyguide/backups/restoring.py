"""Nothing is restored that was not checked, and nothing is lost by it: what was there is kept beside."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from studyguide.backups.engines import Engine
from studyguide.backups.files import digest, sync, write_private
from studyguide.backups.making import SECRET_NAME, stamp
from studyguide.backups.manifest import ENGINES, MANIFEST, BackupError, Manifest, newer_migrations
from studyguide.running import nobody_serving


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept` are the names under which the old database and the old secret are kept, if there were any."""

    manifest: Manifest
    kept: list[str]


def opened(backup: Path) -> Manifest:
    """What a backup says of itself, if its file is the one that was written. Raises BackupError."""
    try:
        found = Manifest.from_json((backup / MANIFEST).read_text())
        written = digest(backup / found.file)
    except FileNotFoundError:
        raise BackupError(f"{backup} is no backup: it needs a {MANIFEST} and the database beside it.") from None
    if written != found.sha256:
        raise BackupError(f"{backup / found.file} is not as it was written. Take another backup.")
    return found


def check(backup: Path, engine: Engine, known: Collection[str]) -> Manifest:
    """Read a backup from end to end, as a restore would, and change nothing."""
    found = opened(backup)
    _check_fits(found, engine, known)
    if engine.rows(backup / found.file) != found.rows:
        raise BackupError(f"{backup} holds other rows than its manifest says. Take another backup.")
    return found


def _check_fits(found: Manifest, engine: Engine, known: Collection[str]) -> None:
    """Raises BackupError where this release, with this database, could not work with what was saved."""
    if found.engine != engine.name:
        raise BackupError(
            f"This is a backup of {found.engine_label}, and this site uses {ENGINES[engine.name]}. "
            "DATABASE_URL decides which."
        )
    if newer := newer_migrations(found, known):
        raise BackupError(
            f"Release {found.release} made this backup, and this release does not know its {newer[0]}. "
            "Install a release that does, then restore."
        )


def restore(
    backup: Path, engine: Engine, data_dir: Path, known: Collection[str], now: datetime, *, replaces: bool = False
) -> Restored:
    """Put a backup in the place of the database, and its secret, if it has one, in the place of `data_dir`'s.

    Raises BackupError, or Running where somebody uses either.
    """
    found = opened(backup)
    _check_fits(found, engine, known)
    beside = f"before-{stamp(now)}"
    with nobody_serving(data_dir):
        kept = [engine.restore(backup / found.file, found.rows, beside, replaces=replaces)]
        if found.has_secret:
            kept.append(_restore_secret(backup / SECRET_NAME, data_dir / SECRET_NAME, beside))
    return Restored(found, [name for name in kept if name])


def _restore_secret(saved: Path, place: Path, beside: str) -> str:
    if place.exists() and place.read_bytes() == saved.read_bytes():
        return ""
    kept = ""
    if place.exists():
        kept = str(place.rename(place.with_name(f"{place.name}.{beside}")))
    write_private(place, saved.read_bytes())
    sync(place.parent)
    return kept
