"""The prices of advisor.yaml; every mistake at its line. Pure: no Django."""

from math import isclose

from studyguide.advisor.field_reading import check_name, wrong_conditions
from studyguide.advisor.fields import Field, WorkloadFields
from studyguide.advisor.pricing import REQUESTS, Assumption, Case, Part, Prices, Variable, figures_for, with_assumptions
from studyguide.advisor.rules import Remark
from studyguide.advisor.sentences import PLACEHOLDER
from studyguide.arithmetic import FormulaError, evaluate
from studyguide.condition_reading import read_conditions
from studyguide.decision import Condition
from studyguide.documents import Entry
from studyguide.factfile import FactFile


def read_prices(entry: Entry | None, fields: WorkloadFields, facts: FactFile) -> Prices | None:
    """The prices of a guide; an advisor without `prices:` names no cost."""
    if entry is None:
        return None
    reader = _Reader(fields, facts, entry)
    prices = Prices(
        intro=entry.text("intro"),
        work=entry.text("work"),
        requests=reader.cases(entry, "requests"),
        peak=reader.formula(entry, "peak"),
        assumptions=reader.assumptions,
        variables={name: reader.variable(inner) for name, inner in reader.variable_entries.items()},
        parts=reader.parts(entry),
        notes=tuple(reader.note(name, inner) for name, inner in entry.named_entries("notes").items()),
    )
    entry.finish()
    return prices


class _Reader:
    """Reads formulas and conditions over everything that may stand in them."""

    def __init__(self, fields: WorkloadFields, facts: FactFile, entry: Entry) -> None:
        self.fields = fields
        self.asked = fields  # what conditions and texts may name: with each assumption, one more
        self.facts = facts
        self.variable_entries = entry.named_entries("variables")
        named = entry.named_entries("assumptions")
        every = Prices("", "", (), "", dict.fromkeys(named, _NOTHING), dict.fromkeys(self.variable_entries, _NEVER), {})
        prices = dict.fromkeys((fact.key for fact in facts.book.values() if fact.value is None), 1.0)  # not found yet
        self.figures = {**prices, **figures_for(every, facts.book.figures, fields)}
        for name, inner in {**named, **self.variable_entries}.items():
            check_name(name, inner)
            if name in fields or (name in named and name in self.variable_entries) or name == REQUESTS:
                inner.note(f"`{name}` has a meaning already", "expected a name of its own")
        self.assumptions = {}
        for name, inner in named.items():
            self.assumptions[name] = self.assumption(name, inner)
            self.asked = with_assumptions(fields, self.assumptions)

    def assumption(self, name: str, entry: Entry) -> Assumption:
        kind = entry.choice("kind", ("number", "whole", "yes-no"))
        is_number = kind != "yes-no"
        field = Field(
            name=name,
            label=entry.text("label"),
            step="prices",
            kind=kind,
            unit=entry.text("unit", "") if is_number else "",
            least=entry.number("least") if is_number else 0,
            most=entry.number("most") if is_number else 1,
            hint=entry.text("hint", ""),
        )
        if is_number and field.least >= field.most:
            entry.note(f"`least` is not below `most`, {field.most:g}", "expected a range", entry.line_of("least"))
        cases = self.cases(entry, "default") if "default" in entry else ()
        made = Assumption(field, cases, self.conditions(entry), entry.flag("round_up", False))
        entry.finish()
        return made

    def variable(self, entry: Entry) -> Variable:
        made = Variable(self.cases(entry, "cases"), self.text(entry, "missing"))
        entry.finish()
        return made

    def parts(self, entry: Entry) -> dict[str, tuple[Part, ...]]:
        """The parts of each target's bill."""
        named = entry.entry("costs")
        found = {}
        for target in named or ():
            found[target] = tuple(self.part(part) for part in named.entries(target)) if named else ()
            if named and target not in self.facts.targets:
                expected = f"expected one of {', '.join(self.facts.targets)}"
                named.note(f"unknown target `{target}`", expected, named.line_of(target))
        return found

    def part(self, entry: Entry) -> Part:
        formula = self.formula(entry, "formula")
        made = Part(entry.text("label"), formula, self.conditions(entry), entry.flag("at_least_zero", False))
        if formula and not self._is_straight(formula):
            wrong = f"`formula` is not straight in {REQUESTS}"
            entry.note(wrong, f"expected {REQUESTS} once, and not below a line", entry.line_of("formula"))
        entry.finish()
        return made

    def cases(self, entry: Entry, key: str) -> tuple[Case, ...]:
        """The formulas in the list under `key`."""
        found = []
        for inner in entry.entries(key):
            found.append(Case(self.conditions(inner), self.formula(inner, "formula"), inner.text("label", "")))
            inner.finish()
        if not found:
            entry.note(f"no `{key}`", "expected a list of entries with `formula:`", entry.line_of(key))
        return tuple(found)

    def formula(self, entry: Entry, key: str) -> str:
        """A formula that can be computed; one that cannot is noted and becomes 0."""
        formula = entry.text(key)
        try:
            evaluate(formula or "0", self.figures)
        except FormulaError as error:
            expected = "expected facts, fields, assumptions and variables that are numbers"
            entry.note(f"`{key}` cannot be computed: {error}", expected, entry.line_of(key))
            return "0"
        return formula

    def conditions(self, entry: Entry) -> tuple[Condition, ...]:
        found = read_conditions(entry, "when", self.figures) if "when" in entry else ()
        for wrong in wrong_conditions(found, self.asked, self.facts.book):
            entry.note(*wrong, entry.line_of("when"))
        return tuple(condition for condition in found if condition.field in self.asked)

    def note(self, name: str, entry: Entry) -> Remark:
        remark = Remark(name, self.conditions(entry), (), self.text(entry, "text"))
        entry.finish()
        return remark

    def text(self, entry: Entry, key: str) -> str:
        text = entry.text(key)
        for name in PLACEHOLDER.findall(text):
            if name not in self.asked:
                known = ", ".join([*self.asked.fields, *self.asked.derived])
                entry.note(f"`{{{name}}}` is no field", f"expected one of {known}", entry.line_of(key))
        return text

    def _is_straight(self, formula: str) -> bool:
        one, two, three = (evaluate(formula, {**self.figures, REQUESTS: at}) for at in (1.0, 2.0, 3.0))
        return isclose(three - two, two - one, abs_tol=1e-12)


_NEVER = Variable((), "")
_NOTHING = Assumption(Field("", "", "", "number"), ())
