"""The published states of a quiz or a case, which never change."""

from django.conf import settings
from django.db import models

from quiz.models.quizzes import Quiz


class QuizVersion(models.Model):
    """One published state, as its entry in a file would say it; of a case, with the sources of its steps.

    Attempts do not need it: they keep what they began with, and point at versions of questions. Table, column and
    constraint are named after the cases that had versions first, so that a server that runs on meanwhile finds them.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="versions", db_column="scenario_id")
    number = models.PositiveIntegerField()
    source = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "quiz_scenarioversion"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["quiz", "number"], name="version_number_in_scenario")]

    def __str__(self) -> str:
        return f"{self.quiz_id} version {self.number}"
