"""What machines ask about this process, and what people are told when it fails them."""

import sys

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.defaults import server_error as plain_server_error

from studyguide.http import Request
from studyguide.readiness import missing
from studyguide.reconnecting import UNAVAILABLE, is_cache_away, is_read_only


@require_safe
def healthz(_request: Request) -> HttpResponse:
    """Whether this process answers. Nothing else is asked: a new process would not mend a lost database."""
    return _word("ok")


@require_safe
def readyz(_request: Request) -> HttpResponse:
    """Whether this process should be sent requests."""
    problems = missing()
    return _word("\n".join(problems), status=503) if problems else _word("ok")


def server_error(request: Request) -> HttpResponse:
    """A mistake of ours; or the database or Redis is away for a moment, and then it is worth while to come again."""
    error = sys.exc_info()[1]
    if not (isinstance(error, UNAVAILABLE) or is_read_only(error) or is_cache_away(error)):
        return plain_server_error(request)
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = "5"
    return response


def _word(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
