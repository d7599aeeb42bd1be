"""Writing a case: its story and the order of its steps on one page, each step on a page of its own.

Steps are questions, so that their form, preview, checks and versions are those of questions. Whatever leads from the
case to a step saves the case first, and publishing the case publishes its steps with it.
"""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from quiz.admin.acts import author, done, last_act, log_act, need
from quiz.admin.case_writing import (
    NO_STEPS,
    CaseWriting,
    case_checks,
    case_written,
    check_case,
    new_case,
    shown_steps,
)
from quiz.admin.checks import Sentences
from quiz.admin.form_page import FormPage
from quiz.admin.form_views import focus_after, mistakes_alone
from quiz.admin.offers import Offers
from quiz.admin.writing import PUBLISH, admin_context, folder_of, posted_values
from quiz.case_form import CASE_FORM, CASE_LAYOUT, STEP_ROWS, STEPS, with_every_case_place
from quiz.differences import differences
from quiz.health import check_near_duplicates
from quiz.judging import Checked
from quiz.models import Overwritten, Question, Scenario
from quiz.question_form import is_empty, label_of
from quiz.rendering_process import RENDERING
from quiz.results import told_cases
from quiz.source_forms import (
    Values,
    at_rows,
    blank_rows,
    clean,
    form_values,
    placed,
    rearranged,
    row_numbers,
    unkeepable,
)
from quiz.sources import Source, tidied
from quiz.uses import attempt_counts
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.models import Guide
from studyguide.sync import counted


@require_safe
@never_kept
@case_written
def write_case(request: Request, writing: CaseWriting) -> HttpResponse:
    """The form, for a case or for a new one."""
    values = form_values(CASE_LAYOUT, {} if writing.is_new else writing.scenario.written)
    return _page(request, writing, blank_rows(CASE_LAYOUT, values) if writing.is_new else values)


@require_safe
@never_kept
def begin_case(request: Request) -> HttpResponse:
    """The form of a new case, of the first guide."""
    need(request, "quiz.add_scenario")
    guide = Guide.objects.current().first()
    if guide is None:
        return render(request, "admin/quiz/scenario/no_guide.html", {**admin_context(request), "title": "New case"})
    return _page(request, new_case(request, guide), blank_rows(CASE_LAYOUT, form_values(CASE_LAYOUT, {})))


@require_POST
@never_kept
@case_written
def save_case(request: Request, writing: CaseWriting) -> HttpResponse:
    """Keep it as a draft, whatever is missing, and go where the button says: to a step, a new one, or try it."""
    values, wanted = posted_values(request), request.POST.get("go", "")
    if wanted == "step" and not any(text.strip() for text in values.get("title", [])):
        return _page(request, writing, values, {"title": ["Give it a title first: its steps are named after it."]}, 422)
    refused = _kept(request, writing, values)
    if refused is not None:
        return refused
    where = _place(writing.scenario, wanted)
    if not where:
        ahead = "" if writing.scenario.is_draft else "; learners go on with what is published until you publish this"
        messages.success(request, f"Saved as a draft{ahead}.")
    return HttpResponseRedirect(where or writing.url("change"), status=303)


def _place(scenario: Scenario, wanted: str) -> str:
    """The address that a button names; empty for the form itself."""
    if wanted == "step":
        return reverse("admin:quiz_scenario_choose_step", args=[scenario.pk])
    if wanted == "try":
        return reverse("admin:quiz_scenario_try", args=[scenario.pk, 1])
    step = next((step for step in scenario.all_steps() if step.slug == wanted), None)
    return reverse("admin:quiz_question_change", args=[step.pk]) if step else ""


@require_POST
@never_kept
@case_written
def publish_case(request: Request, writing: CaseWriting) -> HttpResponse:
    """Keep it, check it with all its steps, and make it what learners are given."""
    need(request, PUBLISH)
    values = posted_values(request)
    refused = _kept(request, writing, values)
    if refused is not None:
        return refused
    found, steps = check_case(writing)
    sentences = _sentences(values, found, steps)
    if sentences or found.document is None:
        messages.warning(request, "Saved as a draft. Not published yet: see below what is missing.")
        return _page(request, writing, values, sentences, 422)
    documents = [(step, checked.document) for step, checked in steps if checked.document is not None]
    writing.scenario.publish(found.document, documents, timezone.now(), author(request))
    check_near_duplicates(writing.guide)
    said = f"Published with {counted(len(steps), 'step')}."
    return done(request, writing.scenario, said, f"{said} New attempts are given it.")


def _sentences(values: Values, found: Checked, steps: list[tuple[Question, Checked]]) -> Sentences:
    """What keeps the case from being published, at the inputs where it is put right."""
    mistakes = [(finding.field, finding.message) for finding in found.blocking]
    sentences = dict(placed(CASE_LAYOUT, at_rows(CASE_LAYOUT, values, mistakes)))
    for number, (_, checked) in zip(row_numbers(STEP_ROWS, values), steps, strict=False):
        if not checked.is_publishable:
            first, *others = checked.blocking
            more = f" And {counted(len(others), 'more thing')}." if others else ""
            sentences[f"{STEPS}.{number}"] = [f"{first.message}{more}"]
    return sentences if steps or (not found.is_publishable and "" in sentences) else {**sentences, STEPS: [NO_STEPS]}


