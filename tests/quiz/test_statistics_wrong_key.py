"""A wrong key among twenty questions is named from the answers of a hundred learners."""

from random import Random

import pytest

from quiz.kinds import KINDS
from quiz.scoring import Score
from quiz.simulation import SimulatedQuestion, simulated_question
from quiz.statistics import Rule, Tally, findings, question_statistics

LEARNERS, QUESTIONS, SIMULATIONS = 100, 20, 100
PLANTED = 0  # the question whose key is wrong


def document(key):
    options = [{"key": number == key, "text": str(number), "html": str(number)} for number in range(4)]
    return {"kind": "single", "credit": "all-or-nothing", "options": options, "difficulty": 2}


def scored(document, answer) -> Score:
    return KINDS["single"].score(document, answer)


def tallies(random: Random, keys: list[int]) -> list[Tally]:
    """What the learners of one simulation gave; those who know the answer are scored by a key that may be wrong."""
    questions: list[SimulatedQuestion] = [simulated_question(document(0), random) for _ in keys]
    rows = []
    for _ in range(LEARNERS):
        ability = random.gauss(0, 1)
        answers = [question.answered(ability, random).answer for question in questions]
        points = [scored(document(key), answer).points for key, answer in zip(keys, answers, strict=True)]
        rows += [
            Tally(place, place, tuple(answer) if answer else None, had, 1, sum(points), len(keys), 1)
            for place, (answer, had) in enumerate(zip(answers, points, strict=True))
        ]
    return rows


def checked_keys(seed: int) -> set[int]:
    """The questions whose key is doubted."""
    random = Random(seed)
    keys = [random.randint(1, 3) if place == PLANTED else 0 for place in range(QUESTIONS)]
    rows = tallies(random, keys)
    named = set()
    for place, key in enumerate(keys):
        found = question_statistics([row for row in rows if row.position == place], options=4)
        if Rule.CHECK_KEY in {finding.rule for finding in findings(found, [key])}:
            named.add(place)
    return named


@pytest.mark.slow
def test_wrong_key_is_named_and_right_ones_are_not():
    doubted = [checked_keys(seed) for seed in range(SIMULATIONS)]
    assert sum(PLANTED in keys for keys in doubted) >= 0.95 * SIMULATIONS
    false_alarms = sum(len(keys - {PLANTED}) for keys in doubted)
    assert false_alarms <= 0.02 * SIMULATIONS * (QUESTIONS - 1)
