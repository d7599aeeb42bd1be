"""The edges of a drawing: tracks that they turn on, and routes that run together. User units. Pure: no Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations

from studyguide.drawing import BEND, Point

NEAR = 7.0  # closer parallel lines look like one
MOST_ORDERS = 6  # of so many tracks every order is tried


@dataclass(frozen=True, slots=True)
class Route:
    """The corners of an edge to the block `to`. One that does not arrive ends where it joins another to that block."""

    to: str
    points: tuple[Point, ...]
    arrives: bool = True

    @property
    def length(self) -> float:
        return sum(abs(x2 - x1) + abs(y2 - y1) for (x1, y1), (x2, y2) in pairwise(self.points))


@dataclass(frozen=True, slots=True)
class Net:
    """All edges between two layers that lead to one block: from `sources` down to `end`."""

    to: str
    sources: tuple[float, ...]
    end: float

    @property
    def span(self) -> tuple[float, float]:
        return min(*self.sources, self.end), max(*self.sources, self.end)

    @property
    def turns(self) -> bool:
        return self.span[1] - self.span[0] > 0.1


def tracks_of(nets: Sequence[Net]) -> dict[str, int]:
    """The track of each net that turns, counted from the top, in the order with the fewest crossings."""
    turning = [net for net in nets if net.turns]
    orders = permutations(turning) if len(turning) <= MOST_ORDERS else [tuple(turning)]
    order = min(orders, key=lambda order: sum(_clash(above, below) for above, below in combinations(order, 2)))
    tracks: dict[str, int] = {}
    for index, net in enumerate(order):
        beside = [tracks[other.to] for other in order[:index] if _overlap(other, net)]
        tracks[net.to] = max(beside, default=-1) + 1
    return tracks


def _overlap(one: Net, other: Net) -> bool:
    return one.span[0] - NEAR < other.span[1] and other.span[0] - NEAR < one.span[1]


def _clash(above: Net, below: Net) -> int:
    """How often the two cross with `above` on the upper track; lines on top of each other count ten times."""
    crossings = sum(above.span[0] < x < above.span[1] for x in below.sources)
    crossings += below.span[0] < above.end < below.span[1]
    return crossings + 10 * sum(abs(x - above.end) < NEAR for x in below.sources)


def joined(routes: Sequence[Route]) -> list[Route]:
    """The same routes, each cut where it joins a longer one to the same block, so that no line is drawn twice."""
    drawn: dict[str, list[tuple[Point, Point]]] = {}
    cut: dict[int, Route] = {}
    for index, route in sorted(enumerate(routes), key=lambda pair: -pair[1].length):
        cut[index] = _cut(route, drawn.setdefault(route.to, []))
        drawn[route.to] += pairwise(cut[index].points)
    return [cut[index] for index in range(len(routes))]


def _cut(route: Route, drawn: Sequence[tuple[Point, Point]]) -> Route:
    for index, (corner, after) in enumerate(pairwise(route.points)):
        length = abs(after[0] - corner[0]) + abs(after[1] - corner[1])
        share = min(2 * BEND / length, 1) if length else 0
        end = corner[0] + (after[0] - corner[0]) * share, corner[1] + (after[1] - corner[1]) * share
        if index and share and any(_holds(run, corner) and _holds(run, end) for run in drawn):
            return Route(route.to, (*route.points[: index + 1], end), arrives=False)
    return route


def _holds(run: tuple[Point, Point], point: Point) -> bool:
    (x1, y1), (x2, y2) = run
    return min(x1, x2) - 0.1 < point[0] < max(x1, x2) + 0.1 and min(y1, y2) - 0.1 < point[1] < max(y1, y2) + 0.1
