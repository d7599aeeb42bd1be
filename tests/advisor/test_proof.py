"""The proof that no rule rules out what the tree recommends, and the contradictions that it finds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.advisor.evaluation import make_advisor
from studyguide.advisor.proof import Regions
from studyguide.advisor.rules import HARD, Rule
from studyguide.decision import Condition
from tests.advisor.bread_advisor import advisor_of, read_both
from tests.conftest import BREAD

LOADED = advisor_of(BREAD)
REGIONS = Regions(LOADED)


def with_rule(target, *when, any_of=()):
    facts, file = read_both(BREAD)
    made = [Condition(*row) for row in when], [Condition(*row) for row in any_of]
    rule = Rule("new", target, HARD, tuple(made[0]), tuple(made[1]), "yeast.rise_min", "No.")
    return Regions(make_advisor(replace(file.rules, rules=(*file.rules.rules, rule)), facts.book))


def conflicts(regions):
    return [(conflict.rule.id, conflict.rule.target, str(conflict)) for conflict in regions.conflicts()]


def test_a_sound_guide_has_no_conflict():
    assert conflicts(REGIONS) == []


@pytest.mark.parametrize(
    ("target", "when", "example"),
    [
        ("soda", [("minutes", "<=", 30)], "minutes 0 min"),
        ("soda", [("has_acid", "==", False)], "minutes 0 min, has_acid no"),
        ("yeast", [("mood", "in", ["hasty"])], "minutes 110 min, mood Hasty"),
        ("yeast", [("mood", "==", "patient"), ("minutes", ">", 600)], "minutes 12 hours, mood Patient"),
        ("sourdough", [("baking_min", ">", 9000)], "minutes 15 hours, mood Patient, baking_min 11,000 min"),
    ],
)
def test_a_rule_against_the_tree_is_found_with_an_example(target, when, example):
    regions = with_rule(target, *when)
    assert [(rule, rules_out) for rule, rules_out, _ in conflicts(regions)] == [("new", target)]


@pytest.mark.parametrize(
    ("target", "when"),
    [
        ("soda", [("minutes", ">", 90)]),
        ("sourdough", [("mood", "==", "hasty")]),
        ("yeast", [("minutes", ">", 720), ("mood", "in", ["patient", "curious"])]),
        ("yeast", [("minutes", "<=", 90.0)]),
    ],
)
def test_a_rule_where_the_tree_leads_elsewhere_is_none(target, when):
    assert conflicts(with_rule(target, *when)) == []


def test_one_of_several_conditions_is_enough():
    regions = with_rule("soda", any_of=[("minutes", ">", 90), ("mood", "==", "curious")])
    assert conflicts(regions) == [("new", "soda", "minutes 0 min, mood Curious")]


WORKLOADS = st.fixed_dictionaries(
    {
        "minutes": st.one_of(st.floats(0, 2880), st.sampled_from([0.0, 90.0, 720.0, 2880.0])),
        "loaves": st.integers(1, 200),
        "mood": st.sampled_from(["hasty", "patient", "curious"]),
        "has_acid": st.booleans(),
        "crumb_mm": st.one_of(st.none(), st.floats(0.5, 30)),
    }
)


@given(WORKLOADS)
def test_every_workload_lies_in_one_region_and_that_has_its_answer(given):
    workload = LOADED.fields.complete(given)
    holding = [target for target, region in REGIONS.leaves() if _holds(region, workload)]
    assert holding == [LOADED.decide(workload).result]


def _holds(region, workload):
    return all(left >> _cell(field, workload[field]) & 1 for field, left in region.items())


def _cell(field, value):
    for index, cell in enumerate(REGIONS.cells[field]):
        if cell.low < value < cell.high if cell.is_between else cell.sample == value:
            return index
    raise AssertionError(f"{field} {value} lies in no cell")
