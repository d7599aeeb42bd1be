"""The published states of a question, which never change: attempts point at them."""

from random import Random
from typing import Any

from django.conf import settings
from django.db import models

from quiz.kinds import KINDS, Kind
from quiz.models.questions import Question
from quiz.scoring import Score
from studyguide.models import Guide


class QuestionVersion(models.Model):
    """One published state of a question. Never changed: responses are rendered and scored from it.

    `source` is what `document` was rendered from. A step of a case that was made for one attempt belongs to that
    attempt and to no question: nothing that reads the bank comes upon it.
    """

    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="versions")
    attempt = models.ForeignKey("quiz.Attempt", null=True, on_delete=models.CASCADE, related_name="made_versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    content_hash = models.CharField(max_length=64)
    source = models.JSONField(default=dict, db_default={})
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="published_versions"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="version_number_in_question"),
            models.CheckConstraint(
                condition=models.Q(question=None, attempt__isnull=False)
                | models.Q(question__isnull=False, attempt=None),
                name="version_of_question_or_attempt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id or self.attempt_id} version {self.number}"

    @property
    def bank_question(self) -> Question:
        """The question that this is a state of. Raises Question.DoesNotExist for a step made for an attempt."""
        if self.question is None:
            raise Question.DoesNotExist(f"{self} belongs to no question")
        return self.question

    @property
    def kind(self) -> Kind:
        return KINDS[self.document["kind"]]

    @property
    def title(self) -> str:
        return str(self.document["title"])

    @property
    def guide(self) -> Guide:
        return self.attempt.guide if self.attempt else self.bank_question.guide

    def score(self, answer: Any) -> Score:
        return self.kind.score(self.document, answer)


def shown_order(version: QuestionVersion, seed: int, position: int) -> list[int]:
    """The order of a question's parts at one position of an attempt: the same for the same seed."""
    return version.kind.order(version.document, Random(f"{seed} {position}"))  # noqa: S311  # for variety, not secrecy
