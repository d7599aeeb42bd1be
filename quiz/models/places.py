"""Saving an answer in one statement, from what never changes of a response.

A response's learner, order, question and deadline are fixed when its attempt begins. Kept in memory, they leave one
question to the database: is the response still as the page says? The answer to that is the update itself.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from quiz.kinds import Document, Kind
from quiz.models.attempts import GRACE, Attempt
from quiz.models.quizzes import Mode
from quiz.models.responses import Given, Response
from quiz.models.versions import QuestionVersion

PLACES = 20_000  # a few hundred bytes each
VERSIONS = 1_000  # a few tens of kilobytes each


@dataclass(frozen=True, slots=True)
class Place:
    """One position of one attempt. `version` is the id and the content hash of its question's version."""

    response_id: int
    attempt: Attempt
    position: int
    order: tuple[int, ...]
    version: tuple[int, str]

    @property
    def kind(self) -> Kind:
        return _version(*self.version).kind

    @property
    def document(self) -> Document:
        document: Document = _version(*self.version).document
        return document

    def can_save(self, learner_id: UUID | None, now: datetime) -> bool:
        """Whether one statement can do: not where a step must wait for others, or the page shows its answer anew."""
        deadline = self.attempt.deadline_at
        in_time = deadline is None or now <= deadline + GRACE
        is_plain = self.attempt.mode != Mode.SCENARIO and not self.kind.shows_answer_in_place
        return is_plain and in_time and learner_id == self.attempt.learner_id

    def save(self, given: Given, now: datetime) -> Response | None:
        """The response as it is saved now; None where it is not, or no longer, as the page says: then read it."""
        saved = Response(pk=self.response_id, attempt=self.attempt, position=self.position, revision=given.revision)
        saved.take(given, now)
        return saved if saved.store_over(given.revision) else None


@lru_cache(PLACES)
def place(attempt_id: UUID, position: int) -> Place:
    """Raises Response.DoesNotExist."""
    found = Response.objects.select_related("attempt", "version").defer("version__document", "version__source")
    response = found.get(attempt_id=attempt_id, position=position)
    version = (response.version_id, response.version.content_hash)
    return Place(response.pk, response.attempt, position, tuple(response.order), version)


@lru_cache(VERSIONS)
def _version(version_id: int, _content_hash: str) -> QuestionVersion:
    """Versions never change; the hash tells apart two databases in which they have the same id."""
    return QuestionVersion.objects.defer("source").get(pk=version_id)
