"""Clients that are slow or speak no HTTP, while others read."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

from tests.benchmarks.rows import Row
from tests.cluster.places import Place
from tests.serving import fetch

HEADERS, BODIES = 1_500, 50
HOST = b"Host: localhost\r\n"
MALFORMED = [
    b"\r\n\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET /healthz\r\n\r\n",
    b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n",
    b"G\0T /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /healthz HTTP/1.1\r\nHost localhost\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n" + HOST + b" X : a\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 500_000 + b"\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 5_000 + b"\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
    b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999999999999\r\n\r\na",
    b"POST /healthz HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nTransfer-Encoding: chunked, a\r\n\r\n0\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200,
]


def slow_headers(place: Place) -> Iterator[Row]:
    yield _pings(place, f"{HEADERS:,} clients that never end their headers", HEADERS, b"GET / HTTP/1.1\r\nX: a")


def slow_bodies(place: Place) -> Iterator[Row]:
    begun = b"POST /accounts/login/ HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\na"
    yield _pings(place, f"{BODIES} clients that never end their bodies", BODIES, begun)


def _pings(place: Place, what: str, number: int, begun: bytes) -> Row:
    """Whether others are answered while so many clients have begun a request."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4 * HEADERS, most), most))
    answered, longest = 0, 0.0
    with ExitStack() as stack:
        for _ in range(number):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", place.port), timeout=10))
            one.sendall(begun)
        time.sleep(0.5)
        for _ in range(10):
            asked = time.monotonic()
            with suppress(OSError):
                answered += fetch(place.port, "/healthz").status == 200
            longest = max(longest, time.monotonic() - asked)
    return Row(what, f"{answered} of 10 answered, at most {longest:.2f} s", "10, 1 s", answered == 10 and longest <= 1)


def malformed(place: Place) -> Iterator[Row]:
    """What is answered at all is refused, or read as one request that changes nothing."""
    replies = [_reply(place.port, sent) for sent in MALFORMED]
    refusals = {b"501", b"505"}  # of a version or a coding that it does not know
    failed = sum(reply.startswith(b"5") and reply not in refusals for reply in replies)
    is_well = fetch(place.port, "/healthz").status == 200
    kinds = {kind: sum(reply[:1] == kind for reply in replies) for kind in sorted({reply[:1] for reply in replies})}
    words = {b"": "closed", b"2": "2xx", b"3": "3xx", b"4": "4xx", b"5": "5xx"}
    figure = ", ".join(f"{number} {words[kind]}" for kind, number in kinds.items())
    yield Row(f"{len(MALFORMED)} malformed requests", figure, "no failure, still answers", not failed and is_well)


def _reply(port: int, sent: bytes) -> bytes:
    """The status, or nothing where the connection is closed or left without an answer."""
    line = b""
    with socket.create_connection(("127.0.0.1", port), timeout=8) as one:
        with suppress(OSError):
            one.sendall(sent)
        with suppress(OSError):
            line = one.recv(100)
    protocol, _, rest = line.partition(b" ")
    return rest[:3] if protocol.startswith(b"HTTP/") else b""
