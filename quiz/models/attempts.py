"""Attempts: one sitting of a learner, from its start until it is submitted."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.urls import reverse

from quiz.generated.generator import VERSION
from quiz.kinds import Document
from quiz.models.plans import Plan
from quiz.models.quizzes import Mode, Quiz
from quiz.models.responses import Response, total
from quiz.models.versions import QuestionVersion, shown_order
from quiz.scoring import Score
from studyguide.models import Guide, Learner

# An answer on its way when time runs out still counts.
GRACE = timedelta(seconds=10)
# How the source of one begins that had to close for another at a sign-in; see `quiz.guests`.
SET_ASIDE = "set-aside:"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def open(self) -> Self:
        return self.filter(submitted_at=None)

    def of(self, learner_id: UUID | None) -> Self:
        return self.filter(learner_id=learner_id) if learner_id else self.none()

    def finished(self) -> Self:
        return self.filter(submitted_at__isnull=False)

    def overdue(self, now: datetime) -> Self:
        return self.open().filter(deadline_at__lt=now - GRACE)

    def running(self, now: datetime) -> Self:
        """What a learner can go on with: open, and its time is not up."""
        return self.open().exclude(deadline_at__lt=now - GRACE)

    def close_overdue(self, now: datetime) -> int:
        """Submit those whose time is up; how many there were."""
        overdue = list(self.overdue(now))
        for attempt in overdue:
            attempt.submit(now)
        return len(overdue)

    def listed(self) -> Self:
        """Attempts that a learner thinks of as a quiz; a checkpoint is part of its section."""
        return self.exclude(mode=Mode.CHECKPOINT)

    def counted(self) -> Self:
        """All but previews."""
        return self.filter(is_preview=False)

    def start(self, learner: Learner, plan: Plan, seed: int, now: datetime) -> "Attempt":
        """Begin an attempt with all its responses, or return the one that is open already and in time.

        Two starts at once make one attempt: the database allows one open attempt for each learner and source.
        """
        open_one = self.open().filter(learner=learner, guide=plan.guide, source=plan.source)
        open_one.close_overdue(now)
        if found := open_one.first():
            return found
        try:
            with transaction.atomic():
                return self._create(learner, plan, seed, now)
        except IntegrityError:
            return open_one.get()

    def _create(self, learner: Learner, plan: Plan, seed: int, now: datetime) -> "Attempt":
        before = self.filter(learner=learner, guide=plan.guide, source=plan.source).count()
        attempt = self.create(
            learner=learner,
            guide=plan.guide,
            quiz=plan.quiz,
            mode=plan.mode,
            source=plan.source,
            title=plan.title,
            number=before + 1,
            seed=seed,
            generator_version=VERSION if plan.cases else None,
            case=dict(plan.case),
            is_preview=plan.is_preview,
            pass_percent=plan.pass_percent,
            started_at=now,
            deadline_at=plan.deadline(learner, now),
        )
        Response.objects.bulk_create(
            Response(attempt=attempt, version=version, position=position, order=shown_order(version, seed, position))
            for position, version in enumerate(plan.versions(attempt.pk, now), 1)
        )
        return attempt

    def checkpoint(self, learner: Learner, version: QuestionVersion, now: datetime) -> "Attempt":
        """The attempt of one question inside a section.

        Its id follows from learner and version, so that two clicks at once make one attempt.
        """
        question = version.bank_question
        attempt, is_new = self.get_or_create(
            id=checkpoint_id(learner.pk, version),
            defaults={
                "learner": learner,
                "guide": question.guide,
                "mode": Mode.CHECKPOINT,
                "source": f"checkpoint:{version.pk}",
                "title": question.title,
                "number": 1,
                "seed": version.pk,
                "started_at": now,
            },
        )
        if is_new:
            order = shown_order(version, version.pk, 1)
            Response.objects.get_or_create(attempt=attempt, position=1, defaults={"version": version, "order": order})
        return attempt


class Attempt(models.Model):
    """One sitting. Belongs to its learner; its id cannot be guessed.

    What the quiz said when it began stays with it: title, mode, case, pass mark, and the time until which it runs.
    Cases that were made for it follow from `seed` and the version of the generator; it keeps them whole all the same,
    so that they stay what they were when guide or generator change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="attempts")
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey(Quiz, null=True, on_delete=models.PROTECT, related_name="attempts")
    mode = models.CharField(max_length=12, choices=Mode.choices)
    source = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    generator_version = models.PositiveSmallIntegerField(null=True)
    case = models.JSONField(default=dict)
    pass_percent = models.PositiveSmallIntegerField(null=True)
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    # Of an instructor who looks at a quiz: nothing counts it.
    is_preview = models.BooleanField(default=False, db_default=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(
                fields=["quiz", "learner"], condition=models.Q(submitted_at__isnull=False), name="finished_by_learner"
            ),
            models.Index(fields=["id"], condition=models.Q(is_preview=True), name="preview_attempts"),  # few
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "guide", "source"],
                condition=models.Q(submitted_at__isnull=True),
                name="one_open_attempt",
            ),
            models.UniqueConstraint(fields=["learner", "guide", "source", "number"], name="attempt_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("attempt", args=[self.pk])

    @property
    def form_url(self) -> str:
        """Where the quiz that a preview shows is written."""
        model = "scenario" if self.is_scenario and self.generator_version is None else "quiz"
        return reverse(f"admin:quiz_{model}_change", args=[self.source.partition(":")[2]])

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def is_exam(self) -> bool:
        return self.mode == Mode.EXAM

    @property
    def is_scenario(self) -> bool:
        return self.mode == Mode.SCENARIO

    @property
    def is_set_aside(self) -> bool:
        return self.source.startswith(SET_ASIDE)

    @property
    def cases(self) -> list[dict[str, Any]]:
        """The cases that it tells, with their answers; none where it tells none."""
        told: list[dict[str, Any]] = self.case.get("cases", [self.case] if self.case else [])
        return told

    def case_of(self, document: Document) -> dict[str, Any]:
        """The case that one of its questions is a step of; empty where it tells none."""
        number = int(document.get("case_number", 1))
        return self.cases[number - 1] if number <= len(self.cases) else {}

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and self.deadline_at is not None and now > self.deadline_at + GRACE

    def seconds_left(self, now: datetime) -> int | None:
        if self.deadline_at is None or not self.is_open:
            return None
        return max(0, int((self.deadline_at - now).total_seconds()))

    @property
    def seconds_used(self) -> int:
        """At least 0, whatever the server's clock did in between."""
        return max(0, int(((self.submitted_at or self.started_at) - self.started_at).total_seconds()))

    def submit(self, now: datetime) -> None:
        """Score every response and close the attempt; once only, whoever else submits at the same time."""
        with transaction.atomic():
            locked = Attempt.objects.select_for_update().get(pk=self.pk)
            if locked.is_open:
                locked._close(min(now, locked.deadline_at) if locked.deadline_at else now)
            self.submitted_at = locked.submitted_at

    def _close(self, at: datetime) -> None:
        self.submitted_at = at
        self.save(update_fields=["submitted_at"])
        self.responses.filter(checked_at=None).update(checked_at=at)  # no save slips in from here on
        responses = list(self.responses.select_related("version"))
        for response in responses:
            response.settle()
        Response.objects.bulk_update(responses, ["points", "possible", "first_answer"])

    def close_if_overdue(self, now: datetime) -> None:
        """Time is kept here: whoever looks at an attempt past its deadline finds it submitted at the deadline."""
        if self.is_overdue(now):
            self.submit(now)

    @property
    def score(self) -> Score:
        return total(self.responses.all())


def checkpoint_id(learner_id: UUID, version: QuestionVersion) -> UUID:
    return uuid.uuid5(learner_id, f"checkpoint {version.pk}")
