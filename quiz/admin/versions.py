"""The published versions of a question: listed, compared, restored."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.question_acts import need, to_form
from quiz.admin.writing import admin_context, check_kept, log_act
from quiz.differences import Difference, differences
from quiz.kinds import KINDS
from quiz.models import Question
from quiz.question_form import label_of, layout
from quiz.sources import Source
from studyguide.caching import never_kept
from studyguide.http import Request

DRAFT = "draft"


@require_safe
@never_kept
def versions(request: Request, question_id: UUID) -> HttpResponse:
    """Every version, and what changed between two of them."""
    need(request, "quiz.change_question")
    question = get_object_or_404(Question.objects.select_related("guide", "current_version"), pk=question_id)
    found = list(question.versions.select_related("published_by").defer("document"))
    sources = {DRAFT: question.source, **{str(version.number): version.source for version in found}}
    old, new = _asked(request, question, list(sources))
    context = {
        **admin_context(request),
        "title": f"Versions: {question.title}",
        "question": question,
        "versions": found,
        "old": old,
        "new": new,
        "is_compared": bool(old),
        "differences": _differences(question, sources, old, new),
    }
    return render(request, "admin/quiz/question/versions.html", context)


@require_POST
@never_kept
def restore(request: Request, question_id: UUID, number: int) -> HttpResponse:
    """Make a version the draft again; publishing it is a separate act."""
    need(request, "quiz.change_question")
    question = get_object_or_404(Question.objects.select_related("guide"), pk=question_id, case="")
    version = get_object_or_404(question.versions.exclude(source={}), number=number)
    question.save_draft(version.source)
    check_kept(question)
    log_act(request, question, f"Restored version {number} as the draft.")
    messages.success(request, f"The draft says what version {number} said. Publish it to give it to learners.")
    return to_form(question)


def _asked(request: Request, question: Question, known: list[str]) -> tuple[str, str]:
    """Which two to compare: those asked for, else the draft or the newest version against the one before."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if old in known and new in known:
        return old, new
    newest = [name for name in known if name != DRAFT or question.has_changes]
    return (newest[1], newest[0]) if len(newest) > 1 else ("", "")


def _differences(question: Question, sources: dict[str, Source], old: str, new: str) -> list[Difference]:
    label = partial(label_of, layout(KINDS[question.kind]))
    return differences(sources[old], sources[new], label) if old else []
