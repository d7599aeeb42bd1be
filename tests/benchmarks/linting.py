"""Measure the linter in CPU time: `python -m tests.benchmarks.linting [QUESTIONS]`.

The bank is made of good questions of several seeds; the written ones stand in it many times, so that it holds more
near-duplicates than any real bank.
"""

import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import process_time
from typing import Any

from quiz.lint import Bank, lint_bank, lint_question
from tests.quiz.lint_corpus import context_of, good_questions


def milliseconds(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return (process_time() - before) * 1000


def main(size: int) -> None:
    sources: dict[str, dict[str, Any]] = {}
    for seed in range(-(-size // 200)):
        for source in good_questions(seed).values():
            sources[f"{seed}-{source['id']}"] = source | {"id": f"{seed}-{source['id']}"}
    sources = dict(list(sources.items())[:size])
    context = context_of(sources)
    times = sorted(milliseconds(partial(lint_question, source, context)) for source in sources.values())
    print(f"{size} questions")
    print(f"index of the bank: {milliseconds(lambda: Bank(sources)):.0f} ms")
    print(f"one question: median {median(times):.1f} ms, slowest {times[-1]:.1f} ms")
    print(f"the whole bank: {milliseconds(lambda: lint_bank(sources, context)) / 1000:.1f} s")


main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
