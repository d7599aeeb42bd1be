"""The linter says something or nothing about whatever a draft holds; it never fails and never takes long."""

from copy import deepcopy
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.kinds import KINDS
from quiz.lint import Bank, BankFindings, Context, Level, lint_bank, lint_question
from tests.quiz.lint_examples import CONTEXT, SOUND, options, question

KEYS = """
    id kind title stem objectives section targets tags difficulty points facts sources hint reasoning credit shuffle
    options text key because because_true because_false pairs prompt match distractors items first last answer value
    fact formula as unit tolerance tolerance_percent wrong accept rubric
"""
NAMES = st.sampled_from(KEYS.split())
MARKS = st.sampled_from(["`", "```\n", "**", "*", "_", "[", "](", "![", ")", "{fact:", "}", "/// note\n", "\n\n", "\\"])
WORDS = st.sampled_from(
    ["not", "A and C", "all of the above", "1-5", "10 GB", "?", "choose two", "option B", "an", "is"]
)
TEXTS = st.text(max_size=20) | st.lists(MARKS | WORDS | st.text(max_size=4), max_size=8).map(" ".join)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from([10**400, -(10**4000)]) | TEXTS
VALUES = st.recursive(
    SCALARS | st.sampled_from(sorted(KINDS)),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES | TEXTS | st.integers(), inner, max_size=6),
    max_leaves=25,
)
SHAPES = VALUES | st.dictionaries(NAMES, VALUES, max_size=12) | st.binary(max_size=4)


def assert_sound(findings):
    for finding in findings:
        assert finding.message
        assert finding.level in Level


@given(SHAPES)
def test_any_shape_is_linted(source):
    assert_sound(lint_question(source, CONTEXT))


@st.composite
def damaged(draw):
    """A sound question in which some values are something else."""
    source = deepcopy(question(draw(st.sampled_from(sorted(SOUND))), {}))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = source, draw(st.sampled_from(sorted(source)))
        while holder[key] and isinstance(holder[key], dict | list) and draw(st.booleans()):
            holder = holder[key]
            key = draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
        holder[key] = draw(VALUES)
    return source


@given(damaged())
def test_a_question_with_a_wrong_value_anywhere_is_linted(source):
    assert_sound(lint_question(source, CONTEXT))


@given(st.dictionaries(TEXTS, SHAPES, max_size=4))
def test_any_bank_is_linted(sources):
    found = lint_bank(sources, Context(bank=Bank(sources)))
    assert isinstance(found, BankFindings)
    assert list(found.questions) == list(sources)


@given(damaged())
def test_nothing_in_the_source_is_changed(source):
    before = repr(source)
    assert lint_question(source, CONTEXT) == lint_question(source, CONTEXT)
    assert repr(source) == before


COSTLY = ["[", "![", "`", "``` ", "~~~\n", "*", "**a ", "_a ", "[a](", "[a](b(", "{fact:", "a.", "1,", "\\`", "A, "]
COSTLY += ["((", "1-", "/// note | a\n", "not ", "which that ", "all of the ", "the above ", "option ", "one that is "]


@pytest.mark.parametrize("pattern", COSTLY)
def test_the_longest_text_of_any_pattern_takes_no_long_time(pattern):
    """In every text of a question at once; a regular expression that goes wrong would take minutes."""
    text = (pattern * 8_000)[:8_000]
    source = {
        "id": "own",
        "kind": "single",
        "stem": text,
        "hint": text,
        "options": options(text, f"{text}x", text[:30]),
    }
    before = process_time()
    lint_question(source, CONTEXT)
    assert process_time() - before < 3
