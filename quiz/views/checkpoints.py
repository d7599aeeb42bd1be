"""Checkpoints: one question inside a section, answered in place."""

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from quiz.models import Attempt, Question, QuestionVersion, Response, checkpoint_id, shown_order
from studyguide.caching import never_kept, reading_page
from studyguide.http import Request
from studyguide.learners import acting_learner, learner_id
from studyguide.models import Section


@require_safe
@reading_page
def checkpoint(request: Request, guide_slug: str, question_slug: str) -> HttpResponse:
    """The question alone: its form, with a token, is an address of its own, so that this page can be kept."""
    return render(request, "quiz/checkpoint.html", _context(_published(guide_slug, question_slug)))


@require_safe
@never_kept
def checkpoint_answer(request: Request, guide_slug: str, question_slug: str) -> HttpResponse:
    """Where the learner answers. An open question shows its model answer here, to be judged by."""
    version = _published(guide_slug, question_slug)
    return _answer(request, version, _response(request, version))


@require_POST
@never_kept
def judge_checkpoint(request: Request, guide_slug: str, question_slug: str) -> HttpResponse:
    """Record an answer or a judgement; again replaces it."""
    version = _published(guide_slug, question_slug)
    now = timezone.now()
    learner = acting_learner(request, now)
    with transaction.atomic():
        response = Attempt.objects.checkpoint(learner, version, now).responses.select_for_update().get()
        answer = version.kind.read(request.POST, version.document, response.order)
        if answer is not None:
            response.judge(answer, now)
    if answer is None and response.answer is None:
        return _answer(request, version, response, error=version.kind.unanswered)
    if request.htmx:
        return _answer(request, version, response)
    url = reverse("checkpoint_answer", args=[guide_slug, question_slug])
    return HttpResponseRedirect(f"{url}#judged", status=303)


def _published(guide_slug: str, question_slug: str) -> QuestionVersion:
    question = get_object_or_404(
        Question.objects.published().filter(case="").select_related("guide", "current_version"),
        guide__slug=guide_slug,
        guide__is_retired=False,
        slug=question_slug,
    )
    version: QuestionVersion | None = question.current_version
    if version is None:
        raise Http404("This question was never published.")
    version.question = question
    return version


def _response(request: Request, version: QuestionVersion) -> Response | None:
    learner = learner_id(request)
    if learner is None:
        return None
    return Response.objects.filter(attempt_id=checkpoint_id(learner, version)).first()


def _answer(request: Request, version: QuestionVersion, response: Response | None, error: str = "") -> HttpResponse:
    """The form before an answer counts; afterwards, and for an open question at once, the explanation."""
    kind, document = version.kind, version.document
    order = response.order if response else shown_order(version, version.pk, 1)
    answer = response.answer if response else None
    is_explained = answer is not None or not kind.is_scored
    context = {
        **_context(version),
        "kind": kind,
        # Several checkpoints can be open on one page: the ids of their fields begin with this.
        "field": version.bank_question.slug,
        "response": response,
        "is_explained": is_explained,
        "error": error,
        "part": kind.explain(document, order, answer) if is_explained else kind.present(document, order, answer),
    }
    template = "quiz/_checkpoint_answer.html" if request.htmx else "quiz/checkpoint_answer.html"
    return render(request, template, context, status=422 if error else 200)


def _context(version: QuestionVersion) -> dict[str, object]:
    question = version.bank_question
    section = Section.objects.filter(guide=question.guide, slug=version.document["section"]).first()
    anchor = f"checkpoint-{question.slug}"
    return {
        "guide": question.guide,
        "question": question,
        "version": version,
        "document": version.document,
        "section": section,
        # Most questions are practised elsewhere and stand in no section.
        "back": f"#{anchor}" if section and f'id="{anchor}"' in section.html else "",
    }
