"""What the page of an advisor shows for a query: the form, the advice, the cost. Pure: no Django."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from studyguide.advisor.billing import Cost
from studyguide.advisor.cost_view import Pricing, assumption_rows, pricing_of
from studyguide.advisor.document import AdvisorDocument, ShownFact, shown_fact
from studyguide.advisor.evaluation import RULED_OUT, Advice, TargetAdvice
from studyguide.advisor.face_to_face import FaceToFace, face_to_face
from studyguide.advisor.fields import Field
from studyguide.advisor.form import FACE, Address, Query, Row, StepForm, steps, texts_of
from studyguide.advisor.reading import Preset
from studyguide.advisor.rules import HARD, SOFT, Reason, holds
from studyguide.advisor.thresholds import IS, flips
from studyguide.decision import Workload
from studyguide.facts import Fact
from studyguide.targets import Target

NEAR = 0.5  # a threshold within a factor of two counts as near


@dataclass(frozen=True, slots=True)
class Against:
    """One reason with the fact behind it."""

    reason: Reason
    fact: ShownFact


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target with its verdict and what counts against it."""

    target: Target
    found: TargetAdvice
    hard: tuple[Against, ...]
    soft: tuple[Against, ...]
    cost: Cost | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would change the answer: in words, to which target, and the address that tries it."""

    label: str
    words: str
    now: str
    target: Target
    address: str
    facts: tuple[ShownFact, ...]
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """How far the workload is from a limit of the answer."""

    label: str
    value: str
    limit: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Answer:
    """The advice in the order in which a colleague would give it."""

    advice: Advice
    target: Target
    runner_up: Verdict | None
    own: Verdict
    others: tuple[Verdict, ...]
    ruled_out: tuple[Verdict, ...]
    room: tuple[Room, ...]
    changes: tuple[Change, ...]
    other_changes: tuple[tuple[Target, tuple[Change, ...]], ...]
    facts: tuple[ShownFact, ...]
    reading: tuple[tuple[str, str], ...]
    faces: FaceToFace | None = None


@dataclass(frozen=True, slots=True)
class AdvisorPage:
    """`presets` are `(preset, address, is the one shown)`; `missing` are the fields still asked for."""

    document: AdvisorDocument
    steps: list[StepForm]
    presets: list[tuple[Preset, str, bool]]
    missing: list[Field] = field(default_factory=list)
    answer: Answer | None = None
    pricing: Pricing | None = None
    assumptions: tuple[Row, ...] = ()

    @property
    def has_errors(self) -> bool:
        rows = [row for step in self.steps for row in step.rows]
        return any(row.error for row in (*rows, *self.assumptions))

    @property
    def errors(self) -> list[Row]:
        return [row for row in (*(r for step in self.steps for r in step.rows), *self.assumptions) if row.error]


def advisor_page(document: AdvisorDocument, query: Query, titles: Mapping[str, str]) -> AdvisorPage:
    """The page for what a query says; `titles` are those of the guide's sections by slug."""
    fields = document.advisor.fields
    texts = texts_of(query, fields.fields)
    filled = fields.read_form(texts)
    page_steps = steps(document, filled, is_started=bool(texts))
    missing = [fields.fields[name] for name in filled.missing] if texts else []
    if not filled.is_complete:
        presets = [(preset, preset.address, False) for preset in document.presets]
        rows = assumption_rows(document, query, None)
        return AdvisorPage(document, page_steps, presets, missing, assumptions=rows)
    workload = fields.complete(filled.values)
    advice = document.advisor.advise(workload)
    pricing = pricing_of(document, advice, query)
    state = {**texts, **(texts_of(query, document.prices.assumptions) if document.prices else {})}
    answer = _answer(document, advice, pricing, state, query.getlist(FACE))
    answer = replace(answer, reading=tuple(_reading(document, advice, titles)))
    presets = [(preset, preset.address, preset.workload == workload) for preset in document.presets]
    rows = assumption_rows(document, query, pricing.bill if pricing else None)
    return AdvisorPage(document, page_steps, presets, [], answer, pricing, rows)


