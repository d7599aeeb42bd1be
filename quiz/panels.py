"""What the quiz app shows a learner on the first page and on the progress page."""

from collections.abc import Mapping
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
    """One query for all objectives: the facets of the questions carry them."""
    rows = (
        settled.filter(version__question__facets__name=Facet.Name.OBJECTIVE)
        .values(guide=F("attempt__guide"), slug=F("version__question__facets__value"))
        .annotate(points=Sum("points"), possible=Sum("possible"), count=Count("pk"))
    )
    scores = {(row["guide"], row["slug"]): row for row in rows}
    objectives = Objective.objects.current().filter(guide__in={guide for guide, _ in scores}).select_related("guide")
    return [
        _objective_row(objective, scores[objective.guide_id, objective.slug])
        for objective in objectives
        if (objective.guide_id, objective.slug) in scores
    ]


def _objective_row(objective: Objective, row: Mapping[str, Any]) -> dict[str, object]:
    share = percent(Score(row["points"], row["possible"]))
    return {
        "objective": objective,
        "percent": share,
        "count": row["count"],
        "is_weak": row["count"] >= ENOUGH and share < WEAK_BELOW,
    }
