"""What another value of a fact would change: on the small guide, and for the project's known scenarios and cases."""

from functools import cache

import pytest
import yaml

from quiz.what_if import NONE_LEFT, WhatIf, drawn_cases
from studyguide.advisor.evaluation import make_advisor
from studyguide.arithmetic import FormulaError
from studyguide.content import read_guide
from studyguide.documents import Problems
from tests.quiz.conftest import QUESTIONS
from tests.quiz.generated_guides import AWS, BREAD, aws, bread


@cache
def files(folder):
    problems = Problems()
    guide = read_guide(folder, (), problems)
    assert not list(problems)
    return guide


def what_if(key, value, folder=BREAD):
    return WhatIf(files(folder), key, value)


@cache
def bank():
    """The questions of the small guide, by their slugs; the steps of its scenario too."""
    found = [*yaml.safe_load((QUESTIONS / "questions" / "every-kind.yaml").read_text())]
    found += yaml.safe_load((QUESTIONS / "scenarios" / "sunday.yaml").read_text())["steps"]
    return {source["id"]: source for source in found}


def test_a_scenario_is_answered_with_another_target():
    found = what_if("sourdough.rise_min", 2000).scenarios()
    assert [(change.id, change.before, change.after) for change in found.changes] == [
        ("sunday", "Sourdough starter", "Instant yeast")
    ]
    assert found.same == 1


def test_a_value_that_crosses_no_limit_changes_no_scenario():
    found = what_if("sourdough.rise_min", 725)
    assert found.scenarios().changes == ()
    assert found.scenarios().same == 2


def test_a_scenario_that_keeps_its_answer_may_rule_out_another_target():
    found = what_if("yeast.rise_min", 30)
    assert [change.id for change in found.scenarios().changes] + [change.id for change in found.verdicts()] != []


def test_a_quiz_about_a_known_scenario_has_another_target():
    told = {"sunday-bread": {"title": "Bread for Sunday", "section": "sourdough"}, "other": {"section": "yeast"}}
    found = what_if("sourdough.rise_min", 2000).told(told)
    assert [(change.title, change.after) for change in found.changes] == [("Bread for Sunday", "Instant yeast")]
    assert found.same == 1


def test_a_right_number_that_is_a_fact_changes_with_it_in_its_unit():
    changes = what_if("sourdough.rise_min", 600).keys(bank()).changes
    assert ("12 h", "10 h") in [(change.before, change.after) for change in changes]


def test_a_right_number_that_is_a_formula_changes_with_its_facts():
    source = {"id": "ratio", "title": "Ratio", "answer": {"formula": "sourdough.rise_min / yeast.rise_min"}}
    found = what_if("yeast.rise_min", 45).keys({"ratio": source, "other": {"id": "other"}})
    assert [(change.before, change.after) for change in found.changes] == [("8", "16")]
    assert found.same == 1


def test_a_change_below_the_tolerance_is_told_with_more_digits():
    source = {"answer": {"fact": "sourdough.rise_min", "tolerance": 500}}
    (change,) = what_if("sourdough.rise_min", 721).keys({"long": source}).changes
    assert (change.before, change.after) == ("720", "721")


@pytest.mark.parametrize(
    "source",
    [
        {"kind": "single", "options": [{"text": "{fact:yeast.rise_min}", "key": True}, {"text": "An hour"}]},
        {"kind": "true-false", "stem": "It rises in {fact:yeast.rise_min}.", "key": True},
        {"kind": "open", "answer": "Yeast needs **{fact:yeast.rise_min}** and [care](section:yeast)."},
        {"kind": "matching", "pairs": [{"prompt": "Yeast", "match": "{fact:yeast.rise_min}"}]},
        {"kind": "ordering", "items": [{"text": "Wait for {fact:yeast.rise_min}"}]},
    ],
    ids=lambda source: source["kind"],
)
def test_a_key_that_states_the_fact_is_to_be_read_again(source):
    (change,) = what_if("yeast.rise_min", 80).key_texts({"it": source})
    assert "90 min" in change.before
    assert "80 min" in change.after
    assert "*" not in change.after
    assert "section:" not in change.after


def test_a_distractor_that_states_the_fact_is_none_to_be_read_again_but_is_counted():
    source = {"kind": "single", "options": [{"text": "{fact:yeast.rise_min}"}, {"text": "An hour", "key": True}]}
    found = what_if("yeast.rise_min", 80)
    assert found.key_texts({"it": source}) == []
    assert found.stating({"it": source, "other": {"stem": "What?"}}) == 1


def test_a_long_key_is_told_around_what_changes():
    source = {"kind": "open", "answer": f"{'before ' * 40}{{fact:yeast.rise_min}}{' after' * 40}"}
    (change,) = what_if("yeast.rise_min", 80).key_texts({"it": source})
    assert len(change.before) < 200
    assert change.before.startswith("… before")
    assert change.before.endswith("after …")


def test_figures_computed_from_the_fact_change_with_it():
    figures = {change.id: (change.before, change.after) for change in what_if("yeast.rise_min", 45).figures()}
    assert figures["sourdough.times_longer"] == ("8 times", "16 times")


def test_a_figure_that_cannot_be_computed_is_an_error():
    with pytest.raises(FormulaError):
        what_if("yeast.rise_min", 0)


def test_the_same_value_changes_nothing():
    found = what_if("sourdough.rise_min", files(BREAD).facts.book["sourdough.rise_min"].value)
    assert (found.scenarios().changes, found.verdicts(), found.keys(bank()).changes) == ((), [], ())


def test_cases_are_answered_as_the_generator_says():
    """Each seed against `Generator.answer_under`, which draws it anew."""
    found = what_if("yeast.rise_min", 600)
    other = make_advisor(files(BREAD).advisor.rules, found.books.after)
    effects = found.cases(drawn_cases(bread(), range(60)))
    changed = {case.seed: change.after for change in effects.changes for case in change.cases}
    for seed in range(60):
        answer = found.name(bread().answer_under(seed, other))
        assert changed.get(seed, found.name(bread().case(seed).answer)) == answer
    assert 0 < effects.changed < 60
    assert effects.changed + effects.same == 60


def test_cases_whose_sum_is_computed_with_the_fact_are_counted():
    drawn = drawn_cases(bread(), range(40))
    assert what_if("yeast.price.loaf", 3).cases(drawn).sums == sum(case.answer == "yeast" for case in drawn)


def test_less_memory_moves_known_scenarios_from_serverless_to_lambda():
    found = what_if("sagemaker_serverless.memory_max_mb", 1024, AWS).scenarios()
    assert {(change.before, change.after) for change in found.changes} == {
        ("SageMaker Serverless Inference", "AWS Lambda")
    }
    assert len(found.changes) + found.same == 20


def test_less_memory_moves_generated_cases():
    found = what_if("sagemaker_serverless.memory_max_mb", 1024, AWS).cases(drawn_cases(aws(), range(60)))
    assert {change.before for change in found.changes} == {"SageMaker Serverless Inference"}


def test_nothing_left_is_said_in_words():
    assert what_if("yeast.rise_min", 80).name("") == NONE_LEFT
