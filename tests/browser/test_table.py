"""A comparison table that readers work with."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.slow_line import slow_down
from tests.pages import GUIDE

TABLE = f"{GUIDE}compare/matrix/"


@pytest.fixture
def table(page):
    page.goto(TABLE)
    return page


def heads(page):
    return page.locator(".comparison tbody th")


def open_choice(page):
    page.get_by_text("Columns and rows").click()


def test_rows_are_filtered_while_words_are_typed(table):
    table.get_by_label("Only rows with").press_sequentially("kubernetes")
    expect(heads(table)).to_have_text(["ECS and EKS"])
    expect(table).to_have_url(re.compile("q=kubernetes"))
    expect(table.get_by_label("Only rows with")).to_be_focused()
    expect(table.get_by_label("Only rows with")).to_have_value("kubernetes")


def test_no_letter_is_lost_on_a_slow_line(table):
    slow_down(table, milliseconds=300)
    words = table.get_by_label("Only rows with")
    words.press_sequentially("kubernetes plug-ins", delay=260)  # longer than the form waits: it asks for each letter
    expect(heads(table)).to_have_text(["ECS and EKS"])
    expect(words).to_have_value("kubernetes plug-ins")


def test_a_box_acts_at_once_while_htmx_is_on_its_way(table):
    open_choice(table)
    slow_down(table, milliseconds=1000)
    box = table.get_by_role("checkbox", name="Billing")
    box.click()
    expect(box).not_to_be_checked()
    expect(table.get_by_role("columnheader", name="Billing")).to_have_count(0)
    expect(box).not_to_be_checked()


def test_what_is_sorted_stays_so_when_filtered(table):
    table.get_by_role("columnheader", name="Target").get_by_role("link").click()
    expect(heads(table).first).to_contain_text("EC2")
    table.get_by_label("Only rows with").press_sequentially("container")
    expect(table).to_have_url(re.compile("q=container.*sort=target"))
    expect(table.get_by_role("columnheader", name="Target")).to_have_attribute("aria-sort", "ascending")


def test_nothing_left_says_so(table):
    table.get_by_label("Only rows with").fill("no such words")
    expect(table.get_by_text("No row matches.")).to_be_visible()


def test_a_column_sorts_both_ways_and_keeps_the_focus(table):
    sort = table.get_by_role("columnheader", name="Target").get_by_role("link")
    sort.click()
    expect(table.get_by_role("columnheader", name="Target")).to_have_attribute("aria-sort", "ascending")
    expect(heads(table).first).to_contain_text("EC2")
    expect(sort).to_be_focused()
    sort.click()
    expect(table.get_by_role("columnheader", name="Target")).to_have_attribute("aria-sort", "descending")
    expect(heads(table).first).to_contain_text("SageMaker")
    expect(table).to_have_url(re.compile("sort=-target"))


def test_columns_are_chosen(table):
    open_choice(table)
    table.get_by_role("checkbox", name="Billing").uncheck()
    expect(table.get_by_role("columnheader", name="Billing")).to_have_count(0)
    expect(table.get_by_role("checkbox", name="Billing")).to_be_focused()
    expect(table.get_by_role("columnheader", name="Scaling")).to_be_visible()


def test_two_rows_stand_face_to_face(table):
    open_choice(table)
    table.get_by_role("checkbox", name="AWS Lambda").check()
    expect(heads(table)).to_have_count(1)
    table.get_by_role("checkbox", name="Amazon EC2").check()
    expect(table.locator(".face-to-face tbody tr")).to_have_count(5)
    expect(table.locator(".face-to-face .differs").first).to_be_visible()


def test_everything_is_shown_again(table):
    open_choice(table)
    table.get_by_role("checkbox", name="AWS Lambda").check()
    expect(heads(table)).to_have_count(1)
    table.get_by_role("link", name="Show everything again").click()
    expect(heads(table)).to_have_count(4)
    expect(table).to_have_url(TABLE)


def test_a_view_can_be_linked_and_left_by_going_back(table, open_page):
    table.get_by_label("Only rows with").fill("function")
    expect(heads(table)).to_have_count(1)
    expect(table).to_have_url(re.compile("q=function"))
    other = open_page()
    other.goto(table.url)
    expect(heads(other)).to_have_count(1)
    table.go_back()
    expect(heads(table)).to_have_count(4)


def test_without_javascript_a_form_does_it(page_without_javascript):
    page = page_without_javascript
    page.goto(TABLE)
    page.get_by_label("Only rows with").fill("kubernetes")
    open_choice(page)
    page.get_by_role("checkbox", name="Billing").uncheck()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(heads(page)).to_have_text(["ECS and EKS"])
    expect(page.get_by_role("columnheader", name="Billing")).to_have_count(0)
    page.get_by_role("columnheader", name="Target").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Target")).to_have_attribute("aria-sort", "ascending")
    expect(heads(page)).to_have_text(["ECS and EKS"])


def test_the_heads_stay_in_sight(page):
    page.goto(f"{GUIDE}compare/prices/")
    page.locator(".comparison").evaluate("table => table.scrollTo(0, table.scrollHeight)")
    expect(page.get_by_role("columnheader").first).to_be_in_viewport()
