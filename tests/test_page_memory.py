"""The page memory, before an application of three lines: what is remembered, for whom, and how it is sent."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.util import setup_testing_defaults

import brotli
import pytest

from studyguide.page_memory import PageMemory, preferred_codings

BODY = b"<p>The same words again and again, as a page has them.</p>" * 20


class Application:
    """Answers every request with one response and counts the requests."""

    def __init__(self):
        self.status = "200 OK"
        self.headers = {"Cache-Control": "public, max-age=60", "Vary": "Cookie"}
        self.body = BODY
        self.error = None
        self.requests = []
        self.closed = 0

    def __call__(self, environ, start_response):
        self.requests.append(environ)
        if self.error:
            raise self.error
        headers = {"Content-Length": str(len(self.body))} | self.headers
        start_response(self.status, list(headers.items()))
        return self

    def __iter__(self):
        yield self.body

    def close(self):
        self.closed += 1


class Reader:
    """Sends requests to the memory; keyword arguments are WSGI variables."""

    def __init__(self, memory):
        self.memory = memory

    def get(self, path="/", **variables):
        environ = {"PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "guide.example", **variables}
        setup_testing_defaults(environ)
        response: dict[str, Any] = {}

        def start_response(status, headers, exc_info=None):
            response.update(status=status, headers=dict(headers))

        chunks = self.memory(environ, start_response)
        return response | {"body": b"".join(chunks)}


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def app():
    return Application()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def reader(app, clock):
    return Reader(PageMemory(app, seconds=60, entries=3, total_bytes=100_000, clock=clock))


# Remembering


def test_second_reader_is_answered_without_the_application(app, reader):
    first, second = reader.get(), reader.get()
    assert len(app.requests) == 1
    assert first == second
    assert second["status"] == "200 OK"
    assert second["body"] == BODY


def test_a_remembered_page_keeps_the_headers_of_the_application(app, reader):
    app.headers["Content-Security-Policy"] = "default-src 'none'"
    reader.get()
    assert reader.get()["headers"]["Content-Security-Policy"] == "default-src 'none'"
    assert reader.get()["headers"]["Cache-Control"] == "public, max-age=60"


def test_the_server_may_change_the_headers_it_was_given(reader):
    reader.get()["headers"].clear()
    assert reader.get()["headers"]["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"REQUEST_METHOD": "POST"},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_a_personal_request_goes_to_the_application(app, reader, variables):
    reader.get()
    reader.get(**variables, HTTP_ACCEPT_ENCODING="br")
    assert len(app.requests) == 2
    assert app.requests[1]["HTTP_ACCEPT_ENCODING"] == "br"


def test_the_answer_to_a_personal_request_is_not_remembered(app, reader):
    reader.get(HTTP_COOKIE="sessionid=1")
    reader.get()
    assert len(app.requests) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private"},
        {"Cache-Control": "public, no-store"},
        {"Cache-Control": "max-age=60"},
        {"Set-Cookie": "sessionid=1"},
        {"Content-Encoding": "gzip"},
        {"Vary": "Accept-Language"},
        {"Vary": "*"},
        {"Content-Length": ""},  # streaming: no length is known
        {"Content-Length": str(2 * 1024 * 1024)},
    ],
    ids=str,
)
def test_a_response_that_forbids_it_is_not_remembered(app, reader, headers):
    app.headers |= headers
    assert reader.get() == reader.get()
    assert len(app.requests) == 2


@pytest.mark.parametrize("status", ["404 Not Found", "304 Not Modified", "302 Found", "500 Internal Server Error"])
def test_only_success_is_remembered(app, reader, status):
    app.status = status
    reader.get()
    assert reader.get()["status"] == status
    assert len(app.requests) == 2


def test_an_answer_that_is_not_remembered_is_passed_on_as_it_is(app, reader):
    app.headers = {"Cache-Control": "private"}
    environ = {"REQUEST_METHOD": "GET", "wsgi.url_scheme": "http"}
    assert reader.memory(environ, lambda *head: None) is app
    assert app.closed == 0  # that is the server's part, once it has sent the body


def test_a_remembered_response_is_closed(app, reader):
    reader.get()
    assert app.closed == 1


def test_an_exception_reaches_the_server_and_leaves_nothing_behind(app, reader):
    app.error = RuntimeError("template")
    with pytest.raises(RuntimeError, match="template"):
        reader.get()
    app.error = None
    assert reader.get()["body"] == BODY


def test_an_exception_in_the_body_closes_the_response(app, reader):
    app.body = "not bytes"
    with pytest.raises(TypeError):
        reader.get()
    assert app.closed == 1


# One page for each address


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTP_HOST": "other.example"},
        {"QUERY_STRING": "sort=price"},
        {"PATH_INFO": "/other/"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_X_FORWARDED_PROTO": "https, http"},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_another_address_is_another_page(app, reader, variables):
    reader.get()
    reader.get(**variables)
    assert len(app.requests) == 2


def test_a_meaningless_header_does_not_split_the_memory(app, reader):
    reader.get()
    reader.get(HTTP_X_FORWARDED_PROTO="gopher")
    assert len(app.requests) == 1


# Forgetting


def test_a_page_expires(app, clock, reader):
    reader.get()
    clock.now = 59.9
    reader.get()
    assert len(app.requests) == 1
    clock.now = 60
    reader.get()
    assert len(app.requests) == 2


def test_age_counts_from_the_question_not_from_the_answer(app, clock, reader):
    app.close = lambda: setattr(clock, "now", 30)  # a slow answer
    reader.get()
    clock.now = 60
    reader.get()
    assert len(app.requests) == 2


def test_a_forced_reload_refreshes_the_page_for_everyone(app, reader):
    reader.get()
    app.body = BODY[::-1]
    reader.get(HTTP_CACHE_CONTROL="no-cache")
    assert reader.get()["body"] == BODY[::-1]
    assert len(app.requests) == 2


def test_an_ordinary_reload_is_answered_from_memory(app, reader):
    reader.get()
    reader.get(HTTP_CACHE_CONTROL="max-age=0")
    assert len(app.requests) == 1


def test_a_page_that_became_private_is_forgotten(app, reader):
    reader.get()
    app.headers["Cache-Control"] = "private"
    reader.get(HTTP_CACHE_CONTROL="no-cache")
    reader.get()
    assert len(app.requests) == 3


def test_the_least_recently_read_page_goes_first(app, reader):
    for path in ["/1", "/2", "/3", "/1", "/4"]:
        reader.get(path)
    asked = len(app.requests)
    reader.get("/1")
    assert len(app.requests) == asked
    reader.get("/2")
    assert len(app.requests) == asked + 1


def test_the_number_of_bytes_is_bounded(app, reader):
    app.body = bytes(range(256)) * 200  # with its compressed forms more than half of the bound
    reader.get("/1")
    reader.get("/2")
    reader.get("/2")
    reader.get("/1")
    assert [environ["PATH_INFO"] for environ in app.requests] == ["/1", "/2", "/1"]


def test_unchanged_content_is_not_compressed_again(app, clock, reader, monkeypatch):
    reader.get()
    monkeypatch.setattr("studyguide.page_memory.encode", lambda *body: pytest.fail("compressed again"))
    clock.now = 60
    assert reader.get(HTTP_ACCEPT_ENCODING="gzip")["headers"]["Content-Encoding"] == "gzip"
    assert len(app.requests) == 2


# Codings


def test_the_application_is_asked_for_plain_bytes_and_else_for_the_same(app, reader):
    reader.get(HTTP_ACCEPT_ENCODING="gzip", HTTP_ACCEPT_LANGUAGE="de")
    (environ,) = app.requests
    assert "HTTP_ACCEPT_ENCODING" not in environ
    assert environ["HTTP_ACCEPT_LANGUAGE"] == "de"


@pytest.mark.parametrize(
    ("coding", "decode"),
    [("br", brotli.decompress), ("gzip", gzip.decompress)],
)
def test_a_page_is_sent_compressed(reader, coding, decode):
    response = reader.get(HTTP_ACCEPT_ENCODING=coding)
    assert decode(response["body"]) == BODY
    assert response["headers"]["Content-Encoding"] == coding
    assert response["headers"]["Content-Length"] == str(len(response["body"]))


def test_a_page_that_compression_makes_longer_is_sent_plain(app, reader):
    app.body = b"ok"
    response = reader.get(HTTP_ACCEPT_ENCODING="br, gzip")
    assert response["body"] == b"ok"
    assert "Content-Encoding" not in response["headers"]


def test_an_invented_query_costs_little_time(app, reader, monkeypatch):
    qualities = []

    def compress(body, mode, quality):
        qualities.append(quality)
        return body

    monkeypatch.setattr(brotli, "compress", compress)
    reader.get()
    reader.get(QUERY_STRING="a=1")
    assert qualities == [11, 5]


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br; q=0.001", "br"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("identity, br;q=0.5", "identity"),
        ("*;q=0", "identity"),
        ("identity;q=0", "identity"),
        ("br;q=2, gzip;q=high, ;, =", "identity"),
    ],
)
def test_the_reader_chooses_the_coding(accept_encoding, coding):
    assert preferred_codings(accept_encoding)[0] == coding


@pytest.mark.parametrize(
    ("vary", "sent"),
    [
        ("", "Accept-Encoding"),
        ("Cookie, HX-Request", "Cookie, HX-Request, Accept-Encoding"),
        ("accept-encoding", "accept-encoding"),
    ],
)
def test_vary_names_the_coding_once(app, reader, vary, sent):
    app.headers["Vary"] = vary
    assert reader.get()["headers"]["Vary"] == sent


# ETags


def test_each_coding_has_its_own_etag(reader):
    etags = {reader.get(HTTP_ACCEPT_ENCODING=coding)["headers"]["ETag"] for coding in ["", "gzip", "br"]}
    assert len(etags) == 3
    assert all(etag.startswith('"') and etag.endswith('"') for etag in etags)


def test_the_etag_of_the_application_is_kept(app, reader):
    app.headers["ETag"] = '"v1"'
    assert reader.get()["headers"]["ETag"] == '"v1"'
    assert reader.get(HTTP_ACCEPT_ENCODING="br")["headers"]["ETag"] == '"v1-br"'


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_reader_who_holds_the_page_gets_no_body(reader, coding):
    etag = reader.get(HTTP_ACCEPT_ENCODING=coding)["headers"]["ETag"]
    response = reader.get(HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=f'"other", W/{etag}')
    assert response["status"] == "304 Not Modified"
    assert response["body"] == b""
    assert response["headers"].keys() == {"Cache-Control", "Vary", "ETag"}


def test_a_reader_who_holds_another_coding_gets_the_page(reader):
    etag = reader.get(HTTP_ACCEPT_ENCODING="br")["headers"]["ETag"]
    assert reader.get(HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=etag)["status"] == "200 OK"


def test_a_reader_who_holds_old_content_gets_the_new(app, clock, reader):
    etag = reader.get()["headers"]["ETag"]
    app.body, clock.now = BODY[::-1], 60
    assert reader.get(HTTP_IF_NONE_MATCH=etag)["body"] == BODY[::-1]


# HEAD


def test_head_gets_the_headers_of_the_page(reader):
    page = reader.get(HTTP_ACCEPT_ENCODING="br")
    head = reader.get(REQUEST_METHOD="HEAD", HTTP_ACCEPT_ENCODING="br")
    assert head == page | {"body": b""}


def test_head_remembers_nothing(app, reader):
    app.body = b""
    reader.get(REQUEST_METHOD="HEAD")
    app.body = BODY
    assert reader.get()["body"] == BODY


# Threads


def test_many_threads_get_whole_pages(app, reader):
    paths = [f"/{number % 5}" for number in range(400)]  # five pages on a shelf for three
    with ThreadPoolExecutor(8) as threads:
        bodies = set(threads.map(lambda path: reader.get(path)["body"], paths))
    assert bodies == {BODY}


def test_an_application_may_write_before_it_returns():
    def writing(environ, start_response):
        write = start_response("200 OK", [("Content-Length", "4"), ("Cache-Control", "public")])
        write(b"wr")
        return [b"it"]

    assert Reader(PageMemory(writing, seconds=1, entries=1)).get()["body"] == b"writ"
