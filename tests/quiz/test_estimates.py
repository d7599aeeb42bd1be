"""What a score says of the level behind it."""

import pytest

from quiz.estimates import likely_range

# Wilson's interval, worked out by hand from its formula.
RANGES = [
    (0.5, 10, (24, 76)),
    (0.0, 10, (0, 28)),
    (1.0, 10, (72, 100)),
    (0.6, 60, (47, 71)),
    (0.25, 4, (5, 70)),
    (0.72, 1_000, (69, 75)),
]


@pytest.mark.parametrize(("share", "count", "expected"), RANGES)
def test_range_of_levels(share, count, expected):
    assert likely_range(share, count) == expected


@pytest.mark.parametrize("share", [0, 0.3, 0.5, 0.9, 1])
def test_more_questions_say_more(share):
    widths = [high - low for low, high in (likely_range(share, count) for count in (5, 10, 20, 60, 200))]
    assert widths == sorted(widths, reverse=True)


def test_score_lies_in_its_own_range():
    for count in (1, 5, 50):
        for right in range(count + 1):
            low, high = likely_range(right / count, count)
            assert low <= 100 * right / count <= high
