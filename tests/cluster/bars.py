"""What a cluster must bear, as a Markdown table. Run by `make bars`; takes about five minutes.

Learners save answers through nginx while a process is killed. Each counts what it was refused: it waits as long as it
is told to and sends the same again, as somebody would who presses the button once more.
"""

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import NamedTuple

from deploy.cluster import Cluster, answers
from tests.benchmarks.saving import Learner, Refused, Reply, percentile
from tests.serving import ROOT

CLIENTS = 8
BEFORE, AFTER = 3.0, 12.0  # seconds of saves before and after a process is killed
PAUSE = 5.0  # the page that says the database is away asks for so many
PORT = int(os.environ.get("PORT") or 8000)


class ClusterLearner(Learner):
    """Looks into PostgreSQL, and goes on after a refusal."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__(cluster.port, cluster.environment["DATABASE_URL"])
        self.errors: list[str] = []
        self.most_in_a_row = 0
        self.saved_at: list[float] = []

    def ask(
        self, method: str, path: str, form: Mapping[str, str] | None = None, over: HTTPConnection | None = None
    ) -> Reply:
        """A browser sends again by itself when it finds that a kept connection was closed, as nginx may at any time."""
        is_kept = self.connection.sock is not None
        try:
            return super().ask(method, path, form, over)
        except (BrokenPipeError, ConnectionResetError, RemoteDisconnected):
            self.connection.close()
            if not is_kept:
                raise
            return super().ask(method, path, form, over)

    def save_until(self, is_over: Event) -> None:
        in_a_row = 0
        while not is_over.is_set():
            try:
                self.save()
            except (Refused, OSError, HTTPException) as error:
                self.connection.close()
                self.errors.append(repr(error)[:200])
                in_a_row += 1
                self.most_in_a_row = max(self.most_in_a_row, in_a_row)
                time.sleep(PAUSE)
            else:
                in_a_row = 0
                self.saved_at.append(time.monotonic())
            time.sleep(0.05)


class Found(NamedTuple):
    acknowledged: int
    lost: int
    refused: int
    most_in_a_row: int
    longest_wait: float
    seconds: list[float]


def disturb(cluster: Cluster, disturbance: Callable[[], None]) -> Found:
    """Let learners save, disturb the cluster once, and look at what they got and what is stored."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        learners = list(pool.map(ClusterLearner, [cluster] * CLIENTS))
        is_over = Event()
        running: list[Future[None]] = [pool.submit(learner.save_until, is_over) for learner in learners]
        time.sleep(BEFORE)
        disturbance()
        time.sleep(AFTER)
        is_over.set()
        for future in running:
            future.result()
    waits = [
        after - before
        for learner in learners
        for before, after in zip(learner.saved_at, learner.saved_at[1:], strict=False)
    ]
    seconds = [second for learner in learners for second in learner.seconds]
    for learner in learners:
        for error in learner.errors[:2]:
            sys.stderr.write(f"  {error}\n")
    return Found(
        acknowledged=len(seconds),
        lost=sum(learner.lost() for learner in learners),
        refused=sum(len(learner.errors) for learner in learners),
        most_in_a_row=max(learner.most_in_a_row for learner in learners),
        longest_wait=max(waits),
        seconds=seconds,
    )


# What may die


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def child_of(process: int) -> int:
    """The first process that it started: of a server, a worker."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for child in map(int, children):
        if "resource_tracker" not in Path(f"/proc/{child}/cmdline").read_text():
            return child
    raise RuntimeError(f"{process} has no worker")


def pid(cluster: Cluster, name: str) -> int:
    return int((cluster.folder / f"{name}.pid").read_text())


def disturbances(cluster: Cluster, starter: int) -> Iterator[tuple[str, Callable[[], None]]]:
    yield "nothing", lambda: None
    yield "a worker of a server", lambda: kill(child_of(pid(cluster, "app1")))
    yield "an application server", lambda: kill(pid(cluster, "app1"))
    yield "PostgreSQL", lambda: kill(pid(cluster, "postgres"))
    yield "Redis", lambda: kill(pid(cluster, "redis"))
    yield "none, servers restarted in turn", lambda: os.kill(starter, signal.SIGHUP)


@contextmanager
def started(folder: Path) -> Iterator[tuple[Cluster, int]]:
    """A cluster with data of its own, started by `make cluster`'s program, and that program's id."""
    environment = os.environ | {"CLUSTER_DIR": str(folder), "PORT": str(PORT)}
    process = subprocess.Popen([sys.executable, "-m", "deploy.cluster"], cwd=ROOT, env=environment, stdout=sys.stderr)
    cluster = Cluster(folder, PORT)
    try:
        while not answers(PORT, "/healthz"):
            if process.poll() is not None:
                raise RuntimeError("the cluster did not start")
            time.sleep(0.5)
        yield cluster, process.pid
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    is_met = True
    sys.stdout.write("| killed | acknowledged | lost | refused | in a row | longest wait | p50, p99 | met |\n")
    sys.stdout.write("| --- | --- | --- | --- | --- | --- | --- | --- |\n")
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with started(folder) as (cluster, starter):
            for what, disturbance in disturbances(cluster, starter):
                found = disturb(cluster, disturbance)
                fits = not found.lost and found.most_in_a_row <= 1
                is_met &= fits
                half, most = statistics.median(found.seconds), percentile(found.seconds, 99)
                sys.stdout.write(
                    f"| {what} | {found.acknowledged:,} | {found.lost} | {found.refused} | {found.most_in_a_row} "
                    f"| {found.longest_wait:.1f} s | {half:.2f} s, {most:.2f} s | {'yes' if fits else '**no**'} |\n"
                )
                sys.stdout.flush()
                wait_until_whole(cluster)
    sys.exit(not is_met)


def wait_until_whole(cluster: Cluster) -> None:
    deadline = time.monotonic() + 60
    while not all(answers(port, "/readyz") for port in cluster.app_ports):
        if time.monotonic() > deadline:
            raise RuntimeError("a server did not come back")
        time.sleep(0.5)


if __name__ == "__main__":
    main()
