"""A workload, drawn for one domain within one region of the decision tree. Pure: no Django.

How a field is drawn is said by a plain value:

    x                       this and nothing else
    [x, y, z]               one of these
    {usually: x}            this, unless the region asks for another
    {from: a, to: b}        a number in between, each order of magnitude as likely as the next
    {of: f, from: a, to: b} the field `f` times such a number
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, log
from random import Random
from typing import Any

from quiz.generated.numbers import uneven
from quiz.generated.stories import Domain, Spec, Stories
from studyguide.advisor.cells import Cell
from studyguide.advisor.fields import Field, WorkloadFields
from studyguide.advisor.proof import Region
from studyguide.decision import Condition, Given

NEAR = 0.5  # how often a number is drawn near the edge of its cell, for cases that are hard
NEAREST, FAR = 1.05, 5  # how far from the edge it then lies, as a factor
Cells = Mapping[str, Sequence[Cell]]


class Drawing:
    """Draws the fields of one workload, one after the other."""

    def __init__(
        self, asked: WorkloadFields, stories: Stories, domain: Domain, region: Region, cells: Cells, random: Random
    ) -> None:
        self.asked, self.stories, self.domain = asked, stories, domain
        self.region, self.cells, self.random = region, cells, random
        self.drawn: dict[str, Given | None] = {}

    def workload(self) -> dict[str, Given | None] | None:
        """The workload with its derived fields, or None where domain and region leave nothing."""
        for asked in self._in_order():
            if not self._draw(asked):
                return None
        for name in self.region:
            if name in self.asked.derived and not self._solve(name):
                return None
        return self.asked.complete(self.drawn)

    def _in_order(self) -> Iterator[Field]:
        """What can be chosen first, then numbers, and last what is drawn from another number."""
        found = list(self.asked.fields.values())
        yield from (asked for asked in found if not asked.is_number)
        numbers = [asked for asked in found if asked.is_number]
        later = [asked for asked in numbers if "of" in _mapping(self.spec(asked.name))]
        yield from (asked for asked in numbers if asked not in later)
        yield from later

    def spec(self, name: str) -> Spec:
        """How a field is drawn: as the domain says, or as the last that fits of what is usual."""
        if name in self.domain.values:
            return self.domain.values[name]
        for made in reversed(self.stories.usual):
            if name in made.values and self._is_met(made.when):
                return made.values[name]
        return None

    def _is_met(self, conditions: Iterable[Condition]) -> bool:
        """Whether what was drawn so far meets them all."""
        return all(condition.field in self.drawn and condition.holds(self.drawn, {}) for condition in conditions)

    def _draw(self, asked: Field) -> bool:
        spec, left = self.spec(asked.name), self._left(asked.name)
        if "from" in _mapping(spec):
            value = self._number(asked, spec, left)
            if value is None:
                return False
            self.drawn[asked.name] = value
            return True
        options = choices(spec)
        if asked.name in self.region or spec is None:
            options = [value for value in options if _is_left(value, left)]
        if not options and "usually" in _mapping(spec):
            options = [cell.sample for cell in left if not cell.is_between]
        if options:
            self.drawn[asked.name] = self.random.choice(options)
        return bool(options)

    def _left(self, name: str) -> Sequence[Cell]:
        """The cells of a field that the region leaves."""
        every = self.cells[name]
        if name not in self.region:
            return every
        bits = self.region[name]
        return [cell for index, cell in enumerate(every) if bits >> index & 1]

    def _number(self, asked: Field, spec: Mapping[str, Any], left: Sequence[Cell]) -> float | None:
        times = float(self.drawn[spec["of"]] or 0) if "of" in spec else 1.0
        low, high = float(spec["from"]) * times, float(spec["to"]) * times
        if asked.name in self.stories.scales:
            steps = [step for step in self.stories.scales[asked.name] if low <= step <= high and _is_left(step, left)]
            return self.random.choice(steps) if steps else None
        if high <= 0:
            return 0.0
        if asked.name not in self.region:
            return self._uneven(asked, self._between(low, high))
        spans = [(max(low, cell.low), min(high, cell.high), cell) for cell in left if cell.is_between]
        spans = [span for span in spans if span[0] < span[1]]
        if not spans:
            return None
        start, end, cell = self.random.choice(spans)
        value = self._uneven(asked, self._near(start, end, cell))
        return value if cell.low < value < cell.high else None

    def _near(self, start: float, end: float, cell: Cell) -> float:
        """A number in a cell, often near an edge of it that is no edge of the domain's own range."""
        factor = self._between(NEAREST, FAR)
        near = [cell.low * factor] if start == cell.low else []
        near += [cell.high / factor] if end == cell.high else []
        near = [value for value in near if start < value < end]
        if near and self.random.random() < NEAR:
            return self.random.choice(near)
        return self._between(start, end)

    def _between(self, low: float, high: float) -> float:
        """Each order of magnitude as likely as the next."""
        low = max(low, 1e-6)
        return exp(self.random.uniform(log(low), log(high))) if high > low else low

    def _uneven(self, asked: Field, value: float) -> float:
        rounded = uneven(value, self.stories.units.get(asked.name, {}), whole=asked.kind == "whole")
        return int(rounded) if asked.kind == "whole" else rounded

    def _solve(self, name: str) -> bool:
        """Change the first part of a derived field so that it falls into a cell that the region leaves."""
        derived, left = self.asked.derived[name], self._left(name)
        value = derived.value(self.drawn)
        if any(_holds(cell, value) for cell in left):
            return True
        part = derived.parts[0]
        asked, spec = self.asked.fields[part], _mapping(self.spec(part))
        at_0, at_1 = (derived.value({**self.drawn, part: at}) for at in (0.0, 1.0))
        cell = self.random.choice([cell for cell in left if cell.is_between] or [Cell(None)])
        if at_0 == at_1 or not cell.is_between or "from" not in spec:
            return False
        wanted = cell.low * self.random.uniform(NEAREST, 3) if cell.low else cell.high / self.random.uniform(NEAREST, 3)
        solved = self._uneven(asked, (wanted - at_0) / (at_1 - at_0))
        if not float(spec["from"]) <= solved <= float(spec["to"]):
            return False
        for later in self.asked.fields.values():  # what was drawn from it keeps its share of it
            if _mapping(self.spec(later.name)).get("of") == part and self.drawn[part]:
                share = float(self.drawn[later.name] or 0) / float(self.drawn[part] or 1)
                self.drawn[later.name] = self._uneven(later, solved * share)
        self.drawn[part] = solved
        return _holds(cell, derived.value(self.drawn))


