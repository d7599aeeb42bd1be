"""A learner's own records: downloaded as JSON, or deleted."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST, require_safe

from quiz.models import Accommodation, Attempt, QuestionVersion, RegradedResponse, Report, Response
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.learners import account, forget_learner, learner_id
from studyguide.markup import plain_text
from studyguide.models import Learner, SectionRead


@require_safe
@never_kept
def download_answers(request: Request) -> HttpResponse:
    """Everything that is recorded about a guest or an account."""
    learner, user = learner_id(request), account(request)
    if learner is None and user is None:
        raise Http404("Nothing is recorded for this browser.")
    records = {"account": _account_records(user) if user else None, **_learner_records(learner)}
    response = JsonResponse(records, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response.headers["Content-Disposition"] = 'attachment; filename="my-answers.json"'
    return response


@require_safe
@never_kept
def delete_answers(request: Request) -> HttpResponse:
    """Ask first: what is deleted does not come back."""
    learner = learner_id(request)
    count = Attempt.objects.filter(learner_id=learner).count() if learner else 0
    return render(request, "quiz/delete_answers.html", {"count": count, "has_records": learner is not None})


@require_POST
@never_kept
def delete_answers_confirmed(request: Request) -> HttpResponse:
    """Delete the learner with everything that hangs on them; reports stay without a name."""
    if learner := learner_id(request):
        Learner.objects.filter(pk=learner).delete()
    forget_learner(request)
    return HttpResponseRedirect(reverse("my_progress"), status=303)


def _account_records(user: User) -> dict[str, Any]:
    return {name: value for path in settings.ACCOUNT_RECORDS for name, value in import_string(path)(user).items()}


def _learner_records(learner: UUID | None) -> dict[str, Any]:
    """Nothing for an account that has done nothing yet, and no report that lost its name."""
    if learner is None:
        return {"learner": None, "time_factor": None, "sections_read": [], "attempts": [], "reports": []}
    more_time = Accommodation.objects.filter(learner_id=learner).first()
    attempts = Attempt.objects.filter(learner_id=learner).select_related("guide").order_by("started_at")
    reads = SectionRead.objects.filter(learner_id=learner).select_related("section__guide")
    reports = Report.objects.filter(learner_id=learner).select_related("version__question")
    return {
        "learner": str(learner),
        "time_factor": float(more_time.time_factor) if more_time else None,
        "sections_read": [
            {"guide": read.section.guide.slug, "section": read.section.slug, "read_at": read.read_at} for read in reads
        ],
        "attempts": [_attempt_record(attempt) for attempt in attempts.prefetch_related(*_OF_ATTEMPTS)],
        "reports": [_report_record(report) for report in reports],
    }


_OF_ATTEMPTS = ("responses__version__question", "responses__regrades__regrade")


def _attempt_record(attempt: Attempt) -> dict[str, Any]:
    return {
        "guide": attempt.guide.slug,
        "title": attempt.title,
        "mode": attempt.mode,
        "number": attempt.number,
        "pass_percent": attempt.pass_percent,
        "started_at": attempt.started_at,
        "deadline_at": attempt.deadline_at,
        "submitted_at": attempt.submitted_at,
        "cases": [_case_record(attempt, told) for told in attempt.cases if attempt.generator_version],
        "responses": [_response_record(attempt, response) for response in attempt.responses.all()],
    }


def _case_record(attempt: Attempt, told: dict[str, Any]) -> dict[str, Any]:
    """A case that was made for the attempt, without its answer."""
    story = plain_text(told["story_html"])
    return {"seed": told["seed"], "generator_version": attempt.generator_version, "story": story}


def _response_record(attempt: Attempt, response: Response) -> dict[str, Any]:
    """No points before they were shown, and no question that a case has not come to: the download reveals nothing."""
    response.attempt = attempt
    document = response.version.document
    shown = response.is_revealed
    return {
        **_question_record(response.version),
        "stem": plain_text(document["stem_html"]) if shown or response.is_answered else None,
        "answer": _said(response, response.answer),
        "first_answer": _said(response, response.first_answer),
        "confidence": response.confidence,
        "is_flagged": response.is_flagged,
        "has_hint": response.has_hint,
        "tries": response.tries,
        "answered_at": response.answered_at,
        "checked_at": response.checked_at,
        "points": response.points if shown else None,
        "possible": response.possible if shown else None,
        "scored_again": [_regrade_record(regraded) for regraded in response.regrades.all()],
    }


def _question_record(version: QuestionVersion) -> dict[str, Any]:
    return {"question": version.question.slug if version.question else version.title, "version": version.number}


def _said(response: Response, answer: Any) -> str | None:
    return response.kind.said(response.document, answer) if answer is not None else None


def _report_record(report: Report) -> dict[str, Any]:
    return {
        **_question_record(report.version),
        "text": report.text,
        "reported_at": report.reported_at,
        "reply": report.reply,
        "replied_at": report.replied_at,
        "closed_at": report.closed_at,
    }


def _regrade_record(regraded: RegradedResponse) -> dict[str, Any]:
    """One time that the answer was scored again; what was taken back counts no more."""
    return {
        "at": regraded.regrade.regraded_at,
        "reason": regraded.regrade.reason,
        "taken_back_at": regraded.regrade.taken_back_at,
        "points_before": regraded.old_points,
        "possible_before": regraded.old_possible,
        "points": regraded.points,
        "possible": regraded.possible,
    }
