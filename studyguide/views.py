"""The pages of the reading side, in the order of urls.py."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from studyguide.arithmetic import FormulaError
from studyguide.caching import never_kept, reading_page
from studyguide.calculators import calculator_from_plain
from studyguide.compare import table_view
from studyguide.decision import tree_from_plain
from studyguide.http import Request
from studyguide.learners import acting_learner, learner_id
from studyguide.models import Comparison, Guide, Section, SectionRead, Term
from studyguide.paging import page
from studyguide.panels import home_panels, progress_panels
from studyguide.printing import on_paper, print_section
from studyguide.progress import Progress, progress
from studyguide.search import search as search_entries
from studyguide.section_page import section_context, section_page

GUIDES_ON_PAGE = 12


@require_safe
@reading_page
def home(request: Request) -> HttpResponse:
    """The guides, page by page; those that a learner has begun come first."""
    reads = _reads(request)
    listed = Guide.objects.current().defer("tree")
    begun = {guide_id for guide_id, _ in reads}
    pages = page(listed.exclude(pk__in=begun), ("title", "pk"), GUIDES_ON_PAGE, request.GET.get("page", ""))
    shown = [*(listed.filter(pk__in=begun) if begun and not pages.before else ()), *pages.rows]
    guides = [(guide, _progress(guide, reads)) for guide in shown]
    context = {"guides": guides, "pages": pages, "has_read": bool(reads), "panels": home_panels(request)}
    return render(request, "studyguide/home.html", context)


@require_safe
@reading_page
def guide_home(request: Request, guide_slug: str) -> HttpResponse:
    guide = _guide(guide_slug)
    context = {"guide": guide, "progress": _progress(guide, _reads(request, guide))}
    return render(request, "studyguide/guide_home.html", context)


@require_safe
@reading_page
def section(request: Request, guide_slug: str, section_slug: str) -> HttpResponse:
    return section_page(request, guide_slug, section_slug)


@require_safe
@never_kept
def read_form(request: Request, guide_slug: str, section_slug: str) -> HttpResponse:
    """The form, with its token, that a page from memory lacks; HTMX sends it on as soon as it arrives."""
    found = _section(guide_slug, section_slug)
    template = "studyguide/_read_form.html" if request.htmx else "studyguide/read_form.html"
    return render(request, template, {"guide": found.guide, "section": found})


@require_POST
@never_kept
def mark_read(request: Request, guide_slug: str, section_slug: str) -> HttpResponse:
    found = _section(guide_slug, section_slug)
    now = timezone.now()
    found.mark_read(acting_learner(request, now), now)
    return _after_marking(request, found)


@require_POST
@never_kept
def mark_unread(request: Request, guide_slug: str, section_slug: str) -> HttpResponse:
    found = _section(guide_slug, section_slug)
    found.mark_unread(acting_learner(request, timezone.now()))
    return _after_marking(request, found)


@require_safe
@reading_page
def glossary(request: Request, guide_slug: str) -> HttpResponse:
    guide = _guide(guide_slug)
    return render(request, "studyguide/glossary.html", {"guide": guide, "terms": _by_name(guide)})


@require_safe
@reading_page
def comparisons(request: Request, guide_slug: str) -> HttpResponse:
    guide = _guide(guide_slug)
    tables = list(guide.comparisons.current())
    return render(request, "studyguide/comparisons.html", {"guide": guide, "tables": tables})


@require_safe
@reading_page
def comparison(request: Request, guide_slug: str, table_slug: str) -> HttpResponse:
    table = get_object_or_404(
        Comparison.objects.current().select_related("guide"),
        guide__slug=guide_slug,
        guide__is_retired=False,
        slug=table_slug,
    )
    view = table_view(table.columns, table.rows, request.GET)
    template = "studyguide/_comparison.html" if request.htmx else "studyguide/comparison.html"
    return render(request, template, {"guide": table.guide, "table": table, "view": view})


@require_safe
@reading_page
def decide(request: Request, guide_slug: str) -> HttpResponse:
    guide = _guide(guide_slug)
    if not guide.tree:
        raise Http404("This guide has no decision tree.")
    template = "studyguide/_decide.html" if request.htmx else "studyguide/decide.html"
    return render(request, template, _decide_context(guide, request.GET))


@require_safe
@reading_page
def calculator(request: Request, guide_slug: str, name: str) -> HttpResponse:
    guide = _guide(guide_slug)
    found = get_object_or_404(guide.calculators.current(), slug=name)
    context = {"guide": guide, **_calculator_context(found.document, request.GET)}
    template = "studyguide/parts/calculator.html" if request.htmx else "studyguide/calculator.html"
    return render(request, template, context, status=422 if context["errors"] else 200)


@require_safe
@reading_page
def sources(request: Request, guide_slug: str) -> HttpResponse:
    guide = _guide(guide_slug)
    found = list(guide.sources.current().prefetch_related("facts"))
    unsourced = list(guide.facts.current().filter(source=None).exclude(kind__in=["assumption", "derived"]))
    context = {"guide": guide, "sources": found, "unsourced": unsourced}
    return render(request, "studyguide/sources.html", context)


@require_safe
@reading_page
def print_guide(request: Request, guide_slug: str) -> HttpResponse:
    """The whole guide on one page, with what needs a click in the other pages laid open."""
    guide = _guide(guide_slug)
    sources = list(guide.sources.current())
    numbers = {source.title: number for number, source in enumerate(sources, 1)}
    found = {section.slug: section for section in guide.sections.current()}
    pages = {*found, "glossary", "sources"}
    chapters = [
        (
            chapter["title"],
            [
                print_section(found[item["slug"]], guide.get_absolute_url(), pages, numbers)
                for item in chapter["sections"]
            ],
        )
        for chapter in guide.outline
    ]
    context = {
        "guide": guide,
        "chapters": chapters,
        "tables": list(guide.comparisons.current()),
        "terms": [(term, on_paper(term.html, numbers)) for term in _by_name(guide)],
        "answers": [(answer, on_paper(answer.html, numbers)) for answer in guide.answersheets.current()],
        "sources": sources,
    }
    return render(request, "studyguide/print.html", context)


@require_safe
def search(request: Request) -> HttpResponse:
    query = request.GET.get("q", "").replace("\0", "").strip()
    template = "studyguide/_results.html" if request.htmx else "studyguide/search.html"
    context = {"query": query, "results": search_entries(query) if query else []}
    response = render(request, template, context)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "HX-Request"
    return response


@require_safe
@never_kept
def my_progress(request: Request) -> HttpResponse:
    reads = _reads(request)
    begun = Guide.objects.current().filter(pk__in={guide_id for guide_id, _ in reads})
    guides = [(guide, _progress(guide, reads)) for guide in begun]
    context = {"guides": guides, "has_read": bool(reads), "panels": progress_panels(request)}
    return render(request, "studyguide/progress.html", context)


def page_not_found(request: Request, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django passes both
    guides = Guide.objects.current().only("slug", "title")[:GUIDES_ON_PAGE]
    return render(request, "404.html", {"guides": guides, "wanted": request.path}, status=404)


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """A form that was open too long, or that another site sent."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


