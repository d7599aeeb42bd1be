"""A file system that is full while learners answer: they are told, nothing is spoilt, and room is enough to go on."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg

from tests.benchmarks.rows import Row
from tests.cluster.learners import begin, found_by, saving
from tests.cluster.places import Place, cluster_place, limited_folder, sqlite_place

CLIENTS = 8
FULL, AFTER = 15.0, 20.0  # seconds without room, and with room again


def sqlite_disk() -> Iterator[Row]:
    with limited_folder(40) as folder, sqlite_place(folder) as place:
        yield _fill(place)


def cluster_disk() -> Iterator[Row]:
    with limited_folder(300) as folder, cluster_place(folder) as place:
        yield _fill(place)


def _fill(place: Place) -> Row:
    learners = begin(place.learner, CLIENTS)
    with saving(learners):
        time.sleep(3)
        ballast = place.folder / "ballast"
        filled = time.monotonic()
        while time.monotonic() - filled < FULL:
            _take_all(ballast)  # what was freed meanwhile, too
            if place.is_cluster:
                _use_log(place)
            time.sleep(0.5)
        ballast.unlink()
        freed = time.monotonic()
        time.sleep(AFTER)
    place.wait_until_whole()
    found = found_by(learners)
    back = [next((at for at in learner.saved_at if at > freed), None) for learner in learners]
    statuses = {error.partition("status=")[2][:3] or error[:40] for error in found.errors}
    is_whole = _is_whole(place)
    waited = max(at - freed if at else 999.0 for at in back)
    figure = (
        f"{found.acknowledged:,} acknowledged, {found.lost} lost, {len(found.errors)} refused "
        f"({', '.join(sorted(statuses)) or 'none'}), database {'whole' if is_whole else 'spoilt'}, "
        f"all go on {waited:.1f} s after there is room"
    )
    is_met = not found.lost and is_whole and statuses == {"503"} and waited < AFTER
    return Row("disk full", figure, "0 lost, 503, whole, goes on by itself", is_met)


def _take_all(path: Path) -> None:
    block = b"\0" * 4096
    with path.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(block)
        except OSError:
            os.fsync(file.fileno())


def _use_log(place: Place) -> None:
    """PostgreSQL writes over old files of its log for a while; let it need new ones, for which there is no room."""
    with suppress(psycopg.Error), psycopg.connect(place.environment["DATABASE_URL"], connect_timeout=2) as database:
        database.execute("SELECT pg_switch_wal()")


def _is_whole(place: Place) -> bool:
    if place.is_cluster:
        with psycopg.connect(place.environment["DATABASE_URL"]) as database:
            database.execute("REINDEX TABLE quiz_response")
            return database.execute("SELECT count(*) FROM quiz_response").fetchone() is not None
    with closing(sqlite3.connect(place.folder / "studyguide.sqlite3", timeout=20)) as database:
        is_sound = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return is_sound and not database.execute("PRAGMA foreign_key_check").fetchall()
