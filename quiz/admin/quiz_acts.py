"""What one does with a quiz besides writing it: begin, retire, bring back, duplicate."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.acts import done, need
from quiz.admin.question_acts import COPIED
from quiz.admin.quiz_form_views import PUBLISH
from quiz.admin.writing import admin_context
from quiz.models import Quiz
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.models import Guide


@require_safe
@never_kept
def choose_guide(request: Request) -> HttpResponse:
    """A new quiz belongs to a guide; where there is one only, there is nothing to choose."""
    need(request, "quiz.add_quiz")
    guides = list(Guide.objects.current())
    if len(guides) == 1:
        return HttpResponseRedirect(reverse("admin:quiz_quiz_write", args=[guides[0].slug]))
    context = {"title": "New quiz", "opts": Quiz._meta, "guides": guides}
    return render(request, "admin/quiz/quiz/choose_guide.html", {**admin_context(request), **context})


@require_POST
@never_kept
def retire_quiz(request: Request, quiz_id: int) -> HttpResponse:
    need(request, PUBLISH)
    quiz = plain_quiz(quiz_id)
    quiz.retire()
    return done(request, quiz, "Retired.", "Retired: nobody can start it any more. Attempts at it stay as they are.")


@require_POST
@never_kept
def bring_back_quiz(request: Request, quiz_id: int) -> HttpResponse:
    need(request, PUBLISH)
    quiz = plain_quiz(quiz_id)
    quiz.bring_back()
    return done(request, quiz, "Brought back.", f"Brought back: it is {quiz.state} again.")


@require_POST
@never_kept
def duplicate_quiz(request: Request, quiz_id: int) -> HttpResponse:
    """A draft of its own that begins with the same questions and settings."""
    need(request, "quiz.add_quiz")
    quiz = plain_quiz(quiz_id)
    title = f"{quiz.written.get('title', quiz.title)[:190]} (copy)"
    made = Quiz.objects.keep_draft(Quiz(guide=quiz.guide), {**quiz.written, "title": title}, "")
    return done(request, made, f"Duplicated from {quiz.slug}.", COPIED)


def plain_quiz(quiz_id: int) -> Quiz:
    """One that is no case with a file of its own; raises Http404."""
    found: Quiz = get_object_or_404(Quiz.objects.plain().select_related("guide"), pk=quiz_id)
    return found
