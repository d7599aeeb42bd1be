"""Many learners at once: saves, submits and starts that race, and a backup while they answer."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

from tests.benchmarks.rows import Row
from tests.benchmarks.saving import Browser, percentile, race_submits, saves_stored
from tests.cluster.learners import begin, saving
from tests.cluster.places import Place
from tests.serving import ROOT

LEARNERS, SAVES = 64, 100
RACES, AT_ONCE = 50, 20
OTHER_QUIZ = "/quizzes/first-look/"


def many_saves(place: Place) -> Iterator[Row]:
    learners = begin(place.learner, LEARNERS)
    with ThreadPoolExecutor(LEARNERS) as pool:
        list(pool.map(lambda learner: learner.save_times(SAVES), learners))
    seconds = [second for learner in learners for second in learner.seconds]
    stored, refused = saves_stored(learners), sum(learner.refused for learner in learners)
    most = percentile(seconds, 99)
    figure = f"{len(seconds):,} acknowledged, {stored:,} stored, {refused} refused; p99 {most:.2f} s"
    is_met = len(seconds) == stored == LEARNERS * SAVES and not refused and most <= 1.5
    yield Row(f"{LEARNERS} learners save {SAVES} answers each", figure, "6,400, 6,400, 0; 1.5 s", is_met)


def parallel_submits(place: Place) -> Iterator[Row]:
    found = race_submits(begin(place.learner, RACES), AT_ONCE)
    figure = f"{found.scored_once} of {RACES} scored once, {found.refused} refused"
    yield Row(f"{RACES} attempts submitted {AT_ONCE} times at once", figure, "50, 0", found == (RACES, 0))


def parallel_starts(place: Place) -> Iterator[Row]:
    """Each learner has a session by then: without one, each start is a visitor's own."""
    barrier, once, refused = Barrier(AT_ONCE), 0, 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for learner in begin(place.learner, RACES):

            def start(_: int, cookies: dict[str, str] = learner.cookies, form: dict[str, str] = learner.form) -> str:
                browser = Browser(place.port)
                browser.cookies = dict(cookies)
                browser.connection.connect()
                barrier.wait(timeout=60)
                return browser.ask("POST", f"{OTHER_QUIZ}start/", form, browser.connection).location

            asked = [pool.submit(start, number) for number in range(AT_ONCE)]
            refused += sum(one.exception() is not None for one in asked)
            once += len({one.result() for one in asked if one.exception() is None}) == 1
    figure = f"{once} of {RACES} one attempt, {refused} refused"
    yield Row(f"{RACES} learners start a quiz {AT_ONCE} times at once", figure, "50, 0", (once, refused) == (RACES, 0))


def backup(place: Place) -> Iterator[Row]:
    """While so many learners answer: how long it holds them up, and whether it comes back as it was written."""
    learners = begin(place.learner, LEARNERS)
    with TemporaryDirectory() as folder:
        with saving(learners):
            time.sleep(5)
            begun = time.monotonic()
            run = _manage(place, "backup", "--to", folder)
            ended = time.monotonic()
            time.sleep(3)
        kept = re.search(r"in ([0-9.]+) s", run.stdout)
        (made,) = Path(folder).iterdir()
        checked = _manage(place, "restore", "--check", str(made))
        size = json.loads((made / "manifest.json").read_text())["bytes"] / 1e6
    times = sorted(at for learner in learners for at in learner.saved_at)
    stall = max((b - a for a, b in pairwise(t for t in times if begun - 1 < t < ended + 1)), default=99.0)
    usual = max((b - a for a, b in pairwise(t for t in times if t < begun)), default=0.0)
    refused = sum(len(learner.errors) for learner in learners)
    is_whole = run.returncode == 0 and checked.returncode == 0 and kept is not None
    figure = (
        f"{size:.1f} MB in {kept[1] if kept else '?'} s, {'whole' if is_whole else 'not whole'}, {refused} refused, "
        f"no save for at most {1000 * stall:.0f} ms (before it {1000 * usual:.0f} ms)"
    )
    yield Row(f"backup while {LEARNERS} learners answer", figure, "whole, 0 refused", is_whole and not refused)


def _manage(place: Place, *command: str) -> "subprocess.CompletedProcess[str]":
    whole = [sys.executable, str(ROOT / "manage.py"), *command]
    return subprocess.run(whole, env=place.environment, capture_output=True, text=True, check=False)
