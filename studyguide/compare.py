"""Views of a comparison table: columns chosen, rows kept and filtered, sorted, or two rows face to face.

Pure: no Django. The whole choice travels in the query string, so that a view can be linked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from studyguide.markup import slug


class Query(Protocol):
    """The part of Django's QueryDict that a choice reads."""

    def get(self, key: str, default: str, /) -> str | None: ...

    def getlist(self, key: str, /) -> list[str]: ...


Cell = Mapping[str, object]  # "html", "text" and "sort", as `rendering.Cell`
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    slug: str
    title: str
    is_shown: bool
    index: int


@dataclass(frozen=True, slots=True)
class TableRow:
    slug: str
    title: str
    head: Cell
    cells: tuple[Cell, ...]
    is_kept: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """`rows` are those that show; `all_rows` also offers those that were left out."""

    head: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    all_rows: tuple[TableRow, ...]
    sort: str
    descending: bool
    words: str

    @property
    def shown_columns(self) -> list[Column]:
        return [column for column in self.columns if column.is_shown]

    @property
    def body(self) -> list[tuple[TableRow, list[tuple[Column, Cell]]]]:
        """The rows with each cell beside its column."""
        return [(row, list(zip(self.shown_columns, row.cells, strict=True))) for row in self.rows]

    @property
    def is_face_to_face(self) -> bool:
        return len(self.rows) == 2 and any(row.is_kept for row in self.all_rows)

    @property
    def is_changed(self) -> bool:
        hidden = any(not column.is_shown for column in self.columns)
        return hidden or bool(self.sort or self.words) or any(row.is_kept for row in self.all_rows)

    @property
    def pairs(self) -> list[tuple[Column, Cell, Cell, bool]]:
        """For two rows: each column with both cells and whether they differ."""
        one, two = self.rows
        cells = ((column, one.cells[i], two.cells[i]) for i, column in enumerate(self.shown_columns))
        return [(column, left, right, left["text"] != right["text"]) for column, left, right in cells]


def table_view(titles: Sequence[str], rows: Iterable[Row], query: Query) -> TableView:
    """The table as `query` asks: `column` and `row` (each any number of times), `sort` (`-` in front turns it), `q`.

    Names that do not exist are ignored; with no column left, all are shown.
    """
    columns = _columns(titles, query.getlist("column"))
    chosen = set(query.getlist("row"))
    every = [_row(row, columns, chosen) for row in rows]
    words = (query.get("q", "") or "").strip()[:100]
    shown = [row for row in every if row.is_kept] or every
    shown = [row for row in shown if _matches(row, words)]
    sort = query.get("sort", "") or ""
    key = sort.removeprefix("-")
    if key not in {slug(titles[0]), *(column.slug for column in columns if column.is_shown)}:
        sort = key = ""
    if sort:
        shown = _sorted(shown, key, columns, descending=sort.startswith("-"))
    return TableView(titles[0], columns, tuple(shown), tuple(every), key, sort.startswith("-"), words)


def _columns(titles: Sequence[str], chosen: list[str]) -> tuple[Column, ...]:
    slugs = [slug(title) for title in titles[1:]]
    known = [name for name in chosen if name in slugs]
    return tuple(
        Column(name, title, not known or name in known, index)
        for index, (name, title) in enumerate(zip(slugs, titles[1:], strict=True))
    )


def _row(row: Row, columns: Sequence[Column], chosen: set[str]) -> TableRow:
    head, *cells = row
    title = str(head["text"])
    shown = tuple(cells[column.index] for column in columns if column.is_shown)
    return TableRow(slug(title), title, head, shown, slug(title) in chosen)


def _matches(row: TableRow, words: str) -> bool:
    text = " ".join([row.title, *(str(cell["text"]) for cell in row.cells)]).lower()
    return all(word in text for word in words.lower().split())


def _sorted(rows: list[TableRow], key: str, columns: Sequence[Column], *, descending: bool) -> list[TableRow]:
    """Numbers before texts, and cells without a value last, whichever way the order goes."""
    shown = [column.slug for column in columns if column.is_shown]

    def cell(row: TableRow) -> Cell:
        return row.cells[shown.index(key)] if key in shown else row.head

    def number(row: TableRow) -> float:
        return float(str(cell(row)["sort"]))

    def text(row: TableRow) -> str:
        return str(cell(row)["text"]).lower()

    numbers = [row for row in rows if cell(row)["sort"] is not None]
    empty = [row for row in rows if row not in numbers and text(row) in ("", "not found")]
    texts = [row for row in rows if row not in numbers and row not in empty]
    return [*sorted(numbers, key=number, reverse=descending), *sorted(texts, key=text, reverse=descending), *empty]
