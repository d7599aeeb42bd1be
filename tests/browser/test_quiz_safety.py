"""Nothing that was answered gets lost: no network, two tabs, double clicks, Back."""

import re

import pytest
from playwright.sync_api import expect

from quiz.models import Mode
from tests.browser.waiting import expect_quiet, follow


def test_without_a_network_the_answer_stays_and_is_saved_later(page, take, complaints):
    taking = take(page, Mode.EXAM, "single")
    taking.open()
    page.context.set_offline(True)
    taking.give(taking.key())
    expect(page.locator("#saved")).to_contain_text("Not saved: the network is gone.")
    expect(page.locator("[name=answer]:checked")).to_have_count(1)
    assert taking.at().answer is None
    page.context.set_offline(False)
    taking.expect_saved()
    assert taking.at().answer == taking.key()
    assert "INTERNET_DISCONNECTED" in complaints.pop()
    complaints.clear()


def test_a_check_without_a_network_can_be_repeated(page, take, complaints):
    taking = take(page, Mode.PRACTICE, "short-text")
    taking.open()
    taking.give(taking.key())
    taking.expect_saved()
    page.context.set_offline(True)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#saved")).to_contain_text("Not saved")
    expect(page.get_by_label("Your answer")).to_have_value(taking.key())
    page.context.set_offline(False)
    taking.expect_saved()
    taking.check()
    complaints.clear()


def refuse(page, answer):
    """Let every save end in `answer`, a function of the route, until the page is let through again."""
    page.route("**/save/", answer)


def test_a_server_that_comes_back_gets_the_answer(page, take, complaints):
    """The network was there all the time, so nothing tells the browser to try again."""
    page.clock.install()
    taking = take(page, Mode.EXAM, "single")
    taking.open()
    refuse(page, lambda route: route.abort())
    taking.give(taking.key())
    expect(page.locator("#saved")).to_contain_text("Not saved")
    page.unroute("**/save/")
    page.clock.fast_forward("00:06")
    taking.expect_saved()
    assert taking.at().answer == taking.key()
    complaints.clear()


def test_a_server_in_trouble_is_asked_again(page, take, complaints):
    page.clock.install()
    taking = take(page, Mode.EXAM, "single")
    taking.open()
    refuse(page, lambda route: route.fulfill(status=503))
    taking.give(taking.key())
    expect(page.locator("#saved")).to_contain_text("Not saved")
    expect(page.locator("#status")).to_be_empty()
    page.unroute("**/save/")
    page.clock.fast_forward("00:06")
    taking.expect_saved()
    complaints.clear()


def test_a_network_that_only_swallows_is_given_up(page, take, complaints):
    page.clock.install()
    taking = take(page, Mode.EXAM, "single")
    taking.open()
    form = page.locator("[data-answer-form]")
    expect(form).to_have_attribute("hx-request", '{"timeout": 15000}')
    form.evaluate("form => form.setAttribute('hx-request', JSON.stringify({ timeout: 500 }))")  # none moves this clock
    refuse(page, lambda route: None)
    taking.give(taking.key())
    expect(page.locator("#saved")).to_contain_text("Saving")
    expect(page.locator("#saved")).to_contain_text("Not saved: the network does not answer")
    page.unroute("**/save/")
    page.clock.fast_forward("00:06")
    taking.expect_saved()
    complaints.clear()


@pytest.mark.parametrize(("mode", "button"), [(Mode.EXAM, "Save and go on"), (Mode.PRACTICE, "Skip for now")])
def test_nobody_goes_on_without_the_answer(page, take, complaints, mode, button):
    taking = take(page, mode, "short-text", "single")
    taking.open()
    page.context.set_offline(True)
    page.get_by_label("Your answer").fill("typed with care")
    page.get_by_role("button", name=button).click()
    expect(page.locator("#saved")).to_contain_text("Not saved")
    expect(page.get_by_label("Your answer")).to_have_value("typed with care")
    page.context.set_offline(False)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    assert taking.at().answer == "typed with care"
    complaints.clear()


