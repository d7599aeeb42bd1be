"""The form of a question: what every kind asks for, around what each kind asks for itself. Pure: no Django."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quiz.items import HARDEST
from quiz.kinds import Kind
from quiz.kinds.inputs import Input, Layout, Rows, Shape
from quiz.source_forms import form_values, source_of
from quiz.sources import Source, tidied

LEVELS = ("Recall", "Apply", "Weigh several things")


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs under one heading; `is_extra` is what most questions do without."""

    title: str
    inputs: Layout
    is_extra: bool = False


TITLE = Input(
    "title",
    "Title",
    Shape.LINE,
    "For lists and results. It should not give the answer away.",
    "An hour until supper",
    "Give it a title.",
)
STEM = Input(
    "stem",
    "Question",
    Shape.TEXT,
    ask="Write the question.",
    is_markdown=True,
)
IN_A_STEP = "The case stands above it. Ask one thing."
SUBJECT = (
    Input(
        "section",
        "Section",
        Shape.CHOICE,
        "Where a learner reads it up.",
        ask="Choose the section that teaches it.",
        offers="sections",
    ),
    Input(
        "objectives",
        "Objectives",
        Shape.NAMES,
        "What somebody who answers it can do.",
        ask="Tick at least one objective.",
        offers="objectives",
    ),
    Input(
        "difficulty",
        "Difficulty",
        Shape.NUMBER,
        choices=tuple((str(level), f"{level}: {LEVELS[level - 1]}") for level in range(1, HARDEST + 1)),
        default=1,
    ),
)
GROUNDS = (
    Input(
        "sources",
        "Sources",
        Shape.NAMES,
        "Where the answer can be looked up.",
        offers="sources",
        note="or a fact",
    ),
    Input(
        "facts",
        "Facts behind the answer",
        Shape.WORDS,
        "Their keys, for facts that no text of the question shows. When one changes, this question is listed.",
        offers="facts",
        note="or a source",
    ),
)
# A step says nothing of these where its case says it already.
STEP_SUBJECT = (
    Input("section", "Section", Shape.CHOICE, offers="sections", nothing="As the case"),
    Input(
        "objectives", "Objectives", Shape.NAMES, "With none ticked, they are those of the case.", offers="objectives"
    ),
    Input(
        "difficulty",
        "Difficulty",
        Shape.NUMBER,
        choices=(("", "As the case"), *SUBJECT[-1].choices),
    ),
)
HINT = Input(
    "hint",
    "Hint",
    Shape.TEXT,
    "Shown on request while practising.",
    "What makes gas without waiting?",
    is_markdown=True,
)
REASONING = Input(
    "reasoning",
    "How to think here",
    Shape.TEXT,
    "Shown under the answer: the way to it, for questions where that is more than one step.",
    "An hour rules out whatever has to rise. That leaves soda.",
    is_markdown=True,
)
EXTRAS = (
    Input("targets", "Targets", Shape.NAMES, "What of the guide it is about.", offers="targets"),
    Input("tags", "Tags", Shape.WORDS, "Words to draw quizzes by, with commas between.", "limits, exam"),
)


def groups(kind: Kind, *, is_step: bool = False) -> Sequence[Group]:
    """The form of a kind, in the order in which one writes; that of a step leaves to its case what the case says."""
    stem = replace(STEM, help=IN_A_STEP if is_step else kind.stem_help, example=kind.example)
    asks = [Group("The question", (TITLE, stem)), Group("The answer", kind.inputs)]
    if kind.calculated:
        asks.append(Group("Or a number from the guide's facts", kind.calculated, is_extra=True))
    rests_on = Group("What it rests on", GROUNDS)
    if is_step:
        help_on = Group("Hint, and what the step reveals", (HINT, REASONING))
        more = Group("Subject, tags and points", (*STEP_SUBJECT, *EXTRAS, *kind.settings), is_extra=True)
        return (*asks, help_on, rests_on, more)
    more = Group("Hint, targets, tags and points", (HINT, REASONING, *EXTRAS, *kind.settings), is_extra=True)
    return (*asks, Group("What it tests", SUBJECT), rests_on, more)


def layout(kind: Kind, *, is_step: bool = False) -> Layout:
    return inputs_of(groups(kind, is_step=is_step))


def inputs_of(form: Sequence[Group]) -> Layout:
    return [part for group in form for part in group.inputs]


def with_every_place(kind: Kind, source: Source, *, is_step: bool = False) -> Source:
    """The source with an empty place for each needed value that is missing, so that a mistake has its field."""
    form = layout(kind, is_step=is_step)
    own = {"id": source.get("id", ""), "kind": kind.name}
    return {**own, **source_of(form, form_values(form, source), source)}


def is_empty(source: Source) -> bool:
    """Whether nothing was written yet, besides what a form begins with."""
    return not {*tidied(source)} - {"id", "kind", "shuffle", "difficulty"}


def label_of(form: Layout, place: str) -> str:
    """A place of a source as its form names it: `options.0.because` is `Option 1: Because`."""
    name, _, rest = place.partition(".")
    for part in form:
        if isinstance(part, Input) and part.name == place:
            return part.label
        if isinstance(part, Rows) and part.name == name:
            number, _, key = rest.partition(".")
            labels = {item.name: item.label for item in part.inputs}
            return f"{part.part.capitalize()} {int(number) + 1}: {labels.get(key, key)}" if number else part.label
    return place
