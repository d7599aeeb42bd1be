"""What changed between two sources of a question: place by place, word by word. Pure: no Django."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from quiz.sources import Source

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST_COMPARED = 3_000  # words and spaces; above it two texts are shown whole


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `same`, only in the `old` one, or only in the `new` one."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that changed."""

    label: str
    old: str
    new: str

    @property
    def old_pieces(self) -> list[Piece]:
        return [piece for piece in pieces(self.old, self.new) if piece.kind != "new"]

    @property
    def new_pieces(self) -> list[Piece]:
        return [piece for piece in pieces(self.old, self.new) if piece.kind != "old"]


def differences(old: Source, new: Source, label: Callable[[str], str]) -> list[Difference]:
    """Each place whose text is not the same in both, in the order of the new source, under its label."""
    before, after = dict(_flat(old)), dict(_flat(new))
    places = dict.fromkeys([*after, *before])
    return [
        Difference(label(place), before.get(place, ""), after.get(place, ""))
        for place in places
        if before.get(place, "") != after.get(place, "")
    ]


def pieces(old: str, new: str) -> list[Piece]:
    """Both texts in one run, so that the same and the new pieces make the new one."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > _LONGEST_COMPARED:
        return _whole(old, new)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(before[a:b])))
        else:
            found += _whole("".join(before[a:b]), "".join(after[c:d]))
    return found


def _whole(old: str, new: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("old", old), ("new", new)) if text]


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Each value as text with its place; a list of words is one value."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from _flat(inner, f"{place}.{key}" if place else str(key))
        case list() if any(isinstance(inner, dict) for inner in value):
            for number, inner in enumerate(value):
                yield from _flat(inner, f"{place}.{number}")
        case list():
            yield place, "\n".join(map(str, value))
        case bool():
            yield place, "yes" if value else "no"
        case _:
            yield place, str(value)
