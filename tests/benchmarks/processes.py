"""Rows about the server's processes: how soon they answer, and what they hold in memory."""

import time
from collections.abc import Iterator

from tests.benchmarks.rows import Row
from tests.serving import ROOT, free_port, running


def second_start(port: int) -> Iterator[Row]:
    """Time from `make run` to the first answer; the first start, for the other rows, prepared everything."""
    own_port = free_port()
    command = ["make", "--directory", str(ROOT), "run", f"PORT={own_port}", "HOST=127.0.0.1"]
    started = time.monotonic()
    with running(command, own_port):
        seconds = time.monotonic() - started
    yield Row("second `make run`, to the first answer", f"{seconds:.1f} s", "<= 3 s", seconds <= 3)
