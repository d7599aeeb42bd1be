"""Single choice, multiple response, true or false."""

from random import Random

import pytest

from quiz.kinds import KINDS
from tests.quiz.questions import NONSENSE, document_of, mistakes, read

SINGLE = """
- kind: single
  options:
    - text: soda
      key: true
      because: At once.
    - text: yeast
      because: Too slow.
    - text: sourdough
      because: Slower still.
"""
MULTIPLE = """
- kind: multiple
  credit: right-minus-wrong
  options:
    - text: yeast
      key: true
      because: It lives.
    - text: sourdough
      key: true
      because: It lives too.
    - text: soda
      because: It is a salt.
"""
TRUE_FALSE = """
- kind: true-false
  key: false
  because_true: No.
  because_false: Yes.
"""
BROKEN = [
    (SINGLE, "      key: true\n", "", "4: 0 options are the key: expected exactly one `key: true`"),
    (SINGLE, "      because: Too slow.", "      key: true\n      because: Too slow.",
     "4: 2 options are the key: expected exactly one `key: true`"),
    (SINGLE, "key: true", "key: yep", "5: `key` is text: expected true or false"),
    (SINGLE, "text: yeast", "txt: yeast", "7: `text` is missing: expected a line `text:`"),
    (SINGLE, "because: Too slow.", "because: ''", "8: `because` is empty: expected text"),
    (SINGLE, "kind: single", "kind: single\n  credit: per-part",
     "3: `credit` is `per-part`: expected one of all-or-nothing"),
    (SINGLE, "kind: single", "kind: single\n  shuffle: maybe", "3: `shuffle` is text: expected true or false"),
    (MULTIPLE, "      key: true\n      because: It lives.", "      because: It lives.",
     "5: 1 options are the key: expected at least two `key: true`, and one option that is not"),
    (MULTIPLE, "because: It is", "key: true\n      because: It is",
     "5: 3 options are the key: expected at least two `key: true`, and one option that is not"),
    (MULTIPLE, "right-minus-wrong", "most",
     "3: `credit` is `most`: expected one of all-or-nothing, right-minus-wrong, per-part"),
    (TRUE_FALSE, "  key: false\n", "", "2: `key` is missing: expected a line `key:`"),
    (TRUE_FALSE, "key: false", "key: 'no'", "3: `key` is text: expected true or false"),
    (TRUE_FALSE, "because_true: No.\n  ", "", "2: `because_true` is missing: expected a line `because_true:`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new", "mistake"), BROKEN)
def test_mistake_has_its_line(text, old, new, mistake):
    assert old in text
    assert f"questions.yaml:{mistake}" in mistakes(text.replace(old, new, 1))


@pytest.mark.parametrize("text", [SINGLE, MULTIPLE, TRUE_FALSE])
def test_sound_question_has_no_mistakes(text):
    assert mistakes(text) == []


def test_one_option_is_no_choice():
    text = "- kind: single\n  options:\n    - text: a\n      key: true\n      because: b\n"
    assert mistakes(text) == ["questions.yaml:3: 1 options: expected at least two"]


def test_answer_is_by_the_documents_own_numbers():
    assert read(document_of(SINGLE), [2, 0, 1], answer="0") == [2]
    assert read(document_of(MULTIPLE), [2, 0, 1], answer=["1", "0"]) == [0, 2]


def test_single_choice_takes_one_answer():
    assert read(document_of(SINGLE), [2, 0, 1], answer=["1", "2"]) == [0]


def test_double_marks_count_once():
    assert read(document_of(MULTIPLE), [0, 1, 2], answer=["1", "1"]) == [1]


@pytest.mark.parametrize("text", [SINGLE, MULTIPLE, TRUE_FALSE])
def test_nonsense_is_no_answer(text):
    document = document_of(text)
    assert read(document, list(range(len(document["options"]))), answer=NONSENSE) is None
    assert read(document, [0, 1]) is None


def test_sense_is_found_among_nonsense():
    assert read(document_of(MULTIPLE), [2, 1, 0], answer=[*NONSENSE, "2"]) == [0]


def test_choice_shown_is_marked_and_its_kind_of_input_fits():
    part = KINDS["multiple"].present(document_of(MULTIPLE), [2, 0, 1], [0])
    assert [(option["value"], option["html"], option["is_chosen"]) for option in part["options"]] == [
        (0, "soda", False), (1, "yeast", True), (2, "sourdough", False),
    ]  # fmt: skip
    assert part["input_type"] == "checkbox"
    assert KINDS["single"].present(document_of(SINGLE), [0, 1, 2], None)["input_type"] == "radio"


def test_options_are_shuffled_by_the_seed_alone():
    document = document_of(SINGLE)
    orders = {tuple(KINDS["single"].order(document, Random(seed))) for seed in range(100)}
    assert len(orders) == 6
    assert KINDS["single"].order(document, Random(7)) == KINDS["single"].order(document, Random(7))


def test_question_may_forbid_shuffling():
    document = document_of(SINGLE.replace("single\n", "single\n  shuffle: false\n"))
    assert all(KINDS["single"].order(document, Random(seed)) == [0, 1, 2] for seed in range(20))


def test_true_comes_first_always():
    document = document_of(TRUE_FALSE)
    assert [option["text"] for option in document["options"]] == ["True", "False"]
    assert all(KINDS["true-false"].order(document, Random(seed)) == [0, 1] for seed in range(20))


def test_every_option_is_explained_in_the_order_shown():
    rows = KINDS["single"].explain(document_of(SINGLE), [2, 0, 1], [1])["rows"]
    assert [(row["html"], row["is_key"], row["is_chosen"], row["because_html"]) for row in rows] == [
        ("sourdough", False, False, "<p>Slower still.</p>"),
        ("soda", True, False, "<p>At once.</p>"),
        ("yeast", False, True, "<p>Too slow.</p>"),
    ]


def test_answer_in_words():
    assert KINDS["multiple"].said(document_of(MULTIPLE), [0, 2]) == "yeast; soda"
