"""What stands behind a fact and behind a term: by mouse, keys and touch, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.pages import GUIDE

SECTION = f"{GUIDE}card-fraud/"


@pytest.fixture
def fact(any_page):
    any_page.goto(SECTION)
    return any_page.locator(".fact").first


@pytest.fixture
def term(any_page):
    any_page.goto(SECTION)
    return any_page.locator("button.term").first


def note(fact):
    return fact.locator(".fact-note")


def test_a_note_is_closed_at_first(fact):
    expect(note(fact)).to_be_hidden()


def test_a_note_opens_under_the_mouse_and_stays_while_it_is_read(fact):
    fact.locator(".fact-mark").hover()
    expect(note(fact)).to_be_visible()
    note(fact).hover()
    expect(note(fact)).to_be_visible()
    fact.page.get_by_role("heading", level=1).hover()
    expect(note(fact)).to_be_hidden()


def test_a_note_opens_with_the_focus_and_its_link_is_next(any_page):
    any_page.goto(f"{GUIDE}sagemaker-serverless/")
    fact = any_page.locator(".fact:has(.fact-note a)").first
    fact.locator(".fact-mark").focus()
    expect(note(fact)).to_be_visible()
    any_page.keyboard.press("Tab")
    expect(note(fact).get_by_role("link")).to_be_focused()
    expect(note(fact)).to_be_visible()


def test_a_note_opens_on_a_click_and_closes_with_escape(fact):
    fact.locator(".fact-mark").click()
    expect(note(fact)).to_be_visible()
    fact.page.mouse.move(0, 0)
    fact.page.keyboard.press("Escape")
    fact.locator(".fact-mark").blur()
    expect(note(fact)).to_be_hidden()


@pytest.mark.parametrize("opens", ["hover", "focus", "click"])
def test_escape_closes_a_note_without_leaving_it(page, opens):
    page.goto(SECTION)
    fact = page.locator(".fact").first
    getattr(fact.locator(".fact-mark"), opens)()
    expect(note(fact)).to_be_visible()
    page.keyboard.press("Escape")
    expect(note(fact)).to_be_hidden()
    page.get_by_role("heading", level=1).hover()
    fact.locator(".fact-mark").blur()
    fact.locator(".fact-mark").hover()
    expect(note(fact)).to_be_visible()


@pytest.mark.parametrize("is_scripted", [True, False])
def test_a_note_opens_by_touch(open_page, is_scripted):
    page = open_page(
        has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800}, java_script_enabled=is_scripted
    )
    page.goto(SECTION)
    fact = page.locator(".fact").first
    fact.locator(".fact-mark").tap()
    expect(note(fact)).to_be_visible()
    expect(note(fact)).to_be_in_viewport(ratio=1)
    page.get_by_role("heading", level=1).tap()
    expect(note(fact)).to_be_hidden()


def test_a_note_says_where_the_fact_comes_from(any_page):
    any_page.goto(f"{GUIDE}sagemaker-serverless/")
    fact = any_page.locator(".fact:has(.fact-value):has(.is-verified):has(.fact-note a)").first
    fact.locator(".fact-mark").focus()
    expect(note(fact)).to_contain_text("As of")
    expect(note(fact)).to_contain_text("Verified")
    assert note(fact).get_by_role("link").get_attribute("href").startswith("https://")


def test_a_fact_that_is_not_verified_shows_it_unopened(any_page):
    any_page.goto(f"{GUIDE}sagemaker-real-time/")
    fact = any_page.locator(".fact.unverified").first
    mark = fact.locator(".fact-mark").evaluate("mark => getComputedStyle(mark, '::before').content")
    assert "?" in mark
    fact.locator(".fact-mark").focus()
    expect(note(fact)).to_contain_text("Not verified")


@pytest.mark.parametrize("width", [360, 800, 1440])
def test_a_note_stays_on_the_screen(open_page, width):
    page = open_page(viewport={"width": width, "height": 700})
    page.goto(SECTION)
    for fact in page.locator("main p .fact").all()[:12]:
        fact.locator(".fact-mark").focus()
        expect(note(fact)).to_be_in_viewport(ratio=1)


def test_a_term_opens_its_definition_in_place(term):
    term.click()
    definition = term.page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(definition).to_be_visible()
    expect(definition).to_be_in_viewport(ratio=1)
    term.page.keyboard.press("Escape")
    expect(definition).to_be_hidden()
    expect(term).to_be_focused()


def test_a_definition_leads_to_the_glossary(term):
    term.press("Enter")
    definition = term.page.locator(f"#{term.get_attribute('popovertarget')}")
    definition.get_by_role("link", name="In the glossary").click()
    entry = term.page.locator(":target")
    expect(entry).to_be_visible()
    expect(entry).to_have_class("glossary-entry")
