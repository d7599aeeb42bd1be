"""Rows about answers: how fast they are saved. That none is lost or counted twice is a bar: see tests/cluster."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

from deploy.cluster import database_address, postgres
from tests.benchmarks import saving
from tests.benchmarks.rows import CLIENTS, SECONDS, Rate, Row, duration, rate, take_turns
from tests.benchmarks.sitting import Sitting
from tests.serving import ROOT, free_port, serve, serve_site

MANY = 64


def saving_rate(port: int, folder: Path, clients: int) -> Rate:
    """The saves of learners who begin an attempt each; every one that was acknowledged must be stored."""
    learners = saving.begin(port, clients)
    options = saving.script_options(folder / "site", map(saving.site_line, learners))
    before = saving.saves_stored(learners)
    found = rate(port, "/", *options)
    stored = saving.saves_stored(learners) - before
    if stored < found.requests * SECONDS:
        raise RuntimeError(f"{stored} saves stored, {found.requests} a second acknowledged")
    return found


def saves_beside_bare_view(port: int, database: str, bare_url: str) -> Iterator[Row]:
    """The site at `port` and the bare view at `bare_url` keep theirs in the same kind of database."""
    os.environ["BARE_DATABASE_URL"] = bare_url
    form = saving.Learner(port).form
    sessions = saving.bare_sessions(MANY)
    with tempfile.TemporaryDirectory() as name, serve("tests.benchmarks.bare_save:application") as bare_port:
        folder = Path(name)
        turns = {}
        for clients in (CLIENTS, MANY):
            lines = [saving.bare_line(session, form) for session in sessions[:clients]]
            bare = saving.script_options(folder / "bare", lines)
            turns[clients] = take_turns(
                partial(saving_rate, port, folder, clients), partial(rate, bare_port, "/", *bare)
            )
    yield turns[CLIENTS].rates(f"answer saved to bare Django view, {database}", least=1.0)
    yield turns[MANY].slowest(f"the same with {MANY} clients, {database}", most=1.5)
    yield Row(f"the same with {MANY} clients, {database}, errors", str(turns[MANY].errors), "0", not turns[MANY].errors)


def saves(port: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        yield from saves_beside_bare_view(port, "SQLite", f"sqlite:///{folder}/bare.sqlite3")


def saves_on_postgres(port: int) -> Iterator[Row]:
    with own_postgres() as (address, bare_url), serve_site(DATABASE_URL=address) as own_port:
        yield from saves_beside_bare_view(own_port, "PostgreSQL", bare_url)


@contextmanager
def own_postgres() -> Iterator[tuple[str, str]]:
    """Run a PostgreSQL as Debian sets it up, so durable; give the addresses of two empty databases."""
    subprocess.run([ROOT / "deploy" / "get_servers.sh", "postgres"], check=True)
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)  # the database's user passes through
        port = free_port()
        service = postgres(Path(name), port)
        try:
            service.start()
            address = database_address(port)
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE DATABASE bare")
            yield address, f"{address.removesuffix('/postgres')}/bare"
        finally:
            service.stop()


def whole_attempts(port: int) -> Iterator[Row]:
    """Guests with a thread each, beside the server on the same machine; the first attempts wake everybody."""
    for clients, each in {1: 16, CLIENTS: 4, MANY: 2}.items():
        sittings = [Sitting(port) for _ in range(clients)]
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(Sitting.take, sittings[:CLIENTS]))
            seconds = duration(lambda: list(pool.map(Sitting.take_times, sittings, [each] * clients)))  # noqa: B023
        requests = 4 + 2 * sittings[0].questions
        figure = f"{clients * each / seconds:.1f} ({clients * each * requests / seconds:,.0f} requests a second)"
        yield Row(f"whole attempts a second, {clients} client{'s' if clients > 1 else ''}", figure)
