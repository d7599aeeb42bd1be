"""Where the boxes of a flow stand, and where its edges run: a layered drawing of a graph without loops.

Every block stands in a layer below all blocks that lead to it. An edge that passes a layer has a lane of its own there,
shared by all edges to the same block. Between two layers the edges turn on level tracks, one for each block they
lead to. After Sugiyama, Tagawa and Toda (1981), in its simplest form. Lengths are user units. Pure: no Django.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, combinations
from statistics import fmean

from studyguide.drawing import Point
from studyguide.edges import Net, Route, joined, tracks_of

GAP = 24.0  # between neighbours in a layer
LANE = 12.0  # the room of an edge that passes a layer
PITCH = 11.0  # between two tracks
ABOVE_TRACKS = 16.0
BELOW_TRACKS = 20.0
NO_TRACKS = 12.0
ROUNDS = 4
MOST_WORK = 4000  # slots that are moved in search of a better order
CROSSING = 600.0  # as much worse as so many units of length
TURN = 40.0


@dataclass(frozen=True, slots=True)
class Exit:
    """Where an edge to the block `to` leaves, measured from the block's left upper corner."""

    x: float
    y: float
    to: str


@dataclass(frozen=True, slots=True)
class Block:
    """A box to be placed. Edges come in through its top, between the two ends of `door`."""

    id: str
    width: float
    height: float
    door: tuple[float, float]
    exits: tuple[Exit, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`corners` are the left upper ones, by block; `routes` those of a block's exits, in their order."""

    width: float
    height: float
    corners: Mapping[str, Point]
    routes: Mapping[str, list[Route]]


def arrange(blocks: Sequence[Block], room: float) -> Arrangement:
    """Place `blocks`, given parents first. The blocks of a layer take at most `room`, or are a single one."""
    plan = _plan(blocks, _levels(blocks, room))
    plan.place()
    return _routed(plan, blocks)


def _levels(blocks: Sequence[Block], room: float) -> dict[str, int]:
    """The layer of each block: the first below its parents that has room for it."""
    levels: dict[str, int] = {}
    least: dict[str, int] = {}
    used: dict[int, float] = {}
    for block in blocks:
        level = least.get(block.id, 0)
        while used.get(level, 0) and used[level] + block.width > room:
            level += 1
        levels[block.id] = level
        used[level] = used.get(level, 0) + block.width + GAP
        least |= {way.to: max(level + 1, least.get(way.to, 0)) for way in block.exits}
    return levels


@dataclass(frozen=True, slots=True)
class _Slot:
    """A block in its row, or the lane of its edges in a row above it. Exits lead to slots of the next row."""

    id: str
    row: int
    width: float
    door: tuple[float, float]
    exits: tuple[Exit, ...]
    is_lane: bool

    @property
    def middle(self) -> float:
        return (self.door[0] + self.door[1]) / 2


def _slots(block: Block, levels: Mapping[str, int], highest_parent: int) -> Iterator[_Slot]:
    own = levels[block.id]
    for row in range(highest_parent + 1, own):
        yield _Slot(block.id, row, LANE, (0, LANE), (Exit(LANE / 2, 0, block.id),), is_lane=True)
    yield _Slot(block.id, own, block.width, block.door, block.exits, is_lane=False)


def _plan(blocks: Sequence[Block], levels: Mapping[str, int]) -> "_Plan":
    highest = dict(levels)
    for block in blocks:
        highest |= {way.to: min(levels[block.id] + 1, highest[way.to]) for way in block.exits}
    rows: list[list[_Slot]] = [[] for _ in range(max(levels.values()) + 1)]
    for block in blocks:
        for slot in _slots(block, levels, highest[block.id] - 1):
            rows[slot.row].append(slot)
    return _Plan(rows)


@dataclass(slots=True)
class _Plan:
    """The slots of each row from left to right, and the left edge of each, by row and id."""

    rows: list[list[_Slot]]
    left: list[dict[str, float]] = field(default_factory=list)
    width: float = 0

    def place(self) -> None:
        self.width = max(sum(slot.width + GAP for slot in row) - GAP for row in self.rows)
        self.left = [{} for _ in self.rows]
        for row in range(len(self.rows)):
            self._order(row, self._wishes_from_above(row))
        self._relax()
        self._untangle()

    def _order(self, row: int, wishes: Mapping[str, float]) -> None:
        self.rows[row].sort(key=lambda slot: wishes[slot.id] + slot.middle)
        self._settle(row, wishes)

    def runs(self, row: int, entries: Mapping[str, float] | None = None) -> Iterator[tuple[float, str]]:
        """Where edges leave `row` downward, and to which slot of the next one. A lane keeps the x of its entry."""
        for slot in self.rows[row]:
            for way in slot.exits:
                x = self.left[row][slot.id] + way.x
                yield entries[slot.id] if entries and slot.is_lane else x, way.to

    def entries(self, row: int, runs: Sequence[tuple[float, str]]) -> dict[str, float]:
        """Where `runs` enter the slots of `row`."""
        sources = _by_target(runs)
        return {slot.id: _entry(slot, self.left[row][slot.id], sources.get(slot.id, ())) for slot in self.rows[row]}

    def _wishes_from_above(self, row: int) -> dict[str, float]:
        """The left edges that would put doors under what leads to them."""
        sources = _by_target(self.runs(row - 1) if row else ())
        return {
            slot.id: fmean(sources[slot.id]) - slot.middle if slot.id in sources else self.left[row].get(slot.id, 0.0)
            for slot in self.rows[row]
        }

    def _wishes_from_below(self, row: int) -> dict[str, float]:
        """The left edges that would put exits above what they lead to."""
        doors = {slot.id: self.left[row + 1][slot.id] + slot.middle for slot in self.rows[row + 1]}
        return {
            slot.id: fmean(doors[way.to] - way.x for way in slot.exits) if slot.exits else self.left[row][slot.id]
            for slot in self.rows[row]
        }

    def _relax(self) -> None:
        """Let every row follow its neighbours, in turn upward and downward."""
        for _ in range(ROUNDS):
            for row in range(len(self.rows) - 2, -1, -1):
                self._settle(row, self._wishes_from_below(row))
            for row in range(1, len(self.rows)):
                self._settle(row, self._wishes_from_above(row))

    def _settle(self, row: int, wishes: Mapping[str, float]) -> None:
        """Put a row as near to its wishes as its widths allow, in its order, inside the drawing."""
        slots = self.rows[row]
        steps = list(accumulate((slot.width + GAP for slot in slots), initial=0.0))
        slack = max(self.width + GAP - steps[-1], 0)
        level = _monotone([wishes[slot.id] - step for slot, step in zip(slots, steps, strict=False)])
        for slot, step, x in zip(slots, steps, level, strict=False):
            self.left[row][slot.id] = min(max(x, 0), slack) + step

    def _untangle(self) -> None:
        """Exchange slots of a row as long as the drawing gains by it, within MOST_WORK."""
        pairs = [(row, *pair) for row, slots in enumerate(self.rows) for pair in combinations(range(len(slots)), 2)]
        cost, before, left = self._cost(), float("inf"), MOST_WORK // sum(map(len, self.rows))
        while cost < before and left > 0:
            before = cost
            for exchange in pairs[:left]:
                cost = self._tried(exchange, cost)
            left -= len(pairs)

    def _tried(self, exchange: tuple[int, int, int], cost: float) -> float:
        """The cost after an exchange, alone or followed by the rows below; taken back when neither is a gain."""
        kept = [list(row) for row in self.rows], [dict(left) for left in self.left]
        for rows_follow in (False, True):
            self._exchange(*exchange, rows_follow=rows_follow)
            if (tried := self._cost()) < cost - 1:
                return tried
            self.rows, self.left = [list(row) for row in kept[0]], [dict(left) for left in kept[1]]
        return cost

    def _exchange(self, row: int, one: int, other: int, *, rows_follow: bool) -> None:
        slots = self.rows[row]
        slots[one], slots[other] = slots[other], slots[one]
        self._settle(row, self.left[row])
        for below in range(row + 1, len(self.rows)) if rows_follow else ():
            self._order(below, self._wishes_from_above(below))
        self._relax()

    def _cost(self) -> float:
        """The length that edges run sideways, with TURN for each that does and CROSSING for each crossing."""
        cost = 0.0
        for row in range(1, len(self.rows)):
            runs = list(self.runs(row - 1))
            entries = self.entries(row, runs)
            ends = [(x, entries[to]) for x, to in runs]
            cost += sum(abs(x - end) + TURN * (abs(x - end) > 1) for x, end in ends)
            cost += CROSSING * sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ends, 2))
        return cost


