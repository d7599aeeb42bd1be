"""What a rule is, and what it finds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from quiz.lint.context import Context
from quiz.lint.wording import Wording

# Haladyna, Downing and Rodriguez, "A review of multiple-choice item-writing guidelines for classroom assessment",
# Applied Measurement in Education 15(3), 2002, table 1: 31 guidelines with the consensus of 27 textbooks.
HALADYNA = "Haladyna, Downing and Rodriguez 2002, guideline"
# National Board of Medical Examiners, "Item-Writing Guide: Constructing written test questions for the health
# sciences", November 2020, chapter 3, "Technical item flaws".
NBME = "NBME Item-Writing Guide 2020, chapter 3:"


class Level(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is weak, at one field.

    `field` is a place in the source, such as `stem`, `options.2.because` (rows count from 0) or `answer.tolerance`;
    empty for what concerns the whole question. `message` says what is wrong and what to do.
    """

    rule: str
    level: Level
    field: str
    message: str

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """From the plain values that it was stored or sent as."""
        return cls(**{**plain, "level": Level(plain["level"])})

    @property
    def is_blocking(self) -> bool:
        return self.level is Level.BLOCKING


Place = tuple[str, str]  # a field, and what is wrong with it
Find = Callable[[Wording, Context], Iterable[Place]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` never changes; `title` names the rule in lists; `reference` is where the advice comes from."""

    id: str
    level: Level
    title: str
    reference: str
    find: Find

    def findings(self, question: Wording, context: Context) -> list[Finding]:
        return [Finding(self.id, self.level, field, message) for field, message in self.find(question, context)]


def blocking(rule_id: str, title: str, reference: str) -> Callable[[Find], Rule]:
    """Make a function the rule of this name; a question with one of its findings cannot be published."""
    return lambda find: Rule(rule_id, Level.BLOCKING, title, reference, find)


def warning(rule_id: str, title: str, reference: str) -> Callable[[Find], Rule]:
    """Make a function the rule of this name; its findings are advice."""
    return lambda find: Rule(rule_id, Level.WARNING, title, reference, find)
