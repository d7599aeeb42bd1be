"""Options that are quantities or ranges: `250 MB`, `USD 0.10`, `up to 5 days`, `10-20 %`, `1914`, `no limit`."""

import math
import re
from dataclasses import dataclass

from quiz.lint.english import NUMBERS
from studyguide.facts import SCALES

_NUMBER = r"[-+\u2212]?\d+(?:[ ,\u202f]\d{3})*(?:\.\d+)?(?:\s?[x\u00d7]\s?10\^?-?\d+)?"
_CURRENCY = r"(?:USD|EUR|GBP|US\$|[$\u20ac\u00a3])"
_UNIT = (
    r"(?:[^\W\d_][^\W\d_./\u00b0%-]*(?: (?!to\b|and\b|or\b)[^\W\d_]+)?|%|\u00b0 ?[CF]?)(?:/[^\W\d_]+| per [^\W\d_]+)?"
)
_ABOUT = r"(?:about|around|roughly|approximately|exactly|some|~|\u2248)\s*"
_ONE = re.compile(rf"(?:{_ABOUT})?({_CURRENCY})?\s*({_NUMBER})\s?[-]?({_UNIT})?", re.I)
_BELOW = re.compile(
    r"(less than|fewer than|under|below|up to|at most|no more than|not more than|within|<=?|\u2264)\s*(.+)", re.I
)
_ABOVE = re.compile(r"(more than|over|above|at least|no less than|not less than|from|>=?|\u2265)\s*(.+)", re.I)
_OR_MORE = re.compile(r"(.+?)\s*(?:or more|or longer|or above|or over|and more|and above|\+)", re.I)
_OR_LESS = re.compile(r"(.+?)\s*(?:or less|or fewer|or below|or under)", re.I)
_FROM_TO = re.compile(
    rf"(?:between\s+|from\s+)?(.+?)(?:\s*[-\u2013\u2014]\s*|\s+(?:to|and|through)\s+)({_CURRENCY}?\s*{_NUMBER}.*)", re.I
)
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")  # `10 GB (the default)`
_ENDLESS = re.compile(r"(?:no|without a|without any) (?:limit|maximum|cap)|unlimited|infinite(?:ly many)?", re.I)

_OPEN_ENDED = ("less than", "fewer than", "under", "below", "<", "more than", "over", "above", ">")
LONGEST_QUANTITY = 40  # characters


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` in `unit`, in lower case and without its plural ending; empty for a bare number."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; an open end is no part of it."""

    low: float
    high: float
    unit: str
    low_is_open: bool = False
    high_is_open: bool = False

    def overlaps(self, other: "Range") -> bool:
        """Whether some value lies in both."""
        first, second = sorted((self, other), key=lambda found: (found.low, found.low_is_open))
        if first.high == second.low:
            return not (first.high_is_open or second.low_is_open)
        return first.high > second.low


def quantity(text: str) -> Quantity | None:
    """The quantity that a whole text is, or None."""
    text = _REMARK.sub("", text).strip().rstrip(".")
    if len(text) > LONGEST_QUANTITY:
        return None
    if _ENDLESS.fullmatch(text):
        return Quantity(math.inf, "")
    first, _, rest = text.casefold().partition(" ")
    if first in NUMBERS and len(rest.split()) <= 1:
        return Quantity(NUMBERS[first], _unit(rest))
    found = _ONE.fullmatch(text)
    return Quantity(_value(found[2]), _unit(found[1] or found[3] or "")) if found else None


def span(text: str) -> Range | None:
    """The range that a whole text is, such as `5 to 10 GB`, `under 5 GB` or `5 GB or more`, or None."""
    text = _REMARK.sub("", text).strip().rstrip(".")
    if len(text) > LONGEST_QUANTITY:
        return None
    if found := _BELOW.fullmatch(text):
        return _half(found[2], below=True, is_open=found[1].casefold() in _OPEN_ENDED)
    if found := _OR_LESS.fullmatch(text):
        return _half(found[1], below=True, is_open=False)
    if found := _OR_MORE.fullmatch(text):
        return _half(found[1], below=False, is_open=False)
    if found := _FROM_TO.fullmatch(text):
        return _between(found[1], found[2])
    if found := _ABOVE.fullmatch(text):
        return _half(found[2], below=False, is_open=found[1].casefold() in _OPEN_ENDED)
    return None


def _half(text: str, *, below: bool, is_open: bool) -> Range | None:
    end = quantity(text)
    if end is None or math.isinf(end.value):
        return None
    if below:
        return Range(-math.inf, end.value, end.unit, high_is_open=is_open)
    return Range(end.value, math.inf, end.unit, low_is_open=is_open)


def _between(low: str, high: str) -> Range | None:
    first, last = quantity(low), quantity(high)
    if first is None or last is None or first.value > last.value or (first.unit and first.unit != last.unit):
        return None
    return Range(first.value, last.value, last.unit)


def in_one_unit(found: Quantity | Range) -> tuple[float, str]:
    """The value in the base unit of its measure, and the measure, so that 1 GB comes after 500 MB.

    A range counts by its low end, or by its high one where it has no other.
    """
    value = found.value if isinstance(found, Quantity) else found.low if found.low > -math.inf else found.high
    for name, (measure, scale) in SCALES.items():
        if name.casefold() == found.unit:
            return value * scale, measure
    return value, found.unit


def _value(digits: str) -> float:
    digits = re.sub(r"[ ,\u202f](?=\d{3})", "", digits.replace("\u2212", "-"))
    number, _, power = re.sub(r"\s", "", digits).replace("\u00d7", "x").partition("x10")
    return float(f"{number}e{power.lstrip('^') or 0}")


_SPELLED = {"minute": "min", "hour": "h", "hr": "h", "day": "days", "second": "s", "sec": "s", "byte": "bytes"}


def _unit(text: str) -> str:
    """The unit in lower case, in the singular, and abbreviated where `SCALES` abbreviates it."""
    unit = " ".join(text.casefold().split())
    singular = unit.removesuffix("s") if len(unit) > 3 else unit
    return _SPELLED.get(singular, singular)
