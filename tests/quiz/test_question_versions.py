"""Versions in the admin: listed, compared, restored; questions retired, brought back, duplicated."""

import pytest
from django.contrib.admin.models import LogEntry

from quiz.models import Question
from tests.pages import Page
from tests.quiz.desk import fields_of, url
from tests.quiz.test_writing import again


@pytest.fixture
def question(desk):
    """A question with two versions and a newer draft."""
    found = Question.objects.get(slug="which-leaven")
    desk.post(url(found, "publish"), fields_of(found, stem="Guests come in two hours. Which leaven makes a loaf?"))
    desk.post(url(found, "save"), fields_of(again(found), title="A newer title"))
    return again(found)


def shown(desk, question, **query):
    return Page(desk.get(url(question, "versions"), query)).text


def test_versions_are_listed_with_who_published_them(desk, question):
    text = shown(desk, question)
    assert "2 current" in text
    assert "ines" in text
    assert "content files" in text


def test_draft_is_compared_with_the_newest_version_at_first(desk, question):
    text = shown(desk, question)
    assert "What changed from version 2 to the draft" in text
    assert "A newer title" in text


def test_two_versions_are_compared_word_by_word(desk, question):
    sent = desk.get(url(question, "versions"), {"old": "1", "new": "2"}).content.decode()
    assert "<del>an</del>" in sent
    assert "<ins>two</ins>" in sent


@pytest.mark.parametrize("old", ["9", "x", "", "-1", "\0"])
def test_version_that_is_none_is_not_compared(desk, question, old):
    assert "to the draft" in shown(desk, question, old=old, new="1")


def test_restored_version_becomes_the_draft_and_nothing_else(desk, question):
    sent = desk.post(url(question, "restore", 1))
    restored = again(question)
    assert (sent.status_code, sent.headers["Location"]) == (303, url(question, "change"))
    assert restored.source == question.versions.get(number=1).source
    assert (restored.current_version.number, restored.state) == (2, "published, newer draft")


def test_restored_version_is_published_by_a_separate_act(desk, question):
    desk.post(url(question, "restore", 1))
    desk.post(url(question, "publish"), fields_of(again(question)))
    first, third = question.versions.get(number=1), question.versions.get(number=3)
    assert third.document == first.document


def test_version_without_a_source_cannot_be_restored(desk, question):
    question.versions.filter(number=1).update(source={})
    assert desk.post(url(question, "restore", 1)).status_code == 404
    assert "Restore version 1" not in shown(desk, question)


def test_restoring_is_written_down(desk, question):
    desk.post(url(question, "restore", 1))
    assert LogEntry.objects.first().change_message == "Restored version 1 as the draft."


def test_retired_question_is_drawn_no_more_and_comes_back(desk, question):
    desk.post(url(question, "retire"))
    assert again(question).status == "retired"
    assert not Question.objects.published().filter(pk=question.pk).exists()
    desk.post(url(question, "bring_back"))
    assert again(question).state == "published, newer draft"


def test_copy_is_a_draft_of_its_own(desk, question):
    sent = desk.post(url(question, "duplicate"))
    copy = Question.objects.get(slug="a-newer-title-copy")
    assert sent.headers["Location"] == url(copy, "change")
    assert (copy.state, copy.source["title"]) == ("draft", "A newer title (copy)")
    assert copy.source["options"] == question.source["options"]
    assert again(question).source == question.source


def test_copy_of_a_long_title_fits(desk, question):
    question.save_draft({**question.source, "title": "x" * 200})
    desk.post(url(question, "duplicate"))
    assert len(Question.objects.get(source__title__endswith="(copy)").source["title"]) <= 200
