"""Quizzes: named questions or a rule to draw them, and a mode."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any, Self
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from quiz.clock import time_text
from quiz.generated.asking import STEPS
from quiz.merging import rebased
from quiz.models.drawing import draw, matching
from quiz.models.questions import (
    NEWER_DRAFT,
    PUBLISHED,
    UNTITLED,
    Overwritten,
    Question,
    free_name,
    slug_stem,
)
from quiz.quiz_items import quiz_source
from quiz.sources import RETIRED, Source, document_hash, tidied, with_status, without_status
from studyguide.models import Guide

QUIZ_ORDER = ("guide__title", "guide", "position", "pk")  # of a list
UNLISTED = ("case", "case_source", "synced_source", "synced_steps", "guide__outline", "guide__tree")


class Mode(models.TextChoices):
    PRACTICE = "practice"
    EXAM = "exam"
    SCENARIO = "scenario", "Worked scenario"
    CHECKPOINT = "checkpoint"


class QuizQuerySet(models.QuerySet["Quiz"]):
    def plain(self) -> Self:
        """All but cases that are told in a file of their own."""
        return self.filter(~models.Q(mode=Mode.SCENARIO) | models.Q(rule__has_key="cases"))

    def in_state(self, state: str) -> Self:
        """Those that stand where `Quiz.state` says."""
        found = self.filter(is_retired=state == "retired")
        if PUBLISHED in state:
            return found.filter(is_draft=False, draft__isnull=state != NEWER_DRAFT)
        return found.filter(is_draft=True) if state == "draft" else found

    def keep_draft(self, quiz: "Quiz", source: Source, revision: str) -> "Quiz":
        """Keep what was written for `quiz`, which may be new; `revision` is the one that its form began with.

        Raises Overwritten when somebody else has saved something different meanwhile.
        """
        try:
            return self._kept(quiz, source, revision)
        except IntegrityError:  # the other click of two has made it
            return self._kept(Quiz(guide=quiz.guide, form_id=quiz.form_id), source, revision)

    def _kept(self, quiz: "Quiz", source: Source, revision: str) -> "Quiz":
        with transaction.atomic():
            stored = self.select_for_update(of=("self",)).select_related("guide").filter(pk=quiz.pk).first()
            stored = stored or self.filter(guide=quiz.guide, form_id=quiz.form_id, form_id__isnull=False).first()
            if stored is None:
                quiz.begin()
            elif stored.written != {**source, "id": stored.slug} and stored.revision != revision:
                raise Overwritten(stored)
            kept = stored or quiz
            kept.name_after(source.get("title", ""))
            kept.save_draft({**source, "id": kept.slug})
        return kept

    def current(self) -> Self:
        """What learners are given, whether or not it is open yet."""
        return self.filter(is_draft=False, is_retired=False, guide__is_retired=False)

    def known(self) -> Self:
        """What files may know: all but drafts that were never published."""
        return self.filter(is_draft=False)

    def listed(self) -> Self:
        """With their guides, and without what a list does not show and what weighs the most."""
        return self.select_related("guide").defer(*UNLISTED)


class Quiz(models.Model):
    """`rule` draws questions (see `draw`) where `questions` names none, or has `cases` made for each attempt.

    `case` is a scenario's story, answer and losers as HTML; attempts keep a copy. `case_source` is what it was rendered
    from: the scenario's own keys, as its file has them. `synced_source` is as a question's (see `Question`), and
    `synced_steps` the steps that the file had. `draft` is what is being written, None where nothing is; a quiz that was
    never published `is_draft`, and no file knows it. It can be started from `opens_at` until `closes_at`.
    """

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="quizzes")
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    mode = models.CharField(max_length=12, choices=Mode.choices)
    time_limit_s = models.PositiveIntegerField(null=True)
    pass_percent = models.PositiveSmallIntegerField(null=True)
    questions = models.ManyToManyField(Question, through="QuizQuestion", related_name="quizzes")
    rule = models.JSONField(default=dict)
    case = models.JSONField(default=dict)
    case_source = models.JSONField(default=dict, db_default={}, blank=True)
    synced_source = models.JSONField(null=True)
    synced_steps = models.JSONField(null=True)
    form_id = models.UUIDField(null=True, unique=True)  # of the form that made it: a double click makes one
    draft = models.JSONField(null=True)
    is_draft = models.BooleanField(default=False, db_default=False)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    difficulty = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    STATES = (PUBLISHED, NEWER_DRAFT, "draft", "retired")

    objects = QuizQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "quizzes"
        permissions = [
            ("view_statistics", "Can see how quizzes and questions perform"),
            ("publish_quiz", "Can publish and retire quizzes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(time_limit_s__isnull=True) | models.Q(time_limit_s__gt=0),
                name="quiz_time_limit_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="quiz_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quiz", args=[self.slug])

    @property
    def source(self) -> str:
        """What attempts at this quiz say they came from."""
        return f"quiz:{self.slug}"

    @property
    def is_exam(self) -> bool:
        return self.mode == Mode.EXAM

    def is_before(self, now: datetime) -> bool:
        """Whether it has yet to open."""
        return self.opens_at is not None and now < self.opens_at

    def is_over(self, now: datetime) -> bool:
        """Whether it has closed."""
        return self.closes_at is not None and now >= self.closes_at

    @property
    def minutes(self) -> int | None:
        return self.time_limit_s // 60 if self.time_limit_s else None

    @property
    def entry(self) -> Source:
        """The quiz as an entry in a file says it; empty for a scenario that is older than its source."""
        status = RETIRED if self.is_retired else PUBLISHED
        shared = {"id": self.slug, "title": self.title, "summary": self.summary}
        if not self.is_scenario:
            limits = {"mode": self.mode, "minutes": self.minutes, "pass_percent": self.pass_percent}
            times = {"opens": time_text(self.opens_at), "closes": time_text(self.closes_at)}
            source = quiz_source({**shared, **limits, **times, "questions": self.question_slugs, "draw": self.rule})
        elif self.case_source:
            source = tidied({**self.case_source, **shared, "difficulty": self.difficulty})
        else:
            return {}
        return with_status(source, status)

    @property
    def question_slugs(self) -> list[str]:
        return list(self.questions.order_by("quizquestion__position").values_list("slug", flat=True))

    @property
    def published(self) -> Source:
        """What is published, as its entry says it; empty where nothing is."""
        return {} if self.is_draft else without_status(self.entry)

    @property
    def written(self) -> Source:
        """What its form shows: the draft, or what is published."""
        return self.published if self.draft is None else self.draft

    @property
    def revision(self) -> str:
        """Names what is stored of the draft: a form that began with another would overwrite something."""
        return document_hash(self.written)[:16]

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.is_retired or self.is_draft:
            return "retired" if self.is_retired else "draft"
        return NEWER_DRAFT if self.draft is not None else PUBLISHED

    def begin(self) -> None:
        """Become a row, behind the others of the guide."""
        last = self.guide.quizzes.aggregate(last=models.Max("position"))["last"]
        self.is_draft, self.position = True, (last or 0) + 1
        self.slug = self._free_slug("")
        self.save()

    def name_after(self, title: str) -> None:
        """Take a slug from the title while nobody but the admin knows the one it has."""
        if self.is_draft and self.slug.startswith(UNTITLED) and title.strip():
            self.slug = self._free_slug(title)

    def _free_slug(self, title: str) -> str:
        wanted = slug_stem(title)
        taken = set(Quiz.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
        taken |= set(self.guide.questions.filter(slug__startswith=wanted).values_list("slug", flat=True))
        return free_name(wanted, taken)

    def save_draft(self, source: Source) -> None:
        """Keep what was written; learners go on with what is published."""
        self.draft = None if source == self.published else source
        if self.is_draft:
            self.title = str(source.get("title", ""))[:200]
        self.save()

    def rebase_draft(self, before: Source) -> None:
        """Keep what is being written on top of what a file changed; `before` was published until then."""
        if self.draft is not None and before and before != self.published:
            self.save_draft(rebased(self.draft, before, self.published))

    def publish_as(self, columns: Mapping[str, Any], questions: Sequence[str], now: datetime, by: User) -> None:
        """Make this what learners are given from now on; what they have begun keeps what it began with."""
        with self.versions_kept(now, by):
            self.give(columns, questions)

    def give(self, columns: Mapping[str, Any], questions: Sequence[str]) -> None:
        """Publish these without keeping a version, inside `versions_kept`."""
        for name, value in columns.items():
            setattr(self, name, value)
        self.is_draft, self.is_retired, self.draft = False, False, None
        self.save()
        self.set_questions(questions)

    @contextmanager
    def versions_kept(self, now: datetime, by: User) -> Iterator[None]:
        """Publish inside it: what learners were given until then is kept as a version, and what they are given then."""
        with transaction.atomic():
            Quiz.objects.select_for_update().get(pk=self.pk)  # two that publish at once number their versions in turn
            self.keep_version(now)  # what a file said, which nobody published here
            yield
            self.keep_version(now, by)

    def keep_version(self, now: datetime, by: User | None = None) -> None:
        """Remember what is published, unless the newest version says just that."""
        source, newest = self.whole(), self.versions.first()
        if source and (newest is None or newest.source != source):
            number = newest.number + 1 if newest else 1
            self.versions.create(number=number, source=source, published_at=now, published_by=by)

    def whole(self) -> Source:
        """What is published, with all that belongs to it; empty where nothing is."""
        return self.published

    def restore(self, source: Source) -> None:
        """Make what a version said the draft again."""
        self.save_draft(source)

    @property
    def has_draft_on_top(self) -> bool:
        """Whether something is being written besides what is published."""
        return self.draft is not None and not self.is_draft

    def mark_synced(self, synced: Source | None, steps: Sequence[str] | None = None) -> None:
        """Remember what the quiz's entry in a file says, and which steps it has there; None for none."""
        now = (synced, None if steps is None else list(steps))
        if now != (self.synced_source, self.synced_steps):
            self.synced_source, self.synced_steps = now
            self.save(update_fields=["synced_source", "synced_steps"])

    def set_questions(self, slugs: Sequence[str]) -> None:
        """Ask these questions of the guide, in this order."""
        ids = dict(self.guide.questions.filter(slug__in=slugs).values_list("slug", "pk"))
        wanted = [ids[slug] for slug in slugs]
        rows = QuizQuestion.objects.filter(quiz=self)
        if list(rows.order_by("position").values_list("question_id", flat=True)) != wanted:
            rows.delete()
            QuizQuestion.objects.bulk_create(
                QuizQuestion(quiz=self, question_id=pk, position=place) for place, pk in enumerate(wanted)
            )

    def retire(self) -> None:
        if not self.is_retired:
            self.is_retired = True
            self.save(update_fields=["is_retired"])

    @property
    def is_scenario(self) -> bool:
        """Whether it tells a case of its own, which has a file of its own."""
        return self.mode == Mode.SCENARIO and not self.cases

    @property
    def cases(self) -> int:
        """How many cases are made for each attempt; 0 for a quiz that asks what is in the bank."""
        return int(self.rule.get("cases", 0))

    @property
    def count(self) -> int:
        """How many questions an attempt that starts now is given; of cases, at most."""
        if self.cases:
            return self.cases * len(STEPS)
        if not self.rule:
            return self.questions.filter(status=Question.Status.PUBLISHED).count()
        found = matching(self.guide, self.rule).count()
        return min(self.rule.get("count") or found, found)

    def bring_back(self) -> None:
        """To where it was before it was retired."""
        self.is_retired = False
        self.save(update_fields=["is_retired"])

    def draw(self, seen: Collection[UUID], random: Random) -> list[Question]:
        """The questions of one attempt: those named, in their order, or drawn by the rule."""
        if self.rule:
            return draw(matching(self.guide, self.rule), self.rule, seen, random)
        named = self.questions.filter(status=Question.Status.PUBLISHED).order_by("quizquestion__position")
        return list(named.select_related("current_version"))


class QuizQuestion(models.Model):
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["quiz", "question"], name="question_once_in_quiz")]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.position}"
