"""Where learners answer while bars are measured: the site as `make run` serves it, and a cluster."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.cluster import Cluster, answers
from tests.cluster.learners import PatientLearner
from tests.serving import GRANIAN, ROOT, manage, running

PORT = int(os.environ.get("PORT") or 8000)
SQLITE_PORT = PORT + 10  # the cluster has seven


@dataclass(frozen=True)
class Place:
    """`servers` are the ports of the application, `pids` its processes, `starter` who starts again what dies."""

    name: str
    port: int
    folder: Path
    environment: dict[str, str]
    learner: Callable[[], PatientLearner]
    servers: list[int]
    starter: int = 0

    @property
    def is_cluster(self) -> bool:
        return bool(self.starter)

    def pid(self, name: str) -> int:
        """Of a server of the cluster."""
        return int((self.folder / f"{name}.pid").read_text())

    @property
    def pids(self) -> list[int]:
        """Of the application servers."""
        names = ["app1", "app2"] if self.is_cluster else ["app"]
        return [self.pid(name) for name in names]

    def wait_until_whole(self, seconds: float = 60) -> float:
        """Seconds until every application server may be asked."""
        begun = time.monotonic()
        while not all(answers(port, "/readyz") for port in self.servers):
            if time.monotonic() - begun > seconds:
                raise RuntimeError(f"a server of {self.name} did not come back")
            time.sleep(0.1)
        return time.monotonic() - begun


def workers_of(server: int) -> list[int]:
    """The processes that a server started to answer requests."""
    children = map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split())
    return [child for child in children if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


@contextmanager
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="bars-") as name:
        Path(name).chmod(0o755)  # the database's user passes through
        yield Path(name)


@contextmanager
def limited_folder(megabytes: int) -> Iterator[Path]:
    """A folder on a file system of its own that is soon full; only root may make one."""
    with folder() as path:
        options = f"size={megabytes}m,mode=0755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", path], check=True)
        try:
            yield path
        finally:
            subprocess.run(["umount", path], check=True)


@contextmanager
def sqlite_place(path: Path) -> Iterator[Place]:
    environment = {**os.environ, "DATA_DIR": str(path), "DATABASE_URL": "", "REDIS_URL": "", "EXPORT_DIR": ""}
    os.environ["DATA_DIR"] = str(path)  # where learners look for what is stored
    manage("prepare", environment=environment)
    flags = shlex.split(os.environ["GRANIAN_FLAGS"])  # set by the Makefile
    command = [str(GRANIAN), *flags, "--host", "127.0.0.1", "--port", str(SQLITE_PORT), "studyguide.wsgi:application"]
    with running(command, SQLITE_PORT, environment, path / "app.pid"):
        yield Place("SQLite", SQLITE_PORT, path, environment, lambda: PatientLearner(SQLITE_PORT), [SQLITE_PORT])


@contextmanager
def cluster_place(path: Path) -> Iterator[Place]:
    """A cluster with data of its own, started by `make cluster`'s program."""
    environment = os.environ | {"CLUSTER_DIR": str(path), "PORT": str(PORT)}
    process = subprocess.Popen([sys.executable, "-m", "deploy.cluster"], cwd=ROOT, env=environment, stdout=sys.stderr)
    cluster = Cluster(path, PORT)
    try:
        while not answers(PORT, "/healthz"):
            if process.poll() is not None:
                raise RuntimeError("the cluster did not start")
            time.sleep(0.5)
        database = cluster.environment["DATABASE_URL"]
        yield Place(
            "cluster",
            PORT,
            path,
            cluster.environment,
            lambda: PatientLearner(PORT, database),
            cluster.app_ports,
            process.pid,
        )
    finally:
        process.terminate()
        process.wait()
