"""Numbers and short texts, typed."""

import pytest

from quiz.answers import LONGEST_ANSWER
from quiz.kinds import KINDS
from tests.quiz.questions import document_of, mistakes, parsed, read

NUMERIC = """
- kind: numeric
  answer:
    value: 8
    unit: times
    tolerance: 0.5
  because: Divide.
  wrong:
    - value: 630
      because: Subtracted.
"""
SHORT_TEXT = """
- kind: short-text
  accept: [proofing, proof, 'final pro*']
  because: An old word.
  wrong:
    - text: autolyse
      because: Before kneading.
"""
BROKEN = [
    (NUMERIC, "answer:", "reply:", "2: `answer` is missing: expected `answer:` with `value`, `fact` or `formula`"),
    (NUMERIC, "    value: 8\n", "", "4: 0 sources of the value: expected one of `value`, `fact` and `formula`"),
    (NUMERIC, "unit: times", "fact: yeast.rise_min",
     "4: 2 sources of the value: expected one of `value`, `fact` and `formula`"),
    (NUMERIC, "value: 8", "value: eight", "4: `value` is text: expected a number"),
    (NUMERIC, "value: 8", "value: .inf", "4: `value` is not finite: expected a number"),
    (NUMERIC, "tolerance: 0.5", "tolerance: -1", "4: a tolerance below 0: expected 0 or more"),
    (NUMERIC, "tolerance: 0.5", "tolerance_percent: -1", "4: a tolerance below 0: expected 0 or more"),
    (NUMERIC, "unit: times", "units: times",
     "5: unknown key `units`: expected one of as, fact, formula, tolerance, tolerance_percent, unit, value"),
    (NUMERIC, "value: 630", "value: many", "9: `value` is text: expected a number"),
    (NUMERIC, "  because: Divide.\n", "", "2: `because` is missing: expected a line `because:`"),
    (SHORT_TEXT, "[proofing, proof, 'final pro*']", "[]",
     "3: `accept` has no answer: expected at least one accepted answer"),
    (SHORT_TEXT, "[proofing, proof, 'final pro*']", "proofing", "3: `accept` is text: expected a list of texts"),
    (SHORT_TEXT, "'final pro*'", "'*'", "3: `accept` has an answer without letters: expected a word in each"),
    (SHORT_TEXT, "'final pro*'", "' '", "3: `accept` has an answer without letters: expected a word in each"),
    (SHORT_TEXT, "text: autolyse", "value: autolyse", "6: `text` is missing: expected a line `text:`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new", "mistake"), BROKEN)
def test_mistake_has_its_line(text, old, new, mistake):
    assert old in text
    assert f"questions.yaml:{mistake}" in mistakes(text.replace(old, new, 1))


@pytest.mark.parametrize("text", [NUMERIC, SHORT_TEXT])
def test_sound_question_has_no_mistakes(text):
    assert mistakes(text) == []


@pytest.mark.parametrize("text", [NUMERIC, SHORT_TEXT])
def test_answer_is_kept_as_it_was_typed(text):
    assert read(document_of(text), [], answer="  0,5 \u00d7 Proofing ") == "0,5 \u00d7 Proofing"


@pytest.mark.parametrize("value", ["", "  ", "\0", "\t\n"])
def test_nothing_typed_is_no_answer(value):
    assert read(document_of(SHORT_TEXT), [], answer=value) is None
    assert read(document_of(NUMERIC), []) is None


def test_text_is_cut_at_a_length_and_has_no_nul():
    assert read(document_of(SHORT_TEXT), [], answer="a\0" * 3_000) == "a" * (LONGEST_ANSWER)


@pytest.mark.parametrize(("answer", "credit"), [("8", 1), ("8,5 times", 1), ("7.5", 1), ("8.6", 0), ("eight", 0)])
def test_number_within_the_tolerance_is_right(answer, credit):
    assert KINDS["numeric"].credit(document_of(NUMERIC), answer) == credit


@pytest.mark.parametrize(("answer", "credit"), [("7.2", 1), ("8.8", 1), ("7.19", 0), ("8.81", 0)])
def test_tolerance_may_be_a_share_of_the_value(answer, credit):
    document = document_of(NUMERIC.replace("tolerance: 0.5", "tolerance_percent: 10"))
    assert KINDS["numeric"].credit(document, answer) == credit


@pytest.mark.parametrize("source", ["fact: yeast.rise_min\n    as: h", "formula: yeast.rise_min / 60"])
def test_value_may_come_from_facts(source):
    text = NUMERIC.replace("value: 8", source)
    assert document_of(text)["value"] == 8.0
    assert KINDS["numeric"].fact_keys(parsed(text)[0]) == ("yeast.rise_min",)


@pytest.mark.parametrize(
    ("answer", "credit"), [("Proofing.", 1), ("PROOF", 1), ("final proof", 1), ("final", 0), ("proofings", 0)]
)
def test_accepted_forms_are_right(answer, credit):
    assert KINDS["short-text"].credit(document_of(SHORT_TEXT), answer) == credit


@pytest.mark.parametrize("text", [NUMERIC, SHORT_TEXT])
def test_what_was_typed_is_shown_again(text):
    document = document_of(text)
    assert KINDS[document["kind"]].present(document, [], "some 3")["text"] == "some 3"
    assert KINDS[document["kind"]].present(document, [], None)["text"] == ""


def test_unit_stands_beside_the_field():
    assert KINDS["numeric"].present(document_of(NUMERIC), [], None)["unit"] == "times"


def test_number_is_explained_with_likely_slips():
    part = KINDS["numeric"].explain(document_of(NUMERIC), [], "630 minutes")
    assert (part["key"], part["tolerance"], part["unit"], part["is_right"]) == ("8", "0.5", "times", False)
    assert part["because_html"] == "<p>Divide.</p>"
    assert [(row["value"], row["is_chosen"], row["because_html"]) for row in part["rows"]] == [
        ("630", True, "<p>Subtracted.</p>")
    ]


def test_short_text_is_explained_with_what_else_counts():
    part = KINDS["short-text"].explain(document_of(SHORT_TEXT), [], "Autolyse")
    assert (part["key"], part["also"], part["is_right"]) == ("proofing", ["proof"], False)
    assert [(row["is_chosen"], row["because_html"]) for row in part["rows"]] == [(True, "<p>Before kneading.</p>")]


@pytest.mark.parametrize("text", [NUMERIC, SHORT_TEXT])
def test_explained_without_an_answer(text):
    document = document_of(text)
    part = KINDS[document["kind"]].explain(document, [], None)
    assert (part["given"], part["is_right"]) == ("", False)


def test_answer_in_words():
    assert KINDS["numeric"].said(document_of(NUMERIC), "8 times") == "8 times"
