"""A spectrum: stops between two ends, as data and as drawings. Lengths are user units. Pure: no Django."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyguide.drawing import LEADING, Canvas, Chip, Words, box, chip, dot, line, polygon, tip, wrap
from studyguide.targets import Target

HIGHEST = 5  # of a level

LEAST_WIDTH = 720.0
COLUMN_LEAST = 118.0
COLUMN_GAP = 10.0
CHIP_GAP = 6.0
STEM = 12.0
WEDGE = 40.0
TIP = 3.0  # the thickness of the wedge where there is least work
END_SIZE = 14.0
SEGMENT = 7.0
SEGMENT_GAP = 2.0
BAR = 44.0

PHONE = 356.0
CONTENT_X = 64.0
AXIS_X = 44.0
STOP_GAP = 26.0
SEGMENT_WIDTH = 15.0
SEGMENT_STEP = SEGMENT_WIDTH + SEGMENT_GAP
BAR_X = PHONE - HIGHEST * SEGMENT_STEP


@dataclass(frozen=True, slots=True)
class Stop:
    """One place on a spectrum; `levels` gives a number from 1 to 5 for each level of the spectrum."""

    targets: tuple[str, ...]
    label: str
    says: str
    levels: Mapping[str, int]

    def heading(self, targets: Mapping[str, Target]) -> str:
        """The label, unless it only repeats the names of the targets."""
        return "" if self.label == " and ".join(targets[key].short for key in self.targets) else self.label


@dataclass(frozen=True, slots=True)
class Spectrum:
    """Stops in order, from `start_label` to `end_label`; the work named by `work_label` grows toward the start."""

    title: str
    start_label: str
    end_label: str
    work_label: str
    levels: Mapping[str, str]
    stops: tuple[Stop, ...]

    def __bool__(self) -> bool:
        return bool(self.stops)


# The wide drawing: names stand on the axis, the work hangs below it, then what is said, then the levels.


@dataclass(frozen=True, slots=True)
class Column:
    """One stop of the wide drawing, `width` wide around `middle`."""

    stop: Stop
    heading: Words
    chips: tuple[Chip, ...]
    says: Words
    middle: float
    width: float

    @property
    def rise(self) -> float:
        """How high the names stand on the axis."""
        chips = sum(chip.height + CHIP_GAP for chip in self.chips) - CHIP_GAP
        return chips + STEM + (self.heading.height + CHIP_GAP if self.heading.lines else 0)


def wide_spectrum(spectrum: Spectrum, targets: Mapping[str, Target], guide_url: str) -> Canvas:
    width = max(LEAST_WIDTH, COLUMN_LEAST * len(spectrum.stops))
    columns = _columns(spectrum, targets, width)
    axis = max(column.rise for column in columns)
    canvas = Canvas(width, 0, [_wedge(spectrum, width, axis)])
    canvas.shapes += [_draw_names(column, axis, guide_url) for column in columns]
    top = axis + WEDGE + 30
    canvas.shapes += [column.says.svg(column.middle, top, "says", "middle") for column in columns]
    top += max(column.says.height for column in columns) + 20
    for level, label in spectrum.levels.items():
        canvas.shapes.append(_draw_level(level, label, columns, width, top))
        top += 28 + HIGHEST * (SEGMENT + SEGMENT_GAP) + 20
    canvas.height = top - 20
    return canvas


def _columns(spectrum: Spectrum, targets: Mapping[str, Target], width: float) -> list[Column]:
    room = width / len(spectrum.stops)
    inner = room - COLUMN_GAP
    return [
        Column(
            stop,
            wrap(stop.heading(targets), inner, bold=True),
            tuple(chip(targets[key], inner, short=True) for key in stop.targets),
            wrap(stop.says, inner),
            room * (place + 0.5),
            inner,
        )
        for place, stop in enumerate(spectrum.stops)
    ]


def _wedge(spectrum: Spectrum, width: float, axis: float) -> str:
    """The work, thickest at the start; the axis above it, its ends named below it."""
    corners = [(0, axis), (width, axis), (width, axis + TIP), (0, axis + WEDGE)]
    words = Words((spectrum.work_label,))
    middle = axis + 15
    below = axis + WEDGE + 4
    return (
        polygon(corners, "work")
        + tip(10, middle, "left")
        + words.svg(24, middle - words.height / 2, "label")
        + line(0, axis, width, axis, "axis")
        + Words((spectrum.start_label,), END_SIZE, bold=True).svg(0, below, "end")
        + Words((spectrum.end_label,), END_SIZE, bold=True).svg(width, below, "end", "end")
    )


def _draw_names(column: Column, axis: float, guide_url: str) -> str:
    shapes = line(column.middle, axis - STEM, column.middle, axis, "stem") + dot(column.middle, axis, 5, "stop")
    top = axis - column.rise
    shapes += column.heading.svg(column.middle, top, "asks", "middle") if column.heading.lines else ""
    top = axis - STEM + CHIP_GAP
    width = max((chip.width for chip in column.chips), default=0)
    for shown in reversed(column.chips):
        top -= shown.height + CHIP_GAP
        shapes += shown.svg(column.middle - width / 2, top, width, guide_url)
    return f'<g class="stop-names">{shapes}</g>'


def _draw_level(level: str, label: str, columns: Sequence[Column], width: float, top: float) -> str:
    words = Words((label,), bold=True)
    bars = "".join(_upright_bar(column, column.stop.levels[level], top + 28) for column in columns)
    return f'<g class="level">{line(0, top, width, top, "rule")}{words.svg(0, top + 6, "asks")}{bars}</g>'


def _upright_bar(column: Column, level: int, top: float) -> str:
    left = column.middle - BAR / 2
    shapes = "".join(
        box(left, top + place * (SEGMENT + SEGMENT_GAP), BAR, SEGMENT, _segment(HIGHEST - place, level), 1.5)
        for place in range(HIGHEST)
    )
    words = Words((str(level),), bold=True)
    bottom = top + HIGHEST * (SEGMENT + SEGMENT_GAP) - SEGMENT_GAP
    return shapes + words.svg(left - 8, bottom - words.height + 3, "digits", "end")


def _segment(place: int, level: int) -> str:
    return "full" if place <= level else "empty"


# The narrow drawing: the axis runs down, the work at its left, what belongs to a stop at its right.


def narrow_spectrum(spectrum: Spectrum, targets: Mapping[str, Target], guide_url: str) -> Canvas:
    canvas = Canvas(PHONE, 0)
    end = Words((spectrum.start_label,), END_SIZE, bold=True)
    work = wrap(spectrum.work_label, PHONE - CONTENT_X - 18)
    canvas.shapes += [end.svg(CONTENT_X, 0, "end"), _growth(work, end.height + 4)]
    top = end.height + work.height + 4 + STOP_GAP
    for stop in spectrum.stops:
        shapes, bottom = _draw_stop(stop, spectrum, targets, guide_url, top)
        canvas.shapes.append(shapes)
        top = bottom + STOP_GAP
    last = Words((spectrum.end_label,), END_SIZE, bold=True)
    canvas.shapes.append(last.svg(CONTENT_X, top, "end"))
    canvas.height = top + last.height
    canvas.shapes = [_upright_wedge(canvas.height), *canvas.shapes]
    return canvas


def _growth(work: Words, top: float) -> str:
    return tip(CONTENT_X + 5, top + 5, "up") + work.svg(CONTENT_X + 16, top, "label")


def _upright_wedge(height: float) -> str:
    corners = [(AXIS_X, 0), (AXIS_X, height), (AXIS_X - TIP, height), (AXIS_X - WEDGE, 0)]
    return polygon(corners, "work") + line(AXIS_X, 0, AXIS_X, height, "axis")


def _draw_stop(
    stop: Stop, spectrum: Spectrum, targets: Mapping[str, Target], guide_url: str, top: float
) -> tuple[str, float]:
    """The stop from `top` down, and where it ends."""
    shapes = line(AXIS_X, top + 14, CONTENT_X, top + 14, "stem") + dot(AXIS_X, top + 14, 5, "stop")
    heading = wrap(stop.heading(targets), PHONE - CONTENT_X - 6, END_SIZE, bold=True)
    if heading.lines:
        shapes += heading.svg(CONTENT_X + 6, top + 14 - END_SIZE * LEADING / 2, "asks")
        top += heading.height + 12
    chips = [chip(targets[key], PHONE - CONTENT_X, short=True) for key in stop.targets]
    bottom = top
    for shown, x, y in _flowed(chips, CONTENT_X, PHONE):
        shapes += shown.svg(x, top + y, shown.width, guide_url)
        bottom = top + y + shown.height
    says = wrap(stop.says, PHONE - CONTENT_X)
    shapes += says.svg(CONTENT_X, bottom + 8, "says")
    levels, bottom = _draw_levels(stop, spectrum, bottom + says.height + 14)
    return f'<g class="stop-row">{shapes}{levels}</g>', bottom


def _flowed(chips: Sequence[Chip], left: float, right: float) -> Iterator[tuple[Chip, float, float]]:
    """Each chip with its place in lines from `left` to `right`, the first line at 0."""
    x, y = left, 0.0
    for shown in chips:
        if x > left and x + shown.width > right:
            x, y = left, y + shown.height + CHIP_GAP
        yield shown, x, y
        x += shown.width + CHIP_GAP


def _draw_levels(stop: Stop, spectrum: Spectrum, top: float) -> tuple[str, float]:
    """A row for each level from `top` down, and where they end."""
    shapes = ""
    for level, label in spectrum.levels.items():
        words = wrap(label, BAR_X - CONTENT_X - 24)
        shapes += words.svg(CONTENT_X, top, "label") + _level_bar(stop.levels[level], top)
        top += words.height + 4
    return shapes, top


def _level_bar(level: int, top: float) -> str:
    digits = Words((str(level),), bold=True)
    segments = "".join(
        box(BAR_X + place * SEGMENT_STEP, top + 5, SEGMENT_WIDTH, SEGMENT, _segment(place + 1, level), 1.5)
        for place in range(HIGHEST)
    )
    return segments + digits.svg(BAR_X - 8, top, "digits", "end")
