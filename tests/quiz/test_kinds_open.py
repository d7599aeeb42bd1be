"""Open questions, which learners judge themselves."""

import pytest

from quiz.kinds import KINDS
from tests.quiz.questions import NONSENSE, document_of, mistakes, read

OPEN = """
- kind: open
  answer: Look at the yeast first.
  rubric:
    - You looked at the yeast.
    - You named the dose.
"""
BROKEN = [
    ("  answer: Look at the yeast first.\n", "", "2: `answer` is missing: expected a line `answer:`"),
    ("\n    - You looked at the yeast.\n    - You named the dose.", " []",
     "4: `rubric` is empty: expected at least one point"),
    ("rubric:", "points:", "2: `rubric` is missing: expected a line `rubric:`"),
    ("You named the dose.", "3", "5: `rubric` is a list: expected a list of texts"),
]  # fmt: skip


@pytest.fixture
def document():
    return document_of(OPEN)


@pytest.mark.parametrize(("old", "new", "mistake"), BROKEN)
def test_mistake_has_its_line(old, new, mistake):
    assert old in OPEN
    assert f"questions.yaml:{mistake}" in mistakes(OPEN.replace(old, new, 1))


def test_text_alone_is_an_answer_that_nobody_has_judged(document):
    assert read(document, [], answer=" The yeast. ") == {"text": "The yeast.", "ticked": None}


def test_judgement_alone_is_an_answer(document):
    assert read(document, [], judged="1", point=["1"]) == {"text": "", "ticked": [1]}
    assert read(document, [], judged="1") == {"text": "", "ticked": []}


def test_points_count_only_in_a_judgement(document):
    assert read(document, [], point=["0", "1"]) is None


def test_nonsense_is_no_point(document):
    assert read(document, [], judged="1", point=[*NONSENSE, "1", "1", "2"]) == {"text": "", "ticked": [1]}
    assert read(document, [], answer="\0 ") is None


@pytest.mark.parametrize(("ticked", "points"), [(None, 0), ([], 0), ([1], 1), ([0, 1], 2)])
def test_each_point_ticked_is_a_point(document, ticked, points):
    score = KINDS["open"].score(document, {"text": "", "ticked": ticked})
    assert (score.points, score.possible) == (points, 2)


def test_nothing_is_shown_before_but_what_was_written(document):
    assert KINDS["open"].present(document, [], {"text": "The yeast.", "ticked": [0]}) == {"text": "The yeast."}
    assert KINDS["open"].present(document, [], None) == {"text": ""}


def test_model_answer_and_rubric_are_shown_afterwards(document):
    part = KINDS["open"].explain(document, [], {"text": "", "ticked": [1]})
    assert part["answer_html"] == "<p>Look at the yeast first.</p>"
    assert [(point["html"], point["is_ticked"]) for point in part["points"]] == [
        ("You looked at the yeast.", False),
        ("You named the dose.", True),
    ]
    assert part["is_judged"]


def test_answer_in_words(document):
    assert KINDS["open"].said(document, {"text": "The yeast.", "ticked": None}) == "The yeast."
