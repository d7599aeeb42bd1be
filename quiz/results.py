"""What a submitted attempt says: the score, by objective and section, and every question explained."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quiz.clock import clock_text
from quiz.models import Attempt, Response, total
from quiz.plots import history_plot
from quiz.scoring import Score
from studyguide.models import Fact, Guide, Section, Source


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart by objective or section."""

    label: str
    url: str
    score: Score
    count: int

    @property
    def percent(self) -> int:
        return percent(self.score)


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

    @property
    def is_right(self) -> bool:
        return bool((self.response.points or 0) >= (self.response.possible or 0))

    @property
    def is_partly_right(self) -> bool:
        return not self.is_right and bool(self.response.points)

    @property
    def muddy_url(self) -> str:
        """Where the section clears up what misleads people, for a learner who was sure and wrong."""
        is_sure = self.response.confidence == Response.Confidence.SURE
        if self.is_right or not is_sure or self.section is None:
            return ""
        anchor = "#muddy-points" if 'id="muddy-points"' in self.section.html else ""
        return self.section.get_absolute_url() + anchor


def percent(score: Score) -> int:
    """Whole percent, rounded half up; 0 where nothing could be had."""
    return int(score.points / score.possible * 100 + 0.5) if score.possible else 0


def attempt_results(attempt: Attempt) -> dict[str, Any]:
    """The context of the results page."""
    responses = list(attempt.responses.select_related("version").order_by("position"))
    for response in responses:
        response.attempt = attempt
    score = total(responses)
    sections = {section.slug: section for section in attempt.guide.sections.all()}
    earlier = _history(attempt)
    return {
        "guide": attempt.guide,
        "attempt": attempt,
        "score": score,
        "percent": percent(score),
        "is_passed": _is_passed(attempt, score),
        "answered": sum(response.first_answer is not None for response in responses),
        "count": len(responses),
        "time_used": clock_text(attempt.seconds_used),
        "reviews": _reviews(attempt.guide, responses, sections),
        "by_objective": _by_objective(attempt.guide, responses),
        "by_section": _by_section(attempt.guide, responses, sections),
        "history": earlier,
        "plot": history_plot([percent(score) for _, score in earlier]) if len(earlier) > 1 else "",
        "case": attempt.case,
        "losers": _losers(attempt),
    }


def _is_passed(attempt: Attempt, score: Score) -> bool | None:
    """None where the quiz has no pass mark."""
    mark = attempt.quiz.pass_percent if attempt.quiz else None
    return None if mark is None else percent(score) >= mark


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
    return [_review(response, facts, sources, sections) for response in responses]


def _review(
    response: Response,
    facts: Mapping[str, Fact],
    sources: Mapping[str, Source],
    sections: Mapping[str, Section],
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
    )


def _by_objective(guide: Guide, responses: list[Response]) -> list[Bar]:
    return [
        _bar(objective.text, "", (r for r in responses if objective.slug in r.version.document["objectives"]))
        for objective in guide.objectives.current()
        if any(objective.slug in r.version.document["objectives"] for r in responses)
    ]


def _by_section(guide: Guide, responses: list[Response], sections: Mapping[str, Section]) -> list[Bar]:
    slugs = dict.fromkeys(response.version.document["section"] for response in responses)
    return [
        _bar(
            sections[slug].title,
            f"{guide.url}{slug}/",
            (r for r in responses if r.version.document["section"] == slug),
        )
        for slug in slugs
        if slug in sections
    ]


def _bar(label: str, url: str, responses: Iterable[Response]) -> Bar:
    found = list(responses)
    return Bar(label, url, total(found), len(found))


def _losers(attempt: Attempt) -> list[dict[str, Any]]:
    """For a case: the answer's rivals with the reason why each loses, hard reasons first."""
    targets = {target.slug: target for target in attempt.guide.targets.all()}
    rows = [{**loser, "target": targets.get(loser["target"])} for loser in attempt.case.get("losers", [])]
    return sorted(rows, key=lambda row: row["kind"] != "hard")
