"""Texts made to take long, previewed and saved by an instructor, while others ask whether the site is there."""

import math
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from tests.benchmarks.rows import Row
from tests.benchmarks.saving import Browser, Refused, Reply, percentile
from tests.cluster.places import Place
from tests.quiz.bombs import texts
from tests.serving import fetch, manage

NAME, PASSWORD = "ines", "a long walk past the mill"
NEW_QUESTION = "/admin/quiz/question/add/aws-ml-deployment-targets/single/"
TOO_SLOW = "This takes too long to render."
BETWEEN = 0.02  # seconds, from one answer of /healthz to the next question


def bombs(place: Place) -> Iterator[Row]:
    instructor = _signed_in(place)
    with _asking(place.port) as waits:
        sent = [_sent(instructor, act, text) for text in texts() for act in ("preview", "save")]
    slowest = percentile(waits, 99)
    failed = sum(reply.status >= 500 for reply, _ in sent)
    refused = sum(TOO_SLOW in reply.body for reply, _ in sent)
    figure = f"99 of 100 within {slowest:.2f} s, at most {max(waits):.2f} s, of {len(waits):,}"
    yield Row(f"/healthz during {len(sent)} texts that take long", figure, "0.5 s", slowest <= 0.5)
    figure = f"{failed} failed, {refused} cut off, the longest took {max(seconds for _, seconds in sent):.1f} s"
    yield Row("these texts", figure, "0, reported, reported", not failed)


def _signed_in(place: Place) -> Browser:
    manage("create_instructor", "--username", NAME, "--password", PASSWORD, environment=place.environment)
    browser = Browser(place.port)
    token = browser.ask("GET", "/accounts/login/").field("csrfmiddlewaretoken")
    browser.ask("POST", "/accounts/login/", {"csrfmiddlewaretoken": token, "login": NAME, "password": PASSWORD})
    return browser


def _sent(instructor: Browser, act: str, text: str) -> tuple[Reply, float]:
    """The page that it leads to, and the seconds until the act was answered."""
    form = {
        "csrfmiddlewaretoken": instructor.cookies["csrftoken"],
        "question_id": str(uuid.uuid4()),
        "revision": "",
        "q.title": "Salt",
        "q.stem": text,
        "q.options.0.text": "Much",
        "q.options.1.text": "Little",
    }
    begun = time.monotonic()
    try:
        reply = instructor.ask("POST", f"{NEW_QUESTION}{act}/", form)
    except Refused as refused:
        (reply,) = refused.args
    seconds = time.monotonic() - begun
    return (reply if reply.status != 303 else instructor.ask("GET", reply.location)), seconds


@contextmanager
def _asking(port: int) -> Iterator[list[float]]:
    """Ask whether the site is there while the block runs; how long each answer took, endless where there was none."""
    is_over = Event()
    waits: list[float] = []

    def ask() -> None:
        while not is_over.wait(BETWEEN):
            begun = time.monotonic()
            try:
                is_well = fetch(port, "/healthz").status == 200
            except OSError:
                is_well = False
            waits.append(time.monotonic() - begun if is_well else math.inf)

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask)
        try:
            yield waits
        finally:
            is_over.set()
        asking.result()
