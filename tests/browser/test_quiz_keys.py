"""A quiz without a mouse."""

import pytest
from playwright.sync_api import expect

from quiz.models import Mode

FOCUSED = "document.activeElement.textContent.trim() || document.activeElement.name"


def test_digits_choose_and_enter_goes_on(page, take):
    taking = take(page, Mode.PRACTICE, "single", "multiple")
    taking.open()
    page.keyboard.press(str(taking.at().order.index(taking.key()[0]) + 1))
    taking.expect_saved()
    page.keyboard.press("Enter")
    expect(page.locator(".score-line")).to_be_focused()
    expect(page.locator(".score-line")).to_contain_text("Right.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("1")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)


def test_f_flags_and_takes_the_flag_back(page, take):
    taking = take(page, Mode.EXAM, "single")
    taking.open()
    page.keyboard.press("f")
    expect(page.locator("#step-1")).to_have_text("1, not answered, flagged")
    page.keyboard.press("F")
    expect(page.locator("#step-1")).to_have_text("1, not answered")
    assert not taking.at().is_flagged


def test_digits_and_letters_in_a_field_are_text(page, take):
    taking = take(page, Mode.PRACTICE, "numeric", "short-text")
    taking.open()
    field = page.get_by_label("Your number")
    field.press_sequentially("1f2")
    expect(field).to_have_value("1f2")
    expect(page.get_by_label("Flag")).not_to_be_checked()
    field.fill(taking.key())
    field.press("Enter")
    expect(page.locator(".score-line")).to_contain_text("Right.")


def test_enter_in_a_field_of_an_exam_saves_and_goes_on(page, take):
    taking = take(page, Mode.EXAM, "short-text", "single")
    taking.open()
    page.get_by_label("Your answer").press_sequentially("typed with care")
    page.get_by_label("Your answer").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    assert taking.at().answer == "typed with care"


@pytest.mark.parametrize("kind", ["single", "short-text", "ordering"])
def test_enter_checks_without_javascript(page_without_javascript, take, kind):
    page = page_without_javascript
    taking = take(page, Mode.PRACTICE, kind)
    taking.open()
    taking.give(taking.key())
    page.get_by_role("radio", name="Sure", exact=True).press("Enter")
    expect(page.locator(".score-line")).to_contain_text("Right.")


def test_tab_goes_from_the_options_to_the_buttons(page, take):
    take(page, Mode.EXAM, "single", "multiple").open()
    page.get_by_role("heading", level=1).focus()
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    # A group of radio buttons is one stop.
    assert stops == ["answer", "confidence", "flag", "Save and go on", "Overview"]


def test_an_item_is_moved_by_keys_and_keeps_the_focus(page, take):
    taking = take(page, Mode.PRACTICE, "ordering")
    taking.open()
    item = page.locator(".order > li").nth(2)
    text = item.locator(".order-text").text_content()
    item.get_by_role("button", name="Move up").focus()
    for place in (1, 0):
        page.keyboard.press("Enter")
        expect(page.locator(".order-text").nth(place)).to_have_text(text)
        expect(page.locator(".order > li").nth(place).get_by_role("button", name="Move up")).to_be_focused()
    page.locator(".order select").first.focus()
    page.keyboard.press("2")
    expect(page.locator(".order-text").nth(1)).to_have_text(text)
    shown = taking.at().order
    assert taking.at().answer == [shown[0], shown[2], shown[1], *shown[3:]]


def test_a_key_on_a_button_only_saves(page, take):
    taking = take(page, Mode.PRACTICE, "single")
    taking.open()
    page.get_by_role("button", name="Check").focus()
    page.keyboard.press("1")
    taking.expect_saved()
    expect(page.locator(".because")).to_have_count(0)
    assert taking.at().checked_at is None


def test_a_flag_after_a_move_moves_nothing(page, take):
    taking = take(page, Mode.EXAM, "ordering")
    taking.open()
    page.get_by_role("button", name="Move up").nth(2).press("Enter")
    expect(page.locator("#step-1")).to_have_text("1, answered")
    moved = taking.at().answer
    page.keyboard.press("f")
    expect(page.locator("#step-1")).to_have_text("1, answered, flagged")
    assert taking.at().answer == moved
