"""The advisor of the project's guide: the known scenarios, many random workloads, and what each limit does."""

from dataclasses import replace

import pytest
import yaml
from django.conf import settings

from studyguide.advisor.cells import cells
from studyguide.advisor.checking import facts_compared, limits_of_targets
from studyguide.advisor.evaluation import FITS, RULED_OUT, make_advisor
from studyguide.advisor.proof import Regions
from studyguide.advisor.rules import HARD
from studyguide.facts import FactBook
from tests.advisor.aws_advisor import ADVISOR, FACTS, FIELDS, FILE, REGIONS, workloads

SCENARIOS = yaml.safe_load((settings.BASE_DIR / "tests" / "data" / "scenarios.yaml").read_text())
LIMITS = list(limits_of_targets(FACTS))

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["id"] for scenario in SCENARIOS])


def advise(scenario):
    workload, mistakes = FIELDS.read(scenario["workload"])
    assert mistakes == []
    return ADVISOR.advise(workload)


# Known scenarios


@each_scenario
def test_a_scenario_is_answered_as_listed_with_its_path(scenario):
    answer = advise(scenario).document()
    assert answer["answer"] == scenario["answer"]
    assert [f"{node}: {label}" for node, label in answer["path"]] == scenario["listed"]


@each_scenario
def test_a_scenario_has_the_listed_runner_up(scenario):
    advice = advise(scenario)
    if "if_dropped" in scenario:
        assert advice[scenario["if_dropped"]].of_kind(HARD)[0].rule == "kubernetes"
    else:
        assert advice.runner_up == scenario["runner_up"]


@each_scenario
def test_what_counts_against_each_other_target_is_hard_or_soft_as_listed(scenario):
    advice = advise(scenario)
    found = {
        target: "hard" if advice[target].verdict == RULED_OUT else "soft"
        for target in ADVISOR.targets
        if advice[target].reasons and target != advice.answer
    }
    assert found == scenario["against"]


@each_scenario
def test_a_preset_is_the_scenario(scenario):
    presets = [preset.workload for preset in FILE.presets.values()]
    assert FIELDS.read(scenario["workload"])[0] in presets


# Random workloads


@pytest.fixture(scope="module")
def sample():
    return [(workload, ADVISOR.advise(workload)) for workload in workloads(20_000)]


@pytest.mark.slow
def test_the_advisor_agrees_with_the_tree(sample):
    figures = FACTS.book.figures
    disagree = [w for w, advice in sample if FACTS.tree.decide(w, figures).result != advice.answer]
    assert disagree == []


@pytest.mark.slow
def test_no_path_ends_without_an_answer_and_every_target_is_reached(sample):
    assert {advice.answer for _, advice in sample} == set(FACTS.targets)


@pytest.mark.slow
def test_what_a_hard_rule_rules_out_is_never_recommended(sample):
    for _, advice in sample:
        for target in (advice.answer, advice.runner_up):
            assert not target or advice[target].verdict != RULED_OUT
        assert advice[advice.answer].verdict == FITS


@pytest.mark.slow
def test_the_only_fit_is_known_without_its_advice(sample):
    for workload, advice in sample[:4000]:
        fitting = [found.target for found in advice.targets if found.verdict == FITS]
        clear = [advice.answer] if fitting == [advice.answer] and not advice.remarks else []
        assert [target for target in ADVISOR.targets if ADVISOR.is_clear(target, workload)] == clear


@pytest.mark.slow
def test_what_is_said_against_a_target_is_true_of_the_workload(sample):
    """Against the rules as written and the facts as they stand, not the bound ones that the advisor uses."""
    figures = FACTS.book.figures
    written = {(rule.id, rule.target): rule for rule in FILE.rules.rules if rule.kind == HARD}
    for workload, advice in sample[:4000]:
        against = {(reason.rule, found.target) for found in advice.targets for reason in found.of_kind(HARD)}
        assert against == {key for key, rule in written.items() if rule.counts(workload, figures)}


@pytest.mark.slow
def test_a_number_said_to_be_over_a_limit_is(sample):
    checked = 0
    for workload, advice in sample[:4000]:
        for reason in (reason for found in advice.targets for reason in found.of_kind(HARD)):
            assert reason.value == workload[reason.field]
            if isinstance(reason.limit, float) and reason.rule != "ticket":
                assert reason.value > reason.limit == pytest.approx(_in_the_unit_of_the_field(reason))
                checked += 1
    assert checked > 1000


