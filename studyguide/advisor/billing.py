"""The bill of a workload: what was assumed, and what each target costs a month. Pure: no Django.

Prices are dated figures for teaching; one that was not found makes its target's cost unknown.
"""

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from studyguide.advisor.fields import WorkloadFields
from studyguide.advisor.lines import ZERO, Line, line_through
from studyguide.advisor.pricing import REQUESTS, Assumption, Case, Part, Prices, with_assumptions
from studyguide.advisor.rules import holds
from studyguide.advisor.sentences import said
from studyguide.arithmetic import NAME, FormulaError, evaluate, names_in
from studyguide.decision import Condition, Given, Workload
from studyguide.facts import Fact, amount, shown

TIMES, OVER = "\u00d7", "\u00f7"


@dataclass(frozen=True, slots=True)
class Assumed:
    """An assumption with the value that holds now; None where it has to be given."""

    assumption: Assumption
    value: Given | None
    default: Given | None
    text: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class PricedPart:
    """One line of a bill with its amount, and its formula with every name replaced by its value."""

    label: str
    amount: float
    formula: str
    an_hour: float | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """The monthly cost of one target in USD, or in `missing` what was not found."""

    target: str
    parts: tuple[PricedPart, ...] = ()
    line: Line = ZERO
    missing: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return not self.missing

    @property
    def total(self) -> float:
        return sum(part.amount for part in self.parts)

    @property
    def an_hour(self) -> float | None:
        """What one hour of full peak adds, where there is a peak."""
        hours = [part.an_hour for part in self.parts if part.an_hour is not None]
        return sum(hours) if hours else None


@dataclass(frozen=True, slots=True)
class Bill:
    """What was assumed, the work a month, and the cost of each target; `asks` says what is needed first."""

    assumed: Mapping[str, Assumed]
    requests: float | None
    peak: float
    costs: Mapping[str, Cost]
    notes: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(assumed.error for assumed in self.assumed.values())

    @property
    def asks(self) -> list[Assumed]:
        return [assumed for assumed in self.assumed.values() if assumed.value is None]

    @property
    def lines(self) -> dict[str, Line]:
        """The costs that are known, as lines over the work a month."""
        return {target: cost.line for target, cost in self.costs.items() if cost.is_known}


