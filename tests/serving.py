"""Servers that run for as long as a `with` block, and requests to them, for what is measured or photographed.

All on the loopback address. Only processes that were started here are stopped, by their id.
"""

import gzip
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import brotli

ROOT = Path(__file__).resolve().parent.parent
GRANIAN = Path(sys.executable).with_name("granian")


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def size(self) -> int:
        """The bytes on the wire: status line, headers, empty line, body."""
        head = "HTTP/1.1 200 OK\r\n" + "".join(f"{name}: {value}\r\n" for name, value in self.headers) + "\r\n"
        return len(head.encode()) + len(self.body)

    @property
    def text(self) -> str:
        """The body, decompressed where it was sent compressed."""
        encoding = {name.lower(): value for name, value in self.headers}.get("content-encoding", "")
        read: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
        return read[encoding](self.body).decode()


def fetch(port: int, path: str, **headers: str) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read())
    finally:
        connection.close()


def manage(*command: str, environment: Mapping[str, str] = os.environ) -> None:
    subprocess.run([sys.executable, ROOT / "manage.py", *command], env=environment, stdout=sys.stderr, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Wait until something answers on `port`."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            fetch(port, "/healthz")
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"no answer from {process.args!r}")


@contextmanager
def running(
    command: list[str], port: int, environment: Mapping[str, str] | None = None, pid_file: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server; the block begins once it answers, and its end stops the server."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    if pid_file:
        pid_file.write_text(str(process.pid))
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serve(application: str) -> Iterator[int]:
    """Serve a WSGI application as `make run` does, and give the port."""
    port = free_port()
    flags = shlex.split(os.environ["GRANIAN_FLAGS"])  # set by the Makefile
    address = ["--host", "127.0.0.1", "--port", str(port)]
    with running([str(GRANIAN), *flags, *address, application], port):
        yield port


@contextmanager
def serve_site(**environment: str) -> Iterator[int]:
    """Serve the whole site from a data folder of its own, and give the port; the environment is so for the block."""
    kept = dict(os.environ)
    with tempfile.TemporaryDirectory() as data_dir:
        os.environ.update(environment, DATA_DIR=data_dir)
        try:
            manage("prepare")
            with serve("studyguide.wsgi:application") as port:
                yield port
        finally:
            os.environ.clear()
            os.environ.update(kept)
