"""The answer, the verdicts and the reasons, on the guide on bread."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.advisor.evaluation import FITS, RULED_OUT, WEAKER, make_advisor
from studyguide.advisor.rules import HARD, Reason, Rule
from studyguide.decision import Condition
from studyguide.facts import FactBook
from tests.advisor.bread_advisor import advisor_of, read_both, workload
from tests.conftest import BREAD

LOADED = advisor_of(BREAD)
WORKLOADS = st.builds(
    lambda **plain: LOADED.fields.complete(plain),
    minutes=st.one_of(st.floats(0, 2880), st.sampled_from([0.0, 90.0, 90.5, 720.0, 720.5, 2880.0])),
    loaves=st.integers(1, 200),
    mood=st.sampled_from(["hasty", "patient", "curious"]),
    has_acid=st.booleans(),
    crumb_mm=st.one_of(st.none(), st.floats(0.5, 30)),
)


@pytest.fixture
def advise(bread_advisor):
    return lambda **changes: bread_advisor.advise(workload(bread_advisor, **changes))


def verdicts(advice):
    return {found.target: found.verdict for found in advice.targets}


def test_the_answer_is_the_tree_s(advise):
    advice = advise()
    assert (advice.answer, advice.walk.result) == ("sourdough", "sourdough")


def test_each_target_fits_is_weaker_or_is_ruled_out(advise):
    assert verdicts(advise()) == {"sourdough": FITS, "yeast": FITS, "soda": WEAKER}
    assert verdicts(advise(minutes=60)) == {"soda": FITS, "yeast": RULED_OUT, "sourdough": RULED_OUT}


def test_the_answer_comes_first_and_then_what_has_least_against_it(advise):
    assert [(found.target, found.burden) for found in advise().targets] == [("sourdough", 1), ("yeast", 1), ("soda", 5)]
    assert advise().runner_up == "yeast"


def test_without_another_that_fits_there_is_no_runner_up(advise):
    assert advise(minutes=60).runner_up == ""


def test_a_reason_names_fact_value_limit_and_sentence(advise):
    assert advise(minutes=60)["sourdough"].of_kind(HARD) == [
        Reason(
            kind="hard",
            rule="rise",
            fact="sourdough.rise_min",
            field="minutes",
            value=60,
            limit=720,
            text="Sourdough starter rises for 12 hours, and you have 60 min.",
        )
    ]


def test_a_need_against_a_feature_is_yes_or_no(advise):
    reason = advise()["soda"].reasons[0]
    assert (reason.field, reason.value, reason.limit, reason.weight) == ("has_acid", False, False, 3)


def test_a_rule_may_compare_with_a_plain_number(advise):
    reason = advise()["sourdough"].reasons[0]
    assert (reason.fact, reason.field, reason.value, reason.limit) == ("sourdough.flours", "loaves", 4, 8)


@pytest.mark.parametrize(("fact", "limit"), [("sourdough.flours", "wheat, rye, spelt"), ("yeast.keeps", "not found")])
def test_a_rule_that_compares_with_no_number_states_its_fact(fact, limit):
    facts, file = read_both(BREAD)
    rule = Rule("new", "soda", HARD, (Condition("mood", "==", "patient"),), (), fact, "No.")
    advisor = make_advisor(replace(file.rules, rules=(rule,)), facts.book)
    assert advisor.advise(workload(advisor))["soda"].reasons[0].limit == limit


def test_a_limit_that_depends_on_the_workload_is_computed_for_it(advise):
    assert advise()["yeast"].reasons[0].text.endswith("a month, and in 2 days a starter could do that.")


@pytest.mark.parametrize(("mood", "weights"), [("hasty", [4]), ("patient", [1]), ("curious", [])])
def test_a_weight_may_depend_on_a_choice(advise, mood, weights):
    assert [reason.weight for reason in advise(mood=mood)["sourdough"].reasons] == weights


def test_remarks(advise):
    assert advise(mood="hasty").remarks == ("You are hasty and have 24 hours. Is that so?",)
    assert advise().remarks == ()


def test_advice_as_plain_values(advise):
    assert advise(minutes=60).document() == {
        "answer": "soda",
        "runner_up": "",
        "path": [["hurry", "yes"]],
        "targets": [
            {"id": "soda", "verdict": "fits", "reasons": [
                {"kind": "soft", "fact": "soda.needs_acid", "text": "Without something sour it tastes of soap."},
            ]},
            {"id": "yeast", "verdict": "ruled out", "reasons": [
                {"kind": "hard", "fact": "yeast.rise_min",
                 "text": "Instant yeast rises for 1.5 hours, and you have 60 min."},
            ]},
            {"id": "sourdough", "verdict": "ruled out", "reasons": [
                {"kind": "hard", "fact": "sourdough.rise_min",
                 "text": "Sourdough starter rises for 12 hours, and you have 60 min."},
                {"kind": "soft", "fact": "sourdough.flours", "text": "A jar to feed for 4 loaves a month."},
            ]},
        ],
    }  # fmt: skip


# Whatever the workload


@given(WORKLOADS)
def test_the_answer_is_the_tree_s_and_no_rule_rules_it_out(asked):
    advice = LOADED.advise(asked)
    assert advice.answer == advice.walk.result
    assert advice[advice.answer].verdict == FITS


@given(WORKLOADS)
def test_every_target_has_one_verdict_and_what_is_ruled_out_a_hard_reason(asked):
    advice = LOADED.advise(asked)
    assert sorted(found.target for found in advice.targets) == sorted(LOADED.targets)
    assert all((found.verdict == RULED_OUT) == bool(found.of_kind(HARD)) for found in advice.targets)


# A changed fact


def changed(**values):
    """The advisor of the guide on bread with facts of other values; `__` stands for the dot of a key."""
    facts, file = read_both(BREAD)
    others = {name.replace("__", "."): value for name, value in values.items()}
    changed = {key: replace(facts.book[key], value=value) for key, value in others.items()}
    return make_advisor(file.rules, FactBook({**facts.book, **changed}))


@pytest.mark.parametrize(("rise_min", "answer"), [(90, "sourdough"), (1440, "soda")])
def test_a_changed_limit_moves_the_answer(rise_min, answer):
    advisor = changed(yeast__rise_min=rise_min)
    assert advisor.advise(workload(advisor)).answer == answer


def test_a_changed_limit_moves_the_sentences():
    advisor = changed(yeast__rise_min=1500)
    assert advisor.advise(workload(advisor))["yeast"].reasons[0].text == (
        "Instant yeast rises for 25 hours, and you have 24 hours."
    )


def test_a_changed_feature_moves_a_verdict():
    advisor = changed(soda__needs_acid=False)
    assert [reason.rule for reason in advisor.advise(workload(advisor))["soda"].reasons] == ["flat"]


def test_what_a_rule_rules_out_is_not_recommended_even_against_the_tree():
    facts, file = read_both(BREAD)
    rules = [replace(rule, kind=HARD) if rule.id == "jar" else rule for rule in file.rules.rules]
    strict = make_advisor(replace(file.rules, rules=tuple(rules)), facts.book)
    advice = strict.advise(workload(strict))
    assert (advice.walk.result, advice.answer) == ("sourdough", "yeast")