class Biller:
    """Computes bills for one workload."""

    def __init__(self, prices: Prices, facts: Mapping[str, Fact], fields: WorkloadFields, workload: Workload) -> None:
        self.prices = prices
        self.facts = facts
        self.fields = with_assumptions(fields, prices.assumptions)
        self.workload = dict(workload)
        numbers = {key: float(fact.value) for key, fact in facts.items() if isinstance(fact.value, int | float)}
        given = {name: float(value) for name, value in workload.items() if isinstance(value, int | float)}
        self.figures: dict[str, float] = {**numbers, **given}

    def bill(self, texts: Mapping[str, str], targets: tuple[str, ...]) -> Bill:
        """The bill for these targets, with assumptions as somebody typed them; a blank one has its default."""
        assumed = {}
        for name, assumption in self.prices.assumptions.items():
            self.workload[name] = None
            if not self._met(assumption.when):
                continue
            assumed[name] = self._assume(assumption, texts.get(name, "").strip())
            value = self.workload[name] = assumed[name].value
            if value is not None:
                self.figures[name] = float(value)
        requests = self._first(self.prices.requests)
        self.peak = self._value(self.prices.peak) or 0.0
        is_ready = requests is not None and not any(found.error or found.value is None for found in assumed.values())
        costs = {target: self._cost(target, requests or 0) for target in targets} if is_ready else {}
        notes = [said(n.text, self.workload, self.fields) for n in self.prices.notes if is_ready and self._met(n.when)]
        return Bill(assumed, requests, self.peak, costs, tuple(notes))

    def _assume(self, assumption: Assumption, text: str) -> Assumed:
        default = self._default(assumption)
        if not text:
            return Assumed(assumption, default, default)
        try:
            return Assumed(assumption, assumption.field.of_text(text), default, text)
        except (ValueError, OverflowError):
            return Assumed(assumption, None, default, text, assumption.field.advice_on(text))

    def _default(self, assumption: Assumption) -> Given | None:
        value = self._first(assumption.cases)
        if value is None:
            return None
        if assumption.field.kind == "yes-no":
            return bool(value)
        value = min(max(value, assumption.field.least), assumption.field.most)
        return ceil(value - 1e-9) if assumption.rounds_up else value

    def _first(self, cases: tuple[Case, ...]) -> float | None:
        case = next((case for case in cases if self._met(case.when)), None)
        return self._value(case.formula) if case else None

    def _value(self, formula: str) -> float | None:
        try:
            return evaluate(formula, self.figures)
        except FormulaError:  # a price that was not found, or nothing to divide by
            return None

    def _met(self, when: tuple[Condition, ...]) -> bool:
        try:
            return holds(when, (), self.workload, self.figures)
        except FormulaError:  # it compares with something that is not assumed here
            return False

    def _cost(self, target: str, requests: float) -> Cost:
        parts = [part for part in self.prices.parts.get(target, ()) if self._met(part.when)]
        missing = [sentence for part in parts for sentence in self._missing(part)]
        if missing or not parts:
            return Cost(target, missing=tuple(dict.fromkeys(missing)) or ("No price was found.",))
        line, priced = ZERO, []
        for part in parts:
            piece = self._line(part)
            line += piece
            an_hour = piece.at(requests).slope * self.peak if self.peak else None
            priced.append(PricedPart(part.label, piece(requests), self._words(part.formula, requests), an_hour))
        return Cost(target, tuple(priced), line, facts=tuple(self._facts(parts)))

    def _line(self, part: Part) -> Line:
        variables = {name: self._first(self.prices.variables[name].cases) or 0.0 for name in self._variables(part)}

        def cost(requests: float) -> float:
            return evaluate(part.formula, ChainMap({REQUESTS: requests}, variables, self.figures))

        return line_through(cost, at_least_zero=part.at_least_zero)

    def _variables(self, part: Part) -> list[str]:
        return [name for name in names_in(part.formula) if name in self.prices.variables]

    def _missing(self, part: Part) -> Iterator[str]:
        for name in names_in(part.formula):
            if name in self.prices.variables:
                if self._first(self.prices.variables[name].cases) is None:
                    yield said(self.prices.variables[name].missing, self.workload, self.fields)
            elif "." in name and name not in self.figures:
                yield f"{self.facts[name].label}: no price was found."
            elif name != REQUESTS and name not in self.figures:
                yield f"{self.fields[name].label}: not asked for such a workload."

    def _facts(self, parts: list[Part]) -> Iterator[str]:
        """The facts of the formulas that were used."""
        for part in parts:
            for name in names_in(part.formula):
                if name in self.prices.variables:
                    case = self._case(name)
                    yield from (inner for inner in names_in(case.formula) if "." in inner)
                elif "." in name:
                    yield name

    def _case(self, variable: str) -> Case:
        return next(case for case in self.prices.variables[variable].cases if self._met(case.when))

    def _words(self, formula: str, requests: float) -> str:
        """The formula with each name replaced by its value and unit."""

        def word(match: re.Match[str]) -> str:
            name = match.group()
            if name == REQUESTS:
                return amount(round(requests), self.prices.work)
            if name in self.prices.variables:
                case = self._case(name)
                price = self.facts.get(case.formula)
                return f"{shown(price)} ({case.label})" if price and case.label else amount(self._first((case,)) or 0)
            if name in self.facts:
                return shown(self.facts[name])
            return amount(self.figures[name], self.fields[name].unit)

        return NAME.sub(word, formula.replace(" * ", f" {TIMES} ").replace(" / ", f" {OVER} "))
