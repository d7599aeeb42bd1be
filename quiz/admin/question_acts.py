"""What one does with a question besides writing it: begin, find, retire, bring back, duplicate."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.acts import done, need
from quiz.admin.offers import MOST_FOUND, MOST_ON_PAGE
from quiz.admin.offers import insertions as found_insertions
from quiz.admin.writing import PUBLISH, admin_context, check_kept
from quiz.health import check_near_duplicates
from quiz.kinds import KINDS
from quiz.models import Question
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.models import Guide

COPIED = "This is the copy. Change what is different, then publish it."


@require_safe
@never_kept
def choose_kind(request: Request) -> HttpResponse:
    """A new question begins with its guide and its kind."""
    need(request, "quiz.add_question")
    guides = list(Guide.objects.current())
    wanted = request.GET.get("guide", "")
    guide = next((guide for guide in guides if guide.slug == wanted), guides[0] if guides else None)
    context = {"title": "New question", "guides": guides, "guide": guide, "kinds": KINDS.values()}
    return render(request, "admin/quiz/question/choose_kind.html", {**admin_context(request), **context})


@require_safe
@never_kept
def insertions(request: Request, guide_slug: str) -> HttpResponse:
    """Facts, terms, links and sources to put into a text: a panel of the form, or a page of its own."""
    if not (request.user.has_perm("quiz.add_question") or request.user.has_perm("quiz.change_question")):
        raise PermissionDenied
    guide = get_object_or_404(Guide.objects.current(), slug=guide_slug)
    query = request.GET.get("find", "").replace("\0", "").strip()[:200]
    most = MOST_FOUND if request.htmx else MOST_ON_PAGE
    context = {"guide": guide, "query": query, "sorts": list(found_insertions(guide, query, most))}
    if request.htmx:
        return render(request, "admin/quiz/question/_insertions.html", context)
    context |= {**admin_context(request), "title": "Insert"}
    return render(request, "admin/quiz/question/insertions.html", context)


@require_POST
@never_kept
def retire(request: Request, question_id: UUID) -> HttpResponse:
    need(request, PUBLISH)
    question = get_object_or_404(Question.objects.select_related("guide"), pk=question_id, case="")
    question.retire()
    check_near_duplicates(question.guide)
    return done(request, question, "Retired.", "Retired: nobody is given it any more. Attempts that have it keep it.")


@require_POST
@never_kept
def bring_back(request: Request, question_id: UUID) -> HttpResponse:
    need(request, PUBLISH)
    question = get_object_or_404(Question.objects.select_related("guide"), pk=question_id, case="")
    question.bring_back()
    check_near_duplicates(question.guide)
    return done(request, question, "Brought back.", f"Brought back: it is {question.state} again.")


@require_POST
@never_kept
def duplicate(request: Request, question_id: UUID) -> HttpResponse:
    """A draft of its own that begins with the same texts."""
    need(request, "quiz.add_question")
    question = get_object_or_404(Question.objects.select_related("guide"), pk=question_id, case="")
    title = f"{question.source.get('title', question.title)[:190]} (copy)"
    copy = Question(guide=question.guide, kind=question.kind)
    made = Question.objects.keep_draft(copy, {**question.source, "title": title}, "")
    check_kept(made)
    return done(request, made, f"Duplicated from {question.slug}.", COPIED)
