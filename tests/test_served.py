"""The site behind its page memory, as the production server runs it."""

import gzip
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.wsgi import get_wsgi_application

from studyguide.page_memory import PageMemory
from tests.pages import BREAD_PAGES

YEAST = "/guides/bread/yeast/"

pytestmark = pytest.mark.usefixtures("synced_guide", "kept_connection")


@pytest.fixture
def get():
    """`get(address, HTTP_ACCEPT_ENCODING="gzip")` gives status, headers and body."""
    application = PageMemory(get_wsgi_application(), seconds=60, entries=100)

    def get(address, **variables):
        path, _, query = address.partition("?")
        environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost", **variables}
        setup_testing_defaults(environ)
        head = []
        chunks = application(environ, lambda status, headers, exc_info=None: head.extend([status, headers]))
        body = b"".join(chunks)
        return head[0], dict(head[1]), body

    return get


@pytest.mark.parametrize("address", BREAD_PAGES)
def test_a_page_is_rendered_once_for_all_visitors(get, django_assert_num_queries, address):
    first = get(address)
    with django_assert_num_queries(0):
        assert get(address) == first


def test_a_remembered_page_is_the_page(get, client):
    get(YEAST)
    assert get(YEAST)[2] == client.get(YEAST).content


def test_a_remembered_page_carries_every_header(get, client):
    get(YEAST)
    _, headers, _ = get(YEAST)
    for name, value in client.get(YEAST).headers.items():
        assert headers[name] == value


def test_a_visitor_who_holds_the_page_gets_the_headers_alone(get):
    _, headers, _ = get(YEAST)
    status, again, body = get(YEAST, HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, body) == ("304 Not Modified", b"")
    assert again["Content-Security-Policy"] == headers["Content-Security-Policy"]
    assert again["Vary"] == headers["Vary"] == "Cookie, HX-Request, Accept-Encoding"


def test_it_is_sent_compressed(get):
    _, headers, body = get(YEAST, HTTP_ACCEPT_ENCODING="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == get(YEAST)[2]


def test_a_learner_sees_their_own_page(get, learner):
    get(YEAST)
    cookie = f"sessionid={learner.cookies['sessionid'].value}"
    _, headers, body = get(YEAST, HTTP_COOKIE=cookie)
    assert headers["Cache-Control"] == "private, no-cache"
    assert b"csrfmiddlewaretoken" in body
    assert b"csrfmiddlewaretoken" not in get(YEAST)[2]


def test_a_fragment_is_not_mistaken_for_the_page(get):
    fragment = get("/guides/bread/decide/", HTTP_HX_REQUEST="true")
    assert b"<html" not in fragment[2]
    assert b"<html" in get("/guides/bread/decide/")[2]


@pytest.mark.parametrize(
    "address", ["/search/?q=yeast", "/progress/", f"{YEAST}read-form/", "/no-such-page/", "/healthz"]
)
def test_what_is_not_for_everybody_is_rendered_each_time(get, address):
    assert "ETag" not in get(address)[1]
