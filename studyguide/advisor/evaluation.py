"""The answer for a workload: the target that the tree reaches, and what counts against each other one.

Pure: no Django.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyguide.advisor.fields import WorkloadFields
from studyguide.advisor.rules import HARD, Reason, Remark, Rule, holds
from studyguide.advisor.sentences import said
from studyguide.decision import Figures, Tree, Walk, Workload
from studyguide.facts import FactBook, shown
from studyguide.roles import filled
from studyguide.targets import Target

FITS, WEAKER, RULED_OUT = "fits", "weaker", "ruled out"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a node of the tree compares a field with, and the facts that it comes from."""

    field: str
    value: float
    facts: tuple[str, ...]
    node: str


def tree_limits(tree: Tree, figures: Figures) -> Iterator[Limit]:
    """Every number that the tree compares with, in its order; a yes or no counts as 1 or 0."""
    for step in tree.options():
        for condition in step.option.conditions:
            value = condition.bound(figures).value
            if isinstance(value, int | float):
                yield Limit(condition.field, float(value), tuple(condition.fact_keys), step.node.id)


@dataclass(frozen=True, slots=True)
class TargetAdvice:
    """`burden` is the sum of the weights of the soft reasons."""

    target: str
    verdict: str
    reasons: tuple[Reason, ...]
    burden: int

    def of_kind(self, kind: str) -> list[Reason]:
        return [reason for reason in self.reasons if reason.kind == kind]


@dataclass(frozen=True, slots=True)
class Advice:
    """`targets` is ranked: the answer, the runner-up, then by burden, and last what is ruled out."""

    workload: Workload
    walk: Walk
    answer: str
    runner_up: str
    targets: tuple[TargetAdvice, ...]
    remarks: tuple[str, ...] = ()

    def __getitem__(self, target: str) -> TargetAdvice:
        return {found.target: found for found in self.targets}[target]

    def document(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "answer": self.answer,
            "runner_up": self.runner_up,
            "path": [[step.node.id, step.option.path_label] for step in self.walk.steps],
            "targets": [
                {
                    "id": found.target,
                    "verdict": found.verdict,
                    "reasons": [{"kind": r.kind, "fact": r.fact, "text": r.text} for r in found.reasons],
                }
                for found in self.targets
            ],
        }


@dataclass(frozen=True, slots=True)
class Advisor:
    """A guide's rules and tree with every limit computed from its facts; made by `make_advisor`.

    `margin` is how much more burden than the answer a target may carry and still fit.
    """

    fields: WorkloadFields
    targets: tuple[str, ...]
    rules: Mapping[str, tuple[Rule, ...]]
    tree: Tree
    limits: tuple[Limit, ...]
    figures: Figures
    remarks: tuple[Remark, ...] = ()
    margin: int = 0

    def decide(self, workload: Workload) -> Walk:
        """The way through the tree."""
        return self.tree.decide(workload, {})

    def advise(self, workload: Workload) -> Advice:
        """What fits and why. The answer is the tree's, which `proof` shows to be within every limit.

        Should a limit rule it out all the same, as with a changed fact that nobody proved, the target with the least
        against it takes its place.
        """
        figures = self._with_numbers(workload)
        reasons = {target: self._reasons(target, workload, figures) for target in self.targets}
        walk = self.decide(workload)
        left = [target for target in self.targets if not _is_out(reasons[target])]
        burdens = {target: sum(reason.weight for reason in reasons[target]) for target in left}
        ranked = sorted(left, key=lambda target: (target != walk.result, burdens[target]))
        answer = ranked[0] if ranked else ""
        out = [target for target in self.targets if target not in burdens]
        return Advice(
            workload,
            walk,
            answer,
            ranked[1] if len(ranked) > 1 else "",
            (
                *(
                    TargetAdvice(target, self._verdict(burdens, target, answer), reasons[target], burdens[target])
                    for target in ranked
                ),
                *(TargetAdvice(target, RULED_OUT, reasons[target], 0) for target in out),
            ),
            tuple(self._remarks(workload, figures)),
        )

    def is_clear(self, target: str, workload: Workload) -> bool:
        """Whether this target is the answer and the only one that fits, and there is nothing to remark.

        The same as looking at the advice, without a sentence of it; most workloads fail at the first look.
        """
        figures = self._with_numbers(workload)
        if self.decide(workload).result != target or any(self._remarks(workload, figures)):
            return False
        own = self._burden(target, workload, figures)
        if own is None:
            return False
        others = (self._burden(other, workload, figures) for other in self.targets if other != target)
        return all(burden is None or burden > own + self.margin for burden in others)

    def _burden(self, target: str, workload: Workload, figures: Figures) -> int | None:
        """The sum of the weights of what counts against a target; None where a hard rule does."""
        burden = 0
        for rule in self.rules.get(target, ()):
            if rule.counts(workload, figures):
                if rule.kind == HARD:
                    return None
                burden += rule.weighs(workload)
        return burden

    def _reasons(self, target: str, workload: Workload, figures: Figures) -> tuple[Reason, ...]:
        """Hard ones first, each kind in the order of the file."""
        made = [rule.reason(workload, figures, self.fields) for rule in self.rules.get(target, ())]
        return tuple(sorted((reason for reason in made if reason), key=lambda reason: reason.kind != HARD))

    def _verdict(self, burdens: Mapping[str, int], target: str, answer: str) -> str:
        return FITS if burdens[target] <= burdens[answer] + self.margin else WEAKER

    def _remarks(self, workload: Workload, figures: Figures) -> Iterator[str]:
        for remark in self.remarks:
            if holds(remark.when, remark.any_of, workload, figures):
                yield said(remark.text, workload, self.fields)

    def _with_numbers(self, workload: Workload) -> dict[str, float]:
        """The figures, and the numbers of the workload beside them, for conditions that compare two fields."""
        return {**self.figures, **{name: float(v) for name, v in workload.items() if isinstance(v, int | float)}}


@dataclass(frozen=True, slots=True)
class AdvisorRules:
    """What advisor.yaml and the tree of facts.yaml say, before any limit is computed; texts may name facts."""

    fields: WorkloadFields
    targets: Mapping[str, Target]
    tree: Tree
    rules: tuple[Rule, ...]
    remarks: tuple[Remark, ...] = ()
    margin: int = 0


def make_advisor(spec: AdvisorRules, book: FactBook) -> Advisor:
    """The advisor for these facts; make another one to see what a changed fact does."""
    figures = book.figures

    def say(kind: str, key: str, unit: str) -> str:
        """A fact's value or a target's name; a source has no words in plain text."""
        if kind == "target":
            return spec.targets[key].name
        return shown(book[key], unit) if kind == "fact" else ""

    def fill(text: str) -> str:
        return filled(text, say)

    rules = [rule.bound(book, figures, fill(rule.text)) for rule in spec.rules]
    return Advisor(
        fields=spec.fields,
        targets=tuple(spec.targets),
        rules={target: tuple(rule for rule in rules if rule.target == target) for target in spec.targets},
        tree=spec.tree.with_texts(lambda text, _node: fill(text), fill).bound(figures),
        limits=tuple(tree_limits(spec.tree, figures)),
        figures=figures,
        remarks=tuple(remark.bound(figures, fill(remark.text)) for remark in spec.remarks),
        margin=spec.margin,
    )


def _is_out(reasons: Sequence[Reason]) -> bool:
    return any(reason.kind == HARD for reason in reasons)
