"""A sound question of each kind, changed for the examples of the linter's rules, and the guide around them."""

from typing import Any

from quiz.lint import Bank, Context
from studyguide.facts import Fact

Source = dict[str, Any]
Change = dict[str, Any]

_ALL: Source = {"id": "own", "title": "Bread", "objectives": ["choose"], "section": "basics", "sources": ["handbook"]}


def options(*texts: str, keys: tuple[int, ...] = (0,)) -> list[Source]:
    """Options with these texts, each with a rationale; the first is the key unless `keys` says which are."""
    rows: list[Source] = [{"text": text, "because": f"Reason {number}."} for number, text in enumerate(texts)]
    for key in keys:
        rows[key]["key"] = True
    return rows


SOUND: dict[str, Source] = {
    "single": {
        "stem": "Which leaven is ready at once?",
        "options": options("Baking soda", "Sourdough", "Dried yeast", "Fresh yeast"),
    },
    "multiple": {
        "stem": "Which of these are alive? Choose two.",
        "options": options("Sourdough", "Dried yeast", "Baking soda", "Table salt", keys=(0, 1)),
    },
    "true-false": {
        "stem": "Dried yeast is a living thing.",
        "key": True,
        "because_true": "It sleeps.",
        "because_false": "Salt would be dead.",
    },
    "matching": {
        "stem": "Match each leaven with its time.",
        "pairs": [
            {"prompt": prompt, "match": match, "because": f"{prompt} takes {match}."}
            for prompt, match in {"Soda": "no time", "Yeast": "an afternoon", "Sourdough": "a night"}.items()
        ],
        "distractors": [{"text": "a week", "because": "Nothing takes that long."}],
    },
    "ordering": {
        "stem": "Put the steps in order.",
        "items": [{"text": text, "because": f"{text} has its place."} for text in ("Mix", "Shape", "Bake")],
    },
    "numeric": {
        "stem": "How many loaves fit on three trays of four?",
        "answer": {"value": 12, "unit": "loaves"},
        "because": "Three times four.",
        "wrong": [{"value": 7, "because": "That is the sum."}],
    },
    "short-text": {
        "stem": "What do bakers call the last rise?",
        "accept": ["proofing", "proof*"],
        "because": "It is in every handbook.",
        "wrong": [{"text": "autolyse", "because": "That is a rest."}],
    },
    "open": {
        "stem": "Explain why dough rises.",
        "answer": "Gas is caught in it.",
        "rubric": ["You named the gas.", "You said what catches it."],
    },
}

CONTEXT = Context(
    facts={
        "oven.heat_c": Fact("oven.heat_c", "Heat", "limit", 220, "°C"),
        "oven.rise_min": Fact("oven.rise_min", "Rise", "limit", 85, "min"),
        "oven.maker": Fact("oven.maker", "Maker", "feature", "Smith & Sons"),
    },
    objectives=("choose",),
    sections=("basics",),
    targets={"yeast": "Yeast"},
    sources=("handbook",),
    terms=("crumb",),
    comparisons=("flours",),
    bank=Bank({"other": {"stem": "At which temperature does a baker put a rye loaf of two kilograms into the oven?"}}),
)


def question(kind: str, change: Change) -> Source:
    return {**_ALL, "kind": kind, **SOUND[kind], **change}


def with_options(*texts: str, keys: tuple[int, ...] = (0,), **more: Any) -> Change:
    return {"options": options(*texts, keys=keys), **more}


def with_row(kind: str, name: str, place: int, **change: Any) -> Change:
    """The sound question's parts with one of them changed."""
    rows = [dict(row) for row in SOUND[kind][name]]
    rows[place] |= change
    return {name: rows}


def with_option(place: int, **change: Any) -> Change:
    return with_row("single", "options", place, **change)
