"""What of a guide a question can name: to choose from in its form, and to insert into its texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from studyguide.models import Fact, Guide

MOST_FOUND = 8  # of each sort in the panel; its own page shows more
MOST_ON_PAGE = 60


@dataclass(frozen=True, slots=True)
class Insertion:
    """`text` is what goes into a text, `key` what goes into a list of keys."""

    text: str
    key: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Found:
    """One sort of things, those that match a search."""

    title: str
    insertions: list[Insertion]
    is_cut: bool


class Offers:
    """Read when first asked for: most forms offer only some."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide

    @cached_property
    def sections(self) -> list[tuple[str, str]]:
        found = [("", "Choose")]
        for chapter in self.guide.outline:
            found += [(section["slug"], f"{chapter['title']}: {section['title']}") for section in chapter["sections"]]
        return found

    @cached_property
    def objectives(self) -> list[tuple[str, str]]:
        return list(self.guide.objectives.current().values_list("slug", "text"))

    @cached_property
    def targets(self) -> list[tuple[str, str]]:
        return list(self.guide.targets.current().values_list("slug", "short"))

    @property
    def one_target(self) -> list[tuple[str, str]]:
        return [("", "Choose"), *self.targets]

    @cached_property
    def sources(self) -> list[tuple[str, str]]:
        return list(self.guide.sources.current().values_list("slug", "title"))

    @cached_property
    def example_fact(self) -> str:
        """A key that this guide has: the example in an empty input."""
        return self.guide.facts.current().values_list("slug", flat=True).first() or ""

    def choices(self, offers: str) -> list[tuple[str, str]]:
        """The values and labels of what can be chosen under a name; none for what is typed."""
        found: list[tuple[str, str]] = getattr(self, offers, [])
        return found


def insertions(guide: Guide, query: str, most: int) -> Iterator[Found]:
    """What can be inserted into a text of the guide, and matches every word of the query."""
    facts = matching_words(guide.facts.current(), query, "slug", "label", "shown")
    yield _found("Facts", [_fact(fact) for fact in facts[: most + 1]], most)
    terms = matching_words(guide.terms.current(), query, "slug", "name")
    yield _found("Terms", [_link("term", term.slug, term.name) for term in terms[: most + 1]], most)
    sections = matching_words(guide.sections.current().defer("html"), query, "slug", "title")
    yield _found("Sections", [_link("section", found.slug, found.title) for found in sections[: most + 1]], most)
    sources = matching_words(guide.sources.current(), query, "slug", "title")
    yield _found("Sources", [_role("source", found.slug, found.title) for found in sources[: most + 1]], most)
    targets = matching_words(guide.targets.current(), query, "slug", "name")
    yield _found("Targets", [_role("target", found.slug, found.name) for found in targets[: most + 1]], most)


def matching_words(rows: "QuerySet[Any]", query: str, *fields: str) -> "QuerySet[Any]":
    for word in query.split()[:6]:
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(wanted)
    return rows


def _found(title: str, found: list[Insertion], most: int) -> Found:
    return Found(title, found[:most], len(found) > most)


def _fact(fact: Fact) -> Insertion:
    return Insertion(f"{{fact:{fact.slug}}}", fact.slug, fact.label, fact.shown)


def _link(kind: str, slug: str, name: str) -> Insertion:
    return Insertion(f"[{name}]({kind}:{slug})", slug, name, "")


def _role(kind: str, slug: str, name: str) -> Insertion:
    return Insertion(f"{{{kind}:{slug}}}", slug, name, "")