def _in_the_unit_of_the_field(reason):
    """The fact's own value; memory is asked in GB and some facts are in MB."""
    fact = FACTS.book[reason.fact]
    return fact.number / 1024 if fact.unit == "MB" and reason.field == "memory_gb" else fact.number


# The proof


def test_no_rule_can_rule_out_what_the_tree_recommends():
    assert list(REGIONS.conflicts()) == []


def changed(key, value):
    return make_advisor(FILE.rules, FactBook({**FACTS.book, key: replace(FACTS.book[key], value=value)}))


def others(key):
    """Other values of a limit: the opposite, or half and double."""
    value = FACTS.book[key].value
    return [not value] if isinstance(value, bool) else [value / 2, value * 2]


@pytest.mark.parametrize("key", [key for key in LIMITS if FACTS.book[key].number is not None])
def test_the_proof_holds_when_a_number_changes(key):
    """The tree compares with facts, not with numbers, so it moves with the rules."""
    for value in others(key):
        assert list(Regions(changed(key, value)).conflicts()) == []


# What each limit does


def affected(key):
    """The known scenarios with each field that is compared with this fact on every side of each of its limits."""
    compared = [rule.conditions for rule in FILE.rules.rules if key in rule.fact_keys]
    compared += [step.option.conditions for step in FACTS.tree.options() if key in step.option.fact_keys]
    fields = {condition.field for group in compared for condition in group}
    samples = {field: list(samples_of(field, key)) for field in fields}
    for scenario in SCENARIOS:
        for field, sample in [(name, sample) for name in samples for sample in samples[name]]:
            beside = {"peak_rps": sample, "processing_s": 1} if field == "concurrency" else {field: sample}
            yield FIELDS.complete({**FIELDS.read(scenario["workload"])[0], **beside})


def samples_of(field, key):
    """A value on every side of everything that this field is compared with, before and after the change."""
    for advisor in (ADVISOR, *(changed(key, value) for value in others(key))):
        conditions = [condition for rules in advisor.rules.values() for rule in rules for condition in rule.conditions]
        limits = [c.value for c in conditions if c.field == field and isinstance(c.value, int | float)]
        limits += [limit.value for limit in advisor.limits if limit.field == field]
        yield from (cell.sample for cell in cells(FIELDS[field], limits))


def says(advisor, workload):
    advice = advisor.advise(workload)
    return advice.answer, {found.target: (found.verdict, [r.rule for r in found.reasons]) for found in advice.targets}


@pytest.mark.parametrize("key", [key for key in LIMITS if key not in FILE.unused])
def test_changing_a_limit_changes_what_is_said_about_some_workload(key):
    advisors = [changed(key, value) for value in others(key)]
    assert any(says(other, workload) != says(ADVISOR, workload) for workload in affected(key) for other in advisors)


# They count against a target, and the tree asks about none of them: whatever their value, it recommends the same.
SAID_ONLY = {
    "sagemaker_realtime.ebs_volume_max",
    "sagemaker_serverless.ephemeral_disk_gb",
    "sagemaker_serverless.new_account_memory_quota_mb",
    "sagemaker_async.ebs_volume_max",
    "fargate.ephemeral_storage_max_gib",
    "lambda.tmp_storage_max_mb",
    "sagemaker_async.processing_timeout_default_s",
    "lambda.account_concurrency_default",
    "lambda.scale_rate",
    "lambda.requests_per_second_per_concurrency",
    "lambda.http_api_integration_timeout_s",
}


@pytest.mark.slow
@pytest.mark.parametrize("key", [key for key in LIMITS if key not in FILE.unused])
def test_changing_a_limit_moves_the_answer_unless_it_is_only_said(key):
    """The tree's answer is the advisor's wherever the proof holds; a yes or no that breaks it moves the answer too."""
    advisors = [changed(key, value) for value in others(key)]
    moved = any(list(Regions(other).conflicts()) for other in advisors) or any(
        other.decide(workload).result != ADVISOR.decide(workload).result
        for workload in affected(key)
        for other in advisors
    )
    assert moved == (key not in SAID_ONLY)


def test_every_other_limit_is_listed_with_a_reason():
    compared = facts_compared(FILE, FACTS)
    assert [key for key in LIMITS if key not in compared and not FILE.unused.get(key)] == []
    assert [key for key in LIMITS if key in compared and key in FILE.unused] == []
