"""How good generated cases are, over 10,000 seeds: `python -m tests.quiz.generated_figures [COUNT]`.

The same measures, over fewer seeds, are tests in test_generated_cases.
"""

import gc
import sys
from collections import Counter, deque
from time import process_time

from tests.quiz.brute_force import BruteForce
from tests.quiz.generated_guides import AWS, aws

# The chi-square that chance exceeds once in a hundred times, by degrees of freedom (NIST e-Handbook, 1.3.6.7.4).
ONE_IN_A_HUNDRED = {1: 6.635, 2: 9.210, 3: 11.345, 4: 13.277}
CHOICES = ("limit", "target", "metric")  # steps with one right option


def chi_square(counts, expected):
    return sum((counts[place] - expected[place]) ** 2 / expected[place] for place in expected)


def places_of_keys(cases, step_name, place_of):
    """How often the key has each place among its options, and how often chance would put it there."""
    found: Counter[int] = Counter()
    expected: dict[int, float] = {}
    for case in cases:
        for step in case.steps:
            if step.name == step_name:
                options = step.fields["options"]
                found[place_of(options)] += 1
                for place in range(len(options)):
                    expected[place] = expected.get(place, 0) + 1 / len(options)
    return found, expected


def position(options):
    return next(place for place, option in enumerate(options) if option["key"])


def length_rank(options):
    """0 for the shortest; options of one length share their places by what they say."""
    rising = sorted(options, key=lambda option: (len(option["text"]), option["text"]))
    return next(place for place, option in enumerate(rising) if option["key"])


def first_repeat(cases, within=100):
    """The seed of the first story that was told among the last `within`, or None."""
    recent: deque[tuple[str, ...]] = deque(maxlen=within - 1)
    for case in cases:
        if case.story in recent:
            return case.seed
        recent.append(case.story)
    return None


def unproven(cases, force):
    """The seeds of cases that have another answer, or several, by brute force."""
    return [case.seed for case in cases if force.left(case.advice.workload) != [case.answer]]


def offered_without_reason(cases, force):
    return [
        (case.seed, target)
        for case in cases
        for target in case.offered
        if target != case.answer and not list(force.broken(target, case.advice.workload))
    ]


def report(count):
    generator = aws()
    generator.case(0)
    times, cases = [], []
    gc.disable()  # it would walk all cases that are kept here, which a site does not keep
    for seed in range(count):
        start = process_time()
        cases.append(generator.case(seed))
        times.append((process_time() - start) * 1000)
    gc.enable()
    force, times = BruteForce(AWS), sorted(times)
    yield f"{count:,} seeds, version {cases[0].version}"
    yield f"  one key by brute force     {1 - len(unproven(cases, force)) / count:.2%}"
    yield f"  distractors without reason {len(offered_without_reason(cases, force))}"
    shares = ", ".join(f"{share} % {times[count * share // 100]:.1f}" for share in (50, 95, 99))
    yield f"  milliseconds for a case    mean {sum(times) / count:.1f}, {shares}, most {times[-1]:.1f}, of this process"
    yield f"  first repeat within 100    {first_repeat(cases)}"
    yield f"  rival among the options    {sum(c.deciding.rival in c.offered for c in cases) / count:.1%}"
    for name, counter in (
        ("keys", Counter(c.answer for c in cases)),
        ("difficulty", Counter(c.difficulty for c in cases)),
        ("domains", Counter(c.domain for c in cases)),
        ("deciding rules", Counter(c.deciding.reason.rule for c in cases)),
    ):
        yield f"  {name:<26} " + ", ".join(f"{key} {found / count:.1%}" for key, found in counter.most_common())
    for step in CHOICES:
        for name, place_of in (("position", position), ("length", length_rank)):
            found, expected = places_of_keys(cases, step, place_of)
            limit = ONE_IN_A_HUNDRED[len(expected) - 1]
            places = dict(sorted(found.items()))
            yield f"  {step} {name:<20} chi-square {chi_square(found, expected):.2f} (below {limit}) {places}"


if __name__ == "__main__":
    for line in report(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000):
        print(line)  # noqa: T201