def _by_target(runs: Iterable[tuple[float, str]]) -> dict[str, list[float]]:
    sources: dict[str, list[float]] = {}
    for x, to in runs:
        sources.setdefault(to, []).append(x)
    return sources


def _entry(slot: _Slot, left: float, sources: Sequence[float]) -> float:
    """Where edges enter a slot: straight from above if one can, else in the middle of its door."""
    start, end = left + slot.door[0], left + slot.door[1]
    middle = left + slot.middle
    return min((x for x in sources if start <= x <= end), key=lambda x: abs(x - middle), default=middle)


def _monotone(values: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls, by least squares (pool adjacent violators)."""
    pools: list[list[float]] = []
    for value in values:
        pools.append([value])
        while len(pools) > 1 and fmean(pools[-2]) > fmean(pools[-1]):
            pools[-2].extend(pools.pop())
    return [fmean(pool) for pool in pools for _ in pool]


@dataclass(slots=True)
class _Heights:
    """Row by row: its upper edge, where edges enter its slots, and the y of the tracks below it."""

    tops: list[float] = field(default_factory=list)
    entries: list[dict[str, float]] = field(default_factory=lambda: [{}])
    tracks: list[dict[str, float]] = field(default_factory=list)
    bottom: float = 0


def _heights(plan: _Plan, blocks: Mapping[str, Block]) -> _Heights:
    found = _Heights()
    for row, slots in enumerate(plan.rows):
        found.tops.append(found.bottom)
        found.bottom += max(blocks[slot.id].height for slot in slots if not slot.is_lane)
        if row + 1 < len(plan.rows):
            runs = list(plan.runs(row, found.entries[row]))
            found.entries.append(plan.entries(row + 1, runs))
            tracks = tracks_of([Net(to, tuple(xs), found.entries[-1][to]) for to, xs in _by_target(runs).items()])
            first = found.bottom + ABOVE_TRACKS
            found.tracks.append({block_id: first + PITCH * track for block_id, track in tracks.items()})
            found.bottom = max(found.tracks[-1].values(), default=found.bottom + NO_TRACKS) + BELOW_TRACKS
    return found


def _routed(plan: _Plan, blocks: Sequence[Block]) -> Arrangement:
    """Give every track and every layer its height, and every edge its corners."""
    heights = _heights(plan, {block.id: block for block in blocks})
    own = {slot.id: slot.row for slots in plan.rows for slot in slots if not slot.is_lane}
    corners = {block_id: (plan.left[row][block_id], heights.tops[row]) for block_id, row in own.items()}
    keys = [block.id for block in blocks for _ in block.exits]
    routes = [_route(corners[block.id], way, own, own[block.id], heights) for block in blocks for way in block.exits]
    by_block: dict[str, list[Route]] = {block.id: [] for block in blocks}
    for block_id, route in zip(keys, joined(routes), strict=True):
        by_block[block_id].append(route)
    return Arrangement(plan.width, heights.bottom, corners, by_block)


def _route(corner: Point, way: Exit, own: Mapping[str, int], row: int, heights: _Heights) -> Route:
    points = [(corner[0] + way.x, corner[1] + way.y)]
    for above in range(row, own[way.to]):
        level = heights.tracks[above].get(way.to, points[-1][1])
        points += [(points[-1][0], level), (heights.entries[above + 1][way.to], level)]
    return Route(way.to, (*points, (points[-1][0], heights.tops[own[way.to]])))
