"""What would change the answer: for each field the nearest value, up and down, at which the tree decides otherwise.

Pure: no Django.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

from studyguide.advisor.cells import Cell, cells
from studyguide.advisor.evaluation import Advisor, Limit
from studyguide.advisor.fields import Field
from studyguide.advisor.sentences import beyond
from studyguide.decision import Given, Walk, Workload

OVER, UNDER, AT_LEAST, AT_MOST, IS = "over", "under", "at least", "at most", "is"


@dataclass(frozen=True, slots=True)
class Flip:
    """Where one field, all others as they are, changes the answer.

    `relation` and `value` say from where on, as in over 6; `sample` is a value there. `facts` are those behind the
    threshold on the way through the tree, none where the field is no number; `is_solved` where a field derived from it
    meets them. `nearness` is 1 at the threshold and falls to 0 far from it.
    """

    field: str
    relation: str
    value: Given | None
    sample: Given | None
    answer: str
    facts: tuple[str, ...] = ()
    nearness: float = 0
    is_solved: bool = False

    @property
    def said(self) -> float:
        """The number to say: a limit as it is documented; a solved one short, and on the side where it holds."""
        number = float(self.value or 0)
        return beyond(number, upwards=self.relation == OVER) if self.is_solved else number


def flips(advisor: Advisor, workload: Workload) -> list[Flip]:
    """The nearest thresholds, numbers first and the nearest of them first.

    Only a field that the walk asks about can lead it elsewhere.
    """
    walk = advisor.decide(workload)
    asked_about = advisor.fields.with_parts({name for step in walk.steps for name in step.node.fields})
    fields = [asked for name, asked in advisor.fields.fields.items() if name in asked_about]
    found = [flip for asked in fields for flip in _of_field(advisor, workload, asked, walk)]
    return sorted(found, key=lambda flip: -flip.nearness)


def _of_field(advisor: Advisor, workload: Workload, asked: Field, before: Walk) -> Iterator[Flip]:
    if not asked.is_number:
        for cell in cells(asked, ()):
            answer = _walk(advisor, workload, asked.name, cell.sample).result
            if answer != before.result:
                yield Flip(asked.name, IS, cell.sample, cell.sample, answer)
        return
    edges = _edges(advisor, workload, asked)
    now = workload[asked.name]
    if isinstance(now, int | float):
        row = [cell for cell in cells(asked, edges.limits) if cell.sample is not None]
        here = next(index for index, cell in enumerate(row) if _holds(cell, now))
        yield from _nearest(advisor, workload, asked, row[here + 1 :], edges, before)
        yield from _nearest(advisor, workload, asked, row[:here][::-1], edges, before)


@dataclass(frozen=True, slots=True)
class _Edges:
    """The limits behind each number at which a field meets a condition; `solved` ones are exact up to rounding only."""

    limits: dict[float, list[Limit]]
    solved: frozenset[float]


def _nearest(
    advisor: Advisor, workload: Workload, asked: Field, row: list[Cell], edges: _Edges, before: Walk
) -> Iterator[Flip]:
    """The first cell of a row, which leads away from the workload, in which the answer is another."""
    now = float(workload[asked.name] or 0)
    for cell in row:
        if not cell.is_between and cell.low in edges.solved:
            continue
        after = _walk(advisor, workload, asked.name, cell.sample)
        if after.result != before.result:
            rises = cell.low >= now
            edge = cell.low if rises else cell.high
            relation = (OVER if rises else UNDER) if cell.is_between else (AT_LEAST if rises else AT_MOST)
            nearness = min(now, edge) / max(now, edge) if max(now, edge) > 0 else 1
            nodes = {step.node.id for step in (*before.steps, *after.steps)}
            met = [limit for limit in edges.limits.get(edge, ()) if limit.node in nodes]
            facts = tuple(dict.fromkeys(key for limit in met for key in limit.facts))
            yield Flip(asked.name, relation, edge, cell.sample, after.result, facts, nearness, edge in edges.solved)
            return


def _edges(advisor: Advisor, workload: Workload, asked: Field) -> _Edges:
    """The numbers at which the field meets a condition of the tree, itself or through a field derived from it."""
    limits: dict[float, list[Limit]] = {}
    solved = set()
    for limit in advisor.limits:
        edge = limit.value if limit.field == asked.name else _solved(advisor, workload, asked, limit)
        if edge is not None:
            limits.setdefault(edge, []).append(limit)
            if limit.field != asked.name:
                solved.add(edge)
    return _Edges(limits, frozenset(solved))


def _solved(advisor: Advisor, workload: Workload, asked: Field, limit: Limit) -> float | None:
    """The value of a field at which a field derived from it reaches a limit; derived fields are linear in each part."""
    derived = advisor.fields.derived.get(limit.field)
    if derived is None or asked.name not in derived.parts:
        return None
    start, after = (derived.value({**workload, asked.name: at}) for at in (0.0, 1.0))
    return None if isclose(start, after) else (limit.value - start) / (after - start)


def _walk(advisor: Advisor, workload: Workload, field: str, value: Given | None) -> Walk:
    changed = {**workload, field: value}
    return advisor.decide(advisor.fields.complete(changed) if advisor.fields.is_part(field) else changed)


def _holds(cell: Cell, value: float) -> bool:
    return cell.low < value < cell.high if cell.is_between else cell.low == value
