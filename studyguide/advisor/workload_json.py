"""Workloads as JSON: one object, or a list of them. Pure: no Django."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from studyguide.advisor.fields import WorkloadFields
from studyguide.decision import Workload


@dataclass(frozen=True, slots=True)
class Asked:
    """The workloads of a text in its order, or with any mistake none of them; one line for each mistake."""

    workloads: tuple[Workload, ...]
    is_list: bool
    mistakes: tuple[str, ...]


def read_workloads(text: str, fields: WorkloadFields) -> Asked:
    try:
        given = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return Asked((), False, (f"no JSON ({_first_line(error)}): expected one workload or a list of workloads",))
    items = given if isinstance(given, list) else [given]
    workloads = []
    mistakes: list[str] = []
    for number, item in enumerate(items, 1):
        place = f"workload {number}: " if isinstance(given, list) else ""
        workload, found = _read(item, fields)
        workloads.append(workload)
        mistakes += [f"{place}{mistake}" for mistake in found]
    return Asked(() if mistakes else tuple(workloads), isinstance(given, list), tuple(mistakes))


def _read(item: Any, fields: WorkloadFields) -> tuple[Workload, list[str]]:
    if not isinstance(item, dict):
        return {}, ["no object: expected a workload as {field: value}"]
    workload, mistakes = fields.read(item)
    return workload, [str(mistake) for mistake in mistakes]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    for name in found:
        if sum(key == name for key, _ in pairs) > 1:
            raise ValueError(f"a key stands twice, `{name[:40]}`")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _first_line(error: Exception) -> str:
    text = str(error).split("\n")[0]
    return text if text.isprintable() else type(error).__name__
