"""First attempts, counted in the database: the rows that `statistics` computes from.

An answer counts for the version that scored it, which is not the one that was asked where it was regraded.

Plain SQL, since the ORM joins no subquery of totals. SQLite and PostgreSQL run the same statements, but for the seconds
of a time. What comes back are counts and not sums of points, so that both lead to the same numbers.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, OuterRef, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from quiz.kinds import KINDS
from quiz.models import Mode, Question, QuestionVersion, Quiz, RegradedResponse, Response
from quiz.regrading import Rescoring
from quiz.statistics import Frequencies, Tally
from studyguide.models import Guide

_WITH_OPTIONS = ", ".join(f"'{kind.name}'" for kind in KINDS.values() if kind.has_options)
_SCORED = ", ".join(f"'{kind.name}'" for kind in KINDS.values() if kind.is_scored)


def _chosen(asked: str) -> str:
    """What was chosen. Of kinds without options only whether something was answered, since their answers are countless.

    Only the questions that were `asked`, a condition, are looked through for their kinds.
    """
    return f"""
    CASE
        WHEN response.first_answer IS NULL THEN NULL
        WHEN response.version_id IN (
            SELECT version.id FROM quiz_questionversion version
            JOIN quiz_question question ON question.id = version.question_id
            WHERE {asked} AND question.kind IN ({_WITH_OPTIONS})
        ) THEN response.first_answer
        ELSE '[]'
    END
"""  # noqa: S608


# The version that scored an answer, where that is not simply the one that was asked: of the latest regrade that stands.
# It is looked for only where there may be one.
_REGRADED = """
    SELECT asked.id FROM quiz_regrade regrade
    JOIN quiz_questionversion scoring ON scoring.id = regrade.version_id
    JOIN quiz_questionversion asked ON asked.question_id = scoring.question_id
    WHERE regrade.taken_back_at IS NULL
"""
_SCORED_BY = f"""
    CASE WHEN response.version_id IN ({_REGRADED}) THEN (
        SELECT regrade.version_id FROM quiz_regradedresponse regraded
        JOIN quiz_regrade regrade ON regrade.id = regraded.regrade_id
        WHERE regraded.response_id = response.id AND regrade.taken_back_at IS NULL
        ORDER BY regraded.id DESC LIMIT 1
    ) END
"""  # noqa: S608

# Times are taken from so many of the latest first attempts: a median does not move for more, and they cost the most.
TIMED = 500

_OF_QUIZ = "question.guide_id = (SELECT guide_id FROM quiz_quiz WHERE id = %(of)s)"
_OF_GUIDE = "question.guide_id = %(of)s"
_SURE = "SUM(CASE WHEN confidence = 'sure' THEN 1 ELSE 0 END)"

# The first attempt at a quiz that each learner finished. Cases made for one attempt compare with nothing.
_FIRST_ATTEMPTS = """
    SELECT attempt.id, attempt.started_at, attempt.submitted_at FROM quiz_attempt attempt
    WHERE attempt.quiz_id = %(of)s AND attempt.submitted_at IS NOT NULL AND attempt.generator_version IS NULL
        AND NOT EXISTS (
        SELECT 1 FROM quiz_attempt earlier
        WHERE earlier.learner_id = attempt.learner_id AND earlier.guide_id = attempt.guide_id
            AND earlier.source = attempt.source AND earlier.number < attempt.number
            AND earlier.submitted_at IS NOT NULL
    )
"""
# The rank of a total stands for it while rows are grouped: one small number, compared first.
_QUIZ_TALLIES = f"""
    WITH totals AS (
        SELECT first.id, SUM(response.points) AS points, SUM(response.possible) AS possible
        FROM ({_FIRST_ATTEMPTS}) first JOIN quiz_response response ON response.attempt_id = first.id
        GROUP BY first.id
    ), ranked AS (
        SELECT id, points, possible, DENSE_RANK() OVER (ORDER BY points, possible) AS place FROM totals
    )
    SELECT response.version_id, {_SCORED_BY} AS scored_by, response.position, {_chosen(_OF_QUIZ)} AS chosen,
        response.points, response.possible, MIN(ranked.points), MIN(ranked.possible), COUNT(*), {_SURE}
    FROM ranked JOIN quiz_response response ON response.attempt_id = ranked.id
    GROUP BY ranked.place, response.version_id, scored_by, response.position, chosen, response.points, response.possible
"""  # noqa: S608
_QUIZ_DURATIONS = f"""
    SELECT {{submitted_at}} - {{started_at}} AS seconds, COUNT(*) FROM ({_FIRST_ATTEMPTS}) attempt GROUP BY seconds
