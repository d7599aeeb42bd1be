"""Decision trees: walked by hand and by rule; and the tree of the project's guide on twenty workloads."""

from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from studyguide.decision import Condition, Given, Node, Option, Tree, tree_from_plain
from studyguide.documents import Problems
from studyguide.factfile import read_fact_file

HERE = Path(__file__).parent

HURRY = Node(
    "hurry",
    "How long have you got?",
    "In a hurry?",
    (
        Option("yes", "Yes", when=(Condition("minutes", "<=", "$yeast.rise"),), result="soda"),
        Option("no", "No", next="mood"),
    ),
)
MOOD = Node(
    "mood",
    "Are you patient?",
    "Patient?",
    (
        Option(
            "yes",
            "Yes",
            when=(Condition("minutes", ">", "$yeast.rise * 2"),),
            any_of=(Condition("mood", "in", ["calm", "curious"]), Condition("has_starter", "==", True)),
            result="sourdough",
            because="It pays.",
        ),
        Option("no", "No", result="yeast"),
    ),
)
TREE = Tree("hurry", {"hurry": HURRY, "mood": MOOD})
FIGURES = {"yeast.rise": 90.0}


def path(walk):
    return [(step.node.id, step.option.id) for step in walk.steps]


# By hand


def test_no_choice_leaves_the_first_question_open():
    walk = TREE.follow({})
    assert (path(walk), walk.node, walk.result) == ([], HURRY, "")


def test_choices_lead_on_to_the_next_question():
    walk = TREE.follow({"hurry": "no"})
    assert (path(walk), walk.node, walk.result) == ([("hurry", "no")], MOOD, "")


def test_choices_lead_to_a_target():
    walk = TREE.follow({"hurry": "no", "mood": "yes"})
    assert (path(walk), walk.node, walk.result) == ([("hurry", "no"), ("mood", "yes")], None, "sourdough")


@pytest.mark.parametrize("choices", [{"hurry": "maybe"}, {"mood": "yes"}, {"nobody": "no"}, {"hurry": ""}])
def test_choices_that_are_not_on_the_way_are_ignored(choices):
    assert TREE.follow(choices) == TREE.follow({})


# By rule


@pytest.mark.parametrize(
    ("workload", "result"),
    [
        ({"minutes": 90, "mood": "calm", "has_starter": True}, "soda"),
        ({"minutes": 91, "mood": "calm", "has_starter": True}, "yeast"),
        ({"minutes": 181, "mood": "calm", "has_starter": False}, "sourdough"),
        ({"minutes": 181, "mood": "hasty", "has_starter": True}, "sourdough"),
        ({"minutes": 181, "mood": "hasty", "has_starter": False}, "yeast"),
    ],
)
def test_a_workload_takes_the_first_option_that_applies(workload, result):
    assert TREE.decide(workload, FIGURES).result == result


def test_the_rule_follows_a_changed_fact():
    workload: dict[str, Given] = {"minutes": 120, "mood": "hasty", "has_starter": False}
    assert TREE.decide(workload, {"yeast.rise": 90}).result == "yeast"
    assert TREE.decide(workload, {"yeast.rise": 120}).result == "soda"


def test_a_workload_that_no_option_wants_stops_at_the_question():
    tree = Tree("hurry", {"hurry": Node("hurry", "?", "?", HURRY.options[:1])})
    assert tree.decide({"minutes": 100}, FIGURES).node == tree.nodes["hurry"]


@pytest.mark.parametrize(("needs", "has", "holds"), [(True, 1, True), (True, 0, False), (False, 0, True)])
def test_a_need_is_compared_with_a_feature(needs, has, holds):
    met = Condition("steam", "<=", "$oven.steam")
    assert met.holds({"steam": needs}, {"oven.steam": has}) is holds


@pytest.mark.parametrize("condition", [Condition("minutes", "<=", 90), Condition("minutes", ">", 90)])
def test_a_field_left_empty_meets_no_condition(condition):
    assert not condition.holds({"minutes": None}, {})


@pytest.mark.parametrize("minutes", [0, 90, 91, 180, 181])
def test_a_tree_bound_to_figures_decides_as_before(minutes):
    workload: dict[str, Given] = {"minutes": minutes, "mood": "calm", "has_starter": False}
    assert path(TREE.bound(FIGURES).decide(workload, {})) == path(TREE.decide(workload, FIGURES))


# Shape


def test_facts_behind_an_option():
    assert MOOD.options[0].fact_keys == ["yeast.rise"]
    assert MOOD.options[1].fact_keys == []


@pytest.mark.parametrize(
    ("option", "label"), [(Option("a", "Yes, plain"), "yes, plain"), (Option("a", "A", short="b"), "b")]
)
def test_an_option_in_a_path(option, label):
    assert option.path_label == label


def test_texts_of_a_node():
    assert {"Are you patient?", "Patient?", "Yes", "It pays."} <= set(MOOD.texts)


def test_every_option_in_order():
    assert [(step.node.id, step.option.id) for step in TREE.options()] == [
        ("hurry", "yes"),
        ("hurry", "no"),
        ("mood", "yes"),
        ("mood", "no"),
    ]


def chain(**ways):
    """A tree of nodes that each lead to the named ones, as in `chain(a="b c", b="c", c="")`."""
    return Tree(
        next(iter(ways)),
        {
            key: Node(key, key, key, tuple(Option(to, to, next=to) for to in targets.split()))
            for key, targets in ways.items()
        },
    )


@pytest.mark.parametrize(
    ("tree", "loops"),
    [
        (chain(a="b c", b="c", c=""), []),
        (chain(a="a"), ["a"]),
        (chain(a="b", b="c", c="b"), ["b", "c"]),
        (chain(a="b", b="nowhere"), []),
    ],
)
def test_loops(tree, loops):
    assert tree.loops() == loops


def test_what_can_be_reached():
    tree = chain(a="b", b="c", c="", lost="c")
    assert tree.reached_from("a") == {"b", "c"}
    assert tree.reached_from("c") == set()


def test_a_tree_comes_back_from_plain_values():
    assert tree_from_plain(asdict(TREE)) == TREE


def test_an_empty_tree_is_none():
    assert not Tree("", {})
    assert TREE


# The tree of the project's guide

SCENARIOS = yaml.safe_load((HERE / "data" / "scenarios.yaml").read_text())


@pytest.fixture(scope="module")
def real_facts():
    guide = HERE.parent / "content" / "aws-ml-deployment-targets"
    return read_fact_file(guide / "facts.yaml", Problems())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["title"][:40] for scenario in SCENARIOS])
def test_the_real_tree_on_a_workload(real_facts, scenario):
    asked = scenario["workload"]
    workload = {**asked, "concurrency": asked["peak_rps"] * asked["processing_s"]}
    walk = real_facts.tree.decide(workload, real_facts.book.figures)
    assert walk.result == scenario["answer"]
    assert [f"{step.node.id} {step.option.id}" for step in walk.steps] == scenario["path"]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["id"] for scenario in SCENARIOS])
def test_the_real_tree_says_the_path_in_the_words_of_the_list(real_facts, scenario):
    said = []
    for taken in scenario["path"]:
        node, option = taken.split()
        said.append(f"{node}: {real_facts.tree.nodes[node].option(option).path_label}")
    assert said == scenario["listed"]


def test_the_real_tree_leads_to_every_target(real_facts):
    results = {step.option.result for step in real_facts.tree.options() if step.option.result}
    assert results == set(real_facts.targets)
    assert {scenario["answer"] for scenario in SCENARIOS} == results
