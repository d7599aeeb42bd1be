"""Answers to one version of a question, read as another version numbers its parts. Pure: no Django."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

LONGEST_NAMED = 80  # characters of a part that is named to somebody


class Unreadable(Exception):
    """An answer to one version says nothing to another; the message is the reason, as a sentence."""


@lru_cache(maxsize=1024)
def same_parts(old: tuple[str, ...], new: tuple[str, ...]) -> Mapping[int, int]:
    """Which part of `new` each part of `old` is, by their numbers; a part that is gone has no number.

    Parts are known by their words. Where there are as many as before, those that are left over stand in the same
    order, each in other words; else nothing says which of them is which, and they are gone.
    """
    free = dict(enumerate(new))
    found: dict[int, int] = {}
    for number, text in enumerate(old):
        if (place := next((place for place, other in free.items() if other == text), None)) is not None:
            found[number] = place
            del free[place]
    if len(old) == len(new):
        found.update(zip((number for number in range(len(old)) if number not in found), free, strict=True))
    return found


def words(texts: Sequence[str]) -> tuple[str, ...]:
    """Texts to be compared: how they are spaced says nothing."""
    return tuple(" ".join(text.split()) for text in texts)


def named(text: str) -> str:
    """A part in quotation marks, cut where it is long."""
    return f"\u201c{text if len(text) <= LONGEST_NAMED else text[: LONGEST_NAMED - 1].rstrip() + '…'}\u201d"
