"""The page of a guide's advisor."""

from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studyguide.advisor.document import AdvisorDocument, from_plain
from studyguide.advisor.page import advisor_page
from studyguide.caching import reading_page
from studyguide.http import Request
from studyguide.models import Advisor, Guide


@require_safe
@reading_page
def advisor(request: Request, guide_slug: str) -> HttpResponse:
    """The form, and for a complete workload the advice; HTMX gets the advice and what to say at each field."""
    guide: Guide = get_object_or_404(Guide.objects.current(), slug=guide_slug)
    if not guide.has_advisor:
        raise Http404("This guide has no advisor.")
    titles = {section["slug"]: section["title"] for chapter in guide.outline for section in chapter["sections"]}
    page = advisor_page(_document(guide.pk, guide.digest), request.GET, titles)
    template = "studyguide/_advisor.html" if request.htmx else "studyguide/advisor.html"
    return render(request, template, {"guide": guide, "page": page}, status=422 if page.has_errors else 200)


@lru_cache(maxsize=4)
def _document(guide_id: int, digest: str) -> AdvisorDocument:  # noqa: ARG001  # a new digest is a new document
    """The advisor of a guide as it was synced; put together once for many requests, since that takes longest."""
    return from_plain(Advisor.objects.get(guide_id=guide_id).document)
