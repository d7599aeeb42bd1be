"""Attempts and the responses in them: what a learner gave, when, and what it was worth."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Self
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.urls import reverse

from quiz.generated.generator import VERSION
from quiz.generated.versions import CaseDocuments
from quiz.kinds import Document, Kind
from quiz.models.questions import Question, QuestionVersion, document_hash
from quiz.models.quizzes import Mode, Quiz
from quiz.scoring import Score
from studyguide.models import Guide, Learner

# An answer on its way when time runs out still counts.
GRACE = timedelta(seconds=10)


class Accommodation(models.Model):
    """More time for a learner who needs it: every time limit is multiplied by the factor."""

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="accommodation")
    time_factor = models.DecimalField(max_digits=3, decimal_places=2, default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(time_factor__gte=1), name="time_factor_at_least_one")]

    def __str__(self) -> str:
        return f"{self.time_factor} for {self.learner_id}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new attempt is made of. `source` says where its questions came from, as `quiz:mock-exam` or `missed`.

    `cases` were made for it alone. A preview belongs to no quiz, so that nothing that asks for a quiz's attempts finds
    it.
    """

    guide: Guide
    mode: str
    source: str
    title: str
    questions: Sequence[Question] = ()
    cases: Sequence[CaseDocuments] = ()
    quiz: Quiz | None = None
    time_limit_s: int | None = None
    pass_percent: int | None = None
    closes_at: datetime | None = None
    case: Mapping[str, Any] = field(default_factory=dict)
    is_preview: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.questions or self.cases)

    def versions(self, attempt: "Attempt") -> list[QuestionVersion]:
        """What the attempt asks, in order; of cases, versions that are stored with it."""
        if not self.cases:
            return [question.current_version for question in self.questions if question.current_version]
        documents = [document for made in self.cases for document in made.steps]
        return QuestionVersion.objects.bulk_create(
            QuestionVersion(
                attempt=attempt,
                number=position,
                document=document,
                content_hash=document_hash(document),
                published_at=attempt.started_at,
            )
            for position, document in enumerate(documents, 1)
        )


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
            deadline_at=_deadline(learner, plan, now),
        )
        Response.objects.bulk_create(
            Response(attempt=attempt, version=version, position=position, order=shown_order(version, seed, position))
            for position, version in enumerate(plan.versions(attempt), 1)
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
    is_preview = models.BooleanField(default=False)  # of an instructor who looks at a quiz: nothing counts it

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
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


class ResponseQuerySet(models.QuerySet["Response"]):
    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)

    def of(self, learner_id: UUID | None) -> Self:
        return self.filter(attempt__learner_id=learner_id) if learner_id else self.none()

    def at(self, attempt_id: UUID, position: int, learner_id: UUID | None) -> "Response":
        """A learner's response, with its attempt and version; raises Response.DoesNotExist."""
        found = self.select_related("attempt", "version").of(learner_id)
        return found.get(attempt_id=attempt_id, position=position)

    def counted(self) -> Self:
        """All but those in previews."""
        return self.filter(attempt__is_preview=False)

    def missed(self) -> Self:
        return self.filter(points__lt=models.F("possible"))


@dataclass(frozen=True, slots=True)
class Given:
    """What one save sends. `revision` is the one its page was made from, `writer` names that page."""

    answer: Any
    confidence: str
    is_flagged: bool
    revision: int
    writer: str


class Stale(Exception):
    """A newer answer is saved than the one that the page was made from."""


class Moved(Exception):
    """The response changed after it was read: read it again."""


class Closed(Exception):
    """The attempt is submitted, its time is up, or this answer was checked."""


