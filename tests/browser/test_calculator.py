"""A calculator in a section and on its own page."""

import pytest
from playwright.sync_api import expect

from tests.pages import GUIDE

PLACES = [f"{GUIDE}selection-metrics/", f"{GUIDE}calculators/overhead-ratio/"]


@pytest.fixture(params=PLACES, ids=["section", "own page"])
def calculator(request, page):
    page.goto(request.param)
    return page.locator(".calculator")


def field(calculator):
    return calculator.get_by_role("spinbutton").first


def test_the_result_follows_what_is_typed(calculator):
    before = calculator.locator(".calculator-result").text_content()
    field(calculator).fill("7")
    expect(calculator.locator(".calculator-result")).not_to_have_text(before)
    expect(calculator.locator("output")).to_be_visible()
    expect(field(calculator)).to_be_focused()
    expect(field(calculator)).to_have_value("7")


def test_what_is_wrong_is_told_and_stays(calculator, complaints):
    field(calculator).fill("-1")
    expect(calculator.locator(".error")).to_contain_text("Give a number from")
    expect(field(calculator)).to_have_value("-1")
    assert "422" in complaints.pop()
    field(calculator).fill("7")
    expect(calculator.locator("output")).to_be_visible()


def test_without_javascript_a_button_does_it(page_without_javascript):
    page = page_without_javascript
    page.goto(PLACES[0])
    field(page.locator(".calculator")).fill("7")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("output")).to_be_visible()
    expect(field(page.locator(".calculator"))).to_have_value("7")
