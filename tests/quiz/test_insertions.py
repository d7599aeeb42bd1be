"""The list of what can be inserted into a text."""

import pytest

from tests.pages import Page
from tests.quiz.desk import FORM, instructor
from tests.quiz.sitting import HTMX

LIST = f"{FORM}insertions/bread/"


@pytest.fixture
def desk(guide):
    return instructor()


def found(desk, query="", **headers):
    return Page(desk.get(LIST, {"find": query}, headers=headers)).text


@pytest.mark.parametrize(
    "text", ["{fact:yeast.rise_min}", "](section:yeast)", "{source:handbook}", "{target:soda}", "](term:"]
)
def test_list_has_every_sort(desk, text):
    assert text in found(desk)


def test_every_word_narrows_the_list(desk):
    text = found(desk, "rise yeast")
    assert "{fact:yeast.rise_min}" in text
    assert "{fact:sourdough.rise_min}" not in text


def test_panel_is_the_list_without_a_page(desk):
    sent = desk.get(LIST, {"find": "rise"}, headers=HTMX)
    assert "<html" not in sent.content.decode()
    assert 'data-insert="{fact:yeast.rise_min}" data-key="yeast.rise_min"' in sent.content.decode()


@pytest.mark.parametrize("query", ["\0", "%", "_", "'", "x" * 5_000, "a b c d e f g h i j"])
def test_any_search_is_answered(desk, query):
    assert desk.get(LIST, {"find": query}).status_code == 200


def test_guide_that_is_none_is_not_there(desk):
    assert desk.get(f"{FORM}insertions/cake/").status_code == 404
