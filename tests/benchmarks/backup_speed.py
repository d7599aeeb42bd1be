"""How fast a backup is while 64 writers save answers, and how long it holds them up.

`python -m tests.benchmarks.backup_speed` works on the site that DATA_DIR and DATABASE_URL name, filled by
`seed_responses --scale`. A stall is the longest time in which none of the writers finished a save. What they write is
the name of a page, which says nothing of an answer.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")

from django.apps import apps
from django.core.wsgi import get_wsgi_application
from django.db import connection

from studyguide.backups.manifest import MANIFEST, Manifest
from tests.serving import ROOT

WRITERS = int(os.environ.get("WRITERS", "64"))
QUIET_SECONDS = 10.0


class Writers:
    """Save answers until they are told to stop, each at a response of its own; `saved` are the times of it."""

    def __init__(self) -> None:
        self.saved: list[float] = []
        self.failed = 0
        self._stop = threading.Event()
        self._responses = apps.get_model("quiz", "Response").objects
        ids = list(self._responses.order_by("pk").values_list("pk", flat=True)[:WRITERS])
        self._threads = [threading.Thread(target=self._write, args=[pk]) for pk in ids]
        for thread in self._threads:
            thread.start()

    def _write(self, pk: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            try:
                self._responses.filter(pk=pk).update(writer=f"bench-{number}")
                self.saved.append(time.perf_counter())
            except Exception:
                self.failed += 1
        connection.close()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def stall(self, start: float, end: float) -> float:
        """In milliseconds."""
        times = [start, *sorted(at for at in self.saved if start < at < end), end]
        return 1_000 * max(after - before for before, after in pairwise(times))

    def rate(self, start: float, end: float) -> float:
        """Saves a second."""
        return sum(start < at < end for at in self.saved) / (end - start)


def backup(folder: str) -> tuple[Manifest, float]:
    """Made by the command, in a process of its own; its manifest, and the seconds that it says."""
    command = [sys.executable, str(ROOT / "manage.py"), "backup", "--to", folder]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    (place,) = Path(folder).iterdir()
    seconds = re.search(r"in ([0-9.]+) s", said)
    return Manifest.from_json((place / MANIFEST).read_text()), float(seconds[1] if seconds else 0)


def main() -> None:
    get_wsgi_application()  # sets Django up
    writers = Writers()
    time.sleep(2)
    quiet = time.perf_counter()
    time.sleep(QUIET_SECONDS)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=os.environ.get("BACKUPS")) as folder:
        made, seconds = backup(folder)
    ended = time.perf_counter()
    writers.stop()
    size = made.bytes / 1e6
    kept = next(count for table, count in made.rows.items() if table.endswith("quiz_response"))
    print(f"{made.engine_label}: {size:,.0f} MB in {seconds:.1f} s, {100 * seconds / size:.2f} s for 100 MB")
    print(f"responses in the backup {kept:,}; saves that failed: {writers.failed}")
    print(f"without: {writers.rate(quiet, begun):,.0f} saves a second, stall {writers.stall(quiet, begun):.0f} ms")
    print(f"during:  {writers.rate(begun, ended):,.0f} saves a second, stall {writers.stall(begun, ended):.0f} ms")


main()
