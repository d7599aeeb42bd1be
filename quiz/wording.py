"""Whether two versions of a question ask the same, so that answers to both can be counted together. Pure: no Django."""

from collections.abc import Mapping
from typing import Any

# What explains, places or weighs a question, and changes nothing of what has to be answered.
_BESIDE = frozenset(
    {"title", "objectives", "section", "targets", "tags", "difficulty", "points", "facts", "sources", "case"}
    | {"hint", "reasoning", "wrong", "shuffle"}
)


def wording(document: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a version's document that decides what is asked and what is right: equal if two ask the same.

    Rationales may be improved and facts brought up to date without starting the count anew; a changed stem, option,
    key or rule of credit starts it.
    """
    return {name: _asked(value) for name, value in document.items() if name not in _BESIDE and _is_asked(name)}


def _asked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _asked(inner) for name, inner in value.items() if _is_asked(name)}
    if isinstance(value, list):
        return [_asked(inner) for inner in value]
    return value


def _is_asked(name: str) -> bool:
    return not name.startswith("because") and not name.endswith("html")
