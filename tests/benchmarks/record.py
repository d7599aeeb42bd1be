"""Keeps rows in the table of docs/benchmarks.md, each with the day and the command that it comes from."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.rows import Row
from tests.serving import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
MET = {True: "yes", False: "**no**", None: ""}
HEAD = ["| measure | figure | bar | met | date | command |", "| --- | --- | --- | --- | --- | --- |"]
TABLE = re.compile(r"(?<=<!-- rows -->\n).*?(?=<!-- end of rows -->)", re.DOTALL)


def table_line(row: Row, *more: str) -> str:
    return f"| {' | '.join([row.measure, row.figure, row.bar, MET[row.is_met], *more])} |"


def machine() -> str:
    processor = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    name = processor[1] if processor else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"Machine: {os.cpu_count()} cores of {name}, {memory:.0f} GB, {system}, Python {platform.python_version()}."


def record(row: Row, command: str) -> None:
    """Replace the row of the same measure, or add it. Rows of another machine go: their seconds say nothing here."""
    page, here = PAGE.read_text(), machine()
    lines = TABLE.search(page)[0].splitlines()
    rows = {line.split(" | ")[0]: line for line in lines if line.startswith("|") and line not in HEAD}
    if here not in lines:
        rows = {}
    rows[f"| {row.measure}"] = table_line(row, f"{datetime.now(UTC):%Y-%m-%d}", f"`{command}`")
    table = "\n".join([here, "", *HEAD, *rows.values()])
    PAGE.write_text(TABLE.sub(lambda _: f"{table}\n", page))
