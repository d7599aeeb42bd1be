"""Costs as straight pieces over an amount of work, and where two of them cross, solved exactly. Pure: no Django."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

STEP = 1e6  # far enough apart that a small slope on a large base is not lost in rounding


@dataclass(frozen=True, slots=True)
class Piece:
    """`base + slope * x` from `start` on, until the next piece begins."""

    start: float
    base: float
    slope: float


@dataclass(frozen=True, slots=True)
class Line:
    """A cost over x, from 0 on, in pieces; the first begins at 0."""

    pieces: tuple[Piece, ...]

    def __call__(self, x: float) -> float:
        piece = self.at(x)
        return piece.base + piece.slope * x

    def at(self, x: float) -> Piece:
        return next(piece for piece in reversed(self.pieces) if piece.start <= x or piece is self.pieces[0])

    def __add__(self, other: "Line") -> "Line":
        starts = sorted({piece.start for line in (self, other) for piece in line.pieces})
        both = ((start, self.at(start), other.at(start)) for start in starts)
        return Line(tuple(Piece(start, one.base + two.base, one.slope + two.slope) for start, one, two in both))

    def scaled(self, factor: float) -> "Line":
        """The same line over x / factor: `scaled(60)(minutes)` for a line over seconds."""
        return Line(tuple(Piece(piece.start / factor, piece.base, piece.slope * factor) for piece in self.pieces))


ZERO = Line((Piece(0, 0, 0),))


def line_through(cost: Callable[[float], float], *, at_least_zero: bool = False) -> Line:
    """The line of a cost that is straight in x; below zero it stays at zero, if asked."""
    base = cost(0.0)
    piece = Piece(0, base, (cost(STEP) - base) / STEP)
    return _floored(piece) if at_least_zero else Line((piece,))


def _floored(piece: Piece) -> Line:
    if piece.base >= 0 and piece.slope >= 0:
        return Line((piece,))
    if piece.base <= 0 and piece.slope <= 0:
        return ZERO
    zero_at = -piece.base / piece.slope
    if piece.base < 0:
        return Line((Piece(0, 0, 0), Piece(zero_at, piece.base, piece.slope)))
    return Line((piece, Piece(zero_at, 0, 0)))


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two lines cost the same; below `x` the first costs less, above it the second."""

    x: float
    cost: float
    below: str
    above: str


def crossings(lines: dict[str, Line], most: float) -> list[Crossing]:
    """Every crossing of two lines between 0 and `most`, in the order of x."""
    names = list(lines)
    found = [
        Crossing(x, lines[one](x), *((one, two) if cheaper else (two, one)))
        for index, one in enumerate(names)
        for two in names[index + 1 :]
        for x, cheaper in _crossed(lines[one], lines[two], most)
    ]
    return sorted(found, key=lambda crossing: crossing.x)


def _crossed(one: Line, two: Line, most: float) -> Iterator[tuple[float, bool]]:
    """Each x at which the lines cross, and whether the first costs less before it."""
    starts = sorted({piece.start for line in (one, two) for piece in line.pieces if piece.start < most})
    for start, end in pairwise([*starts, most]):
        base = one.at(start).base - two.at(start).base
        slope = one.at(start).slope - two.at(start).slope
        x = -base / slope if slope else -1
        if start < x <= end and x < most:
            yield x, slope > 0


def cheapest(lines: dict[str, Line], most: float) -> Sequence[tuple[float, str]]:
    """`(from x on, name)` of the line that costs least, from 0 to `most`."""
    starts = {piece.start for line in lines.values() for piece in line.pieces if piece.start < most}
    marks = sorted({*starts, *(crossing.x for crossing in crossings(lines, most))})
    found: list[tuple[float, str]] = []
    for start, end in pairwise([*marks, most]):
        middle = (start + end) / 2
        best = min(lines, key=lambda name: lines[name](middle))
        if not found or found[-1][1] != best:
            found.append((start, best))
    return found
