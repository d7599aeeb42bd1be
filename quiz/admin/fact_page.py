"""One fact for instructors: what depends on it, and what another value would change. Nothing here is saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from quiz.admin.acts import need
from quiz.admin.writing import admin_context
from quiz.changed_keys import Change
from quiz.fact_values import LONGEST, typed_value
from quiz.models import Question
from quiz.preview import PORTION, CannotPreview, Preview, place_of, preview_of
from quiz.what_if import SEEDS, CaseEffects, WhatIf, workload_query
from studyguide.arithmetic import FormulaError, names_in
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.models import Fact, FactUse, Guide

READ = "quiz.change_question"
SHOWN_SEEDS = 15  # of those that change in the same way
HEADINGS = {
    "section": "Sections",
    "term": "Terms of the glossary",
    "table": "Tables",
    "figure": "Figures",
    "tree node": "Questions of the decision tree",
    "advisor rule": "Rules of the advisor",
    "advisor remark": "Remarks of the advisor",
    "advisor price": "Costs that the advisor works out",
    "plot": "Plots",
    "question": "Questions",
    "scenario": "Scenarios",
    "generated case": "Generated cases",
}


@dataclass(frozen=True, slots=True)
class UsedIn:
    """One place, with the address where an instructor changes it, if it has one."""

    label: str
    url: str
    edit_url: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A change with an address to look at."""

    change: Change
    url: str


