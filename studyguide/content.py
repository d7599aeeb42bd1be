"""The files of a guide, read into plain values: guide.yaml, sections, glossary, comparisons, facts, advisor.

Nothing is rendered here and nothing raises for bad content: every mistake becomes a Problem. Pure: no Django.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from studyguide.advisor.reading import AdvisorFile, read_advisor_file
from studyguide.documents import A_SLUG, SLUG, Entry, Problems, read_text, read_yaml, split_front_matter
from studyguide.factfile import FactFile, read_fact_file
from studyguide.facts import FactBook

RULE = re.compile(r":?-+:?")  # a cell of the line below a table's head
# First parts of addresses below a guide that belong to the engine.
RESERVED = ("advisor", "calculators", "compare", "decide", "glossary", "practice", "print", "sources")


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

    def texts(self) -> Iterator[tuple[Path, int, str]]:
        """Every Markdown text of the guide: its file, the line it begins on, and the text."""
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
        for item in self.items.values():
            for line, text in item.texts():
                yield item.path, line, text


def _comparison_texts(comparison: ComparisonFile) -> Iterator[tuple[Path, int, str]]:
    yield comparison.path, comparison.first_line, comparison.intro
    for offset, row in enumerate(comparison.rows):
        yield comparison.path, comparison.table_line + 2 + offset, " ".join(row)
    yield comparison.path, comparison.table_line + 2 + len(comparison.rows), comparison.outro


def guide_folders(directories: Iterable[Path]) -> list[Path]:
    """The folders that hold a guide.yaml, by name."""
    return sorted(file.parent for directory in directories for file in Path(directory).glob("*/guide.yaml"))


def read_guide(folder: Path, parts: Sequence[ContentPart], problems: Problems) -> GuideFiles:
    """Read one guide's folder, and the items that other apps keep there."""
    guide = GuideFiles(slug=folder.name, folder=folder)
    if not SLUG.fullmatch(guide.slug):
        problems.add(folder, 1, f"the folder is called `{guide.slug}`", A_SLUG)
    top = read_yaml(folder / "guide.yaml", problems)
    if top is not None:
        _read_outline(guide, top)
    guide.facts = read_fact_file(guide.facts_path, problems)
    guide.advisor = read_advisor_file(guide.advisor_path, guide.facts, problems)
    _read_sections(guide, problems)
    guide.terms = _read_glossary(guide.glossary_path, problems)
    for path in sorted((folder / "comparisons").glob("*.md")):
        comparison = _read_comparison(path, problems)
        if comparison is not None:
            guide.comparisons[path.stem] = comparison
    guide.parts = parts
    for part in parts:
        for item in part.read(folder, problems):
            _add_item(guide, item, part, problems)
    return guide


def _add_item(guide: GuideFiles, item: Item, part: ContentPart, problems: Problems) -> None:
    if item.id in guide.items:
        first = guide.items[item.id]
        wrong = f"`{item.id}` is already used in {first.path.name}:{first.line}"
        problems.add(item.path, item.line, wrong, "expected an id of its own")
    guide.items[item.id] = item
    guide.item_parts[item.id] = part


def _read_outline(guide: GuideFiles, top: Entry) -> None:
    guide.title = top.text("title")
    guide.short_title = top.text("short_title", guide.title)
    guide.summary = top.text("summary")
    guide.audience = top.text("audience", "")
    objectives = top.entry("objectives")
    guide.objectives = {key: objectives.text(key) for key in objectives} if objectives else {}
    guide.chapters = [_chapter(entry) for entry in top.entries("chapters")]
    slugs = [slug for chapter in guide.chapters for slug in chapter.sections]
    for slug in {slug for slug in slugs if slugs.count(slug) > 1}:
        top.note(
            f"section `{slug}` stands twice in the outline",
            "expected each section once",
            top.line_of("chapters"),
        )
    ids = [chapter.id for chapter in guide.chapters]
    for chapter_id in sorted({chapter_id for chapter_id in ids if ids.count(chapter_id) > 1}):
        top.note(f"chapter `{chapter_id}` stands twice", "expected each id once", top.line_of("chapters"))
    guide.start = top.choice("start", tuple(slugs), slugs[0] if slugs else "")
    if not slugs:
        top.note("no sections", "expected `chapters:` with their `sections:`")
    top.finish()


def _chapter(entry: Entry) -> Chapter:
    chapter = Chapter(entry.text("id"), entry.text("title"), tuple(entry.texts("sections")))
    entry.finish()
    for slug in chapter.sections:
        if not SLUG.fullmatch(slug) or slug in RESERVED:
            expected = f"{A_SLUG}, none of {', '.join(RESERVED)}"
            entry.note(f"section is called `{slug}`", expected, entry.line_of("sections"))
    return chapter


