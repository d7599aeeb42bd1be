"""Every kind of page on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import expect_no_sideways_scroll
from tests.pages import GUIDE, PAGES

WIDTHS = [360, 390]


@pytest.mark.parametrize("address", PAGES.values(), ids=list(PAGES))
def test_no_page_scrolls_sideways(open_page, address):
    page = open_page(viewport={"width": WIDTHS[0], "height": 800})
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        expect_no_sideways_scroll(page)


def test_text_comes_before_the_outline(open_page):
    page = open_page(viewport={"width": 390, "height": 800})
    page.goto(f"{GUIDE}card-fraud/")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page.locator(".outline")).not_to_be_in_viewport()


def test_a_table_becomes_cards(open_page):
    page = open_page(viewport={"width": 390, "height": 800})
    page.goto(f"{GUIDE}compare/matrix/")
    cell = page.locator(".comparison td").first
    assert cell.bounding_box()["width"] > 300
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Management"'


def test_what_is_tapped_is_large_enough(open_page):
    """24 pixels each way, as WCAG 2.2 asks, for what stands outside a line of text."""
    page = open_page(viewport={"width": 390, "height": 800})
    page.goto(f"{GUIDE}card-fraud/")
    small = page.locator(".button:visible, .site-nav a, .outline li a:visible, summary:visible").evaluate_all(
        "all => all.map(e => [e.textContent.trim(), e.getBoundingClientRect().height]).filter(([, high]) => high < 24)"
    )
    assert small == []


# For each mark, the character that stands before it, and whether that one ends on the mark's own line.
LOOSE_MARKS = """() => {
  const before = (node) => {
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    texts.currentNode = node;
    const isSeen = (text, around) => text.data.trim() && around.checkVisibility() && !around.closest(".fact-mark");
    while (texts.previousNode())
      if (isSeen(texts.currentNode, texts.currentNode.parentElement)) return texts.currentNode;
  };
  return [...document.querySelectorAll("main .fact-mark")].filter(mark => mark.checkVisibility()).filter(mark => {
    const text = before(mark), range = document.createRange();
    const end = text.data.trimEnd().length;
    range.setStart(text, end - 1);
    range.setEnd(text, end);
    const letter = range.getBoundingClientRect(), box = mark.getBoundingClientRect();
    return box.left < letter.left || box.top > letter.bottom;
  }).map(mark => mark.parentElement.textContent.slice(0, 60));
}"""


@pytest.mark.parametrize("width", [360, 390, 430, 700, 1280])
@pytest.mark.parametrize(
    "address", [f"{GUIDE}big-idea/", f"{GUIDE}lambda/", f"{GUIDE}cost/", f"{GUIDE}compare/prices/"]
)
def test_no_mark_begins_a_line(open_page, address, width):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate(LOOSE_MARKS) == []
