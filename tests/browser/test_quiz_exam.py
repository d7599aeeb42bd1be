"""An exam: nothing told before the end, flags, the navigator, the overview, the clock."""

import re

import pytest
from playwright.sync_api import expect

from quiz.models import Mode
from tests.browser.taking import has_scripts

TEN_MINUTES = 600


@pytest.fixture
def exam(any_page, take):
    return take(any_page, Mode.EXAM, "single", "ordering", "numeric", time_limit_s=TEN_MINUTES)


@pytest.fixture
def timed(page, take):
    """An exam in a browser whose clock a test can move."""
    page.clock.install()
    return take(page, Mode.EXAM, "ordering", time_limit_s=TEN_MINUTES)


def told(exam, *addresses):
    """Which rationales the server sends at any of these addresses."""
    seen = "".join(exam.page.request.get(address).text() for address in addresses)
    rationales = [option["because_html"] for option in exam.document(1)["options"]] + [exam.document(3)["because_html"]]
    return [text in seen for text in rationales]


def test_an_exam_from_start_to_results(exam):
    page = exam.page
    exam.open()
    exam.give(exam.key(1), 1)
    page.get_by_label("Flag").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 3")
    exam.give(exam.wrong(3), 3)
    page.get_by_role("button", name="Save and look over").click()
    expect(page.get_by_text("1 of 3 questions not answered.")).to_be_visible()
    steps = page.locator(".navigator li")
    expect(steps).to_have_text(["1, answered, flagged", "2, not answered", "3, answered"])
    assert not any(told(exam, page.url, *(exam.url("question", position) for position in (1, 2, 3))))
    page.get_by_role("button", name="Submit and see the results").click()
    expect(page.locator(".result-score")).to_contain_text("33 %")
    assert all(told(exam, page.url))


def test_a_question_is_opened_from_the_overview_and_changed(exam):
    page = exam.page
    page.goto(f"{exam.url('attempt')}?overview=1")
    page.locator("#step-3").click()
    exam.give(exam.wrong(3), 3)
    page.get_by_role("button", name="Overview").click()
    page.wait_for_url("**overview=1")  # the question has such a link, too
    page.locator("#step-3").click()
    expect(page.get_by_label("Your number")).to_have_value(exam.wrong(3))
    exam.give(exam.key(3), 3)
    page.get_by_role("button", name="Save and go back").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    assert exam.at(3).answer == exam.key(3)


def test_the_navigator_follows_each_answer(page, take):
    exam = take(page, Mode.EXAM, "single", "single")
    exam.open()
    expect(page.locator("#step-1")).to_have_text("1, not answered")
    exam.give(exam.key())
    expect(page.locator("#step-1")).to_have_text("1, answered")
    expect(page.locator("#step-1")).to_have_attribute("aria-current", "step")


def test_the_clock_runs_on_over_an_answer(timed):
    page = timed.page
    timed.open()
    expect(page.locator(".clock")).to_have_text(re.compile(r"^9:5\d left$"))
    page.clock.fast_forward("05:00")
    expect(page.locator(".clock")).to_have_text(re.compile(r"^4:[45]\d left$"))
    page.get_by_role("button", name="Move down").first.click()  # brings the server's clock, which was not moved
    expect(page.locator("#step-1")).to_have_text("1, answered")
    expect(page.locator(".clock")).to_have_text(re.compile(r"^9:[345]\d left$"))


def test_when_time_is_up_the_page_goes_to_the_results(timed):
    page = timed.page
    timed.open()
    timed.pass_time(TEN_MINUTES + 60)
    page.clock.fast_forward("10:02")
    expect(page.get_by_text("Time is up.")).to_be_visible()
    page.clock.fast_forward("00:12")
    expect(page).to_have_url(re.compile("/results/$"))
    expect(page.get_by_text("10:00 used")).to_be_visible()


def test_when_time_is_up_the_overview_goes_to_the_results_too(timed):
    page = timed.page
    page.goto(f"{timed.url('attempt')}?overview=1")
    expect(page.locator(".clock")).to_contain_text(re.compile(r"9:5\d left"))
    timed.pass_time(TEN_MINUTES + 60)
    page.clock.fast_forward("10:13")
    expect(page).to_have_url(re.compile("/results/$"))


def test_an_overdue_attempt_is_found_submitted(any_page, take):
    exam = take(any_page, Mode.EXAM, "single", time_limit_s=TEN_MINUTES)
    exam.pass_time(TEN_MINUTES + 60)
    exam.open()
    expect(any_page).to_have_url(re.compile("/results/$"))


def test_an_answer_after_the_end_is_refused_and_leads_to_the_results(any_page, take, complaints):
    exam = take(any_page, Mode.EXAM, "single", time_limit_s=TEN_MINUTES)
    exam.open()
    exam.pass_time(TEN_MINUTES + 60)
    any_page.locator("[name=answer]").first.click()  # its refusal takes the box away: do not look at it again
    if not has_scripts(any_page):
        any_page.get_by_role("button", name="Save and look over").click()
    expect(any_page.get_by_role("alert")).to_contain_text("This answer was not saved.")
    assert "409" in complaints.pop()
    any_page.get_by_role("link", name="See the results").click()
    expect(any_page.locator(".result-score")).to_contain_text("0 %")
    assert exam.at().answer is None
