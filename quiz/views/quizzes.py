"""Quizzes: the list, one quiz, starting it, and quizzes made from what a learner missed or has not seen."""

import secrets
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from quiz.answers import without_nul
from quiz.models import QUIZ_ORDER, Attempt, Mode, Plan, Quiz
from quiz.selection import USUAL, choices, met_cases, plan_quiz, plan_selection, seen_questions
from studyguide.caching import never_kept, reading_page
from studyguide.http import Request
from studyguide.learners import acting_learner, learner_id
from studyguide.models import Guide, Learner
from studyguide.paging import page
from studyguide.reconnecting import asked_again

QUIZZES_ON_PAGE = 50


@require_safe
@reading_page
def quizzes(request: Request) -> HttpResponse:
    listed = Quiz.objects.current().listed().defer("draft")
    pages = page(listed, QUIZ_ORDER, QUIZZES_ON_PAGE, request.GET.get("page", ""))
    guides: dict[Guide, dict[str, list[Quiz]]] = {}
    for found in pages.rows:
        by_mode = guides.setdefault(found.guide, {mode.value: [] for mode in Mode})
        by_mode[found.mode].append(found)
    shown = [
        (guide, [(Mode(mode).label, of_mode) for mode, of_mode in by_mode.items() if of_mode])
        for guide, by_mode in guides.items()
    ]
    return render(request, "quiz/quizzes.html", {"guides": shown, "pages": pages})


@require_safe
@never_kept
@asked_again
def quiz(request: Request, quiz_slug: str) -> HttpResponse:
    return render(request, "quiz/quiz.html", _rules(request, _quiz(quiz_slug), timezone.now()))


@require_POST
@never_kept
@asked_again
def start_quiz(request: Request, quiz_slug: str) -> HttpResponse:
    found = _quiz(quiz_slug)
    now = timezone.now()
    if found.is_before(now) or found.is_over(now):
        return render(request, "quiz/quiz.html", {**_rules(request, found, now), "is_refused": True}, status=409)
    learner = acting_learner(request, now)
    seed = _seed()
    met = met_cases(learner.pk, found.guide) if found.cases else ()
    plan = plan_quiz(found, seen_questions(learner.pk, found.guide), seed, met)
    if plan.is_empty:
        context = {**_rules(request, found, now), "error": "This quiz has no questions at the moment. Choose another."}
        return render(request, "quiz/quiz.html", context, status=422)
    return _started(learner, plan, seed)


@require_safe
@never_kept
def new_quiz(request: Request, guide_slug: str) -> HttpResponse:
    """Choose what a new practice quiz is made from."""
    guide = get_object_or_404(Guide.objects.current(), slug=guide_slug)
    return render(request, "quiz/new_quiz.html", _choices(request, guide))


@require_POST
@never_kept
def start_selection(request: Request, guide_slug: str) -> HttpResponse:
    guide = get_object_or_404(Guide.objects.current(), slug=guide_slug)
    learner = acting_learner(request, timezone.now())
    source = without_nul(request.POST.get("from", ""))
    seed = _seed()
    plan = plan_selection(guide, learner.pk, source, request.POST.get("count", ""), seed)
    if plan is None or plan.is_empty:
        context = {**_choices(request, guide), "error": "There is no question of that sort yet. Choose something else."}
        return render(request, "quiz/new_quiz.html", context, status=422)
    return _started(learner, plan, seed)


def _quiz(slug: str) -> Quiz:
    found: Quiz = get_object_or_404(Quiz.objects.current().select_related("guide"), slug=slug)
    return found


def _rules(request: Request, found: Quiz, now: datetime) -> dict[str, Any]:
    """What a learner should know before they start, and where they stand."""
    attempts = Attempt.objects.of(learner_id(request)).filter(source=found.source, guide=found.guide)
    attempts.close_overdue(now)
    return {
        "guide": found.guide,
        "quiz": found,
        "open_attempt": attempts.running(now).first(),
        "finished": attempts.finished().prefetch_related("responses")[:5],
        "count": found.count,
        "is_before": found.is_before(now),
        "is_over": found.is_over(now),
    }


def _seed() -> int:
    return secrets.randbits(62)


def _started(learner: Learner, plan: Plan, seed: int) -> HttpResponse:
    attempt = Attempt.objects.start(learner, plan, seed, timezone.now())
    return HttpResponseRedirect(attempt.get_absolute_url(), status=303)


def _choices(request: Request, guide: Guide) -> dict[str, Any]:
    asked = request.POST or request.GET
    return {
        "guide": guide,
        **choices(guide, learner_id(request)),
        "chosen": asked.get("from", "unseen"),
        "count": asked.get("count", USUAL),
    }