@require_POST
@never_kept
@case_written
def case_rows(request: Request, writing: CaseWriting) -> HttpResponse:
    """Add, remove or move a row, or put a step back that was taken out; nothing is saved."""
    values, act = posted_values(request), request.POST.get("rows", "")
    verb, _, slug = act.partition(f"-{STEPS}-")
    if verb == "put":
        number = max(row_numbers(STEP_ROWS, values), default=-1) + 1
        moved = {**values, f"{STEPS}.{number}": [slug]}
    else:
        moved = rearranged(CASE_LAYOUT, values, act)
    page = FormPage(CASE_FORM, moved, Offers(writing.guide), focus=focus_after(CASE_LAYOUT, moved, act))
    return trigger_client_event(_form(request, writing, page), "rearranged", after="settle")


@require_POST
@never_kept
@case_written
def preview_case(request: Request, writing: CaseWriting) -> HttpResponse:
    """The whole case as learners will see it; nothing is saved."""
    values, folder = posted_values(request), folder_of(writing.guide)
    source = writing.source(values)
    found = RENDERING.previewed_case(folder, with_every_case_place(source)) if folder else Checked(())
    rows = writing.steps_in(values)
    context = _shown(writing, source, found, [row.question for row in rows])
    if folder and not (is_empty(source) and not rows):
        context["checks"] = case_checks(values, found, rows)
    if not request.htmx:
        return _page(request, writing, values, status=200, **context)
    response = render(request, "admin/quiz/scenario/_previewed.html", {"checks": None, "writing": writing, **context})
    return response if context["case"] else mistakes_alone(response)


CASE_VIEWS = {"save": save_case, "rows": case_rows, "preview": preview_case, "publish": publish_case}


def _shown(writing: CaseWriting, source: Source, found: Checked, steps: list[Question]) -> dict[str, Any]:
    if found.document is None:
        sentences = placed(CASE_LAYOUT, found.mistakes)
        return {"case": None, "preview_mistakes": [said for place in sentences for said in sentences[place]]}
    case = found.document["case"]
    return {
        "case": case,
        "case_title": found.document["title"],
        "summary": found.document["summary"],
        "steps_shown": list(shown_steps(writing.guide, source, steps)),
        "cases": told_cases(writing.guide, [case]),
        "guide": writing.guide,
    }


def _kept(request: Request, writing: CaseWriting, values: Values) -> HttpResponse | None:
    """Keep the form as a draft; the answer to the request where it cannot be kept."""
    refused = unkeepable(values)
    if refused:
        return _page(request, writing, values, placed(CASE_LAYOUT, refused), status=422)
    source, before = tidied(writing.source(values)), writing.revision
    try:
        saved = Scenario.objects.keep_draft(writing.scenario, source, request.POST.get("revision", ""))
    except Overwritten as error:
        return _conflict(request, writing, values, error.stored)
    action = ADDITION if writing.is_new else CHANGE
    writing.scenario, writing.is_new = saved, False
    if writing.revision != before:
        log_act(request, saved, "Saved a draft.", action)
    return None


def _conflict(request: Request, writing: CaseWriting, values: Values, theirs: Scenario) -> HttpResponse:
    """Both versions side by side; saving again is then a decision."""
    mine = tidied(writing.source(values))
    writing.scenario, writing.is_new = theirs, False
    titles = {step.slug: step.source.get("title") or step.slug for step in theirs.all_steps()}
    changes = differences(_titled(theirs.written, titles), _titled(mine, titles), partial(label_of, CASE_LAYOUT))
    return _page(request, writing, values, status=409, theirs=changes, last=last_act(theirs))


def _titled(source: Source, titles: dict[str, str]) -> Source:
    """The source with its steps by their titles."""
    return {**source, STEPS: [titles.get(slug, slug) for slug in source.get(STEPS, [])]}


def _page(
    request: Request,
    writing: CaseWriting,
    values: Values,
    sentences: Sentences | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    return _form(
        request, writing, FormPage(CASE_FORM, values, Offers(writing.guide), sentences or {}), status, **context
    )


def _form(request: Request, writing: CaseWriting, page: FormPage, status: int = 200, **context: Any) -> HttpResponse:
    """The form: alone for HTMX, else with everything around it."""
    values = {place: [clean(text) for text in texts] for place, texts in page.values.items()}
    page = FormPage(page.form, values, page.offers, page.sentences, page.focus)
    scenario = writing.scenario
    rows = writing.steps_in(values, page.sentences)
    kept = {row.question.slug for row in rows}
    left_out = [] if writing.is_new else [step for step in scenario.all_steps() if step.slug not in kept]
    context |= {"writing": writing, "scenario": scenario, "page": page, "steps": rows, "left_out": left_out}
    if request.htmx:
        return render(request, "admin/quiz/question/_form.html", context, status=status)
    context = {"case": None, "checks": None} | context
    context |= {
        **admin_context(request),
        "title": scenario.title if not writing.is_new and scenario.title else "New case",
        "may_publish": request.user.has_perm(PUBLISH),
        "uses": "0" if writing.is_new else attempt_counts([scenario.pk])[scenario.pk],
        "guides": Guide.objects.current() if writing.is_new else (),
    }
    return render(request, "admin/quiz/scenario/write.html", context, status=status)
