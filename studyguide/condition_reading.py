"""Conditions as people write them, `[field, operator, value]`; each mistake has its line. Pure: no Django."""

from collections.abc import Mapping
from typing import Any

from studyguide.arithmetic import FormulaError, evaluate
from studyguide.decision import OPERATORS, Condition
from studyguide.documents import Entry


def read_conditions(entry: Entry, key: str, figures: Mapping[str, float], own: str = "") -> tuple[Condition, ...]:
    """The conditions in the list under `key`; in a formula, `self.` stands for the target `own`."""
    rows = entry.value(key, [])
    found = []
    for row in rows if isinstance(rows, list) else [rows]:
        row = _owned(row, own)
        wrong = _wrong_condition(row, figures)
        if wrong:
            entry.note(*wrong, entry.line_of(key))
        else:
            found.append(Condition(*row))
    return tuple(found)


def _owned(row: Any, own: str) -> Any:
    """The same condition with `self.` in its formula replaced by the name of the target."""
    match row:
        case [field, operator, str(value)] if own and value.startswith("$"):
            return [field, operator, value.replace("self.", f"{own}.")]
    return row


def _wrong_condition(row: Any, figures: Mapping[str, float]) -> tuple[str, str] | None:
    """What is wrong with `[field, operator, value]`, and what is expected."""
    match row:
        case [str(), "==", bool() | int() | float() | str()]:
            return None
        case [str(), "in", [*group]] if all(isinstance(item, str) for item in group):
            return None
        case [str(), "<=" | ">", str(value)] if value.startswith("$"):
            return _wrong_limit(value[1:], figures)
        case [str(), "<=" | ">", int() | float()]:
            return None
    return f"no condition: `{row}`", f"expected [field, operator, value] with one of {' '.join(OPERATORS)}"


def _wrong_limit(formula: str, figures: Mapping[str, float]) -> tuple[str, str] | None:
    try:
        evaluate(formula, figures)
    except FormulaError as error:
        return f"`${formula}` cannot be computed: {error}", "expected a formula over facts that are numbers, yes or no"
    return None
