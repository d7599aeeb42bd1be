"""Which questions a new attempt gets: a quiz's own, or those a learner missed, flagged, or has not seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from quiz.generated.choosing import Marks, chosen_cases
from quiz.generated.generator import NoCase
from quiz.generated.versions import CaseDocuments, case_documents
from quiz.models import Attempt, Facet, Mode, Plan, Question, Quiz, Response, draw, generator_of, matching
from quiz.quiz_items import wanted_cases
from studyguide.models import Guide

MOST = 50
USUAL = 10
RECENT = 4  # attempts whose cases a new one should not be like


def _missed(latest: "QuerySet[Response]") -> "QuerySet[Response]":
    return latest.missed()  # type: ignore[attr-defined, no-any-return]


def _flagged(latest: "QuerySet[Response]") -> "QuerySet[Response]":
    return latest.filter(is_flagged=True)


def _unsure(latest: "QuerySet[Response]") -> "QuerySet[Response]":
    return latest.filter(confidence__in=[Response.Confidence.GUESS, Response.Confidence.UNSURE])


# What a learner can practise again, by what their latest answer to each question was.
_BY_LATEST: Mapping[str, Callable[["QuerySet[Response]"], "QuerySet[Response]"]] = {
    "missed": _missed,
    "flagged": _flagged,
    "unsure": _unsure,
}
SELECTIONS: Mapping[str, str] = {
    "missed": "What I missed",
    "flagged": "What I flagged",
    "unsure": "What I was unsure of",
    "unseen": "What I have not seen",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a new quiz can be made from. `value` is what `plan_selection` takes; `is_begun` has one open."""

    value: str
    label: str
    count: int
    is_begun: bool


def choices(guide: Guide, learner: UUID | None) -> dict[str, list[Choice]]:
    """What a new quiz can be made from, with the number of questions: by learner, by objective, by section."""
    open_ones = Attempt.objects.of(learner).open().filter(guide=guide)
    begun = set(open_ones.values_list("source", flat=True))
    groups = {
        "own": [(name, label, _of_learner(guide, learner, name).count()) for name, label in SELECTIONS.items()],
        "objectives": _with_counts("objective", guide.objectives.current(), "text", _count_by_objective(guide)),
        "sections": _with_counts("section", guide.sections.current(), "title", _count_by_section(guide)),
    }
    return {
        name: [Choice(value, label, count, value in begun) for value, label, count in rows]
        for name, rows in groups.items()
    }


def _with_counts(kind: str, rows: "QuerySet[Any]", label: str, counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Those that have a question, in their order."""
    return [(f"{kind}:{row.slug}", getattr(row, label), counts[row.slug]) for row in rows if row.slug in counts]


def _count_by_objective(guide: Guide) -> dict[str, int]:
    found = Facet.objects.filter(
        name=Facet.Name.OBJECTIVE, question__in=Question.objects.drawable().filter(guide=guide)
    )
    return dict(found.values_list("value").annotate(Count("pk")))


def _count_by_section(guide: Guide) -> dict[str, int]:
    found = Question.objects.drawable().filter(guide=guide).order_by()
    return dict(found.values_list("section").annotate(Count("pk")))


def seen_questions(learner: UUID | None, guide: Guide) -> set[UUID]:
    """The questions that this learner has answered."""
    answered = Response.objects.counted().of(learner).answered().filter(attempt__guide=guide)
    asked = answered.filter(version__question__isnull=False)
    return set(asked.values_list("version__question_id", flat=True))


def latest_responses(learner: UUID | None, guide: Guide) -> "QuerySet[Response]":
    """A learner's latest settled response to each question."""
    settled = Response.objects.counted().of(learner).filter(attempt__guide=guide, points__isnull=False)
    newest = settled.filter(version__question=OuterRef("version__question")).order_by("-attempt__started_at", "-pk")
    return settled.filter(pk=Subquery(newest.values("pk")[:1]))


def plan_quiz(quiz: Quiz, seen: set[UUID], seed: int, met: Sequence[Marks] = ()) -> Plan:
    """What a new attempt of a quiz is made of; for `seen` and `met` see `seen_questions` and `met_cases`."""
    random = Random(seed)  # noqa: S311  # for variety, not secrecy
    cases = made_cases(quiz, met, random) if quiz.cases else []
    return Plan(
        guide=quiz.guide,
        mode=quiz.mode,
        source=quiz.source,
        title=quiz.title,
        questions=() if quiz.cases else quiz.draw(seen, random),
        cases=cases,
        quiz=quiz,
        time_limit_s=quiz.time_limit_s,
        pass_percent=quiz.pass_percent,
        closes_at=quiz.closes_at,
        case={"cases": [made.told for made in cases]} if cases else quiz.case,
    )


def made_cases(quiz: Quiz, met: Sequence[Marks], random: Random) -> list[CaseDocuments]:
    """New cases, unlike those that the learner met last; none where the guide has no stories any more."""
    generator = generator_of(quiz.guide)
    if generator is None:
        return []
    wanted = wanted_cases(quiz.rule)
    try:
        cases = chosen_cases(generator, quiz.cases, wanted, met, random)
    except NoCase:
        return []
    return [case_documents(case, generator, number) for number, case in enumerate(cases, 1)]


def met_cases(learner: UUID | None, guide: Guide) -> list[Marks]:
    """What the last cases that were made for this learner were like."""
    found = Attempt.objects.counted().of(learner).filter(guide=guide, generator_version__isnull=False)
    kept = found.order_by("-started_at").values_list("case", flat=True)[:RECENT]
    return [told["marks"] for case in kept for told in case["cases"]]


def plan_selection(guide: Guide, learner: UUID, source: str, count: str, seed: int) -> Plan | None:
    """A practice quiz from one of SELECTIONS, `objective:ID` or `section:SLUG`; None for anything else."""
    title, candidates = _candidates(guide, learner, source)
    if candidates is None:
        return None
    number = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else USUAL
    rule = {"count": min(max(number, 1), MOST)}
    questions = draw(candidates, rule, seen_questions(learner, guide), Random(seed))  # noqa: S311
    return Plan(guide=guide, mode=Mode.PRACTICE, source=source, title=title, questions=questions)


def _candidates(guide: Guide, learner: UUID, source: str) -> tuple[str, "QuerySet[Question] | None"]:
    name, _, value = source.partition(":")
    if source in SELECTIONS:
        return SELECTIONS[source], _of_learner(guide, learner, source)
    if name == "objective" and (objective := guide.objectives.current().filter(slug=value).first()):
        return objective.text, matching(guide, {"objectives": [value]})
    if name == "section" and (section := guide.sections.current().filter(slug=value).first()):
        return section.title, matching(guide, {"sections": [value]})
    return "", None


def _of_learner(guide: Guide, learner: UUID | None, source: str) -> "QuerySet[Question]":
    if source == "unseen":
        return matching(guide, {}).exclude(pk__in=seen_questions(learner, guide))
    wanted = _BY_LATEST[source](latest_responses(learner, guide)).values("version__question")
    return matching(guide, {}).filter(pk__in=wanted)
