"""What would change the answer, on the guide on bread and on a tree with a derived field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.advisor.evaluation import Advisor, tree_limits
from studyguide.advisor.fields import DerivedField, Field, WorkloadFields
from studyguide.advisor.thresholds import Flip, flips
from studyguide.decision import Condition, Node, Option, Tree
from tests.advisor.bread_advisor import workload

RATE = Field("rate", "", "", "number", "1/s", 0, 1000)
TIME = Field("time", "", "", "number", "s", 0, 100)
FIELDS = WorkloadFields(
    {"rate": RATE, "time": TIME, "models": Field("models", "", "", "whole", "", 1, 9)},
    {"load": DerivedField("load", "", "", "rate * time")},
)
TREE = Tree(
    "load",
    {
        "load": Node("load", "", "", (
            Option("high", "", when=(Condition("load", ">", "$few.cap"),), result="many"),
            Option("slow", "", when=(Condition("time", ">", "$few.time"), Condition("models", "<=", 3)), result="slow"),
            Option("no", "", result="few"),
        )),
    },
)  # fmt: skip
FIGURES = {"few.cap": 200.0, "few.time": 50.0}
CAPPED = Advisor(FIELDS, ("few", "many"), {}, TREE.bound(FIGURES), tuple(tree_limits(TREE, FIGURES)), FIGURES)


def found(advisor, **given):
    return {(flip.field, flip.relation): flip for flip in flips(advisor, advisor.fields.complete(given))}


def test_a_number_has_its_nearest_threshold_with_the_fact_behind_it(bread_advisor):
    flip = flips(bread_advisor, workload(bread_advisor))[0]
    assert flip == Flip("minutes", "at most", 720, 720, "yeast", ("sourdough.rise_min",), 0.5)


def test_a_threshold_may_lie_both_ways(bread_advisor):
    both = [flip for flip in flips(bread_advisor, workload(bread_advisor, minutes=300)) if flip.field == "minutes"]
    assert [(flip.relation, flip.value, flip.answer) for flip in both] == [
        ("over", 720, "sourdough"),
        ("at most", 90, "soda"),
    ]


def test_a_choice_lists_each_other_value_that_changes_the_answer(bread_advisor):
    moods = [flip for flip in flips(bread_advisor, workload(bread_advisor)) if flip.field == "mood"]
    assert [(flip.relation, flip.value, flip.answer) for flip in moods] == [("is", "hasty", "yeast")]


def test_fields_that_the_tree_does_not_ask_about_change_nothing(bread_advisor):
    asked = {flip.field for flip in flips(bread_advisor, workload(bread_advisor))}
    assert asked == {"minutes", "mood"}


def test_a_derived_field_is_solved_for_each_of_its_parts():
    flip = found(CAPPED, rate=10, time=2, models=5)["rate", "over"]
    assert (flip.value, flip.answer, flip.facts) == (100, "many", ("few.cap",))
    assert found(CAPPED, rate=10, time=2, models=5)["time", "over"].value == 20


def test_a_field_that_cannot_change_the_derived_one_is_left_out():
    assert ("rate", "over") not in found(CAPPED, rate=10, time=0, models=5)


def test_whole_numbers_change_at_whole_numbers():
    assert found(CAPPED, rate=1, time=60, models=5)["models", "at most"].value == 3


@given(st.floats(0, 1000), st.floats(0, 100), st.integers(1, 9))
def test_the_sample_beyond_a_threshold_gives_its_answer(rate, time, models):
    asked = FIELDS.complete({"rate": rate, "time": time, "models": models})
    before = CAPPED.decide(asked).result
    for flip in flips(CAPPED, asked):
        after = CAPPED.decide(FIELDS.complete({**asked, flip.field: flip.sample})).result
        assert after == flip.answer != before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_on_the_way_to_a_threshold_the_answer_stays(share):
    asked = FIELDS.complete({"rate": 10, "time": 2, "models": 5})
    for flip in flips(CAPPED, asked):
        now = float(asked[flip.field])
        between = now + (float(flip.value) - now) * share
        assert CAPPED.decide(FIELDS.complete({**asked, flip.field: between})).result == "few"
