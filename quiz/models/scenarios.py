"""Scenarios as instructors write them: a case and its steps, published together.

A scenario is a quiz of one mode. Its steps are questions whose `case` is its slug; what is being written names them in
`draft["steps"]`, and what is published in the quiz's own questions.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.models import User
from django.db import models, transaction

from quiz.models.questions import NEWER_DRAFT, PUBLISHED, Question, QuestionQuerySet
from quiz.models.quizzes import Mode, Quiz, QuizQuerySet
from quiz.sources import Source, without_status

Document = dict[str, Any]


class ScenarioQuerySet(QuizQuerySet):
    def in_state(self, state: str) -> Self:
        """Those that stand where `Scenario.state` says."""
        found = self.filter(is_retired=state == "retired", is_draft=state == "draft")
        if state not in (PUBLISHED, NEWER_DRAFT):
            return found
        changed = Question.objects.filter(guide=models.OuterRef("guide"), case=models.OuterRef("slug"))
        is_ahead = models.Q(draft__isnull=False) | models.Exists(changed.being_written())
        return found.filter(is_ahead) if state == NEWER_DRAFT else found.exclude(is_ahead)

    def written_on_top(self) -> Self:
        """Published ones of which something newer is being written."""
        return self.filter(is_draft=False, draft__isnull=False)

    def of_step(self, question: Question) -> "Scenario | None":
        """The case whose step the question is."""
        found: Any = self.select_related("guide").filter(guide=question.guide, slug=question.case)
        return found.first() if question.case else None


class ScenarioManager(models.Manager.from_queryset(ScenarioQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> ScenarioQuerySet:
        found: ScenarioQuerySet = super().get_queryset()
        return found.filter(mode=Mode.SCENARIO).exclude(rule__has_key="cases")


class Scenario(Quiz):
    """A case told in steps."""

    objects: ClassVar[Any] = ScenarioManager()

    class Meta:
        proxy = True

    @property
    def published(self) -> Source:
        """What is published, in the shape of `draft`; empty where nothing is."""
        found = super().published
        return {**found, "steps": self._current_slugs()} if found else {}

    @property
    def steps(self) -> list[Question]:
        """The steps of what is being written, in their order."""
        found = {step.slug: step for step in self.all_steps()}
        return [found[slug] for slug in self.written.get("steps", []) if slug in found]

    @property
    def left_out(self) -> list[Question]:
        """Steps that were written once and do not belong to it now."""
        kept = set(self.written.get("steps", []))
        return [step for step in self.all_steps() if step.slug not in kept]

    def all_steps(self) -> QuestionQuerySet:
        return Question.objects.select_related("guide", "current_version").filter(guide=self.guide, case=self.slug)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return self.state_if(is_ahead=self.has_changes)

    def state_if(self, *, is_ahead: bool) -> str:
        """Where it stands when it is known whether something newer is being written."""
        if self.is_retired or self.is_draft:
            return "retired" if self.is_retired else "draft"
        return NEWER_DRAFT if is_ahead else PUBLISHED

    @property
    def has_changes(self) -> bool:
        return self.draft is not None or self.all_steps().being_written().exists()

    def begin(self) -> None:
        self.mode = Mode.SCENARIO
        super().begin()

    def name_after(self, title: str) -> None:
        if not self.all_steps().exists():  # which know its slug
            super().name_after(title)

    def add_step(self, kind: str, source: Mapping[str, Any] | None = None, pk: UUID | None = None) -> Question:
        """A new step, the last one, with what `source` says or empty."""
        taken = {*self.guide.questions.values_list("slug", flat=True), *Quiz.objects.values_list("slug", flat=True)}
        slug = next(name for number in count(1) if (name := f"{self.slug}-{number}") not in taken)
        step = Question(pk=pk or uuid.uuid4(), guide=self.guide, slug=slug, kind=kind, case=self.slug)
        step.save_draft({**(source or {}), "id": slug, "kind": kind})
        self.save_draft({**self.written, "steps": [*self.written.get("steps", []), slug]})
        return step

    def publish(self, document: Document, steps: Iterable[tuple[Question, Document]], now: datetime, by: User) -> None:
        """Make what is written what learners are given: the case, and each of its steps."""
        with self.versions_kept(now, by):
            source = self.written
            for step, step_document in steps:
                step.publish(step_document, now, step.source, by)
            for step in self.left_out:
                step.retire()
            columns = {name: document[name] for name in ("title", "summary", "difficulty", "case", "case_source")}
            self.give(columns, with_left_out(source["steps"], self.question_slugs))

    def rebase_draft(self, before: Source) -> None:
        """Steps that a file added or took out since are in what is being written, or out of it, too."""
        own = self.draft
        super().rebase_draft(before)
        if before and own is not None and self.draft is not None:
            self.follow_steps(before["steps"], own["steps"])

    def follow_steps(self, before: Sequence[str], own: Sequence[str] | None = None) -> None:
        """Let the draft, whose steps were `own`, follow what became of the steps since they were those in `before`."""
        if not self.has_draft_on_top or self.draft is None:
            return
        steps = steps_after(self.draft["steps"] if own is None else own, before, self._current_slugs())
        if steps != self.draft["steps"]:
            self.save_draft({**self.draft, "steps": steps})

    def duplicate(self) -> "Scenario":
        """A draft of its own with the same texts, and with copies of the steps."""
        title = f"{self.written.get('title', self.title)[:190]} (copy)"
        with transaction.atomic():
            source = {**self.written, "title": title, "steps": []}
            copy: Scenario = Scenario.objects.keep_draft(Scenario(guide=self.guide), source, "")
            for step in self.steps:
                copy.add_step(step.kind, step.source)
        return copy

    def whole(self) -> Source:
        """What is published, with the sources of its steps."""
        if self.is_draft or not self.entry:
            return {}
        steps = self.questions.filter(status=Question.Status.PUBLISHED).order_by("quizquestion__position")
        entries = [step.entry for step in steps.select_related("current_version")]
        return {**without_status(self.entry), "steps": entries} if all(entries) else {}

    def restore(self, source: Source) -> None:
        """Make what a version said the draft again, of the case and of each step that it has."""
        found = {step.slug: step for step in self.all_steps()}
        said = [step for step in source["steps"] if step["id"] in found]
        with transaction.atomic():
            for step in said:
                if found[step["id"]].source != step:
                    found[step["id"]].save_draft(step)
            self.save_draft({**source, "steps": [step["id"] for step in said]})

    def _current_slugs(self) -> list[str]:
        named = self.questions.exclude(status=Question.Status.RETIRED).order_by("quizquestion__position")
        return list(named.values_list("slug", flat=True))


def with_left_out(order: Sequence[str], before: Sequence[str]) -> list[str]:
    """The steps in a new order, each one that was left out behind the one that it followed before."""
    found = list(order)
    for place, slug in enumerate(before):
        if slug not in order:
            found.insert(found.index(before[place - 1]) + 1 if place else 0, slug)
    return found


def steps_after(own: Sequence[str], before: Sequence[str], now: Sequence[str]) -> list[str]:
    """The steps of a draft that were `own` when those given were `before`, and that are `now` others."""
    if list(own) == list(before):
        return list(now)
    kept = [slug for slug in own if slug in now or slug not in before]
    return [*kept, *(slug for slug in now if slug not in before and slug not in kept)]
