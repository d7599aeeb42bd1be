"""The published versions of a question: listed, compared, restored."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.acts import need
from quiz.admin.versions import restored, versions_page
from quiz.admin.writing import check_kept
from quiz.kinds import KINDS
from quiz.models import Question
from quiz.question_form import label_of, layout
from studyguide.caching import never_kept
from studyguide.http import Request


@require_safe
@never_kept
def versions(request: Request, question_id: UUID) -> HttpResponse:
    need(request, "quiz.change_question")
    question = get_object_or_404(Question, pk=question_id)
    label = partial(label_of, layout(KINDS[question.kind], is_step=bool(question.case)))
    return versions_page(request, question, question.source, label, has_draft=question.has_changes)


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
