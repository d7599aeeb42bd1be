"""The site without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.pages import GUIDE

SECTION = f"{GUIDE}card-fraud/"
# What a reader sees of the element that has the focus.
STOP = """() => {
    const stop = document.activeElement;
    if (stop === document.body) return null;
    const { left, top, width, height } = stop.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(stop);
    const part = stop.closest("main, .pager, .outline-column, .toc-column, body > *");
    return {
        name: stop.outerHTML.slice(0, 120),
        part: part.className || part.tagName,
        isOutlined: outlineStyle !== "none" && parseFloat(outlineWidth) > 0,
        isSeen: width > 0 && height > 0 && left >= 0 && left < innerWidth && top + height > 0 && top < innerHeight,
    };
}"""


def stops(page):
    """Every place where Tab stops, until it leaves the page."""
    page.keyboard.press("Tab")
    while stop := page.evaluate(STOP):
        yield stop
        page.keyboard.press("Tab")


def test_the_first_stop_leads_to_the_text(any_page):
    any_page.goto(SECTION)
    any_page.keyboard.press("Tab")
    expect(any_page.get_by_role("link", name="Skip to the text")).to_be_focused()
    expect(any_page.get_by_role("link", name="Skip to the text")).to_be_in_viewport()
    any_page.keyboard.press("Enter")
    expect(any_page.get_by_role("main")).to_be_focused()


def test_tab_goes_through_the_page_in_its_order(page):
    page.goto(SECTION)
    parts = list(dict.fromkeys(stop["part"] for stop in stops(page)))
    assert parts == ["skip-link", "site-header", "MAIN", "pager", "toc-column", "outline-column", "site-footer"]


def test_tab_goes_down_the_page_of_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(SECTION)
    parts = list(dict.fromkeys(stop["part"] for stop in stops(page)))
    assert parts == ["skip-link", "site-header", "MAIN", "pager", "outline-column", "site-footer"]


@pytest.mark.parametrize("address", [SECTION, f"{GUIDE}compare/matrix/", f"{GUIDE}decide/"])
def test_every_stop_is_seen(page, address):
    page.goto(address)
    unseen = [stop["name"] for stop in stops(page) if not (stop["isOutlined"] and stop["isSeen"])]
    assert unseen == []


def test_the_keyboard_alone_reads_finds_and_marks(page):
    page.goto(GUIDE)
    page.get_by_role("link", name="Start reading").press("Enter")
    page.get_by_role("link", name="Mark as read").press("Enter")
    expect(page.get_by_role("button", name="Not read after all")).to_be_focused()
    page.get_by_label("Search the guides").press_sequentially("fargate")
    expect(page.locator("#quick-results")).to_contain_text("for “fargate”")
    page.keyboard.press("Tab")
    expect(page.locator("#quick-results a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fargate")


@pytest.mark.parametrize("what", [".table-scroll", ".highlight"])
def test_what_scrolls_can_be_scrolled_by_keys(open_page, what):
    page = open_page(viewport={"width": 390, "height": 800})
    page.goto(f"{GUIDE}lambda/")
    overflows = page.locator(what).evaluate_all("all => all.map(one => one.scrollWidth > one.clientWidth)")
    wide = page.locator(what).nth(overflows.index(True))
    wide.focus()
    page.keyboard.press("ArrowRight")
    expect(wide).not_to_have_js_property("scrollLeft", 0)
