"""The print page as Chromium lays it out on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages import GUIDE

A4_WITHOUT_MARGINS = 178 / 25.4 * 96  # pixels


@pytest.fixture
def paper(open_page):
    page = open_page(viewport={"width": int(A4_WITHOUT_MARGINS), "height": 1000}, color_scheme="dark")
    page.goto(f"{GUIDE}print/")
    page.emulate_media(media="print")
    return page


def test_nothing_of_the_site_is_printed(paper):
    for part in [".site-header", ".site-footer", ".skip-link", ".copy", ".screen-only"]:
        expect(paper.locator(part).first).to_be_hidden()
    assert paper.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_nothing_is_cut_off(paper):
    wide = paper.locator(".table-scroll, .highlight, figure, .print-table").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => `${e.className} in ${e.closest('[id]').id}`)"
    )
    assert wide == []


def test_one_drawing_of_each_figure_is_printed(paper):
    shown = paper.locator("figure").evaluate_all(
        "all => all.map(figure => [...figure.querySelectorAll('.drawing')].filter(d => d.checkVisibility()).length)"
    )
    assert set(shown) == {1}


def test_the_answers_have_a_sheet_of_their_own(paper):
    head = paper.locator("#answers > h2")
    assert head.evaluate("head => getComputedStyle(head).breakBefore") == "page"


def test_it_prints(paper):
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper.pdf(format="A4", prefer_css_page_size=True)))
    assert 40 < sheets < 200
