"""Problems that learners report, and what instructors answer."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models

from quiz.models.responses import Response
from quiz.models.versions import QuestionVersion
from studyguide.models import Learner

LONGEST_REPORT = 2_000


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def answered(self) -> Self:
        return self.filter(replied_at__isnull=False)

    def of(self, learner_id: UUID | None) -> Self:
        return self.filter(learner_id=learner_id) if learner_id else self.none()


class Report(models.Model):
    """A problem with a question, in a learner's words, and what came of it.

    `response` is the answer that the learner had given; it goes with the learner's records, and the report stays.
    """

    learner = models.ForeignKey(Learner, null=True, on_delete=models.SET_NULL, related_name="reports")
    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="reports")
    response = models.ForeignKey(Response, null=True, on_delete=models.SET_NULL, related_name="reports")
    text = models.TextField(max_length=LONGEST_REPORT)
    reported_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]
        indexes = [models.Index(fields=["-closed_at", "-reported_at", "-id"], name="report_in_queue")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.closed_at is None:
            return "open"
        return "answered" if self.replied_at else "closed"

    def answer(self, reply: str, now: datetime) -> None:
        """Tell the learner, and close; a later answer takes the place of an earlier one."""
        self.reply, self.replied_at, self.closed_at = reply, now, now
        self.save(update_fields=["reply", "replied_at", "closed_at"])

    def close(self, now: datetime) -> None:
        if self.closed_at is None:
            self.closed_at = now
            self.save(update_fields=["closed_at"])

    def reopen(self) -> None:
        """To be looked at again; an answer that was given stays with the learner."""
        self.closed_at = None
        self.save(update_fields=["closed_at"])
