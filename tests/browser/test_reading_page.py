"""The reading page: theme, code samples, figures, and nothing that moves or asks for more than it needs."""

import pytest
from playwright.sync_api import expect

from tests.pages import GUIDE

PHONE = {"width": 390, "height": 844}
LONG_SECTION = f"{GUIDE}sagemaker-real-time/"

# Which block is at the top of the window, and how far it is from there.
AT_THE_TOP = """() => {
    const blocks = [...document.querySelectorAll(".prose > *")]
    const tops = blocks.map(block => Math.round(block.getBoundingClientRect().top))
    const at = tops.findIndex(top => top > 0)
    return [at, tops[at]]
}"""

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


def is_all_laid_out(page):
    last = page.locator(".prose > h2 > .anchor").last
    return last.evaluate("anchor => anchor.checkVisibility({ contentVisibilityAuto: true })")


def test_what_is_far_below_is_laid_out_after_the_first_paint(page):
    tools = page.context.new_cdp_session(page)
    tools.send("Animation.enable")
    tools.send("Animation.setPlaybackRate", {"playbackRate": 0})  # the first paint goes on and on
    page.goto(LONG_SECTION)
    assert not is_all_laid_out(page)
    tools.send("Animation.setPlaybackRate", {"playbackRate": 1})
    page.wait_for_timeout(500)
    assert is_all_laid_out(page)


def test_an_address_within_the_page_has_all_laid_out_at_once(page):
    tools = page.context.new_cdp_session(page)
    tools.send("Animation.enable")
    tools.send("Animation.setPlaybackRate", {"playbackRate": 0})
    page.goto(f"{LONG_SECTION}#hard-limits")  # far above the last block
    assert is_all_laid_out(page)


@pytest.mark.parametrize("fragment", ["", "#hard-limits"])
@pytest.mark.parametrize("comes_back", ["reload", "go_back"])
def test_coming_back_finds_the_place(open_page, comes_back, fragment):
    """Of a page that is laid out bit by bit, and even without JavaScript."""
    page = open_page(java_script_enabled=False, viewport=PHONE)
    page.goto(f"{LONG_SECTION}{fragment}")
    page.wait_for_timeout(500)  # laid out
    page.mouse.wheel(0, 7000)
    page.wait_for_timeout(500)  # scrolled
    before = page.evaluate(AT_THE_TOP)
    if comes_back == "go_back":
        page.goto(GUIDE)
    getattr(page, comes_back)()
    page.wait_for_timeout(1000)
    assert page.evaluate(AT_THE_TOP) == before
    assert before[0] > 10


def test_a_violation_of_the_policy_would_be_heard(page, complaints):
    page.goto("/")
    with page.expect_console_message(lambda said: "CSP: style-src" in said.text):  # the later of two
        page.evaluate("document.body.setAttribute('style', 'color: red')")
    complaints.clear()