class Response(models.Model):
    """What was answered for one question in one attempt.

    `order` is the order in which parts were shown. `checked_at` says when the learner committed to the answer and
    saw what it was worth; in an exam that is the submission. `points` and `first_answer` are of the first check:
    later tries are for learning.
    """

    class Confidence(models.TextChoices):
        NONE = "", "not said"
        GUESS = "guess"
        UNSURE = "unsure"
        SURE = "sure"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    version = models.ForeignKey(QuestionVersion, on_delete=models.RESTRICT, related_name="responses")
    position = models.PositiveIntegerField()
    order = models.JSONField(default=list)
    answer = models.JSONField(null=True)
    first_answer = models.JSONField(null=True)
    confidence = models.CharField(max_length=6, choices=Confidence.choices, blank=True)
    is_flagged = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=22, blank=True)
    tries = models.PositiveIntegerField(default=0)
    has_hint = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    points = models.FloatField(null=True)
    possible = models.FloatField(null=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="response_position_in_attempt"),
            models.UniqueConstraint(fields=["attempt", "version"], name="version_once_in_attempt"),
            models.CheckConstraint(
                condition=models.Q(points__isnull=True) | models.Q(points__gte=0, points__lte=models.F("possible")),
                name="points_within_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} of {self.attempt_id}"

    @property
    def kind(self) -> Kind:
        return self.version.kind

    @property
    def document(self) -> Document:
        document: Document = self.version.document
        return document

    @property
    def is_answered(self) -> bool:
        return self.answer is not None

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do: in an exam an answer, else an answer that was checked."""
        return (self.answered_at if self.attempt.is_exam else self.checked_at) is not None

    @property
    def is_revealed(self) -> bool:
        """Whether key and rationale may be shown: only after the learner committed to an answer."""
        return self.checked_at is not None or not self.attempt.is_open

    @property
    def score(self) -> Score:
        """What the answer as it stands is worth."""
        return self.version.score(self.answer)

    def save_answer(self, given: Given, now: datetime) -> None:
        """Keep an answer. Raises Closed or Stale, and Moved where the response is no longer as it was read.

        So nobody has to hold the row: a lock that others wait for is taken for one statement only.
        A page may save on top of its own save even if it never heard that the first one arrived. What is saved already
        may be sent again at any time and changes nothing.
        """
        is_saved = (given.answer, given.confidence, given.is_flagged) == (self.answer, self.confidence, self.is_flagged)
        is_own_retry = bool(given.writer) and given.writer == self.writer and given.revision == self.revision - 1
        is_closed = self.is_revealed or self.attempt.is_overdue(now)
        is_next = given.revision == self.revision or (is_own_retry and not is_saved)
        if is_saved and (is_closed or not is_next):
            return
        if is_closed:
            raise Closed
        if not is_next:
            raise Stale
        as_read = self.revision
        self.take(given, now)
        if not self.store_over(as_read):
            raise Moved

    def take(self, given: Given, now: datetime) -> None:
        """Be what was given, as the next revision."""
        self.answer, self.confidence, self.is_flagged = given.answer, given.confidence, given.is_flagged
        self.revision += 1
        self.writer = given.writer
        self.answered_at = now if given.answer is not None else None

    def store_over(self, revision: int) -> bool:
        """Store what was taken where the row is still at `revision` and nobody saw what it is worth."""
        columns = ("answer", "confidence", "is_flagged", "revision", "writer", "answered_at")
        as_read = Response.objects.filter(pk=self.pk, revision=revision, checked_at=None)
        return bool(as_read.update(**{column: getattr(self, column) for column in columns}))

    def check_answer(self, now: datetime) -> None:
        """Commit to the answer, so that what it is worth may be shown. Again changes nothing. Raises Closed."""
        if self.is_revealed:
            return
        if self.attempt.is_overdue(now):
            raise Closed
        self.checked_at = now
        self.tries += 1
        self.settle()
        self.save(update_fields=["checked_at", "tries", "points", "possible", "first_answer"])

    def show_hint(self, now: datetime) -> None:
        """Show the hint from now on, outside an exam. Again changes nothing."""
        if self.attempt.is_exam or self.attempt.is_overdue(now):
            raise Closed
        if not self.has_hint and not self.is_revealed:
            self.has_hint = True
            self.save(update_fields=["has_hint"])

    def reopen(self, now: datetime) -> None:
        """Let the learner try again, in practice; the points of the first check stay. Again changes nothing."""
        if self.attempt.mode != Mode.PRACTICE or not self.attempt.is_open or self.attempt.is_overdue(now):
            raise Closed
        if self.checked_at is None:
            return
        self.checked_at = None
        self.revision += 1
        self.save(update_fields=["checked_at", "revision"])

    def judge(self, answer: Any, now: datetime) -> None:
        """Record what a learner gave at a checkpoint and close it.

        Again replaces a judgement of one's own. A scored answer stays: its key was shown with it.
        """
        if self.checked_at is not None and self.version.kind.is_scored:
            return
        self.answer, self.answered_at, self.checked_at = answer, now, now
        self.points = None
        self.tries += 1
        self.settle()
        self.save()
        Attempt.objects.filter(pk=self.attempt_id).update(submitted_at=now)

    def settle(self) -> None:
        """Fix the points, unless an earlier check has."""
        if self.points is None:
            score = self.score
            self.points, self.possible, self.first_answer = score.points, score.possible, self.answer


def held(attempt_id: UUID, position: int, learner_id: UUID | None) -> Response:
    """A learner's response, locked until the transaction ends; raises Response.DoesNotExist."""
    found: Response = Response.objects.select_for_update(of=("self", "attempt")).at(attempt_id, position, learner_id)
    return found


def total(responses: Iterable[Response]) -> Score:
    """The sum over settled responses."""
    settled = [response for response in responses if response.points is not None]
    return Score(sum(r.points or 0 for r in settled), sum(r.possible or 0 for r in settled))


def checkpoint_id(learner_id: UUID, version: QuestionVersion) -> UUID:
    return uuid.uuid5(learner_id, f"checkpoint {version.pk}")


def _deadline(learner: Learner, plan: Plan, now: datetime) -> datetime | None:
    """When the attempt is handed in at the latest: its time is up, or the quiz closes, which waits for nobody."""
    if plan.time_limit_s is None:
        return plan.closes_at
    accommodation = Accommodation.objects.filter(learner=learner).first()
    factor = float(accommodation.time_factor) if accommodation else 1.0
    time_is_up = now + timedelta(seconds=plan.time_limit_s * factor)
    return min(time_is_up, plan.closes_at) if plan.closes_at else time_is_up


def shown_order(version: QuestionVersion, seed: int, position: int) -> list[int]:
    """The order of a question's parts at one position of an attempt: the same for the same seed."""
    return version.kind.order(version.document, Random(f"{seed} {position}"))  # noqa: S311  # for variety, not secrecy
