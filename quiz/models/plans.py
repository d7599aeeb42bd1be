"""What a new attempt is made of, and the time that it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from quiz.generated.versions import CaseDocuments
from quiz.models.questions import Question
from quiz.models.quizzes import Quiz
from quiz.models.versions import QuestionVersion
from quiz.sources import document_hash
from studyguide.models import Guide, Learner


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

    def versions(self, attempt_id: UUID, now: datetime) -> list[QuestionVersion]:
        """What the attempt asks, in order; of cases, versions that are stored with it."""
        if not self.cases:
            return [question.current_version for question in self.questions if question.current_version]
        documents = [document for made in self.cases for document in made.steps]
        return QuestionVersion.objects.bulk_create(
            QuestionVersion(
                attempt_id=attempt_id,
                number=position,
                document=document,
                content_hash=document_hash(document),
                published_at=now,
            )
            for position, document in enumerate(documents, 1)
        )

    def deadline(self, learner: Learner, now: datetime) -> datetime | None:
        """When the attempt is handed in at the latest: its time is up, or the quiz closes, which waits for nobody."""
        if self.time_limit_s is None:
            return self.closes_at
        accommodation = Accommodation.objects.filter(learner=learner).first()
        factor = float(accommodation.time_factor) if accommodation else 1.0
        time_is_up = now + timedelta(seconds=self.time_limit_s * factor)
        return min(time_is_up, self.closes_at) if self.closes_at else time_is_up
