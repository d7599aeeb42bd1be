"""Plots of statistics as inline SVG: where questions stand, how scores are spread, how often options are chosen.

Each is drawn in the page's own colours (classes of static/css/statistics.css) and stands beside a table that says the
same. Lengths are user units; y grows downward. Pure: no Django.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor

from quiz.statistics import Frequencies
from studyguide.drawing import Words, bar, box, dot, line, number, text_width

SIZE = 12.0
MINUS = "\u2212"
MOST_NAMED = 12  # weak questions; more names would cover the points
LOWEST, HIGHEST = -40.0, 60.0  # the discrimination, in percent, that the plot shows at least
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 12.0, 26.0, 38.0
_NAME_HEIGHT = 15.0
_NAME_GAP = 9.0


@dataclass(frozen=True, slots=True)
class ScatterPoint:
    """A question; `facility` and `discrimination` are percentages. A weak one is named and linked."""

    name: str
    url: str
    facility: float
    discrimination: float
    is_weak: bool


@dataclass(frozen=True, slots=True)
class _Field:
    """The area of a plot: `x` runs from 0 to 100, `y` from `lowest` to `highest`."""

    width: float
    height: float
    lowest: float
    highest: float

    def x(self, value: float) -> float:
        return _LEFT + value / 100 * (self.width - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        share = (value - self.lowest) / (self.highest - self.lowest)
        return self.height - _BOTTOM - share * (self.height - _TOP - _BOTTOM)

    def ticks(self, values: Iterable[float], unit: str) -> list[str]:
        """Lines across the field, each with its value before it."""
        return [
            line(self.x(0), self.y(value), self.x(100), self.y(value), "rule")
            + _text(f"{value:g}{unit}".replace("-", MINUS), self.x(0) - 6, self.y(value) - SIZE * 0.62, "tick", "end")
            for value in values
        ]

    def scales(self, across: str, up: str) -> list[str]:
        """The marks along the bottom, and what either side measures."""
        marks = [
            _text(f"{value} %", self.x(value), self.height - _BOTTOM + 4, "tick", "end" if value == 100 else "middle")
            for value in range(0, 101, 20)
        ]
        foot = _text(across, self.x(50), self.height - SIZE * 1.4, "scale", "middle")
        return [*marks, foot, _text(up, 0, 0, "scale", "start")]


def scatter_plot(points: Sequence[ScatterPoint], width: float = 720.0) -> str:
    """Facility from left to right against discrimination from bottom to top, the weak questions named.

    The first MOST_NAMED weak ones get their names, so they should come with the gravest first.
    """
    indices = [point.discrimination for point in points]
    lowest = min([LOWEST, *(20 * floor(index / 20) for index in indices)])
    highest = max([HIGHEST, *(20 * ceil(index / 20) for index in indices)])
    field = _Field(width, 0.3 * width + 200, lowest, highest)
    named = [point for point in points if point.is_weak][:MOST_NAMED]
    says = f"{len(points)} questions by facility and discrimination, {sum(p.is_weak for p in points)} of them weak"
    shapes = [
        box(field.x(0), field.y(0), field.x(100) - field.x(0), field.y(lowest) - field.y(0), "doubtful"),
        *field.ticks(range(int(lowest), int(highest) + 1, 20), " %"),
        line(field.x(0), field.y(0), field.x(100), field.y(0), "zero"),
        *field.scales("Facility", "Discrimination"),
        *(dot(field.x(p.facility), field.y(p.discrimination), 3.5, "point") for p in points if not p.is_weak),
        *(dot(field.x(p.facility), field.y(p.discrimination), 5, "point is-weak") for p in points if p.is_weak),
        *_names(named, field),
    ]
    return _svg("scatter-plot", says, field.width, field.height, shapes, role="group")


def _names(points: Sequence[ScatterPoint], field: _Field) -> list[str]:
    """Each name beside its point, moved down or up to where no other name is, then with a line to its point."""
    taken: list[tuple[float, float, float]] = []  # left, right, middle
    shapes = []
    for point in points:
        x, y = field.x(point.facility), field.y(point.discrimination)
        name = _cut(point.name, field.width * 0.42)
        is_left = x > field.x(55)
        end = x - _NAME_GAP if is_left else x + _NAME_GAP
        width = text_width(name, SIZE, bold=True)
        left, right = (end - width, end) if is_left else (end, end + width)
        middle = _free(y, left, right, taken, field)
        taken.append((left, right, middle))
        if abs(middle - y) > _NAME_HEIGHT / 2:
            shapes.append(line(x, y, end, middle, "leader"))
        text = _text(name, end, middle - SIZE * 0.62, "name", "end" if is_left else "start")
        shapes.append(f'<a href="{escape(point.url)}"><title>{escape(point.name)}</title>{text}</a>')
    return shapes


def _free(y: float, left: float, right: float, taken: Sequence[tuple[float, float, float]], field: _Field) -> float:
    """The place nearest to `y` at which a name from `left` to `right` covers no other."""
    rows = [y + sign * step * _NAME_HEIGHT for step in range(2 * MOST_NAMED) for sign in (1, -1)]
    inside = [row for row in rows if _TOP <= row <= field.height - _BOTTOM] or [y]
    for row in inside:
        if all(abs(row - other) >= _NAME_HEIGHT or left > end or right < start for start, end, other in taken):
            return row
    return y


def score_histogram(shares: Frequencies, width: float = 420.0) -> str:
    """How many attempts scored so much, in tenths; a full score belongs to the last."""
    counts = tenths(shares)
    most = max(max(counts), 1)
    field = _Field(width, 0.42 * width + 40, 0, most * 1.08)
    says = "Attempts by score: " + ", ".join(
        f"{10 * place} to {10 * place + 10} %: {n}" for place, n in enumerate(counts)
    )
    shapes = [*field.ticks([0, most], ""), *field.scales("Score", "Attempts")]
    for place, count in enumerate(counts):
        left, right = field.x(10 * place) + 1, field.x(10 * place + 10) - 1
        shapes.append(bar(left, field.y(count), right - left, field.y(0) - field.y(count), "bar", 1))
    return _svg("score-histogram", says, field.width, field.height, shapes)


def tenths(shares: Frequencies) -> list[int]:
    """How many of the shares, 0 to 1, lie in each tenth. A hair is allowed for binary fractions."""
    counts = [0] * 10
    for share, count in shares.items():
        counts[min(9, int(share * 10 + 1e-9))] += count
    return counts


def share_bar(share: float, css: str = "") -> str:
    """A bar as long as the share, 0 to 1, of a track. The figure stands beside it, so it says nothing itself."""
    return (
        f'<svg class="share-bar {css}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f"{box(0, 0, 100, 10, 'track')}{bar(0, 0, 100 * share, 10, 'bar')}</svg>"
    )


def _text(words: str, x: float, top: float, css: str, anchor: str) -> str:
    return Words((words,), SIZE).svg(x, top, css, anchor)


def _cut(name: str, width: float) -> str:
    while text_width(name, SIZE) > width:
        name = name[:-2].rstrip(" …") + "…"
    return name


def _svg(css: str, says: str, width: float, height: float, shapes: Iterable[str], role: str = "img") -> str:
    return (
        f'<svg class="{css}" viewBox="0 0 {number(width)} {number(height)}" role="{role}" aria-label="{escape(says)}">'
        f"{''.join(shapes)}</svg>"
    )