"""  # noqa: S608
_QUIZ_TIMES = f"""
    SELECT version_id, seconds, COUNT(*)
    FROM (
        SELECT version_id, at - LAG(at, 1, started) OVER (PARTITION BY attempt_id ORDER BY position) AS seconds
        FROM (
            SELECT COALESCE({_SCORED_BY}, response.version_id) AS version_id, response.attempt_id, response.position,
                {{answered_at}} AS at,
                CASE WHEN response.position = 1 THEN {{started_at}} END AS started
            FROM ({_FIRST_ATTEMPTS} ORDER BY attempt.submitted_at DESC LIMIT {TIMED}) attempt
            JOIN quiz_response response ON response.attempt_id = attempt.id
        ) answers
    ) times
    WHERE seconds >= 0
    GROUP BY version_id, seconds
"""  # noqa: S608


# What learners judge themselves.
_JUDGED = f"""
    SELECT version.id FROM quiz_question question JOIN quiz_questionversion version ON version.question_id = question.id
    WHERE {_OF_GUIDE} AND question.kind NOT IN ({_SCORED})
"""  # noqa: S608


# In the bank a learner's first answers to all questions of a guide stand for an attempt. What learners judge
# themselves is left out, and so is what was not answered: to skip a question while practising says nothing of it.
def _firsts(columns: str, learners: str = "TRUE") -> str:
    """The first answers of the `learners` that a condition picks, with these columns of theirs.

    The version of each answer is looked up, but not the question: PostgreSQL takes learners to answer in all guides
    alike, expects few answers in one, and looks up one row for each.
    """
    return f"""
    WITH numbered AS (
        SELECT attempt.learner_id, version.question_id, response.version_id, response.points, response.possible,
            {columns}, ROW_NUMBER() OVER (
                PARTITION BY attempt.learner_id, version.question_id ORDER BY attempt.started_at, response.id
            ) AS number
        FROM quiz_attempt attempt
        JOIN quiz_response response ON response.attempt_id = attempt.id
        JOIN quiz_questionversion version ON version.id = response.version_id
        WHERE attempt.guide_id = %(of)s AND NOT attempt.is_preview AND version.question_id IS NOT NULL
            AND response.points IS NOT NULL AND response.first_answer IS NOT NULL AND {learners}
    ), firsts AS (
        SELECT * FROM numbered WHERE number = 1 AND version_id NOT IN ({_JUDGED})
    )
"""  # noqa: S608


_BANK_TALLIES = f"""
    {_firsts(f"response.confidence, {_SCORED_BY} AS scored_by, {_chosen(_OF_GUIDE)} AS chosen")}, ranked AS (
        SELECT learner_id, SUM(points) AS points, SUM(possible) AS possible,
            DENSE_RANK() OVER (ORDER BY SUM(points), SUM(possible)) AS place
        FROM firsts GROUP BY learner_id
    )
    SELECT version_id, scored_by, 0, chosen, given.points, given.possible,
        MIN(ranked.points), MIN(ranked.possible), COUNT(*), {_SURE}
    FROM ranked JOIN firsts given ON given.learner_id = ranked.learner_id
    GROUP BY ranked.place, version_id, scored_by, chosen, given.points, given.possible
"""  # noqa: S608
# Whoever never answered the question has no part in its figures, and in a large bank that is nearly everybody. The
# answer to it comes along with the total of a learner: PostgreSQL would compare each answer with each learner.
_ASKED = """attempt.learner_id IN (
    SELECT asked.learner_id FROM quiz_attempt asked JOIN quiz_response given ON given.attempt_id = asked.id
    WHERE given.version_id IN (SELECT id FROM quiz_questionversion WHERE question_id = %(question)s)
)"""
_QUESTION_TALLIES = f"""
    {_firsts("response.id", _ASKED)}, totals AS (
        SELECT SUM(points) AS points, SUM(possible) AS possible,
            MAX(CASE WHEN question_id = %(question)s THEN id END) AS own
        FROM firsts GROUP BY learner_id
    )
    SELECT response.version_id, {_SCORED_BY} AS scored_by, 0, {_chosen("question.id = %(question)s")} AS chosen,
        response.points, response.possible, totals.points, totals.possible, COUNT(*), {_SURE}
    FROM totals JOIN quiz_response response ON response.id = totals.own
    GROUP BY totals.points, totals.possible, response.version_id, scored_by, chosen, response.points, response.possible
"""  # noqa: S608


def quiz_tallies(quiz: Quiz) -> list[Tally]:
    return _tallies(_QUIZ_TALLIES, quiz.pk)


def bank_tallies(guide: Guide) -> list[Tally]:
    """Of each learner's first answer to each question of the guide, wherever it was given."""
    return _tallies(_BANK_TALLIES, guide.pk)


def question_tallies(question: Question) -> list[Tally]:
    """Those of `bank_tallies` that are of this question."""
    return _tallies(_QUESTION_TALLIES, question.guide_id, question.pk)


