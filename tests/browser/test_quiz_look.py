"""Every page of a quiz, before an answer and after: no barrier in light or dark, and no wider than a phone."""

import pytest

from quiz.models import Mode
from tests.browser.taking import SCORED, scenario
from tests.browser.waiting import expect_no_sideways_scroll, follow
from tests.pages import GUIDE

PHONE, DESK = {"width": 390, "height": 800}, {"width": 1280, "height": 800}


@pytest.fixture
def inspect(axe):
    def look(page):
        found = axe(page)
        page.emulate_media(color_scheme="dark")
        found += axe(page, "color-contrast")
        page.set_viewport_size(PHONE)
        expect_no_sideways_scroll(page)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK)
        assert found == []

    return look


@pytest.mark.parametrize("kind", SCORED)
def test_a_question_before_and_after(page, take, inspect, kind):
    taking = take(page, Mode.PRACTICE, kind, time_limit_s=600)
    taking.open()
    inspect(page)
    taking.give(taking.wrong())
    taking.check()
    inspect(page)


def test_overview_results_and_progress(page, take, inspect):
    taking = take(page, Mode.EXAM, *SCORED, time_limit_s=600)
    taking.open()
    page.get_by_label("Flag").check()
    taking.expect_saved()
    page.goto(f"{taking.url('attempt')}?overview=1")
    inspect(page)
    page.goto("/")
    inspect(page)
    page.goto(f"{taking.url('attempt')}?overview=1")
    follow(page.get_by_role("button", name="Submit"))
    inspect(page)
    page.goto("/progress/")
    inspect(page)
    page.goto("/progress/delete/")
    inspect(page)


def test_a_case_and_its_end(page, site, take, inspect):
    quiz = scenario()
    page.goto(quiz.get_absolute_url())
    follow(page.get_by_role("button", name="Start"))
    inspect(page)
    page.goto(f"{page.url.rsplit('/', 2)[0]}/?overview=1")
    follow(page.get_by_role("button", name="Submit"))
    inspect(page)
    page.goto(quiz.get_absolute_url())
    inspect(page)


@pytest.mark.parametrize("address", ["/quizzes/", f"{GUIDE}practice/", "/quizzes/mock-exam/"])
def test_a_page_before_a_quiz(page, inspect, address):
    page.goto(address)
    inspect(page)
