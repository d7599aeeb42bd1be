"""Mixed load for minutes: nothing fails, and memory stays where it was."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

from tests.benchmarks.rows import Row
from tests.benchmarks.saving import Browser
from tests.cluster.learners import begin, found_by, saving
from tests.cluster.places import Place, workers_of

SECONDS = float(os.environ.get("SOAK_SECONDS") or 180)
WARM_UP = 40.0  # seconds until each worker has imported and remembered what it will
PAGES = ["/", "/quizzes/", "/progress/", "/search/?q=payload", "/guides/aws-ml-deployment-targets/decision-tree/"]


def soak(place: Place) -> Iterator[Row]:
    """Ten answers and ten pages a second."""
    learners, is_over, failed = begin(place.learner, 8), Event(), list[str]()
    reader = Thread(target=_read, args=[place, learners[0].cookies, is_over, failed])
    reader.start()
    with saving(learners, between=0.75):
        time.sleep(WARM_UP)
        before = _memory(place)
        time.sleep(SECONDS)
        after = _memory(place)
    is_over.set()
    reader.join()
    found = found_by(learners)
    growth = 100 * (after / before - 1)
    wal = (place.folder / "studyguide.sqlite3-wal").stat().st_size / 1e6 if not place.is_cluster else 0.0
    figure = (
        f"{found.acknowledged:,} answers, {len(found.errors) + len(failed)} failed, {found.lost} lost, "
        f"{before:.0f} to {after:.0f} MB ({growth:+.1f} %)"
    )
    figure += "" if place.is_cluster else f", log of writes {wal:.1f} MB"
    is_met = not found.errors and not failed and not found.lost and growth <= 10 and wal <= 30
    yield Row(f"mixed load for {SECONDS / 60:.0f} minutes", figure, "0 failed, +10 %, 30 MB", is_met)


def _read(place: Place, cookies: dict[str, str], is_over: Event, failed: list[str]) -> None:
    number = 0
    while not is_over.wait(0.1):
        browser = Browser(place.port)
        browser.cookies = dict(cookies)
        try:
            browser.ask("GET", PAGES[number % len(PAGES)])
        except Exception as error:
            failed.append(repr(error)[:200])
        browser.connection.close()
        number += 1


def _memory(place: Place) -> float:
    """Of all application processes, in megabytes."""
    processes = [process for server in place.pids for process in [server, *workers_of(server)]]
    pages = sum(int(Path(f"/proc/{process}/statm").read_text().split()[1]) for process in processes)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
