"""How many flaws the linter finds, and how often it cries wolf: `python -m tests.quiz.lint_figures [SEED ...]`.

For each seed, 200 good questions and 200 with one planted flaw each (see `lint_corpus` and `lint_flaws`). The rules
over whole banks are shown 100 banks by chance and 100 that are skewed (see `lint_banks`).
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from quiz.lint import BANK_RULES, RULES, lint_question
from tests.quiz.lint_banks import BY_CHANCE, EVEN, TOO_OFTEN, UNEVEN, bank_of_lengths, bank_of_places, found_over
from tests.quiz.lint_corpus import context_of, good_questions
from tests.quiz.lint_flaws import Flawed, flawed_questions

FEWEST_FOUND = 0.95
MOST_FALSE_ALARMS = 0.05
BANKS = 100


@dataclass(slots=True)
class Figures:
    """Counts by rule. A false alarm is a good question, or bank, with at least one finding of the rule."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    false_alarms: Counter[str] = field(default_factory=Counter)
    missed: list[Flawed] = field(default_factory=list)

    def found_share(self, rules: Iterable[str]) -> float:
        names = list(rules)
        return sum(self.found[rule] for rule in names) / sum(self.planted[rule] for rule in names)

    def false_alarm_share(self, rule: str) -> float:
        return self.false_alarms[rule] / self.good[rule]


def figures(seeds: Iterable[int]) -> Figures:
    """The counts over the questions of all seeds; each flaw is looked for in the bank of the good ones."""
    total = Figures()
    for seed in seeds:
        good = good_questions(seed)
        context = context_of(good)
        for source in good.values():
            total.good.update(rule.id for rule in RULES)
            total.false_alarms.update({finding.rule for finding in lint_question(source, context)})
        for flawed in flawed_questions(seed):
            total.planted[flawed.rule] += 1
            if flawed.rule in {finding.rule for finding in lint_question(flawed.source, context)}:
                total.found[flawed.rule] += 1
            else:
                total.missed.append(flawed)
    return total


def bank_figures() -> Figures:
    """The same for the rules over a whole bank."""
    total = Figures()
    for seed in range(BANKS):
        banks = {"key-position-skew": (bank_of_places(seed, EVEN), bank_of_places(seed, UNEVEN))}
        banks |= {"longest-key-skew": (bank_of_lengths(seed, BY_CHANCE), bank_of_lengths(seed, TOO_OFTEN))}
        for rule, (fair, skewed) in banks.items():
            total.good[rule] += 1
            total.planted[rule] += 1
            total.false_alarms[rule] += rule in found_over(fair)
            total.found[rule] += rule in found_over(skewed)
    return total


def table(counted: Figures, rules: Iterable[str]) -> str:
    lines = []
    for rule in rules:
        alarms = f"{counted.false_alarms[rule]} of {counted.good[rule]} ({counted.false_alarm_share(rule):.1%})"
        lines.append(f"{rule:22}{counted.found[rule]:6} of {counted.planted[rule]:4}{alarms:>22}")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    counted = figures([int(argument) for argument in arguments] or [1])
    rules = [rule.id for rule in RULES]
    planted = f"{counted.found.total()} of {counted.planted.total()} flaws ({counted.found_share(rules):.1%})"
    sys.stdout.write(
        f"{'rule':22}{'flaws found':>14}{'false alarms':>22}\n{table(counted, rules)}\n{planted} found\n\n"
    )
    sys.stdout.write(f"over banks\n{table(bank_figures(), [rule.id for rule in BANK_RULES])}\n")
    for flawed in counted.missed:
        sys.stdout.write(f"missed {flawed.rule}: {flawed.source}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
