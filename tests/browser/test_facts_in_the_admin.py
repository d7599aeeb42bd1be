"""An instructor looks up a fact and tries another value, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from studyguide.models import Fact
from tests.browser.waiting import expect_no_sideways_scroll
from tests.browser.writing import GUIDE, sign_in

LIST = "/admin/studyguide/fact/"
KEY = "sagemaker_serverless.memory_max_mb"


def open_fact(page):
    page.goto(LIST)
    page.locator("#searchbar").fill(KEY)
    page.get_by_role("button", name="Search").click()
    page.locator("#result_list tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Most memory")


def try_value(page, value):
    page.get_by_label("Value", exact=True).fill(value)
    page.get_by_role("button", name="See what changes").click()


def test_a_fact_is_found_and_its_uses_can_be_followed(desk):
    open_fact(desk)
    desk.get_by_role("link", name="Limits side by side").click()
    expect(desk).to_have_url(re.compile(f"/guides/{GUIDE}/compare/limits/$"))


def test_a_value_is_tried(desk):
    open_fact(desk)
    try_value(desk, "1 GB")
    expect(desk.get_by_role("heading", name="With 1,024 MB instead of 6,144 MB")).to_be_visible()
    rows = desk.get_by_role("table", name="Known scenarios with another answer").locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(desk.get_by_label("Value", exact=True)).to_have_value("1 GB")
    rows.first.get_by_role("link").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("advisor")


def test_a_wrong_value_keeps_what_was_typed(desk, complaints):
    open_fact(desk)
    try_value(desk, "3 h")
    expect(desk.get_by_role("alert")).to_contain_text("is no unit for it")
    expect(desk.get_by_label("Value", exact=True)).to_have_value("3 h")
    complaints.clear()  # a 422 is an error to the console


def test_all_cases_follow_by_themselves(scripted):
    open_fact(scripted)
    try_value(scripted, "1 GB")
    expect(scripted.locator("#cases")).to_contain_text("Of the seeds 0 to 999", timeout=120_000)
    expect(scripted.get_by_role("table", name="Generated cases with another answer")).to_be_visible()


def test_without_scripts_a_link_goes_on(page_without_javascript, site):
    page = page_without_javascript
    sign_in(page, site.url)
    fact = Fact.objects.get(slug="lambda.processing_timeout_s")
    page.goto(f"{LIST}{fact.pk}/change/?value=60")
    link = page.get_by_role("link", name="Check 100 more")
    if link.count():  # unless another test has made them all
        link.click()
    expect(page.locator("#cases")).to_contain_text("seeds")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_is_kept_out(open_page, site, axe, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    sign_in(page, site.url)
    fact = Fact.objects.get(slug=KEY)
    page.goto(f"{LIST}{fact.pk}/change/?value=1+GB")
    expect(page.locator("#cases")).to_be_visible()
    assert axe(page) == []
    expect_no_sideways_scroll(page)
