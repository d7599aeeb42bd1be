"""What the form of a question asks for, as data: each kind says which inputs it needs. Pure: no Django."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Shape(Enum):
    """How an input looks, and which plain value it gives."""

    LINE = "line"  # one line of text
    TEXT = "text"  # Markdown of several lines
    NUMBER = "number"
    FLAG = "flag"  # true or false, by a box that is ticked or not
    PICK = "pick"  # a flag of a row of which one is ticked at most, or several (see Rows.picks_one)
    CHOICE = "choice"  # one of `choices`
    RADIO = "radio"  # the same, where all of them are in sight
    TIME = "time"  # a day and a time, in UTC
    TRUTH = "truth"  # true or false, where neither is assumed
    WORDS = "words"  # a list of words, typed
    NAMES = "names"  # a list of words, ticked among those that the guide has


@dataclass(frozen=True, slots=True)
class Input:
    """One value of a source.

    `name` is its place there, as `answer.unit`, or in a row its key. `ask` says what to do where a needed value is
    missing. `default` is what a source without it means. `offers` names what of the guide can be chosen.
    """

    name: str
    label: str
    shape: Shape = Shape.LINE
    help: str = ""
    example: str = ""
    ask: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    default: Any = None
    offers: str = ""
    is_markdown: bool = False
    note: str = "optional"  # beside the label of what is not needed
    nothing: str = ""  # what it says to choose nothing, where that means something

    @property
    def is_required(self) -> bool:
        return bool(self.ask)


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of parts, each a row. A part is a mapping, or a mere text where its one input has no name."""

    name: str
    label: str
    part: str  # what one row is called
    inputs: tuple[Input, ...]
    help: str = ""
    shown: int = 1  # rows of a new question
    picks_one: bool = False
    most: int = 30

    @property
    def is_plain(self) -> bool:
        return not self.inputs[0].name


Layout = Sequence[Input | Rows]

CREDIT_LABELS = {
    "all-or-nothing": "All or nothing: full marks for a wholly right answer",
    "right-minus-wrong": "Right minus wrong: each wrong choice takes one right one away",
    "per-part": "For each part: every right part earns its share",
    "adjacent-pairs": "For neighbours: each pair that follows in the right order earns its share",
}


POINTS = Input("points", "Points", Shape.NUMBER, "What a right answer earns.", "2", default=1)
SHUFFLE = Input(
    "shuffle",
    "Shuffle the options for each learner",
    Shape.FLAG,
    "Leave it on, unless the options have an order of their own.",
    default=True,
)


def credit(rules: Sequence[str]) -> Input:
    """How a partly right answer counts; only for kinds that have a choice."""
    choices = tuple((rule, CREDIT_LABELS[rule]) for rule in rules)
    return Input("credit", "Credit", Shape.CHOICE, choices=choices, default=rules[0])


def because(label: str = "Because", example: str = "") -> Input:
    """The rationale that every part has."""
    return Input("because", label, Shape.TEXT, example=example, ask="Say why, in a sentence.", is_markdown=True)


def row_inputs(layout: Layout) -> Iterator[Rows]:
    yield from (part for part in layout if isinstance(part, Rows))


def single_inputs(layout: Layout) -> Iterator[Input]:
    yield from (part for part in layout if isinstance(part, Input))
