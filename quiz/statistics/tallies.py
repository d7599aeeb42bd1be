"""What the statistics are computed from: how many responses there are of each sort. Pure: no Django."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple, TypeVar

from quiz.statistics.frequencies import Frequencies, size

Key = TypeVar("Key", bound=Hashable)

# Digits at which two total scores count as one, so that adding points in another order parts nobody from their third.
_DIGITS = 12


class Tally(NamedTuple):
    """`times` responses that are alike, `sure` of them given by somebody who said so.

    `version` is the one that scored them. `answer` holds the numbers that the chosen options have in it, nothing for a
    question without options, and is None where nothing was answered. `total` of `total_possible` are the points of the
    whole attempt.
    """

    version: int
    position: int
    answer: tuple[int, ...] | None
    points: float
    possible: float
    total: float
    total_possible: float
    times: int
    sure: int = 0

    @property
    def share(self) -> float:
        """Points of possible, 0 to 1."""
        return self.points / self.possible if self.possible else 0.0

    @property
    def rest(self) -> float | None:
        """The share of the points of all other questions of the attempt; None where there is no other."""
        others = self.total_possible - self.possible
        return (self.total - self.points) / others if others else None

    @property
    def contribution(self) -> float:
        """What the question adds to `total_share`."""
        return self.points / self.total_possible if self.total_possible else 0.0

    @property
    def weight(self) -> float:
        """The part of the attempt's points that the question may yield."""
        return self.possible / self.total_possible if self.total_possible else 0.0

    @property
    def total_share(self) -> float:
        return share_of(self.total, self.total_possible)


def share_of(points: float, possible: float) -> float:
    return points / possible if possible else 0.0


def grouped(tallies: Iterable[Tally], key: Callable[[Tally], Key]) -> dict[Key, list[Tally]]:
    found: dict[Key, list[Tally]] = defaultdict(list)
    for tally in tallies:
        found[key(tally)].append(tally)
    return dict(found)


def frequencies_of(tallies: Iterable[Tally], value: Callable[[Tally], float]) -> Frequencies:
    found: Counter[float] = Counter()
    for tally in tallies:
        found[value(tally)] += tally.times
    return found


def attempt_shares(tallies: Iterable[Tally]) -> Frequencies:
    """The total shares of the attempts at a quiz, each of which has one first question."""
    return frequencies_of((tally for tally in tallies if tally.position == 1), lambda tally: tally.total_share)


def responses(tallies: Iterable[Tally]) -> int:
    return sum(tally.times for tally in tallies)


class Slots(NamedTuple):
    """The places of a quiz, each with its tallies.

    Where every attempt has the same questions a place is a question. Where they are drawn it is a position, as
    Moodle counts the places of random questions.
    """

    tallies: Mapping[Hashable, list[Tally]]
    is_drawn: bool
    is_even: bool  # whether every attempt fills every place


def slots(tallies: Iterable[Tally], question_of: Callable[[Tally], Hashable], attempts: int) -> Slots:
    tallies = list(tallies)
    by_question = grouped(tallies, question_of)
    if all(responses(found) == attempts for found in by_question.values()):
        return Slots(by_question, is_drawn=False, is_even=True)
    by_position = grouped(tallies, _position)
    is_even = all(responses(found) == attempts for found in by_position.values())
    return Slots(by_position, is_drawn=True, is_even=is_even)


def _position(tally: Tally) -> Hashable:
    return tally.position


class Third(IntEnum):
    """Of the learners in the order of their total score."""

    LOWER = 0
    MIDDLE = 1
    UPPER = 2


_THIRDS = tuple(Third)


class Thirds:
    """Parts total scores, as shares, into thirds. Equal scores stay together, where the middle of them falls.

    So the thirds are of about the same size, and learners who did equally well are never compared with each other.
    """

    def __init__(self, shares: Frequencies) -> None:
        rounded: Counter[float] = Counter()
        for share, count in shares.items():
            rounded[round(share, _DIGITS)] += count
        self._tops = [_top(rounded, part / 3) for part in (1, 2)]

    def __call__(self, share: float) -> Third:
        return _THIRDS[bisect_left(self._tops, round(share, _DIGITS))]


def _top(shares: Frequencies, part: float) -> float:
    """The highest share whose learners stand, on average, below `part` of all."""
    number, before, top = size(shares), 0, -1.0
    for share in sorted(shares):
        if (before + shares[share] / 2) / number >= part:
            break
        before += shares[share]
        top = share
    return top
