"""Cases of the AWS guide and of the small one, made from seeds. generated_figures measures the same over 10,000."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from quiz.generated.generator import NoCase, Wanted
from quiz.generated.numbers import sized, told, uneven
from studyguide.advisor.evaluation import FITS, make_advisor
from studyguide.facts import FactBook
from tests.quiz import generated_figures as figures
from tests.quiz.brute_force import BruteForce
from tests.quiz.generated_guides import AWS, BREAD, TESTS, aws, bread, checked_stories

SEEDS = 600
DIGEST = """
from hashlib import sha256
from tests.quiz.generated_guides import aws
print(sha256(repr([(c.story, c.offered, c.steps) for c in map(aws().case, range(30))]).encode()).hexdigest())
"""


@cache
def cases():
    return [aws().case(seed) for seed in range(SEEDS)]


def steps(name):
    return [step for case in cases() for step in case.steps if step.name == name]


def test_brute_force_finds_the_one_key_of_every_case():
    assert figures.unproven(cases(), BruteForce(AWS)) == []


def test_brute_force_finds_the_one_key_in_the_small_guide_too():
    assert figures.unproven([bread().case(seed) for seed in range(200)], BruteForce(BREAD)) == []


def test_every_target_is_the_key_often_enough():
    keys = Counter(case.answer for case in cases())
    assert min(keys[target] for target in aws().targets) >= 0.03 * SEEDS


def test_no_story_is_told_twice_within_a_hundred():
    assert figures.first_repeat(cases()) is None


@pytest.mark.parametrize("place_of", [figures.position, figures.length_rank])
@pytest.mark.parametrize("step", figures.CHOICES)
def test_neither_position_nor_length_tells_the_key(step, place_of):
    found, expected = figures.places_of_keys(cases(), step, place_of)
    assert figures.chi_square(found, expected) < figures.ONE_IN_A_HUNDRED[len(expected) - 1]


def test_every_distractor_breaks_a_rule():
    assert figures.offered_without_reason(cases(), BruteForce(AWS)) == []


def test_the_rival_is_among_the_options():
    assert all(case.deciding.rival in case.offered for case in cases())


def test_the_key_alone_fits():
    for case in cases():
        assert [found.target for found in case.advice.targets if found.verdict == FITS] == [case.answer]


def test_a_case_asks_five_things():
    names = [[step.name for step in case.steps] for case in cases()]
    assert all(found == ["requirements", "limit", "target", "metric", "cost"] for found in names)


def test_choices_have_the_keys_that_their_stems_ask_for():
    for name in ("requirements", *figures.CHOICES):
        for step in steps(name):
            keys = sum(option["key"] for option in step.fields["options"])
            assert keys == (2 if step.kind == "multiple" else 1)


def test_options_differ():
    for name in ("requirements", *figures.CHOICES):
        for step in steps(name):
            texts = [option["text"] for option in step.fields["options"]]
            assert len(set(texts)) == len(texts)


def test_nothing_is_left_unfilled():
    for case in cases():
        texts = [*case.story, *(step.stem for step in case.steps), *(repr(step.fields) for step in case.steps)]
        assert not [text for text in texts if "{fact" in text or "{item" in text or "{rival" in text]


def test_a_wrong_turn_leads_to_no_right_number():
    for step in steps("cost"):
        answer = step.fields["answer"]
        allowed = abs(answer["value"]) * answer["tolerance_percent"] / 100
        assert all(abs(slip["value"] - answer["value"]) > allowed for slip in step.fields["wrong"])


def test_the_same_seed_makes_the_same_case_in_another_process():
    def digest(hash_seed):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed}
        command = [sys.executable, "-c", DIGEST]
        return subprocess.run(command, cwd=TESTS.parent, env=env, capture_output=True, text=True, check=True).stdout

    assert digest("1") == digest("2") != ""


def test_the_order_in_which_seeds_are_asked_for_changes_nothing():
    assert aws().case(3) == cases()[3]


def test_a_case_is_about_the_target_that_is_wanted():
    assert {aws().case(seed, Wanted(targets=("lambda",))).answer for seed in range(20)} == {"lambda"}


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_case_is_as_hard_as_wanted(level):
    assert {aws().case(seed, Wanted(difficulty=(level,))).difficulty for seed in range(20)} == {level}


def test_steps_and_deciding_limit_are_within_the_wanted_objectives():
    wanted = Wanted(objectives=("scale",))
    for seed in range(20):
        case = aws().case(seed, wanted)
        assert [step.name for step in case.steps] == ["target", "metric"]
        assert "scale" in aws().objectives[aws().targets[case.deciding.rival].section]


def test_what_cannot_be_had_is_refused():
    with pytest.raises(NoCase):
        aws().case(1, Wanted(targets=("neo_edge",), difficulty=(3,)))


def test_harder_cases_lie_nearer_to_a_limit():
    by_level = Counter(case.difficulty for case in cases())
    assert all(by_level[level] > 0.1 * SEEDS for level in (1, 2, 3))


def test_a_changed_limit_changes_the_answer_of_some_seeds():
    guide, _, _ = checked_stories(AWS)
    book = guide.facts.book
    key = "sagemaker_batch.volume_gb"
    changed = make_advisor(guide.advisor.rules, FactBook({**book, key: replace(book[key], value=1)}, book.sources))
    same = make_advisor(guide.advisor.rules, book)
    batch = [case for case in cases()[:200] if case.answer == "sagemaker_batch"]
    assert {aws().answer_under(case.seed, same) for case in batch} == {"sagemaker_batch"}
    assert "sagemaker_batch" not in {
        aws().answer_under(case.seed, changed) for case in batch if case.advice.workload["memory_gb"] > 1
    }


def test_ten_in_a_row_play_in_many_places():
    for start in range(0, SEEDS, 10):
        assert len({case.domain for case in cases()[start : start + 10]}) >= 5


def test_two_in_a_row_do_not_begin_alike():
    first = [case.story[0].split(".")[0] for case in cases()]
    assert sum(before == after for before, after in pairwise(first)) < 0.05 * SEEDS


@pytest.mark.parametrize("field", ["memory_gb", "processing_s", "payload_mb", "peak_rps", "avg_rps", "latency_slo_ms"])
def test_every_number_has_two_digits_that_matter(field):
    units = aws().stories.units[field]
    for case in cases():
        if value := case.advice.workload[field]:
            count, _ = sized(value, units)
            assert 2 <= len(f"{count:.6g}".replace(".", "").strip("0").split("e")[0]) <= 3


def test_a_number_is_told_in_the_unit_of_its_size():
    units = {"KB": 1 / 1024, "MB": 1, "GB": 1024}
    assert [told(value, units) for value in (41 / 1024, 7.3, 2.2 * 1024)] == ["41 KB", "7.3 MB", "2.2 GB"]


def test_a_round_number_becomes_uneven():
    assert [uneven(value, {}) for value in (30, 7.04, 0.2, 4999)] == [31, 7.1, 0.21, 5100]
