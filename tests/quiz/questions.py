"""Questions without a guide around them: parsed from YAML, made into documents, answered with forms."""

from pathlib import Path
from typing import Any

from django.utils.datastructures import MultiValueDict

from quiz.kinds import KINDS, Document
from studyguide.documents import Problems, parse_yaml_list

# What a form may hold that is no place of anything.
NONSENSE = ["", " ", "-1", "7", "99", "9" * 5_000, "1.5", "1e3", "+1", "x", "\u00b2", "\u0663", "\0", "None", "1,0"]


class Verbatim:
    """Texts as they were written; facts and formulas are all 8."""

    def full(self, markdown: str) -> str:
        return f"<p>{markdown}</p>"

    def bare(self, markdown: str) -> str:
        return f"<p>{markdown}</p>"

    def line(self, markdown: str) -> str:
        return markdown

    def plain(self, markdown: str) -> str:
        return markdown

    def figure(self, fact: str, unit: str) -> float:
        return 8.0

    def formula(self, formula: str) -> float:
        return 8.0


def parsed(text: str) -> tuple[dict[str, Any], list[str]]:
    """The kind's fields of the one question in `text`, and the mistakes in it."""
    problems = Problems()
    (entry,) = parse_yaml_list(text, Path("questions.yaml"), problems)
    fields = KINDS[entry.text("kind")].parse(entry)
    entry.finish()
    return fields, [str(problem) for problem in problems]


def mistakes(text: str) -> list[str]:
    return parsed(text)[1]


def document_of(text: str, points: float = 1) -> dict[str, Any]:
    """What a version would store of the kind's part."""
    fields, problems = parsed(text)
    assert not problems
    kind = parse_yaml_list(text, Path("questions.yaml"), Problems())[0].text("kind")
    return {"kind": kind, "points": points, **KINDS[kind].document(fields, Verbatim())}


def form(**fields: str | list[str]) -> "MultiValueDict[str, str]":
    """A submitted form; `_` in a name stands for `-`."""
    lists = {name: [value] if isinstance(value, str) else value for name, value in fields.items()}
    return MultiValueDict({name.replace("_", "-"): value for name, value in lists.items()})


def read(document: Document, order: list[int], **fields: str | list[str]) -> Any:
    """The answer in a form."""
    return KINDS[document["kind"]].read(form(**fields), document, order)
