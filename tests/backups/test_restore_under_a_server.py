"""Nothing is restored while a server runs, and what it was doing when it was saved is in the copy."""

import os
import signal
import subprocess
import threading

import pytest

from studyguide.backups import make
from studyguide.running import Running, nobody_serving, serving
from tests.conftest import NOW
from tests.serving import GRANIAN, ROOT, free_port, wait_for


@pytest.fixture
def server(site):
    """The site's server, in a process group of its own."""
    port = free_port()
    address = ["--host", "127.0.0.1", "--port", str(port)]
    command = [str(GRANIAN), "--interface", "wsgi", "--workers", "2", *address, "studyguide.wsgi:application"]
    site.manage("prepare")
    process = subprocess.Popen(command, cwd=ROOT, env=site.environment, start_new_session=True)
    wait_for(port, process)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_running_server_is_not_restored_under(site, server, tmp_path):
    saved = make(site.engine, tmp_path / "backups", NOW).path
    said, is_done = site.manage("restore", "--replace", saved)
    assert not is_done
    assert said.endswith("Stop it, then restore.\n")


def test_killed_server_is_no_obstacle(site, server, tmp_path):
    saved = make(site.engine, tmp_path / "backups", NOW).path
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    said, is_done = site.manage("restore", "--replace", saved)
    assert is_done, said


def test_two_servers_share_a_folder(tmp_path):
    with serving(tmp_path), serving(tmp_path), pytest.raises(Running), nobody_serving(tmp_path):
        pass


def test_server_waits_for_a_restore(tmp_path):
    started = threading.Event()

    def start():
        with serving(tmp_path):
            started.set()

    with nobody_serving(tmp_path):
        server = threading.Thread(target=start)
        server.start()
        assert not started.wait(0.2)
    server.join(10)
    assert started.is_set()


def test_folder_that_is_not_there_is_no_obstacle_to_a_server(tmp_path):
    assert serving(tmp_path / "gone") is None
