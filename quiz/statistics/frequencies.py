"""Moments of values that come with how often they occur: `{value: count}`, pairs as `{(x, y): count}`.

Variances and covariances divide by n - 1, as Moodle's statistics report does. Deviations are taken from the mean before
they are multiplied and sums are exact, so that nothing is lost to large sums that nearly cancel. Pure: no Django.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from math import fsum, sqrt
from typing import Any

Frequencies = Mapping[float, int]
Pairs = Mapping[tuple[float, float], int]

# Values closer than this are one value: the same points added in another order differ in their last digits.
SAME = 1e-12


def size(frequencies: Mapping[Any, int]) -> int:
    return sum(frequencies.values())


def mean(frequencies: Frequencies) -> float:
    """Raises ZeroDivisionError for no values."""
    return fsum(value * count for value, count in frequencies.items()) / size(frequencies)


def is_constant(frequencies: Frequencies) -> bool:
    return max(frequencies) - min(frequencies) < SAME


def power_sum(frequencies: Frequencies, power: int) -> float:
    """The sum of (value - mean) ** power."""
    centre = mean(frequencies)
    return fsum(count * (value - centre) ** power for value, count in frequencies.items())


def variance(frequencies: Frequencies) -> float | None:
    """None for fewer than two values; exactly 0 where all are the same."""
    number = size(frequencies)
    if number < 2:
        return None
    return 0.0 if is_constant(frequencies) else power_sum(frequencies, 2) / (number - 1)


def deviation(frequencies: Frequencies) -> float | None:
    found = variance(frequencies)
    return None if found is None else sqrt(found)


def median(frequencies: Frequencies) -> float:
    """The middle value, or the mean of the two in the middle. Raises IndexError for no values."""
    number = size(frequencies)
    return (_at(frequencies, (number - 1) // 2) + _at(frequencies, number // 2)) / 2


def _at(frequencies: Frequencies, place: int) -> float:
    """The value at a place, from 0, of the values in order."""
    before = 0
    for value in sorted(frequencies):
        before += frequencies[value]
        if place < before:
            return value
    raise IndexError(place)


def marginals(pairs: Pairs) -> tuple[Counter[float], Counter[float]]:
    """How often each x and each y occurs."""
    xs: Counter[float] = Counter()
    ys: Counter[float] = Counter()
    for (x, y), count in pairs.items():
        xs[x] += count
        ys[y] += count
    return xs, ys


def covariance(pairs: Pairs) -> float | None:
    """None for fewer than two pairs; exactly 0 where either side is constant."""
    return _covariance(((x, y, count) for (x, y), count in pairs.items()), *marginals(pairs))


def largest_covariance(pairs: Pairs) -> float | None:
    """The covariance that the same xs and ys would have if both were in order: the most they can."""
    xs, ys = marginals(pairs)
    return _covariance(_in_order(xs, ys), xs, ys)


def _covariance(triples: Iterator[tuple[float, float, int]], xs: Frequencies, ys: Frequencies) -> float | None:
    number = size(xs)
    if number < 2:
        return None
    if is_constant(xs) or is_constant(ys):
        return 0.0
    x_mean, y_mean = mean(xs), mean(ys)
    return fsum(count * (x - x_mean) * (y - y_mean) for x, y, count in triples) / (number - 1)


def _in_order(xs: Frequencies, ys: Frequencies) -> Iterator[tuple[float, float, int]]:
    """The smallest x with the smallest y, and so on; runs of equal pairs as one, with their number."""
    rest = iter(sorted(ys.items()))
    y, left = 0.0, 0
    for x, wanted in sorted(xs.items()):
        while wanted:
            if not left:
                y, left = next(rest)
            taken = min(wanted, left)
            yield x, y, taken
            wanted -= taken
            left -= taken


def wilson_interval(share: float, number: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """Where the true share lies with 95 % confidence, for a share seen in `number` > 0 cases.

    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212. It holds for
    shares of right and wrong. For partial credit it is on the wide side, since values between 0 and 1 never vary more
    than those at the ends.
    """
    spread = z * z / number
    centre = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / number + spread / (4 * number))
    return max(0.0, centre - half), min(1.0, centre + half)
