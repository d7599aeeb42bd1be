"""The pages on how questions perform, in the admin's frame: read, sorted, on a phone, by those who cannot see them."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quiz.models import Question, Quiz, QuizQuestion
from quiz.simulated_attempts import SimulatedAttempts
from tests.browser.waiting import expect_no_sideways_scroll
from tests.browser.writing import sign_in

SLUG = "statistics-trial"
ROOT = "/admin/statistics/"
QUIZ = f"{ROOT}quizzes/{SLUG}/"


@pytest.fixture(scope="module", autouse=True)
def trial(site, django_db_blocker):
    """A quiz of single choices that 120 made-up learners took, one of them with a wrong key."""
    with django_db_blocker.unblock():
        questions = Question.objects.filter(status="published", kind="single", case="").order_by("slug")[:12]
        quiz = Quiz.objects.create(guide=questions[0].guide, slug=SLUG, title="Trial", summary="", mode="exam")
        QuizQuestion.objects.bulk_create(
            QuizQuestion(quiz=quiz, question=question, position=place) for place, question in enumerate(questions)
        )
        list(SimulatedAttempts(quiz, 5, timezone.now()).add(120))
        wrong = quiz.attempts.first().responses.get(position=4).version
        for response in wrong.responses.all():  # as if the next option were the key
            number = (response.first_answer or [None])[0]
            key = next(place for place, option in enumerate(wrong.document["options"]) if option["key"])
            response.points = float(number == (key + 1) % len(wrong.document["options"]))
            response.save()
        yield
        SimulatedAttempts(quiz, 5, timezone.now()).remove(120)
        quiz.delete()


@pytest.fixture
def open_signed_in(open_page, site):
    def open_signed_in(address, **options):
        page = open_page(**options)
        sign_in(page, site.url)
        page.goto(address)
        return page

    return open_signed_in


@pytest.fixture
def question_address():
    return f"{ROOT}questions/{Question.objects.filter(quizzes__slug=SLUG).order_by('slug')[3].pk}/?quiz={SLUG}"


def test_from_the_overview_to_the_option_that_beats_the_key(open_signed_in):
    page = open_signed_in(ROOT)
    page.get_by_role("link", name="Trial").click()
    first = page.get_by_role("region", name="Look at these first").get_by_role("listitem").first
    expect(first).to_contain_text("Check the key.")
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="How often each option was chosen")).to_be_visible()
    expect(page.locator(".options tbody tr").nth(2)).to_be_visible()


@pytest.mark.parametrize("has_javascript", [True, False])
def test_table_sorts_with_links(open_signed_in, has_javascript):
    page = open_signed_in(QUIZ, java_script_enabled=has_javascript)
    head = page.get_by_role("columnheader", name="Facility")
    for direction in ("ascending", "descending"):
        head.get_by_role("link").click()
        expect(head).to_have_attribute("aria-sort", direction)
        shown = page.locator(".figures td[data-label=Facility]").all_inner_texts()
        percents = [int(text.split()[0]) for text in shown]
        assert percents == sorted(percents, reverse=direction == "descending")


def test_named_question_in_the_plot_is_a_link(open_signed_in):
    page = open_signed_in(QUIZ)
    page.locator(".scatter-plot a").first.click()
    expect(page.get_by_role("heading", name="Figures")).to_be_visible()


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_no_page_scrolls_sideways(open_signed_in, question_address, width):
    page = open_signed_in(ROOT, viewport={"width": width, "height": 800})
    for address in (ROOT, QUIZ, question_address, f"{ROOT}guides/aws-ml-deployment-targets/"):
        page.goto(address)
        expect_no_sideways_scroll(page)


def test_one_plot_shows_at_a_time(open_signed_in):
    page = open_signed_in(QUIZ, viewport={"width": 390, "height": 800})
    expect(page.locator(".scatter-plot:visible")).to_have_count(1)
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".scatter-plot:visible")).to_have_count(1)


def test_no_barrier(open_signed_in, axe, question_address):
    page = open_signed_in(ROOT)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for address in (ROOT, QUIZ, question_address):
            page.goto(address)
            assert [barrier for barrier in axe(page) if is_ours(barrier)] == []


def is_ours(barrier):
    """The frame around the pages is the admin's own."""
    return not any(part in barrier for part in ("theme-toggle", "toggle-nav-sidebar", "nav-filter", 'id="footer"'))
