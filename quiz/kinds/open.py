"""Open questions: a model answer, and a rubric by which learners judge their own."""

from collections.abc import Iterator
from typing import Any

from quiz.answers import without_nul
from quiz.kinds.base import Document, Fields, Form, Kind, Order, Text, positions
from quiz.kinds.inputs import Input, Rows, Shape
from studyguide.documents import Entry


class Open(Kind):
    """The answer is `{"text", "ticked"}`: what was written, and the points of the rubric that it made.

    `ticked` is None until the learner has judged. One share of the points for each ticked point of the rubric.
    """

    name = "open"
    label = "Answer in your own words"
    summary = "Learners write a few sentences and judge them by your answer. No score."
    example = "Why does sourdough keep longer than bread with yeast?"
    inputs = (
        Input(
            "answer",
            "Model answer",
            Shape.TEXT,
            "Shown when the learner has answered.",
            "It turns sour, and mould does not like that.",
            ask="Write the answer that you hope for.",
            is_markdown=True,
        ),
        Rows(
            "rubric",
            "Points of a good answer",
            "point",
            (
                Input(
                    "",
                    "Point",
                    Shape.TEXT,
                    example="Says that it is sour.",
                    ask="Write the point, or remove its row.",
                    is_markdown=True,
                ),
            ),
            "Learners tick those that they made.",
            shown=3,
        ),
    )
    is_scored = False

    def parse(self, entry: Entry) -> Fields:
        rubric = entry.texts("rubric")
        if "rubric" in entry and not rubric:
            entry.note("`rubric` is empty", "expected at least one point", entry.line_of("rubric"))
        return {"answer": entry.text("answer"), "rubric": rubric}

    def texts(self, fields: Fields) -> Iterator[tuple[str, str]]:
        yield "answer", fields["answer"]
        yield from ((f"rubric.{number}", point) for number, point in enumerate(fields["rubric"]))

    def document(self, fields: Fields, text: Text) -> dict[str, Any]:
        rubric = [text.line(point) for point in fields["rubric"]]
        points = len(fields["rubric"])
        return {**fields, "answer_html": text.full(fields["answer"]), "rubric_html": rubric, "points": points}

    def present(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        return {"text": (answer or {}).get("text", "")}

    def read(self, form: Form, document: Document, order: Order) -> dict[str, Any] | None:
        given = form.getlist("answer")
        text = without_nul(given[0]).strip() if given else ""
        judged = positions(form.getlist("point"), len(document["rubric"])) if form.getlist("judged") else None
        return {"text": text, "ticked": judged} if text or judged is not None else None

    def credit(self, document: Document, answer: Any) -> float:
        return len(answer["ticked"] or ()) / len(document["rubric"])

    def guess_share(self, document: Document) -> float | None:
        return None

    def explain(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        ticked = (answer or {}).get("ticked")
        points = [
            {"value": number, "html": html, "is_ticked": number in (ticked or ())}
            for number, html in enumerate(document["rubric_html"])
        ]
        return {"answer_html": document["answer_html"], "points": points, "is_judged": ticked is not None}

    def said(self, document: Document, answer: Any) -> str:
        return str(answer["text"])
