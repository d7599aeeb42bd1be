"""The walk through the decision tree."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages import GUIDE

DECIDE = f"{GUIDE}decide/"


@pytest.fixture
def walk(any_page):
    any_page.goto(DECIDE)
    return any_page


def answer(page, name):
    before = page.locator("#walk-question").text_content()
    page.locator(".walk-options").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("#walk-question")).not_to_have_text(before)


def test_one_question_at_a_time_until_the_answer(walk):
    answer(walk, "No")
    expect(walk.locator(".walk-path li")).to_have_count(1)
    expect(walk).to_have_url(f"{DECIDE}?where=no")
    answer(walk, "Yes")
    expect(walk.get_by_text("The answer", exact=True)).to_be_visible()
    expect(walk.locator("#walk-question")).to_have_text("Amazon EC2")
    expect(walk.get_by_role("link", name="Read about")).to_be_visible()


def test_back_and_start_again(walk):
    first = walk.locator("#walk-question").text_content()
    answer(walk, "No")
    second = walk.locator("#walk-question").text_content()
    answer(walk, "No")
    walk.get_by_role("link", name="Back one question").click()
    expect(walk.locator("#walk-question")).to_have_text(second)
    walk.get_by_role("link", name="Start again").click()
    expect(walk.locator("#walk-question")).to_have_text(first)
    expect(walk).to_have_url(DECIDE)


def test_an_answer_on_the_path_can_be_changed(walk):
    answer(walk, "No")
    answer(walk, "No")
    walk.get_by_role("link", name="Change this answer").first.click()
    expect(walk).to_have_url(re.compile(rf"{DECIDE}\??$"))
    expect(walk.locator(".walk-path")).to_have_count(0)


def test_the_browser_goes_back(walk):
    answer(walk, "No")
    second = walk.locator("#walk-question").text_content()
    answer(walk, "Yes")
    walk.go_back()
    expect(walk.locator("#walk-question")).to_have_text(second)
    expect(walk.locator(".site-header")).to_have_count(1)


def test_the_address_can_be_sent_to_somebody(walk, open_page):
    answer(walk, "No")
    answer(walk, "Yes")
    other = open_page()
    other.goto(walk.url)
    expect(other.locator("#walk-question")).to_have_text("Amazon EC2")


@pytest.mark.parametrize("step", ["Change this answer", "Back one question", "Start again"])
def test_the_focus_is_on_the_question_after_each_step(page, step):
    page.goto(DECIDE)
    answer(page, "No")
    expect(page.locator("#walk-question")).to_be_focused()
    page.get_by_role("link", name=step).click()
    expect(page.locator(".walk-path")).to_have_count(0)
    expect(page.locator("#walk-question")).to_be_focused()


def test_every_step_is_drawn_without_a_new_page(page):
    page.goto(DECIDE)
    page.evaluate("window.isSamePage = true")
    answer(page, "No")
    assert page.evaluate("window.isSamePage")
