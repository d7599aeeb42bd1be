"""Ordering: items to be put in a row."""

from collections.abc import Iterator, Mapping, Sequence
from math import factorial
from random import Random
from typing import Any

from quiz.kinds.base import Document, Fields, Form, Kind, Order, Text, chosen_credit, part_texts, positions, shuffled
from quiz.kinds.carrying import Unreadable, named, same_parts
from quiz.kinds.inputs import Input, Rows, Shape, because
from quiz.scoring import ADJACENT_PAIRS, ALL_OR_NOTHING, PER_PART, ordering_credit
from studyguide.documents import Entry
from studyguide.markup import plain_text

FEWEST, MOST = 3, 7


class Ordering(Kind):
    """Items are numbered in the right order. The answer is their numbers in the learner's order.

    Items are shown in an order that is never the right one, so that leaving it as it is earns no full marks.
    """

    name = "ordering"
    label = "Put in order"
    summary = "A few items have one right order."
    example = "Put the steps of a loaf in order."
    inputs = (
        Rows(
            "items",
            "Items in the right order",
            "item",
            (
                Input(
                    "text",
                    "Text",
                    Shape.TEXT,
                    example="Mix flour and water",
                    ask="Write the item, or remove its row.",
                    is_markdown=True,
                ),
                because("Why it stands here", "Nothing rises before it is wet."),
            ),
            f"From {FEWEST} to {MOST}. Learners see them shuffled.",
            shown=4,
        ),
        Input("first", "The top means", Shape.LINE, "Said above the items.", "Cheapest", default="First"),
        Input("last", "The bottom means", Shape.LINE, "Said below them.", "Dearest", default="Last"),
    )
    unanswered = "Move an item first, or say that it stays in this order."
    shows_answer_in_place = True
    credits = (ADJACENT_PAIRS, ALL_OR_NOTHING, PER_PART)
    counting = {
        ADJACENT_PAIRS: "Each item counts that comes right after the one it belongs after.",
        ALL_OR_NOTHING: "Counts when the whole order is right.",
        PER_PART: "Each item in its own place counts.",
    }

    def parse(self, entry: Entry) -> Fields:
        items = [self._item(item) for item in entry.entries("items")]
        if not FEWEST <= len(items) <= MOST:
            entry.note(f"{len(items)} items", f"expected {FEWEST} to {MOST}", entry.line_of("items"))
        if len({item["text"].casefold() for item in items}) < len(items):
            entry.note("two items are the same", "expected each item once", entry.line_of("items"))
        ends = {"first": entry.text("first", "First"), "last": entry.text("last", "Last")}
        return {"items": items, "credit": chosen_credit(entry, self), **ends}

    def _item(self, entry: Entry) -> Fields:
        item = {"text": entry.text("text"), "because": entry.text("because")}
        entry.finish()
        return item

    def texts(self, fields: Fields) -> Iterator[tuple[str, str]]:
        yield from part_texts(fields, "items")

    def document(self, fields: Fields, text: Text) -> dict[str, Any]:
        items = [
            {**item, "html": text.line(item["text"]), "because_html": text.full(item["because"])}
            for item in fields["items"]
        ]
        return {**fields, "items": items}

    def order(self, document: Document, random: Random) -> list[int]:
        count = len(document["items"])
        order = shuffled(count, random)
        while count > 1 and order == list(range(count)):
            order = shuffled(count, random)
        return order

    def present(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        """Form values are places in `order`, so that a value says nothing of the right place."""
        items = [
            {"value": order.index(number), "html": document["items"][number]["html"], "place": place}
            for place, number in enumerate(answer or order, 1)
        ]
        return {"items": items, "first": document["first"], "last": document["last"], "is_untouched": answer is None}

    def read(self, form: Form, document: Document, order: Order) -> list[int] | None:
        """From `place-VALUE` fields (numbers that a person chose; ties keep their order), moved by `move`.

        `move` is `up-VALUE` or `down-VALUE`, from the buttons. An untouched form is no answer.
        """
        sequence = positions(form.getlist("sequence"), len(order))
        sequence += [value for value in range(len(order)) if value not in sequence]
        places = {value: _place(form, value, sequence) for value in sequence}
        arranged = sorted(sequence, key=lambda value: (places[value], sequence.index(value)))
        arranged = _moved(arranged, form.getlist("move"))
        is_touched = form.getlist("touched") == ["1"] or arranged != sequence or bool(form.getlist("move"))
        return [order[value] for value in arranged] if is_touched else None

    def credit(self, document: Document, answer: Any) -> float:
        return ordering_credit(answer, document["credit"])

    def parts(self, document: Document) -> Mapping[str, Sequence[str]]:
        return {"item": [item["text"] for item in document["items"]]}

    def carried(self, answer: Any, asked: Document, key: Document) -> list[int]:
        """Without the items that are gone, the others stand as they stood."""
        places = same_parts(self._words(asked, "item"), self._words(key, "item"))
        if new := [number for number in range(len(key["items"])) if number not in places.values()]:
            raise Unreadable(f"They were not given {named(key['items'][new[0]]['text'])} to place.")
        return [places[number] for number in answer if number in places]

    def guess_share(self, document: Document) -> float | None:
        """Of all orders of n items one is right; an item is in its place, and next to its neighbour, in one of n."""
        count = len(document["items"])
        return 1 / factorial(count) if document["credit"] == ALL_OR_NOTHING else 1 / count

    def explain(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        placed = list(answer or [])
        rows = [
            {
                "html": item["html"],
                "place": number + 1,
                "chosen_place": placed.index(number) + 1 if number in placed else None,
                "is_right": number < len(placed) and placed[number] == number,
                "because_html": item["because_html"],
            }
            for number, item in enumerate(document["items"])
        ]
        return {"rows": rows, "first": document["first"], "last": document["last"]}

    def said(self, document: Document, answer: Any) -> str:
        return ", ".join(plain_text(document["items"][number]["html"]) for number in answer)


def _place(form: Form, value: int, sequence: list[int]) -> float:
    """The place that a select asks for; an item that was moved to an occupied place goes before what stood there."""
    now = sequence.index(value) + 1
    asked = positions(form.getlist(f"place-{value}"), len(sequence) + 1)
    if not asked or asked[0] in (0, now):
        return now
    return asked[0] - 0.5 if asked[0] < now else asked[0] + 0.5


def _moved(arranged: list[int], moves: list[str]) -> list[int]:
    for move in moves[:1]:
        direction, _, text = move.partition("-")
        value = positions([text], len(arranged))
        if value and direction in ("up", "down"):
            here = arranged.index(value[0])
            there = min(max(here + (1 if direction == "down" else -1), 0), len(arranged) - 1)
            arranged.insert(there, arranged.pop(here))
    return arranged
