"""The print page as Chromium lays it out on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages import GUIDE

MM = 96 / 25.4  # pixels
UPRIGHT, ACROSS = 170 * MM, 273 * MM  # A4 without its margins
WHAT_IS_CUT = """all => all
    .filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => `${e.className} in ${e.closest('[id]').id}`)"""


@pytest.fixture
def paper(open_page):
    page = open_page(viewport={"width": int(UPRIGHT), "height": 1000}, color_scheme="dark")
    page.goto(f"{GUIDE}print/")
    page.emulate_media(media="print")
    return page


def test_nothing_of_the_site_is_printed(paper):
    for part in [".site-header", ".site-footer", ".skip-link", ".copy", ".screen-only"]:
        expect(paper.locator(part).first).to_be_hidden()
    assert paper.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_nothing_is_cut_off(paper):
    blocks = paper.locator(":is(.table-scroll, .highlight, figure):not(#tables *)")
    assert blocks.evaluate_all(WHAT_IS_CUT) == []


def test_the_tables_fit_sheets_laid_across(paper):
    paper.set_viewport_size({"width": int(ACROSS), "height": 700})
    assert paper.locator("#tables").evaluate("tables => getComputedStyle(tables).page") == "wide"
    assert paper.locator("#tables :is(.table-scroll, table)").evaluate_all(WHAT_IS_CUT) == []


def test_one_drawing_of_each_figure_is_printed(paper):
    shown = paper.locator("figure").evaluate_all(
        "all => all.map(figure => [...figure.querySelectorAll('.drawing')].filter(d => d.checkVisibility()).length)"
    )
    assert set(shown) == {1}


def test_the_answers_have_a_sheet_of_their_own(paper):
    head = paper.locator("#answers > h2")
    assert head.evaluate("head => getComputedStyle(head).breakBefore") == "page"


def test_nothing_that_needs_a_click_is_printed(paper):
    asked = paper.locator("main :is(button, summary, .text-twin > summary)")
    assert [words for words in asked.all() if words.is_visible()] == []


def test_what_is_next_on_paper_is_not_linked(paper):
    assert paper.locator("[id$='--read-next']").count() > 10
    expect(paper.locator("[id$='--read-next']:visible")).to_have_count(0)


def test_pages_are_numbered_and_the_first_is_not(paper):
    rules = paper.evaluate(
        """() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).flatMap(function all(rule) {
            return [rule, ...[...(rule.cssRules ?? [])].flatMap(all)];
        }).filter(rule => rule instanceof CSSPageRule).map(rule => rule.cssText)"""
    )
    assert any("counter(page)" in rule for rule in rules)
    assert any(rule.startswith("@page :first") and "content: none" in rule for rule in rules)


def test_it_prints(paper):
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper.pdf(format="A4", prefer_css_page_size=True)))
    assert 40 < sheets < 200
