"""What nginx does when a server dies over a request, what it says of the client, and what it answers by itself."""

import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from deploy.cluster import nginx
from tests.serving import ROOT, free_port, running
from tests.test_headers import ALWAYS

pytestmark = pytest.mark.slow

ATTEMPT = "/attempts/0f8fad5b-d9cb-469f-a165-70867728950e"
# What servers send besides, by address.
SENT = {
    "/long": {"Location": "/" + "a" * 24_000},
    "/guarded": {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'self'"},
}


class Server(ThreadingHTTPServer):
    """Notes the headers of each request; one that dies then answers nothing."""

    def __init__(self, *, dies):
        super().__init__(("127.0.0.1", 0), Handler)
        self.dies = dies
        self.seen = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append(self.headers)
        if self.server.dies and self.path != "/healthz":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(200)
        self.send_header("Content-Length", "0")
        for name, value in SENT.get(self.path, {}).items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_POST = answer  # noqa: N815  # as http.server names them

    def log_message(self, *_):
        pass


@contextmanager
def serving(*, dies) -> Iterator[Server]:
    found = Server(dies=dies)
    thread = Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.fixture(scope="module")
def servers():
    with serving(dies=True) as dying, serving(dies=False) as living:
        yield dying, living


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("proxy")


@pytest.fixture(scope="module")
def port(folder, servers):
    subprocess.run([ROOT / "deploy" / "get_servers.sh", "nginx"], check=True)
    port = free_port()
    service = nginx(folder, port, [server.server_port for server in servers])
    upstream = folder / "upstream.conf"  # one that fails is asked again at once, so that each test meets it
    upstream.write_text(upstream.read_text().replace("max_fails=3", "max_fails=0"))
    with running(list(service.command), port):
        yield port


def send(port, method, path, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, b"answer=1" if method == "POST" else None, headers)
    response = connection.getresponse()
    connection.close()
    return response


def ask(port, method, path, **headers):
    return send(port, method, path, **headers).status


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/quizzes/"),
        ("GET", f"{ATTEMPT}/1/"),
        ("POST", f"{ATTEMPT}/1/save/"),
        ("POST", f"{ATTEMPT}/submit/"),
        ("POST", "/quizzes/mock-exam/start/"),
    ],
)
def test_the_other_server_is_asked_where_nothing_can_happen_twice(port, method, path):
    assert {ask(port, method, path) for _ in range(4)} == {200}


@pytest.mark.parametrize(
    "path", [f"{ATTEMPT}/1/report/", "/accounts/login/", "/accounts/signup/", "/admin/", f"{ATTEMPT}/1/hint/"]
)
def test_nothing_else_is_sent_twice(port, servers, path):
    before = sum(len(server.seen) for server in servers)
    assert {ask(port, "POST", path) for _ in range(4)} == {200, 502}  # each process of nginx asks them in turn
    assert sum(len(server.seen) for server in servers) == before + 4


def test_a_long_redirect_is_no_failure_of_the_server(port):
    assert {ask(port, "GET", "/long") for _ in range(4)} == {200}


def test_nobody_says_that_they_come_from_elsewhere(port, servers):
    claims = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X-Request-ID": "claimed-by-somebody"}
    assert ask(port, "GET", "/", **claims, X_Forwarded_For="192.0.2.1") == 200
    seen = servers[1].seen[-1]
    assert seen.get_all("X-Forwarded-For") == ["127.0.0.1"]
    assert seen.get_all("X-Forwarded-Proto") == ["http"]
    assert seen["X-Request-ID"] != claims["X-Request-ID"]
    assert "X_Forwarded_For" not in seen


def test_a_body_that_is_not_whole_bothers_no_server(port, servers):
    before = sum(len(server.seen) for server in servers)
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    for one in slow:
        one.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na")
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: ask(port, "GET", "/"), range(8))) == {200}
    assert sum(len(server.seen) for server in servers) <= before + 16  # of the eight, each asked twice at most
    for one in slow:
        one.close()


# What nginx answers by itself

HOST = b"Host: localhost\r\n"
REFUSED = {
    400: [
        b"GET /\0 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
    404: [b"GET /readyz HTTP/1.1\r\n" + HOST + b"\r\n"],
    405: [b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n"],
    413: [b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 7000000\r\n\r\n"],
    414: [b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n"],
    501: [b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: a\r\n\r\n"],
    505: [b"GET / HTTP/9.9\r\n" + HOST + b"\r\n"],
}


def refused(port, sent):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as one:
        one.sendall(sent)
        response = HTTPResponse(one)
        response.begin()
    return response


def times_sent(response):
    return {name: len(response.headers.get_all(name, [])) for name in ALWAYS}


@pytest.mark.parametrize(("status", "sent"), [(status, sent) for status, all_ in REFUSED.items() for sent in all_])
def test_a_refusal_carries_the_headers_of_every_answer(port, status, sent):
    response = refused(port, sent)
    assert response.status == status
    assert times_sent(response) == dict.fromkeys(ALWAYS, 1)


def test_so_does_the_word_that_no_server_answers(port):
    answers = [send(port, "POST", "/admin/") for _ in range(4)]  # each process of nginx asks the servers in turn
    found = [times_sent(answer) for answer in answers if answer.status == 502]
    assert found
    assert all(times == dict.fromkeys(ALWAYS, 1) for times in found)


def test_what_the_application_sends_is_left_as_it_is(port):
    answer = send(port, "GET", "/guarded")
    assert {name: answer.headers.get_all(name) for name in ALWAYS if name in answer.headers} == {
        name: [value] for name, value in SENT["/guarded"].items()
    }


# What it logs

KEY = "secret-of-a-mail"
SECRET_PATHS = [
    f"/accounts/password/reset/key/3-{KEY}/",
    f"/accounts/password/reset/%6bey/3-{KEY}/",
    f"/accounts/confirm-email/{KEY}/",
    f"/search/?q={KEY}",
    f"/{KEY[:6]}%0a{KEY}",
]


@pytest.fixture
def logged(folder, port):
    """The lines that a function adds to a log. Those of answers come a moment after them, those of errors before."""

    def added(act, name="access.log"):
        log = folder / "nginx" / name
        before = len(log.read_text())
        act()
        time.sleep(0.3)
        return log.read_text()[before:].splitlines()

    return added


@pytest.mark.parametrize("path", SECRET_PATHS)
def test_secrets_and_queries_are_not_logged(port, logged, path):
    lines = logged(lambda: [ask(port, "GET", path) for _ in range(4)])
    assert len(lines) == 4
    assert KEY not in "".join(lines)


@pytest.mark.parametrize("path", SECRET_PATHS[:3])
def test_nor_are_secrets_when_a_server_dies_over_them(port, logged, path):
    """The log of errors quotes the request as it came."""
    assert KEY not in "".join(logged(lambda: [ask(port, "GET", path) for _ in range(4)], "error.log"))


def test_a_line_says_what_was_asked_and_has_the_id_that_the_server_was_given(port, servers, logged):
    [line] = logged(lambda: ask(port, "GET", "/quizzes/bread/"))
    _, _, request_id, method, path, status, *_ = line.split()
    assert (method, path, status) == ("GET", "/quizzes/bread/", "200")
    assert request_id == servers[1].seen[-1]["X-Request-ID"]


def test_nothing_that_is_sent_makes_a_second_line(port, logged):
    raw = b"GET /a\x0bb\xe2\x80\xa8c HTTP/1.1\r\nHost: localhost\r\nUser-Agent: \x0b\r\n\r\n"
    assert len(logged(lambda: refused(port, raw))) == 1
