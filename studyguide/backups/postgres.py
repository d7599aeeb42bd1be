"""PostgreSQL: a backup is what `pg_dump` writes in its own format, of the very moment at which the rows are counted."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, ClassVar

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.sql import SQL, Identifier

from studyguide.backups.files import sync
from studyguide.backups.manifest import BackupError, Contents
from studyguide.running import Running

# As in the statements that pg_restore writes, which are compared with them.
_TABLES = """
    SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind = 'r' AND nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1
"""
_OTHERS = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


@dataclass(frozen=True, slots=True)
class Postgres:
    connection: BaseDatabaseWrapper  # only its settings are used

    name: ClassVar[str] = "postgresql"
    file: ClassVar[str] = "database.dump"

    @property
    def database(self) -> str:
        return str(self.connection.settings_dict["NAME"])

    def save(self, copy: Path) -> Contents:
        copy.touch(mode=0o600)
        with self._connected() as database, database.transaction():
            database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            snapshot = _value(database, "SELECT pg_export_snapshot()")
            # The strongest compression saves a tenth more and takes three times as long.
            self._run("pg_dump", "--format=custom", "--compress=1", f"--snapshot={snapshot}", f"--file={copy}")
            contents = _contents(database)
        sync(copy)
        if self.rows(copy) != contents.rows:
            raise BackupError("The copy holds other rows than the database. Check the disk; nothing was kept.")
        return contents

    def rows(self, copy: Path) -> Mapping[str, int]:
        """Unlike `pg_restore --list`, which reads the table of contents only, this unpacks every row."""
        with TemporaryFile() as said:
            with self._started("pg_restore", "--data-only", "--file=-", str(copy), stderr=said) as reading:
                rows = _rows_in(reading.stdout or ())
            _check(reading, said)
        return rows

    def restore(self, copy: Path, rows: Mapping[str, int], beside: str, *, replaces: bool) -> str:
        with self._connected(self._other_database) as server:
            if _value(server, _OTHERS, self.database):
                raise Running(f"the database {self.database}")
            exists = _value(server, "SELECT COUNT(*) FROM pg_database WHERE datname = %s", self.database)
            if exists and not self._holds_tables():
                self._fill(self.database, copy, rows)
                return ""
            if exists and not replaces:
                raise BackupError(f"The database {self.database} is not empty. --replace keeps it beside and restores.")
            return self._replace(server, copy, rows, beside.lower().replace("-", "_") if exists else "")

    @property
    def _other_database(self) -> str:
        """Somewhere to stand while a database is made or renamed."""
        return "template1" if self.database == "postgres" else "postgres"

    def _holds_tables(self) -> bool:
        with self._connected() as database:
            return bool(database.execute(_TABLES).fetchall())

    def _replace(self, server: psycopg.Connection[Any], copy: Path, rows: Mapping[str, int], beside: str) -> str:
        """Fill a new database first, and change the names in one transaction."""
        made, kept = f"{self.database}_restoring", f"{self.database}_{beside}" if beside else ""
        drop = SQL("DROP DATABASE IF EXISTS {}").format(Identifier(made))
        server.execute(drop)
        server.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(made)))
        try:
            self._fill(made, copy, rows)
            with server.transaction():
                for old, new in ((self.database, kept), (made, self.database)):
                    if new:
                        server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(old), Identifier(new)))
        except (BackupError, psycopg.Error):
            server.execute(drop)
            raise
        return kept

    def _fill(self, database: str, copy: Path, rows: Mapping[str, int]) -> None:
        """All of it or nothing."""
        owned = ("--no-owner", "--no-privileges")
        self._run("pg_restore", "--single-transaction", "--exit-on-error", *owned, f"--dbname={database}", str(copy))
        with self._connected(database) as restored:
            if _counts(restored) != rows:
                raise BackupError(f"What was restored differs from the backup. Do not use the database {database}.")
            restored.execute("ANALYZE")  # a dump holds no statistics, and without them statements are planned badly

    @contextmanager
    def _connected(self, database: str = "") -> Iterator[psycopg.Connection[Any]]:
        wanted = self.connection.get_connection_params() | {"dbname": database or self.database, "autocommit": True}
        wanted.pop("cursor_factory", None)
        try:
            with psycopg.connect(**wanted) as connection:
                yield connection
        except psycopg.errors.ObjectInUse:
            raise Running(f"the database {self.database}") from None
        except psycopg.errors.InsufficientPrivilege:
            raise BackupError(
                "This account of PostgreSQL may not make databases. Let one be made that is empty, name it in "
                "DATABASE_URL, and restore there."
            ) from None
        except psycopg.Error as error:
            raise BackupError(f"PostgreSQL says: {str(error).strip()}. Nothing was kept or changed.") from None

    def _run(self, *command: str) -> None:
        with TemporaryFile() as said:
            with self._started(*command, stderr=said) as running:
                pass
            _check(running, said)

    def _started(self, *command: str, stderr: Any) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, env=self._environment()
            )
        except FileNotFoundError:
            raise BackupError(
                f"{command[0]} was not found. Install PostgreSQL's client programs; on Debian: postgresql-client."
            ) from None

    def _environment(self) -> dict[str, str]:
        """Where the database is, for PostgreSQL's programs: everybody could read a password in their arguments."""
        settings = self.connection.settings_dict
        _, secrets = self.connection.client.settings_to_cmd_args_env(settings, [])
        place = {f"PG{key}": str(settings[key]) for key in ("HOST", "PORT", "USER") if settings[key]}
        return {**os.environ, **place, "PGDATABASE": self.database, **(secrets or {})}


def _check(process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    if process.returncode:
        said.seek(0)
        last = said.read().decode(errors="replace").strip().rpartition("\n")[2]
        raise BackupError(f"{last or 'A program of PostgreSQL failed'}. Nothing was kept or changed.")


def _value(database: psycopg.Connection[Any], statement: str, *values: str) -> Any:
    row = database.execute(statement, values).fetchone()
    return row[0] if row else None


def _counts(database: psycopg.Connection[Any]) -> dict[str, int]:
    tables = [name for (name,) in database.execute(_TABLES)]
    return {name: _value(database, f"SELECT COUNT(*) FROM {name}") for name in tables}  # noqa: S608  # quoted already


def _contents(database: psycopg.Connection[Any]) -> Contents:
    migrations = database.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return Contents(_counts(database), [name for (name,) in migrations], _value(database, "SHOW server_version"))


def _rows_in(lines: Iterable[bytes]) -> dict[str, int]:
    """How many rows each COPY statement has, in what pg_restore writes."""
    rows: dict[str, int] = {}
    table = ""
    for line in lines:
        if table and line == b"\\.\n":
            table = ""
        elif table:
            rows[table] += 1
        elif line.startswith(b"COPY "):
            table = line[5:].decode().partition(" (")[0]
            rows[table] = 0
    return rows
