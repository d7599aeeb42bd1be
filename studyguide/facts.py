"""Facts: one limit, price or feature each, with its source, date and whether it was verified.

A fact's value is a number, a text, a truth value, a list of texts, or None for "looked for and not found".
Pure: no Django, no clock. Dates that depend on today are arguments.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from studyguide.arithmetic import FormulaError, evaluate, names_in

Value = float | int | str | bool | list[str] | None

KINDS = ("limit", "price", "scaling", "feature", "assumption", "derived")
STALE_AFTER = datetime.timedelta(days=180)

# Units that name the kind of value and are never shown.
SILENT_UNITS = {"", "bool", "text", "condition", "enum", "size", "date"}

# unit: (what it measures, how many of the base unit). Sizes are powers of 1,024, as the sources use them.
SCALES: dict[str, tuple[str, float]] = {
    "bytes": ("size", 1),
    "KB": ("size", 1024),
    "MB": ("size", 1024**2),
    "GB": ("size", 1024**3),
    "MiB": ("size", 1024**2),
    "GiB": ("size", 1024**3),
    "ms": ("time", 0.001),
    "s": ("time", 1),
    "min": ("time", 60),
    "h": ("time", 3600),
    "days": ("time", 86400),
}
SPELLED = {"min": ("minute", "minutes"), "h": ("hour", "hours"), "days": ("day", "days")}
BARE = "value"
# What can be shown of a fact besides its value.
ASPECTS = ("region", "date", "verified")

_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)


class FactError(ValueError):
    """A fact that cannot be shown as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    title: str
    url: str = ""
    as_of: str = ""
    as_of_note: str = ""
    tier: int = 3

    @property
    def dated(self) -> str:
        return dated(self.as_of, self.as_of_note)


@dataclass(frozen=True, slots=True)
class Fact:
    """`as_of` is YYYY, YYYY-MM, YYYY-MM-DD or empty; `decimals` fixes the digits of a derived figure.

    `line` is that of the value in its file.
    """

    key: str
    label: str
    kind: str
    value: Value
    unit: str = ""
    source: Source | None = None
    as_of: str = ""
    as_of_note: str = ""
    verified: bool = False
    note: str = ""
    region: str = ""
    formula: str = ""
    decimals: int | None = None
    line: int = field(default=0, compare=False)

    @property
    def owner(self) -> str:
        """What the fact belongs to: the part of its key before the first dot."""
        return self.key.partition(".")[0]

    @property
    def number(self) -> float | None:
        """The value as a number in its own unit, or None when it is no number."""
        value = self.value
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    @property
    def dated(self) -> str:
        return dated(self.as_of, self.as_of_note)

    def is_stale(self, today: datetime.date) -> bool:
        """Whether the source is older than 180 days; a page without a date counts as old."""
        if self.formula or self.kind == "assumption" or self.value is None:
            return False
        oldest = earliest_day(self.as_of)
        return oldest is None or today - oldest > STALE_AFTER

    def age(self, today: datetime.date) -> str:
        """How old the source is, in words; of what has none, what it is instead."""
        if self.formula:
            return "computed"
        if self.kind == "assumption":
            return "assumed"
        oldest = earliest_day(self.as_of)
        return f"{(today - oldest).days:,} days" if oldest else "no date"


def shown(fact: Fact, unit: str = "") -> str:
    """The fact as a reader sees it: `25 MB`, `15 minutes`, `yes`, `not found`.

    `unit` asks for another unit of the same measure, for the bare number (`value`), or for one of ASPECTS.
    Raises FactError when the fact cannot be converted to it.
    """
    if unit in ASPECTS:
        return _aspect(fact, unit)
    if fact.value is None:
        return "not found"
    if fact.number is None and unit not in ("", BARE):
        raise FactError(f"{fact.key} is no number and cannot be shown as {unit}")
    if isinstance(fact.value, bool):
        return "yes" if fact.value else "no"
    if isinstance(fact.value, list):
        return ", ".join(fact.value)
    if isinstance(fact.value, str):
        return _shown_text(fact, unit)
    value, unit_shown = _converted(fact, unit)
    digits = _digits(value, fact.decimals)
    if unit == BARE:
        return digits
    return with_unit(digits, unit_shown, spelled=bool(unit))


def figure(fact: Fact, unit: str = "") -> float:
    """The fact's number in `unit`; raises FactError when it is no number or measures something else."""
    if fact.number is None:
        raise FactError(f"{fact.key} is no number")
    return converted(fact.number, fact.unit, unit) if unit else fact.number


def with_unit(digits: str, unit: str, *, spelled: bool = False) -> str:
    """`digits` with its unit; prices lead with the currency, and a converted time is spelled out."""
    if unit in SILENT_UNITS:
        return digits
    if unit.startswith("USD"):
        digits = _cents(digits)
        per = unit.removeprefix("USD").replace("/", " per ")
        return f"USD {digits}{per}"
    if spelled and unit in SPELLED:
        unit = SPELLED[unit][digits != "1"]
    return f"{digits} {unit}"


def amount(value: float, unit: str = "") -> str:
    """A number that is no fact, with its unit, as facts are shown."""
    is_almost_whole = value != int(value) and round(value, 4) == int(value)  # it may be that little over a limit
    return with_unit(f"{value:,.10f}".rstrip("0").rstrip(".") if is_almost_whole else _digits(value, None), unit)


