"""What is being written of a case: its form, its steps, and how both are shown and checked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from random import Random
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from quiz.admin.acts import AFTERWARDS, need, posted_id
from quiz.admin.checks import SHAPES, Check, Checks, Sentences, checks_of, counts_in_words
from quiz.admin.writing import NO_FILES, anchors, check_kept, folder_of
from quiz.case_form import CASE_FORM, CASE_LAYOUT, STEP_ROWS, STEPS, with_every_case_place
from quiz.judging import Checked
from quiz.kinds import KINDS, Kind
from quiz.models import Question, Scenario
from quiz.published_bank import PublishedBank
from quiz.question_form import Group, with_every_place
from quiz.rendering_process import RENDERING
from quiz.source_forms import Values, row_numbers, source_of
from quiz.sources import Source
from studyguide.http import Request
from studyguide.models import Guide

ACTS = ("save", "rows", "preview")  # of the form, each an address, for a new case too


@dataclass(slots=True)
class CaseWriting:
    """A case that exists, or one that its first save will make."""

    scenario: Scenario
    is_new: bool
    noun = "case"

    @property
    def form(self) -> Sequence[Group]:
        return CASE_FORM

    @property
    def guide(self) -> Guide:
        return self.scenario.guide

    @property
    def revision(self) -> str:
        return "" if self.is_new else self.scenario.revision

    def url(self, act: str) -> str:
        if self.is_new:
            return reverse(f"admin:quiz_scenario_{act}_new", args=[self.guide.slug])
        return reverse(f"admin:quiz_scenario_{act}", args=[self.scenario.pk])

    @property
    def urls(self) -> dict[str, str]:
        if self.is_new:
            return {act: self.url(act) for act in ACTS}
        return {act: self.url(act) for act in (*ACTS, "publish", *AFTERWARDS)}

    def source(self, values: Mapping[str, Sequence[str]]) -> Source:
        """What the form says, with an empty place for each needed value that is missing; no step of another case."""
        before = {} if self.is_new else self.scenario.written
        found = {"id": self.scenario.slug or "new-case", **source_of(CASE_LAYOUT, values, before)}
        own = set() if self.is_new else {step.slug for step in self.scenario.all_steps()}
        return {**found, "id": self.scenario.slug or "new-case", STEPS: _once(found[STEPS], own)}

    def steps_in(self, values: Values, sentences: Sentences | None = None) -> list["StepRow"]:
        """The steps in the order that the form has, each with what keeps it from being published."""
        if self.is_new:
            return []
        found = {step.slug: step for step in self.scenario.all_steps()}
        numbers = [n for n in row_numbers(STEP_ROWS, values) if values[f"{STEPS}.{n}"][:1]]
        named = [(n, values[f"{STEPS}.{n}"][0]) for n in numbers]
        said = sentences or {}
        return [StepRow(n, found[slug], said.get(f"{STEPS}.{n}", ())) for n, slug in named if slug in found]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as the form of its case lists it; `number` is that of its row, from 0."""

    number: int
    question: Question
    mistakes: Sequence[str] = ()

    @property
    def place(self) -> str:
        return f"{STEPS}.{self.number}"

    @property
    def title(self) -> str:
        return self.question.source.get("title") or "Untitled step"

    @property
    def kind(self) -> Kind:
        return KINDS[self.question.kind]

    @property
    def health(self) -> str:
        levels = [finding["level"] for finding in self.question.findings]
        return counts_in_words(levels) or str(self.question.get_health_display())

    @property
    def shape(self) -> str:
        return SHAPES[self.question.health]


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step as learners see it; without a document there are only the reasons why it cannot be shown."""

    number: int
    question: Question
    document: Mapping[str, Any] | None
    mistakes: Sequence[str] = ()

    @property
    def kind(self) -> Kind:
        return KINDS[self.question.kind]

    @property
    def field(self) -> str:
        return f"step-{self.number}"

    @property
    def order(self) -> Sequence[int]:
        document = self.document or {}
        return self.kind.order(document, Random(0))  # noqa: S311  # the same at each letter typed

    @property
    def part(self) -> Mapping[str, Any]:
        return self.kind.present(self.document or {}, self.order, None)


def case_written(view: Callable[[Request, CaseWriting], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of what its address names, for those who may write it."""

    @wraps(view)
    def wrapped(request: Request, /, **place: Any) -> HttpResponse:
        return view(request, case_at(request, **place))

    return wrapped


