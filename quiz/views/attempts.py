"""Taking an attempt: a question at a time, saved as it is answered. Every address is its learner's alone."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from quiz.answers import without_nul
from quiz.models import LONGEST_REPORT, Attempt, Closed, Given, Moved, Place, Report, Response, Stale, held, place
from quiz.results import attempt_results
from quiz.views.question_page import attempt_frame, open_step, question_page
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.learners import learner_id
from studyguide.reconnecting import asked_again

Then = Callable[[Response, datetime], None]


@require_safe
@never_kept
@asked_again
def attempt(request: Request, attempt_id: UUID) -> HttpResponse:
    """Where an attempt stands: its first open question; without one, or when asked for, all of them at a glance."""
    found = _attempt(request, attempt_id)
    if not found.is_open:
        return _to("results", found)
    responses = list(found.responses.all())
    frame = attempt_frame(found, responses)
    if request.GET.get("overview"):
        return render(request, "quiz/overview.html", {**frame, "unanswered": _unanswered(responses)})
    first = frame["first_open"]
    return _to("question", found, first.position) if first else HttpResponseRedirect(_overview(found), status=303)


@require_safe
@never_kept
@asked_again
def question(request: Request, attempt_id: UUID, position: int) -> HttpResponse:
    found = _attempt(request, attempt_id)
    if not found.is_open:
        return _to("results", found)
    responses = list(found.responses.defer("answer").all())
    step = open_step(found, responses)
    if step is not None and position > step:
        return _to("question", found, step)
    response = get_object_or_404(found.responses.select_related("version", "attempt"), position=position)
    return question_page(request, response, responses)


@require_POST
@never_kept
@asked_again
def save_answer(request: Request, attempt_id: UUID, position: int) -> HttpResponse:
    """Save as it is made; without JavaScript each button of the form saves and then goes where it says."""
    return _saved_at_once(request, attempt_id, position) or _change(request, attempt_id, position)


@require_POST
@never_kept
@asked_again
def check_answer(request: Request, attempt_id: UUID, position: int) -> HttpResponse:
    """Commit to the answer and see what it is worth; never in an exam."""
    return _change(request, attempt_id, position, _commit)


@require_POST
@never_kept
@asked_again
def show_hint(request: Request, attempt_id: UUID, position: int) -> HttpResponse:
    """Save first: what was typed a moment ago is in this form only."""
    return _change(request, attempt_id, position, Response.show_hint)


@require_POST
@never_kept
@asked_again
def try_again(request: Request, attempt_id: UUID, position: int) -> HttpResponse:
    try:
        with transaction.atomic():
            response = _held(request, attempt_id, position)
            response.reopen(timezone.now())
    except Closed:
        return _closed(request, attempt_id)
    return question_page(request, response) if request.htmx else _to("question", response.attempt, position)


@require_POST
@never_kept
@asked_again
def submit(request: Request, attempt_id: UUID) -> HttpResponse:
    found = _attempt(request, attempt_id)
    found.submit(timezone.now())
    return _to("results", found)


@require_safe
@never_kept
@asked_again
def results(request: Request, attempt_id: UUID) -> HttpResponse:
    found = _attempt(request, attempt_id)
    if found.is_open:
        return _to("attempt", found)
    only_missed = request.GET.get("show") == "missed"
    return render(request, "quiz/results.html", {**attempt_results(found), "only_missed": only_missed})


@require_POST
@never_kept
def report_problem(request: Request, attempt_id: UUID, position: int) -> HttpResponse:
    found = _attempt(request, attempt_id)
    if found.is_preview:
        raise Http404("Nobody reports a problem to themselves.")
    response = get_object_or_404(found.responses.select_related("version"), position=position)
    text = request.POST.get("text", "").replace("\0", "").strip()
    error = _wrong_report(text)
    if not error:
        Report.objects.create(
            learner_id=found.learner_id,
            version=response.version,
            response=response,
            text=text,
            reported_at=timezone.now(),
        )
    context = {"attempt": found, "response": response, "text": text, "error": error, "is_sent": not error}
    template = "quiz/_report.html" if request.htmx else "quiz/report.html"
    return render(request, template, context, status=422 if error else 200)


def _attempt(request: Request, attempt_id: UUID) -> Attempt:
    """The learner's own attempt; one whose time is up is submitted first."""
    learner = learner_id(request)
    if learner is None:
        raise Http404("No such attempt.")
    found: Attempt = get_object_or_404(
        Attempt.objects.listed().select_related("guide", "quiz"), pk=attempt_id, learner_id=learner
    )
    found.close_if_overdue(timezone.now())
    return found


def _held(request: Request, attempt_id: UUID, position: int) -> Response:
    return _own(held, request, attempt_id, position)


def _own(
    find: Callable[[UUID, int, UUID | None], Response], request: Request, attempt_id: UUID, position: int
) -> Response:
    try:
        return find(attempt_id, position, learner_id(request))
    except Response.DoesNotExist:
        raise Http404("No such question.") from None


