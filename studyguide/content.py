"""The files of a guide, read into plain values: guide.yaml, sections, glossary, comparisons, facts, advisor.

Nothing is rendered here and nothing raises for bad content: every mistake becomes a Problem. Pure: no Django.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from studyguide.advisor.reading import read_advisor_file
from studyguide.documents import A_SLUG, SLUG, Entry, Problems, read_text, read_yaml, split_front_matter
from studyguide.factfile import read_fact_file
from studyguide.guide_files import Chapter, ComparisonFile, ContentPart, GuideFiles, Item, SectionFile, TermFile

RULE = re.compile(r":?-+:?")  # a cell of the line below a table's head
# First parts of addresses below a guide that belong to the engine.
RESERVED = ("advisor", "calculators", "compare", "decide", "glossary", "practice", "print", "sources")


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


def kept_guide(folder: Path) -> tuple[GuideFiles, Problems]:
    """A guide without the items of other apps, and what is wrong in its files: read again only once they have changed.

    Nobody may change what is returned. The next who asks is given the same.
    """
    return _kept_guide(folder, files_hash(folder, "**/*"))


@lru_cache(maxsize=4)
def _kept_guide(folder: Path, state: str) -> tuple[GuideFiles, Problems]:  # noqa: ARG001  # names what was read
    problems = Problems()
    return read_guide(folder, (), problems), problems


def files_hash(root: Path, *patterns: str) -> str:
    """A hash over the names below `root` that match a pattern and over what the files say.

    For a guide it takes a fiftieth of the time that reading it does. What cannot be read counts as empty.
    """
    total = sha256()
    for path in sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()}):
        said = b""
        with suppress(OSError):  # `read_guide` notes it
            said = path.read_bytes()
        total.update(f"{path.relative_to(root).as_posix()}\0{len(said)}\0".encode())
        total.update(said)
    return total.hexdigest()


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
