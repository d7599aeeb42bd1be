"""Calculators: a form of a few numbers and one result. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studyguide.arithmetic import FormulaError, evaluate
from studyguide.documents import A_SLUG, SLUG, Entry

MOST_DECIMALS = 10


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    label: str
    unit: str
    value: float
    least: float
    most: float

    def number(self, text: str) -> float:
        """`text` as a number in range; ValueError otherwise."""
        number = float(text.strip().replace(",", "."))
        if not self.least <= number <= self.most:
            raise ValueError(text)
        return number


@dataclass(frozen=True, slots=True)
class Reading:
    """What a result means when it is below `below`; the last reading has no bound."""

    below: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Calculator:
    """A form of a few numbers and one result; its formula uses the input names."""

    id: str
    title: str
    intro: str
    inputs: tuple[Input, ...]
    formula: str
    unit: str
    decimals: int
    readings: tuple[Reading, ...]

    def result(self, numbers: Mapping[str, float]) -> float:
        return evaluate(self.formula, numbers)

    def read(self, given: Mapping[str, str]) -> tuple[dict[str, float], dict[str, str]]:
        """The numbers of a filled-in form, and what is wrong with each field; an absent field has its default."""
        numbers, errors = {}, {}
        for field_ in self.inputs:
            try:
                numbers[field_.name] = field_.number(given.get(field_.name, str(field_.value)))
            except ValueError:
                errors[field_.name] = f"Give a number from {field_.least:g} to {field_.most:g}."
        return numbers, errors

    def shown(self, result: float) -> str:
        return f"{result:,.{self.decimals}f} {self.unit}".strip()

    def reading(self, result: float) -> str:
        """The sentence that explains `result`."""
        return next((r.text for r in self.readings if r.below is None or result < r.below), "")


def read_calculator(key: str, entry: Entry) -> Calculator:
    calculator = Calculator(
        id=key,
        title=entry.text("title"),
        intro=entry.text("intro", ""),
        inputs=tuple(_input(name, inner) for name, inner in entry.named_entries("inputs").items()),
        formula=entry.text("formula"),
        unit=entry.text("unit", ""),
        decimals=entry.whole("decimals", 0, MOST_DECIMALS, 2),
        readings=tuple(_reading(inner) for inner in entry.entries("readings")),
    )
    entry.finish()
    if not SLUG.fullmatch(key):
        entry.note(f"calculator is called `{key}`", A_SLUG)
    try:
        calculator.result({field.name: field.value for field in calculator.inputs})
    except FormulaError as error:
        entry.note(
            f"`formula` cannot be computed: {error}",
            "expected the names of the inputs",
            entry.line_of("formula"),
        )
    return calculator


def _input(name: str, entry: Entry) -> Input:
    made = Input(
        name,
        entry.text("label"),
        entry.text("unit", ""),
        entry.number("value"),
        entry.number("least"),
        entry.number("most"),
    )
    entry.finish()
    if not made.least <= made.value <= made.most:
        wrong = f"`value` is not from {made.least:g} to {made.most:g}"
        entry.note(wrong, "expected one in that range", entry.line_of("value"))
    return made


def _reading(entry: Entry) -> Reading:
    reading = Reading(entry.number("below") if "below" in entry else None, entry.text("text"))
    entry.finish()
    return reading


def calculator_from_plain(plain: Mapping[str, Any]) -> Calculator:
    """The calculator that `dataclasses.asdict` took apart, as it comes back from a JSON column."""
    parts = {
        "inputs": tuple(Input(**given) for given in plain["inputs"]),
        "readings": tuple(Reading(**reading) for reading in plain["readings"]),
    }
    return Calculator(**{**plain, **parts})
