"""What a guide says about costs: formulas over facts, the workload and assumptions. Pure: no Django."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studyguide.advisor.fields import Field, WorkloadFields
from studyguide.advisor.rules import Remark
from studyguide.arithmetic import names_in
from studyguide.decision import Condition, Figures

REQUESTS = "requests"  # in formulas: the amount of work a month, over which costs are drawn


@dataclass(frozen=True, slots=True)
class Case:
    """One of several formulas: the first whose conditions hold is taken. `label` says what it stands for."""

    when: tuple[Condition, ...]
    formula: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number, or yes or no, that somebody may change; until then the first case that holds gives it.

    It shows where `when` holds. A value that `rounds_up` is a whole number.
    """

    field: Field
    cases: tuple[Case, ...]
    when: tuple[Condition, ...] = ()
    rounds_up: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """A name in formulas for what depends on the workload, such as the price of an instance that is large enough.

    `missing` says what is the matter where no case holds.
    """

    cases: tuple[Case, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a bill. `at_least_zero` is for what is free up to some amount."""

    label: str
    formula: str
    when: tuple[Condition, ...] = ()
    at_least_zero: bool = False


@dataclass(frozen=True, slots=True)
class Prices:
    """All that a guide says about costs.

    `requests` gives the amount of work a month and `work` is its unit; `peak`, the most work of an hour. `notes` are
    sentences about the assumptions.
    """

    intro: str
    work: str
    requests: tuple[Case, ...]
    peak: str
    assumptions: Mapping[str, Assumption]
    variables: Mapping[str, Variable]
    parts: Mapping[str, tuple[Part, ...]]
    notes: tuple[Remark, ...] = ()

    @property
    def formulas(self) -> Iterator[str]:
        """Everything that is computed."""
        yield self.peak
        yield from (case.formula for case in self.requests)
        yield from (case.formula for made in self.assumptions.values() for case in made.cases)
        yield from (case.formula for variable in self.variables.values() for case in variable.cases)
        yield from (part.formula for parts in self.parts.values() for part in parts)

    @property
    def conditions(self) -> Iterator[Condition]:
        """Every condition on anything."""
        for assumption in self.assumptions.values():
            yield from assumption.when
        parts = [part for parts in self.parts.values() for part in parts]
        for cases in (self.requests, *(assumption.cases for assumption in self.assumptions.values())):
            yield from (condition for case in cases for condition in case.when)
        for variable in self.variables.values():
            yield from (condition for case in variable.cases for condition in case.when)
        yield from (condition for part in parts for condition in part.when)
        yield from (condition for note in self.notes for condition in note.when)

    @property
    def all_fact_keys(self) -> list[str]:
        """The facts behind any cost, those that assumptions and the amount of work begin with among them."""
        keys = [name for formula in self.formulas for name in names_in(formula) if "." in name]
        keys += [key for condition in self.conditions for key in condition.fact_keys]
        return list(dict.fromkeys(keys))

    def fact_keys(self, target: str) -> list[str]:
        """The facts behind the cost of a target: in its formulas, and in the conditions that choose among them."""
        parts = self.parts[target]
        used = [self.variables[name] for part in parts for name in names_in(part.formula) if name in self.variables]
        cases = [case for variable in used for case in variable.cases]
        formulas = [*(part.formula for part in parts), *(case.formula for case in cases)]
        keys = [name for formula in formulas for name in names_in(formula) if "." in name]
        chosen_by = [condition for part in parts for condition in part.when]
        chosen_by += [condition for case in cases for condition in case.when]
        keys += [key for condition in chosen_by for key in condition.fact_keys]
        return list(dict.fromkeys(keys))


def with_assumptions(fields: WorkloadFields, assumptions: Mapping[str, Assumption]) -> WorkloadFields:
    """The fields of a workload and those of what is assumed, for conditions and texts that may name both."""
    assumed = {name: assumption.field for name, assumption in assumptions.items()}
    return WorkloadFields({**fields.fields, **assumed}, fields.derived)


def figures_for(prices: Prices, figures: Figures, fields: WorkloadFields) -> dict[str, float]:
    """Stand-ins for everything that a formula may name, so that it can be tried."""
    numbers = [name for name, asked in fields.fields.items() if asked.is_number and not asked.empty]
    names = [*numbers, *fields.derived, *prices.assumptions, *prices.variables, REQUESTS]
    return {**figures, **dict.fromkeys(names, 1.0)}
