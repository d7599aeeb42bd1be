"""Saving: each answer as it is made, with JavaScript and without, and never after the end."""

import pytest

from tests.pages import Page
from tests.quiz.sitting import (
    HTMX,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SHORT_TEXT,
    SINGLE,
    everything,
)

KINDS = range(1, 8)


@pytest.mark.parametrize("position", KINDS)
def test_answer_is_saved(practice, position):
    answer = practice.key(position)
    assert practice.save(position, answer).status_code == 200
    saved = practice.at(position)
    assert (saved.answer, saved.revision, saved.points) == (answer, 1, None)
    assert saved.answered_at is not None


@pytest.mark.parametrize("position", KINDS)
def test_answer_is_shown_again(practice, position):
    practice.save(position, practice.wrong(position))
    page = Page(practice.get("question", position))
    shown = [own for _, own in page.elements if "checked" in own or "selected" in own or own.get("name") == "answer"]
    assert shown
    assert "Your answer is saved." in page.text


def test_save_says_when_and_hands_on_the_revision(practice):
    page = Page(practice.save(SINGLE, [0]))
    assert page.text.startswith("Saved at ")
    assert page.values("value") == ["1"]


def test_next_save_of_the_same_page_is_on_top_of_the_first(practice):
    practice.save(SINGLE, [0], revision=0)
    practice.save(SINGLE, [1], revision=1)
    assert (practice.at(SINGLE).answer, practice.at(SINGLE).revision) == ([1], 2)


def test_answer_can_be_taken_back(practice):
    practice.save(NUMERIC, "8")
    practice.save(NUMERIC, None)
    saved = practice.at(NUMERIC)
    assert (saved.answer, saved.answered_at, saved.revision) == (None, None, 2)


def test_flag_and_confidence_are_saved_without_an_answer(practice):
    practice.save(SINGLE, None, flag="1", confidence="unsure")
    saved = practice.at(SINGLE)
    assert (saved.answer, saved.is_flagged, saved.confidence, saved.answered_at) == (None, True, "unsure", None)


@pytest.mark.parametrize("confidence", ["", "certain", "x" * 5_000, "\0"])
def test_confidence_is_one_of_three_or_none(practice, confidence):
    assert practice.save(SINGLE, [0], confidence=confidence).status_code == 200
    assert practice.at(SINGLE).confidence == ""


def test_ordering_comes_back_in_its_new_order(practice):
    response = practice.save(ORDERING, [0, 1, 2, 3])
    assert response.headers["HX-Retarget"] == "#question"
    assert Page(response).values("value", "input").count("1") >= 1
    assert "Mix the dough" in Page(response).text


def test_button_moves_an_item_and_saves(practice):
    order = practice.at(ORDERING).order
    practice.save(ORDERING, None, move="down-0")
    assert practice.at(ORDERING).answer == [order[1], order[0], *order[2:]]


# After the end


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("name", ["save_answer", "check_answer", "show_hint"])
def test_no_answer_is_taken_after_submission(practice, name, htmx):
    practice.save(SINGLE, [0])
    practice.submit()
    response = practice.post(name, SINGLE, practice.form(SINGLE, [1]), htmx=htmx)
    assert response.status_code == 409
    assert "This answer was not saved." in Page(response).text
    assert practice.at(SINGLE).answer == [0]


def test_no_answer_is_taken_after_the_check(practice):
    practice.check(MULTIPLE, practice.wrong(MULTIPLE))
    assert practice.save(MULTIPLE, practice.key(MULTIPLE)).status_code == 409
    assert practice.at(MULTIPLE).answer == practice.wrong(MULTIPLE)


# Going on


