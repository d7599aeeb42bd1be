"""Two targets side by side for one workload: every limit that either of them has, and the cost. Pure: no Django."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyguide.advisor.billing import Cost
from studyguide.advisor.document import AdvisorDocument
from studyguide.advisor.evaluation import Advice, TargetAdvice
from studyguide.advisor.plots import money
from studyguide.advisor.rules import HARD, Rule
from studyguide.advisor.sentences import is_number
from studyguide.facts import Fact, shown
from studyguide.targets import Target


@dataclass(frozen=True, slots=True)
class Cell:
    """What one target allows; `breaks` says that this workload is beyond it."""

    words: str
    fact: Fact | None = None
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One question about the workload, its answer, and what each of the two targets allows."""

    label: str
    value: str
    cells: tuple[Cell, Cell]


@dataclass(frozen=True, slots=True)
class FaceToFace:
    """`choices` are all targets, for somebody who wants to see two others."""

    left: Target
    right: Target
    left_found: TargetAdvice
    right_found: TargetAdvice
    rows: tuple[LimitRow, ...]
    choices: tuple[Target, ...]
    left_price: str = ""
    right_price: str = ""


def face_to_face(
    document: AdvisorDocument, advice: Advice, asked: Sequence[str], costs: Mapping[str, Cost]
) -> FaceToFace | None:
    """The two targets that are asked for; else the answer and the next best. None for a guide with one target."""
    ranked = [found.target for found in advice.targets]
    chosen = list(dict.fromkeys([*(name for name in asked if name in document.targets), *ranked]))[:2]
    if len(chosen) < 2:
        return None
    left, right = chosen
    return FaceToFace(
        left=document.targets[left],
        right=document.targets[right],
        left_found=advice[left],
        right_found=advice[right],
        rows=tuple(_rows(document, advice, left, right)),
        choices=tuple(document.targets.values()),
        left_price=_price(costs.get(left)),
        right_price=_price(costs.get(right)),
    )


def _rows(document: AdvisorDocument, advice: Advice, left: str, right: str) -> Iterator[LimitRow]:
    """A row for each field that a hard rule of either target is about, in the order of the form."""
    fields = document.advisor.fields
    for name in (*fields.fields, *fields.derived):
        cells = _cell(document, advice, left, name), _cell(document, advice, right, name)
        if any(cell.fact for cell in cells):
            yield LimitRow(
                fields[name].label,
                fields[name].said(advice.workload[name], _limits(document, (left, right), name)),
                cells,
            )


def _price(cost: Cost | None) -> str:
    return money(cost.total) if cost and cost.is_known else "Not known"


def _cell(document: AdvisorDocument, advice: Advice, target: str, field: str) -> Cell:
    """The limit that this workload breaks, or the first that the target itself has for the field."""
    rules = [rule for rule in document.advisor.rules.get(target, ()) if _is_about(rule, field)]
    reasons = {reason.rule: reason for reason in advice[target].of_kind(HARD)}
    broken = next((rule for rule in rules if rule.id in reasons), None)
    own = [rule for rule in rules if document.facts[rule.fact].owner == target]
    if broken and broken not in own:
        return Cell(reasons[broken.id].text, document.facts[broken.fact], breaks=True)
    rule = broken or next(iter(own), None)
    if rule is None:
        return Cell("No limit found")
    fact, limit = document.facts[rule.fact], rule.decisive.value
    words = shown(fact)
    if isinstance(limit, int | float) and fact.number is not None:  # in the unit of the field, as the workload is
        words = document.advisor.fields[field].shown(limit)
    return Cell(f"{fact.label}: {words}", fact, breaks=broken is not None)


def _limits(document: AdvisorDocument, targets: Iterable[str], field: str) -> Iterator[float]:
    """The numbers that hard rules of the targets compare a field with."""
    for target in targets:
        for rule in document.advisor.rules.get(target, ()):
            if _is_about(rule, field) and is_number(rule.decisive.value):
                yield float(rule.decisive.value)


def _is_about(rule: Rule, field: str) -> bool:
    return rule.kind == HARD and rule.decisive.field == field
