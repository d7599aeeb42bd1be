"""One line for each request: what it tells, and what it never does."""

import io
import json
import logging
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import IntegrityError

from studyguide.page_memory import PageMemory
from studyguide.request_log import JsonLines, RequestLog, write_line

YEAST = "/guides/bread/yeast/"
ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def lines():
    """What loggers write, each line read as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("requests", "django.request")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.fixture
def ask(kept_connection):
    """`ask(path, takes_id=True, HTTP_X="…")` sends a request through log, page memory and Django; gives the headers."""
    application = PageMemory(get_wsgi_application(), seconds=60, entries=100)

    def ask(address, *, takes_id=False, **variables):
        path, _, query = address.partition("?")
        environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost", **variables}
        setup_testing_defaults(environ)
        head = []
        logged = RequestLog(application, [write_line], takes_id=takes_id, clock=iter([5, 5.25]).__next__)
        b"".join(logged(environ, lambda status, headers, exc_info=None: head.extend(headers)))
        return dict(head)

    return ask


def test_a_line_tells_what_was_asked_and_how_it_went(ask, lines, synced_guide):
    headers = ask(YEAST)
    (line,) = lines()
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "requests",
        "id": headers["X-Request-ID"],
        "method": "GET",
        "path": YEAST,
        "route": "section",
        "status": 200,
        "ms": 250.0,
        "bytes": int(headers["Content-Length"]),
    }


def test_a_page_from_memory_has_a_line_and_an_id_of_its_own(ask, lines, synced_guide):
    ids = {ask(YEAST)["X-Request-ID"], ask(YEAST)["X-Request-ID"]}
    assert {line["id"] for line in lines()} == ids
    assert len(ids) == 2
    assert [line["route"] for line in lines()] == ["section", ""]


def test_a_proxy_gives_the_id(ask, lines, synced_guide):
    assert ask(YEAST, takes_id=True, HTTP_X_REQUEST_ID=ID)["X-Request-ID"] == ID
    assert lines()[0]["id"] == ID


@pytest.mark.parametrize(("takes_id", "given"), [(False, ID), (True, 'x"\n{"a":1}'), (True, "a" * 65), (True, "")])
def test_nobody_else_does(ask, synced_guide, takes_id, given):
    own = ask(YEAST, takes_id=takes_id, HTTP_X_REQUEST_ID=given)["X-Request-ID"]
    assert own != given
    assert len(own) == 32


@pytest.mark.parametrize(
    ("address", "variables"),
    [
        ("/search/?q=marker", {}),
        (YEAST, {"HTTP_COOKIE": "sessionid=marker", "HTTP_AUTHORIZATION": "marker"}),
        ("/accounts/password/reset/key/1-marker/", {}),
        ("/accounts/login/", {"REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(b"password=marker")}),
    ],
)
def test_no_line_holds_what_somebody_typed_or_is_known_by(ask, lines, synced_guide, address, variables):
    ask(address, **variables)
    assert lines()
    assert "marker" not in json.dumps(lines())


def test_a_line_break_in_an_address_makes_no_line(ask, lines, synced_guide):
    ask('/no\n{"level": "forged"}/')
    assert all(line["level"] in ("info", "warning") for line in lines())


def test_what_else_is_said_of_a_request_carries_its_id(ask, lines, synced_guide):
    identifier = ask("/no-such-page/")["X-Request-ID"]
    assert [line["id"] for line in lines()] == [identifier, identifier]


def _record(error):
    try:
        raise error
    except type(error) as raised:
        return logging.LogRecord("x", logging.ERROR, "", 0, "failed", None, (type(raised), raised, None))


def test_an_error_is_told_with_its_place():
    trace = json.loads(JsonLines().format(_record(RuntimeError("no flour"))))["traceback"]
    assert "RuntimeError: no flour" in trace
    assert "test_request_log.py" in trace


def test_an_error_that_quotes_values_is_told_without_them():
    trace = json.loads(JsonLines().format(_record(IntegrityError("Key (answer)=(marker) already exists"))))["traceback"]
    assert "test_request_log.py" in trace
    assert "IntegrityError" in trace
    assert "marker" not in trace
