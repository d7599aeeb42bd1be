"""Regrading a question's finished answers: seen before it is done, done at once, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.acts import author, log_act, need
from quiz.admin.regrading_form import ScopeForm, wrong_reason
from quiz.admin.writing import admin_context
from quiz.models import LONGEST_REASON, Covered, Outdated, Question, Regrade
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.sync import counted

REGRADE = "quiz.regrade_question"
MOST_LISTED = 50


@require_safe
@never_kept
def regrading(request: Request, question_id: UUID) -> HttpResponse:
    """Choose, and see what would change; with what was done before."""
    question = _question(request, question_id)
    form = ScopeForm(question, request.GET if "version" in request.GET else None)
    return _page(request, question, form, status=200 if form.is_valid() or not form.is_bound else 422)


@require_POST
@never_kept
def regrade(request: Request, question_id: UUID) -> HttpResponse:
    """Do what the preview said, or show a new preview."""
    question = _question(request, question_id)
    form = ScopeForm(question, request.POST)
    reason = request.POST.get("reason", "").replace("\0", "").strip()
    error = wrong_reason(reason)
    if error or not form.is_valid():
        return _page(request, question, form, reason=reason, error=error, status=422)
    digest = request.POST.get("digest", "").replace("\0", "")[:64]
    try:
        made = form.scope.regrade(digest, reason, author(request), timezone.now())
    except Outdated:
        if _is_done(question, digest):
            return _to_regrading(question)
        return _page(request, question, form, reason=reason, is_outdated=True, status=409)
    said = _said(made)
    log_act(request, question, f"Regraded by version {made.version.number}: {said}")
    messages.success(request, f"Regraded. {said}")
    return _to_regrading(question)


@require_POST
@never_kept
def take_back(request: Request, question_id: UUID, regrade_id: int) -> HttpResponse:
    """Give each answer of a regrade its old score again."""
    question = _question(request, question_id)
    found = get_object_or_404(Regrade.objects.of(question).select_related("version__question"), pk=regrade_id)
    if found.taken_back_at is not None:
        return _to_regrading(question)
    try:
        found.take_back(author(request), timezone.now())
    except Covered as covered:
        sentence = (
            f"Not taken back: {_named(covered.by)} scored some of the same answers later. Take that one back first."
        )
        return _page(request, question, ScopeForm(question), refusal=sentence, status=409)
    log_act(request, question, f"Took back {_named(found)}: {counted(found.regraded, 'answer')}.")
    messages.success(request, f"Taken back. {counted(found.regraded, 'answer')} have the score that they had before.")
    return _to_regrading(question)


def _question(request: Request, question_id: UUID) -> Question:
    """One that was published, for those who may regrade it."""
    need(request, REGRADE)
    found = Question.objects.select_related("guide", "current_version")
    question: Question = get_object_or_404(found, pk=question_id)
    if not question.versions.exists():
        raise Http404("This question was never published.")
    return question


def _page(request: Request, question: Question, form: ScopeForm, *, status: int = 200, **shown: Any) -> HttpResponse:
    context = {
        **admin_context(request),
        "title": "Regrade",
        "question": question,
        "form": form,
        "longest_reason": LONGEST_REASON,
        "regrades": _listed(question),
        **shown,
    }
    if form.is_bound and form.is_valid():
        scope = form.scope
        context |= {"scope": scope, "outcome": scope.preview(), "readings": scope.readings()}
    return render(request, "admin/quiz/question/regrade.html", context, status=status)


def _listed(question: Question) -> list[Regrade]:
    """The latest regrades of the question, newest first."""
    found = Regrade.objects.of(question).select_related("version__question", "quiz", "regraded_by", "taken_back_by")
    return list(found[:MOST_LISTED])


def _is_done(question: Question, digest: str) -> bool:
    """Whether the form was sent twice."""
    return Regrade.objects.of(question).standing().filter(digest=digest).exists()


def _said(made: Regrade) -> str:
    """What came of it, in words."""
    parts = [f"{made.changed:,} of {made.regraded:,} score{'' if made.regraded == 1 else 's'} changed"]
    parts += [f"{counted(made.now_passed, 'attempt')} passed that had not"] * bool(made.now_passed)
    parts += [f"{counted(made.now_failed, 'attempt')} passed no more"] * bool(made.now_failed)
    parts += [f"{counted(made.refused, 'answer')} could not be read and kept their scores"] * bool(made.refused)
    return f"{'; '.join(parts)}."


def _named(made: Regrade) -> str:
    return f"the regrade by version {made.version.number} of {date_format(made.regraded_at, 'j M Y, H:i')}"


def _to_regrading(question: Question) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:quiz_question_regrading", args=[question.pk]), status=303)
