"""Which cases an attempt gets: new ones, and unlike the last ones."""

from itertools import pairwise
from random import Random

import pytest

from quiz.generated.choosing import Marks, chosen_cases, marks
from quiz.generated.generator import NoCase, Wanted
from tests.quiz.generated_guides import aws


def chosen(count=1, wanted=None, met=(), seed=1):
    return chosen_cases(aws(), count, wanted or Wanted(), met, Random(seed))


def test_the_same_for_the_same_seed_and_history():
    assert chosen(3) == chosen(3)


def test_each_case_follows_from_its_own_seed():
    for case in chosen(3):
        assert aws().case(case.seed) == case


def test_cases_of_one_attempt_play_in_different_places_and_turn_on_different_rules():
    for seed in range(12):
        domains, rules = zip(*(marks(case) for case in chosen(3, seed=seed)), strict=True)
        assert len(set(domains)) == len(set(rules)) == 3


def test_what_was_met_lately_is_avoided():
    for seed in range(12):
        [before] = chosen(seed=seed)
        [after] = chosen(met=[marks(before)], seed=seed)
        assert not set(marks(before)) & set(marks(after))


def test_what_cannot_be_had_is_refused():
    with pytest.raises(NoCase):
        chosen(wanted=Wanted(targets=("neo_edge",), difficulty=(3,)))


def test_a_month_of_ten_cases_a_day_tells_no_story_and_asks_no_workload_twice():
    met: list[Marks] = []
    stories, workloads = set(), set()
    for number in range(300):
        [case] = chosen(met=met[-4:], seed=number)
        met.append(marks(case))
        stories.add(case.story)
        workloads.add(tuple(case.advice.workload.values()))
    assert len(stories) == len(workloads) == 300


def test_targets_come_as_often_as_without_a_history():
    """Else a learner could leave out what came last."""
    met: list[Marks] = []
    answers = []
    for number in range(300):
        [case] = chosen(met=met[-4:], seed=number)
        met.append(marks(case))
        answers.append(case.answer)
    again = sum(after == before for before, after in pairwise(answers))
    assert 10 <= again <= 60  # one in ten by chance
    assert all(answers.count(target) >= 9 for target in aws().targets)
