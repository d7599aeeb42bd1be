"""What two sides made of one source, put together field by field. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quiz.sources import Source

FILE, ADMIN = "file", "admin"  # the two sides; `take` names the one that decides


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that the two sides changed differently. None stands for a field that is absent."""

    field: str
    base: Any
    file: Any
    admin: Any


def merged(
    base: Mapping[str, Any] | None, file: Mapping[str, Any], admin: Mapping[str, Any], take: str = ""
) -> tuple[Source, list[Conflict]]:
    """A three-way merge by top-level field: what only one side changed is taken, what both changed alike as well.

    A field changed differently is a conflict, unless `take` decides for FILE or ADMIN; until somebody has decided it
    reads as in the file. `base` is what both sides began with; without one every difference is a conflict.
    """
    found: Source = {}
    conflicts = []
    for field in dict.fromkeys([*file, *admin]):
        here, there = file.get(field), admin.get(field)
        value = here
        if base is not None and here == base.get(field):
            value = there
        elif here != there and (base is None or there != base.get(field)):
            value = there if take == ADMIN else here
            if not take:
                conflicts.append(Conflict(field, (base or {}).get(field), here, there))
        if value is not None:
            found[field] = value
    return found, conflicts


def rebased(draft: Source, before: Source, now: Source) -> Source:
    """A draft begun on `before`, with its own changes on top of what is published `now`."""
    return merged(before, now, draft, take=ADMIN)[0]


def first_difference(file: Any, admin: Any) -> tuple[str, Any, Any]:
    """Where two values first differ, as `.1.because` or nothing, and what each says there."""
    pairs: list[tuple[Any, Any, Any]] = []
    if isinstance(file, dict) and isinstance(admin, dict):
        pairs = [(name, file.get(name), admin.get(name)) for name in dict.fromkeys([*file, *admin])]
    elif isinstance(file, list) and isinstance(admin, list) and len(file) == len(admin):
        pairs = list(zip(range(len(file)), file, admin, strict=True))
    for name, here, there in pairs:
        if here != there:
            place, here, there = first_difference(here, there)
            return f".{name}{place}", here, there
    return "", file, admin