def spoken(value: float, unit: str = "") -> str:
    """The same in a sentence: a long time in minutes, hours or days where that is even."""
    if unit in ("s", "min", "h"):
        for larger in ("days", "h", "min"):
            count = converted(value, unit, larger)
            if 2 <= count == int(count) < value:
                return with_unit(_digits(count, None), larger, spelled=True)
    return amount(value, unit)


def converted(value: float, unit: str, target: str) -> float:
    """`value` from one unit to another of the same measure; FactError if they measure different things."""
    if unit == target:
        return value
    have, want = SCALES.get(unit), SCALES.get(target)
    if have is None or want is None or have[0] != want[0]:
        raise FactError(f"{unit or 'no unit'} cannot be shown as {target}")
    return value * have[1] / want[1]


def comparable(fact: Fact) -> float | None:
    """The value in the base unit of its measure, so that 1 GB sorts above 25 MB; None for no number."""
    if fact.number is None:
        return None
    return fact.number * SCALES.get(fact.unit, ("", 1.0))[1]


def earliest_day(as_of: str) -> datetime.date | None:
    """The first day that a date of year, month or day precision can mean; None for no date."""
    parts = [int(part) for part in re.findall(r"\d+", as_of)]
    return datetime.date(*[*parts, 1, 1][:3]) if parts else None


def is_date(text: str) -> bool:
    """Whether `text` is a YYYY, YYYY-MM or YYYY-MM-DD that the calendar has."""
    try:
        return bool(_DATE.fullmatch(text)) and earliest_day(text) is not None
    except ValueError:
        return False


def dated(as_of: str, note: str = "") -> str:
    """`31 July 2026`, `March 2026`, `2025`, with the note about the date behind it."""
    words = {0: "", 4: "%Y", 7: "%B %Y", 10: f"{as_of[8:].lstrip('0')} %B %Y"}[len(as_of)]
    day = earliest_day(as_of)
    text = day.strftime(words) if day else ""
    return f"{text} ({note})" if text and note else text or note


def derive(fact: Fact, known: Mapping[str, Fact]) -> Fact:
    """The same fact with its value computed from `known` facts.

    Verified and as recent as the weakest fact it stands on. Raises FormulaError.
    """
    parts = [known[name] for name in names_in(fact.formula) if name in known]
    numbers = {part.key: part.number for part in parts if part.number is not None}
    value = evaluate(fact.formula, numbers)
    dates = [part.as_of for part in parts if part.as_of]
    return Fact(
        key=fact.key,
        label=fact.label,
        kind="derived",
        value=value,
        unit=fact.unit,
        as_of=min(dates, default=""),
        verified=bool(parts) and all(part.verified for part in parts),
        note=fact.note,
        formula=fact.formula,
        decimals=fact.decimals,
        line=fact.line,
    )


class FactBook(Mapping[str, Fact]):
    """All facts of one guide by key, derived figures included."""

    def __init__(self, facts: Mapping[str, Fact], sources: Mapping[str, Source] | None = None) -> None:
        self._facts = dict(facts)
        self.sources = dict(sources or {})
        for fact in facts.values():
            if fact.formula:
                self._facts[fact.key] = derive(fact, self._facts)

    def __getitem__(self, key: str) -> Fact:
        return self._facts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def of(self, owner: str, kind: str) -> list[Fact]:
        """The facts of one owner and kind, in the order of the file."""
        return [fact for fact in self.values() if fact.owner == owner and fact.kind == kind]

    @property
    def figures(self) -> dict[str, float]:
        """What conditions compare with: every number in its own unit, and every yes or no as 1 or 0."""
        return {key: float(fact.value) for key, fact in self.items() if isinstance(fact.value, int | float)}

    def stale(self, today: datetime.date) -> list[Fact]:
        return [fact for fact in self.values() if fact.is_stale(today)]

    def needed_by(self, key: str) -> list[str]:
        """The facts behind a fact: itself, and for a derived one those of its formula and what is behind them."""
        needed = [key]
        for name in needed:  # which grows meanwhile
            needed += [part for part in names_in(self[name].formula) if part in self and part not in needed]
        return needed


def _aspect(fact: Fact, name: str) -> str:
    return {"region": fact.region, "date": fact.dated, "verified": "yes" if fact.verified else "no"}[name]


def _converted(fact: Fact, unit: str) -> tuple[float, str]:
    number = float(fact.number or 0)
    if unit in ("", BARE):
        return number, fact.unit
    return converted(number, fact.unit, unit), unit


def _shown_text(fact: Fact, unit: str) -> str:
    text = str(fact.value)
    if fact.unit == "date":
        return dated(text)
    return text if unit == BARE or fact.unit in SILENT_UNITS or not text[:1].isdigit() else f"{text} {fact.unit}"


def _cents(digits: str) -> str:
    """A price with at least two decimals, unless it is whole."""
    whole, point, decimals = digits.partition(".")
    return f"{whole}.{decimals:0<2}" if point else digits


def _digits(value: float, decimals: int | None) -> str:
    if decimals is not None:
        return f"{value:,.{decimals}f}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.{10 if abs(value) < 1 else 4}f}".rstrip("0").rstrip(".")


__all__ = ["BARE", "KINDS", "Fact", "FactBook", "FactError", "FormulaError", "Source", "Value", "shown"]
