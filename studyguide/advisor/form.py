"""The form of an advisor: its steps, presets and addresses. Pure: no Django.

The whole state travels in the query string: every field of the workload, every assumption that was changed, and the two
targets that stand face to face.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from studyguide.advisor.document import AdvisorDocument
from studyguide.advisor.fields import Field, Filled, WorkloadFields
from studyguide.advisor.reading import Step

FACE = "face"


class Query(Protocol):
    """The part of Django's QueryDict that the form reads."""

    def get(self, key: str, default: str, /) -> str | None: ...

    def getlist(self, key: str, /) -> list[str]: ...

    def __contains__(self, key: object, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One field as it stands in the form; `note` says what a blank one is taken to be."""

    field: Field
    text: str
    error: str = ""
    is_missing: bool = False
    note: str = ""

    @property
    def says(self) -> str:
        """What stands below the field."""
        return self.error or ("Still asked for." if self.is_missing else self.note)

    @property
    def css_class(self) -> str:
        return "error" if self.error else "asked" if self.is_missing else "taken"

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """`(value, words, is chosen)` of a field with choices, or of a yes or no."""
        words = {"yes": "Yes", "no": "No"} if self.field.kind == "yes-no" else self.field.choices
        return [(value, said, value == self.text) for value, said in words.items()]

    @property
    def is_short(self) -> bool:
        """Whether the options fit side by side."""
        return len(self.options) <= 3 and all(len(words) <= 12 for _, words, _ in self.options)

    @property
    def least(self) -> str:
        return self.field.as_text(self.field.least)

    @property
    def most(self) -> str:
        return self.field.as_text(self.field.most)


@dataclass(frozen=True, slots=True)
class StepForm:
    """The fields of one step; `says` is what they hold, in one line."""

    step: Step
    rows: tuple[Row, ...]
    says: str

    @property
    def is_open(self) -> bool:
        return any(row.error or row.is_missing or not row.text for row in self.rows if not row.field.empty)


def texts_of(query: Query, names: Iterable[str]) -> dict[str, str]:
    """What the query gives for these names, without what no text may hold."""
    return {name: (query.get(name, "") or "").replace("\0", "").strip() for name in names if name in query}


def steps(document: AdvisorDocument, filled: Filled, *, is_started: bool) -> list[StepForm]:
    return [_step(step, document.advisor.fields, filled, is_started=is_started) for step in document.steps]


def _step(step: Step, fields: WorkloadFields, filled: Filled, *, is_started: bool) -> StepForm:
    rows = tuple(
        Row(
            field,
            filled.texts[name],
            filled.errors.get(name, ""),
            is_missing=is_started and name in filled.missing,
        )
        for name, field in fields.fields.items()
        if field.step == step.id
    )
    given = [(row.field, filled.values.get(row.field.name)) for row in rows]
    # A plain no is not worth a word.
    says = [field.summed_up(value) for field, value in given if value is not None and value is not False]
    return StepForm(step, rows, " · ".join(says))


class Address:
    """The query string of a state, with one answer changed or none."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._pairs = {name: urlencode({name: text}) for name, text in texts.items()}

    def changed(self, name: str, text: str) -> str:
        return "?" + "&".join({**self._pairs, name: urlencode({name: text})}.values())
