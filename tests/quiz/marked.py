"""Questions of every kind in which each text that must not be seen early holds a word that stands nowhere else."""

from collections import defaultdict
from itertools import count
from typing import Any

OF_EACH_KIND = 2


class Marks:
    """Words by the question that they belong to. `hints` may be seen a little earlier than the others."""

    def __init__(self) -> None:
        self.secrets: dict[str, list[str]] = defaultdict(list)
        self.hints: dict[str, str] = {}
        self._numbers = count(100)

    def word(self, owner: str, what: str) -> str:
        word = f"zq{next(self._numbers)}{what}"
        self.secrets[owner].append(word)
        return word

    def number(self, owner: str) -> int:
        number = 7_310_000 + next(self._numbers)
        self.secrets[owner].append(f"{number:,}")
        return number

    def hint(self, owner: str) -> str:
        self.hints[owner] = f"zq{next(self._numbers)}hint"
        return self.hints[owner]

    def told(self, seen: str, *, allowed: str = "") -> list[str]:
        """The words in what a browser received that belong to other questions than `allowed`."""
        words = [word for owner, words in self.secrets.items() if owner != allowed for word in words]
        words += [word.replace(",", "") for word in words if "," in word]
        words += [word for owner, word in self.hints.items() if owner != allowed]
        return [word for word in words if word in seen]


def kind_part(marks: Marks, slug: str, kind: str) -> dict[str, Any]:
    """The part of a question's file that belongs to its kind."""

    def because() -> str:
        return f"Because {marks.word(slug, 'because')}."

    if kind in ("single", "multiple"):
        keys = 2 if kind == "multiple" else 1
        return {
            "options": [
                {"text": f"Option {letter} of {slug}", "key": place < keys, "because": because()}
                for place, letter in enumerate("ABCD")
            ]
        }
    if kind == "true-false":
        return {"key": True, "because_true": because(), "because_false": because()}
    if kind == "matching":
        pairs = [{"prompt": f"Prompt {n}", "match": f"Choice {n}", "because": because()} for n in range(4)]
        return {"pairs": pairs, "distractors": [{"text": "Choice 9", "because": because()}]}
    if kind == "ordering":
        return {"items": [{"text": f"Item {letter}", "because": because()} for letter in "PQRS"]}
    if kind == "numeric":
        wrong = [{"value": marks.number(slug), "because": because()}]
        return {"answer": {"value": marks.number(slug), "tolerance": 0.5}, "because": because(), "wrong": wrong}
    if kind == "short-text":
        accept = [marks.word(slug, "accept"), marks.word(slug, "also")]
        wrong = [{"text": marks.word(slug, "slip"), "because": because()}]
        return {"accept": accept, "because": because(), "wrong": wrong}
    return {"answer": because(), "rubric": [marks.word(slug, "rubric"), marks.word(slug, "rubric")]}


def question(marks: Marks, slug: str, kind: str) -> dict[str, Any]:
    return {
        "id": slug,
        "kind": kind,
        "title": f"Title of {slug}",
        "objectives": ["choose"],
        "section": "choosing",
        "sources": ["handbook"],
        "stem": f"Stem of {slug}.",
        "hint": f"Hint {marks.hint(slug)}.",
        "reasoning": f"Think {marks.word(slug, 'reasoning')}.",
        **kind_part(marks, slug, kind),
    }


SCORED = ("single", "multiple", "true-false", "matching", "ordering", "numeric", "short-text")


def marked_files(marks: Marks) -> dict[str, Any]:
    """The YAML files of the marked questions, as plain values."""
    scored = [question(marks, f"{kind}-{number}", kind) for number in range(OF_EACH_KIND) for kind in SCORED]
    opens = [question(marks, f"open-{number}", "open") for number in range(OF_EACH_KIND)]
    slugs = [item["id"] for item in scored]
    shared = {"summary": "All of them.", "questions": slugs}
    steps = [question(marks, f"step-{kind}", kind) for kind in ("single", "numeric", "short-text", "ordering")]
    case = {
        "id": "case",
        "title": "A case",
        "objectives": ["choose"],
        "section": "choosing",
        "summary": "A case in steps.",
        "story": "A story.",
        "answer": "yeast",
        "also": marks.word("case", "also"),
        "losers": [
            {"target": target, "kind": "hard", "because": marks.word("case", "loses")}
            for target in ("sourdough", "soda")
        ],
        "steps": steps,
    }
    return {
        "questions/marked.yaml": scored + opens,
        "scenarios/case.yaml": case,
        "quizzes.yaml": [
            {"id": "marked-practice", "title": "Practice", "mode": "practice", **shared},
            {"id": "marked-exam", "title": "Exam", "mode": "exam", "minutes": 60, **shared},
        ],
    }