@pytest.mark.parametrize(
    ("go", "there"),
    [("4", "4/"), ("1", "1/"), ("0", "1/"), ("here", "3/"), ("overview", "?overview=1"), ("8", "?overview=1")]
    + [(nonsense, "4/") for nonsense in ("", "x", "-1", "99999", "//evil.example", "\u0662")],
)
def test_form_goes_where_its_button_says(exam, go, there):
    response = exam.save(3, exam.key(3), htmx=False, go=go)
    assert (response.status_code, response.headers["Location"]) == (303, f"{exam.attempt.get_absolute_url()}{there}")
    assert exam.at(3).answer == exam.key(3)


@pytest.mark.parametrize(("go", "there"), [("4", "4/"), ("2", "2/"), ("overview", "?overview=1"), ("x", "4/")])
def test_browser_goes_on_once_the_answer_is_saved(exam, go, there):
    response = exam.save(3, exam.key(3), go=go)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, f"{exam.attempt.get_absolute_url()}{there}")
    assert exam.at(3).answer == exam.key(3)


def test_browser_does_not_go_on_without_the_answer(exam):
    exam.save(3, exam.key(3))
    response = exam.save(3, exam.wrong(3), go="4", writer="another page", revision=0)
    assert response.status_code == 409
    assert "HX-Redirect" not in response.headers


def test_move_without_javascript_stays_at_the_question(practice):
    response = practice.save(ORDERING, None, htmx=False, move="down-0")
    assert response.headers["Location"] == practice.url("question", ORDERING)


# What a form may not say


def test_server_owns_the_score(practice, stranger):
    forged = {"points": 99, "possible": 1, "score": 99, "is_correct": 1, "learner": "x", "attempt": "x", "version": 1}
    forged |= {"answered_at": "2000-01-01", "checked_at": "2000-01-01", "submitted_at": "2000-01-01", "order": "[0]"}
    forged |= {"first_answer": "[0]", "tries": 9, "has_hint": 1, "mode": "exam", "position": 2}
    before = practice.at(SINGLE)
    practice.save(SINGLE, practice.wrong(SINGLE), **forged)
    after = practice.at(SINGLE)
    unchanged = ("points", "possible", "checked_at", "order", "first_answer", "tries", "has_hint", "version_id")
    assert [getattr(after, name) for name in unchanged] == [getattr(before, name) for name in unchanged]
    assert practice.attempt.submitted_at is None


def test_scores_sent_with_a_check_are_ignored(practice):
    practice.check(SINGLE, practice.wrong(SINGLE), points=1, possible=1, score=1)
    assert (practice.at(SINGLE).points, practice.at(SINGLE).possible) == (0, 1)


@pytest.mark.parametrize("position", KINDS)
def test_answer_that_means_nothing_is_none(practice, position):
    nonsense = {"answer": ["9" * 5_000, "-1", "99"], "sequence": "x", "answer-0": "99", "move": "up-99"}
    form = {"writer": "a page", "revision": 0, **nonsense}
    assert practice.post("save_answer", position, form).status_code == 200
    stored = practice.at(position).answer
    assert stored is None or position in (NUMERIC, SHORT_TEXT, ORDERING)


@pytest.mark.parametrize("name", ["save_answer", "check_answer", "show_hint", "try_again"])
def test_changing_takes_a_post(practice, name):
    for verb in (practice.browser.get, practice.browser.head, practice.browser.put, practice.browser.delete):
        assert verb(practice.url(name, SINGLE)).status_code == 405
    assert practice.at(SINGLE).revision == 0


@pytest.mark.parametrize("position", [0, 8, 10**9])
def test_question_that_is_not_there(practice, position):
    for name in ("save_answer", "check_answer", "show_hint", "try_again", "report_problem"):
        assert practice.browser.post(practice.url(name, position), headers=HTMX).status_code == 404
    assert practice.get("question", position).status_code == 404


def test_position_beyond_all_numbers_is_not_there(practice):
    assert practice.browser.post(f"/attempts/{practice.attempt_id}/{'9' * 30}/save/").status_code == 404


def test_saved_answer_says_nothing_of_its_worth(exam):
    said = {everything(exam.save(SINGLE, [number])).count("ight") for number in range(4)}
    assert said == {0}
