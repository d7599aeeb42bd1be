"""How likely a pattern over a bank is by chance. Plain Python, no tables."""

import math
from collections.abc import Iterable, Sequence


def chi_square_tail(statistic: float, freedom: int) -> float:
    """The probability that a chi-square variable with `freedom` degrees is at least `statistic`.

    Q(k/2, x/2), the regularised upper incomplete gamma function, by its closed forms for whole and half k/2
    (Abramowitz and Stegun 1964, 26.4.4 and 26.4.5):

    even k: exp(-x/2) * sum over i < k/2 of (x/2)^i / i!
    odd k: erfc(sqrt(x/2)) + exp(-x/2) * sum over i of (x/2)^(i - 1/2) / Gamma(i + 1/2), i = 1 to (k - 1)/2
    """
    if statistic <= 0:
        return 1.0
    half = statistic / 2
    if freedom % 2 == 0:
        total = math.fsum(half**power / math.factorial(power) for power in range(freedom // 2))
        return min(1.0, math.exp(-half) * total)
    total = math.fsum(half ** (power - 0.5) / math.gamma(power + 0.5) for power in range(1, (freedom + 1) // 2))
    return min(1.0, math.erfc(math.sqrt(half)) + math.exp(-half) * total)


def goodness_of_fit(counts: Sequence[int]) -> float:
    """The p-value of Pearson's chi-square test (1900) that all places are equally likely.

    X^2 = sum of (observed - expected)^2 / expected, with as many degrees of freedom as places less one. The
    approximation needs an expected count of 5 in each place (Cochran 1954); below that the answer is 1.
    """
    expected = sum(counts) / len(counts) if counts else 0
    if expected < 5 or len(counts) < 2:
        return 1.0
    statistic = sum((count - expected) ** 2 / expected for count in counts)
    return chi_square_tail(statistic, len(counts) - 1)


def at_least(successes: int, chances: Iterable[float]) -> float:
    """The probability of at least so many successes in independent trials, each with a chance of its own.

    The Poisson binomial distribution by its recursion, P_n(k) = P_(n-1)(k) (1 - p_n) + P_(n-1)(k - 1) p_n (Chen and
    Liu 1997); the binomial where all chances are equal. Exact, in trials times successes steps.
    """
    below = [1.0] + [0.0] * (successes - 1)  # the probability of each number of successes under the one asked for
    if successes <= 0:
        return 1.0
    for chance in chances:
        for count in range(successes - 1, 0, -1):
            below[count] += (below[count - 1] - below[count]) * chance
        below[0] *= 1 - chance
    return max(0.0, 1.0 - sum(below))
