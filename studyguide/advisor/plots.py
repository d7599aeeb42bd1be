"""Costs drawn over the work of a month, as inline SVG in the page's own colours. Pure: no Django.

Lengths are user units. Lines of one family share its colour and differ in their dashes; each ends at its name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from studyguide.advisor.lines import Crossing, Line, crossings
from studyguide.drawing import SIZE, Canvas, Words, badge, dot, line, number, text_width
from studyguide.facts import amount
from studyguide.targets import Family

TOP = 34.0  # with the numbers of crossings
BOTTOM = 48.0
LEFT = 74.0
LABEL_GAP = 10.0
LABEL_STEP = SIZE * 1.35
BADGE = 9.0
DASHES = 4  # patterns in static/css/advisor.css
LEAST_COST = 0.01  # USD: a cost below a cent is drawn at one
MOST_CROSSINGS = 9


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a plot: the cost of one target, or of several that cost the same."""

    name: str
    family: Family
    line: Line


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from `low` to `high`, drawn by its logarithm or evenly."""

    low: float
    high: float
    is_log: bool
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where a value lies: 0 at `low`, 1 at `high`."""
        if self.is_log:
            return (log10(max(value, self.low)) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of monthly costs: `wide` and `narrow` drawings, and the same as sentences and a table."""

    title: str
    unit: str
    wide: str
    narrow: str
    crossings: tuple[Crossing, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def sentences(self) -> list[str]:
        """What each crossing says, in the order of their numbers."""
        return [
            f"Above {_rounded(found.x)} {self.unit} a month, {found.above} costs less than {found.below}. "
            f"There both cost {money(found.cost)}."
            for found in self.crossings
        ]


def _rounded(value: float) -> str:
    """To three digits, since what a crossing stands on is no more exact."""
    return amount(float(f"{value:.3g}"))


def cost_plot(curves: Sequence[Curve], most: float, unit: str, *, title: str, prefix: str, is_log: bool) -> Plot | None:
    """Costs over 0 to `most` of `unit`, on log axes over four decades. None when there is nothing to compare."""
    if len(curves) < 2 or not isfinite(most) or most <= 0:
        return None
    across = _decades(most / 1e4, most) if is_log else _even(most, ends_at=most)
    costs = [max(curve.line(x), LEAST_COST) for curve in curves for x in (across.low, across.high)]
    up = _decades(min(costs), max(costs) * 1.05) if is_log else _even(max(costs) * 1.05)
    found = crossings({curve.name: curve.line for curve in curves}, across.high)
    shown = tuple(crossing for crossing in found if across.low <= crossing.x)[:MOST_CROSSINGS]
    drawings = [
        _Drawing(curves, across, up, unit, width).svg(shown, f"{prefix}-{name}", title)
        for name, width in (("wide", 720.0), ("narrow", 358.0))
    ]
    ticks = across.ticks if is_log else tuple(tick for tick in across.ticks if tick)
    rows = tuple((amount(tick), tuple(money(curve.line(tick)) for curve in curves)) for tick in ticks)
    return Plot(title, unit, drawings[0], drawings[1], shown, tuple(curve.name for curve in curves), rows)


def money(cost: float) -> str:
    """A cost in USD, with cents below a thousand."""
    return f"USD {cost:,.2f}" if cost < 1000 else f"USD {cost:,.0f}"


def short(value: float) -> str:
    """A number on an axis: 1,000, 100 k, 3 M, 1,000 M."""
    if value >= 1e6:
        return f"{value / 1e6:,g} M"
    return f"{value / 1e3:g} k" if value >= 1e4 else f"{value:,.10g}"


def merged(lines: Mapping[str, Line], name: Callable[[str], str], family: Callable[[str], Family]) -> list[Curve]:
    """A curve for each line, one for all that are the same."""
    by_line: dict[Line, list[str]] = {}
    for target, found in lines.items():
        by_line.setdefault(found, []).append(target)
    return [Curve(" or ".join(map(name, same)), family(same[0]), found) for found, same in by_line.items()]


def _decades(low: float, high: float) -> Axis:
    first, last = floor(log10(low)), ceil(log10(high))
    last = max(last, first + 1)
    return Axis(10.0**first, 10.0**last, True, tuple(10.0**power for power in range(first, last + 1)))


def _even(high: float, ends_at: float = 0) -> Axis:
    """From 0 in about five round steps, to the last of them or to where it ends."""
    rough = high / 5
    size = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    count = floor(ends_at / step) if ends_at else ceil(high / step - 1e-9)
    return Axis(0, ends_at or step * count, False, tuple(step * index for index in range(count + 1)))


class _Drawing:
    """One drawing of a plot, `width` wide."""

    def __init__(self, curves: Sequence[Curve], across: Axis, up: Axis, unit: str, width: float) -> None:
        self.curves = curves
        self.across = across
        self.up = up
        self.unit = unit
        self.width = width
        labels = max(text_width(curve.name, SIZE) for curve in curves) + LABEL_GAP + 4
        self.beside = width > 500  # names stand beside the ends of the lines, or in a list below
        self.right = width - (min(labels, 190.0) if self.beside else 12.0)
        self.height = 380.0 if self.beside else 300.0
        self.bottom = self.height - BOTTOM

    def svg(self, shown: Sequence[Crossing], name: str, title: str) -> str:
        legend = 0.0 if self.beside else len(self.curves) * LABEL_STEP + 8
        canvas = Canvas(self.width, self.height + legend)
        canvas.shapes += [*self._grid(), *self._lines(), *self._names()]
        canvas.shapes += self._crossings(shown)
        return canvas.svg(name, title, f"{len(self.curves)} lines. The same stands as text below the plot.")

    def _x(self, value: float) -> float:
        return LEFT + self.across.share(value) * (self.right - LEFT)

    def _y(self, cost: float) -> float:
        return self.bottom - min(self.up.share(max(cost, LEAST_COST if self.up.is_log else 0)), 1) * (self.bottom - TOP)

    def _grid(self) -> Iterator[str]:
        for tick in self.up.ticks:
            yield line(LEFT, self._y(tick), self.right, self._y(tick), "rule")
            yield Words((short(tick),)).svg(LEFT - 8, self._y(tick) - SIZE * 0.62, "tick", "end")
        step = 1 if self.beside or len(self.across.ticks) < 5 else 2
        for tick in self.across.ticks[::step]:
            yield line(self._x(tick), self.bottom, self._x(tick), self.bottom + 5, "axis")
            yield Words((short(tick),)).svg(self._x(tick), self.bottom + 7, "tick", "middle")
        yield line(LEFT, self.bottom, self.right, self.bottom, "axis")
        yield Words((f"{self.unit} a month",)).svg((LEFT + self.right) / 2, self.bottom + 27, "says", "middle")
        middle = number((TOP + self.bottom) / 2)
        turned = f'transform="translate(12 {middle}) rotate(-90)" text-anchor="middle"'
        yield f'<text class="says" {turned}>USD a month</text>'

    def _lines(self) -> Iterator[str]:
        for index, curve in enumerate(self.curves):
            points = " ".join(f"{number(self._x(x))},{number(self._y(curve.line(x)))}" for x in self._samples(curve))
            yield f'<polyline class="curve dash-{index % DASHES + 1} {curve.family.css_class}" points="{points}"/>'

    def _samples(self, curve: Curve) -> list[float]:
        """Enough x for a smooth line: its corners, and on log axes, where most lines bend, points in between."""
        low, high = self.across.low, self.across.high
        corners = {piece.start for piece in curve.line.pieces if low < piece.start < high}
        if not self.across.is_log or all(piece.base == 0 or piece.slope == 0 for piece in curve.line.pieces):
            return sorted({low, high, *corners})
        return sorted({*(low * (high / low) ** (part / 40) for part in range(41)), *corners})

    def _crossings(self, shown: Sequence[Crossing]) -> Iterator[str]:
        """A dot at each crossing, and its number in a row above, so that numbers never cover each other."""
        room = 2 * BADGE + 3
        places = _spread([self._x(found.x) for found in shown], LEFT + BADGE, self.right - BADGE, room)
        for number_, (found, x) in enumerate(zip(shown, places, strict=True), 1):
            at_x, at_y = self._x(found.x), self._y(found.cost)
            yield line(x, BADGE * 2 + 2, at_x, at_y, "lead")
            yield dot(at_x, at_y, 3.5, "meet")
            yield badge(x, BADGE + 2, BADGE, number_, "crossing")

    def _names(self) -> Iterator[str]:
        if not self.beside:
            for index, curve in enumerate(self.curves):
                y = self.height + 8 + index * LABEL_STEP
                stroke = f"curve dash-{index % DASHES + 1} {curve.family.css_class}"
                yield f'<path class="{stroke}" d="M{number(LEFT)} {number(y + 8)}h28"/>'
                yield Words((curve.name,)).svg(LEFT + 38, y, "name")
            return
        ends = sorted(range(len(self.curves)), key=lambda index: self._y(self.curves[index].line(self.across.high)))
        wanted = [self._y(self.curves[index].line(self.across.high)) - SIZE * 0.62 for index in ends]
        for index, y in zip(ends, _spread(wanted, TOP - 6, self.bottom - SIZE, LABEL_STEP), strict=True):
            yield Words((self.curves[index].name,)).svg(self.right + LABEL_GAP, y, "name")


def _spread(wanted: Sequence[float], low: float, high: float, room: float) -> list[float]:
    """The places nearest to the wanted ones, which are in order, that lie at least `room` apart."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + room if places else low))
    for index in range(len(places) - 1, -1, -1):
        limit = places[index + 1] - room if index + 1 < len(places) else high
        places[index] = min(places[index], limit)
    return places
