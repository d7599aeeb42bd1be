"""Scoring finished answers again: which they are, what would change, and changing it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import models, transaction

from quiz.models.quizzes import Quiz
from quiz.models.regrades import Outdated, Regrade, RegradedResponse, batches, hold
from quiz.models.responses import Response
from quiz.models.versions import QuestionVersion
from quiz.regrading import Outcome, Reading, Rescored, Rescoring, attempt_scores
from quiz.scoring import Score


class _Found(NamedTuple):
    """An answer as it is scored; `mark` is the percentage that passes its attempt."""

    response_id: int
    attempt_id: Any
    mark: int | None
    answer: Any
    points: float
    possible: float


@dataclass(frozen=True)
class Scope:
    """Which answers the version `key` scores again: of finished attempts, to other versions of its question.

    An answer to `key` itself is among them where another version scored it. Of one quiz, or wherever they were given;
    of attempts finished from the first day to the last, both included, in UTC.
    """

    key: QuestionVersion
    quiz: Quiz | None = None
    first_day: date | None = None
    last_day: date | None = None

    def versions(self) -> Sequence[QuestionVersion]:
        """Those that were asked, oldest first."""
        return list(self.key.bank_question.versions.defer("source").order_by("number"))

    def preview(self) -> Outcome:
        """What scoring them again would do."""
        outcome = self._nothing()
        for _ in self._rescored(outcome):
            pass
        return outcome

    def readings(self) -> list[tuple[QuestionVersion, list[Reading]]]:
        """For each version that was asked: its parts that `key` says in other words, has no more, or has new."""
        asked = [version for version in self.versions() if version != self.key and self._answers(version).exists()]
        read = [(version, list(Rescoring(version.document, self.key.document).readings())) for version in asked]
        return [(version, found) for version, found in read if found]

    def regrade(self, digest: str, reason: str, by: User, now: datetime) -> Regrade:
        """Score again what was previewed, all of it or nothing.

        `digest` is the preview's. Raises Outdated where an answer or a score is another by now, or none would change.
        """
        outcome = self._nothing()
        with transaction.atomic():
            hold(self.key.question_id)
            made = Regrade.objects.create(
                version=self.key,
                quiz=self.quiz,
                first_day=self.first_day,
                last_day=self.last_day,
                reason=reason,
                digest=digest,
                regraded_at=now,
                regraded_by=by,
            )
            for batch in self._rescored(outcome):
                made.store([(pk, rescored) for pk, rescored in batch if not rescored.refusal])
            if outcome.digest != digest or not outcome.changed:
                raise Outdated
            made.count(outcome)
        return made

    def _nothing(self) -> Outcome:
        return Outcome(f"{self.key.pk} {self.key.content_hash}")

    def _rescored(self, outcome: Outcome) -> Iterator[Sequence[tuple[int, Rescored]]]:
        """Each answer's id with what it is worth, added to the outcome batch by batch; nothing is written."""
        for asked in self.versions():
            rescoring = Rescoring(asked.document, self.key.document)
            for batch in batches(self._answers(asked)):
                found = [_Found(*row) for row in batch]
                rescored = {one.response_id: _rescored(rescoring, one) for one in found}
                for response_id, one in rescored.items():
                    outcome.add(response_id, one)
                _add_attempts(outcome, found, rescored)
                yield list(rescored.items())

    def _answers(self, asked: QuestionVersion) -> "models.QuerySet[Response, tuple[Any, ...]]":
        found = Response.objects.filter(version=asked, points__isnull=False)
        found = found.filter(attempt__submitted_at__isnull=False, attempt__is_preview=False)
        if self.quiz:
            found = found.filter(attempt__quiz=self.quiz)
        if self.first_day:
            found = found.filter(attempt__submitted_at__gte=datetime.combine(self.first_day, time.min, UTC))
        if self.last_day:
            found = found.filter(attempt__submitted_at__lte=datetime.combine(self.last_day, time.max, UTC))
        if asked == self.key:
            standing = RegradedResponse.objects.standing().filter(response=models.OuterRef("pk"))
            found = found.filter(models.Exists(standing))
        return found.values_list("pk", "attempt_id", "attempt__pass_percent", "first_answer", "points", "possible")


def _rescored(rescoring: Rescoring, found: _Found) -> Rescored:
    return rescoring.rescored(found.answer, Score(found.points, found.possible))


def _add_attempts(outcome: Outcome, found: Iterable[_Found], rescored: dict[int, Rescored]) -> None:
    """Which attempts come to pass or fail. An attempt asks a question once, so that no other batch has it."""
    after = {response_id: one.after for response_id, one in rescored.items() if one.is_changed}
    marks = {one.attempt_id: one.mark for one in found if one.mark is not None and one.response_id in after}
    settled = Response.objects.filter(attempt__in=marks, points__isnull=False).order_by("attempt_id", "position")
    rows = settled.values_list("attempt_id", "pk", "points", "possible")
    for attempt_id, scores in groupby(rows, lambda row: row[0]):
        scored = [(pk, Score(points or 0, possible or 0)) for _, pk, points, possible in scores]
        outcome.add_attempt(*attempt_scores(scored, after), marks[attempt_id] or 0)
