"""Counts and times of requests for Prometheus, on a port that only the monitor reaches.

Each worker process counts in files of its own, which lie in one folder for each server. Whichever worker has the port
answers for all of them; when it dies, the one that replaces it takes the port.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from studyguide.request_log import Observer, Seen

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}  # anybody can invent another
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def serve_metrics(address: str, port: int, folder: Path) -> Observer:
    """Serve what the workers of this server count, and return what counts a request of this one."""
    own = folder / str(os.getppid())  # the server, which all its workers have in common
    own.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(own)  # read when the library is imported
    from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    counted = CollectorRegistry()
    requests = Counter("studyguide_requests", "Requests", ["method", "route", "status"], registry=counted)
    seconds = Histogram("studyguide_request_seconds", "Time to answer", ["route"], buckets=BUCKETS, registry=counted)
    of_all = CollectorRegistry()
    MultiProcessCollector(of_all, path=str(own))  # type: ignore[no-untyped-call]
    with suppress(OSError):  # another worker has it
        start_http_server(port, address, of_all)
        _remove_left_behind(folder)

    def count(seen: Seen) -> None:
        route = seen.route or "other"
        requests.labels(seen.method if seen.method in METHODS else "other", route, str(seen.status)).inc()
        seconds.labels(route).observe(seen.seconds)

    return count


def _remove_left_behind(folder: Path) -> None:
    """Of servers that no longer run."""
    for found in folder.iterdir():
        if not Path("/proc", found.name).exists():
            shutil.rmtree(found, ignore_errors=True)
