"""Rules over a whole bank: where keys stand, and how often the longest option is right."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from quiz.lint.chance import at_least, goodness_of_fit
from quiz.lint.clues import is_longest
from quiz.lint.finding import HALADYNA, Finding, Level
from quiz.lint.wording import Wording

UNLIKELY = 0.01  # a pattern that chance gives less often is reported


@dataclass(frozen=True, slots=True)
class BankRule:
    """As a `Rule`, over all questions at once; its findings are warnings and belong to no field."""

    id: str
    title: str
    reference: str
    find: Callable[[Sequence[Wording]], Iterable[str]]
    level: Level = Level.WARNING

    def findings(self, questions: Sequence[Wording]) -> list[Finding]:
        return [Finding(self.id, self.level, "", message) for message in self.find(questions)]


def key_position_skew(questions: Sequence[Wording]) -> Iterator[str]:
    """Pearson's chi-square test over the places of the key, for each number of options on its own.

    Only for single choices whose order is fixed: what is shuffled has no place. True and false are such a fixed order.
    """
    places: defaultdict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for question in questions:
        if question.kind == "true-false" and isinstance(question.source.get("key"), bool):
            places["true-false", 2][1 if question.source["key"] else 2] += 1
        elif question.kind == "single" and not question.is_shuffled and len(question.keys) == 1:
            places["single", len(question.options)][question.keys[0].number] += 1
    for (kind, size), counted in places.items():
        counts = [counted[place] for place in range(1, size + 1)]
        if goodness_of_fit(counts) < UNLIKELY:
            yield _skewed(kind, counts)


def _skewed(kind: str, counts: list[int]) -> str:
    most, total = max(counts), sum(counts)
    if kind == "true-false":
        key = "True" if counts[0] == most else "False"
        return f"{key} is right in {most} of {total} statements. Turn some of them round."
    place = counts.index(most) + 1
    expected = total / len(counts)
    return (
        f"Of {total} questions with {len(counts)} options in a fixed order, the key is option {place} in {most}, where "
        f"chance gives {expected:.0f}. Move some keys, or let the options be shuffled."
    )


def longest_key_skew(questions: Sequence[Wording]) -> Iterator[str]:
    """How often the key of a single choice is longer than every distractor, against chance.

    Each option of a question is equally likely to be its longest; ties, where none is, count as a miss. One-sided, by
    the Poisson binomial distribution (see `chance.at_least`).
    """
    judged = [question for question in questions if question.kind == "single" and len(question.keys) == 1]
    judged = [question for question in judged if question.distractors]
    longest = sum(is_longest(question) for question in judged)
    chances = [1 / len(question.options) for question in judged]
    if judged and at_least(longest, chances) < UNLIKELY:
        yield (
            f"The key is the longest option in {longest} of {len(judged)} questions, where chance gives "
            f"{sum(chances):.0f}. Lengthen distractors or shorten keys until the length says nothing."
        )


BANK_RULES = (
    BankRule(
        "key-position-skew",
        "Keys stand in one place too often",
        f"{HALADYNA} 20: vary the location of the right answer",
        key_position_skew,
    ),
    BankRule(
        "longest-key-skew",
        "The longest option is right too often",
        f"{HALADYNA} 24: keep the length of choices about equal",
        longest_key_skew,
    ),
)
