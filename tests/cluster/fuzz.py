"""Strange requests over HTTP: none fails, and SQLite and PostgreSQL give the same answers.

A stream's requests follow from its number: `fuzzing.requests(number, …)` makes again what is named as unlike.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")

import django

from tests import fuzzing
from tests.benchmarks.rows import Row, say
from tests.benchmarks.saving import Learner, rows
from tests.cluster.learners import again_if_closed
from tests.cluster.places import Place, cluster_place, folder, sqlite_place

COUNT, STREAMS = 10_000, 4
TOKEN = "a" * 32  # a browser may choose its own: a form only has to say the same as its cookie


class Heard(NamedTuple):
    """A request of a stream, and its status: 0 where there was no answer. `asked` is 2 if it was sent again."""

    stream: int
    number: int
    sent: fuzzing.Sent
    status: int
    asked: int

    def __str__(self) -> str:
        return f"stream {self.stream}, request {self.number}, {self.sent.method} {self.sent.address[:200]}"


def fuzz() -> Iterator[Row]:
    django.setup()
    with folder() as path, sqlite_place(path) as place:
        on_sqlite = _all_heard(place, place.port)
    yield _row("on SQLite", on_sqlite)
    with folder() as path, cluster_place(path) as place:
        on_cluster = _all_heard(place, place.servers[0])
        yield _row("on the cluster", on_cluster)
        yield _row("through nginx", _all_heard(place, place.port))
    unlike = [(a, b) for a, b in zip(on_sqlite, on_cluster, strict=True) if a.status != b.status]
    for a, b in unlike:
        say(f"{a}: {a.status} on SQLite, {b.status} on the cluster")
    yield Row(f"of {COUNT:,} answered differently by SQLite and the cluster", str(len(unlike)), "0", not unlike)


def _row(where: str, heard: list[Heard]) -> Row:
    unanswered = [one for one in heard if one.status == 0]
    failed = [one for one in heard if one.status >= 500]
    for one in (*unanswered, *failed):
        say(f"{one}: {one.status} {where}")
    again = sum(one.asked - 1 for one in heard)
    figure = f"{len(failed)} failed, {len(unanswered)} without an answer, {again} sent again"
    return Row(f"{COUNT:,} strange requests {where}", figure, "0, 0, reported", not failed and not unanswered)


def _all_heard(place: Place, port: int) -> list[Heard]:
    with ThreadPoolExecutor(STREAMS) as pool:
        return [one for heard in pool.map(lambda n: list(_heard(place, port, n)), range(STREAMS)) for one in heard]


def _heard(place: Place, port: int, stream: int) -> Iterator[Heard]:
    """What a learner with an attempt of their own is answered, request after request.

    Each stream comes from an address of its own. Tries to sign in are counted by address: from one for all, who is
    refused depends on whose try was first.
    """
    learner = place.learner()
    known = {
        "guide_slug": "aws-ml-deployment-targets",
        "section_slug": "overview",
        "quiz_slug": "first-look",
        "attempt_id": learner.path.split("/")[2],
        "position": _position(learner),
    }
    cookie = f"{learner.cookie}; csrftoken={TOKEN}"
    connection = HTTPConnection("127.0.0.1", port, timeout=30, source_address=(f"127.0.0.{stream + 2}", 0))
    for number, sent in enumerate(fuzzing.requests(stream, COUNT // STREAMS, known)):
        yield Heard(stream, number, sent, *_status(connection, sent, cookie))
    connection.close()


def _position(learner: Learner) -> str:
    """Where the attempt has its first single choice. What is drawn differs, and an order is an answer in any case."""
    query = """
        SELECT min(position) FROM quiz_response JOIN quiz_questionversion ON quiz_questionversion.id = version_id
        WHERE quiz_response.attempt_id = ? AND document->>'kind' = 'single'
    """
    return str(rows(query, learner.attempt, address=learner.address)[0][0])


def _status(connection: HTTPConnection, sent: fuzzing.Sent, cookie: str) -> tuple[int, int]:
    """The status, and how often it was asked for.

    A server that answers before it has read the body, as with 404, closes the connection if the body is late, and the
    next request meets that.
    """
    form = fuzzing.encoded({**sent.form, "csrfmiddlewaretoken": TOKEN}) if sent.method == "POST" else None
    headers = {**sent.headers, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    asked = 0

    def ask() -> HTTPResponse:
        nonlocal asked
        asked += 1
        connection.request(sent.method, sent.address, form, headers)
        return connection.getresponse()

    try:
        response = again_if_closed(connection, ask)
        response.read()
    except (OSError, HTTPException):
        connection.close()
        return 0, asked
    return response.status, asked