def quiz_durations(quiz: Quiz) -> Frequencies:
    """The seconds that first attempts took; at least 0, whatever the server's clock did in between."""
    durations: Counter[float] = Counter()
    for seconds, count in _rows(_QUIZ_DURATIONS, quiz.pk):
        durations[max(0, seconds)] += count
    return durations


def quiz_times(quiz: Quiz) -> Mapping[int, Frequencies]:
    """For each version, how many seconds learners took to answer: from the answer to the question before it, or from
    the start, to the last change of its own.

    That is the nearest to time on a question that is recorded. It holds for learners who answer in order; what comes
    out below nothing, because they went back, is left out.
    """
    times: dict[int, dict[float, int]] = defaultdict(dict)
    for version, seconds, count in _rows(_QUIZ_TIMES, quiz.pk):
        times[version][seconds] = count
    return times


def bank_times(question: Question) -> Mapping[int, Frequencies]:
    """As `quiz_times`, of first answers to one question; a checkpoint stands alone and has no answer before it."""
    earlier = Response.objects.filter(attempt=OuterRef("attempt"), position=OuterRef("position") - 1)
    regraded = RegradedResponse.objects.standing().filter(response=OuterRef("pk")).order_by("-pk")
    scored_by = Coalesce(Subquery(regraded.values("regrade__version")[:1]), "version", output_field=BigIntegerField())
    order = Window(RowNumber(), partition_by="attempt__learner", order_by=["attempt__started_at", "pk"])
    firsts = (
        Response.objects.counted()
        .filter(version__question=question, points__isnull=False, first_answer__isnull=False)
        .exclude(attempt__mode=Mode.CHECKPOINT)
        .annotate(number=order, scored_by=scored_by, before=Subquery(earlier.values("answered_at")))
        .filter(number=1)
        .values_list("scored_by", "position", "answered_at", "before", "attempt__started_at")
    )
    times: dict[int, Counter[float]] = defaultdict(Counter)
    for version, position, answered_at, before, started_at in firsts:
        seconds = _seconds_between(started_at if position == 1 else before, answered_at)
        if seconds is not None:
            times[version][seconds] += 1
    return times


def _seconds_between(before: datetime | None, after: datetime | None) -> int | None:
    """None where a time is unknown, or the later one comes first."""
    if before is None or after is None:
        return None
    seconds = int(after.timestamp()) - int(before.timestamp())
    return seconds if seconds >= 0 else None


def _tallies(sql: str, of: int, question: UUID | None = None) -> list[Tally]:
    rows = _rows(sql, of, question)
    rescorings = _rescorings({row[:2] for row in rows if row[1] is not None})
    return [
        Tally(asked, position, _numbers(chosen), points, possible, total, total_possible, times, sure)
        if scored_by is None
        else Tally(
            scored_by,
            position,
            _carried(chosen, rescorings[asked, scored_by]),
            points,
            possible,
            total,
            total_possible,
            times,
            sure,
        )
        for asked, scored_by, position, chosen, points, possible, total, total_possible, times, sure in rows
    ]


def _rescorings(pairs: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Rescoring]:
    """How answers are read, by the version that was asked and the one that scored them."""
    wanted = {pk for pair in pairs for pk in pair}
    documents = dict(QuestionVersion.objects.filter(pk__in=wanted).values_list("pk", "document"))
    return {(asked, scored_by): Rescoring(documents[asked], documents[scored_by]) for asked, scored_by in pairs}


def _carried(chosen: str | None, rescoring: Rescoring) -> tuple[int, ...] | None:
    """The numbers in an answer, as the version that scored it has them."""
    numbers = _numbers(chosen)
    return tuple(rescoring.carried(numbers)) if numbers and rescoring.kind.has_options else numbers


@lru_cache(maxsize=4096)
def _numbers(chosen: str | None) -> tuple[int, ...] | None:
    """None for no answer; no numbers where it is of another shape, as of a question whose kind was changed."""
    if chosen is None:
        return None
    numbers = json.loads(chosen)
    is_list = isinstance(numbers, list) and all(isinstance(number, int) for number in numbers)
    return tuple(numbers) if is_list else ()


def _rows(sql: str, of: int, question: UUID | None = None) -> list[Any]:
    """What a statement finds; in it a time in braces stands for its whole seconds since 1970."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format_map(_Seconds()), {"of": of, "question": question.hex if question else None})
        rows: list[Any] = cursor.fetchall()
    return rows


class _Seconds(dict[str, str]):
    """SQL for the seconds of each time. Fractions are cut before SQLite reads a time, since it rounds them."""

    def __missing__(self, name: str) -> str:
        column = f"response.{name}" if name == "answered_at" else f"attempt.{name}"
        if connection.vendor == "sqlite":
            return f"CAST(strftime('%%s', substr({column}, 1, 19)) AS INTEGER)"
        return f"CAST(FLOOR(EXTRACT(EPOCH FROM {column})) AS INTEGER)"
