"""SQLite: a backup is what `VACUUM INTO` writes, which holds nobody up.

Copying the file would leave out what is still in the write-ahead log, and no check of the copy would tell.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from studyguide.backups.files import sync
from studyguide.backups.manifest import BackupError, Contents
from studyguide.running import Running


@dataclass(frozen=True, slots=True)
class Sqlite:
    path: Path

    name: ClassVar[str] = "sqlite"
    file: ClassVar[str] = "database.sqlite3"

    def save(self, copy: Path) -> Contents:
        if not self.path.exists():
            raise BackupError(f"There is no database at {self.path} yet, so there is nothing to save.")
        copy.touch(mode=0o600)
        with _opened(self.path, "mode=rw") as database:
            database.execute("VACUUM INTO ?", [str(copy)])
        sync(copy)
        return _read(copy)

    def rows(self, copy: Path) -> Mapping[str, int]:
        return _read(copy).rows

    def restore(self, copy: Path, rows: Mapping[str, int], beside: str, *, replaces: bool) -> str:
        if self._holds_tables() and not replaces:
            raise BackupError(f"There is a database at {self.path}. --replace keeps it beside and restores.")
        made = self.path.with_name(f".{self.path.name}.restoring")
        made.unlink(missing_ok=True)
        made.touch(mode=0o600)
        shutil.copyfile(copy, made)
        if self.rows(made) != rows:
            made.unlink()
            raise BackupError("The copy differs from the backup. Check the disk; nothing was changed.")
        _make_indexes(made)
        sync(made)
        return self._put_in_place(made, beside)

    def _holds_tables(self) -> bool:
        """Also folds the write-ahead log into the file, which SQLite allows to the only one who has it open."""
        if not self.path.exists():
            return False
        try:
            with _opened(self.path, "mode=rw", timeout=1) as database:
                (mode,) = database.execute("PRAGMA journal_mode=DELETE").fetchone()
                (tables,) = database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        except BackupError:  # it is damaged, which may be why somebody restores
            return True
        if mode == "wal":
            raise Running(self.path)
        return bool(tables)

    def _put_in_place(self, made: Path, beside: str) -> str:
        """A reader finds the old database or the new one, at any moment."""
        kept = ""
        if self.path.exists() and self.path.stat().st_size:
            old = self.path.with_name(f"{self.path.stem}.{beside}{self.path.suffix}")
            os.link(self.path, old)
            kept = str(old)
        for log in ("-wal", "-shm"):  # only a damaged database still has them, and they would damage the new one
            if (found := self.path.with_name(self.path.name + log)).exists():
                found.rename(f"{kept}{log}" if kept else f"{found}.{beside}")
        made.replace(self.path)
        sync(self.path.parent)
        return kept


def _read(copy: Path) -> Contents:
    """Every page, every reference and every row of a file that nobody writes to.

    What indexes hold is not compared with their tables, which takes eight times as long: a restore makes them anew.
    """
    with _opened(copy, "mode=ro&immutable=1") as database:
        problems = [text for (text,) in database.execute("PRAGMA quick_check") if text != "ok"]
        if problems:
            raise BackupError(f"The copy is damaged: {problems[0]}. Check the disk; nothing was kept or changed.")
        if broken := database.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupError(f"A row of {broken[0]} points at a row of {broken[2]} that is not there.")
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
        rows = {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608
        migrations = database.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return Contents(rows, [name for (name,) in migrations], sqlite3.sqlite_version)


def _make_indexes(made: Path) -> None:
    """Anew, from the rows of a file that is thrown away if this fails, so it needs no journal."""
    with _opened(made, "mode=rw") as database:
        database.execute("PRAGMA journal_mode=OFF")
        database.execute("REINDEX")


@contextmanager
def _opened(path: Path, mode: str, timeout: float = 20) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?{mode}"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=timeout, isolation_level=None)) as database:
            yield database
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise Running(path) from None
        raise BackupError(f"SQLite says: {error}. Nothing was kept or changed.") from None
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path} is damaged, or is no SQLite database: {error}.") from None
