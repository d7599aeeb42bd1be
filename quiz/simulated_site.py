"""A whole site of made-up guides, quizzes, learners and answers, to see how pages do when there are many.

Learners answer as in `simulation`, but each answer is one of a few that were worked out for its question before: ten
million are not worked out in minutes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from django.db import connection, transaction

from quiz.bulk_rows import Rows, analyze, indexes_at_the_end, restart_numbers
from quiz.models import (
    Attempt,
    Facet,
    Mode,
    Question,
    QuestionVersion,
    Quiz,
    Report,
    Response,
    shown_order,
)
from quiz.simulation import simulated_question
from quiz.sources import document_hash
from studyguide.models import Guide, Learner, Objective, Section

QUESTIONS_IN_QUIZ = 100
ASKED = 10  # in one attempt, drawn from those
ATTEMPTS = 5  # of each learner
QUIZZES_IN_GUIDE = 20
ATTEMPTS_FOR_A_REPORT = 100

SECTION = "made-up"
_PATTERNS = 200  # questions that others are made after
_ABILITIES = (-1.5, -0.75, 0.0, 0.75, 1.5)
_ANSWERS = 6  # that are known for each ability
_BATCH = 2_000  # learners written at once
_SPAN = timedelta(days=60)


class Size(NamedTuple):
    """How many there are of each; ten responses in each attempt."""

    quizzes: int
    learners: int

    @classmethod
    def of(cls, scale: float) -> "Size":
        return cls(max(1, round(1_000 * scale)), max(1, round(200_000 * scale)))

    @property
    def questions(self) -> int:
        return self.quizzes * QUESTIONS_IN_QUIZ

    @property
    def attempts(self) -> int:
        return self.learners * ATTEMPTS

    @property
    def responses(self) -> int:
        return self.attempts * ASKED

    @property
    def guides(self) -> int:
        return -(-self.quizzes // QUIZZES_IN_GUIDE)


class Known(NamedTuple):
    """One answer that was worked out, as its columns hold it."""

    order: str
    answer: str | None
    confidence: str
    points: float
    possible: float
    seconds: float

    @property
    def given(self) -> tuple[str, str | None, str | None, str, int]:
        """`order`, `answer`, `first_answer`, `confidence` and `revision`."""
        return self.order, self.answer, self.answer, self.confidence, int(self.answer is not None)


@dataclass
class SimulatedSite:
    """Made after the questions of `guide`; the same one for the same seed and time."""

    guide: Guide
    size: Size
    seed: int
    now: datetime
    _known: list[list[list[Known]]] = field(default_factory=list, init=False)  # by pattern and ability
    _quizzes: list[Quiz] = field(default_factory=list, init=False)
    _first_version: int = field(default=0, init=False)

    def add(self) -> Iterator[float]:
        """Write it all, or nothing; yields which share is done, roughly."""
        with transaction.atomic():
            patterns = self._patterns()
            self._add_quizzes()
            self._add_questions(patterns)
            yield 0.05
            with indexes_at_the_end(Response, Attempt) as again:
                for share in self._add_answers():
                    yield 0.05 + share * (0.75 if again else 0.95)
                with connection.cursor() as cursor:
                    for number, statement in enumerate(again, 1):
                        cursor.execute(statement)
                        yield 0.8 + 0.2 * number / len(again)
            restart_numbers(QuestionVersion)
        analyze()

    def _patterns(self) -> list[QuestionVersion]:
        found = Question.objects.drawable().filter(guide=self.guide).select_related("current_version").order_by("slug")
        patterns = [question.current_version for question in found[:_PATTERNS] if question.current_version]
        random = Random(self.seed)  # noqa: S311  # for variety, not secrecy
        self._known = [_known_answers(version, random) for version in patterns]
        return patterns

    def _add_quizzes(self) -> None:
        section, objectives = self.guide.sections.current()[0], list(self.guide.objectives.current())
        for number in range(self.size.guides):
            guide = _copy(self.guide, slug=f"made-up-{number}", title=f"Made-up guide {number}", start=SECTION)
            chapter = self.guide.outline[0]
            guide.outline = [{**chapter, "sections": [{**chapter["sections"][0], "slug": SECTION}]}]
            guide.has_advisor = False
            guide.save()
            Section.objects.bulk_create([_copy(section, guide=guide, slug=SECTION)])
            Objective.objects.bulk_create(_copy(objective, guide=guide) for objective in objectives)
            count = min(QUIZZES_IN_GUIDE, self.size.quizzes - number * QUIZZES_IN_GUIDE)
            self._quizzes += Quiz.objects.bulk_create(self._quiz(guide, place) for place in range(count))

    def _quiz(self, guide: Guide, place: int) -> Quiz:
        slug = f"{guide.slug}-{place}"
        rule = {"tags": [slug], "count": ASKED}
        mode = Mode.EXAM if place % 2 else Mode.PRACTICE
        title = f"Made-up quiz {place} of {guide.title}"
        return Quiz(guide=guide, slug=slug, title=title, summary="Made up.", mode=mode, position=place, rule=rule)

    def _add_questions(self, patterns: list[QuestionVersion]) -> None:
        newest = QuestionVersion.objects.order_by("-pk").first()
        self._first_version = newest.pk + 1 if newest else 1
        random = Random(f"questions {self.seed}")  # noqa: S311
        made = [_hex_id(random) for _ in range(self.size.questions)]
        documents = [self._document(patterns[number % len(patterns)], number) for number in range(self.size.questions)]
        published = _time(self.now - _SPAN)
        _QUESTIONS.load(
            (
                *(made[number], self._quiz_of(number).guide_id, f"made-up-{number}", document["title"]),
                *("published", document["kind"], SECTION, document.get("difficulty", 1)),
                self._first_version + number,
            )
            for number, document in enumerate(documents)
        )
        _VERSIONS.load(
            (self._first_version + number, made[number], 1, json.dumps(document), document_hash(document), published)
            for number, document in enumerate(documents)
        )
        _FACETS.load(
            (made[number], name, value)
            for number, document in enumerate(documents)
            for name in ("objective", "tag")
            for value in dict.fromkeys(document.get(f"{name}s", ()))
        )

    def _document(self, pattern: QuestionVersion, number: int) -> dict[str, Any]:
        title = f"{pattern.document['title'][:180]} {number}"
        return {**pattern.document, "title": title, "section": SECTION, "tags": [self._quiz_of(number).slug]}

    def _quiz_of(self, question: int) -> Quiz:
        return self._quizzes[question // QUESTIONS_IN_QUIZ]

    def _add_answers(self) -> Iterator[float]:
        for first in range(0, self.size.learners, _BATCH):
            random = Random(f"{self.seed} {first}")  # noqa: S311
            learners = range(first, min(first + _BATCH, self.size.learners))
            ids = [_hex_id(random) for _ in learners]
            _LEARNERS.load((pk, _time(self.now - _SPAN)) for pk in ids)
            attempts: list[tuple[Any, ...]] = []
            responses: list[tuple[Any, ...]] = []
            for number, pk in zip(learners, ids, strict=True):
                self._take(pk, number, random, attempts, responses)
            _ATTEMPTS.load(attempts)
            _RESPONSES.load(responses)
            _REPORTS.load(
                (attempt[2], response[1], "The key is wrong, I think.", attempt[-1])
                for attempt, response in zip(
                    attempts[::ATTEMPTS_FOR_A_REPORT], responses[:: ATTEMPTS_FOR_A_REPORT * ASKED], strict=True
                )
            )
            yield learners.stop / self.size.learners

    def _take(self, learner: str, number: int, random: Random, attempts: list[Any], responses: list[Any]) -> None:
        """All attempts of one learner, at quizzes of one guide."""
        first = number % self.size.guides * QUIZZES_IN_GUIDE
        quizzes = range(first, min(first + QUIZZES_IN_GUIDE, self.size.quizzes))
        start, ability = random.randrange(len(quizzes)), random.randrange(len(_ABILITIES))
        at = self.now - _SPAN * random.uniform(0.1, 1)
        for turn in range(ATTEMPTS):
            place = quizzes[(start + turn) % len(quizzes)]
            pk, started_at = _hex_id(random), at
            chosen = random.sample(range(QUESTIONS_IN_QUIZ), ASKED)
            given = []
            for question in (place * QUESTIONS_IN_QUIZ + one for one in chosen):
                known = random.choice(self._known[question % len(self._known)][ability])
                at += timedelta(seconds=known.seconds)
                given.append((self._first_version + question, known, None if known.answer is None else _time(at)))
            at += timedelta(seconds=20)
            done = _time(at)
            quiz = self._quizzes[place]
            what = (quiz.guide_id, learner, quiz.pk, quiz.mode, quiz.source, quiz.title)
            attempts.append(
                (pk, *what, 1 + turn // len(quizzes), random.getrandbits(62), _time(started_at), done),
            )
            responses.extend(
                (pk, version, position, *known.given, answered_at, done, known.points, known.possible)
                for position, (version, known, answered_at) in enumerate(given, 1)
            )


_QUESTIONS = Rows(
    Question, "id", "guide_id", "slug", "title", "status", "kind", "section", "difficulty", "current_version_id"
)
_VERSIONS = Rows(QuestionVersion, "id", "question_id", "number", "document", "content_hash", "published_at")
_FACETS = Rows(Facet, "question_id", "name", "value")
_LEARNERS = Rows(Learner, "id", "created_at")
_ATTEMPTS = Rows(
    Attempt,
    *("id", "guide_id", "learner_id", "quiz_id", "mode", "source", "title", "number", "seed", "started_at"),
    "submitted_at",
)
_RESPONSES = Rows(
    Response,
    *("attempt_id", "version_id", "position", "order", "answer", "first_answer", "confidence", "revision"),
    *("answered_at", "checked_at", "points", "possible"),
)
_REPORTS = Rows(Report, "learner_id", "version_id", "text", "reported_at")


def _known_answers(version: QuestionVersion, random: Random) -> list[list[Known]]:
    """By ability."""
    question = simulated_question(version.document, random)
    return [
        [_known(version, question.answered(ability, random), random) for _ in range(_ANSWERS)] for ability in _ABILITIES
    ]


def _known(version: QuestionVersion, given: Any, random: Random) -> Known:
    response = Response(version=version, answer=given.answer)
    response.settle()
    order = json.dumps(shown_order(version, random.getrandbits(62), 1))
    answer = None if given.answer is None else json.dumps(given.answer)
    return Known(order, answer, given.confidence, response.points or 0, response.possible or 0, given.seconds)


def _copy(row: Any, **changed: Any) -> Any:
    """A new row with the same values but those."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    copy = type(row)(**fields)
    for name, value in changed.items():
        setattr(copy, name, value)
    return copy


def _hex_id(random: Random) -> str:
    return f"{random.getrandbits(128):032x}"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
