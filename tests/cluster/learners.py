"""Learners who go on after a refusal, as somebody does who presses the button once more, and count what they got."""

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from threading import Event
from typing import NamedTuple, TypeVar

from tests.benchmarks.saving import Learner, Refused, Reply

Answer = TypeVar("Answer")
PAUSE = 5.0  # seconds: the page that says the database is away asks for so many


def again_if_closed(connection: HTTPConnection, ask: Callable[[], Answer]) -> Answer:
    """As a browser does: over a kept connection that was closed, as a server may at any time, it sends once more."""
    is_kept = connection.sock is not None
    try:
        return ask()
    except (BrokenPipeError, ConnectionResetError, RemoteDisconnected):
        connection.close()
        if not is_kept:
            raise
        return ask()


class PatientLearner(Learner):
    def __init__(self, port: int, address: str = "") -> None:
        super().__init__(port, address)
        self.errors: list[str] = []
        self.most_in_a_row = 0
        self.saved_at: list[float] = []

    def ask(
        self, method: str, path: str, form: Mapping[str, str] | None = None, over: HTTPConnection | None = None
    ) -> Reply:
        if over:
            return super().ask(method, path, form, over)
        return again_if_closed(self.connection, lambda: Learner.ask(self, method, path, form))

    def save_until(self, is_over: Event, between: float = 0.05) -> None:
        in_a_row = 0
        while not is_over.is_set():
            try:
                self.save()
            except (Refused, OSError, HTTPException) as error:
                self.connection.close()
                self.errors.append(repr(error)[:200])
                in_a_row += 1
                self.most_in_a_row = max(self.most_in_a_row, in_a_row)
                is_over.wait(PAUSE)
            else:
                in_a_row = 0
                self.saved_at.append(time.monotonic())
            time.sleep(between)


class Found(NamedTuple):
    """What learners got; filled once they have stopped."""

    acknowledged: int
    lost: int
    errors: list[str]
    most_in_a_row: int
    longest_wait: float
    seconds: list[float]


@contextmanager
def saving(learners: list[PatientLearner], between: float = 0.05) -> Iterator[None]:
    """Let them save answers while the block runs."""
    is_over = Event()
    with ThreadPoolExecutor(len(learners)) as pool:
        running: list[Future[None]] = [pool.submit(learner.save_until, is_over, between) for learner in learners]
        try:
            yield
        finally:
            is_over.set()
        for future in running:
            future.result()


def found_by(learners: list[PatientLearner]) -> Found:
    pairs = [pair for learner in learners for pair in zip(learner.saved_at, learner.saved_at[1:], strict=False)]
    return Found(
        acknowledged=sum(len(learner.seconds) for learner in learners),
        lost=sum(learner.lost() for learner in learners),
        errors=[error for learner in learners for error in learner.errors],
        most_in_a_row=max(learner.most_in_a_row for learner in learners),
        longest_wait=max((after - before for before, after in pairs), default=0.0),
        seconds=[second for learner in learners for second in learner.seconds],
    )


def begin(learner: Callable[[], PatientLearner], number: int) -> list[PatientLearner]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda _: learner(), range(number)))
