"""Processes that are killed, or told to stop, while learners answer."""

import os
import shlex
import signal
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from threading import Event, Thread

from tests.benchmarks.rows import Row
from tests.benchmarks.saving import Refused, kill_during_saves
from tests.cluster.learners import PatientLearner, begin, found_by, saving
from tests.cluster.places import Place, workers_of
from tests.serving import GRANIAN, ROOT, free_port, wait_for

CLIENTS = 8
BEFORE, AFTER = 3.0, 12.0  # seconds of saves before and after a process is killed
ROUNDS = 10


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def disturbances(place: Place) -> Iterator[tuple[str, Callable[[], None]]]:
    yield "nothing killed", lambda: None
    yield "kill -9 of a worker", lambda: kill(workers_of(place.pids[0])[0])
    if place.is_cluster:
        yield "kill -9 of an application server", lambda: kill(place.pid("app1"))
        yield "kill -9 of PostgreSQL", lambda: kill(place.pid("postgres"))
        yield "kill -9 of Redis", lambda: kill(place.pid("redis"))
        yield "kill -9 of nginx", lambda: kill(place.pid("nginx"))
        yield "both servers restarted in turn", lambda: os.kill(place.starter, signal.SIGHUP)


def killed_processes(place: Place) -> Iterator[Row]:
    for what, disturb in disturbances(place):
        learners = begin(place.learner, CLIENTS)
        with saving(learners):
            time.sleep(BEFORE)
            disturb()
            time.sleep(AFTER)
        found = found_by(learners)
        figure = (
            f"{found.acknowledged:,} acknowledged, {found.lost} lost, {len(found.errors)} refused, "
            f"{found.most_in_a_row} in a row, longest wait {found.longest_wait:.1f} s"
        )
        yield Row(what, figure, "0 lost, 1 in a row", not found.lost and found.most_in_a_row <= 1)
        place.wait_until_whole()


def killed_workers(place: Place) -> Iterator[Row]:
    """One after the other, five times: how many requests of all fail, and for how long."""
    learners, servers, times = begin(place.learner, CLIENTS), place.pids, 5
    with saving(learners):
        for number in range(times):
            time.sleep(4)
            kill(workers_of(servers[number % len(servers)])[0])
        time.sleep(6)
    found = found_by(learners)
    stayed = all(os.path.exists(f"/proc/{pid}") for pid in servers) and servers == place.pids  # noqa: PTH110
    share = len(found.errors) / (found.acknowledged + len(found.errors))
    figure = (
        f"{100 * share:.2f} % of {found.acknowledged:,} refused, {found.lost} lost, longest wait "
        f"{found.longest_wait:.1f} s, servers {'stayed' if stayed else 'gone'}"
    )
    is_met = share <= 0.01 and stayed and not found.lost and found.longest_wait <= 6
    yield Row(f"a worker killed {times} times", figure, "1 %, 0 lost, 6 s", is_met)
    place.wait_until_whole()


def killed_groups(place: Place) -> Iterator[Row]:
    """The server with its workers, on a copy of the data."""
    found = kill_during_saves(rounds=25, clients=CLIENTS)
    harm = "unharmed" if found.is_unharmed else "harmed"
    figure = f"{found.lost} of {found.acknowledged:,} lost, {found.refused} refused, database {harm}"
    is_met = found.is_unharmed and not found.lost and not found.refused
    yield Row("server killed 25 times during saves", figure, "0, 0, unharmed", is_met)
    worst, usual = max(found.seconds_to_answer), statistics.median(found.seconds_to_answer)
    yield Row("the same, until it answers again", f"{usual:.1f} s, at most {worst:.1f} s", "<= 5 s", worst <= 5)


def stops(place: Place) -> Iterator[Row]:
    """A second server on the same data is told to stop while learners save: what it was asked, it answers."""
    longest, failed, answered = 0.0, 0, 0
    for _ in range(ROUNDS):
        port = free_port()
        flags = shlex.split(os.environ["GRANIAN_FLAGS"])
        command = [str(GRANIAN), *flags, "--host", "127.0.0.1", "--port", str(port), "studyguide.wsgi:application"]
        process = subprocess.Popen(command, cwd=ROOT, env=place.environment)
        try:
            wait_for(port, process)
            learners = [PatientLearner(port) for _ in range(4)]
            is_over = Event()
            cut: list[str] = []
            threads = [Thread(target=_save_until_refused, args=[learner, is_over, cut]) for learner in learners]
            for thread in threads:
                thread.start()
            time.sleep(1)
            begun = time.monotonic()
            process.terminate()
            process.wait(timeout=30)
            longest = max(longest, time.monotonic() - begun)
        finally:
            process.kill()
            process.wait()
            is_over.set()
        for thread in threads:
            thread.join()
        failed += len(cut) + sum(learner.lost() for learner in learners)
        answered += sum(len(learner.seconds) for learner in learners)
    figure = f"{answered:,} answered, {failed} cut off or lost, gone within {longest:.1f} s"
    yield Row(f"server told to stop {ROUNDS} times during saves", figure, "0, 10 s", not failed and longest <= 10)


def _save_until_refused(learner: PatientLearner, is_over: Event, cut: list[str]) -> None:
    """Until nobody listens any more; an answer that tells of a failure of the server is one that was cut off."""
    while not is_over.is_set():
        try:
            learner.save()
        except Refused as refused:
            cut.append(repr(refused)[:200])
            return
        except (OSError, HTTPException):
            return
