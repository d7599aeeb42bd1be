"""Marking a section as read, from a page that was made for everybody."""

import pytest
from playwright.sync_api import expect

from studyguide.models import Learner, SectionRead
from tests.browser.slow_line import slow_down
from tests.browser.waiting import expect_quiet
from tests.pages import GUIDE

SECTION = f"{GUIDE}card-fraud/"


@pytest.fixture
def reads():
    """`reads()` counts the sections read since the test began."""
    before = SectionRead.objects.count()
    return lambda: SectionRead.objects.count() - before


@pytest.fixture
def section(page):
    page.goto(SECTION)
    return page


def mark(page):
    page.get_by_role("link", name="Mark as read").click()
    expect(page.get_by_role("button", name="Not read after all")).to_be_visible()


def test_one_click_marks(section, reads):
    assert section.context.cookies() == []
    mark(section)
    expect(section).to_have_url(SECTION)
    expect(section.get_by_role("button", name="Not read after all")).to_be_focused()
    assert reads() == 1


def test_everything_on_the_page_follows_at_once(section):
    mark(section)
    expect(section.locator(".outline a.is-read")).to_have_text("The card-fraud check, read")
    expect(section.locator("#status")).to_contain_text("Marked as read.")
    expect(section.get_by_text("You have read this section.")).to_be_visible()


def test_a_mark_is_still_there_after_a_reload(section):
    mark(section)
    section.reload()
    expect(section.locator(".outline a.is-read")).to_have_count(1)
    section.goto("/")
    expect(section.get_by_role("link", name="Continue:")).to_be_visible()


def test_a_mark_is_taken_back(section, reads):
    mark(section)
    section.get_by_role("button", name="Not read after all").click()
    expect(section.get_by_role("button", name="Mark as read")).to_be_focused()
    expect(section.locator(".outline a.is-read")).to_have_count(0)
    assert reads() == 0


def test_a_learner_marks_the_next_section_with_one_click(section, reads):
    mark(section)
    section.goto(f"{GUIDE}photo-tagging/")
    section.get_by_role("button", name="Mark as read").click()
    expect(section.get_by_role("button", name="Not read after all")).to_be_focused()
    assert reads() == 2


def test_a_double_click_of_a_visitor_is_one_read(section, reads):
    section.get_by_role("link", name="Mark as read").dblclick()
    expect(section.get_by_text("You have read this section.")).to_be_visible()
    assert reads() == 1


@pytest.mark.parametrize("is_learner", [True, False])
def test_the_second_click_of_a_slow_hand_takes_nothing_back(section, reads, is_learner):
    if is_learner:
        mark(section)
        section.goto(f"{GUIDE}photo-tagging/")
    section.get_by_text("Mark as read", exact=True).click()
    expect(section.get_by_text("You have read this section.")).to_be_visible()
    section.mouse.down()
    section.mouse.up()
    expect_quiet(section)
    expect(section.get_by_text("You have read this section.")).to_be_visible()
    assert reads() == 1 + is_learner


def test_a_double_click_of_a_learner_is_one_read(section, reads):
    mark(section)
    section.goto(f"{GUIDE}photo-tagging/")
    section.get_by_role("button", name="Mark as read").dblclick(delay=5)
    expect(section.get_by_text("You have read this section.")).to_be_visible()
    assert reads() == 2


@pytest.mark.parametrize("click", ["click", "dblclick"])
def test_two_first_acts_at_once_on_a_slow_line_are_both_kept(page, reads, click):
    """Each fetches a form: the second is fetched with the cookie of the first, or its token would not hold."""
    learners = Learner.objects.count()
    page.goto(f"{GUIDE}ecs/")
    slow_down(page, milliseconds=500)
    getattr(page.get_by_role("link", name="Mark as read"), click)()
    getattr(page.get_by_role("link", name="Show the model answer").first, click)()
    page.get_by_role("button", name="Save my judgement").click()
    expect(page.get_by_text("Saved:")).to_be_visible()
    expect(page.get_by_text("You have read this section.")).to_be_visible()
    assert reads() == 1
    assert Learner.objects.count() == learners + 1


def test_without_javascript_a_page_of_its_own_asks(page_without_javascript, reads):
    page = page_without_javascript
    page.goto(SECTION)
    page.get_by_role("link", name="Mark as read").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("as read?")
    page.get_by_role("button", name="Mark as read").click()
    expect(page).to_have_url(f"{SECTION}#read")
    expect(page.get_by_text("You have read this section.")).to_be_in_viewport()
    page.get_by_role("button", name="Not read after all").click()
    expect(page.get_by_role("button", name="Mark as read")).to_be_visible()
    assert reads() == 0


def test_a_network_that_is_gone_is_told(section, reads, complaints):
    section.get_by_role("link", name="Mark as read").hover()
    expect(section.locator("meta[name=htmx]")).to_have_count(0)  # it has come
    section.context.set_offline(True)
    with section.expect_console_message(lambda said: "INTERNET_DISCONNECTED" in said.text):
        section.get_by_role("link", name="Mark as read").click()
    expect(section.get_by_text("Nothing was saved. Check the network")).to_be_in_viewport()
    complaints.clear()
    section.context.set_offline(False)
    section.get_by_role("link", name="Mark as read").click(delay=500)
    expect(section.get_by_role("button", name="Not read after all")).to_be_visible()
    expect(section.get_by_text("Nothing was saved.")).to_have_count(0)
    assert reads() == 1


def test_htmx_that_cannot_be_fetched_is_told_and_fetched_later(section, reads, complaints):
    section.context.set_offline(True)
    with section.expect_console_message(lambda said: "INTERNET_DISCONNECTED" in said.text):
        section.get_by_role("link", name="Mark as read").click()
    expect(section.get_by_text("Nothing was saved.")).to_be_in_viewport()
    complaints.clear()
    section.context.set_offline(False)
    mark(section)
    assert reads() == 1


def test_a_click_before_the_page_is_loaded_marks(page, reads):
    held = []
    page.route("**/held.svg", lambda route: held.append(route))
    image = "Object.assign(new Image(), { src: '/held.svg' })"
    page.add_init_script(f"addEventListener('DOMContentLoaded', () => document.body.append({image}))")
    with page.expect_request("**/held.svg"):
        page.goto(SECTION, wait_until="domcontentloaded")
    page.get_by_role("link", name="Mark as read").click()
    held.pop().fulfill(content_type="image/svg+xml", body="<svg xmlns='http://www.w3.org/2000/svg'/>")
    expect(page.get_by_role("button", name="Not read after all")).to_be_focused()
    expect(page).to_have_url(SECTION)
    assert reads() == 1


def test_a_refusal_is_told(section, complaints):
    mark(section)
    section.context.clear_cookies()
    section.get_by_role("button", name="Not read after all").click()
    expect(section.get_by_text("Nothing was saved.")).to_be_in_viewport()
    assert "403" in complaints.pop(0)
    complaints.clear()
