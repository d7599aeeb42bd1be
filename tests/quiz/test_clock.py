"""Time is kept by the server: limits, the grace after them, more time for some, and clocks that jump."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quiz.clock import clock_text, time_used_text
from quiz.models import GRACE, Accommodation, Attempt, Closed, Given, Plan, Question, Stale, held
from studyguide.models import Learner
from tests.pages import Page
from tests.quiz.sitting import NUMERIC, SINGLE, Sitting

LIMIT = 600  # seconds, as the exam on baking has
BEGIN = datetime(2026, 3, 29, 0, 55, tzinfo=UTC)  # five minutes before clocks in Europe go forward
RIGHT = Given("8", "", False, 0, "a page")


@pytest.fixture
def candidate(guide):
    return Learner.objects.create(created_at=BEGIN)


def begun(guide, candidate, limit=LIMIT):
    questions = list(Question.objects.filter(slug="times-longer").select_related("current_version"))
    plan = Plan(guide, "exam", "quiz:x", "An exam", questions, time_limit_s=limit)
    return Attempt.objects.start(candidate, plan, 7, BEGIN)


def saved(attempt, at, given=RIGHT):
    """Whether an answer is taken at a time."""
    try:
        with transaction.atomic():
            held(attempt.pk, 1, attempt.learner_id).save_answer(given, at)
    except Closed:
        return False
    return True


def after(seconds):
    return BEGIN + timedelta(seconds=seconds)


SECONDS = GRACE.total_seconds()
OFFSETS = [
    (-86_400, True),
    (-3_600, True),
    (-1, True),
    (0, True),
    (1, True),
    (LIMIT - 1, True),
    (LIMIT, True),
    (LIMIT + 1, True),
    (LIMIT + SECONDS - 1, True),
    (LIMIT + SECONDS, True),
    (LIMIT + SECONDS + 0.001, False),
    (LIMIT + SECONDS + 1, False),
    (3_600, False),
    (86_400, False),
]


@pytest.mark.parametrize(("seconds", "is_taken"), OFFSETS)
def test_answer_is_taken_up_to_limit_and_grace(guide, candidate, seconds, is_taken):
    assert saved(begun(guide, candidate), after(seconds)) is is_taken


@pytest.mark.parametrize(("seconds", "is_taken"), OFFSETS)
def test_one_look_and_all_at_once_agree_on_what_is_overdue(guide, candidate, seconds, is_taken):
    attempt = begun(guide, candidate)
    assert attempt.is_overdue(after(seconds)) is not is_taken
    assert Attempt.objects.overdue(after(seconds)).exists() is not is_taken
    assert Attempt.objects.running(after(seconds)).exists() is is_taken


@pytest.mark.parametrize(
    ("seconds", "closed_at"), [(LIMIT - 1, LIMIT - 1), (LIMIT, LIMIT), (LIMIT + 5, LIMIT), (9_999, LIMIT)]
)
def test_attempt_is_submitted_at_the_deadline_at_the_latest(guide, candidate, seconds, closed_at):
    attempt = begun(guide, candidate)
    attempt.submit(after(seconds))
    assert Attempt.objects.get().submitted_at == after(closed_at)
    assert attempt.seconds_used == closed_at


def test_answers_given_in_time_count_when_time_is_up(guide, candidate):
    attempt = begun(guide, candidate)
    saved(attempt, after(5))
    attempt.close_if_overdue(after(LIMIT + SECONDS + 1))
    assert Attempt.objects.get().score.points == 1


def test_nothing_is_closed_early(guide, candidate):
    attempt = begun(guide, candidate)
    attempt.close_if_overdue(after(LIMIT + SECONDS))
    assert Attempt.objects.get().is_open


def test_attempt_without_a_limit_is_never_overdue(guide, candidate):
    attempt = begun(guide, candidate, limit=None)
    assert (attempt.deadline_at, attempt.seconds_left(after(0))) == (None, None)
    assert saved(attempt, after(10**8))


@pytest.mark.parametrize(("factor", "seconds"), [("1.00", 600), ("1.25", 750), ("1.50", 900), ("2.00", 1200)])
def test_learner_who_needs_it_gets_more_time(guide, candidate, factor, seconds):
    Accommodation.objects.create(learner=candidate, time_factor=factor)
    attempt = begun(guide, candidate)
    assert attempt.deadline_at == after(seconds)
    assert saved(attempt, after(seconds + SECONDS))
    assert not saved(attempt, after(seconds + SECONDS + 1), Given("9", "", False, 1, "a page"))


def test_nobody_gets_less_time(guide, candidate):
    with pytest.raises(IntegrityError), transaction.atomic():
        Accommodation.objects.create(learner=candidate, time_factor="0.50")


def test_more_time_given_later_is_for_the_next_attempt(guide, candidate):
    attempt = begun(guide, candidate)
    Accommodation.objects.create(learner=candidate, time_factor=2)
    assert Attempt.objects.get(pk=attempt.pk).deadline_at == after(LIMIT)


@pytest.mark.parametrize(("seconds", "left"), [(-60, 660), (0, 600), (0.5, 599), (599, 1), (600, 0), (10_000, 0)])
def test_seconds_left(guide, candidate, seconds, left):
    assert begun(guide, candidate).seconds_left(after(seconds)) == left


def test_clock_that_went_back_does_not_stop_a_submit(guide, candidate):
    attempt = begun(guide, candidate)
    attempt.submit(after(-3_600))
    assert not Attempt.objects.get().is_open
    assert Attempt.objects.get().seconds_used == 0


def test_clock_that_went_back_does_not_reopen(guide, candidate):
    attempt = begun(guide, candidate)
    attempt.close_if_overdue(after(LIMIT + SECONDS + 1))
    assert not saved(attempt, after(1))


def test_clock_that_jumped_loses_no_order_of_saves(guide, candidate):
    attempt = begun(guide, candidate)
    saved(attempt, after(300))
    saved(attempt, after(100), Given("9", "", False, 1, "a page"))
    with pytest.raises(Stale):
        saved(attempt, after(400), Given("7", "", False, 0, "another page"))
    assert held(attempt.pk, 1, candidate.pk).answer == "9"


# Through the pages


@pytest.mark.parametrize("passed", [0, LIMIT - 1, LIMIT + SECONDS - 5])
def test_page_takes_answers_in_time(exam, passed):
    exam.pass_time(passed)
    assert exam.save(NUMERIC, "8").status_code == 200
    assert exam.at(NUMERIC).answer == "8"


@pytest.mark.parametrize("name", ["save_answer", "check_answer"])
def test_page_refuses_an_answer_after_time_and_submits(exam, name):
    exam.save(NUMERIC, "8")
    exam.pass_time(LIMIT + SECONDS + 1)
    response = exam.post(name, SINGLE, exam.form(SINGLE, exam.key(SINGLE)))
    assert response.status_code == 409
    assert "its time is up" in Page(response).text
    assert exam.attempt.submitted_at == exam.attempt.deadline_at
    assert exam.attempt.score.points == 1


@pytest.mark.parametrize("name", ["attempt", "question"])
def test_looking_after_time_leads_to_the_results(exam, name):
    exam.pass_time(LIMIT + SECONDS + 1)
    args = [1] if name == "question" else []
    assert exam.get(name, *args).headers["Location"] == exam.url("results")
    assert not exam.attempt.is_open


def test_submit_after_time_is_at_the_deadline(exam):
    exam.pass_time(86_400)
    exam.submit()
    assert exam.attempt.submitted_at == exam.attempt.deadline_at
    assert "10:00 used" in Page(exam.get("results")).text


def test_browsers_clock_has_no_say(exam):
    exam.pass_time(LIMIT + SECONDS + 1)
    early = (timezone.now() - timedelta(days=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    form = exam.form(NUMERIC, "8", now="0", seconds_left="600", started_at="2000-01-01")
    response = exam.browser.post(exam.url("save_answer", NUMERIC), form, headers={"Date": early})
    assert response.status_code == 409


def test_question_shows_the_time_left(exam):
    exam.pass_time(120)
    page = Page(exam.get("question", 1))
    assert 470 <= int(page.values("data-seconds-left")[0]) <= 480
    assert "left" in page.text


def test_hint_and_another_try_end_with_the_time(practice):
    practice.check(SINGLE, practice.wrong(SINGLE))
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(seconds=SECONDS + 1))
    for name in ("show_hint", "try_again"):
        assert practice.post(name, SINGLE, practice.form(SINGLE, practice.wrong(SINGLE))).status_code == 409


@pytest.mark.parametrize("htmx", [True, False])
def test_answer_that_came_too_late_stays_on_screen(exam, htmx):
    form = exam.form(NUMERIC, "37")
    exam.pass_time(LIMIT + SECONDS + 1)
    assert "You gave: 37" in Page(exam.post("save_answer", NUMERIC, form, htmx=htmx)).text


def test_attempt_begun_again_after_time_is_a_new_one(exam):
    exam.pass_time(LIMIT + SECONDS + 1)
    exam.get("attempt")
    assert Sitting.begin(exam.browser, "baking-exam").attempt.number == 2


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (5, "0:05"), (245, "4:05"), (3_600, "1:00:00"), (3_845, "1:04:05")]
)
def test_length_of_time_as_a_clock_shows_it(seconds, text):
    assert clock_text(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00 used"),
        (86_399, "23:59:59 used"),
        (86_400, "1 day from start to end"),
        (200_000, "2 days from start to end"),
    ],
)
def test_time_that_an_attempt_took(seconds, text):
    assert time_used_text(seconds) == text
