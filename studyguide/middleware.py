"""What every response carries, and what no request may ask, beyond Django and the libraries."""

from collections.abc import Callable
from wsgiref.headers import Headers

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from studyguide.joined_pages import JoinedResponse


class CrossOriginResourcePolicyMiddleware:
    """Let no other site embed what this one serves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compress a page, but join one whose pieces are compressed."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, JoinedResponse):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            response.compress()
        return response


class PolicyMiddleware:
    """Send the content security policy of the settings, built once: it is the same for every page.

    Its parts are in order; django-csp has them as each process happens to. Pages that several servers send are then
    equal to the byte. What Django shows to a contributor of an error needs styles of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._policy = "; ".join(sorted(build_policy().split("; ")))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in {404, 500}):
            response.headers.setdefault("Content-Security-Policy", self._policy)
        return response


class RefusedReadingMiddleware:
    """Give a page to somebody who opens the address of a form; Django answers with an empty one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and "HX-Request" not in request.headers:
            response.content = render(request, "405.html").content
        return response


class RefuseTraceMiddleware:
    """Some views take any method for a GET, and TRACE would show a request's cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "TRACE":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return self.get_response(request)


def isolate_static_file(headers: Headers, _path: str, _url: str) -> None:
    """Keep a file that is opened as a page, such as an SVG, from doing anything.

    WhiteNoise calls this for each file. The policies of pages mean nothing to other files, and would cost every
    first visit a few kilobytes.
    """
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
