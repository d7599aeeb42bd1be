"""What a submitted attempt says: the score, by objective and section, and every question explained."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quiz.clock import time_used_text
from quiz.estimates import likely_range
from quiz.models import Attempt, RegradedResponse, Report, Response, total
from quiz.muddy_points import muddy_points
from quiz.plots import history_plot
from quiz.scoring import Score, percent
from studyguide.models import Fact, Guide, Section, Source

ENOUGH = 5  # questions, before a score says anything of a level


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart by objective or section."""

    slug: str
    label: str
    url: str
    score: Score
    count: int

    @property
    def percent(self) -> int:
        return percent(self.score)


@dataclass(frozen=True, slots=True)
class Misleading:
    """Where it is cleared up what misleads people about a question. Without a title no point names the question."""

    url: str
    title: str = ""


class Verdict(StrEnum):
    RIGHT = "right"
    PARTLY = "partly right"
    WRONG = "not right"
    UNANSWERED = "not answered"


@dataclass(frozen=True, slots=True)
class Review:
    """One question, explained."""

    response: Response
    document: Mapping[str, Any]
    template: str
    part: Mapping[str, Any]
    facts: Sequence[Fact]
    sources: Sequence[Source]
    section: Section | None
    said: str
    misleading: Misleading | None
    reports: Sequence[Report]
    regraded: RegradedResponse | None

    @property
    def verdict(self) -> Verdict:
        return _verdict(self.response)

    @property
    def is_right(self) -> bool:
        return self.verdict is Verdict.RIGHT


def attempt_results(attempt: Attempt) -> dict[str, Any]:
    """The context of the results page."""
    responses = list(attempt.responses.select_related("version__question").order_by("position"))
    for response in responses:
        response.attempt = attempt
    score = total(responses)
    sections = {section.slug: section for section in attempt.guide.sections.all()}
    earlier = _history(attempt)
    by_objective = _by_objective(attempt.guide, responses)
    return {
        "guide": attempt.guide,
        "attempt": attempt,
        "score": score,
        "percent": percent(score),
        "is_passed": _is_passed(attempt, score),
        "verdicts": _verdicts(responses),
        "likely": likely_range(percent(score) / 100, len(responses)) if len(responses) >= ENOUGH else None,
        "weakest": _weakest(by_objective),
        "count": len(responses),
        "time_used": time_used_text(attempt.seconds_used),
        "reviews": _reviews(attempt.guide, responses, sections),
        "by_objective": by_objective,
        "by_section": _by_section(attempt.guide, responses, sections),
        "history": earlier,
        "plot": history_plot([percent(score) for _, score in earlier]) if len(earlier) > 1 else "",
        "cases": told_cases(attempt.guide, attempt.cases),
    }


def _verdict(response: Response) -> Verdict:
    points, possible = response.points or 0, response.possible or 0
    if points >= possible:
        return Verdict.RIGHT
    if response.first_answer is None:
        return Verdict.UNANSWERED
    return Verdict.PARTLY if points else Verdict.WRONG


def _verdicts(responses: list[Response]) -> list[tuple[Verdict, int]]:
    """How many questions got each verdict, those that none got left out."""
    counts = Counter(map(_verdict, responses))
    return [(verdict, counts[verdict]) for verdict in Verdict if counts[verdict]]


def _weakest(bars: list[Bar]) -> Bar | None:
    """The objective to practise next, where there is more than one to compare."""
    weakest = min(bars, key=lambda bar: bar.percent, default=None)
    return weakest if weakest and weakest.percent < 100 and len(bars) > 1 else None


def _is_passed(attempt: Attempt, score: Score) -> bool | None:
    """None where there is no pass mark."""
    return None if attempt.pass_percent is None else percent(score) >= attempt.pass_percent


def _history(attempt: Attempt) -> list[tuple[Attempt, Score]]:
    """All finished attempts at the same quiz, oldest first."""
    same = Attempt.objects.finished().filter(learner_id=attempt.learner_id, guide=attempt.guide, source=attempt.source)
    found = same.order_by("number").prefetch_related("responses")
    return [(one, total(one.responses.all())) for one in found]


