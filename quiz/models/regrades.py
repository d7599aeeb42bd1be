"""Regrades: finished answers scored again by another version of their question; see `Scope` for how. Reversible."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction

from quiz.models.questions import Question
from quiz.models.quizzes import Quiz
from quiz.models.responses import Response
from quiz.models.versions import QuestionVersion
from quiz.regrading import Outcome, Rescored
from quiz.scoring import Score

BATCH = 500  # answers that are in memory at once
LONGEST_REASON = 300


class Outdated(Exception):
    """What was previewed is not what would happen now: show the new preview."""


class Covered(Exception):
    """A later regrade scored some of the same answers; `by` is the latest."""

    def __init__(self, by: "Regrade") -> None:
        super().__init__("a later regrade stands on this one")
        self.by = by


class RegradeQuerySet(models.QuerySet["Regrade"]):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)

    def of(self, question: Question) -> Self:
        return self.filter(version__question=question)


class Regrade(models.Model):
    """One act of scoring finished answers again by `version`; the other columns say which, as `Scope` does.

    Of `answers` looked at, `regraded` could be read by the version and have a row each. `mean_change` is in points,
    over those that changed. `digest` is that of the preview.
    """

    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="regrades")
    quiz = models.ForeignKey(Quiz, null=True, on_delete=models.PROTECT, related_name="regrades")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    digest = models.CharField(max_length=64)
    regraded_at = models.DateTimeField()
    regraded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="regrades"
    )
    answers = models.PositiveIntegerField(default=0)
    regraded = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    mean_change = models.FloatField(default=0)
    now_passed = models.PositiveIntegerField(default=0)
    now_failed = models.PositiveIntegerField(default=0)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="regrades_taken_back"
    )

    objects = RegradeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(changed__lte=models.F("regraded"), regraded__lte=models.F("answers")),
                name="regrade_counts_within_answers",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_by=None) | models.Q(taken_back_at__isnull=False),
                name="regrade_taken_back_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regraded} answers by version {self.version.number}"

    @property
    def refused(self) -> int:
        """How many answers the version could not read."""
        return self.answers - self.regraded

    @property
    def covering(self) -> "Regrade | None":
        """The latest of the later regrades that stand and scored some of the same answers."""
        shared = RegradedResponse.objects.filter(regrade=models.OuterRef("pk"), response__regrades__regrade=self)
        later = Regrade.objects.standing().of(self.version.bank_question).filter(pk__gt=self.pk)
        return later.filter(models.Exists(shared)).first()

    def store(self, batch: Sequence[tuple[int, Rescored]]) -> None:
        """Write these scores where the old ones still stand; raises Outdated where one does not."""
        changes: dict[tuple[Score, Score], list[int]] = defaultdict(list)
        for response_id, rescored in batch:
            changes[rescored.before, rescored.after].append(response_id)
        for (before, after), ids in changes.items():
            as_seen = Response.objects.filter(pk__in=ids, points=before.points, possible=before.possible)
            if as_seen.update(points=after.points, possible=after.possible) != len(ids):
                raise Outdated
        RegradedResponse.objects.bulk_create(
            RegradedResponse(
                regrade=self,
                response_id=response_id,
                old_points=rescored.before.points,
                old_possible=rescored.before.possible,
                points=rescored.after.points,
                possible=rescored.after.possible,
            )
            for response_id, rescored in batch
        )

    def count(self, outcome: Outcome) -> None:
        """Keep what came of it."""
        for name in ("answers", "regraded", "changed", "mean_change", "now_passed", "now_failed"):
            setattr(self, name, getattr(outcome, name))
        self.save()

    def take_back(self, by: User, now: datetime) -> None:
        """Give every answer the score that it had before. Again changes nothing. Raises Covered."""
        with transaction.atomic():
            hold(self.version.question_id)
            self.refresh_from_db(fields=["taken_back_at", "taken_back_by"])
            if self.taken_back_at is not None:
                return
            if covering := self.covering:
                raise Covered(covering)
            for batch in batches(self.responses.values_list("pk", "response_id", "old_points", "old_possible")):
                _restore(batch)
            self.taken_back_at, self.taken_back_by = now, by
            self.save(update_fields=["taken_back_at", "taken_back_by"])


class RegradedResponseQuerySet(models.QuerySet["RegradedResponse"]):
    def standing(self) -> Self:
        return self.filter(regrade__taken_back_at=None)

    def changed(self) -> Self:
        is_same = models.Q(points=models.F("old_points"), possible=models.F("old_possible"))
        return self.exclude(is_same)

    def of(self, responses: Iterable[Response]) -> "dict[int, RegradedResponse]":
        """For each response that has another score than it was first given, the latest row that changed it."""
        rows = self.standing().changed().filter(response__in=[response.pk for response in responses])
        return {row.response_id: row for row in rows.select_related("regrade").order_by("pk")}


class RegradedResponse(models.Model):
    """One answer in a regrade, with its score before and after; it goes with the learner's records."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="responses")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="regrades")
    old_points = models.FloatField()
    old_possible = models.FloatField()
    points = models.FloatField()
    possible = models.FloatField()

    objects = RegradedResponseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["regrade", "response"], name="response_once_in_regrade"),
            models.CheckConstraint(
                condition=models.Q(old_points__gte=0, old_points__lte=models.F("old_possible")),
                name="old_points_within_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(points__gte=0, points__lte=models.F("possible")),
                name="new_points_within_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_points} to {self.points}"


def hold(question_id: Any) -> None:
    """Let regrades of a question wait for each other until the transaction ends."""
    Question.objects.select_for_update().get(pk=question_id)


def batches(rows: "models.QuerySet[Any, Any]") -> Iterator[list[Any]]:
    """The rows in the order of their ids, which come first in each, read as they are needed."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1][0]
        yield batch


def _restore(batch: Iterable[tuple[int, int, float, float]]) -> None:
    ids: dict[tuple[float, float], list[int]] = defaultdict(list)
    for _, response_id, points, possible in batch:
        ids[points, possible].append(response_id)
    for (points, possible), same in ids.items():
        Response.objects.filter(pk__in=same).update(points=points, possible=possible)
