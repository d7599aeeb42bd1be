"""Writing a question: one form for a new one and for one that exists, each of its buttons an address of its own.

Nothing typed is lost: whatever is refused comes back as it was sent, with the reasons at their places.
"""

from functools import partial
from random import Random
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reselect, retarget, trigger_client_event

from quiz.admin.acts import author, done, last_act, log_act, need
from quiz.admin.case_writing import case_document
from quiz.admin.checks import Checks, Sentences, checks_of
from quiz.admin.form_page import FormPage
from quiz.admin.offers import Offers
from quiz.admin.writing import (
    PUBLISH,
    Writing,
    admin_context,
    check_kept,
    folder_of,
    posted_values,
    written,
)
from quiz.differences import differences
from quiz.health import check_near_duplicates
from quiz.judging import Checked
from quiz.kinds import Kind
from quiz.kinds.inputs import Layout, row_inputs
from quiz.lint import Finding
from quiz.models import Overwritten, Question
from quiz.published_bank import PublishedBank
from quiz.question_form import is_empty, label_of
from quiz.rendering_process import RENDERING
from quiz.source_forms import (
    Values,
    at_rows,
    blank_rows,
    clean,
    form_values,
    placed,
    rearranged,
    row_numbers,
    row_place,
    unkeepable,
)
from quiz.sources import tidied
from quiz.uses import use_counts
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.sync import counted


@require_safe
@never_kept
@written
def write(request: Request, writing: Writing) -> HttpResponse:
    """The form, for a question or for a new one."""
    values = form_values(writing.layout, writing.question.source)
    if is_empty(writing.question.source):  # a new step is kept before anything is written
        values = blank_rows(writing.layout, values)
    return _page(request, writing, values)


@require_POST
@never_kept
@written
def save(request: Request, writing: Writing) -> HttpResponse:
    """Keep it as a draft, whatever is missing."""
    values = posted_values(request)
    refused = _kept(request, writing, values)
    if refused is not None:
        return refused
    check_kept(writing.question)
    ahead = _AHEAD.format("this one" if writing.case is None else "the case")
    messages.success(request, f"Saved as a draft{'' if writing.question.current_version_id is None else ahead}.")
    goes_back = writing.case is not None and request.POST.get("go") == "case"
    return HttpResponseRedirect(writing.case_url if goes_back else writing.change_url, status=303)


_AHEAD = "; learners go on with the published version until you publish {}"


@require_POST
@never_kept
@written
def publish(request: Request, writing: Writing) -> HttpResponse:
    """Keep it, check it, and make it what learners are given."""
    need(request, PUBLISH)
    if writing.case is not None:
        raise Http404("A step is published with its case.")
    values = posted_values(request)
    refused = _kept(request, writing, values)
    if refused is not None:
        return refused
    found = check_kept(writing.question)
    if found.document is None or not found.is_publishable:
        messages.warning(request, "Saved as a draft. Not published yet: see below what is missing.")
        return _page(request, writing, values, _sentences(writing, values, found), status=422)
    question = writing.question
    question.publish(found.document, timezone.now(), question.source, author(request))
    check_near_duplicates(question.guide)
    number = question.current_version.number if question.current_version else 0
    said = f"Published as version {number}. New attempts are given it.{_advice(found)}"
    return done(request, question, f"Published version {number}.", said)


@require_POST
@never_kept
@written
def rows(request: Request, writing: Writing) -> HttpResponse:
    """Add, remove or move a row; nothing is saved."""
    values = posted_values(request)
    act = request.POST.get("rows", "")
    moved = rearranged(writing.layout, values, act)
    page = FormPage(writing.form, moved, Offers(writing.guide), focus=focus_after(writing.layout, moved, act))
    return trigger_client_event(_form(request, writing, page), "rearranged", after="settle")


@require_POST
@never_kept
@written
def preview(request: Request, writing: Writing) -> HttpResponse:
    """The question as learners will see it; nothing is saved. One that was answered stays so while its texts change."""
    return _previewed(request, writing, is_answered="explained" in request.POST and "again" not in request.POST)


@require_POST
@never_kept
@written
def answer(request: Request, writing: Writing) -> HttpResponse:
    """The preview answered: scored and explained; nothing is saved."""
    return _previewed(request, writing, is_answered=True)


FORM_VIEWS = {"save": save, "publish": publish, "rows": rows, "preview": preview, "answer": answer}


def _sentences(writing: Writing, values: Values, found: Checked) -> Sentences:
    """What keeps the question from being published, at the inputs where it is put right."""
    mistakes = [(finding.field, finding.message) for finding in found.blocking]
    return placed(writing.layout, at_rows(writing.layout, values, mistakes))


def _advice(found: Checked) -> str:
    warnings = len(found.warnings)
    return f" {counted(warnings, 'warning')} stand{'s' if warnings == 1 else ''} under Checks." if warnings else ""


def _kept(request: Request, writing: Writing, values: Values) -> HttpResponse | None:
    """Keep the form as a draft; the answer to the request where it cannot be kept."""
    refused = unkeepable(values)
    if refused:
        return _page(request, writing, values, placed(writing.layout, refused), status=422)
    source = tidied(writing.source(values))
    try:
        saved = Question.objects.keep_draft(writing.question, source, request.POST.get("revision", ""))
    except Overwritten as error:
        return _conflict(request, writing, values, error.stored)
    action = ADDITION if writing.is_new else CHANGE
    writing.question, writing.is_new = saved, False
    log_act(request, saved, "Saved a draft.", action)
    return None


