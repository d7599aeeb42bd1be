"""Regrading in a browser: seen, done, told to the learner, taken back."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quiz.models import Attempt, Question, Quiz, QuizQuestion, Regrade
from quiz.simulated_attempts import SimulatedAttempts
from tests.browser.waiting import expect_no_sideways_scroll, follow
from tests.browser.writing import sign_in

SLUG = "regrading-trial"
LEARNERS = 40
REASON = "The figure has changed since."


def with_key(document, number):
    options = [{**option, "key": place == number} for place, option in enumerate(document["options"])]
    return {**document, "title": "Regrading trial", "options": options}


@pytest.fixture(scope="module", autouse=True)
def trial(site, django_db_blocker):
    """A quiz of one question that learners have taken, and that is published with another key since."""
    with django_db_blocker.unblock():
        model = Question.objects.filter(status="published", kind="single", case="").order_by("slug").first()
        document, now = model.current_version.document, timezone.now()
        question = Question.objects.publish(model.guide, SLUG, with_key(document, 0), now)
        quiz = Quiz.objects.create(
            guide=model.guide, slug=SLUG, title="Trial", summary="", mode="exam", pass_percent=70, time_limit_s=600
        )
        QuizQuestion.objects.create(quiz=quiz, question=question, position=1)
        simulated = SimulatedAttempts(quiz, 7, now)
        list(simulated.add(LEARNERS))
        yield question, with_key(document, 1)
        Regrade.objects.of(question).delete()
        simulated.remove(LEARNERS)
        Attempt.objects.filter(quiz=quiz).delete()
        quiz.delete()
        Question.objects.filter(pk=question.pk).update(current_version=None)
        question.delete()


@pytest.fixture
def question(trial):
    """Published with the other key, and regraded by nobody."""
    found, document = trial
    found.publish(document, timezone.now(), {"id": SLUG})
    yield found
    for made in Regrade.objects.of(found):
        made.take_back(made.regraded_by, timezone.now())
    Regrade.objects.of(found).delete()


def address(question):
    return f"/admin/quiz/question/{question.pk}/regrading/"


def preview(page, site, question):
    sign_in(page, site.url)
    page.goto(address(question))
    page.get_by_label("Attempts").select_option("Trial")
    follow(page.get_by_role("button", name="See what would change"))


def test_regraded_as_seen_and_taken_back(any_page, site, question):
    sign_in(any_page, site.url)
    any_page.goto(f"/admin/quiz/question/{question.pk}/change/")
    any_page.get_by_role("link", name="Regrade").click()
    any_page.get_by_role("button", name="See what would change").click()
    expect(any_page.get_by_role("heading", name="What would change")).to_be_in_viewport()
    changed = any_page.locator(".is-change b").inner_text()
    any_page.get_by_label("Why, for learners to read").fill(REASON)
    any_page.get_by_role("button", name=re.compile("Regrade these")).click()
    expect(any_page.locator(".messagelist")).to_contain_text(f"Regraded. {changed} of ")
    expect(any_page.get_by_role("region", name="Regrades so far")).to_contain_text(REASON)
    any_page.get_by_role("button", name="Take this regrade back").click()
    expect(any_page.locator(".messagelist")).to_contain_text("Taken back.")
    expect(any_page.get_by_role("button", name="Take this regrade back")).to_have_count(0)


def test_double_click_regrades_once(page, site, question):
    preview(page, site, question)
    page.get_by_role("button", name=re.compile("Regrade these")).dblclick()
    expect(page.locator(".messagelist")).to_contain_text("Regraded.")
    assert Regrade.objects.of(question).count() == 1


def test_enter_in_the_reason_regrades(page, site, question):
    preview(page, site, question)
    page.get_by_label("Why, for learners to read").fill(REASON)
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Regraded.")


def test_learner_reads_that_it_was_scored_again(any_page, open_page, site, trial, question):
    question.publish(with_key(trial[1], 0), timezone.now(), {"id": SLUG, "again": 1})
    any_page.goto(f"/quizzes/{SLUG}/")
    any_page.get_by_role("button", name="Start").click()
    any_page.locator(".option input").first.check()
    any_page.get_by_role("button", name="Next").or_(any_page.get_by_role("button", name="Save")).first.click()
    follow(any_page.get_by_role("button", name="Submit and see the results"))
    chosen = Attempt.objects.filter(quiz__slug=SLUG).order_by("-submitted_at").first().responses.get().first_answer[0]
    right = with_key(trial[1], chosen if chosen else 1)
    question.publish(right, timezone.now(), {"id": SLUG, "again": 2})
    expect(any_page.locator("main")).not_to_contain_text("scored again")
    desk = open_page()
    preview(desk, site, question)
    desk.get_by_label("Why, for learners to read").fill(REASON)
    desk.get_by_role("button", name=re.compile("Regrade ")).click()
    expect(desk.locator(".messagelist")).to_contain_text("Regraded.")
    any_page.reload()
    expect(any_page.locator("main .message")).to_contain_text(re.compile(f"was scored again on .*{REASON}"))
    expect(any_page.locator(".review")).to_contain_text("Below stands the question as you were asked it.")


@pytest.mark.parametrize("width", [360, 1280])
def test_page_does_not_scroll_sideways(open_page, site, question, width):
    page = open_page(viewport={"width": width, "height": 800})
    preview(page, site, question)
    expect_no_sideways_scroll(page)


def test_no_barrier(open_page, site, question, axe):
    page = open_page()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        preview(page, site, question)
        frame = ("theme-toggle", "toggle-nav-sidebar", "nav-filter", 'id="footer"')
        assert [barrier for barrier in axe(page) if not any(part in barrier for part in frame)] == []
