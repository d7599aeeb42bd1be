"""What a score says of the level behind it. Pure: no Django."""

from math import sqrt

Z = 1.96  # of the normal distribution, for 95 %


def likely_range(share: float, count: int) -> tuple[int, int]:
    """The levels, in whole percent, that could show `share` (0 to 1) of the points in `count` questions.

    Wilson's score interval (E. B. Wilson, Journal of the American Statistical Association 22, 1927, p. 209) at 95 %,
    for questions that are right or wrong; with parts of points it is a little wider than it had to be.
    """
    spread = Z * Z / count
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(share * (1 - share) / count + spread / (4 * count))
    return round(100 * max(0.0, middle - half)), round(100 * min(1.0, middle + half))
