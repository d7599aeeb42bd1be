"""An answer to one version of a question, read by the form of another."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.kinds import KINDS
from quiz.kinds.carrying import LONGEST_NAMED, Unreadable, named, same_parts
from tests.quiz.strategies import CASES


def choice(*texts, keys=(0,), kind="single"):
    options = [{"text": text, "html": text, "key": number in keys} for number, text in enumerate(texts)]
    return {"kind": kind, "points": 1, "options": options, "credit": "all-or-nothing"}


def matching(pairs, extras=()):
    return {
        "kind": "matching",
        "points": 1,
        "pairs": [{"prompt": prompt, "match": match} for prompt, match in pairs],
        "distractors": [{"text": text} for text in extras],
        "credit": "per-part",
    }


def ordering(*texts):
    return {"kind": "ordering", "points": 1, "items": [{"text": text} for text in texts], "credit": "adjacent-pairs"}


def carried(answer: Any, asked: dict[str, Any], key: dict[str, Any]) -> Any:
    return KINDS[key["kind"]].carried(answer, asked, key)


def test_part_is_known_by_its_words_wherever_it_stands():
    assert same_parts(("a", "b", "c"), ("c", "a", "b")) == {0: 1, 1: 2, 2: 0}


def test_part_in_other_words_keeps_its_place_among_those_in_other_words():
    assert same_parts(("a", "b", "c"), ("b", "A!", "c")) == {0: 1, 1: 0, 2: 2}


def test_parts_are_gone_where_nothing_says_which_is_which():
    assert same_parts(("a", "b", "c"), ("a", "B!")) == {0: 0}


def test_parts_that_say_the_same_are_taken_one_for_one():
    assert same_parts(("a", "a"), ("b", "a")) == {0: 1, 1: 0}


@given(st.lists(st.sampled_from("abcd")).map(tuple), st.lists(st.sampled_from("abcd")).map(tuple))
def test_no_two_parts_become_one(old, new):
    places = same_parts(old, new)
    assert len(set(places.values())) == len(places)
    assert all(old[number] == new[place] for number, place in places.items()) or len(old) == len(new)


@given(CASES)
def test_answer_to_the_same_version_stays_as_it_is(case):
    if case.answer is not None:
        assert carried(case.answer, case.document, case.document) == case.answer


def test_option_is_found_where_it_moved_to():
    assert carried([1], choice("Rye", "Wheat", "Spelt"), choice("Wheat", "Spelt", "Rye")) == [0]


def test_spaces_say_nothing():
    assert carried([0], choice("Rye\nbread", "Wheat"), choice("Wheat", " Rye  bread ")) == [1]


def test_chosen_options_are_sorted_anew():
    several = {"kind": "multiple", "keys": (0, 1)}
    assert carried([0, 1], choice("a", "b", "c", **several), choice("b", "c", "a", **several)) == [0, 2]


def test_option_that_is_gone_cannot_be_read():
    with pytest.raises(Unreadable, match=r"They chose “Spelt”, which is gone\."):
        carried([2], choice("Rye", "Wheat", "Spelt"), choice("Rye", "Wheat"))


def test_other_options_may_go():
    assert carried([1], choice("Rye", "Wheat", "Spelt"), choice("Wheat", "Rye")) == [0]


def test_nobody_could_choose_a_right_option_that_was_added():
    with pytest.raises(Unreadable, match=r"not offered “Oats”, which is right\."):
        carried([0], choice("Rye", "Wheat"), choice("Rye", "Wheat", "Oats", keys=(2,)))


def test_wrong_option_may_be_added():
    assert carried([1], choice("Rye", "Wheat"), choice("Oats", "Rye", "Wheat", keys=(1,))) == [2]


def test_matches_follow_prompts_and_choices():
    asked = matching([("yeast", "hours"), ("soda", "minutes"), ("sour", "days")], ["weeks"])
    key = matching([("sour", "weeks"), ("yeast", "hours"), ("soda", "minutes")], ["days"])
    assert carried([0, None, 3], asked, key) == [0, 1, None]


def test_prompt_may_go():
    asked = matching([("yeast", "hours"), ("soda", "minutes"), ("sour", "days")])
    key = matching([("soda", "minutes"), ("yeast", "hours")], ["days"])
    assert carried([2, 1, 0], asked, key) == [0, 2]


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (matching([("yeast", "hours"), ("soda", "minutes"), ("rye", "days")]), "not asked for “rye”"),
        (matching([("yeast", "weeks"), ("soda", "minutes")], ["hours"]), "not offered “weeks”, which is right"),
        (matching([("yeast", "hours")]), "chose “minutes”, which is gone"),
    ],
)
def test_match_that_cannot_be_read(key, reason):
    with pytest.raises(Unreadable, match=reason):
        carried([1, 0], matching([("yeast", "hours"), ("soda", "minutes")]), key)


def test_order_follows_the_items():
    assert carried([2, 0, 1], ordering("mix", "rise", "bake"), ordering("rise", "bake", "mix")) == [1, 2, 0]


def test_items_that_are_gone_leave_the_others_as_they_stood():
    assert carried([2, 0, 1], ordering("mix", "rise", "bake"), ordering("mix", "bake")) == [1, 0]


def test_item_that_was_not_there_cannot_be_placed():
    with pytest.raises(Unreadable, match="not given “cool” to place"):
        carried([2, 0, 1], ordering("mix", "rise", "bake"), ordering("mix", "rise", "bake", "cool"))


def test_number_means_what_its_unit_says():
    hours, minutes, none = ({"kind": "numeric", "unit": unit} for unit in ("h", "min", ""))
    assert carried("8", hours, hours) == "8"
    with pytest.raises(Unreadable, match="a number in “h”, not “min”"):
        carried("8", hours, minutes)
    with pytest.raises(Unreadable, match="a number in “h”, not no unit"):
        carried("8", hours, none)


def test_short_text_is_always_read():
    assert carried("proofing", {"kind": "short-text", "accept": ["x"]}, {"kind": "short-text", "accept": []}) == (
        "proofing"
    )


def test_long_part_is_cut_where_it_is_named():
    assert len(named("x" * 500)) == LONGEST_NAMED + 2
