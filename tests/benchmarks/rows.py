"""What a row of the benchmarks is, and how it comes about: rates of wrk that take turns, and their ratio."""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

GUIDE = os.environ.get("BENCH_GUIDE", "aws-ml-deployment-targets")
SECTION = os.environ.get("BENCH_SECTION", "sagemaker-real-time")
PAGE = f"/guides/{GUIDE}/{SECTION}/"
ROUNDS = 3
CLIENTS = 8
SECONDS = 5
ACCEPTED = {"Accept-Encoding": "gzip, deflate, br"}  # as browsers say


class Row(NamedTuple):
    """`is_met` is None for a figure that is reported only."""

    measure: str
    figure: str
    bar: str = "reported"
    is_met: bool | None = None


class Rate(NamedTuple):
    """Requests per second, the seconds within which 99 of 100 are answered, and how many were not, or with an error."""

    requests: float
    slowest: float
    errors: int


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def duration(act: Callable[[], object]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


def rate(port: int, path: str, *options: str) -> Rate:
    """What wrk finds; `options` go last, and so may replace ours."""
    ours = ["--threads", "2", "--connections", str(CLIENTS), "--duration", f"{SECONDS}s", "--latency"]
    header = [f"{name}: {value}" for name, value in ACCEPTED.items()]
    command = ["wrk", *ours, "--header", *header, f"http://127.0.0.1:{port}{path}", *options]
    report = subprocess.check_output(command, text=True)
    found = re.search(r"Requests/sec:\s+([\d.]+)", report)
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", report)
    if found is None or slowest is None:
        raise RuntimeError(report)
    errors = re.findall(r"(?:Non-2xx or 3xx responses: |connect |read |write |timeout )(\d+)", report)
    return Rate(
        float(found[1]), float(slowest[1]) * {"us": 1e-6, "ms": 1e-3, "s": 1}[slowest[2]], sum(map(int, errors))
    )


class Turns(NamedTuple):
    """Two sides that took turns on the same machine; a ratio is the median of those of each round."""

    pairs: list[tuple[Rate, Rate]]

    @property
    def errors(self) -> int:
        return sum(rate.errors for pair in self.pairs for rate in pair)

    def rates(self, measure: str, least: float | None = None) -> Row:
        """An answer that is an error may be fast, so with one there is no figure."""
        bar = "reported" if least is None else f">= {least}"
        if errors := self.errors:
            return Row(f"{measure}, requests", f"{errors} errors", bar, is_met=False)
        ratio = statistics.median(ours.requests / theirs.requests for ours, theirs in self.pairs)
        ours, theirs = (statistics.median(rate.requests for rate in rates) for rates in zip(*self.pairs, strict=True))
        figure = f"{ratio:.2f} ({ours:,.0f} to {theirs:,.0f} a second)"
        return Row(f"{measure}, requests", figure, bar, None if least is None else ratio >= least)

    def slowest(self, measure: str, most: float) -> Row:
        ratio = statistics.median(ours.slowest / theirs.slowest for ours, theirs in self.pairs)
        ours, theirs = (statistics.median(rate.slowest for rate in rates) for rates in zip(*self.pairs, strict=True))
        figure = f"{ratio:.2f} ({ours * 1000:,.0f} to {theirs * 1000:,.0f} ms)"
        return Row(f"{measure}, 99th percentile", figure, f"<= {most}", ratio <= most)


def take_turns(ours: Callable[[], Rate], theirs: Callable[[], Rate]) -> Turns:
    """Each side answers once more beforehand, so that both are awake."""
    theirs()
    ours()
    return Turns([(ours(), theirs()) for _ in range(ROUNDS)])
