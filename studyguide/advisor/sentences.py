"""Sentences about a workload, with numbers as somebody would say them. Pure: no Django."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeGuard

from studyguide.decision import Given, Workload

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
LIMIT = "limit"  # the placeholder for what a field was compared with
EXACT = 10_000  # whole numbers below it are said as they are
CLOSE = 0.01  # how much of a number two digits may leave out
GIVEN, COMPUTED, MOST_DIGITS = 3, 2, 15  # digits that matter of what somebody gave, and of what was worked out


class Asked(Protocol):
    """What says a value, see `Field`."""

    def shown(self, value: Given | None) -> str: ...

    def rounded(self, value: float, beside: Iterable[float], digits: int = ...) -> float: ...


class AskedByName(Protocol):
    def __getitem__(self, name: str) -> Asked: ...


@dataclass(frozen=True, slots=True)
class Compared:
    """The computed limit that `{limit}` stands for, said as the values of the field are."""

    asked: Asked
    limit: Given


def said(
    text: str, workload: Workload, fields: AskedByName, limit: Compared | None = None, beside: Sequence[float] = ()
) -> str:
    """`text` with each `{field}` replaced by the workload's value, and `{limit}` by the limit.

    Numbers are rounded, yet never so that two of them, or one of them and one in `beside`, change places.
    """
    names = dict.fromkeys(PLACEHOLDER.findall(text))
    values = {name: limit.limit if limit and name == LIMIT else workload.get(name) for name in names}
    numbers = {name: float(value) for name, value in values.items() if is_number(value)}
    done: dict[str, float] = {}
    for name, number in numbers.items():
        around = [*beside, *(other for key, other in (*numbers.items(), *done.items()) if key != name)]
        if limit and name == LIMIT:
            others = [other for other in around if other != number]  # one of those beside is the limit itself
            done[name] = limit.asked.rounded(number, others, COMPUTED)
        else:
            done[name] = fields[name].rounded(number, around)

    def say(name: str) -> str:
        asked = limit.asked if limit and name == LIMIT else fields[name]
        return asked.shown(done.get(name, values[name]))

    return PLACEHOLDER.sub(lambda match: say(match[1]), text)


def rounded(value: float, beside: Iterable[float] = (), digits: int = COMPUTED) -> float:
    """A number to so many digits that matter, or to three where two are not close.

    It keeps more where fewer would put it on, or beyond, a number in `beside`: 6.04 is over 6 and stays 6.04.
    """
    if value == int(value) and abs(value) < EXACT:
        return value
    others = list(beside)
    for count in range(digits, MOST_DIGITS):
        found = float(f"{value:.{count}g}")
        is_close = count > COMPUTED or abs(found - value) <= CLOSE * abs(value)
        if is_close and all(_order(found, other) == _order(value, other) for other in others):
            return found
    return value


def beyond(value: float, *, upwards: bool, digits: int = GIVEN) -> float:
    """A threshold to so many digits that matter, on its far side, so that whoever is past it is past the threshold."""
    near = float(f"{value:.{digits}g}")
    if near == value or (near > value) == upwards:
        return near
    step = float(f"1e{f'{near:e}'.partition('e')[2]}") / 10 ** (digits - 1)
    return float(f"{near + (step if upwards else -step):.12g}")


def is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _order(one: float, other: float) -> int:
    return (one > other) - (one < other)
