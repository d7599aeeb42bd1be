"""What describes a workload: fields with kind, unit and range, and how given values are read. Pure: no Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from studyguide.advisor.sentences import COMPUTED, GIVEN, is_number, rounded
from studyguide.advisor.typed import UnreadableError, number_of
from studyguide.arithmetic import evaluate, names_in
from studyguide.decision import Given
from studyguide.documents import is_finite
from studyguide.facts import amount, spoken

KINDS = ("yes-no", "choice", "number", "whole")
YES_NO = {"yes": True, "no": False}
ROUNDING = 0.01  # how far, of the larger, a given value of a derived field may lie from the computed one


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one field of a workload, and what is expected."""

    field: str
    wrong: str
    expected: str

    def __str__(self) -> str:
        return f"{self.field} {self.wrong}: expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Field:
    """One question about a workload.

    `choices` gives the words for each value of a choice; `least` and `most` bound a number in `unit`. `empty` says
    what a field left empty means; without it the field has to be given. `short` names the field in a summary.
    """

    name: str
    label: str
    step: str
    kind: str
    unit: str = ""
    least: float = 0
    most: float = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    empty: str = ""
    short: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "whole")

    @property
    def expected(self) -> str:
        """What the field takes, as `a number from 1 to 9 GB`."""
        if self.kind == "yes-no":
            return "true or false"
        if self.kind == "choice":
            return f"one of {', '.join(self.choices)}"
        number = "a whole number" if self.kind == "whole" else "a number"
        or_empty = f", or null for {self.empty}" if self.empty else ""
        return f"{number} from {amount(self.least)} to {amount(self.most, self.unit)}{or_empty}"

    @property
    def advice(self) -> str:
        """The same for somebody who fills in a form."""
        if not self.is_number:
            return "Choose one of these."
        number = "a whole number" if self.kind == "whole" else "a number"
        or_empty = f", or leave it empty for {self.empty}" if self.empty else ""
        return f"Give {number} from {amount(self.least)} to {amount(self.most, self.unit)}{or_empty}."

    def of_plain(self, value: Any) -> Given | None:
        """A value as JSON has it; ValueError says what it is instead."""
        if value is None and self.empty:
            return None
        if self.kind == "yes-no" and isinstance(value, bool):
            return value
        if self.kind == "choice" and isinstance(value, str) and value in self.choices:
            return value
        if self.is_number and isinstance(value, int | float) and not isinstance(value, bool):
            return self._in_range(value)
        raise ValueError(f"is {_said(value)}")

    def of_text(self, text: str) -> Given | None:
        """A value as a form sends it; ValueError if it cannot be read."""
        text = text.strip()
        if not text and self.empty:
            return None
        if self.kind == "yes-no" and text in YES_NO:
            return YES_NO[text]
        if self.kind == "choice" and text in self.choices:
            return text
        if self.is_number:
            return self._in_range(number_of(text, self.unit))
        raise ValueError(text)

    def advice_on(self, text: str) -> str:
        """What to do about a text that `of_text` refuses."""
        if self.is_number:
            try:
                number_of(text, self.unit)
            except UnreadableError as error:
                return f"{error} {self.advice}".strip()
        return self.advice

    def as_text(self, value: Given | None) -> str:
        """The value as a form sends it."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)

    def shown(self, value: Given | None) -> str:
        """The value as a sentence says it."""
        if value is None:
            return self.empty
        if isinstance(value, bool):
            return "yes" if value else "no"
        return self.choices[value] if isinstance(value, str) else spoken(value, _singular(value, self.unit))

    def rounded(self, value: float, beside: Iterable[float] = (), digits: int = GIVEN) -> float:
        """The number to say for `value`, see `sentences.rounded`; all in the field's unit."""
        return rounded(value, beside, digits)

    def said(self, value: Given | None, beside: Iterable[float] = ()) -> str:
        """A value of the workload in a sentence that compares it with the numbers in `beside`."""
        return self.shown(self.rounded(value, beside) if is_number(value) else value)

    def summed_up(self, value: Given | None) -> str:
        """The value in a summary: with the short name of the field, where the value alone says too little."""
        if value is True:
            return self.short or self.label
        return f"{self.short}: {self.shown(value)}" if self.short and not self.is_number else self.shown(value)

    def _in_range(self, value: float) -> float:
        if not is_finite(value) or not self.least <= value <= self.most:
            raise ValueError(f"is {_said(value)}, out of range")
        if self.kind == "whole":
            if value != int(value):
                raise ValueError(f"is {_said(value)}, no whole number")
            return int(value)
        return value


