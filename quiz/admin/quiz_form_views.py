"""Writing a quiz: one form for a new one and for one that exists, each of its buttons an address of its own.

Nothing typed is lost: whatever is refused comes back as it was sent, with the reasons at their places.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from quiz.admin.acts import AFTERWARDS, author, done, last_act, log_act, need, posted_id, to_form
from quiz.admin.form_page import FormPage
from quiz.admin.quiz_parts import QuizOffers, chosen, found, rule_matches, with_titles
from quiz.admin.writing import admin_context, posted_values
from quiz.differences import differences
from quiz.models import Overwritten, Quiz
from quiz.previews import plan_preview, start_preview
from quiz.question_form import label_of
from quiz.quiz_checks import checked
from quiz.quiz_form import FORM, LAYOUT, NEW, QUESTIONS, is_rule, makes_cases, shown_values, written_source
from quiz.quiz_items import quiz_columns
from quiz.source_forms import Values, clean, placed, rearranged, row_numbers, unkeepable
from quiz.sources import Source, tidied
from quiz.uses import attempt_counts
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.learners import acting_learner
from studyguide.models import Guide

ACTS = ("save", "publish", "rows", "find", "count", "preview")  # of the form, each an address
PUBLISH = "quiz.publish_quiz"
Sentences = dict[str, list[str]]


@dataclass(slots=True)
class QuizWriting:
    """What is being written: a quiz that exists, or one that its first save will make."""

    quiz: Quiz

    @property
    def is_new(self) -> bool:
        return self.quiz.pk is None

    @property
    def guide(self) -> Guide:
        return self.quiz.guide

    @property
    def revision(self) -> str:
        return "" if self.is_new else self.quiz.revision

    @property
    def urls(self) -> dict[str, str]:
        if self.is_new:
            return {act: reverse(f"admin:quiz_quiz_{act}_new", args=[self.guide.slug]) for act in ACTS}
        return {act: reverse(f"admin:quiz_quiz_{act}", args=[self.quiz.pk]) for act in (*ACTS, *AFTERWARDS)}

    def source(self, values: Values) -> Source:
        base = {} if self.is_new else self.quiz.written
        return {"id": self.quiz.slug or "new-quiz", **written_source(values, base)}


def quiz_written(view: Callable[[Request, QuizWriting], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of what its address names, for those who may write it."""

    @wraps(view)
    def wrapped(request: Request, /, quiz_id: int = 0, guide_slug: str = "") -> HttpResponse:
        need(request, f"quiz.{'change' if quiz_id else 'add'}_quiz")
        if quiz_id:
            quizzes = Quiz.objects.plain().select_related("guide")
            return view(request, QuizWriting(get_object_or_404(quizzes, pk=quiz_id)))
        return view(request, _new(request, get_object_or_404(Guide.objects.current(), slug=guide_slug)))

    return wrapped


def _new(request: Request, guide: Guide) -> QuizWriting:
    """A quiz that does not exist; its form carries an id, so that a double click makes one."""
    wanted = posted_id(request, "form_id")
    made = Quiz.objects.plain().select_related("guide").filter(form_id=wanted, guide=guide).first()
    return QuizWriting(made or Quiz(guide=guide, form_id=wanted))


@require_safe
@never_kept
@quiz_written
def write_quiz(request: Request, writing: QuizWriting) -> HttpResponse:
    """The form, for a quiz or for a new one."""
    return _page(request, writing, NEW if writing.is_new else shown_values(writing.quiz.written))


@require_POST
@never_kept
@quiz_written
def save_quiz(request: Request, writing: QuizWriting) -> HttpResponse:
    """Keep it as a draft, whatever is missing."""
    values = posted_values(request)
    refused = kept(request, writing, values)
    if refused is not None:
        return refused
    ahead = "; learners go on with the published quiz until you publish this one"
    messages.success(request, f"Saved as a draft{ahead if writing.quiz.has_draft_on_top else ''}.")
    return to_form(writing.quiz)


@require_POST
@never_kept
@quiz_written
def publish_quiz(request: Request, writing: QuizWriting) -> HttpResponse:
    """Keep it, check it, and make it what learners are given."""
    need(request, PUBLISH)
    values = posted_values(request)
    refused = kept(request, writing, values)
    if refused is not None:
        return refused
    quiz = writing.quiz
    check = checked(quiz.guide, quiz.written)
    if check.item is None:
        messages.warning(request, "Saved as a draft. Not published yet: see below what is missing.")
        return _page(request, writing, values, _sentences(values, check.mistakes), status=422)
    quiz.publish_as(quiz_columns(check.item), check.item.questions, timezone.now(), author(request))
    return done(request, quiz, "Published.", f"Published. {_what_now(quiz)}")


def _what_now(quiz: Quiz) -> str:
    now = timezone.now()
    if quiz.is_over(now):
        return "Its closing date is past, so that nobody can start it."
    if quiz.is_before(now):
        return f"Learners can start it from {quiz.opens_at:%-d %B %Y, %H:%M} UTC."
    return "Learners can start it now. Attempts that have begun keep what they began with."


