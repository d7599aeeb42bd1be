"""Search: as somebody types, and as a page."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages import GUIDE


def test_results_show_while_somebody_types(page):
    page.goto(GUIDE)
    page.get_by_label("Search the guides").press_sequentially("fargate")
    results = page.locator("#quick-results a")
    expect(page.locator("#quick-results")).to_contain_text("for “fargate”")
    expect(results.first.locator("mark").first).to_be_visible()
    results.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fargate")


def test_nothing_found_says_so(page):
    page.goto(GUIDE)
    page.get_by_label("Search the guides").press_sequentially("xylophone")
    expect(page.get_by_text("Nothing found for “xylophone”")).to_be_visible()


def test_results_do_not_lie_over_the_page_once_the_reader_has_left(page):
    page.goto(GUIDE)
    page.get_by_label("Search the guides").press_sequentially("fargate")
    expect(page.locator("#quick-results")).to_be_visible()
    page.mouse.click(5, 500)
    expect(page.locator("#quick-results")).to_be_hidden()


def test_enter_opens_the_page_of_results(any_page):
    any_page.goto(GUIDE)
    any_page.get_by_label("Search the guides").fill("payload limit")
    any_page.keyboard.press("Enter")
    expect(any_page).to_have_url(re.compile(r"/search/\?q=payload\+limit"))
    expect(any_page.locator("#results li").first).to_be_visible()


def test_a_result_leads_to_its_place(any_page):
    any_page.goto("/search/?q=cold start")
    any_page.locator("#results a[href*='#']").first.click()
    expect(any_page.locator(":target")).to_be_in_viewport()


def test_the_page_of_results_follows_what_is_typed(page):
    page.goto("/search/?q=payload")
    field = page.get_by_label("Sections, terms, tables and facts")
    field.fill("xylophone")
    expect(page.locator("main").get_by_text("Nothing found for “xylophone”")).to_be_visible()
    expect(field).to_be_focused()


def test_words_of_which_no_page_holds_all_find_those_that_hold_some(page):
    page.goto("/search/?q=payload")
    page.get_by_label("Sections, terms, tables and facts").fill("xylophone payload")
    expect(page.locator("main").get_by_text("Nothing holds all the words of “xylophone payload”")).to_be_visible()
    expect(page.locator("#results mark").first).to_be_visible()


def test_the_page_of_results_has_one_field(any_page):
    any_page.goto("/search/?q=payload")
    expect(any_page.get_by_role("searchbox")).to_have_count(1)
    expect(any_page.get_by_role("search")).to_have_count(1)


@pytest.mark.parametrize("words", ['"', "a AND", "<script>alert(1)</script>", "🍞"])
def test_any_string_is_safe_to_type(page, words):
    page.goto("/search/")
    page.get_by_label("Sections, terms, tables and facts").fill(words)
    expect(page.locator("#results").get_by_text("Nothing found").or_(page.locator("#results li").first)).to_be_visible()
