"""The lists of the admin, page by page."""

from itertools import chain

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz.admin.lists import ListAdmin
from quiz.models import Question
from tests.pages import Page
from tests.quiz.desk import FORM, instructor, signed_in

LISTS = [found for found in admin.site._registry.values() if isinstance(found, ListAdmin)]


@pytest.fixture
def desk(guide):
    return instructor()


@pytest.fixture
def many(guide):
    """220 more questions, in two kinds and with few titles."""
    Question.objects.bulk_create(
        Question(guide=guide, slug=f"q{number}", title=f"Title {number % 7}", kind=["single", "open"][number % 2])
        for number in range(220)
    )


def walked(desk, query=""):
    """The slugs of all pages, by the links to the next one."""
    seen: list[list[str]] = []
    address = f"{FORM}{query}"
    while address:
        found = desk.get(address).context["cl"]
        seen.append([question.slug for question in found.result_list])
        address = found.after_url and f"{FORM}{found.after_url}"
    return seen


def test_links_lead_through_all_questions(desk, many):
    pages = walked(desk)
    assert [len(one) for one in pages[:-1]] == [50] * (len(pages) - 1)
    questions = Question.objects.filter(case="").order_by("title", "slug")
    assert list(chain(*pages)) == list(questions.values_list("slug", flat=True))


def test_links_keep_filter_search_and_order(desk, many):
    seen = list(chain(*walked(desk, "?kind=open&q=q1&o=-0")))
    questions = Question.objects.filter(kind="open", slug__startswith="q1").order_by("-title", "slug")
    assert seen == list(questions.values_list("slug", flat=True))


def test_pages_say_where_else_to_go(desk, many):
    first = desk.get(FORM)
    second = desk.get(f"{FORM}{first.context['cl'].after_url}")
    assert "Next" in Page(first).text
    assert "Previous" not in Page(first).text
    assert "First page Previous Next" in Page(second).text
    assert desk.get(f"{FORM}{second.context['cl'].before_url}").context["cl"].result_list == list(
        first.context["cl"].result_list
    )


def test_list_says_how_many_there_are(desk, many):
    assert f"{Question.objects.filter(case='').count()} questions" in Page(desk.get(FORM)).text
    assert "1 question found. Show all" in Page(desk.get(FORM, {"q": "until supper"})).text


def test_list_of_very_many_does_not_count_them_all(desk, guide):
    Question.objects.bulk_create(Question(guide=guide, slug=f"q{number}", title="Many") for number in range(1_001))
    assert "more than 1,000 questions" in Page(desk.get(FORM)).text


def test_every_page_costs_the_same(desk, many):
    desk.get(FORM)
    address, costs = FORM, []
    while address:
        with CaptureQueriesContext(connection) as queries:
            found = desk.get(address).context["cl"]
        costs.append(len(queries))
        address = found.after_url and f"{FORM}{found.after_url}"
    assert len(costs) > 2
    assert len(set(costs)) == 1


def test_list_has_no_page_by_number(desk, many):
    assert walked(desk, "?p=2") == walked(desk)


@pytest.mark.parametrize("listed", LISTS, ids=lambda found: found.opts.model_name)
def test_every_column_that_sorts_gives_pages(guide, listed):
    """An order that is no path would be an error."""
    desk = signed_in(User.objects.create_superuser("root"))
    address = f"/admin/{listed.opts.app_label}/{listed.opts.model_name}/"
    for column in range(len(listed.list_display)):
        for order in (f"{column}", f"-{column}"):
            assert desk.get(address, {"o": order}).status_code == 200


@pytest.mark.parametrize("listed", LISTS, ids=lambda found: found.opts.model_name)
def test_filters_of_every_list_take_anything(guide, listed):
    desk = signed_in(User.objects.create_superuser("root"))
    address = f"/admin/{listed.opts.app_label}/{listed.opts.model_name}/"
    for value in (str(guide.pk), "x", "9" * 5_000, "²", "\0"):
        assert desk.get(address, {"guide__id__exact": value}).status_code == 200


@pytest.mark.parametrize("listed", LISTS, ids=lambda found: found.opts.model_name)
def test_no_filter_counts_what_it_would_find(guide, listed):
    desk = signed_in(User.objects.create_superuser("root"))
    address = f"/admin/{listed.opts.app_label}/{listed.opts.model_name}/"
    found = desk.get(address, {"_facets": "True"})
    assert "Show counts" not in Page(desk.get(address)).text
    assert not found.context["cl"].add_facets
