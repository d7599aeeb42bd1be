"""An attempt is its learner's alone: to everybody else each of its addresses is not there."""

import pytest
from django.test import Client

from quiz.models import Attempt, Report, Response
from tests.pages import Page
from tests.quiz.addresses import CHANGING, OF_ATTEMPTS, address
from tests.quiz.sitting import HTMX, SINGLE, Sitting, everything

STATES = ["open", "answered", "submitted"]
ROLES = ["visitor", "stranger", "learner of another attempt", "forged session"]


@pytest.fixture
def foreign(request, practice):
    """Somebody's attempt in each of its states."""
    if request.param != "open":
        practice.check(SINGLE, practice.key(SINGLE))
    if request.param == "submitted":
        practice.submit()
    return practice


@pytest.fixture
def browser(request, stranger):
    """Whoever else might ask."""
    if request.param == "learner of another attempt":
        Sitting.begin(stranger, "every-kind")
    if request.param == "forged session":
        stranger.cookies["sessionid"] = "x" * 32
    return Client() if request.param == "visitor" else stranger


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Attempt, Response, Report)]


def test_every_address_of_an_attempt_is_in_the_matrix():
    assert {
        "attempt",
        "submit",
        "results",
        "question",
        "save_answer",
        "check_answer",
        "show_hint",
        "try_again",
        "report_problem",
    } == OF_ATTEMPTS


@pytest.mark.parametrize("foreign", STATES, indirect=True)
@pytest.mark.parametrize("browser", ROLES, indirect=True)
@pytest.mark.parametrize("name", sorted(OF_ATTEMPTS))
def test_attempt_of_somebody_else_is_not_there(foreign, browser, name):
    path = address(name, attempt_id=foreign.attempt_id, position=SINGLE)
    form = foreign.form(SINGLE, foreign.wrong(SINGLE), text="Wrong!")
    before = rows()
    for headers in ({}, HTMX):
        response = browser.post(path, form, headers=headers) if name in CHANGING else browser.get(path, headers=headers)
        assert response.status_code == 404
        assert foreign.attempt.title not in Page(response).text
    assert rows() == before


@pytest.mark.parametrize("browser", ROLES, indirect=True)
def test_foreign_attempt_and_none_look_the_same(practice, browser):
    none = "00000000-0000-4000-8000-000000000000"
    seen = [browser.get(f"/attempts/{which}/").content.decode() for which in (practice.attempt_id, none)]
    assert seen[0].replace(str(practice.attempt_id), none) == seen[1]


def test_learner_sent_with_a_form_has_no_say(practice, stranger):
    learner = practice.attempt.learner_id
    for fields in ({"learner": learner}, {"learner_id": learner}, {"user": learner}):
        assert stranger.post(practice.url("save_answer", 1), {**practice.form(1, [0]), **fields}).status_code == 404


def test_next_learner_at_the_same_browser_sees_nothing_of_the_last(practice):
    practice.save(7, "a word of mine")
    browser = practice.browser
    browser.post("/progress/delete/confirmed/")
    Sitting.begin(browser, "every-kind")
    for path in ("/", "/progress/", "/quizzes/every-kind/", practice.url("question", 7), "/progress/download/"):
        assert "a word of mine" not in everything(browser.get(path))
    assert browser.get(practice.url("attempt")).status_code == 404


def test_panels_show_a_learner_their_own_attempts(practice, stranger):
    assert practice.attempt.get_absolute_url() not in Page(stranger.get("/")).links
    practice.submit()
    assert practice.url("results") not in Page(stranger.get("/progress/")).links
    assert practice.url("results") in Page(practice.browser.get("/progress/")).links


def test_every_attempt_has_an_id_that_cannot_be_guessed(practice, exam):
    assert {practice.attempt_id.version, exam.attempt_id.version} == {4}