@require_POST
@never_kept
@quiz_written
def quiz_rows(request: Request, writing: QuizWriting) -> HttpResponse:
    """Put a question into the list, move it, or take it out; nothing is saved."""
    values, act = posted_values(request), request.POST.get("rows", "")
    verb, _, slug = act.partition("-")
    values = _with_question(values, slug) if verb == "pick" else rearranged(LAYOUT, values, act)
    page = _page(request, writing, values, template="admin/quiz/quiz/_form.html", has_removed=verb == "remove")
    return trigger_client_event(page, "rearranged", after="settle")


@require_POST
@never_kept
@quiz_written
def find_questions(request: Request, writing: QuizWriting) -> HttpResponse:
    """Search the questions that a list can have; nothing is saved."""
    return _page(request, writing, posted_values(request), template="admin/quiz/quiz/_found.html")


@require_POST
@never_kept
@quiz_written
def count_matches(request: Request, writing: QuizWriting) -> HttpResponse:
    """Count the questions that a rule may draw; nothing is saved."""
    return _page(request, writing, posted_values(request), template="admin/quiz/quiz/_matches.html")


@require_POST
@never_kept
@quiz_written
def preview_quiz(request: Request, writing: QuizWriting) -> HttpResponse:
    """Keep it as a draft, and take it as a learner would."""
    values = posted_values(request)
    refused = kept(request, writing, values)
    if refused is not None:
        return refused
    seed, now = secrets.randbits(62), timezone.now()
    plan = plan_preview(writing.quiz, seed)
    if plan.is_empty:
        nothing = _nothing_to_preview(writing.quiz.written)
        return _page(request, writing, values, nothing, status=422)
    attempt = start_preview(acting_learner(request, now), plan, seed, now)
    return HttpResponseRedirect(attempt.get_absolute_url(), status=303)


def _nothing_to_preview(source: Source) -> Sentences:
    if makes_cases(source):
        return {"draw.cases": ["There is no case to preview. Untick a condition."]}
    place = "draw.count" if is_rule(source) else QUESTIONS.name
    return {place: ["There is no question to preview. Choose one that is published."]}


FORM_VIEWS = {
    "save": save_quiz,
    "publish": publish_quiz,
    "rows": quiz_rows,
    "find": find_questions,
    "count": count_matches,
    "preview": preview_quiz,
}


def _with_question(values: Values, slug: str) -> Values:
    """The values with one more question in the list, unless it is there or the list is full."""
    numbers = row_numbers(QUESTIONS, values)
    is_there = any(values[f"questions.{number}"] == [slug] for number in numbers)
    if is_there or not slug or len(numbers) >= QUESTIONS.most:
        return values
    return {**values, f"questions.{numbers[-1] + 1 if numbers else 0}": [clean(slug)[:120]]}


def kept(request: Request, writing: QuizWriting, values: Values) -> HttpResponse | None:
    """Keep the form as a draft; the answer to the request where it cannot be kept."""
    if refused := unkeepable(values):
        return _page(request, writing, values, placed(LAYOUT, refused), status=422)
    source = tidied(writing.source(values))
    action = ADDITION if writing.is_new else CHANGE
    try:
        writing.quiz = Quiz.objects.keep_draft(writing.quiz, source, request.POST.get("revision", ""))
    except Overwritten as error:
        return _conflict(request, writing, values, error.stored)
    log_act(request, writing.quiz, "Saved a draft.", action)
    return None


def _conflict(request: Request, writing: QuizWriting, values: Values, theirs: Quiz) -> HttpResponse:
    """Both drafts side by side; saving again is then a decision."""
    mine = tidied(writing.source(values))
    writing.quiz = theirs
    shown = differences(
        with_titles(theirs.guide, theirs.written), with_titles(theirs.guide, mine), partial(label_of, LAYOUT)
    )
    return _page(request, writing, values, status=409, theirs=shown, last=last_act(theirs))


def _sentences(values: Values, mistakes: Any) -> Sentences:
    """Mistakes at the places of the form, where a row need not have the number that its question has."""
    numbers = row_numbers(QUESTIONS, values)
    sentences: Sentences = {}
    for place, sentence in mistakes:
        name, _, number = place.partition(".")
        is_row = name == QUESTIONS.name and number.isdigit()
        sentences.setdefault(f"{name}.{numbers[int(number)]}" if is_row else place, []).append(sentence)
    return sentences


def _page(
    request: Request,
    writing: QuizWriting,
    values: Values,
    sentences: Sentences | None = None,
    status: int = 200,
    template: str = "",
    **context: Any,
) -> HttpResponse:
    """The form; for HTMX the fragment that the template names."""
    guide, quiz = writing.guide, writing.quiz
    values = {place: [clean(text) for text in texts] for place, texts in values.items()}
    offers = QuizOffers(guide)
    context |= {
        "writing": writing,
        "quiz": quiz,
        "page": FormPage(FORM, values, offers, sentences or {}),
        "chosen": chosen(guide, values, sentences or {}),
        "found": found(guide, request.POST.dict(), values),
        "matches": rule_matches(guide, writing.source(values)),
        "offers": offers,
        "may_publish": request.user.has_perm(PUBLISH),
    }
    if request.htmx and template:
        return render(request, template, context, status=status)
    context |= {
        **admin_context(request),
        "opts": Quiz._meta,
        "title": quiz.title or "New quiz",
        "uses": "0" if writing.is_new else attempt_counts([quiz.pk])[quiz.pk],
    }
    return render(request, "admin/quiz/quiz/write.html", context, status=status)
