"""A whole made-up site: as many of each as was asked for, whole, and such that its pages can be read."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from quiz.models import Attempt, Question, QuestionVersion, Quiz, Report, Response
from quiz.simulated_site import Size
from studyguide.models import Guide, Learner
from tests.conftest import NOW

INDEXES = "SELECT indexdef FROM pg_indexes WHERE tablename IN ('quiz_response', 'quiz_attempt') ORDER BY 1"
CONSTRAINTS = (
    "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
    "WHERE conrelid IN ('quiz_response'::regclass, 'quiz_attempt'::regclass) ORDER BY 1"
)


def make_site(scale=0.002):
    said = StringIO()
    call_command("seed_responses", scale=scale, stdout=said, stderr=StringIO())
    return said.getvalue()


def test_full_size_is_that_of_a_university():
    size = Size.of(1)
    assert (size.guides, size.quizzes, size.questions) == (50, 1_000, 100_000)
    assert (size.learners, size.attempts, size.responses) == (200_000, 1_000_000, 10_000_000)


def test_command_says_what_it_made(guide):
    before = Quiz.objects.count()
    said = make_site()
    assert said.startswith("1 guides, 2 quizzes, 200 questions, 400 learners, 2,000 attempts, 20,000 responses in")
    assert Quiz.objects.count() == before + 2
    assert Learner.objects.count() == 400
    assert Attempt.objects.finished().count() == 2_000
    assert Response.objects.filter(points__isnull=False).count() == 20_000
    assert Report.objects.count() == 20


def test_what_was_made_refers_to_what_is_there(guide):
    make_site()
    connection.check_constraints()


def test_answers_are_worth_what_their_question_says(guide):
    make_site(0.001)
    for response in Response.objects.select_related("version").order_by("pk")[:200]:
        assert (response.score.points, response.score.possible) == (response.points, response.possible)


def test_new_questions_get_numbers_of_their_own(guide, documents):
    make_site(0.001)
    question = Question.objects.publish(guide, "after", documents["which-leaven"], NOW)
    assert question.current_version.pk == QuestionVersion.objects.order_by("pk").last().pk


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps its indexes")
def test_indexes_and_references_are_there_again(guide):
    def found():
        with connection.cursor() as cursor:
            return [cursor.execute(sql).fetchall() for sql in (INDEXES, CONSTRAINTS)]

    before = found()
    make_site(0.001)
    assert found() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts what it has by itself")
def test_sqlite_plans_without_counts_as_any_site_does(guide):
    make_site(0.001)
    assert "sqlite_stat1" not in [table.name for table in connection.introspection.get_table_list(connection.cursor())]


def test_made_up_quiz_can_be_read_taken_and_its_statistics_too(guide, learner, admin_client):
    make_site(0.001)
    for page in ("/", "/guides/made-up-0/", "/guides/made-up-0/made-up/", "/quizzes/", "/quizzes/made-up-0-0/"):
        assert learner.get(page).status_code == 200
    started = learner.post("/quizzes/made-up-0-0/start/")
    assert learner.get(started.headers["Location"], follow=True).status_code == 200
    assert admin_client.get("/admin/statistics/quizzes/made-up-0-0/").status_code == 200


def test_second_site_is_refused(guide):
    make_site(0.001)
    with pytest.raises(CommandError, match="There is a made-up site already"):
        make_site(0.001)


def test_site_needs_questions_to_be_made_after(db):
    with pytest.raises(CommandError, match="sync_content first"):
        make_site()


@pytest.mark.parametrize("scale", ["0", "-1", "11", "much", "nan"])
def test_scale_is_a_share(guide, scale):
    with pytest.raises(CommandError, match="does not do"):
        call_command("seed_responses", f"--scale={scale}")


@pytest.mark.parametrize("arguments", [[], ["every-kind", "--scale=0.1"]])
def test_either_a_quiz_or_a_site(guide, arguments):
    with pytest.raises(CommandError, match="Name a quiz, or give --scale"):
        call_command("seed_responses", *arguments)
    assert Guide.objects.count() == 1
