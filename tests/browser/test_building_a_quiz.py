"""Instructors build quizzes from a list and by a rule, with scripts and without; learners are then given them."""

import re

import pytest
from playwright.sync_api import expect

from quiz.models import Attempt, Quiz
from tests.browser.waiting import expect_no_sideways_scroll, expect_quiet
from tests.browser.writing import GUIDE, press, sign_in

NEW = f"/admin/quiz/quiz/add/{GUIDE}/"


def fill(page, place, text):
    page.locator(f'[name="q.{place}"]').fill(text)


def begin(page, title):
    page.goto("/admin/quiz/quiz/add/")
    fill(page, "title", title)
    fill(page, "summary", "Built in a test.")


def search(page, words):
    page.locator("#find").fill(words)
    button = page.locator("#found").get_by_role("button", name="Search")
    if button.is_visible():
        button.click()
    expect_found(page)


def expect_found(page):
    """Wait until fewer questions are listed than at first, where the list is cut."""
    expect(page.locator("#found-questions [role=status]")).to_have_text(re.compile(r"^\d+ questions?\.$"))


def add(page, number):
    expect_quiet(page)
    button = page.locator("#found-questions li").nth(number).get_by_role("button")
    button.click()
    expect(button).to_have_text(re.compile("^Added"))


def chosen(page):
    return page.locator(".chosen .line b")


def test_list_is_searched_put_in_order_published_and_given_to_learners(desk, title):
    begin(desk, title)
    search(desk, "serverless provisioned concurrency")
    expect(desk.locator("#found-questions li").first).to_contain_text("difficulty")
    for number in range(3):
        add(desk, number)
        expect(chosen(desk)).to_have_count(number + 1)
    names = chosen(desk).all_inner_texts()
    press(desk, f"Move {names[2]} up")
    expect(chosen(desk).nth(1)).to_have_text(names[2])
    press(desk, f"Remove {names[0]}")
    expect(chosen(desk)).to_have_text([names[2], names[1]])
    expect(desk.locator("#found-questions li", has_text=names[0]).first.get_by_role("button")).to_have_text(
        re.compile("^Add ")
    )
    expect(desk.locator('[name="q.title"]')).to_have_value(title)
    press(desk, "Publish")
    desk.get_by_text("Published. Learners can start it now.").wait_for()
    desk.get_by_role("link", name="See its page").click()
    press(desk, "Start")
    expect(desk.locator(".eyebrow")).to_contain_text(title)
    attempt = Attempt.objects.get(quiz__title=title)
    assert list(attempt.responses.values_list("version__question__title", flat=True)) == [names[2], names[1]]


def test_keyboard_stays_where_one_works(scripted, title):
    begin(scripted, title)
    add(scripted, 0)
    add(scripted, 1)
    expect(chosen(scripted)).to_have_count(2)
    expect(scripted.locator("#found-questions button:focus")).to_have_text(re.compile("Added"))
    name = chosen(scripted).nth(1).inner_text()
    press(scripted, f"Move {name} up")
    expect(chosen(scripted).first).to_have_text(name)
    expect(scripted.locator(".chosen li").first.locator("button:focus")).to_have_count(1)
    press(scripted, f"Remove {name}")
    expect(chosen(scripted)).to_have_count(1)
    expect(scripted.locator("#rows-questions [role=status]")).to_be_focused()
    expect(scripted.locator("#found-questions button", has_text="Added")).to_have_count(1)


def test_rule_is_counted_and_published(desk, title):
    begin(desk, title)
    desk.locator('[name="q.from"][value="rule"]').check()
    desk.locator('[name="q.mode"][value="exam"]').check()
    fill(desk, "minutes", "20")
    fill(desk, "draw.count", "5")
    desk.locator('[name="q.draw.kinds"][value="numeric"]').check()
    again = desk.get_by_role("button", name="Count again")
    if again.is_visible():
        again.click()
    expect(desk.locator("#matches [role=status]")).to_contain_text("each attempt draws 5 of them.")
    press(desk, "Publish")
    desk.get_by_text("Published. Learners can start it now.").wait_for()
    quiz = Quiz.objects.get(title=title)
    assert (quiz.rule, quiz.mode, quiz.minutes) == ({"count": 5, "kinds": ["numeric"]}, "exam", 20)


def test_count_follows_each_condition(scripted, title):
    begin(scripted, title)
    scripted.locator('[name="q.from"][value="rule"]').check()
    number = scripted.locator("#matches b")
    everything = int(number.inner_text())
    scripted.locator('[name="q.draw.kinds"][value="numeric"]').check()
    expect(number).not_to_have_text(str(everything))
    fill(scripted, "draw.count", "200")
    expect(scripted.locator("#matches .error")).to_contain_text("Ask for fewer")
    scripted.locator('[name="q.draw.kinds"][value="numeric"]').uncheck()
    expect(number).to_have_text(str(everything))


