"""Strange requests over HTTP: none fails, and SQLite and PostgreSQL give the same answers."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")

import django

from tests import fuzzing
from tests.benchmarks.rows import Row
from tests.cluster.places import Place

COUNT, STREAMS = 10_000, 4
# What the application answered on the place before, which the next one is held against.
SEEN: list[list[int]] = []
TOKEN = "a" * 32  # a browser may choose its own: a form only has to say the same as its cookie


def fuzz(place: Place) -> Iterator[Row]:
    django.setup()
    for port in dict.fromkeys([place.servers[0], place.port]):  # tries to sign in count for both: so nginx second
        statuses = _statuses(place, port)
        figure = f"{sum(status >= 500 for status in statuses)} failed, {statuses.count(0)} without an answer"
        is_met = all(0 < status < 500 for status in statuses)
        if port == place.servers[0]:
            differing = sum(a != b for before in SEEN for a, b in zip(before, statuses, strict=True))
            figure += f", {differing} unlike on SQLite" if SEEN else ""
            is_met &= not differing
            SEEN.append(statuses)
        through = " through nginx" if port != place.servers[0] else ""
        yield Row(f"{COUNT:,} strange requests{through}", figure, "0, 0, 0", is_met)


def _statuses(place: Place, port: int) -> list[int]:
    with ThreadPoolExecutor(STREAMS) as pool:
        return [status for found in pool.map(lambda n: _stream(place, port, n), range(STREAMS)) for status in found]


def _stream(place: Place, port: int, number: int) -> list[int]:
    """What a learner with an attempt of their own is answered, request after request."""
    learner = place.learner()
    known = {
        "guide_slug": "aws-ml-deployment-targets",
        "section_slug": "overview",
        "quiz_slug": "first-look",
        "attempt_id": learner.path.split("/")[2],
        "position": "1",
    }
    cookie = f"{learner.cookie}; csrftoken={TOKEN}"
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    statuses = []
    for sent in fuzzing.requests(number, COUNT // STREAMS, known):
        form = fuzzing.encoded({**sent.form, "csrfmiddlewaretoken": TOKEN}) if sent.method == "POST" else None
        headers = {**sent.headers, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(sent.method, sent.address, form, headers)
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
        except (OSError, HTTPException):
            connection.close()
            statuses.append(0)
    connection.close()
    return statuses
