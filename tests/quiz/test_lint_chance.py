"""Probabilities against values of published tables and against counting."""

import math
from itertools import product

import pytest

from quiz.lint.chance import at_least, chi_square_tail, goodness_of_fit

# Upper critical values of chi-square (NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4).
CRITICAL = [
    (1, 0.05, 3.841), (1, 0.01, 6.635), (2, 0.05, 5.991), (2, 0.001, 13.816), (3, 0.05, 7.815), (3, 0.01, 11.345),
    (4, 0.10, 7.779), (5, 0.05, 11.070), (9, 0.01, 21.666), (10, 0.05, 18.307), (20, 0.01, 37.566),
]  # fmt: skip


@pytest.mark.parametrize(("freedom", "probability", "value"), CRITICAL)
def test_chi_square_tail_agrees_with_the_table(freedom, probability, value):
    assert chi_square_tail(value, freedom) == pytest.approx(probability, rel=2e-3)


def test_chi_square_tail_falls_from_one_to_nothing():
    assert chi_square_tail(0, 3) == 1
    tails = [chi_square_tail(value, 3) for value in range(1, 200, 10)]
    assert tails == sorted(tails, reverse=True)
    assert tails[-1] < 1e-30


def test_even_counts_fit_and_uneven_ones_do_not():
    assert goodness_of_fit([25, 25, 25, 25]) == 1
    assert goodness_of_fit([10, 20, 30, 40]) == pytest.approx(chi_square_tail(20, 3))


@pytest.mark.parametrize("counts", [[], [40], [9, 0], [0, 0]])
def test_counts_that_no_test_can_judge(counts):
    assert goodness_of_fit(counts) == 1


@pytest.mark.parametrize("successes", range(7))
def test_at_least_equals_the_binomial(successes):
    tail = sum(math.comb(6, k) * 0.25**k * 0.75 ** (6 - k) for k in range(successes, 7))
    assert at_least(successes, [0.25] * 6) == pytest.approx(tail)


@pytest.mark.parametrize("successes", range(5))
def test_at_least_equals_counting_where_chances_differ(successes):
    chances = [1 / 2, 1 / 3, 1 / 4, 1 / 5]
    outcomes = product((False, True), repeat=4)
    probability = sum(
        math.prod(chance if hit else 1 - chance for hit, chance in zip(outcome, chances, strict=True))
        for outcome in outcomes
        if sum(outcome) >= successes
    )
    assert at_least(successes, chances) == pytest.approx(probability)


def test_more_successes_than_trials_cannot_be():
    assert at_least(3, [0.5, 0.5]) == pytest.approx(0, abs=1e-12)
