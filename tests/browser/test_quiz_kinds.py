"""Each kind of question: answered, checked and explained, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from quiz.models import Mode
from tests.browser.taking import SCORED


@pytest.mark.parametrize("kind", SCORED)
def test_the_key_is_right_and_every_part_explained(any_page, take, kind):
    taking = take(any_page, Mode.PRACTICE, kind)
    taking.open()
    expect(any_page.locator(".because")).to_have_count(0)
    taking.give(taking.key())
    taking.check()
    expect(any_page.locator(".score-line")).to_contain_text("Right.")
    document = taking.document()
    parts = document.get("options") or document.get("items") or document.get("pairs", [document])
    extras = document.get("distractors", []) or document.get("wrong", [])
    expect(any_page.locator(".because")).to_have_count(len(parts) + len(extras))
    assert taking.at().answer == taking.at().first_answer == taking.key()


@pytest.mark.parametrize("kind", SCORED)
def test_a_wrong_answer_is_saved_unasked_and_told_apart(page, take, kind):
    taking = take(page, Mode.PRACTICE, kind)
    taking.open()
    taking.give(taking.wrong())
    taking.expect_stored(taking.wrong())
    page.reload()
    taking.check()
    expect(page.locator(".score-line")).to_contain_text("Not right." if kind != "ordering" else "right.")
    expect(page.locator(".is-wrong").first).to_be_visible()
    assert taking.at().first_answer == taking.wrong()


def test_an_item_is_moved_by_its_buttons_without_javascript(page_without_javascript, take):
    page = page_without_javascript
    taking = take(page, Mode.PRACTICE, "ordering")
    taking.open()
    first = page.locator(".order-text").first.text_content()
    page.get_by_role("button", name="Move down").first.click()
    expect(page.locator(".order-text").nth(1)).to_have_text(first)
    shown = taking.at().order
    assert taking.at().answer == [shown[1], shown[0], *shown[2:]]


def test_a_question_left_open_is_no_answer(page, take):
    taking = take(page, Mode.PRACTICE, "ordering")
    taking.open()
    page.get_by_label("Flag").check()
    expect(page.locator("#step-1")).to_have_text("1, not answered, flagged")
    assert taking.at().answer is None
    page.get_by_label("Leave it in this order").click()
    page.locator("#step-1.is-answered").wait_for()
    assert taking.at().answer == taking.at().order
