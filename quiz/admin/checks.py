"""Findings as the form lists them: what blocks first, each with the name of its field and a link to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from quiz.kinds.inputs import Layout, Rows
from quiz.lint import Finding, Level
from quiz.question_form import label_of
from quiz.source_forms import Values, at_rows, placed
from studyguide.sync import counted

PREFIX = "q."  # of names in the form: a preview, which learners' templates make, has names of its own

SHAPES = {"blocking": "■", "warnings": "▲", "good": "●", "unchecked": "○"}  # of health, beside its words

Sentences = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One sentence; `anchor` is the id of the place in the form, empty for the whole question."""

    anchor: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Checks:
    blocking: Sequence[Check] = ()
    warnings: Sequence[Check] = ()

    def __str__(self) -> str:
        levels = [Level.BLOCKING] * len(self.blocking) + [Level.WARNING] * len(self.warnings)
        return counts_in_words(levels) or "Nothing to put right"


def counts_in_words(levels: Sequence[str]) -> str:
    """How many findings there are of each level, as `1 to put right, 2 warnings`; empty for none."""
    blocking, warnings = levels.count(Level.BLOCKING), levels.count(Level.WARNING)
    said = [f"{blocking} to put right"] * bool(blocking) + [counted(warnings, "warning")] * bool(warnings)
    return ", ".join(said)


def checks_of(form: Layout, values: Values, findings: Iterable[Finding]) -> Checks:
    """What was found in the source that the form says."""
    found = list(findings)
    blocking = [(finding.field, finding.message) for finding in found if finding.is_blocking]
    warnings = [(finding.field, finding.message) for finding in found if not finding.is_blocking]
    return Checks(*(listed(form, placed(form, at_rows(form, values, pairs))) for pairs in (blocking, warnings)))


def listed(form: Layout, sentences: Sentences) -> list[Check]:
    """Sentences by their places, in the order of the form."""
    places = sorted(sentences, key=partial(_order, form))
    return [Check(anchor_of(form, place), label_of(form, place), said) for place in places for said in sentences[place]]


def anchor_of(form: Layout, place: str) -> str:
    if any(isinstance(part, Rows) and part.name == place for part in form):
        return f"rows-{place}"
    return f"{PREFIX}{place}".replace(".", "-") if place else ""


def _order(form: Layout, place: str) -> tuple[int, int]:
    part = next((number for number, part in enumerate(form) if f"{place}.".startswith(f"{part.name}.")), -1)
    row = place.partition(".")[2].partition(".")[0]
    return part, int(row) if row.isdigit() else -1
