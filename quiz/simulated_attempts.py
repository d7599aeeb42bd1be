"""Attempts of made-up learners in the database, for benchmarks and for trying out the statistics."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from quiz.models import Attempt, Question, QuestionVersion, Quiz, Response, matching, shown_order
from quiz.simulation import SimulatedQuestion, simulated_question
from studyguide.models import Learner

_BATCH = 250  # learners written at once
_LEARNING = 0.4  # what ability gains from one attempt to the next
_SPAN = timedelta(days=60)  # over which the attempts are spread


@dataclass
class SimulatedAttempts:
    """Learners who take a quiz; the same ones, with the same answers, for the same seed and time."""

    quiz: Quiz
    seed: int
    now: datetime
    _questions: dict[int, SimulatedQuestion] = field(default_factory=dict, init=False)  # by version

    def learner_id(self, number: int) -> UUID:
        return uuid5(NAMESPACE_URL, f"simulated learner {number} of {self.quiz.slug} {self.seed}")

    def add(self, learners: int, attempts: int = 1) -> Iterator[int]:
        """Write so many finished attempts of each learner; yields how many learners were written so far."""
        for batch in _batches(learners):
            ids = [self.learner_id(number) for number in batch]
            taken = [one for number, pk in zip(batch, ids, strict=True) for one in self._taken(pk, number, attempts)]
            with transaction.atomic():
                Learner.objects.bulk_create(Learner(pk=pk, created_at=self.now - _SPAN) for pk in ids)
                Attempt.objects.bulk_create(attempt for attempt, _ in taken)
                Response.objects.bulk_create(response for _, responses in taken for response in responses)
            yield batch.stop

    def remove(self, learners: int) -> int:
        """Delete the learners with all that hangs on them; returns how many there were."""
        removed = 0
        for batch in _batches(learners):
            found = Learner.objects.filter(pk__in=[self.learner_id(number) for number in batch])
            removed += found.delete()[1].get("studyguide.Learner", 0)
        return removed

    @cached_property
    def versions(self) -> list[QuestionVersion]:
        """What the quiz asks, or may draw from."""
        quiz = self.quiz
        found = matching(quiz.guide, quiz.rule) if quiz.rule else quiz.questions.all()
        found = found.filter(status=Question.Status.PUBLISHED).select_related("current_version")
        ordered = found.order_by("slug" if quiz.rule else "quizquestion__position")
        return [question.current_version for question in ordered if question.current_version]

    def _drawn(self, random: Random) -> list[QuestionVersion]:
        """As `Quiz.draw` for somebody who has seen none of the questions."""
        if not self.quiz.rule:
            return self.versions
        count = self.quiz.rule.get("count") or len(self.versions)
        return random.sample(self.versions, min(count, len(self.versions)))

    def _taken(self, learner: UUID, number: int, attempts: int) -> Iterator[tuple[Attempt, list[Response]]]:
        random = Random(f"{self.seed} {number}")  # noqa: S311  # for variety, not secrecy
        ability = random.gauss(0, 1)
        at = self.now - _SPAN * random.uniform(0.1, 1)
        for attempt_number in range(1, attempts + 1):
            attempt = self._attempt(learner, attempt_number, random.getrandbits(62), at)
            responses = self._responses(attempt, self._drawn(random), ability, random)
            at = attempt.submitted_at = self._submit(responses, at, random)
            ability += _LEARNING
            yield attempt, responses

    def _attempt(self, learner: UUID, number: int, seed: int, at: datetime) -> Attempt:
        quiz = self.quiz
        return Attempt(
            learner_id=learner,
            guide=quiz.guide,
            quiz=quiz,
            mode=quiz.mode,
            source=quiz.source,
            title=quiz.title,
            number=number,
            seed=seed,
            case=quiz.case,
            pass_percent=quiz.pass_percent,
            started_at=at,
        )

    def _responses(
        self, attempt: Attempt, versions: list[QuestionVersion], ability: float, random: Random
    ) -> list[Response]:
        """Answered one after the other."""
        at, responses = attempt.started_at, []
        for position, version in enumerate(versions, 1):
            given = self._simulated(version).answered(ability, random)
            at += timedelta(seconds=given.seconds)
            is_answered = given.answer is not None
            response = Response(
                attempt=attempt,
                version=version,
                position=position,
                order=shown_order(version, attempt.seed, position),
                answer=given.answer,
                confidence=given.confidence,
                revision=int(is_answered),
                answered_at=at if is_answered else None,
            )
            response.settle()
            responses.append(response)
        return responses

    def _submit(self, responses: list[Response], started_at: datetime, random: Random) -> datetime:
        """Fix when the responses were checked: all at once, a while after the last was given."""
        last = max((response.answered_at or started_at for response in responses), default=started_at)
        submitted_at = last + timedelta(seconds=random.uniform(5, 60))
        for response in responses:
            response.checked_at = submitted_at
        return submitted_at

    def _simulated(self, version: QuestionVersion) -> SimulatedQuestion:
        if version.pk not in self._questions:
            random = Random(f"{self.seed} {version.content_hash}")  # noqa: S311
            self._questions[version.pk] = simulated_question(version.document, random)
        return self._questions[version.pk]


def _batches(learners: int) -> Iterator[range]:
    return (range(first, min(first + _BATCH, learners)) for first in range(0, learners, _BATCH))
