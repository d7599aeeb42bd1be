"""The form of a question as its template shows it: each input with its value, its choices and its mistakes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quiz.admin.checks import PREFIX, Check, Sentences, listed
from quiz.admin.offers import Offers
from quiz.clock import read_time
from quiz.kinds.inputs import Input, Rows, Shape
from quiz.question_form import Group, inputs_of
from quiz.source_forms import Values, row_numbers, row_place, texts_of

LONG = 25  # choices to search in, those that are ticked first


@dataclass(frozen=True, slots=True)
class Field:
    """One input in the form."""

    input: Input
    place: str
    texts: Sequence[str]
    mistakes: Sequence[str] = ()
    choices: Sequence[tuple[str, str, bool]] = ()
    type: str = ""
    value: str = ""  # of a box or button that is ticked
    is_focused: bool = False
    example: str = ""

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.place}"

    @property
    def id(self) -> str:
        return f"{PREFIX}{self.place}{f'.{self.value}' if self.type else ''}".replace(".", "-")

    @property
    def text(self) -> str:
        return self.texts[0] if self.texts else ""

    @property
    def is_optional(self) -> bool:
        return not self.input.is_required and self.input.default is None

    @property
    def inserts(self) -> str:
        """What of an insertion goes into it: its text, its key, or its key behind those that are there."""
        if self.input.is_markdown:
            return "text"
        if self.input.offers != "facts":
            return ""
        return "keys" if self.input.shape is Shape.WORDS else "key"

    @property
    def is_long(self) -> bool:
        return self.input.shape is Shape.NAMES and len(self.choices) >= LONG

    @property
    def is_ticked(self) -> bool:
        return self.value in self.texts if self.type else bool(self.texts)

    @property
    def shape(self) -> str:
        return self.input.shape.value

    @property
    def is_time(self) -> bool:
        """Whether it says a time or nothing, which a browser's own input for times can show."""
        return not self.text or read_time(self.text) is not None

    @property
    def described_by(self) -> str:
        ids = [f"{self.id}-error"] * bool(self.mistakes) + [f"{self.id}-help"] * bool(self.input.help)
        return " ".join(ids)


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    fields: Sequence[Field]

    @property
    def shown_number(self) -> int:
        return self.number + 1


@dataclass(frozen=True, slots=True)
class RowFields:
    """A list of parts in the form."""

    rows: Rows
    shown: Sequence[Row]
    mistakes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class GroupFields:
    title: str
    parts: Sequence[Field | RowFields]
    is_extra: bool
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything that a form shows. `focus` is the place that has the keyboard, after a row was added or moved."""

    form: Sequence[Group]
    values: Values
    offers: Offers
    sentences: Sentences = field(default_factory=dict)
    focus: str = ""

    def mistakes(self) -> Sequence[Check]:
        """Each mistake with a link to its place."""
        return listed(inputs_of(self.form), self.sentences)

    def groups(self) -> Iterator[GroupFields]:
        for group in self.form:
            parts = [self._rows(part) if isinstance(part, Rows) else self._field(part) for part in group.inputs]
            is_open = not group.is_extra or any(_says_something(part) for part in parts)
            yield GroupFields(group.title, parts, group.is_extra, is_open)

    def _field(self, item: Input, place: str = "") -> Field:
        place = place or item.name
        texts = self.values.get(place, [])
        choices = self._choices(item, texts)
        example = item.example or (self.offers.example_fact if item.offers == "facts" else "")
        mistakes = self.sentences.get(place, ())
        return Field(item, place, texts, mistakes, choices, is_focused=place == self.focus, example=example)

    def _choices(self, item: Input, texts: Sequence[str]) -> list[tuple[str, str, bool]]:
        """What can be chosen, and whether it is. What is ticked and gone from the guide is there, to be unticked."""
        offered = list(item.choices or self.offers.choices(item.offers))
        if item.shape is Shape.NAMES:
            known = {value for value, _ in offered}
            offered += [(text, f"{text} (not in this guide)") for text in texts if text and text not in known]
        choices = [(value, label if value else item.nothing or label, value in texts) for value, label in offered]
        return choices if len(choices) < LONG else sorted(choices, key=lambda choice: not choice[2])

    def _rows(self, rows: Rows) -> RowFields:
        shown = [Row(number, self._row(rows, number)) for number in row_numbers(rows, self.values)]
        return RowFields(rows, shown, self.sentences.get(rows.name, ()))

    def _row(self, rows: Rows, number: int) -> Sequence[Field]:
        return [self._part(rows, number, item) for item in rows.inputs]

    def _part(self, rows: Rows, number: int, item: Input) -> Field:
        if item.shape is not Shape.PICK:
            return self._field(item, row_place(rows, number, item))
        place = f"{rows.name}.{item.name}"
        kind = "radio" if rows.picks_one else "checkbox"
        return Field(item, place, self.values.get(place, []), type=kind, value=str(number))


def _says_something(part: Field | RowFields) -> bool:
    if isinstance(part, RowFields):
        return bool(part.shown)
    return bool(part.mistakes) or list(part.texts) not in ([], [""], texts_of(part.input, None))
