"""What may be kept of the pages of an account."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from studyguide.caching import NEVER
from studyguide.learners import account


class NeverKeptMiddleware:
    """Let nobody keep what was made for an account, nor what says nothing about being kept.

    Whoever comes to a shared computer next finds nothing of the last one in its cache, nor by going back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and account(request):
            response.headers["Cache-Control"] = NEVER
        response.headers.setdefault("Cache-Control", NEVER)
        return response