def certain(stories: Stories, domain: Domain) -> Iterator[tuple[str, Spec]]:
    """How fields are drawn in a domain whatever else is drawn."""
    for made in stories.usual:
        if not made.when:
            yield from made.values.items()
    yield from domain.values.items()


def is_possible(specs: Mapping[str, Spec], region: Region, cells: Cells) -> bool:
    """Whether each field that a region narrows can be drawn in it."""
    return all(
        _can_be(specs[name], [cell for index, cell in enumerate(cells[name]) if left >> index & 1])
        for name, left in region.items()
        if name in specs
    )


def _can_be(spec: Spec, left: Sequence[Cell]) -> bool:
    inner = _mapping(spec)
    if "from" in inner and "of" not in inner:
        return any(_overlaps(cell, float(inner["from"]), float(inner["to"])) for cell in left)
    return bool(inner) or any(_is_left(value, left) for value in choices(spec))


def _overlaps(cell: Cell, low: float, high: float) -> bool:
    if cell.is_between:
        return cell.low < high and low < cell.high
    return isinstance(cell.sample, int | float) and low <= cell.low <= high


def choices(spec: Spec) -> list[Given | None]:
    """The values that a spec without a range allows."""
    if isinstance(spec, list | tuple):
        return list(spec)
    return [spec["usually"]] if "usually" in _mapping(spec) else [spec]


def _mapping(spec: Spec) -> Mapping[str, Any]:
    return spec if isinstance(spec, dict) else {}


def _is_left(value: Given | None, left: Sequence[Cell]) -> bool:
    if isinstance(value, bool | str) or value is None:
        return any(cell.sample == value and type(cell.sample) is type(value) for cell in left if not cell.is_between)
    return any(_holds(cell, float(value)) for cell in left)


def _holds(cell: Cell, value: float) -> bool:
    is_number = isinstance(cell.sample, int | float) and not isinstance(cell.sample, bool)
    return is_number and (cell.low < value < cell.high if cell.is_between else cell.low == value)