def _answer(
    document: AdvisorDocument, advice: Advice, pricing: Pricing | None, state: Mapping[str, str], faces: Sequence[str]
) -> Answer:
    costs = pricing.bill.costs if pricing else {}
    verdicts = {found.target: _verdict(document, found, costs) for found in advice.targets}
    others = [verdict for name, verdict in verdicts.items() if name != advice.answer]
    changes = list(_changes(document, advice.workload, state))
    left = tuple(verdict for verdict in others if verdict.found.verdict != RULED_OUT)
    return Answer(
        advice=advice,
        target=document.targets[advice.answer],
        runner_up=verdicts.get(advice.runner_up),
        own=verdicts[advice.answer],
        others=left,
        ruled_out=tuple(verdict for verdict in others if verdict.found.verdict == RULED_OUT),
        room=tuple(_room(document, advice)),
        changes=tuple(change for change, is_number in changes if is_number),
        other_changes=_by_target([change for change, is_number in changes if not is_number]),
        facts=tuple(_facts(document, advice)),
        reading=(),
        faces=face_to_face(document, advice, faces, costs),
    )


def _verdict(document: AdvisorDocument, found: TargetAdvice, costs: Mapping[str, Cost]) -> Verdict:
    hard, soft = (
        tuple(Against(reason, shown_fact(document, reason.fact)) for reason in found.of_kind(kind))
        for kind in (HARD, SOFT)
    )
    return Verdict(document.targets[found.target], found, hard, soft, costs.get(found.target))


def _room(document: AdvisorDocument, advice: Advice) -> Iterator[Room]:
    """The limits of the answer that this workload could have broken, with what it has."""
    fields, workload = document.advisor.fields, advice.workload
    for rule in document.advisor.rules[advice.answer]:
        others = [condition for condition in rule.conditions if condition is not rule.decisive]
        name, limit = rule.decisive.field, rule.decisive.value
        is_limit = rule.kind == HARD and rule.decisive.operator == ">" and not isinstance(workload[name], bool)
        if is_limit and isinstance(limit, int | float) and all(other.holds(workload, {}) for other in others):
            shown_limit = fields[name].shown(limit)
            value = fields[name].said(workload[name], [limit])
            yield Room(fields[name].label, value, shown_limit, document.facts[rule.fact])


def _changes(document: AdvisorDocument, workload: Workload, state: Mapping[str, str]) -> Iterator[tuple[Change, bool]]:
    """What would change the answer, and whether it is a number."""
    fields = document.advisor.fields.fields
    address = Address(state)
    for flip in flips(document.advisor, workload):
        asked = fields[flip.field]
        is_number = flip.relation != IS
        words = f"{flip.relation} {asked.shown(flip.said)}" if is_number else asked.shown(flip.value)
        change = Change(
            label=asked.label if is_number else asked.short,
            words=words,
            now=asked.said(workload[flip.field], [flip.said] if is_number else ()),
            target=document.targets[flip.answer],
            address=address.changed(flip.field, asked.as_text(flip.sample)),
            facts=tuple(shown_fact(document, key) for key in flip.facts),
            is_near=flip.nearness >= NEAR,
        )
        yield change, is_number


def _by_target(changes: Sequence[Change]) -> tuple[tuple[Target, tuple[Change, ...]], ...]:
    targets = dict.fromkeys(change.target.id for change in changes)
    grouped = (tuple(change for change in changes if change.target.id == target) for target in targets)
    return tuple((group[0].target, group) for group in grouped)


def _facts(document: AdvisorDocument, advice: Advice) -> Iterator[ShownFact]:
    """The facts that the path and the reasons rest on, each once."""
    asked = [option for step in advice.walk.steps for option in step.node.options]
    keys = [key for option in asked for key in option.fact_keys]
    keys += [reason.fact for found in advice.targets for reason in found.reasons]
    return (shown_fact(document, key) for key in dict.fromkeys(keys))


def _reading(document: AdvisorDocument, advice: Advice, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Sections to read: where the case is told, those of the first two targets, and what the guide adds."""
    told = [preset.section for preset in document.presets if preset.workload == advice.workload]
    targets = [document.targets[name].section for name in (advice.answer, advice.runner_up) if name]
    numbers = {name: float(v) for name, v in advice.workload.items() if isinstance(v, int | float)}
    figures = {**document.advisor.figures, **numbers}
    added = [found.section for found in document.read_next if holds(found.when, (), advice.workload, figures)]
    return ((slug, titles[slug]) for slug in dict.fromkeys([*told, *targets, *added]) if slug in titles)
