"""Made-up first attempts as arrays: rows are learners, columns questions, nan where a learner was not given one."""

from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from quiz.statistics import Tally

Floats = NDArray[np.float64]


@dataclass
class AnswerSet:
    points: Floats
    possible: Floats  # of each question

    @cached_property
    def given(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.points)

    @property
    def possible_each(self) -> Floats:
        """What each learner could have for each question."""
        return np.where(self.given, self.possible, 0)

    @cached_property
    def totals(self) -> Floats:
        return np.asarray(np.nansum(self.points, axis=1))

    @cached_property
    def total_possible(self) -> Floats:
        return np.asarray(self.possible_each.sum(axis=1))

    def positions(self, row: int) -> dict[int, int]:
        """The place of each question in a learner's attempt."""
        return {int(question): place for place, question in enumerate(np.flatnonzero(self.given[row]), 1)}

    @cached_property
    def tallies(self) -> list[Tally]:
        """As the database counts them; the version of a question is its column."""
        found: Counter[Tally] = Counter()
        for row, (total, whole) in enumerate(zip(self.totals, self.total_possible, strict=True)):
            for column, place in self.positions(row).items():
                points = float(self.points[row, column])
                possible = float(self.possible[column])
                found[Tally(column, place, (), points, possible, float(total), float(whole), 1)] += 1
        return [tally._replace(times=times) for tally, times in found.items()]

    @cached_property
    def shares(self) -> Counter[float]:
        return Counter((self.totals / self.total_possible).tolist())


@cache
def random_set(seed: int) -> AnswerSet:
    """A data set unlike the others: its size, its points, partial credit; every fifth draws its questions.

    Some questions are constant, and some are answered the wrong way round.
    """
    random = np.random.default_rng(seed)
    learners, questions = int(random.integers(5, 300)), int(random.integers(2, 25))
    ability, difficulty = random.normal(size=learners), random.normal(size=questions)
    slope = random.choice([1.5, 1.0, 0.3, -1.0], questions, p=[0.4, 0.4, 0.1, 0.1])
    chance = 1 / (1 + np.exp(-slope * (ability[:, None] - difficulty)))
    steps = random.choice([1, 1, 3, 4], questions)  # of partial credit
    shares = random.binomial(steps, chance) / steps
    if seed % 3 == 0:
        shares[:, 0] = random.choice([0.0, 1.0, 1 / 3])
    possible = random.choice([1.0, 2.0, 0.5, 3.0], questions)
    points = shares * possible
    if seed % 5 == 0 and questions > 4:
        points = _drawn(points, questions // 2, random)
    return AnswerSet(points, possible)


def _drawn(points: Floats, count: int, random: np.random.Generator) -> Floats:
    """The points with so many questions left to each learner."""
    order = random.permuted(np.tile(np.arange(points.shape[1]), (len(points), 1)), axis=1)
    return np.where(order < count, points, np.nan)
