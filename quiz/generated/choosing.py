"""Which cases an attempt gets: of a few that could be made, those least like what the learner met lately. Pure.

Only place and deciding rule count as likeness. The answer does not: whoever knows that it never comes twice in a row
can tell it from that.
"""

from collections.abc import Iterator, Sequence
from random import Random

from quiz.generated.generator import Case, Generator, NoCase, Wanted

CANDIDATES = 6  # cases that are made for each one that is taken, at most
TRIES = 40  # seeds, where few cases are as wanted
SEED_BITS = 62

Marks = Sequence[str]


def chosen_cases(generator: Generator, count: int, wanted: Wanted, met: Sequence[Marks], random: Random) -> list[Case]:
    """So many cases, each with a seed of its own; `met` are the marks of earlier ones. Raises NoCase."""
    chosen: list[Case] = []
    for _ in range(count):
        before = [*met, *(marks(case) for case in chosen)]
        chosen.append(_least_like(before, _candidates(generator, wanted, random)))
    return chosen


def marks(case: Case) -> Marks:
    """What makes two cases alike."""
    return case.domain, case.deciding.reason.rule


def _candidates(generator: Generator, wanted: Wanted, random: Random) -> Iterator[Case]:
    made = 0
    for _ in range(TRIES):
        try:
            yield generator.case(random.getrandbits(SEED_BITS), wanted)
            made += 1
        except NoCase:
            continue
        if made == CANDIDATES:
            return


def _least_like(met: Sequence[Marks], candidates: Iterator[Case]) -> Case:
    best: tuple[int, Case] | None = None
    for case in candidates:
        likeness = sum(any(mark == old[place] for old in met) for place, mark in enumerate(marks(case)))
        if best is None or likeness < best[0]:
            best = (likeness, case)
        if not likeness:
            break
    if best is None:
        raise NoCase("no case is as wanted")
    return best[1]
