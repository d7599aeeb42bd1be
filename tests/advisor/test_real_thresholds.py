"""What would change the answer on the project's guide: each field is moved there, up to it and past it."""

import math

import pytest

from studyguide.advisor.thresholds import AT_LEAST, AT_MOST, IS, OVER, flips
from tests.advisor.aws_advisor import ADVISOR, FIELDS, FILE, REGIONS, workloads


def decided(workload, field, value):
    return ADVISOR.decide(FIELDS.complete({**workload, field: value})).result


def just_past(flip):
    """The nearest value at which the answer should be another, by the number that the page says."""
    if flip.relation in (IS, AT_LEAST, AT_MOST):
        return flip.value
    step = 1 if FIELDS[flip.field].kind == "whole" else abs(flip.said) * 1e-9
    past = flip.said + (step if flip.relation == OVER else -step)
    return round(past) if FIELDS[flip.field].kind == "whole" else past


@pytest.fixture(scope="module")
def flipped():
    """Workloads with what would change their answer."""
    return [(workload, flips(ADVISOR, workload)) for workload in workloads(600, seed=20261128)]


@pytest.mark.slow
def test_just_past_a_threshold_the_answer_is_the_one_it_says(flipped):
    for workload, found in flipped:
        for flip in found:
            assert decided(workload, flip.field, just_past(flip)) == flip.answer


@pytest.mark.slow
def test_up_to_a_threshold_the_answer_stays(flipped):
    for workload, found in flipped:
        before = ADVISOR.decide(workload).result
        for flip in found:
            if flip.relation != IS:
                way = float(flip.value) - float(workload[flip.field])
                steps = [float(workload[flip.field]) + way * share for share in (0.1, 0.5, 0.9, 0.999999)]
                whole = FIELDS[flip.field].kind == "whole"
                between = {math.floor(step) if way > 0 else math.ceil(step) for step in steps} if whole else set(steps)
                assert {decided(workload, flip.field, value) for value in between - {flip.value}} <= {before}


@pytest.mark.slow
def test_whatever_else_changes_the_answer_has_a_threshold(flipped):
    """Each field is set to a value in each of its cells, limits included."""
    for workload, found in flipped[:300]:
        before = ADVISOR.decide(workload).result
        for name in FIELDS.fields:
            row = [cell.sample for cell in REGIONS.cells[name] if cell.sample is not None]
            if any(decided(workload, name, value) != before for value in row):
                assert name in {flip.field for flip in found}


def test_a_threshold_names_only_the_facts_that_the_way_asks_about():
    """Batch Transform has the same limit, which a queued request never meets."""
    queued = next(preset.workload for preset in FILE.presets.values() if preset.workload["arrival"] == "queued")
    found = {flip.field: flip.facts for flip in flips(ADVISOR, queued) if flip.relation == OVER}
    assert found["processing_s"] == ("sagemaker_async.processing_timeout_s",)
