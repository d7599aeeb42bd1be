"""Ordering: by buttons, by places, by leaving it as it is."""

from random import Random

import pytest

from quiz.kinds import KINDS
from tests.quiz.questions import NONSENSE, document_of, mistakes, read

ORDERING = """
- kind: ordering
  first: First of all
  items:
    - text: mix
      because: Wet it.
    - text: rise
      because: Wait.
    - text: shape
      because: Keep the gas.
    - text: bake
      because: Heat ends it.
"""
ITEM = "    - text: t{0}\n      because: b\n"
ORDER = [2, 0, 3, 1]
SHOWN = ["0", "1", "2", "3"]  # the values of an untouched form, top to bottom
BROKEN = [
    ("text: rise", "text: Mix", "5: two items are the same: expected each item once"),
    ("      because: Wait.\n", "", "7: `because` is missing: expected a line `because:`"),
    ("first: First of all", "last: 3", "3: `last` is a number: expected text"),
    ("first: First of all", "credit: most", "3: `credit` is `most`: expected one of adjacent-pairs, all-or-nothing, "
     "per-part"),
    ("because: Wait.", "because: Wait.\n      key: true", "9: unknown key `key`: expected one of because, text"),
]  # fmt: skip


@pytest.fixture
def document():
    return document_of(ORDERING)


@pytest.mark.parametrize(("old", "new", "mistake"), BROKEN)
def test_mistake_has_its_line(old, new, mistake):
    assert f"questions.yaml:{mistake}" in mistakes(ORDERING.replace(old, new, 1))


@pytest.mark.parametrize("count", [2, 8])
def test_items_are_three_to_seven(count):
    text = "- kind: ordering\n  items:\n" + "".join(ITEM.format(number) for number in range(count))
    assert mistakes(text) == [f"questions.yaml:3: {count} items: expected 3 to 7"]


def test_untouched_form_is_no_answer(document):
    assert read(document, ORDER, sequence=SHOWN) is None
    assert read(document, ORDER) is None


def test_order_left_as_it_is_on_purpose_is_an_answer(document):
    assert read(document, ORDER, sequence=SHOWN, touched="1") == ORDER


@pytest.mark.parametrize(
    ("move", "answer"),
    [
        ("down-0", [0, 2, 3, 1]),
        ("up-3", [2, 0, 1, 3]),
        ("up-0", [2, 0, 3, 1]),
        ("down-3", [2, 0, 3, 1]),
    ],
)
def test_buttons_move_one_place(document, move, answer):
    assert read(document, ORDER, sequence=SHOWN, move=move) == answer


@pytest.mark.parametrize(
    ("value", "place", "answer"),
    [
        (0, "4", [0, 3, 1, 2]),
        (3, "1", [1, 2, 0, 3]),
        (1, "3", [2, 3, 0, 1]),
    ],
)
def test_item_goes_to_the_place_that_a_select_asks_for(document, value, place, answer):
    places = {f"place_{number}": str(number + 1) for number in range(4)} | {f"place_{value}": place}
    assert read(document, ORDER, sequence=SHOWN, **places) == answer


def test_places_all_at_once_are_taken_as_they_are(document):
    assert read(document, ORDER, sequence=SHOWN, place_0="4", place_1="3", place_2="2", place_3="1") == [1, 3, 0, 2]


def test_form_sent_again_is_the_same_order(document):
    once = read(document, ORDER, sequence=["3", "2", "1", "0"], touched="1", place_3="1", place_2="2")
    assert once == [1, 3, 0, 2]


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_moves_nothing(document, value):
    assert read(document, ORDER, sequence=[value], place_0=value, place_9="1") is None
    assert read(document, ORDER, sequence=SHOWN, touched="1", move=f"up-{value}") == ORDER
    assert read(document, ORDER, sequence=SHOWN, touched="1", move=value) == ORDER


def test_sequence_with_gaps_and_doubles_is_completed(document):
    assert read(document, ORDER, sequence=["3", "3", "9", "1"], touched="1") == [1, 0, 2, 3]


def test_items_are_never_shown_in_the_right_order(document):
    orders = [KINDS["ordering"].order(document, Random(seed)) for seed in range(300)]
    assert [0, 1, 2, 3] not in orders
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders)


def test_items_stand_where_the_learner_put_them(document):
    part = KINDS["ordering"].present(document, ORDER, [0, 1, 2, 3])
    assert [(item["html"], item["value"], item["place"]) for item in part["items"]] == [
        ("mix", 1, 1), ("rise", 3, 2), ("shape", 0, 3), ("bake", 2, 4),
    ]  # fmt: skip
    assert not part["is_untouched"]


def test_ends_have_names(document):
    part = KINDS["ordering"].present(document, ORDER, None)
    assert (part["first"], part["last"], part["is_untouched"]) == ("First of all", "Last", True)


def test_every_item_is_explained_in_the_right_order(document):
    rows = KINDS["ordering"].explain(document, ORDER, [1, 0, 2, 3])["rows"]
    assert [(row["html"], row["place"], row["chosen_place"], row["is_right"]) for row in rows] == [
        ("mix", 1, 2, False), ("rise", 2, 1, False), ("shape", 3, 3, True), ("bake", 4, 4, True),
    ]  # fmt: skip
    assert [row["because_html"] for row in rows] == [f"<p>{item['because']}</p>" for item in document["items"]]


def test_explained_without_an_answer(document):
    rows = KINDS["ordering"].explain(document, ORDER, None)["rows"]
    assert [(row["chosen_place"], row["is_right"]) for row in rows] == [(None, False)] * 4


def test_answer_in_words(document):
    assert KINDS["ordering"].said(document, [1, 0, 2, 3]) == "rise, mix, shape, bake"
