"""Pages by key: what comes after a row, or before it, in the order of a list.

The last page costs what the first does, since no row before it is read, and rows that others add or remove meanwhile
neither show a row twice nor hide one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Self, TypeVar

from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

Row = TypeVar("Row", bound=Model)

MOST_COUNTED = 1_000  # rows of a list: beyond it the number says nothing more
AFTER, BEFORE = "after", "before"
NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`before` and `after` name the pages next to it, for `page` to read; empty where there is none."""

    rows: list[Row]
    before: str
    after: str


class Key(NamedTuple):
    """A column, or an annotation, that rows are sorted by."""

    path: str
    is_descending: bool
    nulls_first: bool
    is_nullable: bool

    @classmethod
    def read(cls, part: Any, model: type[Model]) -> Self:
        """From what `order_by` takes. Raises ValueError for an expression of more than a path."""
        if isinstance(part, str):
            part = F(part.removeprefix("-")).desc() if part.startswith("-") else F(part)
        part = part.asc() if isinstance(part, F) else part
        if not isinstance(part, OrderBy) or not isinstance(part.expression, F):
            raise ValueError(f"{part} is no path to sort by")
        nulls_first = bool(part.nulls_first) or (_usual_nulls_first(part.descending) and not part.nulls_last)
        path: str = part.expression.name  # type: ignore[attr-defined]  # which the stubs forget
        return cls(path, part.descending, nulls_first, _is_nullable(model, path))

    @property
    def order(self) -> OrderBy:
        """Says where nulls stand only where it must: an index is of the database's usual order."""
        as_usual = self.nulls_first == _usual_nulls_first(self.is_descending)
        nulls = {} if as_usual else {"nulls_first" if self.nulls_first else "nulls_last": True}
        return OrderBy(F(self.path), descending=self.is_descending, **nulls)

    @property
    def reversed(self) -> "Key":
        return self._replace(is_descending=not self.is_descending, nulls_first=not self.nulls_first)

    def of(self, row: Model) -> Any:
        """Its value in a row, as JSON can hold it and a lookup reads it."""
        found: Any = row
        for name in self.path.split(LOOKUP_SEP):
            found = getattr(found, name, None)
        found = found.pk if isinstance(found, Model) else found
        return found if found is None or isinstance(found, str | int | float) else str(found)

    def beyond(self, value: Any) -> Q:
        """What comes after `value`."""
        if value is None:
            return ~self.at(None) if self.nulls_first else NOTHING
        found = self._compared("lt" if self.is_descending else "gt", value)
        return found | self.at(None) if self.is_nullable and not self.nulls_first else found

    def at(self, value: Any) -> Q:
        return self._compared("isnull", True) if value is None else self._compared("exact", value)

    def from_on(self, value: Any) -> Q:
        """What `beyond` says with all that has the value too: a database finds where that begins in an index."""
        if value is None or (self.is_nullable and not self.nulls_first):
            return Q()
        return self._compared("lte" if self.is_descending else "gte", value)

    def _compared(self, how: str, value: Any) -> Q:
        return Q(**{f"{self.path}{LOOKUP_SEP}{how}": value})


def page(rows: "QuerySet[Row]", order: Sequence[Any], size: int, asked: str = "") -> Page[Row]:
    """The page that `asked` names, which an earlier one gave; the first for anything else.

    `order` is what `order_by` takes, but for expressions, and its last part tells any two rows apart. A relation in it
    stands for the id.
    """
    keys = [Key.read(part, rows.model) for part in order]
    signer = Signer(salt=repr(keys))  # what another order gave is nothing here
    direction, values = _place(asked, signer)
    backward = direction == BEFORE
    found = _beyond(rows, [key.reversed for key in keys] if backward else keys, values)[: size + 1]
    shown = list(found)
    has_more = len(shown) > size
    del shown[size:]
    if values is not None and (not shown or (backward and len(shown) < size)):
        return page(rows, order, size)
    if backward:
        shown.reverse()

    def named(towards: str, row: Row) -> str:
        return signer.sign_object([towards, [key.of(row) for key in keys]])

    return Page(
        rows=shown,
        before=named(BEFORE, shown[0]) if (has_more if backward else values is not None) else "",
        after=named(AFTER, shown[-1]) if has_more or backward else "",
    )


def count_up_to(rows: "QuerySet[Any]", most: int = MOST_COUNTED) -> int:
    """How many there are; `most + 1` for more than `most`, however many those are."""
    return rows.order_by().values("pk")[: most + 1].count()


def counted_up_to(rows: "QuerySet[Any]", most: int = MOST_COUNTED) -> str:
    """The same in words."""
    return count_in_words(count_up_to(rows, most), most)


def count_in_words(count: int, most: int = MOST_COUNTED) -> str:
    return f"more than {most:,}" if count > most else f"{count:,}"


def _place(asked: str, signer: Signer) -> tuple[str, list[Any] | None]:
    """In which direction from which values; signed, so that they are values of such rows."""
    try:
        direction, values = signer.unsign_object(asked)
    except BadSignature:
        return AFTER, None
    return direction, values


def _beyond(rows: "QuerySet[Row]", keys: list[Key], values: list[Any] | None) -> "QuerySet[Row]":
    ordered = rows.order_by(*(key.order for key in keys))
    if values is None:
        return ordered
    found = NOTHING
    for key, value in reversed(list(zip(keys, values, strict=True))):
        found = key.beyond(value) | (key.at(value) & found)
    return ordered.filter(keys[0].from_on(values[0]) & found)


def _usual_nulls_first(is_descending: bool) -> bool:
    return is_descending == connection.features.nulls_order_largest


def _is_nullable(model: type[Model], path: str) -> bool:
    try:
        return any(getattr(field, "null", True) for field in get_fields_from_path(model, path))
    except FieldDoesNotExist:  # an annotation, or the id by its general name
        return path != "pk"
