"""What nginx sends from an export is, byte for byte, what the application sends; the rest it asks the application."""

import re
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from deploy.cluster import nginx
from tests.pages import assets
from tests.serving import GRANIAN, ROOT, Answer, fetch, free_port, manage, running
from tests.test_headers import ALWAYS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

YEAST = "/guides/bread/yeast/"
NOT_COMPARED = {"date", "server", "connection", "keep-alive"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An export with what nginx is told of it, and the data folder of the application that it was made with."""
    subprocess.run([ROOT / "deploy" / "get_servers.sh", "nginx"], check=True)
    folder = tmp_path_factory.mktemp("cluster")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_VERSION", raising=False)
        for name, value in {
            "DATA_DIR": str(folder / "data"),
            "CONTENT_DIRS": str(ROOT / "tests" / "guides"),
            "EXPORT_DIR": str(folder / "export"),
            "DATABASE_URL": "",
            "REDIS_URL": "",
        }.items():
            patch.setenv(name, value)
        manage("prepare")
        manage("export_site", "--nginx", str(folder / "site.conf"))
        yield folder


@pytest.fixture(scope="module")
def app_port(folder):
    port = free_port()
    flags = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    command = [str(GRANIAN), "--host", "127.0.0.1", "--port", str(port), *flags, "studyguide.wsgi:application"]
    with running(command, port):
        yield port


@pytest.fixture(scope="module")
def proxied(folder, app_port):
    """The port of an nginx with an application behind it."""
    with _nginx(folder, app_port) as port:
        yield port


@pytest.fixture(scope="module")
def alone(folder):
    """The port of an nginx whose application is down."""
    with _nginx(folder, free_port()) as port:
        yield port


@contextmanager
def _nginx(folder, app_port):
    port = free_port()
    place = folder / f"for-{app_port}"
    place.mkdir()
    for name in ("site.conf", "export"):
        (place / name).symlink_to(folder / name)
    service = nginx(place, port, [app_port])
    with running(list(service.command), port):
        yield port


@pytest.fixture(scope="module")
def paths(folder):
    """All pages, and an eighth of the static files, the small ones of libraries among them."""
    found = re.findall(r"^location = (/(?:[^.\s]\S*)?) {", (folder / "site.conf").read_text(), re.M)
    static = [path for path in found if path.startswith("/static/")]
    return [*(path for path in found if path not in static), *static[::8]]


def seen(answer: Answer):
    headers = sorted((name.lower(), value) for name, value in answer.headers if name.lower() not in NOT_COMPARED)
    return answer.status, headers, answer.body


def header(answer: Answer, name):
    return {key.lower(): value for key, value in answer.headers}[name]


@pytest.mark.parametrize("accepted", ["", "gzip", "gzip, deflate, br, zstd", "BR", "br;q=0.5, gzip", "*", "zstd"])
def test_every_address_is_answered_as_by_the_application(proxied, app_port, paths, accepted):
    assert YEAST in paths
    assert any(path.startswith("/static/") for path in paths)
    headers = {"Accept-Encoding": accepted} if accepted else {"Accept-Encoding": "identity"}
    for path in paths:
        assert seen(fetch(proxied, path, **headers)) == seen(fetch(app_port, path, **headers)), path


@pytest.mark.parametrize("accepted", ["identity", "gzip", "gzip, br"])
def test_pages_and_files_need_no_application(alone, paths, accepted):
    assert {fetch(alone, path, **{"Accept-Encoding": accepted}).status for path in paths} == {200}


@pytest.mark.parametrize("accepted", ["identity", "gzip", "gzip, br"])
def test_whoever_holds_it_gets_the_headers_alone(alone, app_port, paths, accepted):
    """Nginx adds the length that the body would have, as it may (RFC 9110, 8.6).

    The application is asked for the file before: once it is in its memory, the answer to a holder has more headers.
    """
    for path in paths:
        fetch(app_port, path, **{"Accept-Encoding": accepted})
        whole = fetch(alone, path, **{"Accept-Encoding": accepted})
        asked = {"Accept-Encoding": accepted, "If-None-Match": header(whole, "etag")}
        status, headers, body = seen(fetch(alone, path, **asked))
        length = ("content-length", str(len(whole.body)))
        assert (status, [own for own in headers if own != length], body) == seen(fetch(app_port, path, **asked)), path


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "sessionid=1"},
        {"Cookie": "0"},
        {"HX-Request": "true"},
        {"Authorization": "Basic eDp5"},
        {"Range": "bytes=0-9"},
        {"Cache-Control": "no-cache"},
        {"Accept-Encoding": "gzip;q=0.1"},
        {"If-None-Match": '"a", "b"'},
        {"If-None-Match": "*"},
    ],
    ids=str,
)
def test_what_may_differ_goes_to_the_application(alone, proxied, app_port, headers):
    assert fetch(alone, YEAST, **headers).status == 503
    assert seen(fetch(proxied, YEAST, **headers)) == seen(fetch(app_port, YEAST, **headers))


@pytest.mark.parametrize(
    "address", [f"{YEAST}?", f"{YEAST}?a=1", "//guides/bread/yeast/", "/guides/bread/%79east/", "/guides/Bread/yeast/"]
)
def test_another_address_goes_to_the_application_as_it_is(alone, proxied, app_port, address):
    assert fetch(alone, address).status == 503
    assert seen(fetch(proxied, address)) == seen(fetch(app_port, address))


def test_somebody_with_a_session_still_gets_static_files_from_nginx(alone, paths):
    static = next(path for path in paths if path.startswith("/static/"))
    assert fetch(alone, static, Cookie="sessionid=1").status == 200


@pytest.mark.parametrize("method", ["HEAD", "POST", "TRACE"])
def test_other_methods(proxied, app_port, method):
    answers = []
    for port in (proxied, app_port):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, YEAST, headers={"Content-Length": "0"})
        response = connection.getresponse()
        answers.append((response.status, response.read() if method == "HEAD" else b""))
        connection.close()
    assert answers[0] == answers[1]


def test_machines_ask_the_servers_and_nobody_else_does(proxied, app_port):
    assert fetch(app_port, "/readyz").status == 200
    assert fetch(proxied, "/readyz").status == 404


def test_outdated_pages_are_not_sent_even_to_those_who_hold_them(folder, alone):
    """Without a reload: an nginx that still has the old include finds no file and asks the application."""
    etag = header(fetch(alone, YEAST), "etag")
    link = folder / "export" / "current"
    kept = link.readlink()
    link.unlink()
    time.sleep(2.1)  # nginx looks again for a file once a second
    try:
        assert fetch(alone, YEAST).status == 503
        assert fetch(alone, YEAST, **{"If-None-Match": etag}).status == 503
    finally:
        link.symlink_to(kept)
    time.sleep(2.1)
    assert fetch(alone, YEAST).status == 200


# While no application answers


def send(port, path, **headers):
    """POST a form; status, headers, body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", path, b"answer=1", headers)
    response = connection.getresponse()
    found = Answer(response.status, response.getheaders(), response.read())
    connection.close()
    return found


@pytest.mark.parametrize("ask", [fetch, send], ids=["reading", "sending"])
def test_whoever_needs_the_application_is_told_to_come_again(alone, ask):
    answer = ask(alone, "/progress/", Cookie="sessionid=1")
    assert answer.status == 503
    assert header(answer, "retry-after") == "5"
    assert header(answer, "cache-control") == "private, no-store"
    assert "The answers that it had saved are kept." in answer.text


def test_the_page_that_says_so_is_as_guarded_as_the_others(alone, app_port):
    answer, page = fetch(alone, "/progress/"), fetch(app_port, "/progress/")
    for name in ALWAYS:
        assert header(answer, name.lower()) == header(page, name.lower())


def test_what_it_needs_is_there(alone):
    page = fetch(alone, "/progress/").text
    needed = assets(page, "/progress/")
    assert needed
    assert {fetch(alone, path).status for path in needed} == {200}


def test_a_script_is_not_sent_a_page(alone):
    answer = send(alone, "/attempts/0f8fad5b-d9cb-469f-a165-70867728950e/1/save/", **{"HX-Request": "true"})
    assert (answer.status, header(answer, "retry-after"), answer.body) == (503, "5", b"Back in a moment")


def test_that_page_is_no_address(alone, proxied):
    assert [fetch(port, path).status for port in (alone, proxied) for path in ("/.away", "/away.html")] == [
        404,
        503,
        404,
        404,
    ]


def test_it_is_there_while_pages_are_outdated(folder, alone):
    link = folder / "export" / "current"
    kept = link.readlink()
    link.unlink()
    try:
        assert "Back in a moment" in fetch(alone, "/progress/").text
    finally:
        link.symlink_to(kept)
    time.sleep(2.1)


def test_what_the_application_says_itself_is_passed_on(proxied, app_port):
    assert fetch(proxied, "/no-such-page/").body == fetch(app_port, "/no-such-page/").body


def test_log_names_the_page_and_not_the_file(folder, app_port, proxied):
    fetch(proxied, YEAST)
    time.sleep(0.3)  # a line comes a moment after its answer
    last = (folder / f"for-{app_port}" / "nginx" / "access.log").read_text().splitlines()[-1]
    assert f" GET {YEAST} 200 " in last