def test_leaving_with_an_answer_that_is_not_saved_is_asked_about(page, take, complaints):
    taking = take(page, Mode.EXAM, "single")
    taking.open()
    page.context.set_offline(True)
    taking.give(taking.key())
    expect(page.locator("#saved")).to_contain_text("Not saved")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.accept()
    complaints.clear()


def test_what_was_typed_a_moment_before_leaving_is_saved(page, take):
    taking = take(page, Mode.EXAM, "short-text")
    taking.open()
    page.get_by_label("Your answer").press_sequentially("last word")
    page.goto("/")
    taking.expect_stored("last word")


def test_a_stale_tab_keeps_its_choice_and_harms_nothing(page, take, complaints):
    taking = take(page, Mode.PRACTICE, "single")
    stale = page.context.new_page()
    for tab in (page, stale):
        tab.goto(taking.url("question", 1))
    taking.give(taking.key())
    taking.expect_saved()
    taking.give(taking.wrong(), page=stale)
    expect(stale.get_by_role("alert")).to_contain_text("This was not saved.")
    chosen = taking.at().order.index(taking.wrong()[0])
    expect(stale.locator("[name=answer]:checked")).to_have_value(str(chosen))
    assert taking.at().answer == taking.key()
    assert "409" in complaints.pop()
    stale.get_by_role("link", name="show the newer one").click()
    expect(stale.locator("[name=answer]:checked")).not_to_have_value(str(chosen))


def test_a_stale_tab_may_win_when_its_learner_says_so(page, take, complaints):
    taking = take(page, Mode.EXAM, "numeric")
    stale = page.context.new_page()
    for tab in (page, stale):
        tab.goto(taking.url("question", 1))
    taking.give(taking.key())
    taking.expect_saved()
    taking.give(taking.wrong(), page=stale)
    expect(stale.get_by_role("alert")).to_contain_text(taking.key())
    complaints.clear()
    expect(stale.get_by_label("Your number")).to_have_value(taking.wrong())
    stale.get_by_role("button", name="Save and look over").click()
    stale.get_by_text("The one question is answered.").wait_for()
    assert taking.at().answer == taking.wrong()


def test_a_stale_page_without_javascript(page_without_javascript, take, complaints):
    page = page_without_javascript
    taking = take(page, Mode.PRACTICE, "single")
    stale = page.context.new_page()
    for tab in (page, stale):
        tab.goto(taking.url("question", 1))
    taking.give(taking.key())
    follow(page.get_by_role("button", name="Skip for now"))
    taking.give(taking.wrong(), page=stale)
    stale.get_by_role("button", name="Check").click()
    expect(stale.get_by_role("alert")).to_contain_text("This was not saved.")
    expect(stale.locator(".because")).to_have_count(0)
    assert taking.at().answer == taking.key()
    assert "409" in complaints.pop()


def test_a_double_click_on_check_is_one_try(page, take):
    taking = take(page, Mode.PRACTICE, "multiple")
    taking.open()
    taking.give(taking.key())
    page.get_by_role("button", name="Check").dblclick()
    expect(page.locator(".score-line")).to_contain_text("Right.")
    expect_quiet(page)
    assert taking.at().tries == 1


def test_back_after_the_results_stays_with_the_results(any_page, take):
    taking = take(any_page, Mode.EXAM, "single")
    taking.open()
    any_page.get_by_role("button", name="Overview").click()
    any_page.get_by_role("button", name="Submit").click()
    expect(any_page).to_have_url(re.compile("/results/$"))
    for _ in range(2):
        any_page.go_back()
        expect(any_page).to_have_url(re.compile("/results/$"))
        expect(any_page.get_by_role("heading", level=1)).to_have_text(taking.attempt.title)
