"""A case in steps, and a scored checkpoint."""

import re

import pytest
from playwright.sync_api import expect

from quiz.models import shown_order
from tests.browser.taking import Taking, fill_in, questions_of, scenario
from tests.pages import GUIDE
from tests.quiz.sitting import key_of


@pytest.fixture
def case(any_page):
    any_page.goto(scenario().get_absolute_url())
    any_page.get_by_role("button", name="Start").click()
    return Taking.going_on(any_page)


def test_a_case_is_told_in_steps_and_ends_with_the_losers(case):
    page, steps = case.page, case.attempt.responses.count()
    for position in range(1, steps + 1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Question {position} of {steps}")
        expect(page.get_by_text("The case", exact=True)).to_be_visible()
        expect(page.locator(".reasoning")).to_have_count(0)
        case.give(case.key(position), position)
        case.check()
        expect(page.locator(".reasoning")).to_have_count(1 if case.document(position).get("reasoning_html") else 0)
        page.locator("[data-next]").click()
    rows = page.get_by_role("region", name="Why each other target loses").locator("tbody tr")
    expect(rows).to_have_count(len(case.attempt.case["losers"]))
    expect(rows.first).to_contain_text("Hard limit")
    expect(page.locator(".result-score")).to_contain_text("100 %")


def test_a_later_step_is_closed(case):
    case.open(2)
    expect(case.page).to_have_url(re.compile("/1/$"))
    expect(case.page.get_by_role("button", name="Skip")).to_have_count(0)


@pytest.mark.parametrize("kind", ["multiple", "matching", "short-text"])
def test_a_checkpoint_is_answered_in_place(any_page, kind):
    page, (question,) = any_page, questions_of(kind)
    page.goto(f"{GUIDE}checkpoints/{question.slug}/")
    page.get_by_role("link", name="Answer", exact=True).click()
    version = question.current_version
    form = page.locator(".model-answer form")
    fill_in(form, kind, key_of(version.document), shown_order(version, version.pk, 1))
    form.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Right: ")).to_be_visible()
    expect(page.locator(".because").first).to_be_visible()
