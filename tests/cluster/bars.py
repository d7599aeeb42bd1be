"""What the site must bear, as a Markdown table for docs/reliability.md. Run by `make bars`; BARS="soak stops" for some.

Each on the site as `make run` serves it, with SQLite, and on a cluster, where it applies. All of it takes half an hour.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from tests.benchmarks.rows import Row
from tests.cluster import backups, bombs, clients, crowds, full_disk, fuzz, killing, soak
from tests.cluster.places import Place, cluster_place, folder, sqlite_place

Bar = Callable[[Place], Iterator[Row]]

ANYWHERE: list[Bar] = [
    crowds.many_saves,
    crowds.parallel_submits,
    crowds.parallel_starts,
    killing.killed_workers,
    clients.slow_headers,
    clients.slow_bodies,
    clients.malformed,
    bombs.bombs,
    soak.soak,
]
ON_SQLITE: list[Bar] = [*ANYWHERE, killing.killed_groups, killing.stops, backups.backup]
ON_CLUSTER: list[Bar] = [*ANYWHERE, killing.killed_processes, backups.backup]
BY_ITSELF = {"SQLite": full_disk.sqlite_disk, "cluster": full_disk.cluster_disk, "both": fuzz.fuzz}


def chosen(name: str) -> bool:
    return name in (os.environ.get("BARS") or name).split()


def write(place: str, rows: Iterator[Row]) -> bool:
    """Print each row as it is found; whether all were met."""
    is_met = True
    for row in rows:
        is_met &= row.is_met is not False
        load = os.getloadavg()[0]
        cells = [place, row.measure, row.figure, row.bar, "yes" if row.is_met else "**no**", f"{load:.0f}"]
        sys.stdout.write(f"| {' | '.join(cells)} |\n")
        sys.stdout.flush()
    return is_met


def measure(name: str, make: Callable[[Path], AbstractContextManager[Place]], bars: list[Bar]) -> bool:
    asked = [bar for bar in bars if chosen(bar.__name__)]
    if not asked:
        return True
    with folder() as path, make(path) as place:
        return all([write(name, bar(place)) for bar in asked])  # noqa: C419  # one that fails ends none


def main() -> None:
    sys.stdout.write("| on | what | figure | bar | met | load |\n| --- | --- | --- | --- | --- | --- |\n")
    is_met = measure("SQLite", sqlite_place, ON_SQLITE)
    is_met &= measure("cluster", cluster_place, ON_CLUSTER)
    for name, bar in BY_ITSELF.items():
        if chosen(bar.__name__):
            is_met &= write(name, bar())
    sys.exit(not is_met)


if __name__ == "__main__":
    main()
