"""Numbers as people say them: in the unit of their size, all with two digits that matter. Pure: no Django.

A limit is round and a measured number is not. Every number of a case is drawn with two digits, the last of which is
no 0, so that none of them stands out as the one to look at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from math import floor, log10

from studyguide.advisor.fields import Field, WorkloadFields
from studyguide.advisor.sentences import GIVEN, rounded
from studyguide.decision import Given
from studyguide.facts import amount

Units = Mapping[str, float]


def sized(value: float, units: Units) -> tuple[float, str]:
    """How many of which unit: the largest one of which there is at least one."""
    rising = sorted(units.items(), key=lambda unit: unit[1])
    fitting = [unit for unit in rising if value >= unit[1] * (1 - 1e-9)] or rising[:1]
    label, size = fitting[-1]
    return value / size, label


def uneven(value: float, units: Units, *, whole: bool = False) -> float:
    """The nearest number that has two digits in its unit, the last of them no 0."""
    if value <= 0:
        return value
    count, label = sized(value, units or {"": 1})
    place = floor(log10(count)) - 1
    if whole:
        place = max(place, 0)
    digits = round(count / 10**place)
    digits += digits % 10 == 0
    found = float(f"{digits * 10.0**place * (units or {'': 1})[label]:.12g}")
    is_settled = not units or sized(found, units)[1] == label
    return found if is_settled else uneven(found, units, whole=whole)


def told(value: float, units: Units) -> str:
    """The number with its unit in words."""
    count, label = sized(value, units)
    return f"{amount(float(f'{count:.12g}'))} {label}".strip()


@dataclass(frozen=True, slots=True)
class ToldField(Field):
    """A field whose numbers are said in the units of stories."""

    units: Units | None = None

    def shown(self, value: Given | None) -> str:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if self.units and is_number and float(value or 0) > 0:
            return told(float(value or 0), self.units)
        return Field.shown(self, value)

    def rounded(self, value: float, beside: Iterable[float] = (), digits: int = GIVEN) -> float:
        """To digits that matter in the unit in which it is told."""
        if not self.units or value <= 0:
            return Field.rounded(self, value, beside, digits)
        count, label = sized(value, self.units)
        size = self.units[label]
        return rounded(float(f"{count:.12g}"), [other / size for other in beside], digits) * size


def with_units(asked: WorkloadFields, units: Mapping[str, Units]) -> WorkloadFields:
    """The same fields, telling their numbers in these units."""
    made = {name: _told(found, units[name]) if name in units else found for name, found in asked.fields.items()}
    return WorkloadFields(made, asked.derived)


def _told(asked: Field, units: Units) -> ToldField:
    return ToldField(**{part.name: getattr(asked, part.name) for part in fields(Field)}, units=units)
