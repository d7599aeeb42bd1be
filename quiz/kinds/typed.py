"""Kinds with an answer that is typed: a number, a short text."""

import math
from collections.abc import Iterator
from typing import Any

from quiz.answers import is_accepted, normalised, number_in, without_nul
from quiz.kinds.base import Document, Fields, Form, Kind, Order, Text
from quiz.kinds.carrying import Unreadable, named
from quiz.kinds.inputs import Input, Rows, Shape, because
from quiz.scoring import numeric_credit
from studyguide.arithmetic import names_in
from studyguide.documents import Entry

INSTEAD = "instead of the number"


class Typed(Kind):
    """The answer is the text as typed."""

    def present(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        return {"text": answer or "", "unit": document.get("unit", "")}

    def read(self, form: Form, document: Document, order: Order) -> str | None:
        given = form.getlist("answer")
        return (without_nul(given[0]).strip() if given else "") or None

    def said(self, document: Document, answer: Any) -> str:
        return str(answer)


class Numeric(Typed):
    """A number within a tolerance. Its value may come from a fact or a formula over facts."""

    name = "numeric"
    label = "Give a number"
    summary = "The answer is worked out and typed as a number, within a tolerance."
    example = "How many times as long as with yeast does sourdough rise?"
    inputs = (
        Input("answer.value", "The right number", Shape.NUMBER, "", "8", note="or from facts, below"),
        Input("answer.unit", "Unit", Shape.LINE, "Shown behind the box that learners type into.", "times"),
        Input("answer.tolerance", "Tolerance", Shape.NUMBER, "How far off still counts, up or down.", "0.5", default=0),
        Input(
            "answer.tolerance_percent",
            "Tolerance in percent",
            Shape.NUMBER,
            "Instead, or added to it: a share of the right number.",
            "5",
            default=0,
        ),
        because("How one gets there", "Divide 720 by 90."),
        Rows(
            "wrong",
            "Likely slips",
            "slip",
            (
                Input("value", "Number", Shape.NUMBER, example="630", ask="Give the number, or remove its row."),
                because("What went wrong on the way to it", "That is the difference in minutes."),
            ),
            "Numbers that a wrong turn leads to. Whoever gives one reads what went wrong. You may leave them out.",
        ),
    )

    calculated = (
        Input(
            "answer.fact",
            "Fact",
            Shape.LINE,
            "Its key: find and insert it beside the form. Where the fact changes, so does the answer.",
            note=INSTEAD,
            offers="facts",
        ),
        Input(
            "answer.formula",
            "Formula",
            Shape.LINE,
            "With + - * / and brackets, over numbers and keys of facts.",
            note=INSTEAD,
            offers="facts",
        ),
        Input("answer.as", "Unit of the fact", Shape.LINE, "Only with a fact: the unit to change it to.", "h"),
    )

    def parse(self, entry: Entry) -> Fields:
        answer = entry.entry("answer")
        if answer is None:
            entry.note("`answer` is missing", "expected `answer:` with `value`, `fact` or `formula`")
        return {
            "answer": self._answer(answer) if answer else {},
            "because": entry.text("because"),
            "wrong": [self._wrong(wrong) for wrong in entry.entries("wrong")],
        }

    def _answer(self, entry: Entry) -> Fields:
        named = [name for name in ("value", "fact", "formula") if name in entry]
        if len(named) != 1:
            entry.note(f"{len(named)} sources of the value", "expected one of `value`, `fact` and `formula`")
        answer: Fields = {
            "value": entry.number("value", 0),
            "fact": entry.text("fact", ""),
            "as": entry.text("as", ""),
            "formula": entry.text("formula", ""),
            "unit": entry.text("unit", ""),
            "tolerance": entry.number("tolerance", 0),
            "tolerance_percent": entry.number("tolerance_percent", 0),
        }
        if answer["tolerance"] < 0 or answer["tolerance_percent"] < 0:
            entry.note("a tolerance below 0", "expected 0 or more")
        entry.finish()
        return answer

    def _wrong(self, entry: Entry) -> Fields:
        wrong = {"value": entry.number("value"), "because": entry.text("because")}
        entry.finish()
        return wrong

    def texts(self, fields: Fields) -> Iterator[tuple[str, str]]:
        yield "because", fields["because"]
        yield from ((f"wrong.{number}.because", wrong["because"]) for number, wrong in enumerate(fields["wrong"]))

    def fact_keys(self, fields: Fields) -> tuple[str, ...]:
        answer = fields["answer"]
        fact = answer.get("fact", "")
        return ((fact,) if fact else ()) + tuple(names_in(answer.get("formula", "")))

    def document(self, fields: Fields, text: Text) -> dict[str, Any]:
        answer = fields["answer"]
        value = float(answer["value"])
        if answer["fact"]:
            value = text.figure(answer["fact"], answer["as"])
        elif answer["formula"]:
            value = text.formula(answer["formula"])
        tolerance = answer["tolerance"] + abs(value) * answer["tolerance_percent"] / 100
        wrong = [{**item, "because_html": text.full(item["because"])} for item in fields["wrong"]]
        kept = {"value": value, "unit": answer["unit"], "tolerance": tolerance, "wrong": wrong}
        return {**fields, **kept, "because_html": text.full(fields["because"])}

    def carried(self, answer: Any, asked: Document, key: Document) -> Any:
        """A number means what its unit says."""
        if asked["unit"] != key["unit"]:
            units = (named(document["unit"]) if document["unit"] else "no unit" for document in (asked, key))
            raise Unreadable("They were asked for a number in {}, not {}.".format(*units))
        return answer

    def credit(self, document: Document, answer: Any) -> float:
        return numeric_credit(number_in(answer), document["value"], document["tolerance"])

    def explain(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        given = number_in(answer) if answer else None
        rows = [
            {
                "value": f"{wrong['value']:,.10g}",
                "is_chosen": numeric_credit(given, wrong["value"], document["tolerance"]) > 0,
                "because_html": wrong["because_html"],
            }
            for wrong in document["wrong"]
        ]
        return {
            "key": shown_number(document["value"], document["tolerance"]),
            "tolerance": f"{document['tolerance']:,.2g}" if document["tolerance"] else "",
            "unit": document["unit"],
            "given": answer or "",
            "is_right": bool(answer) and self.credit(document, answer) > 0,
            "because_html": document["because_html"],
            "rows": rows,
        }


def shown_number(value: float, tolerance: float) -> str:
    """A number with the digits that its tolerance leaves meaning to: 26.184384 within 0.5 is 26.2."""
    if not tolerance:
        return f"{value:,.10g}"
    decimals = min(max(0, -math.floor(math.log10(tolerance))), 6)
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class ShortText(Typed):
    """A word or two. Case, spaces and Unicode forms do not count; `*` in an accepted form stands for anything."""

    name = "short-text"
    label = "Give a word or two"
    summary = "The answer is a name or a term, typed; capitals and spaces do not count."
    example = "What do bakers call the last rise before the oven?"
    inputs = (
        Rows(
            "accept",
            "Accepted answers",
            "answer",
            (Input("", "Answer", Shape.LINE, example="proofing", ask="Write the answer, or remove its row."),),
            "The first one is shown as the answer. A star stands for any letters: pro* takes proof and proofing.",
            shown=2,
        ),
        because("Why this is the word", "The word is older than the packet."),
        Rows(
            "wrong",
            "Likely slips",
            "slip",
            (
                Input("text", "Answer", Shape.LINE, example="autolyse", ask="Write the answer, or remove its row."),
                because("What it is instead", "That is the rest before kneading."),
            ),
            "Words that people take for it. Whoever gives one reads what it is. You may leave them out.",
        ),
    )

    def parse(self, entry: Entry) -> Fields:
        accept = entry.texts("accept")
        if "accept" in entry and not accept:
            entry.note("`accept` has no answer", "expected at least one accepted answer", entry.line_of("accept"))
        if not all(normalised(form).strip("* ") for form in accept):
            entry.note("`accept` has an answer without letters", "expected a word in each", entry.line_of("accept"))
        wrong = [self._wrong(item) for item in entry.entries("wrong")]
        return {"accept": accept, "because": entry.text("because"), "wrong": wrong}

    def _wrong(self, entry: Entry) -> Fields:
        wrong = {"text": entry.text("text"), "because": entry.text("because")}
        entry.finish()
        return wrong

    def texts(self, fields: Fields) -> Iterator[tuple[str, str]]:
        yield "because", fields["because"]
        yield from ((f"wrong.{number}.because", wrong["because"]) for number, wrong in enumerate(fields["wrong"]))

    def document(self, fields: Fields, text: Text) -> dict[str, Any]:
        wrong = [{**item, "because_html": text.full(item["because"])} for item in fields["wrong"]]
        return {**fields, "wrong": wrong, "because_html": text.full(fields["because"])}

    def credit(self, document: Document, answer: Any) -> float:
        return float(is_accepted(answer, document["accept"]))

    def explain(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        rows = [{**wrong, "is_chosen": is_accepted(answer or "", [wrong["text"]])} for wrong in document["wrong"]]
        return {
            "key": next(iter(document["accept"]), "").replace("*", "…"),
            "also": [form for form in document["accept"][1:] if "*" not in form],
            "given": answer or "",
            "is_right": bool(answer) and self.credit(document, answer) > 0,
            "because_html": document["because_html"],
            "rows": rows,
        }
