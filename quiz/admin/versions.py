"""The published versions of a question: listed, compared, restored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.acts import done, need
from quiz.admin.writing import admin_context, check_kept
from quiz.differences import differences
from quiz.kinds import KINDS
from quiz.models import Question, Scenario
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
    label = partial(label_of, layout(KINDS[question.kind], is_step=bool(question.case)))
    context = {
        "title": f"Versions: {question.title}",
        "name": question.title,
        "change_url": reverse("admin:quiz_question_change", args=[question.pk]),
        "versions": [
            VersionRow(
                version.number,
                version.published_at,
                version.published_by,
                version.pk == question.current_version_id,
                reverse("admin:quiz_question_restore", args=[question.pk, version.number]) if version.source else "",
            )
            for version in found
        ],
        **compared(request, sources, label, has_draft=question.has_changes),
    }
    return render(request, "admin/quiz/question/versions.html", {**admin_context(request), **context})


@require_POST
@never_kept
def restore(request: Request, question_id: UUID, number: int) -> HttpResponse:
    """Make a version the draft again; publishing it is a separate act."""
    need(request, "quiz.change_question")
    question = get_object_or_404(Question.objects.select_related("guide"), pk=question_id)
    version = get_object_or_404(question.versions.exclude(source={}), number=number)
    question.save_draft(version.source)
    check_kept(question)
    return restored(request, question, number)


def restored(request: Request, thing: Question | Scenario, number: int) -> HttpResponse:
    said = f"The draft says what version {number} said. Publish it to give it to learners."
    return done(request, thing, f"Restored version {number} as the draft.", said)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version as it is listed; without an address it cannot be restored."""

    number: int
    published_at: datetime
    published_by: Any
    is_current: bool
    restore_url: str


def compared(
    request: Request, sources: Mapping[str, Source], label: Callable[[str], str], *, has_draft: bool
) -> dict[str, Any]:
    """What changed between two of `sources`, newest first: those asked for, else the newest and the one before."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if old not in sources or new not in sources:
        newest = [name for name in sources if name != DRAFT or has_draft]
        old, new = (newest[1], newest[0]) if len(newest) > 1 else ("", "")
    found = differences(sources[old], sources[new], label) if old else []
    return {"has_draft": has_draft, "old": old, "new": new, "is_compared": bool(old), "differences": found}
