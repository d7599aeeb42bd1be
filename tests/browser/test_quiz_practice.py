"""Practice, from the list of quizzes to the results and what follows from them."""

import re

import pytest
from playwright.sync_api import expect

from quiz.models import Mode, Report, Response
from tests.browser.taking import Taking, question_with_hint
from tests.pages import GUIDE


@pytest.fixture
def results(page, take):
    """The results of an attempt with one answer, which is wrong."""
    taking = take(page, Mode.PRACTICE, "single", "single")
    taking.open()
    taking.give(taking.wrong())
    page.get_by_role("radio", name="Sure", exact=True).check()
    taking.check()
    page.goto(f"{taking.url('attempt')}?overview=1")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("1 not right, 1 not answered.")).to_be_visible()
    return taking


def test_from_the_list_to_the_first_explanation(any_page):
    page = any_page
    page.goto("/quizzes/")
    page.get_by_role("link", name="Managed or unmanaged").click()
    page.get_by_role("button", name="Start").click()
    taking = Taking.going_on(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 1 of 12")
    taking.give(taking.key())
    taking.check()
    page.get_by_role("link", name="Next question").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2 of 12")
    expect(page.locator("#step-1")).to_have_class("is-answered")


def test_the_last_question_leads_to_the_results(any_page, take):
    taking = take(any_page, Mode.PRACTICE, "single", "true-false")
    for position in (1, 2):
        taking.open(position)
        taking.give(taking.key(position), position)
        taking.check()
    any_page.get_by_role("button", name="Finish and see the results").click()
    expect(any_page.get_by_text("100 %").first).to_be_visible()
    expect(any_page.locator(".review")).to_have_count(2)


def test_a_hint_shows_and_the_choice_stays(any_page, site):
    taking = Taking.begin(any_page, site.url, Mode.PRACTICE, [question_with_hint()])
    taking.open()
    any_page.get_by_role("button", name="Show a hint").click()
    expect(any_page.locator(".hint")).to_be_visible()
    assert taking.at().has_hint


def test_another_try_does_not_change_the_points(page, take):
    taking = take(page, Mode.PRACTICE, "single")
    taking.open()
    taking.give(taking.wrong())
    taking.check()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".because")).to_have_count(0)
    taking.give(taking.key())
    taking.check()
    expect(page.locator(".score-line")).to_have_text("Not right. 0 of 1 point, from your first try.")


def test_an_attempt_goes_on_from_the_first_page(any_page, take):
    taking = take(any_page, Mode.PRACTICE, "single", "multiple")
    taking.open()
    taking.give(taking.key())
    taking.check()
    any_page.goto("/")
    any_page.get_by_role("link", name=taking.attempt.title).click()
    expect(any_page.get_by_role("heading", level=1)).to_contain_text("Question 2")


def test_results_tell_what_is_to_be_learnt(results):
    page = results.page
    first = page.locator("#question-1")
    expect(first).to_contain_text("Not right")
    expect(first).to_contain_text("You were sure of this one.")
    expect(first.locator(".because")).to_have_count(len(results.document()["options"]))
    expect(page.locator("#question-2")).to_contain_text("Not answered")
    expect(page.locator("main .bars").first).to_contain_text("0 %")


def test_a_problem_is_reported_in_place(results, complaints):
    report = results.page.locator("#question-1 .report")
    report.locator("summary").click()
    report.get_by_role("button", name="Send").click()
    expect(report.get_by_role("alert")).to_contain_text("Say in a sentence")
    assert "422" in complaints.pop()
    report.get_by_label("What is wrong").fill("Two options are right.")
    report.get_by_role("button", name="Send").click()
    expect(report.get_by_text("Thank you.")).to_be_focused()
    assert Report.objects.get(learner=results.attempt.learner).version == results.at().version


def test_a_problem_is_reported_without_javascript(page_without_javascript, take):
    page = page_without_javascript
    taking = take(page, Mode.PRACTICE, "single")
    page.goto(f"{taking.url('attempt')}?overview=1")
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Report a problem").click()
    page.get_by_label("What is wrong").fill("It is out of date.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    page.get_by_role("link", name="Back to the results").click()
    expect(page).to_have_url(re.compile("/results/#question-1$"))


def test_what_was_missed_makes_a_new_quiz(results):
    page = results.page
    page.get_by_role("link", name="Practise what I missed").click()
    expect(page.get_by_label("What I missed")).to_be_checked()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 1 of 2")
    new = Taking.going_on(page).attempt
    assert {r.version for r in new.responses.all()} == {r.version for r in results.attempt.responses.all()}


def test_a_new_quiz_from_an_objective(any_page):
    page = any_page
    page.goto(f"{GUIDE}practice/")
    expect(page.get_by_label("What I flagged")).to_be_disabled()
    page.get_by_label("Select the right target").check()
    page.get_by_label("How many").fill("3")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 1 of 3")


def test_a_new_quiz_from_the_section_that_was_read(any_page):
    page = any_page
    page.goto(f"{GUIDE}lambda/")
    page.get_by_role("link", name="Test yourself on this section").click()
    expect(page.get_by_label("AWS Lambda")).to_be_checked()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 1 of 10")


def test_progress_lists_the_attempt_and_deletes_it(results):
    page = results.page
    page.goto("/progress/")
    page.get_by_role("link", name=f"{results.attempt.title}, attempt 1").click()
    expect(page).to_have_url(re.compile("/results/$"))
    page.goto("/progress/")
    page.get_by_role("link", name="delete it").click()
    page.get_by_role("button", name="Delete everything").click()
    expect(page).to_have_url(re.compile("/progress/$"))
    assert not Response.objects.filter(attempt=results.attempt.pk).exists()
