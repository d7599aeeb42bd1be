"""Drafts on the model: kept whatever they hold, named after their title, retired and brought back."""

import pytest

from quiz.models import Question
from quiz.models.questions import UNTITLED


@pytest.fixture
def question(guide):
    return Question.objects.get(slug="which-leaven")


def draft(guide, **source):
    question = Question(guide=guide, slug="draft")
    question.save_draft(source)
    return Question.objects.get(pk=question.pk)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("An hour until supper", "an-hour-until-supper"),
        ("Which leaven", "which-leaven-2"),
        ("GB_s & more!", "gb-s-more"),
        ("", UNTITLED),
        ("日本", UNTITLED),
        ("x" * 90, "x" * 40),
    ],
)
def test_slug_is_made_from_the_title(guide, title, slug):
    assert Question.objects.free_slug(guide, title) == slug


def test_draft_keeps_what_no_column_can_hold(guide):
    source = {"title": "x" * 500, "kind": "single", "difficulty": 10**9, "tags": ["y" * 500]}
    kept = draft(guide, **source)
    assert kept.source == source
    assert (kept.title, kept.difficulty) == ("x" * 200, 1)


def test_draft_that_was_never_published_can_be_found_by_its_objectives(guide):
    assert draft(guide, objectives=["choose"]).facets.get().value == "choose"


def test_draft_of_a_published_question_changes_no_facet(question):
    before = list(question.facets.values_list("value", flat=True))
    question.save_draft({**question.source, "objectives": ["weigh"]})
    assert list(question.facets.values_list("value", flat=True)) == before


def test_revision_follows_what_is_stored(question):
    before = question.revision
    question.save_draft({**question.source, "title": "Other"})
    assert question.revision != before
    question.save_draft(question.current_version.source)
    assert question.revision == before


def test_retired_question_comes_back_as_it_was(question, guide):
    question.retire()
    assert Question.objects.published().filter(pk=question.pk).exists() is False
    question.bring_back()
    assert question.status == Question.Status.PUBLISHED


def test_retired_draft_comes_back_as_a_draft(guide):
    kept = draft(guide)
    kept.retire()
    kept.bring_back()
    assert kept.status == Question.Status.DRAFT
