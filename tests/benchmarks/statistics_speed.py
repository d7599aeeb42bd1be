"""How long the statistics of a quiz take, to plain SQL for the same figures over the same connection's driver.

Plain SQL is what somebody would type who wants counts, means and sums, options by third, scores and times, without
Django and without any statistics; it counts by the version that was asked, while the site looks up which one scored an
answer. The two take turns. Run alone it prints a table, with the mere fetching of the rows beside it, or with --json
the same for `bench`. Arguments are numbers of responses. With DATABASE_URL it measures PostgreSQL, in an empty database
that it fills.
"""

import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

SIZES = (50_000, 1_000_000)
QUESTIONS = 50
REGRADED = 5  # of these, whose answers count for another version than was asked
ROUNDS = 5

FIRSTS = """
    SELECT id, started_at, submitted_at FROM quiz_attempt attempt
    WHERE quiz_id = {quiz} AND submitted_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM quiz_attempt earlier
        WHERE earlier.learner_id = attempt.learner_id AND earlier.guide_id = attempt.guide_id
            AND earlier.source = attempt.source AND earlier.number < attempt.number
            AND earlier.submitted_at IS NOT NULL
    )
"""
TOTALS = f"""
    SELECT first.id, SUM(points) AS points, SUM(possible) AS possible
    FROM ({FIRSTS}) first JOIN quiz_response response ON response.attempt_id = first.id GROUP BY first.id
"""
PLAIN = [
    # Of each question: how many, and the sums for facility, deviation, discrimination and weight.
    f"""
    SELECT version_id, COUNT(*), SUM(response.points), SUM(response.points * response.points),
        SUM(response.points * totals.points), SUM(totals.points - response.points),
        SUM((totals.points - response.points) * (totals.points - response.points)),
        SUM(CASE WHEN confidence = 'sure' AND response.points < response.possible THEN 1 ELSE 0 END)
    FROM ({TOTALS}) totals JOIN quiz_response response ON response.attempt_id = totals.id GROUP BY version_id
    """,
    # Of each option: how many of each third by total score.
    f"""
    SELECT version_id, first_answer, third, COUNT(*)
    FROM (SELECT id, NTILE(3) OVER (ORDER BY points) AS third FROM ({TOTALS}) totals) thirds
    JOIN quiz_response response ON response.attempt_id = thirds.id GROUP BY version_id, first_answer, third
    """,
    # The scores, and how long attempts took.
    f"SELECT points, possible, COUNT(*) FROM ({TOTALS}) totals GROUP BY points, possible",
    f"SELECT started_at, submitted_at FROM ({FIRSTS}) first",
    # When the latest 500 gave each answer.
    f"""
    SELECT version_id, position, answered_at, started_at
    FROM ({FIRSTS} ORDER BY submitted_at DESC LIMIT 500) first
    JOIN quiz_response response ON response.attempt_id = first.id ORDER BY attempt_id, position
    """,
]
FETCH = f"""
    SELECT version_id, attempt_id, position, points, possible, first_answer, confidence, answered_at
    FROM ({FIRSTS}) first JOIN quiz_response response ON response.attempt_id = first.id
"""


class Measured(NamedTuple):
    """Medians, in seconds; `ratio` is the median of those of each round."""

    responses: int
    seconds: float
    plain_seconds: float
    fetch_seconds: float
    ratio: float


@contextmanager
def own_database() -> Iterator[None]:
    """Set Django up with an empty database, migrated and with the content loaded."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "studyguide.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("sync_content", verbosity=0, stdout=sys.stderr)
        yield


def fill(responses: int) -> Any:
    """A quiz of QUESTIONS questions that so many responses were given to."""
    from django.core.management import call_command

    from quiz.models import Question, Quiz, QuizQuestion

    questions = Question.objects.drawable().filter(kind="single").order_by("slug")[:QUESTIONS]
    slug = f"of-{responses}-responses"
    quiz = Quiz.objects.create(guide=questions[0].guide, slug=slug, title=slug, summary="", mode="exam")
    QuizQuestion.objects.bulk_create(
        QuizQuestion(quiz=quiz, question=question, position=place) for place, question in enumerate(questions)
    )
    call_command("seed_responses", slug, learners=responses // len(questions), stdout=sys.stderr, stderr=sys.stderr)
    for question in questions[:REGRADED]:
        regrade(question, quiz)
    return quiz


def regrade(question: Any, quiz: Any) -> None:
    """Score the quiz's answers again by a version of the question with another key."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from quiz.models import Scope

    now, document = timezone.now(), question.current_version.document
    keys = [option["key"] for option in document["options"]]
    options = [{**option, "key": key} for option, key in zip(document["options"], keys[1:] + keys[:1], strict=True)]
    question.publish({**document, "options": options}, now, question.source)
    scope = Scope(question.current_version, quiz)
    scope.regrade(scope.preview().digest, "", User.objects.get_or_create(username="ines")[0], now)


@contextmanager
def plain_connection() -> Iterator[Any]:
    """The driver's own connection, with the options of the site's."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"]:
        with closing(sqlite3.connect(database["NAME"])) as connection:
            connection.executescript(database["OPTIONS"]["init_command"])
            yield connection
    else:
        import psycopg

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("ANALYZE")
            yield connection


def duration(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def run(connection: Any, *queries: str) -> None:
    for query in queries:
        connection.execute(query).fetchall()


def measured(responses: int) -> Measured:
    from quiz.statistics_report import quiz_report

    quiz = fill(responses)
    plain, fetch = ([query.format(quiz=quiz.pk) for query in queries] for queries in (PLAIN, [FETCH]))
    with plain_connection() as connection:
        rounds = [
            (
                duration(lambda: quiz_report(quiz)),
                duration(lambda: run(connection, *plain)),
                duration(lambda: run(connection, *fetch)),
            )
            for _ in range(ROUNDS)
        ]
    ratio = statistics.median(ours / theirs for ours, theirs, _ in rounds)
    ours, theirs, fetching = (statistics.median(seconds) for seconds in zip(*rounds, strict=True))
    return Measured(responses, ours, theirs, fetching, ratio)


def table(found: Sequence[Measured]) -> str:
    rows = []
    for one in found:
        times = [f"{seconds:.2f} s" for seconds in (one.seconds, one.plain_seconds, one.fetch_seconds)]
        rows.append(f"| {one.responses:,} | {times[0]} | {times[1]} | {one.ratio:.2f} | {times[2]} |")
    head = ["| responses | statistics | plain SQL | ratio | fetching the rows |", "| --- | --- | --- | --- | --- |"]
    return "\n".join(head + rows)


def main(arguments: list[str]) -> None:
    sizes = [int(argument) for argument in arguments if argument.isdecimal()] or SIZES
    with own_database():
        found = [measured(size) for size in sizes]
    print(json.dumps([one._asdict() for one in found]) if "--json" in arguments else table(found))


if __name__ == "__main__":
    main(sys.argv[1:])
