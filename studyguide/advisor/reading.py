"""advisor.yaml: the fields of a workload, the rules about each target, presets; every mistake at its line.

Pure: no Django.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from studyguide.advisor.evaluation import AdvisorRules
from studyguide.advisor.field_reading import read_derived, read_field, read_steps, wrong_conditions
from studyguide.advisor.fields import WorkloadFields
from studyguide.advisor.price_reading import read_prices
from studyguide.advisor.pricing import Prices
from studyguide.advisor.rules import HARD, SOFT, Remark, Rule
from studyguide.advisor.sentences import LIMIT, PLACEHOLDER
from studyguide.arithmetic import names_in
from studyguide.condition_reading import read_conditions
from studyguide.decision import Condition, Given, Workload
from studyguide.documents import Entry, Problems, read_yaml
from studyguide.factfile import FactFile

HEAVIEST = 9


@dataclass(frozen=True, slots=True)
class Step:
    """A group of fields that are asked for together."""

    id: str
    title: str
    intro: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A workload to start from, with what is assumed about its costs.

    `section` is the slug of the section that tells it, or empty; `address` is the query string that fills in the form.
    """

    id: str
    title: str
    section: str
    workload: Mapping[str, Given | None]
    assumptions: Mapping[str, Given | None] = field(default_factory=dict)
    address: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ReadNext:
    """A section to read after an answer, where the conditions hold for the workload."""

    section: str
    when: tuple[Condition, ...]
    line: int = field(default=0, compare=False)


@dataclass(slots=True)
class AdvisorFile:
    """All that advisor.yaml holds. `texts` are those that may name facts, with their lines; so are `rule_lines`."""

    path: Path
    title: str
    intro: str
    rules: AdvisorRules
    steps: dict[str, Step] = field(default_factory=dict)
    presets: dict[str, Preset] = field(default_factory=dict)
    read_next: tuple[ReadNext, ...] = ()
    unused: dict[str, str] = field(default_factory=dict)
    unused_line: int = 1
    prices: Prices | None = None
    rule_lines: dict[str, int] = field(default_factory=dict)
    texts: list[tuple[int, str]] = field(default_factory=list)


def read_advisor_file(path: Path, facts: FactFile, problems: Problems) -> AdvisorFile | None:
    """Read advisor.yaml; a guide without one has no advisor."""
    top = read_yaml(path, problems) if path.exists() else None
    if top is None:
        return None
    steps = read_steps(top)
    fields = {name: read_field(name, entry, tuple(steps)) for name, entry in top.named_entries("fields").items()}
    derived = {name: read_derived(name, entry, fields) for name, entry in top.named_entries("derived").items()}
    workload_fields = WorkloadFields(fields, derived)
    prices = read_prices(top.entry("prices"), workload_fields, facts)
    reader = _Reader(workload_fields, facts, prices)
    file = AdvisorFile(
        path=path,
        title=top.text("title"),
        intro=top.text("intro"),
        rules=reader.all_rules(top),
        steps={key: Step(key, title, intro) for key, (title, intro) in steps.items()},
        presets={key: reader.preset(key, entry) for key, entry in top.named_entries("presets").items()},
        read_next=tuple(reader.read_next(entry) for entry in top.entries("read_next")),
        unused=reader.unused(top),
        unused_line=top.line_of("unused"),
        prices=prices,
        rule_lines=reader.rule_lines,
        texts=reader.texts,
    )
    top.finish()
    if not facts.tree:
        top.note("an advisor without a decision tree", "expected `tree:` in facts.yaml")
    return file