def case_at(request: Request, scenario_id: int = 0, guide_slug: str = "") -> CaseWriting:
    """What the address names, if this person may write it."""
    need(request, f"quiz.{'change' if scenario_id else 'add'}_scenario")
    if scenario_id:
        return CaseWriting(scenario_of(scenario_id), is_new=False)
    return new_case(request, get_object_or_404(Guide.objects.current(), slug=guide_slug))


def new_case(request: Request, guide: Guide) -> CaseWriting:
    """A case that does not exist; its form carries an id, so that a double click makes one."""
    form_id = posted_id(request, "form_id")
    made = Scenario.objects.filter(guide=guide, form_id=form_id).first()
    return CaseWriting(made or Scenario(guide=guide, form_id=form_id), is_new=made is None)


def scenario_of(scenario_id: int) -> Scenario:
    found: Scenario = get_object_or_404(Scenario.objects.select_related("guide"), pk=scenario_id)
    return found


def case_document(scenario: Scenario, source: Source | None = None) -> Mapping[str, Any]:
    """The case as learners are shown it: story, answer, losers; empty where it cannot be shown."""
    folder = folder_of(scenario.guide)
    found = RENDERING.previewed_case(folder, with_every_case_place(source or scenario.written)) if folder else None
    return (found.document or {}).get("case", {}) if found else {}


def shown_steps(guide: Guide, case: Source, steps: Sequence[Question]) -> Iterator[StepShown]:
    """The steps as learners will see them, those that are being written as they are written."""
    folder, bank = folder_of(guide), PublishedBank(guide)
    for number, step in enumerate(steps, 1):
        version = step.current_version
        if version is not None and not step.has_changes:
            yield StepShown(number, step, version.document)
            continue
        source = with_every_place(KINDS[step.kind], step.source, is_step=True)
        found = RENDERING.previewed(folder, source, bank, case) if folder else Checked((("", NO_FILES),))
        yield StepShown(number, step, found.document, [sentence for _, sentence in found.mistakes])


def check_case(writing: CaseWriting) -> tuple[Checked, list[tuple[Question, Checked]]]:
    """Check a case as it is kept, and each of its steps."""
    scenario = writing.scenario
    folder = folder_of(scenario.guide)
    if folder is None:
        return Checked((("", NO_FILES),)), []
    source = with_every_case_place(scenario.written)
    found = RENDERING.checked_case(folder, source, anchors(scenario.guide, source))
    return found, [(step, check_kept(step)) for step in scenario.steps]


def case_checks(values: Values, found: Checked, steps: Sequence[StepRow]) -> Checks:
    """What was found in the case that the form says, and what is kept of its steps."""
    own = checks_of(CASE_LAYOUT, values, (*found.blocking, *found.warnings))
    about = [
        Check(f"q-steps-{row.number}", f"Step {number}", f"{row.health}.")
        for number, row in enumerate(steps, 1)
        if row.question.health in (Question.Health.BLOCKING, Question.Health.UNCHECKED)
    ]
    missing = [] if steps else [Check("rows-steps", STEP_ROWS.label, NO_STEPS)]
    return Checks([*own.blocking, *missing, *about], own.warnings)


NO_STEPS = "Add at least one step."


def _once(slugs: Sequence[Any], own: set[str]) -> list[str]:
    return [slug for slug in dict.fromkeys(map(str, slugs)) if slug in own]
