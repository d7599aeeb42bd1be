"""What runs still when the watch over it was killed, which could stop nothing."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.processes import AlreadyWatched, Service, only_watch


def service(folder, *command):
    return Service("nap", command, folder / "nap.log", lambda: True, seconds=5)


@pytest.fixture
def begun(tmp_path):
    """Starts a service as a watch did that is no more; what is left is killed in the end."""
    started = []

    def begin(*command):
        one = service(tmp_path, *command)
        one.start()
        started.append(one.process)
        return one.process

    yield begin
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def runs(pid):
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "zombie" not in status.read_text()


def test_it_is_told_to_stop(tmp_path, begun):
    process = begun("sleep", "300")
    service(tmp_path).stop_left_behind()
    assert process.wait(timeout=5) == -signal.SIGTERM


def test_one_that_does_not_hear_is_killed(tmp_path, begun):
    process = begun("sh", "-c", "trap '' TERM; while true; do sleep 0.1; done")
    time.sleep(0.3)
    again = service(tmp_path)
    again.seconds = 0.5
    again.stop_left_behind()
    assert process.wait(timeout=5) == -signal.SIGKILL


def test_workers_whose_server_was_killed_are_stopped_too(tmp_path, begun):
    process = begun("sh", "-c", "sleep 300 & echo $! > worker; wait")
    worker = tmp_path / "worker"
    while not (worker.exists() and worker.read_text()):
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert runs(int(worker.read_text()))
    service(tmp_path).stop_left_behind()
    assert not runs(int(worker.read_text()))


def test_somebody_elses_process_with_that_id_is_left_alone(tmp_path):
    process = subprocess.Popen(["sleep", "300"], cwd="/", start_new_session=True)
    try:
        (tmp_path / "nap.pid").write_text(str(process.pid))
        service(tmp_path).stop_left_behind()
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("kept", [None, "", "no number", "999999999"])
def test_where_nothing_is_left_nothing_happens(tmp_path, kept):
    if kept is not None:
        (tmp_path / "nap.pid").write_text(kept)
    service(tmp_path).stop_left_behind()


def test_a_watch_that_lives_keeps_others_out(tmp_path):
    with only_watch(tmp_path), pytest.raises(AlreadyWatched), only_watch(tmp_path):
        pass


def test_one_that_is_gone_does_not(tmp_path):
    with only_watch(tmp_path):
        pass
    with only_watch(tmp_path):
        pass
