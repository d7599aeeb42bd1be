"""How quizzes and questions perform, for instructors. Pages of the admin; `statistics_urls` says who may see them."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quiz.finding_words import LABELS, finding_text
from quiz.models import QUIZ_ORDER, Attempt, Question, Quiz
from quiz.statistics import FIRM_FROM, SHOWN_FROM, Rule, Third
from quiz.statistics_export import quiz_csv, quiz_document
from quiz.statistics_plots import ScatterPoint, scatter_plot, score_histogram, share_bar, tenths
from quiz.statistics_report import QuestionReport, bank_report, doubtful, question_report, quiz_report
from quiz.statistics_tables import (
    BANK_COLUMNS,
    BANK_QUESTION_COLUMNS,
    COLUMNS,
    DRAWN_COLUMNS,
    cells,
    percent,
    score_figures,
    sorted_table,
)
from quiz.uses import learner_counts
from studyguide.http import Request
from studyguide.models import Guide
from studyguide.paging import page

THIRDS = ((Third.UPPER, "Upper third"), (Third.MIDDLE, "Middle third"), (Third.LOWER, "Lower third"))
QUIZZES_ON_PAGE = 50
WIDE, NARROW = 760.0, 360.0  # of the scatter plot; a page shows the one that fits


@require_safe
def statistics_overview(request: Request) -> HttpResponse:
    """The guides and their quizzes, page by page, each with how many learners finished it; then guides without any."""
    known = Quiz.objects.known()
    pages = page(known.listed(), QUIZ_ORDER, QUIZZES_ON_PAGE, request.GET.get("page", ""))
    counts = learner_counts(quiz.pk for quiz in pages.rows)
    guides = [
        (guide, [(quiz, counts[quiz.pk]) for quiz in quizzes])
        for guide, quizzes in groupby(pages.rows, attrgetter("guide"))
    ]
    bare = () if pages.after else Guide.objects.exclude(pk__in=known.values("guide")).only("slug", "title")
    context = {"title": "How questions perform", "guides": [*guides, *((guide, []) for guide in bare)], "pages": pages}
    return _render(request, "overview", context)


@require_safe
def bank_statistics(request: Request, guide_slug: str) -> HttpResponse:
    guide = get_object_or_404(Guide, slug=guide_slug)
    reports = bank_report(guide)
    context = {
        "title": f"Question bank: {guide.title}",
        "guide": guide,
        "quizzes": guide.quizzes.filter(Exists(Attempt.objects.finished().filter(quiz=OuterRef("pk")))),
        "table": sorted_table(reports, BANK_COLUMNS, request.GET.get("sort", "")),
        **_plotted(reports),
    }
    return _render(request, "bank", context)


@require_safe
def quiz_statistics(request: Request, quiz_slug: str) -> HttpResponse:
    quiz = _quiz(quiz_slug)
    report = quiz_report(quiz)
    columns = DRAWN_COLUMNS if report.is_drawn else COLUMNS
    context = {
        "title": quiz.title,
        "guide": quiz.guide,
        "quiz": quiz,
        "report": report,
        "scores": score_figures(report),
        "histogram": score_histogram(report.shares) if report.shares else "",
        "tenths": [(10 * place, 10 * place + 10, count) for place, count in enumerate(tenths(report.shares))],
        "table": sorted_table(report.questions, columns, request.GET.get("sort", "")),
        **_plotted(report.questions, quiz),
    }
    return _render(request, "quiz", context)


@require_safe
def quiz_statistics_csv(_request: Request, quiz_slug: str) -> HttpResponse:
    text = quiz_csv(quiz_report(_quiz(quiz_slug)))
    return HttpResponse(text, "text/csv; charset=utf-8", headers=_attached(f"{quiz_slug}-questions.csv"))


@require_safe
def quiz_statistics_json(_request: Request, quiz_slug: str) -> HttpResponse:
    document = quiz_document(quiz_report(_quiz(quiz_slug)))
    return JsonResponse(document, json_dumps_params={"indent": 1}, headers=_attached(f"{quiz_slug}-statistics.json"))


@require_safe
def question_statistics(request: Request, question_id: UUID) -> HttpResponse:
    """One question in the bank of its guide, or with `?quiz=SLUG` in one quiz."""
    question = get_object_or_404(Question.objects.select_related("guide"), pk=question_id)
    quiz = _quiz(request.GET["quiz"]) if request.GET.get("quiz") else None
    report = question_report(question, quiz)
    if report is None:
        raise Http404("Nobody was asked this question.")
    context = {
        "title": question.title,
        "guide": question.guide,
        "quiz": quiz,
        "quizzes": Quiz.objects.filter(attempts__responses__version__question=question).distinct(),
        "report": report,
        "figures": cells(report, COLUMNS if quiz else BANK_QUESTION_COLUMNS),
        "findings": _finding_texts(report),
        "options": _options(report),
    }
    return _render(request, "question", context)


def _quiz(slug: str) -> Quiz:
    found: Quiz = get_object_or_404(Quiz.objects.known().select_related("guide"), slug=slug)
    return found


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _render(request: Request, name: str, context: dict[str, Any]) -> HttpResponse:
    frame = {**admin.site.each_context(request), "is_nav_sidebar_enabled": False}
    limits = {"shown_from": SHOWN_FROM, "firm_from": FIRM_FROM}
    return render(request, f"quiz/statistics/{name}.html", {**frame, **limits, **context})


def _plotted(reports: Iterable[QuestionReport], quiz: Quiz | None = None) -> dict[str, Any]:
    """What to look at first, and where all questions stand; the gravest come first."""
    shown = [report for report in reports if report.statistics]
    first = doubtful(shown)
    rest = [report for report in shown if not report.findings]
    points = [point for report in [*first, *rest] if (point := _point(report, quiz))]
    return {
        "doubtful": [(report, _url(report, quiz), _finding_texts(report)) for report in first],
        "plots": [scatter_plot(points, WIDE), scatter_plot(points, NARROW)] if points else [],
        "unplotted": len(shown) - len(points),
    }


def _point(report: QuestionReport, quiz: Quiz | None) -> ScatterPoint | None:
    found = report.statistics
    if found is None or found.discrimination_index is None:
        return None
    is_weak = any(finding.rule != Rule.IDLE_DISTRACTORS for finding in report.findings)
    return ScatterPoint(
        report.question.title, _url(report, quiz), 100 * found.facility, found.discrimination_index, is_weak
    )


def _url(report: QuestionReport, quiz: Quiz | None) -> str:
    query = f"?quiz={quiz.slug}" if quiz else ""
    return reverse("question_statistics", args=[report.question.pk]) + query


def _finding_texts(report: QuestionReport) -> list[tuple[str, str]]:
    return [(LABELS[finding.rule], finding_text(finding, report.version.document)) for finding in report.findings]


def _options(report: QuestionReport) -> list[dict[str, Any]]:
    """The options with how often each was chosen, overall and by third, as shares with a bar."""
    if report.statistics is None:
        return []
    found, document = report.statistics, report.version.document
    return [
        {
            "html": document["options"][option.number]["html"],
            "is_key": document["options"][option.number]["key"],
            "count": option.count,
            "share": _bar(option.count, found.learners),
            "thirds": [
                {"label": label, **_bar(option.thirds[third], found.third_sizes[third])} for third, label in THIRDS
            ],
            "discrimination": "" if option.discrimination is None else percent(option.discrimination),
        }
        for option in found.options
    ]


def _bar(count: int, number: int) -> dict[str, Any]:
    share = count / number if number else 0.0
    return {"percent": round(100 * share), "svg": share_bar(share)}
