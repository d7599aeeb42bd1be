"""Instructors write worked cases with their steps, with scripts and without; learners are then given them."""

import re

import pytest
from playwright.sync_api import expect

from quiz.models import Attempt, Scenario
from tests.browser.waiting import expect_no_sideways_scroll, follow
from tests.browser.writing import GUIDE, fill, numeric, press, sign_in, single, source, true_false

STORY = "A baker comes home on Saturday at eight. There is flour, a jar of starter and an oven."
FROM_THE_GUIDE = "bursty-start-up-case"


@pytest.fixture
def case():
    return Scenario.objects.get(slug=FROM_THE_GUIDE)


def tell(page, title):
    page.goto("/admin/quiz/scenario/add/")
    fill(page, "title", title)
    fill(page, "summary", "A baker has one evening and one jar.")
    fill(page, "story", STORY)
    page.locator('[name="q.section"]').select_option("ecs")
    page.get_by_label("Select the right target").check()
    page.locator('[name="q.answer"]').select_option(label="Serverless")
    page.locator('[name="q.losers.0.target"]').select_option(label="Batch")
    page.locator('[name="q.losers.0.kind"]').select_option(index=1)
    fill(page, "losers.0.because", "Nothing rises in an hour.")


def add_step(page, kind, write):
    """Add a step from the page of the case, write it, and go back."""
    page.locator(f'button[name="kind"][value="{kind}"]').click()
    fill(page, "title", f"A step of kind {kind}")
    fill(page, "stem", "Which leaven makes a loaf in an hour?")
    source(page, "laq")
    write(page)
    press(page, "Save and go to the case")


def test_a_case_of_three_steps_is_written_from_nothing_and_given_to_learners(desk, title):
    tell(desk, title)
    press(desk, "Save and add a step")
    add_step(desk, "single", single)
    for kind, write in (("true-false", true_false), ("numeric", numeric)):
        press(desk, "Add a step")
        add_step(desk, kind, write)
    expect(desk.locator(".step-title")).to_have_text(
        [f"A step of kind {k}" for k in ("single", "true-false", "numeric")]
    )
    press(desk, "Publish")
    desk.get_by_text("Published with 3 steps.").wait_for()
    desk.goto(Scenario.objects.get(title=title).get_absolute_url())
    press(desk, "Start")
    expect(desk.locator(".story")).to_contain_text(STORY)
    expect(desk.locator(".stem")).to_contain_text("Which leaven makes a loaf in an hour?")
    assert Attempt.objects.get(quiz__title=title).responses.count() == 3


def test_steps_are_moved_taken_out_and_put_back_with_all_kept(desk, case):
    desk.goto(f"/admin/quiz/scenario/{case.pk}/change/")
    titles = desk.locator(".step-title")
    first, second = titles.all_inner_texts()[:2]
    fill(desk, "story", STORY)
    press(desk, "Move step 2 up")
    expect(titles.first).to_have_text(second)
    press(desk, "Take out step 2")
    expect(titles.filter(has_text=re.compile(f"^{first}$"))).to_have_count(0)
    desk.get_by_text("Taken out: 1 step").click()
    desk.locator(".left-out").get_by_role("button").click()
    expect(titles.last).to_have_text(first)
    expect(desk.locator('[name="q.story"]')).to_have_value(STORY)
    case.refresh_from_db()
    assert case.draft is None


def test_the_preview_follows_what_is_written(scripted, case):
    scripted.goto(f"/admin/quiz/scenario/{case.pk}/change/")
    expect(scripted.locator("#preview .step-shown")).to_have_count(5)
    fill(scripted, "story", STORY)
    expect(scripted.locator("#preview .story")).to_contain_text(STORY)


def test_without_javascript_a_button_shows_the_case(page_without_javascript, site, case):
    desk = page_without_javascript
    sign_in(desk, site.url)
    desk.goto(f"/admin/quiz/scenario/{case.pk}/change/")
    fill(desk, "story", STORY)
    press(desk, "Preview")
    expect(desk.locator("#preview .story")).to_contain_text(STORY)
    expect(desk.locator('[name="q.story"]')).to_have_value(STORY)


def test_the_case_is_tried_to_its_end(desk, case):
    desk.goto(f"/admin/quiz/scenario/{case.pk}/try/1/")
    before = Attempt.objects.count()
    desk.locator("[name=answer]").first.check()
    press(desk, "Check")
    expect(desk.locator(".score-line")).to_contain_text("point")
    desk.get_by_role("link", name="Next question").click()
    for _ in range(4):
        follow(desk.get_by_role("link", name="Skip", exact=True))
    expect(desk.get_by_role("heading", name="The end of the case")).to_be_visible()
    assert Attempt.objects.count() == before


def pages_of(case):
    own = f"/admin/quiz/scenario/{case.pk}/"
    acts = ("change/", "steps/add/", "try/1/", "versions/")
    step = f"/admin/quiz/question/{case.steps[0].pk}/change/"
    return [f"/admin/quiz/scenario/add/{GUIDE}/", step, *(own + act for act in acts)]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_and_no_overflow(scripted, axe, case, number, width):
    scripted.set_viewport_size({"width": width, "height": 844})
    scripted.goto(pages_of(case)[number])
    scripted.wait_for_load_state("networkidle")
    expect_no_sideways_scroll(scripted)
    for button in scripted.locator(".writing-bar button:visible").all():
        assert button.bounding_box()["x"] >= 0
    assert axe(scripted) == []
    scripted.emulate_media(color_scheme="dark")
    assert axe(scripted, "color-contrast") == []