def _saved_at_once(request: Request, attempt_id: UUID, position: int) -> HttpResponse | None:
    """The usual save, in one statement; None where there is more to it."""
    now = timezone.now()
    try:
        here = place(attempt_id, position)
    except Response.DoesNotExist:
        return None
    if not request.htmx or not here.can_save(learner_id(request), now):
        return None
    saved = here.save(_given(request, here), now)
    return _saved(request, saved, now) if saved else None


def _saved(request: Request, response: Response, now: datetime) -> HttpResponse:
    if "go" in request.POST:
        return HttpResponseClientRedirect(_next_page(request, response, stays=False))
    # Nothing in it is of the request; what every page gets to know would cost more than the rest of it.
    context = {"attempt": response.attempt, "response": response, "now": now}
    return HttpResponse(render_to_string("quiz/_saved.html", context))


def _change(request: Request, attempt_id: UUID, position: int, then: Then | None = None) -> HttpResponse:
    """Save what the form holds, and do what its button says `then`, which changes what the page shows."""
    now = timezone.now()
    given: Given | None = None
    try:
        with transaction.atomic() if then else nullcontext():
            response = _own(held if then else Response.objects.at, request, attempt_id, position)
            _refuse_skipping(response)
            given = _given(request, response)
            response.save_answer(given, now)
            if then:
                then(response, now)
    except Moved:
        return _change(request, attempt_id, position, then)
    except Stale:
        return _in_its_place(question_page(request, response, typed=given, status=409))
    except Closed:
        said = response.kind.said(response.document, given.answer) if given and given.answer is not None else ""
        return _closed(request, attempt_id, said)
    return _changed(request, response, now, then)


def _changed(request: Request, response: Response, now: datetime, then: Then | None) -> HttpResponse:
    """What a browser gets once its answer is saved."""
    if then is _commit and not (response.is_answered or response.is_revealed or response.attempt.is_exam):
        return question_page(request, response, error=response.version.kind.unanswered, status=422)
    if not request.htmx:
        return HttpResponseRedirect(_next_page(request, response, stays=then is not None), status=303)
    if "go" in request.POST:
        return _saved(request, response, now)
    if then:
        return question_page(request, response)
    if response.is_revealed:  # sent again after it was checked: there is nothing to say
        return HttpResponse(status=204)
    if response.version.kind.shows_answer_in_place:
        return _in_its_place(question_page(request, response, keeps_focus=True))
    return _saved(request, response, now)


def _commit(response: Response, now: datetime) -> None:
    if response.is_answered and not response.attempt.is_exam:
        response.check_answer(now)


def _refuse_skipping(response: Response) -> None:
    """A later step of a case stays closed, whichever address asks, until the steps before it are answered."""
    if response.attempt.is_scenario:
        before = response.attempt.responses.filter(position__lt=response.position, checked_at=None)
        if before.exists():
            raise Closed


def _given(request: Request, asked: Place | Response) -> Given:
    confidence = request.POST.get("confidence", "")
    revision = request.POST.get("revision", "")
    return Given(
        answer=asked.kind.read(request.POST, asked.document, asked.order),
        confidence=confidence if confidence in Response.Confidence.values else "",
        is_flagged="flag" in request.POST,
        revision=int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else -1,
        writer=without_nul(request.POST.get("writer", ""))[:22],
    )


def _next_page(request: Request, response: Response, *, stays: bool) -> str:
    """The address that a form goes on to after it was saved."""
    found, wanted = response.attempt, request.POST.get("go", "")
    if stays or "move" in request.POST or wanted == "here":
        return reverse("question", args=[found.pk, response.position])
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 5
    position = int(wanted) if is_number else response.position + 1
    if wanted == "overview" or position > found.responses.count():
        return _overview(found)
    return reverse("question", args=[found.pk, max(position, 1)])


def _closed(request: Request, attempt_id: UUID, said: str = "") -> HttpResponse:
    """The answer came too late or out of turn: say so, show it, and lead on to where the attempt stands."""
    found = _attempt(request, attempt_id)
    template = "quiz/_closed.html" if request.htmx else "quiz/closed.html"
    context = {"attempt": found, "guide": found.guide, "said": said}
    return _in_its_place(render(request, template, context, status=409))


def _in_its_place(page: HttpResponse) -> HttpResponse:
    """The page where the question stands, although a save asks only for a line that says so."""
    return retarget(reswap(page, "outerHTML"), "#question")


def _overview(found: Attempt) -> str:
    return f"{found.get_absolute_url()}?overview=1"


def _unanswered(responses: list[Response]) -> int:
    return sum(not response.is_answered for response in responses)


def _wrong_report(text: str) -> str:
    if not text:
        return "Say in a sentence what is wrong."
    if len(text) > LONGEST_REPORT:
        return f"Shorten it to {LONGEST_REPORT:,} characters; it has {len(text):,}."
    return ""


def _to(name: str, found: Attempt, *args: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=[found.pk, *args]), status=303)