def _guide(slug: str) -> Guide:
    found: Guide = get_object_or_404(Guide.objects.current(), slug=slug)
    return found


def _by_name(guide: Guide) -> list[Term]:
    return sorted(guide.terms.current(), key=lambda term: str(term.name).lower())


def _section(guide_slug: str, section_slug: str) -> Section:
    found: Section = get_object_or_404(
        Section.objects.current().select_related("guide"),
        guide__slug=guide_slug,
        guide__is_retired=False,
        slug=section_slug,
    )
    return found


def _reads(request: Request, guide: Guide | None = None) -> list[tuple[int, str]]:
    """`(guide id, section slug)` of what this learner has read, oldest first; no query for a visitor."""
    learner = learner_id(request)
    if learner is None:
        return []
    reads = SectionRead.objects.filter(learner_id=learner).order_by("read_at")
    if guide is not None:
        reads = reads.filter(section__guide=guide)
    return list(reads.values_list("section__guide_id", "section__slug"))


def _progress(guide: Guide, reads: list[tuple[int, str]]) -> Progress:
    slugs = [slug for guide_id, slug in reads if guide_id == guide.pk]
    return progress(guide.outline, set(slugs), slugs[-1] if slugs else "")


def _after_marking(request: Request, found: Section) -> HttpResponse:
    if request.htmx:
        return render(request, "studyguide/_marked.html", section_context(request, found))
    return HttpResponseRedirect(f"{found.get_absolute_url()}#read", status=303)


def _decide_context(guide: Guide, query: Mapping[str, str]) -> dict[str, Any]:
    """The open question or the answer, and for each step the link that goes back to it."""
    walk = tree_from_plain(guide.tree).follow(query)
    chosen = [(step.node.id, step.option.id) for step in walk.steps]
    url = reverse("decide", args=[guide.slug])
    path = [(step, f"{url}?{urlencode(chosen[:index])}") for index, step in enumerate(walk.steps)]
    options = []
    if walk.node:
        node = walk.node
        options = [(option, f"{url}?{urlencode([*chosen, (node.id, option.id)])}") for option in node.options]
    keys = [key for step in walk.steps for key in step.option.fact_keys]
    return {
        "guide": guide,
        "node": walk.node,
        "path": path,
        "options": options,
        "back": path[-1][1] if path else "",
        "reasons": [step for step in walk.steps if step.option.because],
        "target": guide.targets.filter(slug=walk.result).first() if walk.result else None,
        "facts": guide.facts.filter(slug__in=keys).select_related("source") if walk.result else [],
    }


def _calculator_context(document: dict[str, Any], query: Mapping[str, str]) -> dict[str, Any]:
    """The form as filled in, with a result or with what is wrong with each field."""
    found = calculator_from_plain(document)
    numbers, errors = found.read(query)
    result = None
    try:
        result = None if errors else found.result(numbers)
    except FormulaError:
        errors = {given.name: "These numbers give no result. Try others." for given in found.inputs}
    return {
        "calculator": found,
        "fields": [(given, query.get(given.name, given.value), errors.get(given.name, "")) for given in found.inputs],
        "result": None if result is None else found.shown(result),
        "reading": "" if result is None else found.reading(result),
        "errors": errors,
    }
