"""Words and shapes of a drawing: how wide a text runs, where it breaks, and the SVG that shows it.

Lengths are user units of the drawing; y grows downward. They are computed exactly and drawn in whole units, which are
sharp on a screen and short on the wire; only what shows a quantity is drawn to a tenth. Colours are classes of
static/css/figures.css. Pure: no Django.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from math import ceil, floor

from studyguide.targets import SHAPES, Family, Target

Point = tuple[float, float]

SIZE = 13.0
BORDER = 2.0  # around a drawing, for the strokes of what touches its edge
LEADING = 1.25
BADGE_SIZE = 12.0
BEND = 6.0  # the radius of a corner of an edge
MARK = 16.0  # the box of a family's shape
CHIP_INSET = 8.0
CHIP_GAP = 6.0
CHIP_SPARE = 2 * CHIP_INSET + MARK + CHIP_GAP + 2  # all but the name
CHIP_LEAST = 28.0

# Widths in em, after DejaVu Sans, the widest of the common system fonts: what fits there fits everywhere.
_WIDTHS = (
    (0.33, " .,:;'|ijlIJ"),
    (0.41, 'frt()[]/\\-"!'),
    (0.56, "cszLF?_*"),
    (0.61, "kvxyaeoTPY"),
    (0.71, "ABCKRSUVXZ"),
    (0.83, "DGHNOQw&$+=<>#~^"),
    (1.0, "mMW%@…\u2013\u2014"),
)
_EM = {character: width for width, characters in _WIDTHS for character in characters}
_WORD = re.compile(r"(?:[\d.,]+\s+(?=\w))?\S+")  # with the number before it
_BOLD = 1.13
_OTHER = 0.64
_IDEOGRAPH = 1.05


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide `text` runs, in the unit of `size`; an estimate on the wide side."""
    ems = sum(_EM.get(character, _IDEOGRAPH if character > "\u2e80" else _OTHER) for character in text)
    return ems * size * (_BOLD if bold else 1)


@dataclass(frozen=True, slots=True)
class Words:
    """A text broken into lines."""

    lines: tuple[str, ...]
    size: float = SIZE
    bold: bool = False

    @property
    def width(self) -> float:
        return max((text_width(line, self.size, bold=self.bold) for line in self.lines), default=0)

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING

    def is_cut(self, text: str) -> bool:
        """Whether a word of `text` is in two lines."""
        return " ".join(self.lines).split() != text.split()

    def svg(self, x: float, top: float, css: str, anchor: str = "start") -> str:
        """The lines at `x`, from `top` down; `anchor` is start, middle or end."""
        first = top + self.size * (LEADING / 2 + 0.36)
        attributes = f' text-anchor="{anchor}"' if anchor != "start" else ""
        if self.size != SIZE:
            attributes += f' font-size="{number(self.size)}"'
        if self.bold:
            attributes += ' font-weight="600"'
        return f'<text class="{css}"{attributes}>{self._spans(x, first)}</text>'

    def _spans(self, x: float, first: float) -> str:
        step = self.size * LEADING
        return " ".join(
            f'<tspan x="{whole(x)}" y="{whole(first + step * index)}">{escape(line)}</tspan>'
            for index, line in enumerate(self.lines)
        )


def wrap(text: str, width: float, size: float = SIZE, *, bold: bool = False) -> Words:
    """`text` in as few lines as `width` allows, all about equally long.

    A number stays with its unit, where there is room; a word too long for a line is cut.
    """
    pieces = [piece for word in _WORD.findall(text) for piece in _pieces(word, width, size, bold)]
    best = _filled(pieces, width, size, bold)
    while True:
        closer = _filled(pieces, best.width - 0.1, size, bold)
        if len(closer.lines) > len(best.lines) or closer.width >= best.width:
            return best
        best = closer


def _filled(pieces: Sequence[str], width: float, size: float, bold: bool) -> Words:
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return Words(tuple(lines), size, bold)


