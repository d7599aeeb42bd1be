"""Which limit decides a case, and how near the workload is to it. Pure: no Django."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from studyguide.advisor.evaluation import RULED_OUT, Advice, Advisor
from studyguide.advisor.fields import WorkloadFields
from studyguide.advisor.rules import HARD, Reason
from studyguide.advisor.thresholds import IS, Flip

NEAR, MIDDLE = 0.6, 0.2  # how near a threshold has to be for the hardest cases, and for those in the middle
FAINT = 0.02  # a threshold farther away than this decides nothing that a reader would see

REACH = 3  # ranks that chance may put one target before another


@dataclass(frozen=True, slots=True)
class Deciding:
    """`reason` is what counts against `rival`, which little else speaks against."""

    rival: str
    reason: Reason


def difficulty(flips: Sequence[Flip], fields: Container[str]) -> int:
    """1 to 3, from the distance of the workload to the nearest number in these fields that changes the answer."""
    nearest = max((flip.nearness for flip in flips if flip.field in fields), default=0)
    return 3 if nearest >= NEAR else 2 if nearest >= MIDDLE else 1


def deciders(advisor: Advisor, advice: Advice, flips: Sequence[Flip], random: Random) -> list[Deciding]:
    """What may be asked about, the most telling first.

    Those that would be the answer if a number were on the other side of its limit; those that one wall keeps out, a
    number before anything else and then roughly as they are ranked, so that not always the same one is asked about;
    and the runner-up, if no wall does.
    """
    crossings = [
        Deciding(flip.answer, reason)
        for flip in flips
        if flip.relation != IS and flip.nearness >= FAINT
        for reason in _reasons_at(advisor.fields, advice, flip)
    ]
    walls = [found.of_kind(HARD) for found in advice.targets]
    single = [
        Deciding(found.target, hard[0]) for found, hard in zip(advice.targets, walls, strict=True) if len(hard) == 1
    ]
    places = {found.rival: place + random.uniform(0, REACH) for place, found in enumerate(single)}
    single.sort(key=lambda found: places[found.rival])
    single.sort(key=lambda found: not isinstance(found.reason.limit, float | int))
    second = [Deciding(found.target, found.reasons[0]) for found in advice.targets[1:2] if found.verdict != RULED_OUT]
    return [*crossings, *single, *second]


def _reasons_at(fields: WorkloadFields, advice: Advice, flip: Flip) -> Iterator[Reason]:
    """The first reason against the target beyond a flip that is about the flip's field."""
    for reason in advice[flip.answer].reasons:
        derived = fields.derived.get(reason.field)
        if flip.field == reason.field or (derived and flip.field in derived.parts):
            yield reason
            return


def nearness(advice: Advice, target: str) -> tuple[int, int]:
    """Sorts what loses by how little is missing: few hard reasons, then little burden."""
    found = advice[target]
    return len(found.of_kind(HARD)), found.burden
