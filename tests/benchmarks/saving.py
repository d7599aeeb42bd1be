"""Learners who answer over HTTP, many at once, and what the database says of it. For `bench`."""

import json
import os
import re
import secrets
import shlex
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any, NamedTuple
from urllib.parse import urlencode

import psycopg

from tests.serving import GRANIAN, ROOT, free_port, wait_for

QUIZ = os.environ.get("BENCH_QUIZ", "mock-exam")
PLACES = 5  # each learner answers so many of its questions, in turn
WARM = 3  # times that each is answered before it is measured


# The database, beside the server


def rows(query: str, *values: str | int, address: str = "") -> list[Any]:
    """Ask PostgreSQL at `address`, or else the SQLite of DATA_DIR; both understand the query with `?` for values."""
    if address:
        with psycopg.connect(address) as grown:
            return grown.execute(query.replace("?", "%s"), values).fetchall()
    with closing(sqlite3.connect(Path(os.environ["DATA_DIR"]) / "studyguide.sqlite3", timeout=20)) as database:
        return database.execute(query, values).fetchall()


@contextmanager
def copied_data() -> Iterator[None]:
    """Use a copy of the data folder while the block runs: a database that no other server has open."""
    data = os.environ["DATA_DIR"]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(data, folder, ignore=shutil.ignore_patterns("*.sqlite3*"), dirs_exist_ok=True)
        rows("VACUUM INTO ?", f"{folder}/studyguide.sqlite3")
        os.environ["DATA_DIR"] = folder
        try:
            yield
        finally:
            os.environ["DATA_DIR"] = data


# A learner


class Refused(Exception):
    """A reply that is no success."""


class Reply(NamedTuple):
    status: int
    location: str
    body: str

    def field(self, name: str) -> str:
        """The value of a hidden field."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.body)
        if found is None:
            raise Refused(self)
        return found[1]


class Stored(NamedTuple):
    position: int
    revision: int
    option: int | None

    @property
    def is_whole(self) -> bool:
        """Whether revision and answer are of the same save."""
        return self.option == ((self.revision - 1) % 2 if self.revision else None)


class Browser:
    """A kept connection and the cookies that came over it."""

    def __init__(self, port: int) -> None:
        self.connection = connect(port)
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, form: Mapping[str, str] | None = None, over: HTTPConnection | None = None
    ) -> Reply:
        connection = over or self.connection
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        if method == "POST":  # links load whole pages
            headers["HX-Request"] = "true"
        connection.request(method, path, urlencode(form or {}), headers)
        response = connection.getresponse()
        for cookie in response.msg.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        reply = Reply(response.status, response.headers.get("Location", ""), response.read().decode())
        if reply.status >= 400:
            raise Refused(reply)
        return reply

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


class Learner(Browser):
    """A browser with an attempt that it begins through the site.

    The option it chooses follows from the revision that its page was made from, so each save differs from the one
    before, and the database tells by itself whether revision and answer belong together.
    """

    def __init__(self, port: int, address: str | None = None) -> None:
        super().__init__(port)
        self.address = os.environ.get("DATABASE_URL", "") if address is None else address
        quiz = f"/quizzes/{QUIZ}/"
        token = self.ask("GET", quiz).field("csrfmiddlewaretoken")
        self.form = {"csrfmiddlewaretoken": token, "writer": secrets.token_hex(8)}
        self.path = self.ask("POST", f"{quiz}start/", self.form).location
        self.attempt = self.path.split("/")[2].replace("-", "")
        self.revisions = {stored.position: 0 for stored in self.stored()}
        self.seconds: list[float] = []  # that each acknowledged save took
        self.refused = 0
        self.connection.close()  # the server ends one that waits; the next request opens it again

    def save(self) -> None:
        """Answer the next question; what was not acknowledged is sent again as it was."""
        position = list(self.revisions)[len(self.seconds) % len(self.revisions)]
        revision = self.revisions[position]
        form = {**self.form, "revision": str(revision), "answer": str(revision % 2)}
        started = time.monotonic()
        reply = self.ask("POST", f"{self.path}{position}/save/", form)
        self.revisions[position] = int(reply.field("revision"))
        self.seconds.append(time.monotonic() - started)

    def save_times(self, times: int) -> None:
        for _ in range(times):
            try:
                self.save()
            except Refused:
                self.refused += 1

    def save_until_killed(self) -> None:
        try:
            while True:
                self.save()
        except (OSError, HTTPException):
            self.connection.close()
        except Refused:
            self.refused += 1

    def stored(self) -> list[Stored]:
        """What the database holds of the questions that this learner answers: the first with options."""
        query = """
            SELECT position, revision, CAST("order" AS text), CAST(answer AS text) FROM quiz_response
            JOIN quiz_questionversion ON quiz_questionversion.id = version_id
            WHERE quiz_response.attempt_id = ?
            AND document->>'kind' IN ('single', 'multiple', 'true-false')
            ORDER BY position LIMIT ?
        """
        found = rows(query, self.attempt, PLACES, address=self.address)
        return [Stored(position, revision, _option(order, answer)) for position, revision, order, answer in found]

    def lost(self) -> int:
        """How many acknowledged answers are not stored; the one on its way may be, unacknowledged."""
        found = self.stored()
        return sum(not s.is_whole or s.revision - self.revisions[s.position] not in (0, 1) for s in found)

    def score(self) -> tuple[Any, ...]:
        """When the attempt was submitted, its points, and how many responses have none."""
        query = """
            SELECT min(submitted_at), sum(points), count(*) - count(points) FROM quiz_response
            JOIN quiz_attempt ON quiz_attempt.id = attempt_id WHERE attempt_id = ?
        """
        found: tuple[Any, ...] = rows(query, self.attempt, address=self.address)[0]
        return found


def connect(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=30)


def begin(port: int, number: int) -> list[Learner]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(Learner, [port] * number))


def _option(order: str, answer: str | None) -> int | None:
    """The place, as shown, of the option that is the answer."""
    chosen = json.loads(answer) if answer else None
    shown: list[int] = json.loads(order)
    return shown.index(chosen[0]) if chosen else None


# Saves as fast as wrk can send them


def script_options(path: Path, learners: Iterable[str]) -> list[str]:
    """What makes wrk save answers; `learners` are lines as save.lua reads them, one for each connection."""
    lines = list(learners)
    path.write_text("\n".join(lines))
    each = str(len(lines))
    script = str(Path(__file__).with_name("save.lua"))
    return ["--threads", each, "--connections", each, "--timeout", "20s", "--script", script, "--", str(path)]


def site_line(learner: Learner) -> str:
    """What save.lua reads. Saves over new connections come first: then nearly every worker knows the places."""
    for _ in range(WARM):
        learner.connection.close()
        learner.save_times(PLACES)
    paths = [f"{learner.path}{position}/save/" for position in learner.revisions]
    return "\t".join([learner.cookie, urlencode(learner.form), str(WARM), *paths])


def bare_line(session: str, form: Mapping[str, str]) -> str:
    paths = [f"/{position}/save/" for position in range(1, PLACES + 1)]
    return "\t".join([f"sessionid={session}", urlencode(form), "1", *paths])


def bare_sessions(number: int) -> list[str]:
    """Make the bare view's database, and users who are logged in; return their session keys."""
    command = [sys.executable, "-m", "tests.benchmarks.bare_save", str(number), str(PLACES)]
    keys: list[str] = json.loads(subprocess.check_output(command, cwd=ROOT))
    return keys


