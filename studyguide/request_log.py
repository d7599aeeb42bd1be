"""One line for each request, with an id that its answer carries too, and who else wants to know of requests.

It wraps the whole WSGI application, so pages from memory are seen as well. Paths only, never a query or a form: what
learners answer and type is nobody's business. An address that is a secret by itself is cut.
"""

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse

KEY = "studyguide.seen"  # in the environment, where it outlives copies of it
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_SECRET_PATHS = re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/).+")
# What DataError and IntegrityError say quotes the values: somebody's answer, or a name.
QUOTING = (DataError, IntegrityError)

log = logging.getLogger("requests")


@dataclass(slots=True)
class Seen:
    """What there is to tell of a request. `route` is the name of the view, empty where none was asked."""

    id: str
    method: str
    path: str
    route: str = ""
    status: int = 500
    size: str = ""
    seconds: float = 0.0


Observer = Callable[[Seen], None]


class RequestLog:
    """The wrapped application. `takes_id` says whether a proxy in front gives each request an id."""

    def __init__(
        self,
        application: WSGIApplication,
        observers: Sequence[Observer],
        *,
        takes_id: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._observers = observers
        self._takes_id = takes_id
        self._clock = clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started = self._clock()
        seen = self._begin(environ)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Callable[[bytes], object]:
            seen.status, seen.size = int(status[:3]), Headers(headers)["Content-Length"] or ""
            return start_response(status, [*headers, ("X-Request-ID", seen.id)], exc_info)

        try:
            return self._application(environ, start)
        finally:  # Django has made the whole answer by then
            seen.seconds = self._clock() - started
            for observe in self._observers:
                observe(seen)

    def _begin(self, environ: WSGIEnvironment) -> Seen:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._takes_id else ""
        request_id = given if _ID.fullmatch(given) else secrets.token_hex(16)
        path = _SECRET_PATHS.sub(r"\1…", environ.get("PATH_INFO", ""))
        environ["HTTP_X_REQUEST_ID"] = request_id
        seen: Seen = environ.setdefault(KEY, Seen(request_id, environ["REQUEST_METHOD"], path))
        return seen


class RouteMiddleware:
    """Tell the log which view answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        seen = request.META.get(KEY)
        if seen and request.resolver_match:
            seen.route = request.resolver_match.view_name


def write_line(seen: Seen) -> None:
    log.info("request", extra={"seen": seen})


class JsonLines(logging.Formatter):
    """Each record as one line of JSON; line breaks in what a request sent cannot make a second one."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        if seen := getattr(record, "seen", None):
            line |= _of_request(seen)
        else:
            line["message"] = _SECRET_PATHS.sub(r"\1…", record.getMessage())
            if request := getattr(record, "request", None):
                line["id"] = getattr(request, "META", {}).get("HTTP_X_REQUEST_ID", "")
        if record.exc_info and record.exc_info[1]:
            line["traceback"] = _trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _of_request(seen: Seen) -> dict[str, Any]:
    return {
        "id": seen.id,
        "method": seen.method,
        "path": seen.path,
        "route": seen.route,
        "status": seen.status,
        "ms": round(seen.seconds * 1000, 1),
        "bytes": int(seen.size) if seen.size.isdecimal() else None,
    }


def _trace(error: BaseException) -> str:
    if isinstance(error, QUOTING):
        return "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
    return "".join(traceback.format_exception(error))
