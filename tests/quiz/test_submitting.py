"""Submitting: every response is scored once, whoever submits how often."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from quiz.models import Attempt, Response, total
from quiz.scoring import Score
from tests.pages import Page
from tests.quiz.sitting import HTMX, MATCHING, MULTIPLE, NUMERIC, ORDERING, SINGLE, Sitting, at_once


def scores():
    return list(Response.objects.values_list("position", "points", "possible"))


def test_submit_scores_every_response_and_leads_to_the_results(exam):
    exam.save(SINGLE, exam.key(SINGLE))
    exam.save(MULTIPLE, [0])
    exam.save(MATCHING, [0, None, 1])
    response = exam.submit()
    assert (response.status_code, response.headers["Location"]) == (303, exam.url("results"))
    assert scores() == [(1, 1, 1), (2, 1, 2), (3, 0, 1), (4, 1, 3), (5, 0, 3), (6, 0, 1), (7, 0, 1)]
    assert exam.attempt.score == Score(3, 12)


def test_key_to_everything_is_full_marks(exam):
    for position in range(1, 8):
        exam.save(position, exam.key(position))
    exam.submit()
    assert exam.attempt.score.is_full


def test_nothing_answered_is_nothing(exam):
    exam.submit()
    assert exam.attempt.score == Score(0, 12)


def test_submitting_again_changes_nothing(exam):
    exam.save(SINGLE, exam.key(SINGLE))
    exam.submit()
    before = (exam.attempt.submitted_at, scores())
    assert exam.submit().status_code == 303
    assert (exam.attempt.submitted_at, scores()) == before


def test_points_of_a_check_stay(practice):
    practice.check(NUMERIC, practice.wrong(NUMERIC))
    practice.post("try_again", NUMERIC)
    practice.check(NUMERIC, practice.key(NUMERIC))
    practice.submit()
    assert practice.at(NUMERIC).points == 0


def test_answer_that_was_never_checked_counts(practice):
    practice.save(ORDERING, practice.key(ORDERING))
    practice.submit()
    assert practice.at(ORDERING).points == 3
    assert practice.at(ORDERING).first_answer == [0, 1, 2, 3]


def test_what_a_form_adds_to_a_submit_is_ignored(exam):
    exam.browser.post(exam.url("submit"), {"submitted_at": "2000-01-01", "score": 99, "points": 99})
    assert exam.attempt.submitted_at.year > 2000
    assert exam.attempt.score.points == 0


def test_submit_takes_a_post(exam):
    for verb in (exam.browser.get, exam.browser.head, exam.browser.put, exam.browser.delete):
        assert verb(exam.url("submit")).status_code == 405
    assert exam.attempt.is_open


def test_results_wait_for_the_submit(exam):
    response = exam.get("results")
    assert (response.status_code, response.headers["Location"]) == (303, exam.attempt.get_absolute_url())


def test_submitted_attempt_leads_to_its_results(exam):
    exam.submit()
    for response in (
        exam.get("attempt"),
        exam.get("question", 1),
        exam.browser.get(exam.url("attempt") + "?overview=1"),
    ):
        assert response.headers["Location"] == exam.url("results")


def test_overview_says_what_is_missing(exam):
    exam.save(SINGLE, [0], flag="1")
    page = Page(exam.browser.get(exam.url("attempt") + "?overview=1"))
    assert "6 of 7 questions not answered." in page.text
    assert "1, answered, flagged" in page.text


def test_next_attempt_can_begin_after_the_submit(exam):
    exam.submit()
    assert Sitting.begin(exam.browser, "baking-exam").attempt_id != exam.attempt_id


def test_database_keeps_points_within_what_is_possible(exam):
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(position=1).update(points=2, possible=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(position=1).update(points=-1, possible=1)


def test_total_is_over_what_was_settled(exam):
    assert total(exam.attempt.responses.all()) == Score(0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(3))
def test_twenty_submits_at_once_are_one_score(file_database, attempt):
    sitting = Sitting.begin(Client(), "baking-exam")
    for position in range(1, 8):
        sitting.save(position, sitting.key(position))
    cookies = sitting.browser.cookies.output(header="", sep=";")
    address = sitting.url("submit")
    answers = at_once(20, lambda: Client(headers={"Cookie": cookies}).post(address))
    assert {answer.status_code for answer in answers} == {303}
    assert Attempt.objects.get().score == Score(12, 12)


@pytest.mark.slow
def test_acknowledged_answer_counts_when_the_submit_comes_at_the_same_time(file_database):
    sitting = Sitting.begin(Client(), "baking-exam")
    headers = {"Cookie": sitting.browser.cookies.output(header="", sep=";"), **HTMX}
    form, save, submit = sitting.form(NUMERIC, "8"), sitting.url("save_answer", NUMERIC), sitting.url("submit")
    turns = iter([*[save] * 5, submit, *[save] * 6])

    def act():
        address = next(turns)
        return address, Client(headers=headers).post(address, form).status_code

    acknowledged = (save, 200) in at_once(12, act)
    assert sitting.at(NUMERIC).points == acknowledged
