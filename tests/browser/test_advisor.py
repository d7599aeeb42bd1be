"""The advisor in a browser: answers that follow the form, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages import ADVISOR, advisor_address

BURSTY = advisor_address("bursty-start-up")


def answer(page):
    return page.locator(".answer h2")


def step(page, name):
    """The open step of that name."""
    found = page.locator(".step-form").filter(has=page.get_by_role("heading", name=name))
    if not found.evaluate("step => step.open"):
        found.locator("summary").click()
    return found


def test_an_example_gives_an_answer(any_page):
    any_page.goto(ADVISOR)
    any_page.get_by_role("link", name="The bursty start-up").click()
    expect(answer(any_page)).to_have_text("SageMaker Serverless Inference")
    expect(any_page.get_by_text("USD 1.44 an hour of full peak")).to_be_visible()


def test_the_answer_follows_a_choice(page):
    page.goto(BURSTY)
    step(page, "Network and life cycle").get_by_label("Yes").first.check()
    expect(answer(page)).to_have_text("AWS Lambda")
    expect(page).to_have_url(re.compile("needs_vpc=yes"))
    expect(page.get_by_role("status").filter(has_text="Answer: AWS Lambda.")).to_have_count(1)


def test_the_answer_follows_a_number_and_the_caret_stays(page):
    page.goto(BURSTY)
    memory = step(page, "The model").get_by_label("Memory for model and runtime")
    memory.fill("")
    memory.press_sequentially("12.5", delay=20)
    expect(answer(page)).to_have_text("SageMaker real-time endpoint")
    expect(memory).to_be_focused()
    expect(memory).to_have_value("12.5")


def test_a_reload_shows_the_same(page):
    page.goto(BURSTY)
    step(page, "Network and life cycle").get_by_label("Yes").first.check()
    expect(answer(page)).to_have_text("AWS Lambda")
    page.reload()
    expect(answer(page)).to_have_text("AWS Lambda")


def test_without_javascript_a_button_asks(page_without_javascript):
    page = page_without_javascript
    page.goto(BURSTY)
    step(page, "Network and life cycle").get_by_label("Yes").first.check()
    page.get_by_role("button", name="Advise me").click()
    expect(answer(page)).to_have_text("AWS Lambda")


def test_a_slider_moves_its_number(page):
    page.goto(BURSTY)
    model = step(page, "The model")
    memory = model.get_by_label("Memory for model and runtime")
    slider = model.locator("[data-slider=field-memory_gb]")
    expect(slider).to_be_visible()
    slider.evaluate("slider => { slider.value = 1.5; slider.dispatchEvent(new Event('input')) }")
    expect(memory).not_to_have_value("2")
    expect(answer(page)).not_to_have_text("SageMaker Serverless Inference")
    expect(memory).to_have_value("32")
    memory.fill("10000")
    assert slider.evaluate("slider => slider.value === slider.max")
    memory.fill("")
    assert slider.evaluate("slider => slider.value === slider.min")


def test_a_link_to_a_field_opens_its_step_and_leads_there(page):
    page.goto(BURSTY)
    step(page, "The model").get_by_label("Memory for model and runtime").fill("")
    link = page.get_by_role("link", name="Memory for model and runtime", exact=True)
    expect(link).to_be_visible()
    step(page, "The model").locator("summary").click()
    link.click()
    expect(page.get_by_label("Memory for model and runtime")).to_be_focused()


def test_without_javascript_there_is_no_slider(page_without_javascript):
    page_without_javascript.goto(BURSTY)
    expect(page_without_javascript.locator(".slider").first).to_be_hidden()


def test_what_is_wrong_is_told_at_its_field_and_stays(page, complaints):
    page.goto(BURSTY)
    memory = step(page, "The model").get_by_label("Memory for model and runtime")
    memory.fill("-3")
    expect(page.locator("#note-memory_gb")).to_have_text("Give a number from 0.01 to 10,000 GB.")
    expect(memory).to_have_value("-3")
    expect(page.get_by_role("heading", name="One answer cannot be read")).to_be_visible()
    assert "422" in complaints.pop()
    memory.fill("3")
    expect(page.locator("#note-memory_gb")).to_have_text("")
    expect(answer(page)).to_be_visible()


def test_from_nothing_each_answer_leaves_fewer_to_give(page):
    page.goto(ADVISOR)
    page.get_by_label("In a Region").check()
    expect(page.get_by_role("heading", name="22 answers to go")).to_be_visible()
    page.get_by_role("link", name="vCPU").click()
    expect(page.get_by_label("vCPU")).to_be_focused()


def test_two_targets_of_ones_choice_stand_face_to_face(any_page, request):
    any_page.goto(BURSTY)
    any_page.locator("#face-right").select_option("Amazon EKS")
    if "without" in request.node.name:
        any_page.get_by_role("button", name="Show").click()
    expect(any_page.locator(".faces thead")).to_contain_text("Amazon EKS")
    expect(answer(any_page)).to_have_text("SageMaker Serverless Inference")


def test_an_assumption_moves_the_cost_and_the_crossing(page):
    page.goto(BURSTY)
    expect(page.get_by_text("Above 115 hours of full peak a month, Real-time")).to_be_visible()
    step(page, "Assumptions about the cost").get_by_label("Instances kept up").fill("2")
    expect(page.get_by_text("Above 230 hours of full peak a month, Real-time")).to_be_visible()
    expect(page.locator("#note-tasks")).to_have_text("Taken as 4.")


def test_a_change_that_would_flip_the_answer_flips_it(any_page):
    any_page.goto(BURSTY)
    any_page.get_by_role("link", name="Memory for model and runtime: over 6 GB").click()
    expect(answer(any_page)).to_have_text("AWS Lambda")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_plot_that_fits_the_width_shows(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(BURSTY)
    wide, narrow = page.locator(".plot .drawing.wide").first, page.locator(".plot .drawing.narrow").first
    expect(narrow if width < 600 else wide).to_be_visible()
    expect(wide if width < 600 else narrow).to_be_hidden()


def test_a_number_that_could_be_two_stays_in_its_field_with_what_to_do(page_without_javascript, complaints):
    page = page_without_javascript
    page.goto(BURSTY)
    peak = step(page, "How work arrives").get_by_label("Requests a second at the peak")
    peak.fill("3,000")
    page.get_by_role("button", name="Advise me").click()
    expect(page.get_by_text("This could be 3 or 3000: write it without the comma.").first).to_be_visible()
    expect(page.get_by_label("Requests a second at the peak")).to_have_value("3,000")
    assert "422" in complaints.pop()
