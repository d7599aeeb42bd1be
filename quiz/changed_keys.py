"""What becomes of the keys of questions where facts have other values. Pure: no Django.

Questions are sources, as their files have them; a bank holds them by slug.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quiz.kinds.typed import shown_number
from quiz.sources import Source
from studyguide.arithmetic import evaluate, names_in
from studyguide.facts import FactBook, figure, shown
from studyguide.roles import filled, references

AROUND = 70  # characters shown on each side of what changes in a text
PARTS = {"matching": ("pairs", ("prompt", "match")), "ordering": ("items", ("text",))}  # that hold the key, by kind

_MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*`]+")  # of Markdown, which an excerpt does without

Bank = Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that another value changes, as readers see it before and after; `id` says what it is about."""

    id: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Books:
    """A guide's facts before and after, and the keys of those that differ; a derived one differs with its parts."""

    before: FactBook
    after: FactBook
    affected: Collection[str]


def changed_numbers(books: Books, bank: Bank) -> Iterator[Change]:
    """The questions whose right number is computed from facts and becomes another."""
    for slug, source in bank.items():
        answer = source.get("answer")
        if not isinstance(answer, dict) or not any(key in books.affected for key in _keys_of(answer)):
            continue
        before, after = (_computed(answer, book) for book in (books.before, books.after))
        if before != after:
            unit = f" {answer['unit']}" if answer.get("unit") else ""
            was, now = _told(before, after, answer)
            yield Change(slug, _title(slug, source), f"{was}{unit}", f"{now}{unit}")


def changed_texts(books: Books, bank: Bank) -> Iterator[Change]:
    """The questions whose key states a fact: somebody has to see whether it is still right. One for each text."""
    for slug, source in bank.items():
        for text in _texts_of_key(source):
            before, after = (_said(text, book) for book in (books.before, books.after))
            if before != after:
                yield Change(slug, _title(slug, source), *_excerpts(before, after))


def stating(books: Books, bank: Bank) -> list[str]:
    """The questions that state one of the facts anywhere, and change their words with it."""
    return [slug for slug, source in bank.items() if any(key in books.affected for key in _named(_texts_in(source)))]


def _title(slug: str, source: Source) -> str:
    return str(source.get("title") or slug)


def _keys_of(answer: Mapping[str, Any]) -> list[str]:
    return [str(answer.get("fact", "")), *names_in(str(answer.get("formula", "")))]


def _computed(answer: Mapping[str, Any], book: FactBook) -> float:
    if answer.get("fact"):
        return figure(book[answer["fact"]], str(answer.get("as", "")))
    return evaluate(str(answer["formula"]), {key: fact.number for key, fact in book.items() if fact.number is not None})


def _told(before: float, after: float, answer: Mapping[str, Any]) -> tuple[str, str]:
    """Both numbers with the digits that the tolerance leaves meaning to, or with more where these are the same."""
    slack = float(answer.get("tolerance") or 0) + abs(before) * float(answer.get("tolerance_percent") or 0) / 100
    was, now = shown_number(before, slack), shown_number(after, slack)
    return (was, now) if was != now else (shown_number(before, 0), shown_number(after, 0))


def _texts_of_key(source: Source) -> Iterator[str]:
    """The texts that say what is right: of a choice the options that are keys, of a statement the statement."""
    kind = source.get("kind")
    if kind in ("single", "multiple"):
        yield from (str(option.get("text", "")) for option in source.get("options", []) if option.get("key"))
    elif kind == "true-false":
        yield str(source.get("stem", ""))
    elif kind == "open":
        yield str(source.get("answer", ""))
    elif kind in PARTS:
        name, texts = PARTS[kind]
        yield from (str(part.get(text, "")) for part in source.get(name, []) for text in texts)


def _said(text: str, book: FactBook) -> str:
    """The text with its facts filled in; a target stands there by its id, before as after."""
    return filled(text, lambda kind, key, unit: shown(book[key], unit) if kind == "fact" and key in book else key)


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts around what differs between them, on one line."""
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    return _excerpt(before, start, len(before) - end), _excerpt(after, start, len(after) - end)


def _shared(one: str, two: str) -> int:
    """How many characters both begin with."""
    differing = (index for index, (a, b) in enumerate(zip(one, two, strict=False)) if a != b)
    return next(differing, min(len(one), len(two)))


def _excerpt(text: str, start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    if first:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    found = " ".join(_MARKS.sub(r"\1", text[first:last]).split())
    return f"{'… ' if first else ''}{found}{' …' if last < len(text) else ''}"


def _texts_in(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for inner in value.values() for text in _texts_in(inner))
        case list():
            yield from (text for inner in value for text in _texts_in(inner))


def _named(texts: Iterable[str]) -> Iterator[str]:
    return (role.key for text in texts if "{fact:" in text for role in references(text) if role.kind == "fact")
