"""The list of questions: what it says, how it is narrowed, what it costs."""

import pytest

from quiz.models import Question, Response
from quiz.uses import use_counts
from tests.pages import Page
from tests.quiz.desk import FORM, instructor
from tests.quiz.sitting import Sitting


@pytest.fixture
def desk(guide):
    return instructor()


def listed(desk, **query):
    """The titles in the list."""
    found = desk.get(FORM, query).context["cl"].result_list
    return {question.slug for question in found}


def test_list_says_what_each_question_is(desk):
    text = Page(desk.get(FORM)).text
    assert "An hour until supper Choose one published ○ not checked Baking soda 1 0" in text


def test_newer_draft_and_retired_are_told_apart(desk):
    first, second, *_ = Question.objects.filter(case="")
    first.save_draft({**first.source, "title": "Other"})
    second.retire()
    assert listed(desk, state="published, newer draft") == {first.slug}
    assert listed(desk, state="retired") == {second.slug}
    assert first.slug not in listed(desk, state="published")


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"kind": "numeric"}, {"times-longer"}),
        ({"objective": "weigh", "difficulty": "3"}, {"steps-of-a-loaf"}),
        ({"q": "until supper"}, {"which-leaven"}),
        ({"q": "buttermilk packet"}, {"which-leaven"}),
        ({"q": "moon"}, set()),
    ],
)
def test_list_is_narrowed(desk, query, slugs):
    assert listed(desk, **query) == slugs


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"kind": "x"}, {"objective": "x"}, {"difficulty": "x"}, {"q": "\0%'"}]
)
def test_filter_that_is_none_breaks_nothing(desk, query):
    assert desk.get(FORM, query).status_code in (200, 302)


def test_steps_of_a_case_are_written_with_their_case(desk):
    assert listed(desk) == set(Question.objects.filter(case="").values_list("slug", flat=True))


def test_uses_are_counted(desk, learner):
    Sitting.begin(learner, "every-kind")
    question = Question.objects.get(slug="which-leaven")
    assert use_counts([question.pk]) == {question.pk: "1"}
    assert Page(desk.get(f"{FORM}{question.pk}/change/")).text.count("Used in 1 attempt.") == 1


def test_count_of_uses_has_an_end(desk, learner):
    for slug in ("every-kind", "baking-exam"):
        Sitting.begin(learner, slug)
    question = Question.objects.get(slug="which-leaven")
    assert Response.objects.filter(version__question=question).count() == 2
    assert use_counts([question.pk], most=1) == {question.pk: "more than 1"}


def test_list_costs_the_same_with_ten_times_as_many(desk, guide, django_assert_num_queries):
    desk.get(FORM)
    with django_assert_num_queries(10) as few:
        desk.get(FORM)
    for number in range(45):
        Question(guide=guide, slug=f"q{number}").save_draft({"kind": "single", "title": f"Q {number}"})
    with django_assert_num_queries(len(few)):
        desk.get(FORM)
