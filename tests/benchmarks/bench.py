"""Speed and weight, as a Markdown table. Run by `make bench`.

Speeds are ratios within one run, since machines differ: what is measured and a bare Django view take turns on the same
kind of server. To measure something else, add a function to MEASUREMENTS.

Arguments: names of measurements, or none for all; --write puts the rows into docs/benchmarks.md, too.
"""

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator

from tests.benchmarks import answering, behind_nginx, in_chromium, processes, reading
from tests.benchmarks.record import record, table_line
from tests.benchmarks.rows import Row, say
from tests.serving import serve_site

MEASUREMENTS: list[Callable[[int], Iterator[Row]]] = [
    processes.second_start,
    processes.memory,
    reading.anonymous_page,
    behind_nginx.behind_nginx,
    reading.signed_in_page,
    reading.advisor_page,
    reading.queries,
    answering.saves,
    answering.saves_on_postgres,
    answering.whole_attempts,
    reading.first_visit,
    in_chromium.in_chromium,
    reading.loading,
    reading.quiz_statistics,
]
NAMED = {measurement.__name__.replace("_", "-"): measurement for measurement in MEASUREMENTS}


def install_wrk() -> None:
    if shutil.which("wrk"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit("Needs wrk; on Debian and Ubuntu: apt install wrk")
    say("Installing wrk")
    subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], stdout=sys.stderr, check=True)


def main() -> None:
    parser = ArgumentParser(prog="bench")
    parser.add_argument("names", nargs="*", choices=[[], *NAMED], metavar="NAME", help=", ".join(NAMED))
    parser.add_argument("--write", action="store_true", help="put the rows into docs/benchmarks.md, too")
    options = parser.parse_args()
    install_wrk()
    found: list[Row] = []
    print("| measure | figure | bar | met |\n| --- | --- | --- | --- |")
    with serve_site() as port:
        for name in options.names or NAMED:
            say(f"Measuring: {name}")
            for row in NAMED[name](port):
                print(table_line(row), flush=True)
                found.append(row)
                if options.write:
                    record(row, f"make bench ROWS={name}")
    sys.exit(any(row.is_met is False for row in found))


if __name__ == "__main__":
    main()
