"""What the quiz app shows a learner on the first page and on the progress page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from quiz.models import Attempt, Facet, Report, Response
from quiz.scoring import Score, percent
from studyguide.models import Objective

# An objective counts as weak below this share, once enough questions were answered to say so.
WEAK_BELOW = 70  # percent
ENOUGH = 5  # questions
MOST_REPORTS = 10  # answered, on the progress page


def open_attempts(learner: UUID) -> SafeString:
    """Attempts to go on with."""
    attempts = (
        Attempt.objects.of(learner)
        .listed()
        .counted()
        .running(timezone.now())
        .annotate(count=Count("responses"), answered=Count("responses", filter=Q(responses__answered_at__isnull=False)))
    )
    found = list(attempts)
    return render_to_string("quiz/panels/open_attempts.html", {"attempts": found}) if found else SafeString("")


def answered_reports(learner: UUID) -> SafeString:
    """What came of the problems that this learner reported."""
    found = Report.objects.of(learner).answered().order_by("-replied_at")
    shown = list(
        found.select_related("version__question", "response__attempt").defer("version__document")[:MOST_REPORTS]
    )
    return render_to_string("quiz/panels/answered_reports.html", {"reports": shown}) if shown else SafeString("")


def known_and_weak(learner: UUID) -> SafeString:
    """Points by objective over everything that was answered, the last attempts, and what to do with the records."""
    Attempt.objects.of(learner).close_overdue(timezone.now())
    settled = Response.objects.counted().of(learner).filter(points__isnull=False, attempt__submitted_at__isnull=False)
    finished = (
        Attempt.objects.of(learner).listed().counted().finished().select_related("guide").prefetch_related("responses")
    )
    context = {"objectives": _by_objective(settled), "attempts": finished[:10]}
    return render_to_string("quiz/panels/known_and_weak.html", context)


def _by_objective(settled: "QuerySet[Response]") -> list[dict[str, object]]:
    """Two queries for all objectives: the facets of questions carry them, and the documents of generated cases."""
    asked = settled.filter(version__question__facets__name=Facet.Name.OBJECTIVE)
    made = settled.filter(version__question=None)
    scores: dict[tuple[int, str], _Answered] = defaultdict(_Answered)
    for row in _summed(asked, "version__question__facets__value"):
        scores[row["guide"], row["objectives"]].add(row)
    for row in _summed(made, "version__document__objectives"):
        for slug in row["objectives"]:
            scores[row["guide"], slug].add(row)
    objectives = Objective.objects.current().filter(guide__in={guide for guide, _ in scores}).select_related("guide")
    return [
        _objective_row(objective, scores[objective.guide_id, objective.slug])
        for objective in objectives
        if (objective.guide_id, objective.slug) in scores
    ]


def _summed(settled: "QuerySet[Response]", objectives: str) -> Iterable[Mapping[str, Any]]:
    """The points by guide and by what stands at the path `objectives`."""
    by_objective = settled.order_by().values(guide=F("attempt__guide"), objectives=F(objectives))
    return by_objective.annotate(points=Sum("points"), possible=Sum("possible"), count=Count("pk"))


@dataclass
class _Answered:
    """What was answered on one objective."""

    points: float = 0
    possible: float = 0
    count: int = 0

    def add(self, row: Mapping[str, Any]) -> None:
        self.points += row["points"]
        self.possible += row["possible"]
        self.count += row["count"]


def _objective_row(objective: Objective, answered: _Answered) -> dict[str, object]:
    share = percent(Score(answered.points, answered.possible))
    return {
        "objective": objective,
        "percent": share,
        "count": answered.count,
        "is_weak": answered.count >= ENOUGH and share < WEAK_BELOW,
    }