def _pieces(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    if text_width(word, size, bold=bold) > width and " " in word:
        first, word = word.split(maxsplit=1)
        yield first
    while len(word) > 1 and text_width(word, size, bold=bold) > width:
        fits = [end for end in range(1, len(word)) if text_width(word[:end], size, bold=bold) <= width]
        end = max(fits, default=1)
        yield word[:end]
        word = word[end:]
    yield word


def number(value: float) -> str:
    """A size, to a tenth of a unit."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def whole(value: float) -> int:
    """A coordinate. Halves go up, never to the even number: what is a whole distance apart stays so."""
    return floor(value + 0.5)


def box(x: float, y: float, width: float, height: float, css: str, radius: float = 0) -> str:
    """A rectangle with its four edges on whole units, so that neighbours still touch."""
    left, top = whole(x), whole(y)
    return _rectangle(left, top, whole(x + width) - left, whole(y + height) - top, css, radius)


def bar(x: float, y: float, width: float, height: float, css: str, radius: float = 0) -> str:
    """A rectangle whose size is a quantity."""
    return _rectangle(x, y, width, height, css, radius)


def _rectangle(x: float, y: float, width: float, height: float, css: str, radius: float) -> str:
    corner = f' rx="{number(radius)}"' if radius else ""
    return (
        f'<rect class="{css}" x="{number(x)}" y="{number(y)}" '
        f'width="{number(width)}" height="{number(height)}"{corner}/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<path class="{css}" d="M{_at((x1, y1))}L{_at((x2, y2))}"/>'


def dot(x: float, y: float, radius: float, css: str) -> str:
    return f'<circle class="{css}" cx="{whole(x)}" cy="{whole(y)}" r="{number(radius)}"/>'


def polygon(corners: Sequence[Point], css: str) -> str:
    return f'<path class="{css}" d="M{"L".join(map(_at, corners))}z"/>'


def edge(points: Sequence[Point], css: str = "edge") -> str:
    """A line along `points`, every corner rounded, every run level or upright."""
    clean = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
    path = f"M{_at(clean[0])}"
    for before, corner, after in zip(clean, clean[1:], clean[2:], strict=False):
        path += f"L{_at(_toward(corner, before))}Q{_at(corner)} {_at(_toward(corner, after))}"
    return f'<path class="{css}" d="{path}L{_at(clean[-1])}"/>'


def _toward(corner: Point, other: Point) -> Point:
    """The point at most BEND, and at most half way, from `corner` to `other`."""
    length = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    share = min(BEND, length / 2) / length if length else 0
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share


def _at(point: Point) -> str:
    return f"{whole(point[0])} {whole(point[1])}"


def tip(x: float, y: float, direction: str) -> str:
    """An arrowhead whose point is at (x, y); `direction` is down, up, left or right."""
    back = {"down": "-4-7h8", "up": "-4 7h8", "left": "7-4v8", "right": "-7-4v8"}[direction]
    return f'<path class="tip" d="M{_at((x, y))}l{back}z"/>'


def badge(x: float, y: float, radius: float, value: int, css: str) -> str:
    """A number in a circle around (x, y)."""
    digits = Words((str(value),), BADGE_SIZE, bold=True)
    circle = f'<circle cx="{whole(x)}" cy="{whole(y)}" r="{number(radius)}"/>'
    return f'<g class="{css}">{circle}{digits.svg(x, y - digits.height / 2, "digits", "middle")}</g>'


@dataclass(frozen=True, slots=True)
class Chip:
    """A target as a figure shows it: its family's shape and colour and its name, linked to its section."""

    target: Target
    words: Words

    @property
    def width(self) -> float:
        return CHIP_SPARE + self.words.width

    @property
    def height(self) -> float:
        return max(CHIP_LEAST, self.words.height + 10)

    def svg(self, x: float, top: float, width: float, guide_url: str) -> str:
        """The chip, `width` wide, its left upper corner at (x, top)."""
        url = escape(f"{guide_url}{self.target.section}/")
        middle = top + self.height / 2
        return (
            f'<a class="chip {self.target.family.css_class}" href="{url}">'
            f"{box(x, top, width, self.height, 'chip-box', min(self.height / 2, 14))}"
            f"{mark(self.target.family, x + CHIP_INSET, middle - MARK / 2)}"
            f"{self.words.svg(x + CHIP_INSET + MARK + CHIP_GAP, middle - self.words.height / 2, 'chip-name')}</a>"
        )


def chip(target: Target, width: float, *, short: bool = False) -> Chip:
    """The chip of a target, its name wrapped so that the whole is at most `width` wide."""
    room = width - CHIP_SPARE
    return Chip(target, wrap(target.short if short else target.name, room))


def mark(family: Family, x: float, y: float) -> str:
    return f'<g class="shape" transform="translate({_at((x, y))})">{SHAPES[family.shape]}</g>'


@dataclass(slots=True)
class Canvas:
    """A drawing in the making."""

    width: float
    height: float
    shapes: list[str] = field(default_factory=list)

    def svg(self, name: str, title: str, says: str) -> str:
        """The whole drawing. It holds links, so it is a group and no image; `name` begins its ids."""
        room = (-BORDER, -BORDER, self.width + 2 * BORDER, self.height + 2 * BORDER)
        return (
            f'<svg role="group" aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
            f'viewBox="{" ".join(map(str, map(ceil, room)))}" font-size="{number(SIZE)}">'
            f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(says)}</desc>'
            f"{''.join(self.shapes)}</svg>"
        )
