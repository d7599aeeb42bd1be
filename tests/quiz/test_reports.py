"""Problems that learners report with a question."""

import pytest

from quiz.models import LONGEST_REPORT, Report
from tests.pages import Page
from tests.quiz.sitting import SINGLE

TEXT = "Soda needs no hour at all."


@pytest.fixture
def finished(practice):
    practice.submit()
    return practice


def report(sitting, text, *, htmx=True, **fields):
    return sitting.post("report_problem", SINGLE, {"text": text, **fields}, htmx=htmx)


def test_report_is_kept_with_the_version_it_is_about(finished):
    assert report(finished, TEXT).status_code == 200
    kept = Report.objects.get()
    assert (kept.text, kept.version, kept.learner_id) == (
        TEXT,
        finished.at(SINGLE).version,
        finished.attempt.learner_id,
    )
    assert (kept.reply, kept.replied_at) == ("", None)


def test_form_stands_beside_every_question(finished):
    addresses = Page(finished.get("results")).values("action", "form")
    assert {finished.url("report_problem", position) for position in range(1, 8)} <= set(addresses)


def test_thanks_come_in_the_place_of_the_form(finished):
    page = Page(report(finished, TEXT))
    assert "It has reached the people who write the questions." in page.text
    assert "main" not in page.ids


def test_thanks_without_javascript_lead_back(finished):
    page = Page(report(finished, TEXT, htmx=False))
    assert "It has reached" in page.text
    assert f"{finished.url('results')}#question-1" in page.links


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("text", ["", "   ", "\0", "\n\t"])
def test_empty_report_comes_back_with_an_error(finished, text, htmx):
    response = report(finished, text, htmx=htmx)
    assert response.status_code == 422
    assert "Say in a sentence what is wrong." in Page(response).text
    assert not Report.objects.exists()


def test_report_that_is_too_long_comes_back_whole(finished):
    response = report(finished, "x" * (LONGEST_REPORT + 1))
    page = Page(response)
    assert response.status_code == 422
    assert "Shorten it to 2,000 characters; it has 2,001." in page.text
    assert "x" * (LONGEST_REPORT + 1) in page.text
    assert page.values("aria-describedby", "textarea") == page.values("id", "p")


def test_longest_report_is_taken(finished):
    assert report(finished, "x" * LONGEST_REPORT).status_code == 200


def test_html_in_a_report_is_shown_as_text(finished):
    body = report(finished, "<script>alert(1)</script>" * 200).content.decode()
    assert "<script>" not in body


def test_what_else_a_form_says_is_ignored(finished, stranger):
    report(finished, TEXT, learner="1", version="1", reply="Fixed.", replied_at="2000-01-01")
    kept = Report.objects.get()
    assert (kept.reply, kept.replied_at, kept.learner_id) == ("", None, finished.attempt.learner_id)


def test_report_takes_a_post(finished):
    assert finished.browser.get(finished.url("report_problem", SINGLE)).status_code == 405


def test_report_while_the_attempt_is_open_tells_nothing(exam):
    response = report(exam, TEXT)
    assert response.status_code == 200
    assert "because" not in Page(response).values("class")
