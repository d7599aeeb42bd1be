"""Matching: a choice for each prompt."""

from random import Random

import pytest

from quiz.kinds import KINDS
from tests.quiz.questions import NONSENSE, document_of, mistakes, read

MATCHING = """
- kind: matching
  credit: per-part
  pairs:
    - prompt: Yeast
      match: an afternoon
      because: Ninety minutes.
    - prompt: Sourdough
      match: a night
      because: Twelve hours.
    - prompt: Soda
      match: no time
      because: At once.
  distractors:
    - text: a week
      because: None takes that long.
"""
PAIR = "    - prompt: P{0}\n      match: m{0}\n      because: b\n"
ORDER = [3, 1, 0, 2]
BROKEN = [
    ("      match: a night\n", "", "8: `match` is missing: expected a line `match:`"),
    ("match: a night", "match: An Afternoon", "5: two choices are the same: expected each choice once"),
    ("text: a week", "text: no time", "5: two choices are the same: expected each choice once"),
    ("because: Ninety minutes.", "because: 90", "7: `because` is a number: expected text"),
    ("text: a week", "text: a week\n      match: x", "16: unknown key `match`: expected one of because, text"),
    ("per-part", "right-minus-wrong", "3: `credit` is `right-minus-wrong`: expected one of all-or-nothing, per-part"),
]


@pytest.fixture
def document():
    return document_of(MATCHING, points=3)


@pytest.mark.parametrize(("old", "new", "mistake"), BROKEN)
def test_mistake_has_its_line(old, new, mistake):
    assert f"questions.yaml:{mistake}" in mistakes(MATCHING.replace(old, new, 1))


@pytest.mark.parametrize("count", [2, 8])
def test_pairs_are_three_to_seven(count):
    text = "- kind: matching\n  pairs:\n" + "".join(PAIR.format(number) for number in range(count))
    assert mistakes(text) == [f"questions.yaml:3: {count} pairs: expected 3 to 7"]


def test_answer_holds_a_choice_for_each_prompt(document):
    assert read(document, ORDER, answer_0="2", answer_1="0") == [0, 3, None]


def test_choice_may_be_matched_twice(document):
    assert read(document, ORDER, answer_0="1", answer_1="1", answer_2="1") == [1, 1, 1]


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_is_no_answer(document, value):
    assert read(document, ORDER, answer_0=value, answer_1=value, answer_2=value) is None


def test_prompts_that_do_not_exist_are_dropped(document):
    assert read(document, ORDER, answer_3="1", answer_="1", answer="1") is None


def test_every_prompt_offers_every_choice_in_the_order_of_the_attempt(document):
    part = KINDS["matching"].present(document, ORDER, [None, 3, None])
    offered = [[choice["text"] for choice in prompt["choices"]] for prompt in part["prompts"]]
    assert offered == [["a week", "a night", "an afternoon", "no time"]] * 3
    chosen = [[choice["value"] for choice in prompt["choices"] if choice["is_chosen"]] for prompt in part["prompts"]]
    assert chosen == [[], [0], []]


def test_choices_are_shuffled_with_the_distractors(document):
    firsts = {KINDS["matching"].order(document, Random(seed))[0] for seed in range(100)}
    assert firsts == {0, 1, 2, 3}


def test_every_pair_and_every_choice_left_over_is_explained(document):
    part = KINDS["matching"].explain(document, ORDER, [0, 3, None])
    assert [(row["key"], row["chosen"], row["is_right"], row["because_html"]) for row in part["rows"]] == [
        ("an afternoon", "an afternoon", True, "<p>Ninety minutes.</p>"),
        ("a night", "a week", False, "<p>Twelve hours.</p>"),
        ("no time", "", False, "<p>At once.</p>"),
    ]
    assert part["extras"] == [{"text": "a week", "because_html": "<p>None takes that long.</p>"}]


def test_explained_without_an_answer(document):
    part = KINDS["matching"].explain(document, ORDER, None)
    assert [row["chosen"] for row in part["rows"]] == ["", "", ""]


def test_answer_in_words(document):
    said = KINDS["matching"].said(document, [0, 3, None])
    assert said == "Yeast: an afternoon; Sourdough: a week; Soda: no answer"
