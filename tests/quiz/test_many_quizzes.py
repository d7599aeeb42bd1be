"""Pages that list quizzes, where there are many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz.models import Attempt, Quiz
from quiz.uses import learner_counts
from studyguide.models import Guide
from tests.pages import Page
from tests.quiz.desk import instructor
from tests.quiz.sitting import Sitting

STATISTICS = "/admin/statistics/"


@pytest.fixture
def many(guide):
    """120 more quizzes of the guide, in two modes."""
    Quiz.objects.bulk_create(
        Quiz(guide=guide, slug=f"q{number}", title=f"Quiz {number}", mode=["exam", "practice"][number % 2], position=1)
        for number in range(120)
    )


@pytest.fixture
def bare(guide):
    """A guide without a quiz."""
    return Guide.objects.create(
        slug="bare", title="Bare", short_title="Bare", start="x", digest="", synced_at=guide.synced_at
    )


def responses(browser, address):
    """Those of all pages, by the links to the next one."""
    found = [browser.get(address)]
    while after := found[-1].context["pages"].after:
        found.append(browser.get(address, {"page": after}))
    return found


def slugs(response):
    return [quiz.slug for quiz in response.context["pages"].rows]


def test_pages_together_list_every_quiz_once(client, many):
    seen = [slug for response in responses(client, "/quizzes/") for slug in slugs(response)]
    assert len(seen) > 120
    assert sorted(seen) == sorted(Quiz.objects.current().values_list("slug", flat=True))


def test_page_shows_its_quizzes_and_leads_on(client, many):
    first, second, *_ = responses(client, "/quizzes/")
    for response in (first, second):
        assert {f"/quizzes/{slug}/" for slug in slugs(response)} <= set(Page(response).links)
    assert "First page Previous page Next page" in Page(second).text


def test_quiz_that_is_published_meanwhile_moves_no_other(client, guide, many):
    first = client.get("/quizzes/")
    Quiz.objects.create(guide=guide, slug="new", title="New", mode="exam", position=0)
    second = client.get("/quizzes/", {"page": first.context["pages"].after})
    assert not {*slugs(first)} & {*slugs(second)}


def test_overview_of_statistics_lists_every_quiz_once(guide, many):
    seen = [slug for response in responses(instructor(), STATISTICS) for slug in slugs(response)]
    assert sorted(seen) == sorted(Quiz.objects.known().values_list("slug", flat=True))


def test_guides_without_a_quiz_close_the_overview(bare, many):
    first, *_, last = responses(instructor(), STATISTICS)
    assert "This guide has no quiz." not in Page(first).text
    assert f"{STATISTICS}guides/bare/" in Page(last).links


def costs(desk):
    """How many queries each list of quizzes needs."""
    found = {}
    for address in ("/quizzes/", STATISTICS, "/admin/quiz/quiz/"):
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        found[address] = len(queries)
    return found


def test_lists_of_many_quizzes_cost_what_those_of_few_do(guide):
    desk = instructor()
    few = costs(desk)
    Quiz.objects.bulk_create(Quiz(guide=guide, slug=f"q{number}", title="Q", mode="exam") for number in range(40))
    assert costs(desk) == few


def test_learners_who_finished_are_counted_once(guide, learner, stranger):
    Sitting.begin(learner, "every-kind").submit()
    Sitting.begin(learner, "every-kind").submit()
    Sitting.begin(stranger, "every-kind").submit()
    Sitting.begin(stranger, "every-kind")
    quiz = Quiz.objects.get(slug="every-kind")
    assert Attempt.objects.filter(quiz=quiz).count() == 4
    assert learner_counts([quiz.pk]) == {quiz.pk: "2"}
    assert learner_counts([quiz.pk], most=1) == {quiz.pk: "more than 1"}
