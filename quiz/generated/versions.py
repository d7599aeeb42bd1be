"""A case as an attempt keeps it: plain values with HTML, which stay as they are whatever becomes of the guide.

Pure: no Django.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from quiz.generated.asking import Step
from quiz.generated.choosing import marks
from quiz.generated.generator import Case, Generator
from quiz.kinds import KINDS
from studyguide.advisor.evaluation import RULED_OUT, TargetAdvice
from studyguide.advisor.fields import WorkloadFields
from studyguide.advisor.rules import HARD, SOFT
from studyguide.decision import Workload
from studyguide.facts import Fact
from studyguide.markup import plain_text


@dataclass(frozen=True, slots=True)
class CaseDocuments:
    """`told` is the case with its answer and why the others lose; `steps` are documents as versions store them."""

    told: dict[str, Any]
    steps: tuple[dict[str, Any], ...]


def case_documents(case: Case, generator: Generator, number: int) -> CaseDocuments:
    """`number` is the case's place in its attempt, from 1."""
    steps = tuple(_step_document(step, case, number) for step in case.steps)
    return CaseDocuments(_told(case, generator), steps)


def _told(case: Case, generator: Generator) -> dict[str, Any]:
    because = plain_text(case.advice.walk.steps[-1].option.because)
    losers = [found for found in case.advice.targets if found.target != case.answer]
    return {
        "seed": case.seed,
        "title": case.title,
        "difficulty": case.difficulty,
        "marks": list(marks(case)),
        "story_html": _paragraphs(case.story),
        "answer": case.answer,
        "also_html": _paragraphs([because]),
        "losers": [_loser(found, generator.facts) for found in losers],
        "workload": workload_query(case.advice.workload, generator.advisor.fields),
    }


def _loser(found: TargetAdvice, facts: Mapping[str, Fact]) -> dict[str, str]:
    """Why a target loses, each rule by the name of the fact that it rests on: what rules it out, or what counts."""
    kind = HARD if found.verdict == RULED_OUT else SOFT
    said = [f"<p><b>{escape(facts[r.fact].label)}.</b> {escape(r.text)}</p>" for r in found.of_kind(kind)]
    return {"target": found.target, "kind": kind, "because_html": "".join(said)}


def workload_query(workload: Workload, fields: WorkloadFields) -> str:
    """The query string that fills in the form of the guide's advisor."""
    return urlencode({name: asked.as_text(workload[name]) for name, asked in fields.fields.items()})


def _step_document(step: Step, case: Case, number: int) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "title": step.title,
        "stem": step.stem,
        "stem_html": _paragraphs([step.stem]),
        "hint_html": "",
        "reasoning_html": _paragraphs([step.reasoning]) if step.reasoning else "",
        "objectives": list(step.objectives),
        "section": step.section,
        "targets": list(step.targets),
        "tags": [],
        "difficulty": case.difficulty,
        "points": 1,
        "facts": list(step.facts),
        "sources": [],
        "case": "",
        "case_number": number,
        **KINDS[step.kind].document(dict(step.fields), _PlainText()),
    }


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


class _PlainText:
    """Texts that hold no Markdown (see `kinds.base.Text`): what a case says is filled in already."""

    def full(self, text: str) -> str:
        return _paragraphs([text])

    def bare(self, text: str) -> str:
        return _paragraphs([text])

    def line(self, text: str) -> str:
        return escape(text)

    def plain(self, text: str) -> str:
        return text

    def figure(self, fact: str, unit: str) -> float:
        raise NotImplementedError(f"a case gives its numbers itself, not {fact} in {unit}")

    def formula(self, formula: str) -> float:
        raise NotImplementedError(f"a case gives its numbers itself, not {formula}")