class _Reader:
    """Reads the parts of advisor.yaml that name fields and facts."""

    def __init__(self, fields: WorkloadFields, facts: FactFile, prices: Prices | None) -> None:
        self.fields = fields
        self.facts = facts
        self.assumptions = prices.assumptions if prices else {}
        self.figures = facts.book.figures
        numbers = [name for name, asked in fields.fields.items() if asked.is_number]
        self.comparable = {**self.figures, **dict.fromkeys([*numbers, *fields.derived], 1.0)}
        self.rule_lines: dict[str, int] = {}
        self.texts: list[tuple[int, str]] = []

    def all_rules(self, top: Entry) -> AdvisorRules:
        rules = [rule for name, entry in top.named_entries("rules").items() for rule in self._rules(name, entry)]
        remarks = [self._remark(name, entry) for name, entry in top.named_entries("remarks").items()]
        return AdvisorRules(
            fields=self.fields,
            targets=self.facts.targets,
            tree=self.facts.tree,
            rules=tuple(rules),
            remarks=tuple(remarks),
            margin=top.whole("margin", 0, HEAVIEST, 0),
        )

    def _rules(self, name: str, entry: Entry) -> list[Rule]:
        """One rule for each target that the entry is about."""
        self.rule_lines[name] = entry.line
        targets = entry.texts("targets")
        for unknown in (target for target in targets if target not in self.facts.targets):
            expected = f"expected one of {', '.join(self.facts.targets)}"
            entry.note(f"unknown target `{unknown}`", expected, entry.line_of("targets"))
        if "targets" in entry and not targets:
            entry.note(f"rule `{name}` is about no target", "expected the id of a target", entry.line_of("targets"))
        found = [self._rule(name, target, entry) for target in targets if target in self.facts.targets]
        entry.finish()
        return [rule for rule in found if rule]

    def _rule(self, name: str, target: str, entry: Entry) -> Rule | None:
        kind = entry.choice("kind", (HARD, SOFT))
        when, any_of = self._conditions(entry, only_facts=kind == HARD, own=target)
        conditions = (*when, *any_of)
        weight, weigh_by, weights = self._weight(entry, kind)
        text = self._text(entry, target)
        fact = self._fact(entry, conditions, target)
        if not conditions or not fact:
            return None
        decides = next((at for at, found in enumerate(conditions) if fact in names_in(found.formula)), 0)
        if f"{{{LIMIT}}}" in text and not conditions[decides].formula:
            wrong = "`{limit}` stands for nothing: the first condition compares with no fact"
            entry.note(wrong, "expected a formula there, or another text", entry.line_of("text"))
            return None
        return Rule(name, target, kind, when, any_of, fact, text, decides, weight, weigh_by, weights)

    def _conditions(
        self, entry: Entry, *, only_facts: bool, own: str = ""
    ) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
        figures = self.figures if only_facts else self.comparable
        when, any_of = (read_conditions(entry, key, figures, own) for key in ("when", "any"))
        if "when" not in entry and "any" not in entry:
            entry.note("no conditions", "expected `when:` or `any:` with [field, operator, value]")
        for key, group in (("when", when), ("any", any_of)):
            for wrong in wrong_conditions(group, self.fields, self.facts.book):
                entry.note(*wrong, entry.line_of(key))
        return tuple(c for c in when if c.field in self.fields), tuple(c for c in any_of if c.field in self.fields)

    def _fact(self, entry: Entry, conditions: Sequence[Condition], target: str) -> str:
        """The fact that a rule states: the one it names, else the first that it compares with."""
        compared = [name for condition in conditions for name in names_in(condition.formula) if name in self.facts.book]
        fact = entry.text("fact", compared[0] if compared else "").replace("self.", f"{target}.")
        if not fact and conditions:
            entry.note("no fact", "expected `fact:`, or a condition that compares with one")
        elif fact and fact not in self.facts.book:
            entry.note(f"unknown fact `{fact}`", "expected a key of facts.yaml", entry.line_of("fact"))
            return ""
        return fact

    def _weight(self, entry: Entry, kind: str) -> tuple[int, str, dict[str, int]]:
        """The weight of a soft rule: one number, or one for each choice of a field."""
        by = entry.entry("weights")
        if kind == HARD and (by or "weight" in entry):
            entry.note("a weight, on a rule that is not soft", "expected none: a hard rule rules its target out")
        elif by and "weight" in entry:
            entry.note("two weights", "expected one of `weight` and `weights`")
        if kind != SOFT:
            entry.value("weight", None)  # said above, if it stands there
            return 0, "", {}
        if by is None:
            return entry.whole("weight", 1, HEAVIEST), "", {}
        name = by.text("by")
        asked = self.fields.fields.get(name)
        if asked is None or not asked.choices:
            choices = [name for name, asked in self.fields.fields.items() if asked.choices]
            by.note(f"`by` is `{name}`", f"expected a field with choices: {', '.join(choices)}", by.line_of("by"))
            return 0, "", {}
        weights = {choice: by.whole(choice, 0, HEAVIEST) for choice in asked.choices}
        by.finish()
        return 0, name, weights

    def _text(self, entry: Entry, own: str = "") -> str:
        text = entry.text("text")
        text = (
            text.replace("{fact:self.", f"{{fact:{own}.").replace("{target:self}", f"{{target:{own}}}") if own else text
        )
        line = entry.line_of("text")
        self.texts.append((line, text))
        for name in PLACEHOLDER.findall(text):
            if name not in self.fields and not (own and name == LIMIT):
                known = ", ".join([*self.fields.fields, *self.fields.derived])
                entry.note(f"`{{{name}}}` is no field", f"expected one of {known}", line)
        return text

    def _remark(self, name: str, entry: Entry) -> Remark:
        when, any_of = self._conditions(entry, only_facts=False)
        remark = Remark(name, when, any_of, self._text(entry))
        entry.finish()
        return remark

    def preset(self, name: str, entry: Entry) -> Preset:
        inner = entry.entry("workload")
        given = {key: inner.value(key) for key in inner} if inner else {}
        workload, mistakes = self.fields.read(given)
        for mistake in mistakes:
            line = inner.line_of(mistake.field) if inner else entry.line
            entry.note(f"`{mistake.field}` {mistake.wrong}", f"expected {mistake.expected}", line)
        assumed = self._assumed(entry)
        address = self._address(workload, assumed) if workload else ""
        preset = Preset(name, entry.text("title"), entry.text("section", ""), workload, assumed, address, entry.line)
        entry.finish()
        return preset

    def _address(self, workload: Workload, assumed: Workload) -> str:
        fields = {**self.fields.fields, **{name: made.field for name, made in self.assumptions.items()}}
        given = {**workload, **assumed}
        return f"?{urlencode({name: field.as_text(given[name]) for name, field in fields.items() if name in given})}"

    def _assumed(self, entry: Entry) -> dict[str, Given | None]:
        inner = entry.entry("assumptions")
        found: dict[str, Given | None] = {}
        for key in inner or ():
            made = self.assumptions.get(key)
            try:
                if made is None:
                    raise ValueError("is unknown")
                found[key] = made.field.of_plain(inner.value(key) if inner else None)
            except ValueError as error:
                expected = made.field.expected if made else f"one of {', '.join(self.assumptions)}"
                entry.note(f"`{key}` {error}", f"expected {expected}", inner.line_of(key) if inner else 0)
        return found

    def read_next(self, entry: Entry) -> ReadNext:
        when: tuple[Condition, ...] = ()
        if "when" in entry:
            when, _ = self._conditions(entry, only_facts=False)
        found = ReadNext(entry.text("section"), when, entry.line)
        entry.finish()
        return found

    def unused(self, top: Entry) -> dict[str, str]:
        """The limits that no rule needs, each with the reason."""
        inner = top.entry("unused")
        found: dict[str, Any] = {key: inner.text(key) for key in inner} if inner else {}
        for key in found:
            if inner and key not in self.facts.book:
                inner.note(f"unknown fact `{key}`", "expected a key of facts.yaml", inner.line_of(key))
        return found
