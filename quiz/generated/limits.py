"""What the limit step offers: the limit that decides, and others that could have. Pure: no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from quiz.generated.deciding import Deciding
from studyguide.advisor.evaluation import Advice, Advisor
from studyguide.advisor.rules import HARD, Rule
from studyguide.advisor.sentences import PLACEHOLDER
from studyguide.facts import Fact

OWN_FACTS = ("limit", "feature")  # kinds of what may be offered beside a wall
LIMITS = 3  # beside the one that decides

Others = dict[str, tuple[str, Rule | None]]  # what an option says: the fact, and the rule about it if there is one


@dataclass(frozen=True)
class Limits:
    """The limits of an advisor's targets, each under the name of its fact."""

    advisor: Advisor
    facts: Mapping[str, Fact]

    @cached_property
    def _own(self) -> Mapping[str, Sequence[Fact]]:
        """The limits and features of each target; most facts are about something else."""
        found: dict[str, list[Fact]] = {}
        for fact in self.facts.values():
            if fact.kind in OWN_FACTS and fact.value is not None:
                found.setdefault(fact.owner, []).append(fact)
        return found

    def right(self, deciding: Deciding) -> str:
        """What the right option says."""
        reason = deciding.reason
        return self.facts[reason.fact].label if reason.kind == HARD else reason.text

    def others(self, advice: Advice, deciding: Deciding) -> Others:
        """Facts that do not count against the rival here.

        Beside a wall they are limits and features of the rival itself; beside what only counts, reasons that could
        have counted as well and need no number to be told from it.
        """
        broken = {reason.rule for reason in advice[deciding.rival].reasons}
        rules = self.advisor.rules[deciding.rival]
        found: Others = {}
        if deciding.reason.kind != HARD:
            for rule in rules:
                if rule.kind != HARD and rule.id not in broken and not PLACEHOLDER.search(rule.text):
                    found.setdefault(rule.text, (rule.fact, rule))
            return found
        about = {rule.fact: rule for rule in reversed(rules) if rule.id not in broken}
        taken = {self.facts[key].label for rule in rules if rule.id in broken for key in rule.fact_keys}
        for fact in self._own.get(deciding.rival, ()):
            if fact.label not in taken:
                found.setdefault(fact.label, (fact.key, about.get(fact.key)))
        return found

    def is_even(self, advice: Advice, deciding: Deciding, shorter: int) -> bool:
        """Whether so many of the other options can have shorter texts than the right one."""
        others = list(self.others(advice, deciding))
        return len(others) < LIMITS or any(beside(self.right(deciding), others, LIMITS, shorter))


def beside(key: str, others: Sequence[str], count: int, shorter: int) -> tuple[list[str], list[str]]:
    """The shorter and the longer texts, if there are enough of both for `count` options; else nothing."""
    below = [text for text in others if (len(text), text) < (len(key), key)]
    above = [text for text in others if (len(text), text) > (len(key), key)]
    return (below, above) if len(below) >= shorter and len(above) >= count - shorter else ([], [])
