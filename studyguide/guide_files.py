"""What a guide's folder says, as plain values, and what an app that keeps more there has to offer. Pure: no Django.

`content` reads it from files.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from studyguide.advisor.reading import AdvisorFile
from studyguide.documents import SLUG, Problems
from studyguide.factfile import FactFile
from studyguide.facts import FactBook

Text = tuple[Path, int, str]  # the file of a Markdown text, the line it begins on, and the text


class Item(Protocol):
    """One thing of another app that sections can place and objectives can name, such as a question."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def path(self) -> Path: ...

    @property
    def line(self) -> int: ...

    @property
    def objectives(self) -> tuple[str, ...]: ...

    @property
    def section(self) -> str: ...

    @property
    def fact_keys(self) -> tuple[str, ...]: ...

    def texts(self) -> Sequence[tuple[int, str]]:
        """Every Markdown text of the item, with the line on which it begins."""

    def line_of(self, place: str) -> int:
        """The line of one of its values, such as `objectives`; its first line for what has no line of its own."""


@dataclass(frozen=True, slots=True)
class Use:
    """A part of an item, in words, and the keys of the facts that it depends on."""

    label: str
    facts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Placement:
    """An item as sections show it.

    `answer_html` goes on the answer sheet of the print page; `document` is what the part wants to save. A listed
    placement shows beside the objectives that it tests. One without HTML leaves no trace in a section. `noun` is what
    lists of uses call it, and `uses` its parts where it is more than one thing.
    """

    id: str
    title: str
    url: str
    html: str
    text: str
    answer_html: str = ""
    document: Mapping[str, Any] = field(default_factory=dict)
    is_listed: bool = False
    noun: str = "question"
    uses: Sequence[Use] = ()


class ItemText(Protocol):
    """Renders the texts of one item (see `rendering.ItemText`); `files` are those of its guide."""

    @property
    def files(self) -> "GuideFiles": ...

    def full(self, markdown: str) -> str: ...
    def bare(self, markdown: str) -> str: ...
    def line(self, markdown: str) -> str: ...
    def plain(self, markdown: str) -> str: ...
    def figure(self, fact: str, unit: str) -> float: ...
    def formula(self, formula: str) -> float: ...


class ContentPart(Protocol):
    """What another app adds to a guide's folder. The setting CONTENT_PARTS names its instances."""

    def read(self, folder: Path, problems: Problems) -> Sequence[Item]: ...

    def merge(self, guide: "GuideFiles", problems: Problems, take: str) -> None:
        """Put together what the files say and what was changed elsewhere since; `take` names the side that decides.

        Only a sync asks for it, before anything is checked. What cannot be put together is noted.
        """

    def state(self, slug: str) -> str:
        """A hash of what is kept for a guide and may be changed without its files."""

    def check(self, guide: "GuideFiles", problems: Problems) -> None:
        """Note references of its items that only the part itself understands."""

    def place(self, item: Any, guide_url: str, text: ItemText) -> Placement: ...

    def save(self, guide: Any, placed: Sequence[tuple[Any, Placement]], now: datetime) -> None:
        """Write its items, each with its placement."""


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    title: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionFile:
    """`body` is Markdown that begins on `first_line` of the file."""

    slug: str
    title: str
    summary: str
    objectives: tuple[str, ...]
    objectives_line: int
    target: str
    target_line: int
    body: str
    first_line: int
    path: Path


@dataclass(frozen=True, slots=True)
class TermFile:
    slug: str
    name: str
    aliases: tuple[str, ...]
    body: str
    line: int


@dataclass(frozen=True, slots=True)
class ComparisonFile:
    """One Markdown table, cell by cell, with the text before and after it."""

    slug: str
    title: str
    summary: str
    intro: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    outro: str
    first_line: int
    table_line: int
    path: Path


@dataclass(slots=True)
class GuideFiles:
    """Everything that one folder under content/ says."""

    slug: str
    folder: Path
    title: str = ""
    short_title: str = ""
    summary: str = ""
    audience: str = ""
    start: str = ""
    objectives: dict[str, str] = field(default_factory=dict)
    chapters: list[Chapter] = field(default_factory=list)
    sections: dict[str, SectionFile] = field(default_factory=dict)
    terms: dict[str, TermFile] = field(default_factory=dict)
    comparisons: dict[str, ComparisonFile] = field(default_factory=dict)
    facts: FactFile = field(default_factory=lambda: FactFile(FactBook({})))
    advisor: AdvisorFile | None = None
    items: dict[str, Item] = field(default_factory=dict)
    item_parts: dict[str, ContentPart] = field(default_factory=dict)
    parts: Sequence[ContentPart] = ()

    @property
    def url(self) -> str:
        return f"/guides/{self.slug}/"

    @property
    def outline(self) -> dict[str, Chapter]:
        """The chapter of each section that guide.yaml names, whether or not its file could be read."""
        return {slug: chapter for chapter in self.chapters for slug in chapter.sections}

    @property
    def nameable(self) -> dict[str, Item]:
        """The items that a section may name: one that stands for a whole file is called as the file is."""
        return {key: item for key, item in self.items.items() if SLUG.fullmatch(key)}

    @property
    def glossary_path(self) -> Path:
        return self.folder / "glossary.md"

    @property
    def facts_path(self) -> Path:
        return self.folder / "facts.yaml"

    @property
    def advisor_path(self) -> Path:
        return self.folder / "advisor.yaml"

    def texts(self) -> Iterator[Text]:
        """Every Markdown text of the guide."""
        yield from self.own_texts()
        yield from self.item_texts()

    def item_texts(self) -> Iterator[Text]:
        """Those of its items."""
        for item in self.items.values():
            for line, text in item.texts():
                yield item.path, line, text

    def own_texts(self) -> Iterator[Text]:
        """Those that are no item's."""
        for section in self.sections.values():
            yield section.path, section.first_line, section.body
        for term in self.terms.values():
            yield self.glossary_path, term.line + 1, term.body
        for comparison in self.comparisons.values():
            yield from _comparison_texts(comparison)
        for node in self.facts.tree.nodes.values():
            line = self.facts.tree_lines[node.id]
            for text in node.texts:
                yield self.facts_path, line, text
        for line, text in self.advisor.texts if self.advisor else ():
            yield self.advisor_path, line, text


def _comparison_texts(comparison: ComparisonFile) -> Iterator[Text]:
    yield comparison.path, comparison.first_line, comparison.intro
    for offset, row in enumerate(comparison.rows):
        yield comparison.path, comparison.table_line + 2 + offset, " ".join(row)
    yield comparison.path, comparison.table_line + 2 + len(comparison.rows), comparison.outro
