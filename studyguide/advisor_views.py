"""The page of a guide's advisor."""

import json
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from studyguide.advisor.document import AdvisorDocument, from_plain
from studyguide.advisor.page import advisor_page
from studyguide.caching import reading_page
from studyguide.http import Request
from studyguide.joined_pages import QUICK, Frame
from studyguide.models import Advisor, Guide


@require_safe
@reading_page
def advisor(request: Request, guide_slug: str) -> HttpResponse:
    """The form, and for a complete workload the advice; HTMX gets the advice and what to say at each field."""
    guide: Guide = get_object_or_404(Guide.objects.current().only("digest", "has_advisor"), slug=guide_slug)
    if not guide.has_advisor:
        raise Http404("This guide has no advisor.")
    asked = guide.pk, guide.digest, request.META.get("QUERY_STRING", "")
    if request.htmx:
        advice = _advice(*asked, "_swap.html")
        return HttpResponse(advice.body, status=advice.status)
    frame, status = make_page(*asked) if settings.DEBUG else kept_page(*asked)
    response = frame.fill(request, {})
    response.status_code = status
    return response


@dataclass(frozen=True, slots=True)
class Advice:
    """A rendered answer; `answer` is the name of the target, or empty."""

    title: str
    intro: str
    answer: str
    body: str
    status: int


def make_page(guide_id: int, digest: str, query: str) -> tuple[Frame, int]:
    """The whole page around the answer to a query, and its status."""
    guide = Guide.objects.get(pk=guide_id)
    advice = _advice(guide_id, digest, query, "_body.html")
    path = reverse("advisor", args=[guide.slug])
    return Frame("studyguide/advisor.html", {"guide": guide, "advice": advice}, path, QUICK), advice.status


kept_page = lru_cache(maxsize=64)(make_page)


@lru_cache(maxsize=64)
def _advice(guide_id: int, digest: str, query: str, template: str) -> Advice:
    """The answer to a query. It is the same for everybody, so an example or a link sent round is made once."""
    guide = Guide.objects.get(pk=guide_id)
    titles = {section["slug"]: section["title"] for chapter in guide.outline for section in chapter["sections"]}
    document = _document(guide_id, digest)
    page = advisor_page(document, QueryDict(query), titles)
    body = render_to_string(f"studyguide/advisor/{template}", {"guide": guide, "page": page})
    answer = page.answer.target.name if page.answer else ""
    return Advice(document.title, document.intro, answer, body, 422 if page.has_errors else 200)


@lru_cache(maxsize=4)
def _document(guide_id: int, digest: str) -> AdvisorDocument:  # noqa: ARG001  # a new digest is a new document
    """The advisor of a guide as it was synced; put together once for many requests, since that takes longest."""
    return from_plain(json.loads(Advisor.objects.get(guide_id=guide_id).document))
