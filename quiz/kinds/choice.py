"""Single choice, multiple response, true or false."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, ClassVar

from quiz.kinds.base import Document, Fields, Form, Kind, Order, Text, chosen_credit, part_texts, positions, shuffled
from quiz.kinds.carrying import Unreadable, named, same_parts
from quiz.kinds.inputs import Input, Layout, Rows, Shape, because
from quiz.scoring import ALL_OR_NOTHING, PER_PART, RIGHT_MINUS_WRONG, choice_credit
from studyguide.documents import Entry
from studyguide.markup import plain_text

ONE = "Mark the right one. Wrong ones should tempt somebody who half knows."
SEVERAL = "Mark two or more as right, and leave at least one that is not."
REASONS = "Learners read every reason when they have answered, whatever they chose."


def option_rows(*, picks_one: bool) -> Rows:
    return Rows(
        "options",
        "Options",
        "option",
        (
            Input(
                "text",
                "Text",
                Shape.TEXT,
                example="Baking soda",
                ask="Write the option, or remove its row.",
                is_markdown=True,
            ),
            Input("key", "Right", Shape.PICK),
            because(example="Soda makes gas at once."),
        ),
        f"{ONE if picks_one else SEVERAL} {REASONS}",
        shown=4,
        picks_one=picks_one,
    )


class Single(Kind):
    """One option is right. The answer is `[number of the option]`."""

    name = "single"
    label = "Choose one"
    has_options = True
    summary = "One of a few options is right."
    example = "Guests come in an hour. Which leaven makes a loaf in time?"
    inputs: ClassVar[Layout] = (option_rows(picks_one=True),)
    unanswered = "Choose an option first."
    is_multiple = False
    can_shuffle = True

    def parse(self, entry: Entry) -> Fields:
        options = [self._option(option) for option in entry.entries("options")]
        keys = sum(option["key"] for option in options)
        if len(options) < 2:
            entry.note(f"{len(options)} options", "expected at least two", entry.line_of("options"))
        elif not self._is_fine(keys, len(options)):
            entry.note(f"{keys} options are the key", self._expected_keys, entry.line_of("options"))
        return {"options": options, "credit": chosen_credit(entry, self), "shuffle": entry.flag("shuffle", True)}

    _expected_keys = "expected exactly one `key: true`"

    def _is_fine(self, keys: int, _options: int) -> bool:
        return keys == 1

    def _option(self, entry: Entry) -> Fields:
        option = {"text": entry.text("text"), "key": entry.flag("key", False), "because": entry.text("because")}
        entry.finish()
        return option

    def texts(self, fields: Fields) -> Iterator[tuple[str, str]]:
        yield from part_texts(fields, "options")

    def document(self, fields: Fields, text: Text) -> dict[str, Any]:
        options = [
            {**option, "html": text.line(option["text"]), "because_html": text.full(option["because"])}
            for option in fields["options"]
        ]
        return {**fields, "options": options}

    def order(self, document: Document, random: Random) -> list[int]:
        return shuffled(len(document["options"]), random, shuffle=document["shuffle"])

    def present(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        options = [
            {"value": value, "html": document["options"][number]["html"], "is_chosen": number in (answer or ())}
            for value, number in enumerate(order)
        ]
        return {"options": options, "input_type": "checkbox" if self.is_multiple else "radio"}

    def read(self, form: Form, document: Document, order: Order) -> list[int] | None:
        chosen = [order[position] for position in positions(form.getlist("answer"), len(order))]
        return sorted(chosen if self.is_multiple else chosen[:1]) or None

    def credit(self, document: Document, answer: Any) -> float:
        return choice_credit(answer, self.key(document), document["credit"])

    def key(self, document: Document) -> list[int]:
        return [number for number, option in enumerate(document["options"]) if option["key"]]

    def parts(self, document: Document) -> Mapping[str, Sequence[str]]:
        return {"option": [option["text"] for option in document["options"]]}

    def carried(self, answer: Any, asked: Document, key: Document) -> list[int]:
        places = same_parts(self._words(asked, "option"), self._words(key, "option"))
        if gone := [number for number in answer if number not in places]:
            raise Unreadable(f"They chose {named(asked['options'][gone[0]]['text'])}, which is gone.")
        if new := [number for number in self.key(key) if number not in places.values()]:
            raise Unreadable(f"They were not offered {named(key['options'][new[0]]['text'])}, which is right.")
        return sorted(places[number] for number in answer)

    def guess_share(self, document: Document) -> float | None:
        """As Moodle: the mean credit of the options, and nothing for several keys, where guesses differ in number."""
        return None if self.is_multiple else 1 / len(document["options"])

    def explain(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        rows = [
            {
                "html": document["options"][number]["html"],
                "is_key": document["options"][number]["key"],
                "is_chosen": number in (answer or ()),
                "because_html": document["options"][number]["because_html"],
            }
            for number in order
        ]
        return {"rows": rows}

    def said(self, document: Document, answer: Any) -> str:
        return "; ".join(plain_text(document["options"][number]["html"]) for number in answer)


class Multiple(Single):
    """Two or more options are right. The answer is the sorted numbers of the chosen options."""

    name = "multiple"
    label = "Choose several"
    summary = "Two or more options are right, and the question says how many."
    example = "Which leavens are alive? Choose two."
    inputs = (option_rows(picks_one=False),)
    unanswered = "Choose your options first."
    credits = (ALL_OR_NOTHING, RIGHT_MINUS_WRONG, PER_PART)
    counting = {
        ALL_OR_NOTHING: "Counts when you choose the right options and no other.",
        RIGHT_MINUS_WRONG: "Each right option counts, and each wrong one takes as much away, down to nothing.",
        PER_PART: "Each right option counts, unless you choose too many.",
    }
    is_multiple = True
    _expected_keys = "expected at least two `key: true`, and one option that is not"

    def _is_fine(self, keys: int, options: int) -> bool:
        return 2 <= keys < options


class TrueFalse(Single):
    """A statement. Two options in a fixed order, True first."""

    name = "true-false"
    label = "True or false"
    can_shuffle = False
    summary = "A statement that holds, or does not."
    example = "Baking soda makes gas without anything sour."
    stem_help = "Say one thing that is wholly true or wholly false."
    inputs = (
        Input("key", "The statement is", Shape.TRUTH, ask="Say whether the statement is true or false."),
        Input(
            "because_true",
            "To somebody who says true",
            Shape.TEXT,
            "Why that is right, or what they overlooked.",
            "Dry soda lies in the dough and waits.",
            "Say why, in a sentence.",
            is_markdown=True,
        ),
        Input(
            "because_false",
            "To somebody who says false",
            Shape.TEXT,
            "Why that is right, or what they overlooked.",
            "It needs an acid, such as buttermilk.",
            "Say why, in a sentence.",
            is_markdown=True,
        ),
    )

    def parse(self, entry: Entry) -> Fields:
        key = entry.flag("key")
        options = [
            {"text": "True", "key": key, "because": entry.text("because_true")},
            {"text": "False", "key": not key, "because": entry.text("because_false")},
        ]
        return {"options": options, "credit": ALL_OR_NOTHING, "shuffle": False}

    def texts(self, fields: Fields) -> Iterator[tuple[str, str]]:
        for option in fields["options"]:
            yield f"because_{option['text'].lower()}", option["because"]
