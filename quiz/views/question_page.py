"""One question of an attempt as a page, or as the fragment that HTMX swaps in."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from quiz.clock import DAY, clock_text
from quiz.models import Attempt, Given, Response
from studyguide.http import Request


def question_page(
    request: Request,
    response: Response,
    responses: list[Response] | None = None,
    typed: Given | None = None,
    status: int = 200,
    *,
    keeps_focus: bool = False,
    error: str = "",
) -> HttpResponse:
    """One question as it stands; `typed` is what a stale page sent, kept on screen beside the newer answer."""
    found = response.attempt
    everything = responses if responses is not None else list(found.responses.defer("answer"))
    context = {
        **attempt_frame(found, everything),
        **_question_part(response, typed),
        "keeps_focus": keeps_focus,
        "error": error,
        "writer": secrets.token_urlsafe(12),
    }
    template = "quiz/_question.html" if request.htmx else "quiz/question.html"
    return render(request, template, context, status=status)


def _question_part(response: Response, typed: Given | None) -> dict[str, Any]:
    """The question with what is shown as its answer; explained once the learner has committed to one."""
    found = response.attempt
    kind, document = response.version.kind, response.version.document
    shown = typed or response
    part = kind.explain if response.is_revealed else kind.present
    return {
        "response": response,
        "kind": kind,
        "field": "question",
        "counting": kind.counting.get(document.get("credit", ""), ""),
        "move_url": reverse("save_answer", args=[found.pk, response.position]),
        "document": document,
        "told": found.case_of(document),
        "part": part(document, response.order, shown.answer),
        "is_explained": response.is_revealed,
        "shown": shown,
        "stale": typed,
        "saved_answer": kind.said(document, response.answer) if typed and response.answer is not None else "",
        "confidences": Response.Confidence.choices[1:],
    }


def attempt_frame(found: Attempt, responses: list[Response]) -> dict[str, Any]:
    """What stands around every question: the navigator, the clock, the way on."""
    seconds = found.seconds_left(timezone.now())
    if seconds is not None and seconds > DAY:  # a quiz that closes some day is no reason to hurry
        seconds = None
    still_open = [response for response in responses if not response.is_done]
    return {
        "guide": found.guide,
        "attempt": found,
        "responses": responses,
        "seconds_left": seconds,
        "time_left": "" if seconds is None else clock_text(seconds),
        "count": len(responses),
        "still_open": len(still_open),
        "first_open": still_open[0] if still_open else None,
    }


def open_step(found: Attempt, responses: list[Response]) -> int | None:
    """In a case the first step that is not yet answered for good; None where any question may be opened."""
    if not found.is_scenario:
        return None
    return next((r.position for r in responses if r.checked_at is None), responses[-1].position)