def _conflict(request: Request, writing: Writing, values: Values, theirs: Question) -> HttpResponse:
    """Both versions side by side; saving again is then a decision."""
    mine = tidied(writing.source(values))
    writing.question, writing.is_new = theirs, False
    return _page(
        request,
        writing,
        values,
        status=409,
        theirs=differences(theirs.source, mine, partial(label_of, writing.layout)),
        last=last_act(theirs),
    )


def _previewed(request: Request, writing: Writing, *, is_answered: bool) -> HttpResponse:
    values = posted_values(request)
    folder = folder_of(writing.guide)
    source = writing.source(values)
    case = writing.case.written if writing.case else None
    found = RENDERING.previewed(folder, source, PublishedBank(writing.guide), case) if folder else Checked(())
    is_begun = not is_empty(source)
    context: dict[str, Any] = {"preview": None}
    if is_begun:
        context = _shown(request, writing, found, is_answered=is_answered)
    if folder and is_begun:
        context["checks"] = checks_of(writing.layout, values, (*found.blocking, *found.warnings))
    if not request.htmx:
        return _page(request, writing, values, status=200, **context)
    shown = {"checks": None, "writing": writing, "kind": writing.kind, **context}
    response = render(request, "admin/quiz/question/_previewed.html", shown)
    return response if context["preview"] is not None else mistakes_alone(response)


def mistakes_alone(response: HttpResponse) -> HttpResponse:
    """Put only what is wrong on the page: what was previewed last stays in sight."""
    return reselect(retarget(response, "#preview-mistakes"), "#preview-mistakes")


def _shown(request: Request, writing: Writing, found: Checked, *, is_answered: bool) -> dict[str, Any]:
    """What the preview shows. It can be answered when only texts are missing."""
    document, kind = found.document, writing.kind
    sentences = placed(writing.layout, found.mistakes)
    if document is None:
        return {"preview": None, "preview_mistakes": [said for place in sentences for said in sentences[place]]}
    order = kind.order(document, Random(0))  # noqa: S311  # the same at each letter typed
    broken = [place for place in sentences if place.partition(".")[0] in _own_places(kind) and _is_structure(place)]
    given = kind.read(request.POST, document, order) if is_answered and not broken else None
    is_explained = is_answered and not broken
    part = (kind.explain if is_explained else kind.present)(document, order, given)
    return {
        "preview": part,
        "document": document,
        "is_explained": is_explained,
        "is_new": "explained" not in request.POST,
        "given": [(name, value) for name in request.POST if _is_answer(name) for value in request.POST.getlist(name)],
        "score": kind.score(document, given) if is_explained and kind.is_scored else None,
        "preview_mistakes": [said for place in broken for said in sentences[place]] if is_answered else [],
    }


def _is_answer(name: str) -> bool:
    """Whether it is a field of the learners' templates."""
    return name in ("answer", "sequence", "touched") or name.startswith(("answer-", "place-"))


def _own_places(kind: Kind) -> set[str]:
    return {part.name.partition(".")[0] for part in kind.inputs}


def _is_structure(place: str) -> bool:
    return "because" not in place


def _page(
    request: Request,
    writing: Writing,
    values: Values,
    sentences: Sentences | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    page = FormPage(writing.form, values, Offers(writing.guide), sentences or {})
    return _form(request, writing, page, status, **context)


def _form(request: Request, writing: Writing, page: FormPage, status: int = 200, **context: Any) -> HttpResponse:
    """The form: alone for HTMX, else with everything around it."""
    values = {place: [clean(text) for text in texts] for place, texts in page.values.items()}
    page = FormPage(page.form, values, page.offers, page.sentences, page.focus)
    context |= {"writing": writing, "question": writing.question, "kind": writing.kind, "page": page}
    if request.htmx:
        return render(request, "admin/quiz/question/_form.html", context, status=status)
    question = writing.question
    title = question.title or f"New {writing.noun}: {writing.kind.label.lower()}"
    context = {"checks": _kept_checks(writing, values)} | context
    context |= {
        **admin_context(request),
        "title": title,
        "may_publish": request.user.has_perm(PUBLISH),
        "uses": use_counts([question.pk]).get(question.pk, ""),
        "field": "preview",
    }
    template = "admin/quiz/scenario/step.html" if writing.case else "admin/quiz/question/write.html"
    if writing.case:
        context["case"] = case_document(writing.case)
    return render(request, template, context, status=status)


def _kept_checks(writing: Writing, values: Values) -> Checks | None:
    """What was found when the question was last checked, while the form says what it said then."""
    question = writing.question
    is_as_kept = tidied(writing.source(values)) == tidied(question.source)
    if question.health == Question.Health.UNCHECKED or not is_as_kept:
        return None
    return checks_of(writing.layout, values, map(Finding.of, question.findings))


def focus_after(form: Layout, values: Values, act: str) -> str:
    """Where one goes on after an act on rows: the first input of the row that was added or moved."""
    verb, _, rest = act.partition("-")
    name, _, number = rest.partition("-")
    found = next((rows for rows in row_inputs(form) if rows.name == name), None)
    if found is None:
        return ""
    last = len(row_numbers(found, values)) - 1
    wanted = {"add": last, "up": _whole(number) - 1, "down": _whole(number) + 1, "remove": _whole(number)}
    return row_place(found, min(max(wanted.get(verb, 0), 0), max(last, 0)), found.inputs[0])


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
