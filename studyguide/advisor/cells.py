"""A field's range, cut where conditions compare with it: within a cell every condition answers the same.

Pure: no Django.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10

from studyguide.advisor.fields import DerivedField, Field
from studyguide.decision import Given


@dataclass(frozen=True, slots=True)
class Cell:
    """One value, or every number between `low` and `high` without these; `sample` is a value in it."""

    sample: Given | None
    low: float = 0
    high: float = 0

    @property
    def is_between(self) -> bool:
        return self.low < self.high


def cells(asked: Field | DerivedField, limits: Iterable[float]) -> list[Cell]:
    """The cells of a field: its values, or for a number the limits in its range and what lies between them."""
    if isinstance(asked, DerivedField):
        return list(_numbers(0, 2 * max(limits, default=0) + 1, limits, whole=False))
    empty = [Cell(None)] if asked.empty else []
    if asked.is_number:
        return [*empty, *_numbers(asked.least, asked.most, limits, whole=asked.kind == "whole")]
    values: tuple[Given, ...] = (False, True) if asked.kind == "yes-no" else tuple(asked.choices)
    return [*empty, *map(Cell, values)]


def _numbers(least: float, most: float, limits: Iterable[float], *, whole: bool) -> Iterator[Cell]:
    edges = sorted({least, most, *(limit for limit in limits if least < limit < most)})
    for low, high in pairwise(edges):
        if not whole or low == int(low):
            yield Cell(low, low, low)
        sample = _whole_between(low, high) if whole else _between(low, high)
        if sample is not None:
            yield Cell(sample, low, high)
    yield Cell(most, most, most)


def _between(low: float, high: float) -> float:
    """A short number a little above `low`."""
    middle = (low + high) / 2
    sample = _rounded(min(low * 1.25 or middle, middle))
    return sample if low < sample < high else middle


def _whole_between(low: float, high: float) -> int | None:
    return floor(low) + 1 if floor(low) + 1 < high else None


def _rounded(value: float) -> float:
    """To two significant digits."""
    return round(value, 1 - floor(log10(abs(value)))) if value else value
