"""The fields of advisor.yaml, and whether conditions fit the fields that they ask about. Pure: no Django."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import isclose

from studyguide.advisor.fields import KINDS, DerivedField, Field, WorkloadFields
from studyguide.advisor.sentences import LIMIT
from studyguide.arithmetic import NAME, FormulaError, evaluate
from studyguide.decision import Condition
from studyguide.documents import Entry
from studyguide.facts import SCALES, FactBook

# Names that stand for something else in texts and in the address of the advisor's page.
TAKEN = (LIMIT, "self", "face")


def read_steps(top: Entry) -> dict[str, tuple[str, str]]:
    """The title and the intro of each group of fields."""
    found = {}
    for key, entry in top.named_entries("steps").items():
        found[key] = (entry.text("title"), entry.text("intro", ""))
        entry.finish()
    return found


def read_field(name: str, entry: Entry, steps: tuple[str, ...]) -> Field:
    kind = entry.choice("kind", KINDS)
    is_number = kind in ("number", "whole")
    inner = entry.entry("choices") if kind == "choice" else None
    made = Field(
        name=name,
        label=entry.text("label"),
        step=entry.choice("step", steps),
        kind=kind,
        unit=entry.text("unit") if is_number else "",
        least=entry.number("least") if is_number else 0,
        most=entry.number("most") if is_number else 0,
        choices={key: inner.text(key) for key in inner} if inner else {},
        hint=entry.text("hint", ""),
        empty=entry.text("empty", "") if is_number else "",
        short=entry.text("short", ""),
    )
    check_name(name, entry)
    if is_number and made.least >= made.most:
        entry.note(f"`least` is not below `most`, {made.most:g}", "expected a range", entry.line_of("least"))
    if kind == "choice" and len(made.choices) < 2:
        entry.note("fewer than two choices", "expected `choices:` with a line for each", entry.line_of("choices"))
    entry.finish()
    return made


def read_derived(name: str, entry: Entry, fields: Mapping[str, Field]) -> DerivedField:
    """The derived field; one whose formula is wrong is always 0, so that reading goes on."""
    made = DerivedField(name, entry.text("label"), entry.text("unit"), entry.text("formula"))
    check_name(name, entry)
    if name in fields:
        entry.note(f"`{name}` is a field already", "expected a name of its own")
    numbers = [key for key, asked in fields.items() if asked.is_number and not asked.empty]
    wrong = _wrong_formula(made, numbers)
    if wrong:
        entry.note(*wrong, entry.line_of("formula"))
    entry.finish()
    return replace(made, formula="0") if wrong else made


def _wrong_formula(derived: DerivedField, numbers: list[str]) -> tuple[str, str] | None:
    try:
        if all(_is_linear(derived.formula, part, numbers) for part in derived.parts):
            return None
    except FormulaError as error:
        expected = f"expected names of fields that are numbers: {', '.join(numbers)}"
        return f"`formula` cannot be computed: {error}", expected
    return "`formula` is not linear in each field", "expected sums and products of different fields"


def wrong_conditions(
    conditions: Iterable[Condition], fields: WorkloadFields, book: FactBook
) -> Iterator[tuple[str, str]]:
    """What is wrong, and what is expected, where a field is unknown or compared with what it is not."""
    for condition in conditions:
        if wrong := _wrong_condition(condition, fields, book):
            yield wrong


def _wrong_condition(condition: Condition, fields: WorkloadFields, book: FactBook) -> tuple[str, str] | None:
    if condition.field not in fields:
        return f"unknown field `{condition.field}`", f"expected one of {', '.join([*fields.fields, *fields.derived])}"
    asked = fields[condition.field]
    kind = asked.kind if isinstance(asked, Field) else "number"
    if kind == "choice":
        return _wrong_choice(condition, asked.choices if isinstance(asked, Field) else {})
    if kind == "yes-no":
        fits = isinstance(condition.value, bool) or condition.formula
        return None if fits else (f"`{condition.field}` is yes or no", "expected true, false or a fact that is one")
    if condition.operator == "in" or isinstance(condition.value, bool) or not (_is_number(condition)):
        return f"`{condition.field}` is a number", "expected [field, <= or >, number or formula]"
    return _wrong_unit(condition, asked.unit, book)


def _wrong_choice(condition: Condition, choices: Mapping[str, str]) -> tuple[str, str] | None:
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    unknown = [value for value in values if value not in choices]
    if condition.operator in ("==", "in") and not unknown:
        return None
    wrong = f"`{unknown[0]}` is no choice of `{condition.field}`" if unknown else f"`{condition.field}` has no order"
    return wrong, f"expected == or in with {', '.join(choices)}"


def _wrong_unit(condition: Condition, unit: str, book: FactBook) -> tuple[str, str] | None:
    """A field compared with a fact as it stands has the fact's unit."""
    fact = book.get(condition.formula.strip())
    if fact is None or isinstance(fact.value, bool) or _measure(fact.unit) == _measure(unit):
        return None
    wrong = f"`{condition.field}` is in {unit}, `{fact.key}` in {fact.unit or 'no unit'}"
    return wrong, "expected the same unit, or a formula that converts"


def _measure(unit: str) -> tuple[str, float]:
    """What a unit measures and how large it is, so that GB and GiB are the same."""
    return SCALES.get(unit, (unit, 1))


def _is_number(condition: Condition) -> bool:
    return bool(condition.formula) or isinstance(condition.value, int | float)


def _is_linear(formula: str, part: str, numbers: Iterable[str]) -> bool:
    """Whether equal steps of one part change the result equally, whatever the others are."""
    others = dict.fromkeys(numbers, 3.0)
    one, two, three = (evaluate(formula, {**others, part: at} if part in others else others) for at in (1.0, 2.0, 3.0))
    return isclose(three - two, two - one, abs_tol=1e-9)


def check_name(name: str, entry: Entry) -> None:
    """Note a name that cannot stand in formulas, texts and addresses."""
    if not NAME.fullmatch(name) or "." in name or name in TAKEN:
        entry.note(f"field is called `{name}`", f"expected lower-case letters and _, none of {', '.join(TAKEN)}")
