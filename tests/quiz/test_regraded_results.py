"""What learners see of an answer that was scored again: the question as asked, the new score, and why."""

import pytest

from quiz.models import Attempt
from tests.conftest import NOW
from tests.pages import Page
from tests.quiz.regraded import finished, ines, regraded, with_key
from tests.quiz.sitting import SINGLE
from tests.quiz.test_edits_leave_the_past import without_tokens

REASON = "Two options were right."
SAID = "Question 1 was scored again on 23 November 2026 and counts 1 instead of 0"


@pytest.fixture
def wrong(learner):
    """An exam in which the single choice was answered by option 1, which is not the key."""
    return finished(learner, {SINGLE: [1]})


def text(sitting):
    return Page(sitting.get("results")).text


def test_nothing_is_said_of_what_was_scored_once(wrong):
    with_key(1)
    assert "scored again" not in text(wrong)


def test_new_score_counts_and_is_explained(wrong):
    regraded(with_key(1), REASON)
    shown = text(wrong)
    assert f"{SAID}: {REASON}" in shown
    assert "8 % 1 of 12 points" in shown
    assert "1 right, 6 not answered" in shown


def test_reason_may_be_left_out(wrong):
    regraded(with_key(1))
    assert f"{SAID}." in text(wrong)


def test_review_shows_the_question_as_it_was_asked(wrong):
    before = wrong.get("results").content.decode()
    regraded(with_key(1, stem_html="<p>Another stem</p>"), REASON)
    after = wrong.get("results").content.decode()
    assert "Another stem" not in after
    options = before[before.index('<div class="stem') : before.index('id="question-2"')]
    assert options.partition("csrf")[0] in after
    assert "Below stands the question as you were asked it." in after


def test_score_that_stays_is_not_spoken_of(wrong, stranger):
    other = finished(stranger, {SINGLE: [2]})
    regraded(with_key(1), REASON)
    assert "scored again" not in text(other)


def test_pass_follows_the_new_score(wrong):
    Attempt.objects.update(pass_percent=8)
    assert "Not passed" in text(wrong)
    regraded(with_key(1))
    assert "Not passed" not in text(wrong)


def test_page_is_byte_for_byte_what_it_was_once_it_is_taken_back(wrong):
    before = without_tokens(wrong.get("results"))
    made = regraded(with_key(1), REASON)
    assert without_tokens(wrong.get("results")) != before
    made.take_back(ines(), NOW)
    assert without_tokens(wrong.get("results")) == before


def test_html_in_a_reason_is_text(wrong):
    regraded(with_key(1), "<script>alert(1)</script>")
    assert b"<script>alert" not in wrong.get("results").content


def test_latest_change_is_told(wrong):
    regraded(with_key(1), "First.")
    regraded(with_key(1, points=2), "Second.")
    shown = text(wrong)
    assert "counts 2 instead of 1: Second." in shown
    assert "First." not in shown


def test_link_leads_to_the_question_where_only_what_went_wrong_is_shown(wrong):
    regraded(with_key(1))
    shown = Page(wrong.browser.get(wrong.url("results"), {"show": "missed"}))
    assert f"{wrong.url('results')}#question-1" in shown.links


def test_what_was_missed_is_missed_no_more(wrong):
    regraded(with_key(1))
    assert not wrong.attempt.responses.missed().filter(position=SINGLE).exists()


def test_download_says_that_it_was_scored_again(wrong):
    regraded(with_key(1), REASON)
    (attempt,) = wrong.browser.get("/progress/download/").json()["attempts"]
    first = attempt["responses"][0]
    assert (first["points"], len(first["scored_again"])) == (1, 1)
    again = first["scored_again"][0]
    assert (again["reason"], again["points_before"], again["points"]) == (REASON, 0, 1)


def test_results_ask_the_database_as_often_for_many_regrades(
    wrong, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(25) as few:
        wrong.get("results")
    for number in (1, 2, 3):
        regraded(with_key(1, points=number))
    with django_assert_num_queries(len(few)):
        wrong.get("results")