@dataclass(frozen=True, slots=True)
class DerivedField:
    """A number that follows from others, such as concurrency from rate and time."""

    name: str
    label: str
    unit: str
    formula: str

    @property
    def parts(self) -> list[str]:
        return names_in(self.formula)

    def value(self, workload: Mapping[str, Given | None]) -> float:
        return evaluate(self.formula, {name: float(workload[name] or 0) for name in self.parts})

    def shown(self, value: Given | None) -> str:
        return spoken(float(value or 0), self.unit)

    def rounded(self, value: float, beside: Iterable[float] = (), digits: int = COMPUTED) -> float:
        """The number to say for `value`, see `sentences.rounded`."""
        return rounded(value, beside, digits)

    def said(self, value: Given | None, beside: Iterable[float] = ()) -> str:
        return self.shown(self.rounded(float(value or 0), beside))


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody filled it in: what could be read, what could not, and what is not there yet."""

    texts: Mapping[str, str]
    values: Mapping[str, Given | None]
    errors: Mapping[str, str]
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.errors and not self.missing


@dataclass(frozen=True, slots=True)
class WorkloadFields:
    """All the questions about a workload, in order, and what follows from the answers."""

    fields: Mapping[str, Field]
    derived: Mapping[str, DerivedField]

    def __getitem__(self, name: str) -> Field | DerivedField:
        return self.fields.get(name) or self.derived[name]

    def __contains__(self, name: object) -> bool:
        return name in self.fields or name in self.derived

    def is_part(self, name: str) -> bool:
        """Whether a derived field follows from this one."""
        return any(name in derived.parts for derived in self.derived.values())

    def with_parts(self, names: set[str]) -> set[str]:
        """These fields, and what those of them that are derived follow from."""
        return names | {part for name in names & self.derived.keys() for part in self.derived[name].parts}

    def complete(self, values: Mapping[str, Given | None]) -> dict[str, Given | None]:
        """The workload with its derived fields."""
        found = {name: values[name] for name in self.fields}
        return {**found, **{name: derived.value(found) for name, derived in self.derived.items()}}

    def read(self, given: Mapping[str, Any]) -> tuple[dict[str, Given | None], list[Mistake]]:
        """The workload in a JSON object and every mistake in it; with mistakes the workload is empty.

        A derived field may be given too; then it must agree with what it follows from, up to rounding.
        """
        values: dict[str, Given | None] = {}
        mistakes = []
        for name, asked in self.fields.items():
            try:
                if name not in given:
                    raise ValueError("is missing")
                values[name] = asked.of_plain(given[name])
            except ValueError as error:
                mistakes.append(Mistake(name, str(error), asked.expected))
        known = ", ".join(self.fields)
        unknown = [_said(name).strip("`") for name in given if name not in self]
        mistakes += [Mistake(name, "is unknown", f"one of {known}") for name in unknown]
        if mistakes:
            return {}, mistakes
        workload = self.complete(values)
        mistakes = [mistake for name in self.derived if (mistake := self._disagrees(name, given, workload))]
        return ({}, mistakes) if mistakes else (workload, [])

    def _disagrees(self, name: str, given: Mapping[str, Any], workload: Mapping[str, Given | None]) -> Mistake | None:
        computed = float(workload[name] or 0)
        value: Any = given.get(name, computed)
        if _is_number(value) and abs(value - computed) <= ROUNDING * max(abs(value), computed):
            return None
        expected = f"{amount(computed)}, which is {self.derived[name].formula}, or no such key"
        return Mistake(name, f"is {_said(value)}", expected)

    def read_form(self, texts: Mapping[str, str]) -> Filled:
        """A form, which may still lack answers: an absent or blank field is missing, not wrong."""
        values: dict[str, Given | None] = {}
        errors, missing = {}, []
        for name, asked in self.fields.items():
            text = texts.get(name, "")
            if not text.strip() and not (asked.empty and name in texts):
                missing.append(name)
                continue
            try:
                values[name] = asked.of_text(text)
            except (ValueError, OverflowError):
                errors[name] = asked.advice_on(text)
        return Filled({name: texts.get(name, "") for name in self.fields}, values, errors, tuple(missing))


def _singular(value: float, unit: str) -> str:
    """The unit of one thing: `1 model` and `1 request/s`, but `1 ms`."""
    thing, slash, rest = unit.partition("/")
    is_many = thing.isalpha() and thing.endswith("s") and len(thing) > 2
    return thing[:-1] + slash + rest if value == 1 and is_many else unit


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and is_finite(value)


def _said(value: Any) -> str:
    """A wrong value in an error message: numbers and texts as they are, cut when long."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, str):
        return f"`{value[:40]}`" if value.isprintable() else "a text with control characters"
    return f"{value:g}" if is_finite(value) else "not finite"
