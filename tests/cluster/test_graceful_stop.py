"""A server with the flags of `make run` that is told to stop."""

import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.serving import GRANIAN, ROOT, fetch, free_port, wait_for
from tests.test_deploy_files import flags

pytestmark = pytest.mark.slow


@pytest.fixture
def server():
    port = free_port()
    own = flags((ROOT / "Makefile").read_text(), "GRANIAN_FLAGS :=")[2:]
    address = ["--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen([GRANIAN, *own, *address, "tests.cluster.slow_application:application"], cwd=ROOT)
    wait_for(port, process)
    yield port, process
    process.kill()
    process.wait()


def test_it_answers_what_it_was_asked(server):
    port, process = server
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(fetch, port, "/slow") for _ in range(4)]
        time.sleep(0.5)
        process.terminate()
        assert [answer.result().status for answer in asked] == [200] * 4
    assert process.wait(timeout=10) == 0


def test_bodies_that_never_end_do_not_keep_it(server):
    port, process = server
    open_ones = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    for one in open_ones:
        one.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na")
    time.sleep(0.5)
    process.terminate()
    process.wait(timeout=10)
    for one in open_ones:
        one.close()
