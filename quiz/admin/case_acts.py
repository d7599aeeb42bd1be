"""What one does with a case besides writing it: add a step, try it, retire it, bring it back, duplicate it."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.acts import done, log_act, need, posted_id, to_form
from quiz.admin.case_writing import StepShown, case_document, scenario_of, shown_steps
from quiz.admin.question_acts import COPIED
from quiz.admin.writing import PUBLISH, admin_context, check_kept
from quiz.kinds import KINDS
from quiz.models import Question, Scenario
from quiz.results import told_cases
from studyguide.caching import never_kept
from studyguide.http import Request

STEP_KINDS = [kind for kind in KINDS.values() if kind.is_scored]
WRITE = "quiz.change_scenario"


@require_safe
@never_kept
def choose_step(request: Request, scenario_id: int) -> HttpResponse:
    """A new step begins with its kind."""
    need(request, WRITE)
    scenario = scenario_of(scenario_id)
    context = {"title": "New step", "scenario": scenario, "kinds": STEP_KINDS, "step_id": uuid.uuid4()}
    return render(request, "admin/quiz/scenario/choose_step.html", {**admin_context(request), **context})


@require_POST
@never_kept
def add_step(request: Request, scenario_id: int) -> HttpResponse:
    """Add a step of a kind, empty as yet, and go to its form; the same form sent twice adds one."""
    need(request, WRITE)
    need(request, "quiz.add_question")
    scenario = scenario_of(scenario_id)
    kind = next((kind for kind in STEP_KINDS if kind.name == request.POST.get("kind")), None)
    if kind is None:
        raise Http404("No such kind of step.")
    wanted = posted_id(request, "step_id")
    step = scenario.all_steps().filter(pk=wanted).first()
    if step is None:
        is_taken = Question.objects.filter(pk=wanted).exists()
        step = scenario.add_step(kind.name, pk=None if is_taken else wanted)
        log_act(request, scenario, f"Added step {len(scenario.steps)}.")
    return to_form(step)


@require_safe
@never_kept
def try_case(request: Request, scenario_id: int, number: int) -> HttpResponse:
    """The case as a learner takes it, a step at a time, as it is written; nothing is recorded."""
    return _tried(request, scenario_id, number)


@require_POST
@never_kept
def check_step(request: Request, scenario_id: int, number: int) -> HttpResponse:
    """A step answered: scored and explained; nothing is recorded."""
    return _tried(request, scenario_id, number, is_answered=True)


def _tried(request: Request, scenario_id: int, number: int, *, is_answered: bool = False) -> HttpResponse:
    need(request, WRITE)
    scenario = scenario_of(scenario_id)
    steps, case = scenario.steps, case_document(scenario)
    context = {
        **admin_context(request),
        "title": f"Trying: {scenario.written.get('title') or 'Untitled case'}",
        "scenario": scenario,
        "case": case,
        "count": len(steps),
        "number": number,
        "change_url": reverse("admin:quiz_scenario_change", args=[scenario.pk]),
    }
    if number == len(steps) + 1:
        context |= _end(scenario, case)
    elif 1 <= number <= len(steps):
        shown = next(one for one in shown_steps(scenario.guide, scenario.written, steps) if one.number == number)
        context |= _step(request, shown, is_answered=is_answered)
    else:
        raise Http404("No such step.")
    return render(request, "admin/quiz/scenario/try.html", context)


def _step(request: Request, shown: StepShown, *, is_answered: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"shown": shown, "document": shown.document, "kind": shown.kind, "is_explained": False}
    if shown.document is None:
        return found
    kind, order = shown.kind, shown.order
    given = kind.read(request.POST, shown.document, order) if is_answered else None
    if given is None:
        error = kind.unanswered if is_answered else ""
        return {**found, "part": kind.present(shown.document, order, None), "error": error}
    part, score = kind.explain(shown.document, order, given), kind.score(shown.document, given)
    return {**found, "is_explained": True, "part": part, "score": score}


def _end(scenario: Scenario, case: Any) -> dict[str, Any]:
    return {"is_end": True, "guide": scenario.guide, "cases": told_cases(scenario.guide, [case])}


@require_POST
@never_kept
def retire_case(request: Request, scenario_id: int) -> HttpResponse:
    need(request, PUBLISH)
    need(request, WRITE)
    scenario = scenario_of(scenario_id)
    scenario.retire()
    return done(request, scenario, "Retired.", "Retired: nobody can start it any more. Attempts that have it keep it.")


@require_POST
@never_kept
def bring_case_back(request: Request, scenario_id: int) -> HttpResponse:
    need(request, PUBLISH)
    need(request, WRITE)
    scenario = scenario_of(scenario_id)
    scenario.bring_back()
    return done(request, scenario, "Brought back.", f"Brought back: it is {scenario.state} again.")


@require_POST
@never_kept
def duplicate_case(request: Request, scenario_id: int) -> HttpResponse:
    """A draft of its own that begins with the same texts, and with copies of the steps."""
    need(request, "quiz.add_scenario")
    need(request, "quiz.add_question")
    made = scenario_of(scenario_id).duplicate()
    for step in made.steps:
        check_kept(step)
    return done(request, made, "Duplicated.", f"{COPIED} The steps are copies, too.")
