"""Every kind of page, in light and in dark, for those who cannot see it or use no mouse."""

import pytest

from tests.pages import GUIDE, PAGES

ON_SCREEN = {kind: address for kind, address in PAGES.items() if kind != "print"}


@pytest.fixture
def barriers(axe):
    """`barriers(page)` lists what is wrong with a page in light, and with its colours in dark."""

    def barriers(page):
        page.emulate_media(color_scheme="light")
        light = axe(page)
        page.emulate_media(color_scheme="dark")
        return light + [f"dark: {barrier}" for barrier in axe(page, "color-contrast")]

    return barriers


@pytest.mark.parametrize("address", ON_SCREEN.values(), ids=list(ON_SCREEN))
def test_no_barrier(page, barriers, address):
    page.goto(address)
    assert barriers(page) == []


def test_no_barrier_on_paper(page, axe):
    """Its colours are those of the other pages, and would take axe half a minute."""
    page.goto(PAGES["print"])
    assert axe(page, "wcag2a", "wcag21a", "best-practice") == []


def test_no_barrier_where_nothing_is(page, barriers, complaints):
    page.goto("/no-such-page/")
    assert barriers(page) == []
    assert complaints.pop().endswith("404 (Not Found)")


def test_no_barrier_where_a_form_is_refused(page, barriers, complaints):
    page.goto(f"{GUIDE}card-fraud/read-form/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Mark as read").click()
    page.get_by_role("heading", name="The form was too old").wait_for()
    assert barriers(page) == []
    assert complaints.pop().endswith("403 (Forbidden)")


def test_no_barrier_after_acts(page, barriers):
    """The states of a section that are not there at first: read, an answer shown and judged, results of a search."""
    page.goto(f"{GUIDE}ecs/")
    page.get_by_role("link", name="Mark as read").click()
    page.get_by_role("button", name="Not read after all").wait_for()
    page.get_by_role("link", name="Show the model answer").first.click()
    page.get_by_role("button", name="Save my judgement").click()
    page.get_by_text("Saved:").wait_for()
    page.get_by_label("Search the guides").press_sequentially("payload")
    page.locator("#quick-results a").first.wait_for()
    assert barriers(page) == []


def test_no_barrier_where_progress_shows(page, barriers):
    page.goto(f"{GUIDE}overview/")
    page.get_by_role("link", name="Mark as read").click()
    page.get_by_role("button", name="Not read after all").wait_for()
    page.goto("/progress/")
    assert barriers(page) == []


@pytest.mark.parametrize("opener", [".fact-mark", "button.term"])
def test_no_barrier_in_an_open_note(page, barriers, opener):
    page.goto(f"{GUIDE}card-fraud/")
    page.locator(opener).first.click()
    assert barriers(page) == []
