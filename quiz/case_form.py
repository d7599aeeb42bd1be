"""The form of a case: its story, the order of its steps, and what is said when they are answered. Pure: no Django."""

from quiz.kinds.inputs import Input, Rows, Shape, because
from quiz.question_form import SUBJECT, Group, inputs_of
from quiz.source_forms import form_values, source_of
from quiz.sources import Source

STEPS = "steps"

TITLE = Input("title", "Title", Shape.LINE, "For lists and results.", "Bread on Sunday", "Give it a title.")
SUMMARY = Input(
    "summary",
    "In one sentence",
    Shape.LINE,
    "For the list of cases: what has to be decided, and for whom.",
    "A baker has one evening and one jar.",
    "Say in a sentence what the case is.",
)
STORY = Input(
    "story",
    "Story",
    Shape.TEXT,
    "What a learner reads first, and keeps in view at each step. Put what is given into a table: "
    "a line | What | Value |, a line | --- | --- |, then one line for each.",
    "A baker comes home on Saturday at eight. There is flour, a jar of starter and an oven.",
    "Tell the case.",
    is_markdown=True,
)
ANSWER = Input(
    "answer",
    "The target that fits",
    Shape.CHOICE,
    "Shown when all steps are answered.",
    ask="Choose the target that the case leads to.",
    offers="one_target",
)
ALSO = Input(
    "also",
    "What would do as well, or else",
    Shape.TEXT,
    "When another target would fit.",
    "Yeast would do for a baker without a jar.",
    is_markdown=True,
)
LOSERS = Rows(
    "losers",
    "Why the others lose",
    "target",
    (
        Input("target", "Target", Shape.CHOICE, ask="Choose the target.", offers="one_target"),
        Input(
            "kind",
            "Kind of reason",
            Shape.CHOICE,
            ask="Choose the kind of reason.",
            choices=(("", "Choose"), ("hard", "Hard limit"), ("soft", "Cost, effort or fit")),
        ),
        because(example="There is nothing sour in the house."),
    ),
    "One row for each target that somebody might have taken instead.",
)
STEP_ROWS = Rows(STEPS, "Steps", "step", (Input("", "Step"),), "Learners answer them in this order.", shown=0)

CASE_FORM = (
    Group("The case", (TITLE, SUMMARY, STORY)),
    Group("The steps", (STEP_ROWS,)),
    Group("What is said at the end", (ANSWER, ALSO, LOSERS)),
    Group("What it tests", SUBJECT),
)
CASE_LAYOUT = inputs_of(CASE_FORM)


def with_every_case_place(source: Source) -> Source:
    """The source with an empty place for each needed value that is missing, so that a mistake has its field."""
    return {"id": source.get("id", ""), **source_of(CASE_LAYOUT, form_values(CASE_LAYOUT, source), source)}
