"""That no hard rule rules out what the tree recommends, for any workload in range. Pure: no Django.

The tree splits the workloads into regions; in each, every field is left a set of its cells, and all workloads reach
the same target. A rule conflicts with the tree when it holds somewhere in a region whose target it is about. A derived
field counts as free, so that nothing is missed; a conflict could then be one that no workload shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyguide.advisor.cells import Cell, cells
from studyguide.advisor.evaluation import Advisor
from studyguide.advisor.rules import HARD, Rule
from studyguide.decision import Condition, Option

Group = Rule | Option  # both have `when` and `any_of`
Region = Mapping[str, int]  # field: the cells that are left, as bits; a field that is not named has all


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule that rules out what the tree recommends, and what a workload that shows it has in the fields involved."""

    rule: Rule
    example: Mapping[str, str]

    def __str__(self) -> str:
        return ", ".join(f"{field} {value}" for field, value in self.example.items())


class Regions:
    """The regions of one advisor's tree, and the cells that they are made of."""

    def __init__(self, advisor: Advisor) -> None:
        self.advisor = advisor
        self.hard = [rule for rules in advisor.rules.values() for rule in rules if rule.kind == HARD]
        self.cells = self._cells()
        self._met: dict[tuple[str, str, str], int] = {}

    def conflicts(self) -> Iterator[Conflict]:
        """One for each rule that can rule out what the tree recommends."""
        leaves = list(self.leaves())
        for rule in self.hard:
            found = [r for target, region in leaves if target == rule.target for r in self._meeting(region, rule)]
            if found:
                yield Conflict(rule, self._example(found[0]))

    def leaves(self) -> Iterator[tuple[str, Region]]:
        """Each region with the target that the tree recommends there; together they hold every workload once."""
        yield from self._below(self.advisor.tree.start, [{}])

    def _below(self, node_id: str, regions: Sequence[Region]) -> Iterator[tuple[str, Region]]:
        for option in self.advisor.tree.nodes[node_id].options:
            met = [part for region in regions for part in self._meeting(region, option)]
            if option.result:
                yield from ((option.result, region) for region in met)
            elif met:
                yield from self._below(option.next, met)
            regions = [part for region in regions for part in self._failing(region, option)]

    def _meeting(self, region: Region, group: Group) -> list[Region]:
        """The parts of a region where every condition of `when`, and one of `any_of`, is met."""
        for condition in group.when:
            region = self._narrowed(region, condition)
        if not group.any_of:
            return _alive([region])
        met = []
        for condition in group.any_of:
            met.append(self._narrowed(region, condition))
            region = self._narrowed(region, condition, met=False)
        return _alive(met)

    def _failing(self, region: Region, group: Group) -> list[Region]:
        """The other parts of the region."""
        failed = []
        for condition in group.when:
            failed.append(self._narrowed(region, condition, met=False))
            region = self._narrowed(region, condition)
        for condition in group.any_of:
            region = self._narrowed(region, condition, met=False)
        return _alive([*failed, region] if group.any_of else failed)

    def _narrowed(self, region: Region, condition: Condition, *, met: bool = True) -> Region:
        all_cells = (1 << len(self.cells[condition.field])) - 1
        holding = self._holding(condition)
        left = region.get(condition.field, all_cells) & (holding if met else all_cells & ~holding)
        return {**region, condition.field: left}

    def _holding(self, condition: Condition) -> int:
        """The cells of its field in which a condition is met."""
        key = (condition.field, condition.operator, str(condition.value))
        if key not in self._met:
            holding = [condition.holds({condition.field: cell.sample}, {}) for cell in self.cells[condition.field]]
            self._met[key] = sum(1 << index for index, holds in enumerate(holding) if holds)
        return self._met[key]

    def _cells(self) -> dict[str, list[Cell]]:
        fields = self.advisor.fields
        limits: dict[str, list[float]] = {name: [] for name in (*fields.fields, *fields.derived)}
        for limit in self.advisor.limits:
            limits[limit.field].append(limit.value)
        for condition in (condition for rule in self.hard for condition in rule.conditions):
            if isinstance(condition.value, int | float):
                limits[condition.field].append(float(condition.value))
        return {name: cells(fields[name], found) for name, found in limits.items()}

    def _example(self, region: Region) -> dict[str, str]:
        """The fields that a region narrows, each with a value that is left."""
        found = {}
        for name, left in region.items():
            if left != (1 << len(self.cells[name])) - 1:
                first = (left & -left).bit_length() - 1
                found[name] = self.advisor.fields[name].shown(self.cells[name][first].sample)
        return found


def _alive(regions: Sequence[Region]) -> list[Region]:
    """Those in which every field is left a cell."""
    return [region for region in regions if all(region.values())]
