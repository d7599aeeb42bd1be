"""What changed between two sources, in places and words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.differences import differences, pieces
from quiz.kinds import KINDS
from quiz.question_form import label_of, layout

OLD = {
    "title": "Salt",
    "tags": ["a", "b"],
    "options": [{"text": "8 g", "key": True}, {"text": "80 g"}],
    "hint": "Taste it.",
}


def changed(**change):
    return [(found.label, found.old, found.new) for found in differences(OLD, {**OLD, **change}, str)]


def test_same_source_has_no_difference():
    assert changed() == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"title": "Pepper"}, ("title", "Salt", "Pepper")),
        ({"tags": ["a"]}, ("tags", "a\nb", "a")),
        ({"options": [OLD["options"][0], {"text": "9 g"}]}, ("options.1.text", "80 g", "9 g")),
        ({"options": [{"text": "8 g"}, OLD["options"][1]]}, ("options.0.key", "yes", "")),
        ({"because_true": "So."}, ("because_true", "", "So.")),
        ({"shuffle": False}, ("shuffle", "", "no")),
    ],
)
def test_change_is_named_by_its_place(change, found):
    assert changed(**change) == [found]


def test_what_is_gone_is_a_change():
    (found,) = differences(OLD, {key: value for key, value in OLD.items() if key != "hint"}, str)
    assert (found.label, found.new) == ("hint", "")


def test_only_the_words_that_changed_are_marked():
    found = pieces("It rises for an hour.", "It rises for a night.")
    assert [(piece.kind, piece.text) for piece in found if piece.kind != "same"] == [
        ("old", "an"),
        ("new", "a"),
        ("old", "hour"),
        ("new", "night"),
    ]


texts = st.text(max_size=60)


@given(texts, texts)
def test_pieces_make_both_texts(old, new):
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "new") == old
    assert "".join(piece.text for piece in found if piece.kind != "old") == new


@pytest.mark.parametrize("text", ["a " * 4_000, "[" * 8_000, "ab cd " * 1_300, "x" * 8_000])
def test_no_text_takes_long(text):
    begun = time.monotonic()
    pieces(text, f"{text[:4_000]}!{text[4_001:]}")
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("kind", "place", "label"),
    [
        ("single", "stem", "Question"),
        ("single", "options.1.because", "Option 2: Because"),
        ("single", "options.0.key", "Option 1: Right"),
        ("open", "rubric", "Points of a good answer"),
        ("numeric", "answer.unit", "Unit"),
        ("single", "colour", "colour"),
    ],
)
def test_place_is_named_as_its_form_names_it(kind, place, label):
    assert label_of(layout(KINDS[kind]), place) == label
