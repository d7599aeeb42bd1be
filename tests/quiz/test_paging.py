"""Pages by key: each row once, whatever the order, wherever nulls stand, and whatever others write meanwhile."""

from datetime import timedelta
from itertools import chain, count

import pytest
from django.db.models import F
from django.db.models.functions import Lower

from quiz.models import Quiz
from studyguide.paging import count_in_words, count_up_to, page
from tests.conftest import NOW

SIZE = 4


@pytest.fixture
def quizzes(guide):
    """Eleven, some with the same title and most without a time."""
    Quiz.objects.all().delete()
    for number in range(11):
        make(guide, number)
    return Quiz.objects.all()


def make(guide, number):
    opens = NOW + timedelta(microseconds=number) if number % 3 == 0 else None
    title = f"Title {number % 2}"
    return Quiz.objects.create(guide=guide, slug=f"quiz-{number}", title=title, mode="exam", opens_at=opens)


def slugs(found):
    return [quiz.slug for quiz in found.rows]


def walk(rows, order, between=lambda: None):
    """The slugs on each page, from the first to the last."""
    found = page(rows, order, SIZE)
    pages = [slugs(found)]
    while found.after:
        between()
        found = page(rows, order, SIZE, found.after)
        pages.append(slugs(found))
    return pages


ORDERS = [
    ("title", "pk"),
    ("-title", "-pk"),
    ("title", "-slug"),
    ("opens_at", "pk"),
    ("-opens_at", "-pk"),
    (F("opens_at").asc(nulls_first=True), "pk"),
    (F("opens_at").desc(nulls_first=True), "-pk"),
    (F("opens_at").desc(nulls_last=True), "title", "pk"),
    ("guide__title", "guide_id", "slug"),
    ("guide__title", "position", F("title").desc(), "-pk"),
]


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_pages_together_are_the_list(quizzes, order):
    pages = walk(quizzes, order)
    assert [len(one) for one in pages] == [4, 4, 3]
    assert list(chain(*pages)) == list(quizzes.order_by(*order).values_list("slug", flat=True))


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_way_back_shows_the_same_pages(quizzes, order):
    there = walk(quizzes, order)
    found = page(quizzes, order, SIZE)
    while found.after:
        found = page(quizzes, order, SIZE, found.after)
    back = [slugs(found)]
    while found.before:
        found = page(quizzes, order, SIZE, found.before)
        back.insert(0, slugs(found))
    assert back == there
    assert not found.before


def test_what_is_added_meanwhile_moves_nothing(guide, quizzes):
    before = list(quizzes.order_by("title", "pk").values_list("slug", flat=True))
    numbers = count(100, 2)  # of titles that come first, and so before what was shown
    seen = list(chain(*walk(quizzes, ("title", "pk"), between=lambda: make(guide, next(numbers)))))
    assert len(seen) == len(set(seen))
    assert set(before) <= set(seen)


def test_what_is_removed_meanwhile_hides_nothing(guide, quizzes):
    first = page(quizzes, ("slug",), SIZE)
    first.rows[0].delete()
    first.rows[-1].delete()  # the one that the next page begins behind
    seen = slugs(page(quizzes, ("slug",), SIZE, first.after))
    assert seen == list(quizzes.order_by("slug").values_list("slug", flat=True)[2:6])


def test_page_of_which_nothing_is_left_is_the_first(quizzes):
    last = page(quizzes, ("slug",), 10)
    Quiz.objects.filter(slug__gt=last.rows[-1].slug).delete()
    assert slugs(page(quizzes, ("slug",), 10, last.after)) == slugs(last)


def test_going_back_past_new_rows_shows_a_whole_page(guide, quizzes):
    second = page(quizzes, ("slug",), SIZE, page(quizzes, ("slug",), SIZE).after)
    quizzes.filter(slug="quiz-0").delete()
    found = page(quizzes, ("slug",), SIZE, second.before)
    assert len(found.rows) == SIZE
    assert not found.before


def test_name_of_a_page_in_another_order_is_none(quizzes):
    asked = page(quizzes, ("slug",), SIZE).after
    assert slugs(page(quizzes, ("-slug",), SIZE, asked)) == slugs(page(quizzes, ("-slug",), SIZE))


@pytest.mark.parametrize("asked", ["", "2", "x", "\0", "W10:x", "é" * 50])
def test_name_that_nobody_gave_is_the_first_page(quizzes, asked):
    assert slugs(page(quizzes, ("slug",), SIZE, asked)) == slugs(page(quizzes, ("slug",), SIZE))


def test_deep_page_is_found_by_its_key(quizzes, django_assert_num_queries):
    asked = page(quizzes, ("slug",), SIZE).after
    with django_assert_num_queries(1) as captured:
        page(quizzes, ("slug",), SIZE, asked)
    assert "OFFSET" not in captured[0]["sql"]


def test_relation_stands_for_its_id(quizzes):
    assert walk(quizzes, ("guide", "slug")) == walk(quizzes, ("guide_id", "slug"))


def test_expression_is_no_key(quizzes):
    with pytest.raises(ValueError, match="is no path to sort by"):
        page(quizzes, (Lower("title"), "pk"), SIZE)


def test_empty_list_has_one_page(guide):
    found = page(Quiz.objects.none(), ("pk",), SIZE)
    assert (found.rows, found.before, found.after) == ([], "", "")


def test_count_has_an_end(quizzes):
    assert count_up_to(quizzes, 20) == 11
    assert count_up_to(quizzes, 5) == 6
    assert count_in_words(6, 5) == "more than 5"
    assert count_in_words(1_000) == "1,000"
