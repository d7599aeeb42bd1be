"""A source as the values of a form, and back: nothing is lost either way."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quiz.kinds import KINDS
from quiz.question_form import layout
from quiz.source_forms import (
    REPLACEMENT,
    blank_rows,
    form_values,
    number_in,
    placed,
    rearranged,
    source_of,
    unkeepable,
)
from quiz.sources import tidied

ROOT = Path(__file__).parents[2]
FILES = [*ROOT.glob("content/*/questions/*.yaml"), *ROOT.glob("tests/quiz/bread/questions/*.yaml")]
BANK = [tidied(source) for file in sorted(FILES) for source in yaml.safe_load(file.read_text())]

SINGLE = layout(KINDS["single"])
OPTIONS = {"options.0.text": ["a"], "options.1.text": ["b"], "options.2.text": ["c"], "options.key": ["1"]}


def sent(values):
    """As a browser sends them: with its own line ends."""
    return {place: [text.replace("\n", "\r\n") for text in texts] for place, texts in values.items()}


def back(source):
    form = layout(KINDS[source["kind"]])
    own = {"id": source["id"], "kind": source["kind"]}
    return tidied({**own, **source_of(form, sent(form_values(form, source)), source)})


def options_of(values, form=SINGLE):
    return tidied(source_of(form, values, {})).get("options")


@pytest.mark.parametrize("source", BANK, ids=[source["id"] for source in BANK])
def test_every_question_comes_back_from_its_form(source):
    assert back(source) == source


@pytest.mark.parametrize("source", BANK, ids=[source["id"] for source in BANK])
def test_keys_keep_the_order_that_they_had(source):
    assert [key for key in back(source) if key not in ("id", "kind")] == [
        key for key in source if key not in ("id", "kind")
    ]


def test_bank_has_every_kind():
    assert {source["kind"] for source in BANK} == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_empty_form_says_nothing(kind):
    form = layout(KINDS[kind])
    empty = blank_rows(form, form_values(form, {}))
    assert tidied(source_of(form, empty, {})) == {}


def test_what_has_its_default_stays_out_unless_it_was_said():
    values = form_values(SINGLE, {})
    assert tidied(source_of(SINGLE, values, {})) == {}
    said = {"difficulty": 1, "points": 1, "shuffle": True}
    assert tidied(source_of(SINGLE, values, said)) == said


def test_flag_that_is_not_ticked_is_said():
    assert source_of(SINGLE, {"shuffle": []}, {})["shuffle"] is False


def test_empty_rows_are_left_out():
    values = {**OPTIONS, "options.7.text": [" "], "options.7.because": [""]}
    assert options_of(values) == [{"text": "a"}, {"text": "b", "key": True}, {"text": "c"}]


def test_row_of_a_zero_is_not_empty():
    form = layout(KINDS["numeric"])
    assert tidied(source_of(form, {"wrong.0.value": ["0"]}, {}))["wrong"] == [{"value": 0}]


def test_one_of_two_picked_options_is_the_key():
    assert [option.get("key") for option in options_of({**OPTIONS, "options.key": ["0", "2"]})] == [True, None, None]


def test_several_options_may_be_picked_where_several_are_right():
    found = options_of({**OPTIONS, "options.key": ["0", "2"]}, layout(KINDS["multiple"]))
    assert [option.get("key") for option in found] == [True, None, True]


@pytest.mark.parametrize(
    ("act", "texts", "key"),
    [
        ("up-options-1", ["b", "a", "c"], 0),
        ("down-options-1", ["a", "c", "b"], 2),
        ("up-options-0", ["a", "b", "c"], 1),
        ("down-options-2", ["a", "b", "c"], 1),
        ("remove-options-0", ["b", "c"], 0),
        ("remove-options-1", ["a", "c"], None),
        ("up-options-9", ["a", "b", "c"], 1),
        ("up-options-", ["a", "b", "c"], 1),
        ("up-moons-1", ["a", "b", "c"], 1),
        ("fly-options-1", ["a", "b", "c"], 1),
        ("up-options-²", ["a", "b", "c"], 1),
        ("", ["a", "b", "c"], 1),
    ],
)
def test_rows_are_moved_and_removed_with_their_mark(act, texts, key):
    options = options_of(rearranged(SINGLE, OPTIONS, act))
    assert [option["text"] for option in options] == texts
    assert next((n for n, option in enumerate(options) if option.get("key")), None) == key


def test_added_row_is_empty_and_keeps_the_others():
    values = rearranged(SINGLE, OPTIONS, "add-options")
    assert values["options.3.text"] == [""]
    assert options_of(values) == options_of(OPTIONS)


def test_rows_without_a_name_are_moved_too():
    form = layout(KINDS["open"])
    values = rearranged(form, {"rubric.0": ["a"], "rubric.1": ["b"]}, "up-rubric-1")
    assert tidied(source_of(form, values, {}))["rubric"] == ["b", "a"]


def test_there_is_an_end_to_rows():
    values = {f"options.{number}.text": ["x"] for number in range(30)}
    assert rearranged(SINGLE, values, "add-options") == values


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=3), max_size=8))
@pytest.mark.parametrize("kind", KINDS)
def test_any_form_can_be_read(kind, values):
    form = layout(KINDS[kind])
    again = form_values(form, source_of(form, values, {}))
    assert tidied(source_of(form, again, {})) == tidied(source_of(form, values, {}))


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" -3 ", -3), ("0.5", 0.5), (".5", 0.5), ("1e3", 1000.0), ("\u22124", -4), ("+7", 7)],
)
def test_a_number_is_read(text, number):
    found = number_in(text)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize("text", ["", "x", "1,000", "nan", "inf", "1e999", "1_0", "٣", "9" * 5_000, "0x1", "1 2"])
def test_what_is_no_number_stays_text(text):
    assert number_in(text) == text


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "a\ue000b", "\x85"])
def test_character_that_no_text_may_hold_is_refused_and_shown(text):
    values = {"stem": [text]}
    assert [place for place, _ in unkeepable(values)] == ["stem"]
    assert REPLACEMENT in source_of(SINGLE, values, {})["stem"]


def test_text_over_the_limit_is_refused():
    assert unkeepable({"stem": ["x" * 8_000], "title": ["x" * 200]}) == []
    assert [place for place, _ in unkeepable({"stem": ["x" * 8_001], "title": ["x" * 201]})] == ["stem", "title"]


@pytest.mark.parametrize(
    ("place", "stands_at"),
    [
        ("stem", "stem"),
        ("options.1.because", "options.1.because"),
        ("options.1", "options.1.text"),
        ("options", "options"),
        ("colour", ""),
        ("", ""),
    ],
)
def test_mistake_stands_at_its_input_or_above(place, stands_at):
    assert placed(SINGLE, [(place, "It is wrong.")]) == {stands_at: ["It is wrong."]}


def test_mistake_about_the_answer_stands_at_its_first_input():
    assert list(placed(layout(KINDS["numeric"]), [("answer", "0 sources of the value.")])) == ["answer.value"]


def test_missing_value_says_what_to_do():
    said = placed(SINGLE, [("stem", "Stem is empty. Expected text."), ("title", "Title is empty. Expected text.")])
    assert said == {"stem": ["Write the question."], "title": ["Give it a title."]}


def test_mistake_speaks_of_the_form_and_not_of_a_file():
    said = placed(SINGLE, [("options", "0 options are the key. Expected exactly one key: true.")])
    assert said == {"options": ["0 options are marked as right. Expected exactly one marked as right."]}


def test_ticks_keep_the_order_that_the_source_had():
    base = {"kind": "single", "objectives": ["weigh", "choose"]}
    ticked = {**form_values(SINGLE, base), "objectives": ["choose", "weigh"]}
    assert source_of(SINGLE, ticked, base)["objectives"] == ["weigh", "choose"]
