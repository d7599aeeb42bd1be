"""Plain text out of Markdown, and what the linter knows of English."""

import pytest

from quiz.lint import english
from quiz.lint.context import Context
from studyguide.facts import Fact


def said(kind, key, unit):
    facts = {"oven.heat": Fact("oven.heat", "Heat", "limit", 1024, "MB")}
    return Context(facts=facts, targets={"yeast": "Yeast"}).said(kind, key, unit)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("A **bold** and *soft* `word`", "A bold and soft word"),
        ("A [link](section:basics#heat), an ![image](/a.png)", "A link, an image"),
        ("# Head\n\n- one\n- two\n\n1. three", "Head one two three"),
        ("```python\nx = 1\n```", "x = 1"),
        ("2 * 3 is a_b, \\*not\\*", "2 * 3 is a_b, *not*"),
        ("{fact:oven.heat}, {fact:oven.heat as GB}, {fact:oven.heat as s}", "1,024 MB, 1 GB, oven.heat"),
        ("{target:yeast} and {target:rye} {source:handbook}", "Yeast and rye"),
        ("{fact:no.such}", "no.such"),
        ("It isn\u2019t the baker\u2019s", "It isn't the baker's"),
    ],
)
def test_plain(markdown, text):
    assert english.as_read(markdown, said) == text


def test_prose_has_no_code():
    assert english.as_prose("Call `all()` now.\n\n```\nnever\n```\n\nDone.", said) == "Call code now. Done."


def test_sentences_end_with_their_marks_and_not_within_numbers():
    text = "It is 3.5 kg. Which one: this? No!"
    assert english.sentences_of(text) == ["It is 3.5 kg.", "Which one:", "this?", "No!"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("scales", "scaling"), ("provider", "provided"), ("operations", "operates"), ("companies", "company")],
)
def test_words_of_one_root(one, other):
    assert english.root_of(one) == english.root_of(other)


def test_short_words_keep_their_endings():
    assert english.root_of("bed") == "bed"
    assert english.root_of("this") == "this"


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("oven", {"an"}),
        ("loaf", {"a"}),
        ("hour", {"an"}),
        ("university", {"a"}),
        ("unimportant step", {"an"}),
        ("European", {"a"}),
        ("8-core machine", {"an"}),
        ("MB of data", {"a", "an"}),
        ("EC2 instance", {"an"}),
        ("URL", {"a", "an"}),
        ("the oven", {"a", "an"}),
        ("", {"a", "an"}),
    ],
)
def test_fitting_articles(text, articles):
    assert english.fitting_articles(text) == articles


@pytest.mark.parametrize(
    ("text", "is_plural"),
    [
        ("loaves", True),
        ("the trays of the oven", True),
        ("salt and water", True),
        ("people", True),
        ("two tins", True),
        ("a loaf", False),
        ("glass", False),
        ("the analysis", False),
        ("a pair of scales", False),
        ("", None),
    ],
)
def test_is_plural(text, is_plural):
    assert english.is_plural(text) is is_plural


@pytest.mark.parametrize(
    "sentence", ["Choose two.", "Read the case, then name one.", "Please match them.", "\u201cPut it in order."]
)
def test_an_order(sentence):
    assert english.is_order(sentence)


@pytest.mark.parametrize("sentence", ["Bread rises.", "The order of the steps.", "Putting it off costs time."])
def test_no_order(sentence):
    assert not english.is_order(sentence)
