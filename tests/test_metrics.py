"""Figures for a monitor, from a real server with two worker processes."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studyguide.readiness import CONDITIONS
from tests.serving import GRANIAN, ROOT, fetch, free_port, manage, wait_for

REQUESTS = 20


@pytest.fixture
def server(tmp_path):
    """The process, its port, and that of its figures."""
    port, figures = free_port(), free_port()
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"}
    environment |= {"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "METRICS_PORT": str(figures)}
    manage("migrate", "--verbosity", "0", environment=environment)
    workers = ["--workers", "2", "--respawn-failed-workers", "--workers-kill-timeout", "5"]
    address = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    command = [str(GRANIAN), "--interface", "wsgi", *workers, *address, "studyguide.wsgi:application"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    wait_for(port, process)
    yield process, port, figures
    process.terminate()
    process.wait(timeout=15)


def count(figures):
    """The requests for /healthz that all workers together have answered."""
    text = fetch(figures, "/metrics").body.decode()
    found = re.findall(r'studyguide_requests_total\{[^}]*route="healthz"[^}]*\} ([\d.]+)', text)
    return sum(map(float, found))


def workers(process):
    found = map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())
    return [pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_workers_count_together_and_those_that_die_are_replaced(server):
    process, port, figures = server
    before = count(figures)
    for _ in range(REQUESTS):
        fetch(port, "/healthz")
    assert count(figures) == before + REQUESTS

    for worker in workers(process):
        os.kill(worker, signal.SIGKILL)
    again = 0.0
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            again = count(figures)
            break
        except OSError:
            time.sleep(0.2)
    assert again >= before + REQUESTS


def test_a_stop_takes_less_than_ten_seconds(server):
    process, _, _ = server
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=15)
    assert time.monotonic() - started < 10


def test_alerts_name_what_there_is(server):
    _, port, figures = server
    fetch(port, "/healthz")
    served = set(re.findall(r"^(studyguide_\w+)", fetch(figures, "/metrics").text, re.M))
    named = set(re.findall(r"\bstudyguide_\w+(?=[{\[])", (ROOT / "docs" / "operate.md").read_text()))
    assert named
    assert named <= served


def test_page_for_operators_has_each_word_of_readyz():
    page = (ROOT / "docs" / "operate.md").read_text()
    assert all(f"| {word} |" in page for word in CONDITIONS)
