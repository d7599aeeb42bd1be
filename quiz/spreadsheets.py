"""Tables as CSV that a spreadsheet program opens without running anything in them. Pure: no Django."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

Cell = str | int | float | None

# What begins a formula, or a cell that is read as one. OWASP, CSV Injection.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  # wide forms work too


def safe_cell(value: Cell) -> Cell:
    """A text that would be a formula with an apostrophe before it, which makes it text; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGINS_FORMULA) else value


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table with a line for its head; None is an empty cell, lines end as RFC 4180 says."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([safe_cell(name) for name in head])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()