@dataclass(frozen=True, slots=True)
class SeedLink:
    seed: int
    url: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The seeds that go from one target to another: how many, and links to the workloads of the first."""

    before: str
    after: str
    count: int
    seeds: Sequence[SeedLink]

    @property
    def rest(self) -> int:
        return self.count - len(self.seeds)


@require_safe
@never_kept
def fact_page(request: Request, fact_id: int) -> HttpResponse:
    """A fact with everything that depends on it; with `?value=` also what that value would change."""
    fact = _fact(request, fact_id)
    typed = _typed(request)
    context = {
        **admin_context(request),
        "opts": Fact._meta,
        "title": fact.label,
        "fact": fact,
        "owner": fact.guide.targets.current().filter(slug=fact.as_read.owner).first(),
        "age": fact.as_read.age(timezone.now().date()),
        "is_stale": fact.as_read.is_stale(timezone.now().date()),
        "uses": _uses(fact),
        "use_count": fact.use_count,
        "parts": _parts(fact),
        "typed": fact.shown if typed is None else typed,
    }
    try:
        preview = preview_of(fact.guide)
        context["place"] = place_of(preview, fact.slug) if fact.slug in preview.files.facts.book else ""
        if typed is not None and not fact.formula:
            found = _what_if(preview, fact, typed)
            context |= _changes(preview, found) | _cases(request, preview, fact, found, int("more" in request.GET))
    except (CannotPreview, ValueError) as error:
        context["error"] = str(error)
    return render(request, "admin/studyguide/fact/fact.html", context, status=422 if "error" in context else 200)


@require_safe
@never_kept
def seeds(request: Request, fact_id: int) -> HttpResponse:
    """What the value changes in generated cases, a portion further than they were made so far: a part of the page."""
    fact = _fact(request, fact_id)
    try:
        preview = preview_of(fact.guide)
        context = _cases(request, preview, fact, _what_if(preview, fact, _typed(request) or ""), 1)
    except (CannotPreview, ValueError) as error:
        context = {"error": str(error)}
    return render(request, "admin/studyguide/fact/_cases.html", context, status=422 if "error" in context else 200)


def _fact(request: Request, fact_id: int) -> Any:
    need(request, READ)
    found = Fact.objects.current().select_related("guide", "source").annotate(use_count=Count("uses"))
    return get_object_or_404(found, pk=fact_id)


def _typed(request: Request) -> str | None:
    typed = request.GET.get("value")
    return None if typed is None else typed.replace("\0", "").strip()[: LONGEST + 1]


def _what_if(preview: Preview, fact: Fact, typed: str) -> WhatIf:
    """Raises ValueError with a sentence for whoever typed the value."""
    known = preview.files.facts.book.get(fact.slug)
    if known is None or known.formula:
        raise CannotPreview("This fact no longer stands in its file as it was loaded. Run manage.py sync_content.")
    value = typed_value(known, typed)
    try:
        return WhatIf(preview.files, fact.slug, value)
    except FormulaError as error:
        raise ValueError(f"With this value something cannot be computed: {error}.") from error


def _uses(fact: Fact) -> list[tuple[str, list[UsedIn]]]:
    """The places by kind, in the order of HEADINGS."""
    found: dict[str, list[UsedIn]] = {kind: [] for kind in HEADINGS}
    for use in FactUse.objects.filter(fact=fact):
        found.setdefault(use.kind, []).append(UsedIn(use.label, use.url))
    forms = _forms(fact.guide, [_slug(place.url) for place in found["question"]])
    found["question"] = [UsedIn(place.label, place.url, forms.get(_slug(place.url), "")) for place in found["question"]]
    return [(HEADINGS.get(kind, kind.capitalize()), places) for kind, places in found.items() if places]


def _slug(url: str) -> str:
    """The slug of a question that has an address of its own; a step has that of its case."""
    return url.rstrip("/").rpartition("/")[2] if "/checkpoints/" in url else ""


def _forms(guide: Guide, slugs: Iterable[str]) -> dict[str, str]:
    """Where each question is written; steps are written with their case."""
    found = Question.objects.filter(guide=guide, slug__in=set(slugs), case="").values_list("slug", "pk")
    return {slug: reverse("admin:quiz_question_change", args=[pk]) for slug, pk in found}


def _parts(fact: Fact) -> list[Fact]:
    """The facts that a figure is computed from: those of its formula that the guide has."""
    names = names_in(fact.formula)
    return list(Fact.objects.current().filter(guide=fact.guide, slug__in=names)) if names else []


def _changes(preview: Preview, found: WhatIf) -> dict[str, Any]:
    """What the value changes of all that is known without making a case."""
    scenarios, numbers, told = found.scenarios(), found.keys(preview.bank), found.told(preview.scenarios)
    texts = found.key_texts(preview.bank)
    links = _question_links(preview, [change.id for change in (*numbers.changes, *texts)])
    advisor = preview.files.advisor
    presets = (
        {key: f"{preview.guide.url}advisor/{made.address}" for key, made in advisor.presets.items()} if advisor else {}
    )
    quizzes = {change.id: reverse("quiz", args=[change.id]) for change in told.changes}
    return {
        "what_if": found,
        "contradictions": found.contradictions(),
        "scenarios": _linked(scenarios.changes, presets),
        "verdicts": _linked(found.verdicts(), presets),
        "scenarios_same": scenarios.same,
        "told": _linked(told.changes, quizzes),
        "told_same": told.same,
        "numbers": _linked(numbers.changes, links),
        "numbers_same": numbers.same,
        "texts": _linked(texts, links),
        "stating": found.stating(preview.bank),
        "figures": found.figures(),
    }


def _linked(changes: Iterable[Change], urls: dict[str, str]) -> list[Linked]:
    return [Linked(change, urls.get(change.id, "")) for change in changes]


def _question_links(preview: Preview, slugs: Sequence[str]) -> dict[str, str]:
    """Where each question is written, or for a step of a scenario, where it is asked."""
    rows = Question.objects.filter(guide=preview.guide, slug__in=set(slugs)).values_list("slug", "pk", "case")
    return {
        slug: reverse("quiz", args=[case]) if case else reverse("admin:quiz_question_change", args=[pk])
        for slug, pk, case in rows
    }


def _cases(request: Request, preview: Preview, fact: Fact, found: WhatIf, portions: int) -> dict[str, Any]:
    drawn = preview.cases(portions)
    effects = found.cases(drawn)
    query = urlencode({"value": _typed(request) or ""})
    return {
        "has_cases": preview.generator is not None,
        "effects": effects,
        "case_rows": list(_case_rows(preview, effects)),
        "seeds_done": len(drawn),
        "seeds_last": len(drawn) - 1,
        "seeds_all": SEEDS,
        "portion": PORTION,
        "more_url": f"{reverse('admin:studyguide_fact_change', args=[fact.pk])}?{query}&more#cases",
        "seeds_url": f"{reverse('admin:studyguide_fact_seeds', args=[fact.pk])}?{query}",
    }


def _case_rows(preview: Preview, effects: CaseEffects) -> Iterable[CaseRow]:
    advisor = preview.files.advisor
    for change in effects.changes if advisor else ():
        fields = advisor.rules.fields  # type: ignore[union-attr]  # the loop is empty without
        links = [
            SeedLink(case.seed, f"{preview.guide.url}advisor/?{urlencode(workload_query(fields, case.workload))}")
            for case in change.cases[:SHOWN_SEEDS]
        ]
        yield CaseRow(change.before, change.after, len(change.cases), links)
