"""Credit: from what was answered and what the key is to a share of the points, 0 to 1.

The rules are data on the question. None takes points away across questions, and none goes below 0. Unanswered is 0
under every rule. Pure: no Django.

- all-or-nothing: AWS scores multiple response and matching so (AWS Certification, exam guides: "you must select all
  the correct responses to receive credit", "match all pairs").
- right-minus-wrong: Moodle's multiple-answer question with equal fractions, floored at 0 for the question.
- per-part: Moodle's matching question: each pair is worth the same.
- adjacent-pairs: Moodle's ordering question, grading type "relative to the next item, excluding last".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

ALL_OR_NOTHING = "all-or-nothing"
RIGHT_MINUS_WRONG = "right-minus-wrong"
PER_PART = "per-part"
ADJACENT_PAIRS = "adjacent-pairs"


@dataclass(frozen=True, slots=True)
class Score:
    """`points` of `possible`, both at least 0, `points` never more than `possible`."""

    points: float
    possible: float

    @property
    def is_full(self) -> bool:
        return self.points >= self.possible


def percent(score: Score) -> int:
    """Whole percent, rounded half up; 0 where nothing could be had."""
    return int(score.points / score.possible * 100 + 0.5) if score.possible else 0


def choice_credit(chosen: Collection[int], key: Collection[int], rule: str) -> float:
    """Credit for chosen options, by number, against those of the key.

    all-or-nothing: 1 when both are the same set. right-minus-wrong: (right - wrong) / size of the key, at least 0.
    per-part: right / size of the key, and 0 when more were chosen than the key has, since the stem says how many.
    """
    right = len(set(chosen) & set(key))
    wrong = len(set(chosen) - set(key))
    if not chosen:
        return 0.0
    if rule == RIGHT_MINUS_WRONG:
        return max(0.0, (right - wrong) / len(key))
    if rule == PER_PART:
        return right / len(key) if right + wrong <= len(key) else 0.0
    return float(wrong == 0 and right == len(key))


def matching_credit(matched: Sequence[int | None], rule: str) -> float:
    """Credit for matches: prompt `i` is right when choice `i` was matched to it; None is unanswered.

    per-part: right prompts / prompts. all-or-nothing: 1 when all are right.
    """
    right = sum(choice == prompt for prompt, choice in enumerate(matched))
    return right / len(matched) if rule == PER_PART else float(right == len(matched))


def ordering_credit(order: Sequence[int], rule: str) -> float:
    """Credit for an order of items that are numbered in the right order, 0 first.

    adjacent-pairs: neighbours that belong together / neighbours. per-part: items in their own place / items.
    all-or-nothing: 1 for the right order.
    """
    if not order:
        return 0.0
    if rule == ADJACENT_PAIRS:
        pairs = sum(after == before + 1 for before, after in pairwise(order))
        return pairs / (len(order) - 1)
    right = sum(item == place for place, item in enumerate(order))
    return right / len(order) if rule == PER_PART else float(right == len(order))


def numeric_credit(given: float | None, value: float, tolerance: float) -> float:
    """1 within the absolute tolerance, bounds included; a hair is allowed for binary fractions."""
    if given is None:
        return 0.0
    return float(abs(given - value) <= tolerance + 1e-9 * max(1.0, abs(value)))
