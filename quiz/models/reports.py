"""Problems that learners report."""

from django.db import models

from quiz.models.questions import QuestionVersion
from studyguide.models import Learner

LONGEST_REPORT = 2_000


class Report(models.Model):
    """A problem with a question, in a learner's words, and what came of it."""

    learner = models.ForeignKey(Learner, null=True, on_delete=models.SET_NULL, related_name="reports")
    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="reports")
    text = models.TextField(max_length=LONGEST_REPORT)
    reported_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-reported_at"]

    def __str__(self) -> str:
        return self.text[:60]