def test_only_what_the_mode_and_the_choice_need_is_in_sight(desk, title):
    begin(desk, title)
    minutes, count = desk.locator('[name="q.minutes"]'), desk.locator('[name="q.draw.count"]')
    expect(minutes).to_be_hidden()
    expect(count).to_be_hidden()
    expect(desk.locator("#find")).to_be_visible()
    desk.locator('[name="q.mode"][value="exam"]').check()
    desk.locator('[name="q.from"][value="rule"]').check()
    expect(minutes).to_be_visible()
    expect(count).to_be_visible()
    expect(desk.locator("#find")).to_be_hidden()
    desk.locator('[name="q.mode"][value="scenario"]').check()
    expect(desk.locator('[name="q.draw.cases"]')).to_be_visible()
    expect(count).to_be_hidden()
    expect(minutes).to_be_hidden()


def test_unfinished_quiz_says_what_is_missing_and_keeps_the_rest(desk, title, complaints):
    desk.goto(NEW)
    fill(desk, "title", title)
    press(desk, "Publish")
    expect(desk.locator(".mistakes")).to_contain_text("Choose at least one question.")
    expect(desk.locator('[name="q.title"]')).to_have_value(title)
    desk.locator(".mistakes").get_by_role("link", name="Introduction").click()
    expect(desk).to_have_url(re.compile("#q-summary$"))
    press(desk, "Save draft")
    desk.get_by_text("Saved as a draft.").wait_for()
    assert complaints.pop().endswith("422 (Unprocessable Entity)")


def test_preview_is_taken_and_leads_back_to_the_form(desk, title):
    begin(desk, title)
    add(desk, 0)
    expect(chosen(desk)).to_have_count(1)
    press(desk, "Preview as a learner")
    expect(desk.locator(".preview-note")).to_contain_text("it counts nowhere")
    desk.get_by_role("link", name="Back to the form").click()
    expect(desk.locator('[name="q.title"]')).to_have_value(title)
    expect(chosen(desk)).to_have_count(1)
    assert Quiz.objects.get(title=title).attempts.count() == 0


def test_dates_are_set_and_told_to_learners(desk, title, open_page):
    begin(desk, title)
    add(desk, 0)
    expect(chosen(desk)).to_have_count(1)
    fill(desk, "opens", "2099-12-01T09:00")
    fill(desk, "closes", "2099-12-08T18:00")
    press(desk, "Publish")
    desk.get_by_text("Published. Learners can start it from 1 December 2099, 09:00 UTC.").wait_for()
    expect(desk.locator('[name="q.opens"]')).to_have_value("2099-12-01T09:00")
    learner = open_page()
    learner.goto(Quiz.objects.get(title=title).get_absolute_url())
    expect(learner.locator(".message")).to_contain_text("It opens on 1 December 2099, 09:00 UTC.")


def test_enter_in_the_search_searches_and_saves_nothing(desk, title):
    begin(desk, title)
    desk.locator("#find").fill("serverless provisioned concurrency")
    desk.locator("#find").press("Enter")
    expect_found(desk)
    expect(desk.locator('[name="q.title"]')).to_have_value(title)
    assert not Quiz.objects.filter(title=title).exists()


@pytest.fixture
def pages_of_ours(site):
    quiz = Quiz.objects.plain().filter(rule__has_key="count").first()
    return [NEW, f"/admin/quiz/quiz/{quiz.pk}/change/", f"/admin/quiz/quiz/{quiz.pk}/versions/", "/admin/quiz/quiz/"]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_and_no_overflow(open_page, site, axe, pages_of_ours, number, width):
    page = open_page(viewport={"width": width, "height": 900})
    sign_in(page, site.url)
    page.goto(pages_of_ours[number])
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []
    expect_no_sideways_scroll(page)


def test_no_barrier_in_a_refused_form_and_in_a_preview(scripted, axe, title, complaints):
    begin(scripted, title)
    scripted.locator('[name="q.summary"]').fill("")
    add(scripted, 0)
    expect(chosen(scripted)).to_have_count(1)
    press(scripted, "Publish")
    scripted.locator(".mistakes").wait_for()
    assert axe(scripted) == []
    press(scripted, "Preview as a learner")
    scripted.locator(".preview-note").wait_for()
    scripted.wait_for_load_state("networkidle")
    assert axe(scripted) == []
    assert complaints.pop().endswith("422 (Unprocessable Entity)")
