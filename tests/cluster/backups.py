"""A backup of much while learners answer: how long it takes, how long it holds them up, and what comes back of it."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.benchmarks.rows import Row, duration
from tests.benchmarks.saving import rows
from tests.cluster.learners import PatientLearner, begin, saving
from tests.cluster.places import Place
from tests.serving import ROOT, manage

LEARNERS = 64
SCALE = os.environ.get("BACKUP_SCALE") or "0.1"  # for `seed_responses`: 400 MB
MOST_SECONDS = 2.0  # for 100 MB of the database
MOST_STALL = 0.2  # seconds


class Made(NamedTuple):
    """A backup; `answers` are the revisions of each learner's answers that were acknowledged before it began."""

    seconds: float
    stall: float
    usual: float
    answers: list[dict[int, int]]


def backup(place: Place) -> Iterator[Row]:
    """What is restored has every answer from before the backup, and serves every page."""
    manage("seed_responses", "--scale", SCALE, environment=place.environment)
    size = _megabytes(place)
    learners = begin(place.learner, LEARNERS)
    with TemporaryDirectory(prefix="backup-") as name:
        made = _make(place, learners, Path(name) / "backups")
        copy = _elsewhere(place, Path(name) / "copy")
        seconds = duration(lambda: manage("restore", *_only(Path(name) / "backups"), environment=copy))
        lost = _lost(copy, learners, made.answers)
        failed = _failed_pages(copy)
    each, refused = 100 * made.seconds / size, sum(len(learner.errors) for learner in learners)
    figure = (
        f"{size:.0f} MB in {made.seconds:.1f} s, {each:.2f} s for 100 MB, {refused} refused, no save for at most "
        f"{1000 * made.stall:.0f} ms (before it {1000 * made.usual:.0f} ms); restored in {seconds:.1f} s, "
        f"{lost} answers lost, {failed} pages fail"
    )
    is_met = each <= MOST_SECONDS and made.stall <= MOST_STALL and not refused + lost + failed
    yield Row(f"backup while {LEARNERS} learners answer", figure, "2 s for 100 MB, 200 ms, 0, 0, 0", is_met)


def _make(place: Place, learners: list[PatientLearner], folder: Path) -> Made:
    with saving(learners):
        time.sleep(10)
        answers = [dict(learner.revisions) for learner in learners]
        begun = time.monotonic()
        said = _said(place.environment, "manage.py", "backup", "--to", str(folder))
        ended = time.monotonic()
        time.sleep(3)
    seconds = re.search(r"in ([0-9.]+) s", said)
    if seconds is None:
        raise RuntimeError(said)
    stall, usual = (_longest(learners, *span) for span in ((begun, ended), (begun - 8, begun)))
    return Made(float(seconds[1]), stall, usual, answers)


def _longest(learners: list[PatientLearner], start: float, end: float) -> float:
    """Seconds without a save of any of them."""
    times = [start, *sorted(at for learner in learners for at in learner.saved_at if start < at < end), end]
    return max(after - before for before, after in pairwise(times))


def _only(folder: Path) -> list[str]:
    (made,) = folder.iterdir()
    return [str(made)]


def _megabytes(place: Place) -> float:
    """Of the database."""
    if place.is_cluster:
        query = "SELECT pg_database_size(current_database())"
        return float(rows(query, address=place.environment["DATABASE_URL"])[0][0]) / 1e6
    return (place.folder / "studyguide.sqlite3").stat().st_size / 1e6


def _elsewhere(place: Place, folder: Path) -> dict[str, str]:
    """The environment of a site that has nothing yet, on the same engine."""
    folder.mkdir()
    url = place.environment["DATABASE_URL"]
    copy = urlsplit(url)._replace(path="/copy").geturl() if url else ""
    return {**place.environment, "DATA_DIR": str(folder), "DATABASE_URL": copy, "EXPORT_DIR": ""}


def _lost(copy: Mapping[str, str], learners: list[PatientLearner], answers: list[dict[int, int]]) -> int:
    """How many answers the copy has only in an older state than was acknowledged, or not as they were given."""
    os.environ["DATA_DIR"] = copy["DATA_DIR"]
    lost = 0
    for learner, known in zip(learners, answers, strict=True):
        learner.address = copy["DATABASE_URL"]
        stored = [found for found in learner.stored() if found.is_whole]
        lost += len(known) - sum(found.revision >= known[found.position] for found in stored)
    return lost


def _failed_pages(copy: Mapping[str, str]) -> int:
    """Of those that benchmarks/page_growth.py asks for."""
    manage("collectstatic", "--no-input", "--verbosity=0", environment=copy)
    seen: dict[str, list[float]] = json.loads(_said(copy, "-m", "tests.benchmarks.page_growth", "--json"))
    return sum(status >= 400 for _, _, status in seen.values())


def _said(environment: Mapping[str, str], *command: str) -> str:
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
