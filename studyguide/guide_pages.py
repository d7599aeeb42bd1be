"""A guide as readers see it, and what search finds in it. Pure: no Django."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from studyguide.facts import Fact, shown
from studyguide.guide_files import ComparisonFile, GuideFiles, Placement, SectionFile, TermFile
from studyguide.markup import Heading, plain_text

_SPLIT = re.compile(r'(?=<h[23] id=")')
_HEAD = re.compile(r'<h[23] id="([^"]+)">(.*?)</h[23]>', re.S)


@dataclass(frozen=True, slots=True)
class SectionPage:
    file: SectionFile
    html: str
    text: str
    headings: tuple[Heading, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class TermEntry:
    file: TermFile
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`sort` orders a column: a number in base units, or None for a cell that sorts by its text."""

    html: str
    text: str
    sort: float | None


@dataclass(frozen=True, slots=True)
class TablePage:
    file: ComparisonFile
    intro_html: str
    outro_html: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class FactUse:
    """One place that depends on a fact."""

    fact: str
    kind: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """Something that search can find; `heading` narrows a section to one of its parts."""

    kind: str
    title: str
    heading: str
    url: str
    text: str


@dataclass(slots=True)
class GuidePages:
    """A whole guide, rendered."""

    files: GuideFiles
    sections: list[SectionPage] = field(default_factory=list)
    terms: list[TermEntry] = field(default_factory=list)
    tables: list[TablePage] = field(default_factory=list)
    placements: dict[str, Placement] = field(default_factory=dict)
    tree: dict[str, Any] = field(default_factory=dict)
    advisor: dict[str, Any] = field(default_factory=dict)
    uses: list[FactUse] = field(default_factory=list)
    search: list[SearchEntry] = field(default_factory=list)


def search_entries(pages: GuidePages) -> Iterator[SearchEntry]:
    url = pages.files.url
    heads = Counter(plain_text(head[2]) for page in pages.sections for head in _HEAD.finditer(page.text))
    # A heading that most sections have, such as "Read next", says nothing about one of them.
    common = {text for text, count in heads.items() if count > max(2, len(pages.sections) / 2)}
    for page in pages.sections:
        yield from (entry for entry in _section_entries(page, url) if entry.heading not in common)
    for term in pages.terms:
        yield SearchEntry("term", term.file.name, "", f"{url}glossary/#{term.file.slug}", term.text)
    for table in pages.tables:
        words = " ".join([*table.columns, *(cell.text for row in table.rows for cell in row)])
        yield SearchEntry("table", table.file.title, "", f"{url}compare/{table.file.slug}/", words)
    if pages.advisor:
        labels = [asked["label"] for asked in pages.advisor["advisor"]["fields"]["fields"].values()]
        title = pages.advisor["title"]
        yield SearchEntry("tool", title, "", f"{url}advisor/", " ".join([pages.advisor["intro"], *labels]))
    for fact in pages.files.facts.book.values():
        yield _fact_entry(fact, pages)


def _section_entries(page: SectionPage, guide_url: str) -> Iterator[SearchEntry]:
    """One entry for the opening of a section with its summary, and one for the text under each heading."""
    url = f"{guide_url}{page.file.slug}/"
    opening, *parts = _SPLIT.split(page.text)
    yield SearchEntry("section", page.file.title, "", url, f"{page.file.summary} {plain_text(opening)}")
    for part in parts:
        head = _HEAD.match(part)
        text = plain_text(part[head.end() :]) if head else ""
        if head and (text or 'class="slot"' in part):
            yield SearchEntry("section", page.file.title, plain_text(head[2]), f"{url}#{head[1]}", text)


def _fact_entry(fact: Fact, pages: GuidePages) -> SearchEntry:
    target = pages.files.facts.targets.get(fact.owner)
    url = f"{pages.files.url}{target.section}/{_table_anchor(fact, pages)}" if target else f"{pages.files.url}sources/"
    title = f"{target.name}: {fact.label}" if target else fact.label
    return SearchEntry("fact", title, shown(fact), url, f"{fact.label} {shown(fact)} {fact.note}")


def _table_anchor(fact: Fact, pages: GuidePages) -> str:
    """The table of limits or prices that shows the fact, on the page of its target."""
    anchor = {"limit": "limits", "price": "prices"}.get(fact.kind, "") + f"-{fact.owner}"
    section = pages.files.facts.targets[fact.owner].section
    is_shown = any(f'id="{anchor}"' in page.html for page in pages.sections if page.file.slug == section)
    return f"#{anchor}" if is_shown else ""
