"""What counts against a target, and the sentences that say so. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from studyguide.advisor.fields import WorkloadFields
from studyguide.advisor.sentences import LIMIT, Compared, is_number, said
from studyguide.arithmetic import evaluate, names_in
from studyguide.decision import Condition, Figures, Given, Workload
from studyguide.facts import FactBook, Value

HARD, SOFT = "hard", "soft"


def holds(when: tuple[Condition, ...], any_of: tuple[Condition, ...], workload: Workload, figures: Figures) -> bool:
    """Whether every condition of `when` is met and, if there are any, at least one of `any_of`."""
    for condition in when:
        if not condition.holds(workload, figures):
            return False
    return not any_of or any(condition.holds(workload, figures) for condition in any_of)


def bound(conditions: tuple[Condition, ...], figures: Figures) -> tuple[Condition, ...]:
    """The conditions with formulas over facts computed; those that also name fields stay as they are."""
    return tuple(
        condition.bound(figures) if all(name in figures for name in names_in(condition.formula)) else condition
        for condition in conditions
    )


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counts against a target: a field's `value` against the `limit` that `fact` states.

    `kind` is hard for a documented limit or a missing feature, soft for cost, effort and fit; `weight` is that of a
    soft one.
    """

    kind: str
    rule: str
    fact: str
    field: str
    value: Given | None
    limit: Given
    text: str
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule about one target.

    The condition at `decides`, counted through `when` and `any_of`, is the one whose field and limit a reason states;
    where it compares with no number, `states` is the value of the rule's own fact. A soft rule has a `weight`, or
    `weights` by the choices of `weigh_by`; a weight of 0 says that it does not apply.
    """

    id: str
    target: str
    kind: str
    when: tuple[Condition, ...]
    any_of: tuple[Condition, ...]
    fact: str
    text: str
    decides: int = 0
    weight: int = 0
    weigh_by: str = ""
    weights: Mapping[str, int] = field(default_factory=dict)
    states: Given = ""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (*self.when, *self.any_of)

    @property
    def compared_keys(self) -> list[str]:
        """The facts that its conditions compare with."""
        return [key for condition in self.conditions for key in condition.fact_keys]

    @property
    def fact_keys(self) -> list[str]:
        """The fact that it states and those that it compares with."""
        return list(dict.fromkeys([self.fact, *self.compared_keys]))

    @property
    def decisive(self) -> Condition:
        return self.conditions[self.decides]

    @property
    def compares_with_number(self) -> bool:
        value = self.decisive.value
        return bool(self.decisive.formula) or (isinstance(value, int | float) and not isinstance(value, bool))

    def bound(self, book: FactBook, figures: Figures, text: str) -> "Rule":
        """The same rule with what it takes from facts computed, and its text, filled in by the caller."""
        states = "" if self.compares_with_number else _plain(book[self.fact].value)
        when, any_of = bound(self.when, figures), bound(self.any_of, figures)
        return replace(self, when=when, any_of=any_of, text=text, states=states)

    def counts(self, workload: Workload, figures: Figures) -> bool:
        """Whether it counts against its target for this workload."""
        return (self.kind == HARD or self.weighs(workload) > 0) and holds(self.when, self.any_of, workload, figures)

    def weighs(self, workload: Workload) -> int:
        """What a soft one adds to the burden where it counts."""
        return self.weights[str(workload[self.weigh_by])] if self.weigh_by else self.weight

    def reason(self, workload: Workload, figures: Figures, fields: WorkloadFields) -> Reason | None:
        """Why it counts against its target for this workload, or None when it does not."""
        if not self.counts(workload, figures):
            return None
        asked = self.decisive.field
        limit = self.states if self.states != "" else _limit(self.decisive, figures, workload)
        numbers = [float(c.value) for c in self.conditions if is_number(c.value)]
        compared = Compared(fields[asked], limit) if self.compares else None
        text = said(self.text, workload, fields, compared, numbers)
        return Reason(self.kind, self.id, self.fact, asked, workload[asked], limit, text, self.weighs(workload))

    @property
    def compares(self) -> bool:
        """Whether its text says the limit itself."""
        return f"{{{LIMIT}}}" in self.text


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a workload whatever the target, such as two answers that contradict each other."""

    id: str
    when: tuple[Condition, ...]
    any_of: tuple[Condition, ...]
    text: str

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (*self.when, *self.any_of)

    def bound(self, figures: Figures, text: str) -> "Remark":
        return replace(self, when=bound(self.when, figures), any_of=bound(self.any_of, figures), text=text)


def _limit(condition: Condition, figures: Figures, workload: Workload) -> Given:
    limit = evaluate(condition.formula, figures) if condition.formula else _plain(condition.value)
    return bool(limit) if isinstance(workload[condition.field], bool) else limit


def _plain(value: Value) -> Given:
    """A fact's value, or a condition's, as one plain value."""
    if isinstance(value, list):
        return ", ".join(value)
    return "not found" if value is None else value
