"""Rows about the server's processes: how soon they answer, and what they hold in memory."""

import os
import re
import shlex
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.reading import signed_in
from tests.benchmarks.rows import PAGE, Row, rate
from tests.benchmarks.sitting import Sitting
from tests.serving import GRANIAN, ROOT, free_port, running

ATTEMPTS = 10


def second_start(port: int) -> Iterator[Row]:
    """Time from `make run` to the first answer; the first start, for the other rows, prepared everything."""
    own_port = free_port()
    command = ["make", "--directory", str(ROOT), "run", f"PORT={own_port}", "HOST=127.0.0.1"]
    started = time.monotonic()
    with running(command, own_port):
        seconds = time.monotonic() - started
    yield Row("second `make run`, to the first answer", f"{seconds:.1f} s", "<= 3 s", seconds <= 3)


def memory(port: int) -> Iterator[Row]:
    """A server of its own, just started, and after pages to visitors and to an account, and whole attempts."""
    own_port = free_port()
    flags = shlex.split(os.environ["GRANIAN_FLAGS"])  # set by the Makefile
    address = ["--host", "127.0.0.1", "--port", str(own_port)]
    command = [str(GRANIAN), *flags, *address, "studyguide.wsgi:application"]
    with running(command, own_port) as process:
        time.sleep(2)  # every worker has started
        yield Row("memory of the server at rest", megabytes(process.pid))
        rate(own_port, PAGE)
        rate(own_port, PAGE, *signed_in(own_port))
        Sitting(own_port).take_times(ATTEMPTS)
        yield Row(f"memory after 10 seconds of pages at full speed and {ATTEMPTS} attempts", megabytes(process.pid))


def megabytes(server: int) -> str:
    """The memory of a process and of those that it started; what several share counts in part for each."""
    started = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    held = [_kilobytes(process) / 1024 for process in (str(server), *started)]
    return f"{held[0]:.0f} MB, {len(started)} workers {' and '.join(f'{each:.0f}' for each in held[1:])} MB"


def _kilobytes(process: str) -> int:
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1])
