"""The reading page: theme, code samples, figures, and nothing that moves or asks for more than it needs."""

import pytest
from playwright.sync_api import expect

from tests.pages import GUIDE

SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(shift => sum += shift.value))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 200);
})"""


def paper(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def switch_theme(page):
    page.get_by_role("button", name="Switch between light and dark").click()
    return paper(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_readers_preference(open_page, scheme):
    page, other = open_page(color_scheme=scheme), open_page(color_scheme="dark" if scheme == "light" else "light")
    for each in (page, other):
        each.goto(GUIDE)
    assert paper(page) != paper(other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_can_be_switched_and_is_remembered(open_page, scheme):
    page = open_page(color_scheme=scheme)
    page.goto(GUIDE)
    before = paper(page)
    switched = switch_theme(page)
    assert switched != before
    page.goto(f"{GUIDE}glossary/")
    assert paper(page) == switched
    assert switch_theme(page) == before


def test_a_page_is_never_seen_in_the_other_theme_first(open_page):
    """What the server sends has the theme; a script would come after the first paint."""
    page = open_page(color_scheme="light")
    page.goto(GUIDE)
    switched = switch_theme(page)
    without_scripts = open_page(
        color_scheme="light", java_script_enabled=False, storage_state=page.context.storage_state()
    )
    without_scripts.goto(f"{GUIDE}scaling/")
    assert paper(without_scripts) == switched


def test_the_theme_that_was_chosen_in_the_admin_holds(open_page):
    page = open_page(color_scheme="light")
    page.goto(GUIDE)
    switched = switch_theme(page)
    page.evaluate("localStorage.theme = 'light'")  # as the admin does
    page.goto(f"{GUIDE}glossary/")
    assert paper(page) != switched


def test_without_javascript_there_is_no_switch_that_does_nothing(page_without_javascript):
    page_without_javascript.goto(GUIDE)
    expect(page_without_javascript.locator("[data-theme-switch]")).to_be_hidden()


def test_a_code_sample_can_be_copied(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{GUIDE}scaling/")
    sample = page.locator(".code").first
    sample.get_by_role("button", name="Copy").click()
    expect(sample.get_by_role("button", name="Copied")).to_be_visible()
    page.get_by_label("Search the guides").press("Control+V")
    expect(page.get_by_label("Search the guides")).not_to_have_value("")
    pasted = page.get_by_label("Search the guides").input_value()
    assert len(pasted) > 100  # as much as the field takes
    assert "".join(sample.locator("code").text_content().split()).startswith("".join(pasted.split()))


def test_where_there_is_no_clipboard_the_sample_is_selected(page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{GUIDE}scaling/")
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Selected")).to_be_visible()
    assert page.evaluate("getSelection().toString()").startswith(page.locator(".code code").first.text_content()[:20])


def test_without_javascript_a_code_sample_has_no_button(page_without_javascript):
    page_without_javascript.goto(f"{GUIDE}scaling/")
    expect(page_without_javascript.locator(".code").first).to_be_visible()
    expect(page_without_javascript.locator(".copy").first).to_be_hidden()


@pytest.mark.parametrize("section", ["decision-tree", "spectrum"])
@pytest.mark.parametrize(("width", "shown"), [(1440, "wide"), (360, "narrow")])
def test_a_figure_shows_the_drawing_that_fits(open_page, section, width, shown):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(f"{GUIDE}{section}/")
    drawings = page.locator("figure .drawing:visible")
    expect(drawings).to_have_count(1)
    expect(drawings).to_have_class(f"drawing {shown}")
    assert page.evaluate("document.querySelector('figure').scrollWidth <= document.querySelector('figure').clientWidth")


def test_a_figure_can_be_read_at_360_pixels(open_page):
    page = open_page(viewport={"width": 360, "height": 800})
    page.goto(f"{GUIDE}decision-tree/")
    sizes = page.locator(".drawing:visible svg").evaluate(
        "svg => [...svg.querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize)"
        " * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    assert min(sizes) >= 10.5


def test_a_target_in_a_figure_is_a_link(any_page):
    any_page.goto(f"{GUIDE}decision-tree/")
    any_page.locator(".drawing:visible a").first.click()
    expect(any_page).not_to_have_url(f"{GUIDE}decision-tree/")
    expect(any_page.get_by_role("heading", level=1)).to_be_visible()


def test_a_figure_has_a_text_twin(any_page):
    any_page.goto(f"{GUIDE}spectrum/")
    any_page.get_by_text("Read this figure as text").click()
    expect(any_page.locator(".text-twin li").first).to_be_visible()


@pytest.mark.parametrize("section", ["sagemaker-real-time", "decision-tree", "selection-metrics"])
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_while_a_page_loads(open_page, section, width):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(f"{GUIDE}{section}/", wait_until="networkidle")
    assert page.evaluate(SHIFT) < 0.01


def test_a_violation_of_the_policy_would_be_heard(page, complaints):
    page.goto("/")
    with page.expect_console_message(lambda said: "CSP: style-src" in said.text):  # the later of two
        page.evaluate("document.body.setAttribute('style', 'color: red')")
    complaints.clear()
