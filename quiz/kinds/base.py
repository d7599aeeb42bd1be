"""What every question kind can do. Pure: no Django.

Three shapes of one question, all plain values:
- fields: what its file says, Markdown as written;
- document: what a version stores for ever, Markdown beside its HTML, numbers resolved;
- answer: what a learner gave, by the document's own numbering, so that it means the same in any order shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, ClassVar, Protocol

from quiz.kinds.carrying import words
from quiz.kinds.inputs import POINTS, SHUFFLE, Layout, credit
from quiz.scoring import ALL_OR_NOTHING, Score
from studyguide.documents import Entry

Fields = dict[str, Any]
Document = Mapping[str, Any]
Order = Sequence[int]


class Text(Protocol):
    """Renders a question's texts. `bare` is for what is seen before the answer: no note may give it away."""

    def full(self, markdown: str) -> str: ...
    def bare(self, markdown: str) -> str: ...
    def line(self, markdown: str) -> str: ...
    def plain(self, markdown: str) -> str: ...
    def figure(self, fact: str, unit: str) -> float: ...
    def formula(self, formula: str) -> float: ...


class Form(Protocol):
    """A submitted form, as Django's QueryDict."""

    def getlist(self, key: str, /) -> list[str]: ...


class Kind:
    """The parts that kinds share; each kind fills in the rest.

    `summary` and `example` introduce the kind to those who write; `inputs` is what its form asks for, `calculated` what
    it asks for instead where the guide's facts give the answer.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    summary: ClassVar[str]
    example: ClassVar[str]
    stem_help: ClassVar[str] = "Say the case first, then ask one thing."
    inputs: ClassVar[Layout]
    calculated: ClassVar[Layout] = ()
    credits: ClassVar[tuple[str, ...]] = (ALL_OR_NOTHING,)
    # What each of these rules means, said to those who answer; a kind with one rule needs no words.
    counting: ClassVar[Mapping[str, str]] = {}
    is_scored: ClassVar[bool] = True
    # Whether an answer is a list of numbers of `options` in the document.
    has_options: ClassVar[bool] = False
    can_shuffle: ClassVar[bool] = False
    # What to do, said to somebody who asks for a check with nothing answered.
    unanswered: ClassVar[str] = "Type your answer first."
    # Whether saving an answer changes what the page shows of the question.
    shows_answer_in_place: ClassVar[bool] = False

    @property
    def template(self) -> str:
        return f"quiz/kinds/{self.name.replace('-', '_')}.html"

    @property
    def settings(self) -> Layout:
        """What the form asks for last: all of it has a default."""
        rules = (credit(self.credits),) if len(self.credits) > 1 else ()
        order = (SHUFFLE,) if self.can_shuffle else ()
        return (*rules, POINTS, *order) if self.is_scored else ()

    def parse(self, entry: Entry) -> Fields:
        """The kind's own part of a question's file, with its mistakes noted."""
        raise NotImplementedError

    def texts(self, fields: Fields) -> Iterator[tuple[str, str]]:
        """The Markdown texts in that part, each with its place in the file, as `options.2.because`."""
        raise NotImplementedError

    def fact_keys(self, fields: Fields) -> tuple[str, ...]:
        """The facts that the key depends on without naming them in a text."""
        return ()

    def document(self, fields: Fields, text: Text) -> dict[str, Any]:
        """The kind's part of the document."""
        raise NotImplementedError

    def order(self, document: Document, random: Random) -> list[int]:
        """The order in which parts are shown, by their numbers in the document; empty for no parts."""
        return []

    def present(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        """What the kind's template shows before the answer counts: nothing of the key may be in it."""
        raise NotImplementedError

    def read(self, form: Form, document: Document, order: Order) -> Any:
        """The answer in a form, or None for none; values that mean nothing are dropped."""
        raise NotImplementedError

    def credit(self, document: Document, answer: Any) -> float:
        """The share of the points that an answer earns, 0 to 1; `answer` is never None."""
        raise NotImplementedError

    def key(self, document: Document) -> list[int]:
        """The numbers of the right options, for a kind that has options."""
        return []

    def parts(self, document: Document) -> Mapping[str, Sequence[str]]:
        """The texts by which an answer's parts are known in another version, by what such a part is called."""
        return {}

    def carried(self, answer: Any, asked: Document, key: Document) -> Any:
        """An answer to `asked`, as `key` numbers its parts; both are of this kind, and `answer` is never None.

        Raises Unreadable where the learner could not have said what `key` asks for.
        """
        return answer

    def _words(self, document: Document, name: str) -> tuple[str, ...]:
        return words(self.parts(document)[name])

    def guess_share(self, document: Document) -> float | None:
        """The share of the points that guessing earns on average; None where that cannot be said."""
        return 0.0

    def explain(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        """What the template shows afterwards: the answer, the key, and the rationale for every part."""
        raise NotImplementedError

    def said(self, document: Document, answer: Any) -> str:
        """The answer in words, for lists and downloads."""
        raise NotImplementedError

    def score(self, document: Document, answer: Any) -> Score:
        """Points of possible for an answer; unanswered is 0."""
        possible = float(document.get("points", 1))
        return Score(possible * self.credit(document, answer) if answer is not None else 0.0, possible)


def part_texts(fields: Fields, name: str) -> Iterator[tuple[str, str]]:
    """The texts of the parts listed under `name`, with their places."""
    for number, part in enumerate(fields[name]):
        for key, text in part.items():
            if isinstance(text, str):
                yield f"{name}.{number}.{key}", text


def chosen_credit(entry: Entry, kind: Kind) -> str:
    return entry.choice("credit", kind.credits, kind.credits[0])


def positions(values: Sequence[str], count: int) -> list[int]:
    """The whole numbers below `count` among form values, each once, in the order given."""
    found = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 4]
    return list(dict.fromkeys(number for number in found if number < count))


def shuffled(count: int, random: Random, *, shuffle: bool = True) -> list[int]:
    numbers = list(range(count))
    if shuffle:
        random.shuffle(numbers)
    return numbers
