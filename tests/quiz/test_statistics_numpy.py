"""The statistics of 50 made-up data sets against a computation by NumPy from the whole table of points."""

import numpy as np
import pytest

from quiz.statistics import effective_weights, grouped, question_statistics, quiz_statistics, slots
from tests.quiz.answer_sets import random_set

SETS = range(50)
CLOSE = 1e-9


def same(found, expected):
    """Whether both are None, or equal to nine digits; an expected nan stands for None."""
    if expected is None or np.isnan(expected):
        return found is None
    return found == pytest.approx(expected, rel=CLOSE, abs=CLOSE)


def is_constant(values):
    return len(values) < 2 or np.ptp(values) < 1e-12


def covariance(x, y):
    return 0.0 if is_constant(x) or is_constant(y) else np.cov(x, y, ddof=1)[0, 1]


def statistics(answers):
    """What the module says of each question, by its column."""
    by_column = grouped(answers.tallies, lambda tally: tally.version)
    return {column: question_statistics(tallies) for column, tallies in by_column.items()}


def places(answers):
    return slots(answers.tallies, lambda tally: tally.version, len(answers.points))


def columns(answers):
    """For each question that was given: its number, its shares, and those of the rest, learner by learner."""
    for column in np.flatnonzero(answers.given.any(axis=0)):
        rows = answers.given[:, column]
        points, whole = answers.points[rows, column], answers.possible[column]
        rest = (answers.totals[rows] - points) / (answers.total_possible[rows] - whole)
        yield int(column), points / whole, rest


@pytest.mark.parametrize("seed", SETS)
def test_facility_and_deviation(seed):
    answers = random_set(seed)
    found = statistics(answers)
    for column, shares, _ in columns(answers):
        assert found[column].learners == len(shares)
        assert same(found[column].facility, shares.mean())
        assert same(found[column].standard_deviation, np.std(shares, ddof=1) if len(shares) > 1 else None)


@pytest.mark.parametrize("seed", SETS)
def test_discrimination(seed):
    answers = random_set(seed)
    found = statistics(answers)
    for column, shares, rest in columns(answers):
        is_flat = is_constant(shares) or is_constant(rest)
        index = None if is_flat else 100 * np.corrcoef(shares, rest)[0, 1]
        assert same(found[column].discrimination_index, index)
        largest = covariance(np.sort(shares), np.sort(rest))
        assert same(
            found[column].discriminative_efficiency, 100 * covariance(shares, rest) / largest if largest else None
        )


@pytest.mark.parametrize("seed", [seed for seed in SETS if random_set(seed).given.all()])
def test_weights(seed):
    answers = random_set(seed)
    totals, found = answers.totals, effective_weights(places(answers).tallies)
    covariances = np.array([covariance(points, totals) for points in answers.points.T])
    roots = np.sqrt(np.where(covariances < 0, np.nan, covariances))
    for column, root in enumerate(roots):
        assert same(found[column], 100 * root / np.nansum(roots) if np.nansum(roots) else None)
        weight = 100 * answers.possible[column] / answers.possible.sum()
        assert same(statistics(answers)[column].intended_weight, weight)


@pytest.mark.parametrize("seed", SETS)
def test_scores(seed):
    answers = random_set(seed)
    scores = 100 * answers.totals / answers.total_possible
    found = quiz_statistics(answers.shares, places(answers))
    assert found.attempts == len(scores)
    assert same(found.mean, scores.mean())
    assert same(found.median, np.median(scores))
    assert same(found.standard_deviation, np.std(scores, ddof=1))


@pytest.mark.parametrize("seed", SETS)
def test_shape_of_scores(seed):
    """By the formulas of statistics packages, as scipy's `skew` and `kurtosis` with bias=False, not by k-statistics."""
    answers = random_set(seed)
    scores = answers.totals / answers.total_possible
    found = quiz_statistics(answers.shares, places(answers))
    n, z = len(scores), (scores - scores.mean()) / np.std(scores)
    assert same(found.skewness, np.mean(z**3) * np.sqrt(n * (n - 1)) / (n - 2))
    assert same(found.kurtosis, ((n + 1) * (np.mean(z**4) - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))


@pytest.mark.parametrize("seed", SETS)
def test_consistency(seed):
    answers = random_set(seed)
    parts = answers.points / answers.total_possible[:, None]
    # Where questions are drawn, the places are positions: each learner's own questions moved to the left.
    parts = np.array([row[~np.isnan(row)] for row in parts])
    count = parts.shape[1]
    found = quiz_statistics(answers.shares, places(answers))
    alpha = 100 * count / (count - 1) * (1 - parts.var(axis=0, ddof=1).sum() / parts.sum(axis=1).var(ddof=1))
    assert same(found.internal_consistency, alpha)
    ratio = 100 * np.sqrt(1 - alpha / 100)
    assert same(found.error_ratio, ratio)
    assert same(found.standard_error, ratio * np.std(100 * parts.sum(axis=1), ddof=1) / 100)


def test_sets_are_of_all_sorts():
    sets = [random_set(seed) for seed in SETS]
    assert any(not answers.given.all() for answers in sets)
    assert any(is_constant(answers.points[:, 0]) for answers in sets)
    indices = [found.discrimination_index for answers in sets for found in statistics(answers).values()]
    assert min(index for index in indices if index is not None) < -10
    assert None in indices
