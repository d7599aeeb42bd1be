"""What was answered for one question in one attempt: saving it, committing to it, and what it is worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import connection, models

from quiz.kinds import Document, Kind
from quiz.models.quizzes import Mode
from quiz.models.versions import QuestionVersion
from quiz.scoring import Score


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

    attempt = models.ForeignKey("quiz.Attempt", on_delete=models.CASCADE, related_name="responses")
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
        taken = [field for field in self._meta.concrete_fields if field.name in TAKEN]
        values = {field.name: field.get_db_prep_save(getattr(self, field.name), connection) for field in taken}
        with connection.cursor() as cursor:
            cursor.execute(STORE, {**values, "id": self.pk, "as_read": revision})
            is_stored: bool = cursor.rowcount == 1
        return is_stored

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
        self.attempt.submitted_at = now
        self.attempt.save(update_fields=["submitted_at"])

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


# A save changes these. The statement stands here as it is sent: composing it anew took a fifth of the whole request.
TAKEN = {"answer", "confidence", "is_flagged", "revision", "writer", "answered_at"}
STORE = """
    UPDATE quiz_response SET answer = %(answer)s, confidence = %(confidence)s, is_flagged = %(is_flagged)s,
        revision = %(revision)s, writer = %(writer)s, answered_at = %(answered_at)s
    WHERE id = %(id)s AND revision = %(as_read)s AND checked_at IS NULL
"""
