"""A question's source as the rules read it: tolerant of any shape, with each text as it is read by people.

Wrong types count as nothing: what has the wrong shape is reported by the reader (see `drafts`), and no rule may fail.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quiz.items import LONGEST_TEXT
from quiz.lint.english import Say, as_prose, as_read, comparable, root_of, words_of
from studyguide.documents import is_finite
from studyguide.roles import Reference, references

CHOICES = ("single", "multiple")
MOST_ROWS = 60  # that are looked at; nobody reads more options


class Text:
    """One Markdown text at its field; only what a question may hold at most is looked at."""

    def __init__(self, field: str, value: object, say: Say) -> None:
        self.field = field
        self.markdown = value[:LONGEST_TEXT] if isinstance(value, str) else _number_text(value)
        self._say = say

    def __bool__(self) -> bool:
        return bool(self.markdown.strip())

    @cached_property
    def plain(self) -> str:
        return as_read(self.markdown, self._say)

    @cached_property
    def prose(self) -> str:
        """Without code: its words are names."""
        return as_prose(self.markdown, self._say)

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.prose)

    @cached_property
    def references(self) -> list[Reference]:
        return references(self.markdown)

    @cached_property
    def roots(self) -> set[str]:
        return {root_of(word) for word in self.words}

    @cached_property
    def comparable(self) -> str:
        """What tells it from other texts; in code every character does."""
        if "`" in self.markdown:
            return self.plain.removesuffix(".") if self.markdown.rstrip().endswith("`.") else self.plain
        return comparable(self.plain)


@dataclass(frozen=True, slots=True)
class Row:
    """One of a question's options, pairs, items or likely slips; `number` counts from 1, as people do.

    `text` is what is shown of it (the prompt of a pair), `match` what belongs to the prompt.
    """

    field: str
    number: int
    text: Text
    match: Text
    because: Text
    is_key: bool


class Wording:
    """Each text and row is made once, so that what one rule finds out about it is there for the next."""

    def __init__(self, source: object, say: Say = lambda _kind, key, _unit: key) -> None:
        self.source: Mapping[Any, Any] = source if isinstance(source, Mapping) else {}
        self._say = say
        self._texts: dict[str, Text] = {}
        self._rows: dict[str, tuple[Row, ...]] = {}

    @property
    def id(self) -> str:
        return _string(self.source.get("id"))

    @property
    def kind(self) -> str:
        return _string(self.source.get("kind"))

    @property
    def is_choice(self) -> bool:
        return self.kind in CHOICES

    @property
    def is_shuffled(self) -> bool:
        """Whether learners see the parts in an order that differs from that of the source."""
        if self.is_choice:
            return self.source.get("shuffle") is not False
        return self.kind in ("matching", "ordering")

    @property
    def stem(self) -> Text:
        return self.text("stem")

    @property
    def options(self) -> tuple[Row, ...]:
        return self.rows("options") if self.is_choice else ()

    @cached_property
    def keys(self) -> tuple[Row, ...]:
        return tuple(option for option in self.options if option.is_key)

    @cached_property
    def distractors(self) -> tuple[Row, ...]:
        return tuple(option for option in self.options if not option.is_key)

    @property
    def choices(self) -> tuple[Text, ...]:
        """What can be matched in a matching question: the matches, then those that belong to no prompt."""
        if self.kind != "matching":
            return ()
        return (*(pair.match for pair in self.rows("pairs")), *(extra.text for extra in self.rows("distractors")))

    @cached_property
    def answer(self) -> Mapping[Any, Any]:
        """The answer of a numeric question, without what is left empty."""
        answer = self.source.get("answer")
        given = answer.items() if isinstance(answer, Mapping) else ()
        return {name: value for name, value in given if value is not None and value != ""}

    def answer_text(self, name: str) -> str:
        return _string(self.answer.get(name))

    def names(self, key: str) -> list[str]:
        """The texts in a list."""
        return [value for value in _list(self.source.get(key)) if isinstance(value, str)]

    def text(self, key: str) -> Text:
        return self._text(key, self.source.get(key))

    def listed(self, key: str) -> tuple[Text, ...]:
        """The entries of a list of texts, at their fields."""
        return tuple(self._text(f"{key}.{place}", value) for place, value in enumerate(_list(self.source.get(key))))

    def rows(self, name: str) -> tuple[Row, ...]:
        if name not in self._rows:
            values = _list(self.source.get(name))
            self._rows[name] = tuple(self._row(name, place, value) for place, value in enumerate(values))
        return self._rows[name]

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every Markdown text of the question, for what holds of all of them."""
        found = [self.text(key) for key in ("stem", "hint", "reasoning", "because", "because_true", "because_false")]
        for name in ("options", "pairs", "distractors", "items", "wrong"):
            for row in self.rows(name):
                found += [row.text, row.match, row.because]
        if self.kind == "open":
            found += [self.text("answer"), *self.listed("rubric")]
        return tuple(text for text in found if text)

    def _row(self, name: str, place: int, value: object) -> Row:
        field = f"{name}.{place}"
        row = value if isinstance(value, Mapping) else {}
        shown = "prompt" if name == "pairs" else "text"
        text, match, because = (self._text(f"{field}.{key}", row.get(key)) for key in (shown, "match", "because"))
        return Row(field, place + 1, text, match, because, row.get("key") is True)

    def _text(self, field: str, value: object) -> Text:
        return self._texts.setdefault(field, Text(field, value, self._say))


def number(value: object) -> float | None:
    """The value as a number, infinities included; None for what is none or has more digits than a float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if is_finite(value) or isinstance(value, float) else math.inf


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return list(value[:MOST_ROWS]) if isinstance(value, list | tuple) else []


def _number_text(value: object) -> str:
    """A number where a text belongs, as YAML reads `text: 42`."""
    found = number(value)
    return "" if found is None else f"{found:g}"
