"""Good questions for the figures of the linter: written ones of many subjects, and made ones, drawn by a seed.

None of them was written with the rules in hand, and none was changed so that a rule keeps silent.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from quiz.lint import Bank, Context
from studyguide.facts import Fact
from tests.quiz.lint_templates import MAKERS, TABLES

Source = dict[str, Any]
WRITTEN = Path(__file__).parents[1] / "data" / "good_questions.txt"
SOURCES = ("handbook", "register", "survey", "manual")
OBJECTIVES = ("tell-apart", "apply", "judge")
SECTIONS = ("basics", "practice", "cases")

_PART = re.compile(r"(?P<mark>[-+~=!]\+?|x|\d+\.|[TF]\*?|>|\*)\s(?P<text>.*)|(?P<prompt>.+?) -> (?P<match>.+)")


def context_of(sources: dict[str, Source]) -> Context:
    """A guide in which everything exists that the corpus names."""
    facts = {key: Fact(key, key, "limit", value, unit) for key, (value, unit) in TABLES["facts"].items()}
    names = {"objectives": OBJECTIVES, "sections": SECTIONS, "sources": SOURCES}
    return Context(facts, **names, targets={}, terms=(), comparisons=(), bank=Bank(sources))


def good_questions(seed: int, count: int = 200) -> dict[str, Source]:
    """Written questions and made ones in about equal parts, each with its options in an order of the seed."""
    random = Random(seed)
    drawn = random.sample(written(), min(count // 2 + 10, count)) if count > 1 else [random.choice(written())]
    made = [maker(random) for maker in MAKERS]
    drawn += random.sample(made, count - len(drawn))
    random.shuffle(drawn)
    return {f"question-{number}": _placed(dict(source), number, random) for number, source in enumerate(drawn)}


def _placed(source: Source, number: int, random: Random) -> Source:
    """The question at a place in the guide, as its author might have saved it."""
    if "options" in source and source.get("shuffle", True):
        source["options"] = random.sample(source["options"], len(source["options"]))
    named = {"sources": [random.choice(SOURCES)]} if "facts" not in source else {}
    where = {"objectives": [random.choice(OBJECTIVES)], "section": random.choice(SECTIONS)}
    return {"id": f"question-{number}", **source, **where, **named, "difficulty": random.randint(1, 3)}


def written() -> list[Source]:
    """Every question of the file."""
    blocks = WRITTEN.read_text().split("\n@ ")[1:]
    return [_question(block) for block in blocks]


def _question(block: str) -> Source:
    head, *lines = block.strip().splitlines()
    kind, title = head.split(" | ", maxsplit=1)
    parts = [line for line in lines if _is_part(line, kind)]
    stem = "\n".join(line for line in lines if line not in parts).strip()
    return {"kind": kind, "title": title, "stem": stem, **dict(_fields(kind, parts))}


def _is_part(line: str, kind: str) -> bool:
    return line.startswith(("> ", "* ")) if kind == "open" else " :: " in line


def _fields(kind: str, parts: list[str]) -> Iterator[tuple[str, Any]]:
    rows = []
    for line in parts:
        text, _, because = line.partition(" :: ")
        found = _PART.fullmatch(text.strip() if kind != "true-false" else f"{text} ")
        assert found, line
        rows.append((found, because))
    yield from {
        "single": _choice, "multiple": _choice, "true-false": _statement, "matching": _matching,
        "ordering": _ordering, "numeric": _numeric, "short-text": _short_text, "open": _open,
    }[kind](rows)  # fmt: skip


Rows = list[tuple[re.Match[str], str]]


def _choice(rows: Rows) -> Iterator[tuple[str, Any]]:
    keys = [{"key": True} if "+" in found["mark"] else {} for found, _ in rows]
    yield (
        "options",
        [{"text": found["text"], **key, "because": because} for (found, because), key in zip(rows, keys, strict=True)],
    )
    if any("~" in found["mark"] for found, _ in rows):
        yield "shuffle", False


def _statement(rows: Rows) -> Iterator[tuple[str, Any]]:
    yield "key", any(found["mark"] == "T*" for found, _ in rows)
    for found, because in rows:
        yield f"because_{'true' if found['mark'][0] == 'T' else 'false'}", because


def _matching(rows: Rows) -> Iterator[tuple[str, Any]]:
    yield "pairs", [{"prompt": f["prompt"], "match": f["match"], "because": why} for f, why in rows if f["prompt"]]
    yield "distractors", [{"text": f["text"], "because": why} for f, why in rows if not f["prompt"]]


def _ordering(rows: Rows) -> Iterator[tuple[str, Any]]:
    yield "items", [{"text": found["text"], "because": because} for found, because in rows]


def _numeric(rows: Rows) -> Iterator[tuple[str, Any]]:
    (key, because), *slips = rows
    number = re.fullmatch(r"(?P<value>[-\d.]+) ?(?P<unit>.*) ± (?P<tolerance>[\d.]+)", key["text"])
    assert number, key["text"]
    tolerance = {"tolerance": float(number["tolerance"])} if float(number["tolerance"]) else {}
    yield "answer", {"value": float(number["value"]), "unit": number["unit"], **tolerance}
    yield "because", because
    yield "wrong", [{"value": float(found["text"]), "because": why} for found, why in slips]


def _short_text(rows: Rows) -> Iterator[tuple[str, Any]]:
    (key, because), *slips = rows
    yield "accept", key["text"].split(", ")
    yield "because", because
    yield "wrong", [{"text": found["text"], "because": why} for found, why in slips]


def _open(rows: Rows) -> Iterator[tuple[str, Any]]:
    yield "answer", next(found["text"] for found, _ in rows if found["mark"] == ">")
    yield "rubric", [found["text"] for found, _ in rows if found["mark"] == "*"]
