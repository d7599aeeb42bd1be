"""Matching: a choice for each prompt, some choices left over."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from quiz.kinds.base import Document, Fields, Form, Kind, Order, Text, chosen_credit, part_texts, positions, shuffled
from quiz.kinds.carrying import Unreadable, named, same_parts
from quiz.kinds.inputs import Input, Rows, Shape, because
from quiz.scoring import ALL_OR_NOTHING, PER_PART, matching_credit
from studyguide.documents import Entry
from studyguide.markup import plain_text

FEWEST, MOST = 3, 7


class Matching(Kind):
    """Choices are numbered as the prompts they belong to, distractors after them.

    The answer holds the number of a choice, or None, for each prompt.
    """

    name = "matching"
    label = "Match"
    summary = "Each prompt has one choice that belongs to it; some choices may be left over."
    example = "Which time belongs to which leaven?"
    inputs = (
        Rows(
            "pairs",
            "Pairs",
            "pair",
            (
                Input("prompt", "Prompt", example="Yeast", ask="Write the prompt.", is_markdown=True),
                Input("match", "Belongs to it", example="an afternoon", ask="Write what belongs to it."),
                because(example="It rises for three hours."),
            ),
            f"From {FEWEST} to {MOST}. Learners see the prompts in this order and all choices shuffled.",
            shown=FEWEST,
        ),
        Rows(
            "distractors",
            "Choices left over",
            "choice",
            (
                Input("text", "Choice", Shape.LINE, example="a week", ask="Write the choice, or remove its row."),
                because(example="No leaven of the three takes that long."),
            ),
            "They belong to no prompt, so that the last pair is not a gift. You may leave them out.",
        ),
    )
    unanswered = "Match something first."
    credits = (ALL_OR_NOTHING, PER_PART)
    counting = {ALL_OR_NOTHING: "Counts when every match is right.", PER_PART: "Each right match counts."}

    def parse(self, entry: Entry) -> Fields:
        pairs = [self._pair(pair) for pair in entry.entries("pairs")]
        distractors = [self._distractor(distractor) for distractor in entry.entries("distractors")]
        if not FEWEST <= len(pairs) <= MOST:
            entry.note(f"{len(pairs)} pairs", f"expected {FEWEST} to {MOST}", entry.line_of("pairs"))
        choices = [pair["match"] for pair in pairs] + [distractor["text"] for distractor in distractors]
        if len({choice.casefold() for choice in choices}) < len(choices):
            entry.note("two choices are the same", "expected each choice once", entry.line_of("pairs"))
        return {"pairs": pairs, "distractors": distractors, "credit": chosen_credit(entry, self)}

    def _pair(self, entry: Entry) -> Fields:
        pair = {name: entry.text(name) for name in ("prompt", "match", "because")}
        entry.finish()
        return pair

    def _distractor(self, entry: Entry) -> Fields:
        distractor = {name: entry.text(name) for name in ("text", "because")}
        entry.finish()
        return distractor

    def texts(self, fields: Fields) -> Iterator[tuple[str, str]]:
        yield from part_texts(fields, "pairs")
        yield from part_texts(fields, "distractors")

    def document(self, fields: Fields, text: Text) -> dict[str, Any]:
        pairs = [
            {**pair, "prompt_html": text.line(pair["prompt"]), "because_html": text.full(pair["because"])}
            for pair in fields["pairs"]
        ]
        rest = [{**extra, "because_html": text.full(extra["because"])} for extra in fields["distractors"]]
        choices = [text.plain(pair["match"]) for pair in pairs] + [text.plain(extra["text"]) for extra in rest]
        return {**fields, "pairs": pairs, "distractors": rest, "choices": choices}

    def order(self, document: Document, random: Random) -> list[int]:
        return shuffled(len(document["choices"]), random)

    def present(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        matched = answer or [None] * len(document["pairs"])
        prompts = [
            {
                "number": number,
                "html": pair["prompt_html"],
                "choices": [
                    {"value": value, "text": document["choices"][choice], "is_chosen": choice == matched[number]}
                    for value, choice in enumerate(order)
                ],
            }
            for number, pair in enumerate(document["pairs"])
        ]
        return {"prompts": prompts}

    def read(self, form: Form, document: Document, order: Order) -> list[int | None] | None:
        matched: list[int | None] = []
        for number in range(len(document["pairs"])):
            chosen = positions(form.getlist(f"answer-{number}"), len(order))
            matched.append(order[chosen[0]] if chosen else None)
        return matched if any(choice is not None for choice in matched) else None

    def credit(self, document: Document, answer: Any) -> float:
        return matching_credit(answer, document["credit"])

    def parts(self, document: Document) -> Mapping[str, Sequence[str]]:
        pairs = document["pairs"]
        choices = [pair["match"] for pair in pairs] + [extra["text"] for extra in document["distractors"]]
        return {"prompt": [pair["prompt"] for pair in pairs], "choice": choices}

    def carried(self, answer: Any, asked: Document, key: Document) -> list[int | None]:
        prompts, choices = (
            same_parts(self._words(asked, name), self._words(key, name)) for name in ("prompt", "choice")
        )
        before = {new: old for old, new in prompts.items()}
        for number, pair in enumerate(key["pairs"]):
            if number not in before:
                raise Unreadable(f"They were not asked for {named(pair['prompt'])}.")
            if number not in choices.values():
                raise Unreadable(f"They were not offered {named(pair['match'])}, which is right.")
        chosen = [answer[before[number]] for number in range(len(key["pairs"]))]
        for choice in chosen:
            if choice is not None and choice not in choices:
                raise Unreadable(f"They chose {named(self.parts(asked)['choice'][choice])}, which is gone.")
        return [None if choice is None else choices[choice] for choice in chosen]

    def guess_share(self, document: Document) -> float | None:
        """With a choice at random for each prompt, as Moodle for a share of each; for all or nothing, all of them."""
        one = 1 / len(document["choices"])
        return one if document["credit"] == PER_PART else one ** len(document["pairs"])

    def explain(self, document: Document, order: Order, answer: Any) -> dict[str, Any]:
        matched = answer or [None] * len(document["pairs"])
        rows = [
            {
                "html": pair["prompt_html"],
                "key": document["choices"][number],
                "chosen": "" if matched[number] is None else document["choices"][matched[number]],
                "is_right": matched[number] == number,
                "because_html": pair["because_html"],
            }
            for number, pair in enumerate(document["pairs"])
        ]
        first_extra = len(document["pairs"])
        extras = [
            {"text": document["choices"][first_extra + index], "because_html": extra["because_html"]}
            for index, extra in enumerate(document["distractors"])
        ]
        return {"rows": rows, "extras": extras}

    def said(self, document: Document, answer: Any) -> str:
        return "; ".join(
            f"{plain_text(pair['prompt_html'])}: {document['choices'][choice] if choice is not None else 'no answer'}"
            for pair, choice in zip(document["pairs"], answer, strict=True)
        )
