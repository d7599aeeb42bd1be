"""The two database engines, as far as a backup is concerned."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from studyguide.backups.manifest import Contents
from studyguide.backups.sqlite import Sqlite


class Engine(Protocol):
    """One database. Whatever fails raises BackupError and leaves the database as it was."""

    name: ClassVar[str]
    file: ClassVar[str]  # the database's name in a backup

    def save(self, copy: Path) -> Contents:
        """Write the whole database, as it is at one moment, to a new file, and check what was written."""

    def rows(self, copy: Path) -> Mapping[str, int]:
        """Read a saved file from end to end; the rows of each table in it."""

    def restore(self, copy: Path, rows: Mapping[str, int], beside: str, *, replaces: bool) -> str:
        """Put a saved file where the database is and compare its rows.

        Returns where the old database now is, with `beside` in its name; empty where there was none.
        """


def engine_of(connection: BaseDatabaseWrapper) -> Engine:
    if connection.vendor == "sqlite":
        return Sqlite(Path(connection.settings_dict["NAME"]))
    from studyguide.backups.postgres import Postgres  # its driver is in the extra `pg`

    return Postgres(connection)
