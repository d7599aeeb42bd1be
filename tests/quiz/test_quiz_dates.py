"""Quizzes that open and close, quizzes that are still drafts, and attempts that keep what they began with."""

from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from quiz.models import Attempt, Quiz
from quiz.selection import plan_quiz
from studyguide.models import Learner
from tests.conftest import NOW
from tests.pages import Page
from tests.quiz.sitting import Sitting

EXAM = "baking-exam"
ADDRESS = f"/quizzes/{EXAM}/"
HOUR = timedelta(hours=1)


def change(**columns):
    Quiz.objects.filter(slug=EXAM).update(**columns)


def begun(now=NOW, **columns):
    """An attempt that starts at `now`, at a quiz with these columns."""
    change(**columns)
    learner = Learner.objects.create(created_at=now)
    quiz = Quiz.objects.select_related("guide").get(slug=EXAM)
    return Attempt.objects.start(learner, plan_quiz(quiz, set(), 1), 1, now)


@pytest.fixture
def soon(guide):
    opens_at = timezone.now() + HOUR
    change(opens_at=opens_at)
    return opens_at


@pytest.fixture
def past(guide):
    closes_at = timezone.now() - HOUR
    change(closes_at=closes_at)
    return closes_at


def said(time):
    return f"{time.day} {time:%B %Y, %H:%M} UTC"


def test_before_it_opens_its_page_says_when(client, soon):
    page = Page(client.get(ADDRESS))
    assert f"It opens on {said(soon)}." in page.text
    assert f"{ADDRESS}start/" not in page.links


def test_after_it_closed_its_page_says_when(client, past):
    assert f"It closed on {said(past)} and cannot be started any more." in Page(client.get(ADDRESS)).text


@pytest.mark.parametrize("when", ["soon", "past"])
def test_start_outside_its_time_is_refused_in_words(client, guide, request, when):
    time = request.getfixturevalue(when)
    sent = client.post(f"{ADDRESS}start/")
    assert sent.status_code == 409
    assert said(time) in Page(sent).text
    assert not Attempt.objects.exists()
    assert not Learner.objects.exists()


def test_page_of_an_open_quiz_says_until_when(client, guide):
    closes_at = timezone.now() + HOUR
    change(opens_at=timezone.now() - HOUR, closes_at=closes_at)
    text = Page(client.get(ADDRESS)).text
    assert f"{said(closes_at)}. What is still running then is handed in at that moment" in text
    assert client.post(f"{ADDRESS}start/").status_code == 303


@pytest.mark.parametrize(
    ("opens", "closes", "now", "is_before", "is_over"),
    [
        (0, None, -1, True, False),
        (0, None, 0, False, False),
        (None, 0, -1, False, False),
        (None, 0, 0, False, True),
        (None, None, 0, False, False),
    ],
)
def test_open_from_the_first_second_until_the_last(opens, closes, now, is_before, is_over):
    times = {name: None if at is None else NOW + timedelta(seconds=at) for name, at in (("o", opens), ("c", closes))}
    quiz = Quiz(opens_at=times["o"], closes_at=times["c"])
    at = NOW + timedelta(seconds=now)
    assert (quiz.is_before(at), quiz.is_over(at)) == (is_before, is_over)


@pytest.mark.parametrize(
    ("limit", "closes_in", "runs"),
    [(600, 300, 300), (600, 900, 600), (None, 300, 300), (600, None, 600), (None, None, None)],
)
def test_attempt_runs_until_its_time_is_up_or_the_quiz_closes(guide, limit, closes_in, runs):
    closes_at = closes_in and NOW + timedelta(seconds=closes_in)
    attempt = begun(time_limit_s=limit, closes_at=closes_at)
    assert attempt.deadline_at == (runs and NOW + timedelta(seconds=runs))


def test_running_attempt_is_handed_in_at_closing(learner):
    change(closes_at=timezone.now() + HOUR)
    exam = Sitting.begin(learner, EXAM)
    exam.save(1, exam.key(1))
    exam.pass_time(2 * 3600)
    assert exam.get("attempt").headers["Location"] == exam.url("results")
    assert exam.attempt.submitted_at == exam.attempt.deadline_at
    assert exam.at(1).points == 1


@pytest.mark.parametrize(("closes_in", "has_clock"), [(23, True), (25, False)])
def test_clock_runs_in_the_last_day_only(learner, closes_in, has_clock):
    Quiz.objects.filter(slug="every-kind").update(closes_at=timezone.now() + closes_in * HOUR)
    practice = Sitting.begin(learner, "every-kind")
    assert ("data-seconds-left" in practice.get("question", 1).content.decode()) is has_clock


def test_closing_date_that_is_changed_is_for_later_attempts(guide):
    attempt = begun(time_limit_s=None, closes_at=NOW + HOUR)
    change(closes_at=NOW + 2 * HOUR)
    assert Attempt.objects.get(pk=attempt.pk).deadline_at == NOW + HOUR


def test_pass_mark_that_is_changed_is_for_later_attempts(learner):
    exam = Sitting.begin(learner, EXAM)
    exam.submit()
    change(pass_percent=0)
    assert "Not passed, the mark is 70 %" in Page(exam.get("results")).text


@pytest.mark.parametrize("path", [ADDRESS, f"{ADDRESS}start/"])
def test_draft_is_not_there(client, guide, path):
    change(is_draft=True)
    sent = client.post(path) if path.endswith("start/") else client.get(path)
    assert sent.status_code == 404


def test_draft_is_in_no_list(client, guide):
    change(is_draft=True)
    assert ADDRESS not in Page(client.get("/quizzes/")).links


def test_list_that_visitors_keep_says_the_same_at_any_time(guide):
    change(opens_at=NOW, closes_at=NOW + HOUR)
    sent = Client().get("/quizzes/")
    assert sent.headers["Cache-Control"].startswith("public")
    assert "Open from 23 November 2026, 12:00 to 23 November 2026, 13:00 UTC." in Page(sent).text


def test_page_of_a_quiz_is_kept_by_nobody(guide):
    assert "no-store" in Client().get(ADDRESS).headers["Cache-Control"]


def test_number_of_questions_is_that_of_a_start_now(client, guide):
    Quiz.objects.filter(slug="two-of-weighing").update(rule={"count": 200, "objectives": ["weigh"]})
    quiz = Quiz.objects.get(slug="two-of-weighing")
    assert quiz.count == len(quiz.draw((), Random(1)))
