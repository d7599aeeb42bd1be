"""A case made for one attempt, from the guide's page to the results and on to the next, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from quiz.models import Quiz
from tests.browser.taking import Taking
from tests.pages import GUIDE


@pytest.fixture
def case(any_page):
    any_page.goto(f"{GUIDE}decision-tree/")
    any_page.get_by_role("link", name="A new case each time").click()
    any_page.get_by_role("button", name="Start").click()
    return Taking.going_on(any_page)


def take(case):
    for position in range(1, case.attempt.responses.count() + 1):
        case.give(case.key(position), position)
        case.check()
        case.page.locator("[data-next]").click()
    expect(case.page.locator(".result-score")).to_contain_text("100 %")


def test_a_new_case_is_taken_explained_and_followed_by_another(case):
    page, attempt = case.page, case.attempt
    told = attempt.cases[0]
    expect(page.locator(".story")).to_contain_text("The case")
    take(case)
    rows = page.get_by_role("region", name="Why each other target loses").locator("tbody tr")
    expect(rows).to_have_count(len(told["losers"]))
    expect(rows.first).to_contain_text("Hard limit")
    page.get_by_role("button", name="Another new case").click()
    expect(page).to_have_url(re.compile("/attempts/.*/1/$"))
    other = Taking.going_on(page).attempt
    assert other.pk != attempt.pk
    assert other.cases[0]["story_html"] != told["story_html"]


def test_results_lead_to_the_advisor_with_the_same_answer(case):
    answer = case.attempt.guide.targets.get(slug=case.attempt.cases[0]["answer"])
    take(case)
    case.page.get_by_role("link", name="See this workload in the advisor").click()
    expect(case.page).to_have_title(re.compile(f"^{re.escape(answer.name)}: "))


def test_step_and_results_have_no_barriers(page, axe):
    page.goto(Quiz.objects.get(slug="new-case").get_absolute_url())
    page.get_by_role("button", name="Start").click()
    case = Taking.going_on(page)
    assert axe(page) == []
    take(case)
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []
