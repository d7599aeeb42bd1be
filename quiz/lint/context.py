"""What a question may refer to, and the bank it stands in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from quiz.lint.bank import Bank
from studyguide.facts import Fact, FactError, shown
from studyguide.guide_files import GuideFiles


@dataclass(frozen=True, slots=True)
class Context:
    """Names that exist in the guide; None means that they are not known, and then nothing is held against them.

    `targets` holds their names by id. `bank` is where near-duplicates and the frequency of words are looked up.
    """

    facts: Mapping[str, Fact] | None = None
    objectives: Collection[str] | None = None
    sections: Collection[str] | None = None
    targets: Mapping[str, str] | None = None
    sources: Collection[str] | None = None
    terms: Collection[str] | None = None
    comparisons: Collection[str] | None = None
    bank: Bank = field(default_factory=lambda: Bank({}))

    def said(self, kind: str, key: str, unit: str) -> str:
        """What a role shows; a source is a mark that nobody reads as a word."""
        if kind == "source":
            return ""
        if kind == "target":
            return (self.targets or {}).get(key, key)
        fact = (self.facts or {}).get(key)
        try:
            return shown(fact, unit) if fact else key
        except FactError:
            return key

    def figures(self) -> dict[str, float]:
        """The facts that formulas may name."""
        return {key: fact.number for key, fact in (self.facts or {}).items() if fact.number is not None}


def guide_context(guide: GuideFiles, bank: Bank) -> Context:
    """The context of the questions in a guide's folder."""
    return Context(
        facts=guide.facts.book,
        objectives=guide.objectives,
        sections=guide.outline,
        targets={key: target.name for key, target in guide.facts.targets.items()},
        sources=guide.facts.book.sources,
        terms=guide.terms,
        comparisons=guide.comparisons,
        bank=bank,
    )