def _read_sections(guide: GuideFiles, problems: Problems) -> None:
    folder = guide.folder / "sections"
    listed = [slug for chapter in guide.chapters for slug in chapter.sections]
    for slug in filter(SLUG.fullmatch, listed):
        section = _read_section(folder / f"{slug}.md", problems)
        if section is not None:
            guide.sections[slug] = section
    for path in sorted(folder.glob("*.md")):
        if path.stem not in listed:
            problems.add(path, 1, "not in the outline", f"expected `{path.stem}` under a chapter of guide.yaml")


def _read_section(path: Path, problems: Problems) -> SectionFile | None:
    if not path.exists():
        problems.add(path, 1, "the file is missing", "expected it, since guide.yaml names the section")
        return None
    text = read_text(path, problems)
    if text is None:
        return None
    entry, body, first_line = split_front_matter(text, path, problems)
    if entry is None:
        return None
    section = SectionFile(
        slug=path.stem,
        title=entry.text("title"),
        summary=entry.text("summary"),
        objectives=tuple(entry.texts("objectives", [])),
        objectives_line=entry.line_of("objectives"),
        target=entry.text("target", ""),
        target_line=entry.line_of("target"),
        body=body,
        first_line=first_line,
        path=path,
    )
    entry.finish()
    return section


_TERM_LINE = re.compile(r'(?P<name>[^\s:{][^{]*?)\s*\{#(?P<slug>[\w-]+)(?:\s+aliases="(?P<aliases>[^"]*)")?\s*\}\s*')


def _read_glossary(path: Path, problems: Problems) -> dict[str, TermFile]:
    """Definition lists: a line `Name {#slug aliases="a, b"}`, then lines that begin with a colon or are indented."""
    text = read_text(path, problems) if path.exists() else None
    terms: dict[str, TermFile] = {}
    lines = (text or "").split("\n")
    for number, line in enumerate(lines, 1):
        match = _TERM_LINE.fullmatch(line)
        if match:
            term = _term(match, number, _definition(lines[number:]))
            _add_term(terms, term, path, problems)
        elif line and not line.startswith((":", " ", "#")):
            problems.add(path, number, "a line that is no term", 'expected `Name {#slug aliases="a, b"}`')
    return terms


def _term(match: re.Match[str], line: int, body: str) -> TermFile:
    aliases = tuple(alias.strip() for alias in (match["aliases"] or "").split(",") if alias.strip())
    return TermFile(match["slug"], match["name"], aliases, body, line)


def _definition(lines: list[str]) -> str:
    body = []
    for line in lines:
        if line and not line.startswith((":", " ")):
            break
        body.append(line.removeprefix(":").strip())
    return "\n".join(body).strip()


def _add_term(terms: dict[str, TermFile], term: TermFile, path: Path, problems: Problems) -> None:
    if not term.body:
        problems.add(path, term.line, f"`{term.name}` has no definition", "expected a line that begins with `:`")
    if term.slug in terms:
        problems.add(path, term.line, f"term `{term.slug}` stands twice", "expected each id once")
    spoken = {name.lower(): other.name for other in terms.values() for name in (other.name, *other.aliases)}
    for name in (term.name, *term.aliases):
        if name.lower() in spoken:
            wrong = f"`{name}` also means {spoken[name.lower()]}"
            problems.add(path, term.line, wrong, "expected each name and alias with one term")
    terms[term.slug] = term


def _read_comparison(path: Path, problems: Problems) -> ComparisonFile | None:
    text = read_text(path, problems)
    if text is None:
        return None
    if not SLUG.fullmatch(path.stem):
        problems.add(path, 1, f"the file is called `{path.stem}`", A_SLUG)
    entry, body, first_line = split_front_matter(text, path, problems)
    lines = body.split("\n")
    table = [number for number, line in enumerate(lines) if line.startswith("|")]
    start, end = (table[0], table[-1] + 1) if table else (0, 0)
    rows = [table_cells(line) for line in lines[start:end]]
    if len(rows) < 3 or not all(RULE.fullmatch(cell) for cell in rows[1]):
        problems.add(path, first_line + start, "no table", "expected a Markdown table with a head and rows")
        rows = [[""], [""]]
    for offset, row in enumerate(rows):
        if len(row) != len(rows[0]):
            wrong = f"a row of {len(row)} cells"
            problems.add(path, first_line + start + offset, wrong, f"expected {len(rows[0])} as in the head")
    comparison = ComparisonFile(
        slug=path.stem,
        title=entry.text("title") if entry else "",
        summary=entry.text("summary") if entry else "",
        intro="\n".join(lines[:start]),
        header=tuple(rows[0]),
        rows=tuple(tuple(row) for row in rows[2:]),
        outro="\n".join(lines[end:]),
        first_line=first_line,
        table_line=first_line + start,
        path=path,
    )
    if entry:
        entry.finish()
    return comparison


def table_cells(line: str) -> list[str]:
    """The cells of one row of a Markdown table; a bar behind a backslash belongs to its cell."""
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return [cell.strip().replace("\\|", "|") for cell in cells]