def saves_stored(learners: Iterable[Learner]) -> int:
    return sum(stored.revision for learner in learners for stored in learner.stored())


# A server that is killed


@contextmanager
def killed_at_the_end(port: int) -> Iterator[float]:
    """Serve the site, as a process group of its own that the end of the block kills; give the seconds it took."""
    address = ["--host", "127.0.0.1", "--port", str(port)]
    command = [str(GRANIAN), *shlex.split(os.environ["GRANIAN_FLAGS"]), *address, "studyguide.wsgi:application"]
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        wait_for(port, process)
        yield time.monotonic() - started
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Killed(NamedTuple):
    acknowledged: int
    lost: int
    refused: int
    is_unharmed: bool
    seconds_to_answer: list[float]


def kill_during_saves(rounds: int, clients: int) -> Killed:
    """Kill the whole server while learners save; let it start again, look, and go on, so many times."""
    port, random = free_port(), Random(25)
    learners: list[Learner] = []
    seconds, lost, is_unharmed = [], 0, True
    with copied_data():
        for _ in range(rounds):
            with ThreadPoolExecutor(clients) as pool, killed_at_the_end(port) as taken:
                learners = learners or begin(port, clients)
                seconds.append(taken)
                lost += sum(learner.lost() for learner in learners)
                for learner in learners:
                    pool.submit(learner.save_until_killed)
                time.sleep(random.uniform(0.5, 1))
            is_unharmed &= is_database_unharmed()
        lost += sum(learner.lost() for learner in learners)
    saves = sum(len(learner.seconds) for learner in learners)
    return Killed(saves, lost, sum(learner.refused for learner in learners), is_unharmed, seconds[1:])


def is_database_unharmed() -> bool:
    return rows("PRAGMA integrity_check") == [("ok",)] and not rows("PRAGMA foreign_key_check")


# Submitting at once


class Race(NamedTuple):
    scored_once: int
    refused: int


def race_submits(learners: Iterable[Learner], submits: int) -> Race:
    """Submit each one's attempt so many times at the same moment, and look at its score after each."""
    barrier = Barrier(submits)
    scored_once = refused = 0
    with ThreadPoolExecutor(submits) as pool:
        for learner in learners:
            learner.save_times(PLACES)
            found = list(pool.map(submit, [learner] * submits, [barrier] * submits))
            refused += learner.refused + found.count(None)
            scored_once += len(set(found)) == 1 and is_final(found[0])
    return Race(scored_once, refused)


def submit(learner: Learner, barrier: Barrier) -> tuple[Any, ...] | None:
    """Submit over a connection of its own; return the score as it is then, or None if it is refused."""
    with closing(connect(learner.connection.port)) as connection:
        connection.connect()
        barrier.wait(timeout=60)
        try:
            learner.ask("POST", f"{learner.path}submit/", learner.form, connection)
        except Refused:
            return None
        return learner.score()


def is_final(score: tuple[Any, ...] | None) -> bool:
    submitted_at, _points, without_points = score or (None, 0, 0)
    return submitted_at is not None and without_points == 0


# Figures


def percentile(seconds: list[float], share: int) -> float:
    return statistics.quantiles(seconds, n=100)[share - 1]
