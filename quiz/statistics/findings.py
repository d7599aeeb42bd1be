"""Which questions to look at first, and why. Pure: no Django."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum

from quiz.statistics.questions import OptionCount, QuestionStatistics

# Moodle's guide to its report calls 5 % "extremely difficult, or something is wrong with the question", 95 % the
# opposite (https://docs.moodle.org/en/Quiz_statistics_report).
HARDEST, EASIEST = 0.05, 0.95
# A distractor that fewer take is one that nobody takes: of many thousand learners somebody always slips.
IDLE_BELOW = 0.01


class Rule(IntEnum):
    """The gravest first."""

    CHECK_KEY = 1
    TOO_HARD = 2
    TOO_EASY = 3
    IDLE_DISTRACTORS = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """`options` are those that the finding is about, by number: the key's rival, or idle distractors."""

    rule: Rule
    options: tuple[int, ...] = ()


def findings(found: QuestionStatistics, key: Collection[int] = ()) -> list[Finding]:
    """What is doubtful about a question, the gravest first; `key` holds the numbers of its right options."""
    keys = [option for option in found.options if option.number in key]
    distractors = [option for option in found.options if option.number not in key]
    rival = _rival(keys, distractors)
    doubts = []
    if rival or (found.discrimination_index is not None and found.discrimination_index < 0):
        doubts.append(Finding(Rule.CHECK_KEY, rival))
    if found.facility <= HARDEST:
        doubts.append(Finding(Rule.TOO_HARD))
    if found.facility >= EASIEST:
        doubts.append(Finding(Rule.TOO_EASY))
    elif idle := tuple(option.number for option in distractors if option.count < IDLE_BELOW * found.learners):
        doubts.append(Finding(Rule.IDLE_DISTRACTORS, idle))
    return doubts


def _rival(keys: Sequence[OptionCount], distractors: Sequence[OptionCount]) -> tuple[int, ...]:
    """The distractor that the upper third took more often than a key, if it also tells the learners better apart.

    This finds the wrong keys whose own discrimination is above 0 by chance, as happens when few were right: of keys
    planted among twenty questions with a hundred learners, 98 in 100 against 89 by the sign of discrimination alone,
    with as many false alarms.
    """
    if not keys or not distractors:
        return ()
    weakest = min(keys, key=lambda option: option.thirds[-1])
    rival = max(distractors, key=lambda option: option.thirds[-1])
    is_better = (rival.discrimination or 0) > (weakest.discrimination or 0)
    return (rival.number,) if rival.thirds[-1] > weakest.thirds[-1] and is_better else ()