def _reviews(guide: Guide, responses: list[Response], sections: Mapping[str, Section]) -> list[Review]:
    keys = {key for response in responses for key in response.version.document.get("facts", [])}
    facts = {fact.slug: fact for fact in guide.facts.filter(slug__in=keys).select_related("source")}
    named = {key for response in responses for key in response.version.document.get("sources", [])}
    sources = {source.slug: source for source in guide.sources.filter(slug__in=named)}
    misleading = _misleading(responses, sections)
    reports, regraded = _reports(responses), RegradedResponse.objects.of(responses)
    return [_review(response, facts, sources, sections, misleading, reports, regraded) for response in responses]


def _reports(responses: list[Response]) -> Mapping[int, list[Report]]:
    """What the learner reported, by response; with what was answered."""
    found: dict[int, list[Report]] = defaultdict(list)
    for report in Report.objects.filter(response__in=[r.pk for r in responses]).order_by("reported_at"):
        found[report.response_id or 0].append(report)
    return found


def _misleading(responses: list[Response], sections: Mapping[str, Section]) -> dict[int, Misleading]:
    """By position, for what a learner was sure of and got wrong; a point of the question's own section comes first."""
    is_sure = {r.position: r for r in responses if r.confidence == Response.Confidence.SURE}
    missed = [r for r in is_sure.values() if _verdict(r) is not Verdict.RIGHT]
    points = [(s, point) for s in sections.values() for point in muddy_points(s.html)] if missed else []
    found = {}
    for response in missed:
        own = sections.get(response.version.document.get("section", ""))
        asked = response.version.question
        slug = asked.slug if asked else ""
        naming = sorted((p for p in points if slug in p[1].questions), key=lambda pair: pair[0] != own)
        if naming:
            section, point = naming[0]
            found[response.position] = Misleading(f"{section.get_absolute_url()}#{point.anchor}", point.title)
        elif own:
            anchor = "#muddy-points" if 'id="muddy-points"' in own.html else ""
            found[response.position] = Misleading(own.get_absolute_url() + anchor)
    return found


def _review(
    response: Response,
    facts: Mapping[str, Fact],
    sources: Mapping[str, Source],
    sections: Mapping[str, Section],
    misleading: Mapping[int, Misleading],
    reports: Mapping[int, list[Report]],
    regraded: Mapping[int, RegradedResponse],
) -> Review:
    document, kind = response.version.document, response.version.kind
    answer = response.first_answer
    return Review(
        response=response,
        document=document,
        template=kind.template,
        part=kind.explain(document, response.order, answer),
        facts=[facts[key] for key in document.get("facts", []) if key in facts],
        sources=[sources[key] for key in document.get("sources", []) if key in sources],
        section=sections.get(document.get("section", "")),
        said=kind.said(document, answer) if answer is not None else "",
        misleading=misleading.get(response.position),
        reports=reports.get(response.pk, ()),
        regraded=regraded.get(response.pk),
    )


def _by_objective(guide: Guide, responses: list[Response]) -> list[Bar]:
    return [
        _bar(
            objective.slug,
            objective.text,
            "",
            (r for r in responses if objective.slug in r.version.document["objectives"]),
        )
        for objective in guide.objectives.current()
        if any(objective.slug in r.version.document["objectives"] for r in responses)
    ]


def _by_section(guide: Guide, responses: list[Response], sections: Mapping[str, Section]) -> list[Bar]:
    slugs = dict.fromkeys(response.version.document["section"] for response in responses)
    return [
        _bar(
            slug,
            sections[slug].title,
            f"{guide.url}{slug}/",
            (r for r in responses if r.version.document["section"] == slug),
        )
        for slug in slugs
        if slug in sections
    ]


def _bar(slug: str, label: str, url: str, responses: Iterable[Response]) -> Bar:
    found = list(responses)
    return Bar(slug, label, url, total(found), len(found))


def told_cases(guide: Guide, told: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each case with its answer, and the answer's rivals with the reason why each loses, hard reasons first."""
    cases = [one for one in told if one.get("answer")]
    targets = {target.slug: target for target in guide.targets.all()} if cases else {}

    def losers(case: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows = [{**loser, "target": targets.get(loser["target"])} for loser in case.get("losers", [])]
        return sorted(rows, key=lambda row: row["kind"] != "hard")

    return [{**case, "answer": targets.get(case["answer"]), "losers": losers(case)} for case in cases]
