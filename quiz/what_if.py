"""What another value of one fact would change, before anybody writes it down. Pure: no Django.

The known scenarios are the presets of a guide's advisor. A guide without an advisor has none, and no cases.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from quiz.changed_keys import Bank, Books, Change, changed_numbers, changed_texts, stating
from quiz.generated.generator import Generator
from studyguide.advisor.evaluation import Advice, Advisor, make_advisor
from studyguide.advisor.fields import WorkloadFields
from studyguide.advisor.proof import Regions
from studyguide.advisor.reading import AdvisorFile, Preset
from studyguide.arithmetic import FormulaError
from studyguide.decision import Workload
from studyguide.facts import FactBook, FactError, Value, shown
from studyguide.guide_files import GuideFiles

SEEDS = 1_000
COST_STEP = "cost"
NONE_LEFT = "none: every target is ruled out"


@dataclass(frozen=True, slots=True)
class Effects:
    """`same` counts what was looked at and keeps its answer."""

    changes: tuple[Change, ...]
    same: int


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """What is kept of the case of a seed: its answer, its workload, and the facts that its sum is computed with."""

    seed: int
    answer: str
    workload: Workload
    sum_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedCases:
    """The cases whose answer goes from one target to another."""

    before: str
    after: str
    cases: tuple[DrawnCase, ...]


@dataclass(frozen=True, slots=True)
class CaseEffects:
    """`sums` counts the cases whose question about money is computed with the fact."""

    changes: tuple[ChangedCases, ...]
    same: int
    sums: int

    @property
    def changed(self) -> int:
        return sum(len(change.cases) for change in self.changes)


class WhatIf:
    """One fact of a guide with another value. Raises FormulaError where something cannot be computed with it."""

    def __init__(self, guide: GuideFiles, key: str, value: Value) -> None:
        before = guide.facts.book
        changed = replace(before[key], value=value)
        after = FactBook({**before, key: changed}, before.sources)
        self.guide, self.key = guide, key
        self.books = Books(before, after, {other for other in before if key in before.needed_by(other)})
        self._before: Advisor | None = None
        self._after: Advisor | None = None
        if guide.advisor:
            self._before, self._after = _advisors(guide.advisor, self.books)

    @property
    def shown(self) -> str:
        """The other value as readers would see it."""
        return shown(self.books.after[self.key])

    def figures(self) -> list[Change]:
        """The figures that are computed from the fact."""
        before, after = self.books.before, self.books.after
        others = [before[key] for key in before if key in self.books.affected and key != self.key]
        return [Change(fact.key, fact.label, shown(fact), shown(after[fact.key])) for fact in others]

    def contradictions(self) -> list[str]:
        """Why the guide could not be loaded with this value: rules that would rule out what the tree recommends."""
        found = Regions(self._after).conflicts() if self._after else ()
        return [
            f"The rule {conflict.rule.id} would rule out {self.name(conflict.rule.target)} where the decision tree "
            f"leads to it: {conflict}."
            for conflict in found
        ]

    def scenarios(self) -> Effects:
        """The known scenarios that are answered with another target."""
        return _effects(
            Change(preset.id, preset.title, self.name(before.answer), self.name(after.answer))
            if before.answer != after.answer
            else None
            for preset, before, after in self._advised
        )

    def verdicts(self) -> list[Change]:
        """The known scenarios that keep their answer, while what is said of another target changes."""
        return [
            Change(preset.id, preset.title, *self._differing(before, after))
            for preset, before, after in self._advised
            if before.answer == after.answer and _verdicts(before) != _verdicts(after)
        ]

    def told(self, scenarios: Mapping[str, Mapping[str, Any]]) -> Effects:
        """The scenario quizzes whose target another one takes the place of.

        A quiz asks about a known scenario if the section of both is the same.
        """
        answers = {preset.section: (before.answer, after.answer) for preset, before, after in self._advised}
        answers.pop("", None)
        found = ((slug, told, answers.get(str(told.get("section", "")), ("", ""))) for slug, told in scenarios.items())
        return _effects(
            Change(slug, str(told.get("title", slug)), self.name(before), self.name(after)) if before != after else None
            for slug, told, (before, after) in found
        )

    def keys(self, bank: Bank) -> Effects:
        """The questions whose right number becomes another."""
        changes = tuple(changed_numbers(self.books, bank))
        return Effects(changes, len(bank) - len(changes))

    def key_texts(self, bank: Bank) -> list[Change]:
        """The texts in keys that state the fact: somebody has to see whether they are still right."""
        return list(changed_texts(self.books, bank))

    def stating(self, bank: Bank) -> int:
        """How many questions state the fact anywhere."""
        return len(stating(self.books, bank))

    def cases(self, drawn: Sequence[DrawnCase]) -> CaseEffects:
        """The generated cases that are answered with another target, those from one to one together."""
        found: dict[tuple[str, str], list[DrawnCase]] = {}
        for case in drawn:
            answer = self._after.advise(case.workload).answer if self._after else case.answer
            if answer != case.answer:
                found.setdefault((case.answer, answer), []).append(case)
        most_first = sorted(found.items(), key=lambda pair: -len(pair[1]))
        changes = tuple(ChangedCases(self.name(was), self.name(now), tuple(some)) for (was, now), some in most_first)
        changed = sum(len(change.cases) for change in changes)
        sums = sum(any(key in self.books.affected for key in case.sum_facts) for case in drawn)
        return CaseEffects(changes, len(drawn) - changed, sums)

    def name(self, target: str) -> str:
        found = self.guide.facts.targets.get(target)
        return found.name if found else NONE_LEFT

    @cached_property
    def _advised(self) -> list[tuple[Preset, Advice, Advice]]:
        """Each known scenario with the advice on it, before and after."""
        if self._before is None or self._after is None or self.guide.advisor is None:
            return []
        presets = self.guide.advisor.presets.values()
        return [(made, self._before.advise(made.workload), self._after.advise(made.workload)) for made in presets]

    def _differing(self, before: Advice, after: Advice) -> tuple[str, str]:
        """What is said of each target that a verdict changes for."""
        was, now = _verdicts(before), _verdicts(after)
        others = [target for target in was if was[target] != now[target]]
        said = [", ".join(f"{self.name(target)} {verdicts[target]}" for target in others) for verdicts in (was, now)]
        return said[0], said[1]


def drawn_cases(generator: Generator, seeds: Iterable[int]) -> list[DrawnCase]:
    """What is kept of the cases of these seeds. Each takes about 10 ms."""
    return [_drawn(generator, seed) for seed in seeds]


def _drawn(generator: Generator, seed: int) -> DrawnCase:
    case = generator.case(seed)
    sums = [key for step in case.steps if step.name == COST_STEP for key in step.facts]
    return DrawnCase(seed, case.answer, case.advice.workload, tuple(sums))


def workload_query(fields: WorkloadFields, workload: Workload) -> dict[str, str]:
    """A workload as the query of the advisor's page."""
    return {name: asked.as_text(workload[name]) for name, asked in fields.fields.items()}


def _advisors(file: AdvisorFile, books: Books) -> tuple[Advisor, Advisor]:
    try:
        return make_advisor(file.rules, books.before), make_advisor(file.rules, books.after)
    except FactError as error:
        raise FormulaError(str(error)) from error


def _effects(found: Iterable[Change | None]) -> Effects:
    found = list(found)
    changes = tuple(change for change in found if change)
    return Effects(changes, len(found) - len(changes))


def _verdicts(advice: Advice) -> dict[str, str]:
    return {found.target: found.verdict for found in advice.targets}
