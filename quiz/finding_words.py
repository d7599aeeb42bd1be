"""Findings about questions in words: what is doubtful, and what to do about it. Pure: no Django."""

from collections.abc import Mapping, Sequence
from typing import Any

from quiz.statistics import Finding, Rule
from studyguide.markup import plain_text

LABELS = {
    Rule.CHECK_KEY: "Check the key",
    Rule.TOO_HARD: "Hardly anybody is right",
    Rule.TOO_EASY: "Nearly everybody is right",
    Rule.IDLE_DISTRACTORS: "Idle distractors",
}


def option_text(document: Mapping[str, Any], number: int) -> str:
    return plain_text(document["options"][number]["html"])


def finding_text(finding: Finding, document: Mapping[str, Any]) -> str:
    """One or two sentences; `document` is the version's, for the options that the finding is about."""
    options = [option_text(document, number) for number in finding.options]
    match finding.rule:
        case Rule.CHECK_KEY if options:
            return f"The upper third chose {_quoted(options)} more often than the key."
        case Rule.CHECK_KEY:
            return "Learners who do well in the other questions do worse in this one."
        case Rule.TOO_HARD:
            return "Check the key first, then whether the stem can be understood."
        case Rule.TOO_EASY:
            return "It tells nobody apart. Keep it if everybody must know it."
    return f"Hardly anybody takes {_quoted(options)}. Replace what misleads nobody, or leave it out."


def _quoted(options: Sequence[str]) -> str:
    quoted = [f"“{option}”" for option in options]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
