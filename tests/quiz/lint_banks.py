"""Banks whose keys stand, or are as long, as chance has it, or more often in one way."""

from random import Random
from typing import Any

from quiz.lint import BANK_RULES
from quiz.lint.wording import Wording
from tests.quiz.lint_examples import options, question

Source = dict[str, Any]
EVEN, UNEVEN = (1, 1, 1, 1), (1, 3, 1, 1)  # how likely each of four places is the key's
BY_CHANCE, TOO_OFTEN = 0.25, 0.5  # how likely the key of four options is the longest


def bank_of_places(seed: int, weights: tuple[int, ...], count: int = 120) -> dict[str, Source]:
    """Single choices in a fixed order whose keys are drawn by weights."""
    random = Random(seed)
    keys = random.choices(range(4), weights, k=count)
    return {
        f"q{number}": question("single", {"shuffle": False, "options": options("a", "b", "c", "d", keys=(key,))})
        for number, key in enumerate(keys)
    }


def bank_of_lengths(seed: int, chance: float, count: int = 120) -> dict[str, Source]:
    """Single choices of four whose key is the longest option with this chance."""
    random = Random(seed)
    return {f"q{number}": _of_length(random, chance) for number in range(count)}


def _of_length(random: Random, chance: float) -> Source:
    lengths = random.sample(range(10, 60), 4)
    longest = lengths.index(max(lengths))
    others = [place for place in range(4) if place != longest]
    key = longest if random.random() < chance else random.choice(others)
    return question("single", {"options": options(*("x" * length for length in lengths), keys=(key,))})


def found_over(sources: dict[str, Source]) -> dict[str, str]:
    """What is found over the bank as a whole: the messages by rule."""
    wordings = [Wording(source) for source in sources.values()]
    return {finding.rule: finding.message for rule in BANK_RULES for finding in rule.findings(wordings)}
