"""Rows by the million: COPY on PostgreSQL, one statement that stands ready on SQLite. For made-up data only.

Values are as both databases read them: an id as hexadecimal digits, a time as `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, JSON
as text, 0 or 1 for a boolean.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

_CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype IN ('f', 'u') ORDER BY contype DESC
"""
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = %s AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)
"""


class Rows:
    """Writes rows of a model; of the columns that are not named each gets its default."""

    def __init__(self, model: type[Model], *columns: str) -> None:
        fields = model._meta.concrete_fields
        self.others = [field for field in fields if field.column not in columns and field is not model._meta.auto_field]
        self.table = model._meta.db_table
        self.columns = [*columns, *(field.column for field in self.others)]

    def load(self, rows: Iterable[Sequence[Any]]) -> None:
        names = ", ".join(f'"{column}"' for column in self.columns)
        defaults = [field.get_db_prep_save(field.get_default(), connection) for field in self.others]
        full = ((*row, *defaults) for row in rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.table} ({names}) FROM STDIN") as copy:
                    for row in full:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {self.table} ({names}) VALUES ({places})", full)  # type: ignore[arg-type]  # noqa: S608


@contextmanager
def indexes_at_the_end(*models: type[Model]) -> Iterator[list[str]]:
    """On PostgreSQL drop the indexes and references of these tables while the block runs.

    Gives the statements that make them again: the block runs each, in their order, when its rows are written. An
    error leaves it to the transaction around it to bring them back. SQLite has no such way.
    """
    again: list[str] = []
    if connection.vendor == "postgresql":
        connection.check_constraints()  # no table is altered while something waits to be checked
        again.append("SET CONSTRAINTS ALL IMMEDIATE")
        with connection.cursor() as cursor:
            for table in (model._meta.db_table for model in models):
                again += _dropped(cursor, table)
    yield again


def _dropped(cursor: Any, table: str) -> list[str]:
    cursor.execute(_INDEXES, [table, table])
    indexes = cursor.fetchall()
    cursor.execute(_CONSTRAINTS, [table])
    constraints = cursor.fetchall()
    for name, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    added = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for name, definition in constraints]
    return [definition for _, definition in indexes] + added


def restart_numbers(*models: type[Model]) -> None:
    """Let the next row get the number after those that were written with theirs."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def analyze() -> None:
    """On PostgreSQL, count what there is, as it would do by itself soon, and plan by that.

    A site on SQLite plans without, and what is measured on this data should be what it does.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
