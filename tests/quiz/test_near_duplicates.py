"""The warning that two questions say the same stays true when the other one changes for learners."""

import pytest

from quiz.models import Question, Scenario
from tests.quiz.case_desk import fields_of_case
from tests.quiz.desk import fields_of, url

NAMED = "which-leaven"


def question(slug=NAMED):
    return Question.objects.select_related("guide", "current_version").get(slug=slug)


def post(desk, slug, act, **changes):
    found = question(slug)
    assert desk.post(url(found, act), fields_of(found, **changes)).status_code == 303


def named_in(slug):
    """The questions that its warnings call nearly the same."""
    found = [finding["message"] for finding in question(slug).findings if finding["rule"] == "near-duplicate"]
    return [word for message in found for word in message.split() if Question.objects.filter(slug=word).exists()]


@pytest.fixture
def copy(desk):
    """A draft that says the same as a question that learners are given; its slug. The question was checked before."""
    post(desk, NAMED, "save")
    desk.post(url(question(), "duplicate"))
    made = Question.objects.get(source__title__endswith="(copy)").slug
    assert (named_in(made), named_in(NAMED)) == ([NAMED], [])
    return made


def other_options(slug):
    texts = ["Rye", "Spelt", "Wheat", "Oats"]
    options = question(slug).source["options"]
    return [{**option, "text": text} for option, text in zip(options, texts, strict=True)]


def test_question_that_becomes_another_is_named_no_more(desk, copy):
    post(desk, NAMED, "publish", stem="What does a miller grind on Monday morning?", options=other_options(NAMED))
    assert named_in(copy) == []
    assert question(copy).health == "good"


def test_question_that_is_published_is_named_where_it_says_the_same(desk, copy):
    post(desk, copy, "publish")
    assert named_in(NAMED) == [copy]
    assert question(NAMED).health == "warnings"


def test_draft_is_given_to_nobody_and_changes_nothing(desk, copy):
    post(desk, NAMED, "save", stem="What does a miller grind on Monday morning?", options=other_options(NAMED))
    assert named_in(copy) == [NAMED]


def test_question_that_is_retired_is_named_no_more_until_it_comes_back(desk, copy):
    desk.post(url(question(), "retire"))
    assert named_in(copy) == []
    desk.post(url(question(), "bring_back"))
    assert named_in(copy) == [NAMED]


def test_step_that_is_published_is_named_where_it_says_the_same(desk, copy):
    sunday = Scenario.objects.get(slug="sunday-bread")
    sunday.add_step("single", {**question().source, "title": "Which now?", "case": sunday.slug})
    step = sunday.steps[-1].slug
    sent = desk.post(f"/admin/quiz/scenario/{sunday.pk}/publish/", fields_of_case(Scenario.objects.get(pk=sunday.pk)))
    assert sent.status_code == 303
    assert step in named_in(NAMED)


def test_other_findings_stay(desk, copy):
    post(desk, copy, "save", stem="Guests come in an hour. Which leaven is not slow?")
    assert named_in(copy) == [NAMED]
    before = [finding for finding in question(copy).findings if finding["rule"] != "near-duplicate"]
    assert before
    desk.post(url(question(), "retire"))
    assert question(copy).findings == before


def test_question_that_was_never_checked_stays_so(desk, copy):
    Question.objects.filter(slug=copy).update(findings=[], health="unchecked")
    desk.post(url(question(), "retire"))
    assert question(copy).health == "unchecked"
