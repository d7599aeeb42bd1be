"""A checkpoint: the question, the answer on demand, and the learner's own judgement."""

import pytest
from playwright.sync_api import expect

from quiz.models import Response
from tests.browser.waiting import expect_quiet
from tests.pages import GUIDE

SECTION = f"{GUIDE}ecs/"
CHECKPOINT = f"{GUIDE}checkpoints/ecs-over-sagemaker/"
WORDS = "joins no mesh"


@pytest.fixture(params=[SECTION, CHECKPOINT], ids=["section", "own page"])
def question(request, page):
    page.goto(request.param)
    return page


def reveal(page):
    page.get_by_role("link", name="Show the model answer").click()
    return page.get_by_role("heading", name="Model answer")


def test_the_answer_comes_in_place(question):
    assert WORDS not in question.content()
    address = question.url
    expect(reveal(question)).to_be_focused()
    expect(question.get_by_text(WORDS)).to_be_visible()
    assert question.url == address


def test_a_judgement_is_saved_in_place(question):
    before = Response.objects.count()
    reveal(question)
    points = question.get_by_role("checkbox")
    points.nth(0).check()
    points.nth(2).check()
    question.get_by_role("button", name="Save my judgement").click()
    expect(question.get_by_text("Saved: 2 of 5 points.")).to_be_visible()
    expect(question.get_by_role("heading", name="Model answer")).to_be_focused()
    assert Response.objects.count() == before + 1


def test_a_judgement_is_remembered_and_can_be_changed(page):
    page.goto(CHECKPOINT)
    reveal(page)
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Save my judgement").click()
    expect(page.get_by_text("Saved: 1 of 5 points.")).to_be_visible()
    page.goto(SECTION)
    reveal(page)
    expect(page.get_by_role("checkbox").nth(1)).to_be_checked()
    page.get_by_role("checkbox").nth(1).uncheck()
    page.get_by_role("button", name="Save again").click()
    expect(page.get_by_text("Saved: 0 of 5 points.")).to_be_visible()


def test_a_double_click_is_one_judgement(page):
    before = Response.objects.count()
    page.goto(CHECKPOINT)
    reveal(page)
    page.get_by_role("button", name="Save my judgement").dblclick()
    expect(page.get_by_text("Saved: 0 of 5 points.")).to_be_visible()
    expect_quiet(page)
    assert Response.objects.count() == before + 1


def test_without_javascript_the_answer_is_a_page(page_without_javascript):
    page = page_without_javascript
    page.goto(SECTION)
    assert WORDS not in page.content()
    page.get_by_role("link", name="Show the model answer").click()
    expect(page.get_by_role("heading", name="Model answer")).to_be_visible()
    page.get_by_role("checkbox").nth(0).check()
    page.get_by_role("button", name="Save my judgement").click()
    expect(page.get_by_text("Saved: 1 of 5 points.")).to_be_in_viewport()
    expect(page.get_by_role("checkbox").nth(0)).to_be_checked()


def test_the_checkpoint_leads_back_to_its_section(any_page):
    any_page.goto(CHECKPOINT)
    any_page.get_by_role("link", name="Back to").click()
    expect(any_page.locator(":target")).to_be_in_viewport()
