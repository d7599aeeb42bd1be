"""The published versions of a quiz: listed, compared, restored."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.acts import need
from quiz.admin.quiz_acts import plain_quiz
from quiz.admin.quiz_parts import with_titles
from quiz.admin.versions import restored, versions_page
from quiz.question_form import label_of
from quiz.quiz_form import LAYOUT
from studyguide.caching import never_kept
from studyguide.http import Request

WRITE = "quiz.change_quiz"


@require_safe
@never_kept
def quiz_versions(request: Request, quiz_id: int) -> HttpResponse:
    need(request, WRITE)
    quiz = plain_quiz(quiz_id)
    label, has_draft = partial(label_of, LAYOUT), quiz.draft is not None
    shown = partial(with_titles, quiz.guide)
    return versions_page(request, quiz, quiz.written, label, has_draft=has_draft, readable=shown)


@require_POST
@never_kept
def restore_quiz(request: Request, quiz_id: int, number: int) -> HttpResponse:
    """Make a version the draft again; publishing it is a separate act."""
    need(request, WRITE)
    quiz = plain_quiz(quiz_id)
    quiz.restore(get_object_or_404(quiz.versions, number=number).source)
    return restored(request, quiz, number)
