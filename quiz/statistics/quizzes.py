"""How a quiz performs, as Moodle's quiz statistics report defines it. Pure: no Django.

Sources: https://docs.moodle.org/dev/Quiz_statistics_calculations and, for what is null when, Moodle's own
mod/quiz/report/statistics/classes/calculator.php. S is the number of first attempts, T the score of one of them,
m_k = sum((T - mean(T))^k) / S.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import fsum, sqrt
from typing import TypeVar

from quiz.statistics.frequencies import Frequencies, covariance, deviation, mean, median, power_sum, size, variance
from quiz.statistics.tallies import Slots, Tally, frequencies_of

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """What the scores of first attempts say; scores are percentages of what an attempt could yield.

    - mean, median, standard_deviation (S - 1; None below two attempts).
    - skewness: k3 / k2^(3/2), kurtosis: k4 / k2^2, of the k-statistics
      k2 = S m2 / (S - 1), k3 = S^2 m3 / ((S - 1)(S - 2)),
      k4 = S^2 ((S + 1) m4 - 3 (S - 1) m2^2) / ((S - 1)(S - 2)(S - 3)).
      None below three and four attempts, and where all scores are the same.
    - internal_consistency: the coefficient of internal consistency, Cronbach's alpha in percent,
      100 P / (P - 1) (1 - sum over places of var(x) / var(T)), for P > 1 places. None below three attempts, where all
      scores are the same, and where attempts differ in length.
    - error_ratio: 100 sqrt(1 - internal_consistency / 100), how much of the deviation is chance.
    - standard_error: error_ratio / 100 times the standard deviation.
    """

    attempts: int
    mean: float
    median: float
    standard_deviation: float | None
    skewness: float | None
    kurtosis: float | None
    internal_consistency: float | None
    error_ratio: float | None
    standard_error: float | None


def quiz_statistics(shares: Frequencies, places: Slots) -> QuizStatistics:
    """From the total shares, 0 to 1, of at least one first attempt."""
    spread = deviation(shares)
    consistency = internal_consistency(shares, places)
    error_ratio = None if consistency is None else 100 * sqrt(1 - consistency / 100)
    return QuizStatistics(
        attempts=size(shares),
        mean=100 * mean(shares),
        median=100 * median(shares),
        standard_deviation=None if spread is None else 100 * spread,
        skewness=skewness(shares),
        kurtosis=kurtosis(shares),
        internal_consistency=consistency,
        error_ratio=error_ratio,
        standard_error=None if error_ratio is None or spread is None else error_ratio * spread,
    )


def skewness(scores: Frequencies) -> float | None:
    number, k2 = size(scores), variance(scores)
    if number < 3 or not k2:
        return None
    m3 = power_sum(scores, 3) / number
    return number**2 * m3 / ((number - 1) * (number - 2)) / sqrt(k2) ** 3


def kurtosis(scores: Frequencies) -> float | None:
    number, k2 = size(scores), variance(scores)
    if number < 4 or not k2:
        return None
    m2, m4 = power_sum(scores, 2) / number, power_sum(scores, 4) / number
    excess = (number + 1) * m4 - 3 * (number - 1) * m2**2
    return number**2 * excess / ((number - 1) * (number - 2) * (number - 3)) / k2**2


def internal_consistency(shares: Frequencies, places: Slots) -> float | None:
    number, total, count = size(shares), variance(shares), len(places.tallies)
    if number < 3 or count < 2 or not total or not places.is_even:
        return None
    contributions = (frequencies_of(found, lambda tally: tally.contribution) for found in places.tallies.values())
    parts = fsum(variance(found) or 0 for found in contributions)
    return 100 * count / (count - 1) * (1 - parts / total)


def effective_weights(places: Mapping[Key, Iterable[Tally]]) -> dict[Key, float | None]:
    """How much each place really decides of the score: 100 sqrt(cov(x, T)) / sum over places of sqrt(cov(x, T)).

    The sum leaves out negative covariances. None for a place whose covariance is negative, and for all where the sum
    is 0.
    """
    covariances = {key: covariance(_with_total(tallies)) for key, tallies in places.items()}
    roots = {key: None if found is None or found < 0 else sqrt(found) for key, found in covariances.items()}
    whole = fsum(root for root in roots.values() if root is not None)
    return {key: 100 * root / whole if root is not None and whole else None for key, root in roots.items()}


def _with_total(tallies: Iterable[Tally]) -> Mapping[tuple[float, float], int]:
    pairs: Counter[tuple[float, float]] = Counter()
    for tally in tallies:
        pairs[tally.contribution, tally.total_share] += tally.times
    return pairs
