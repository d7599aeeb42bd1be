"""Whether everything that a guide refers to exists. Pure: no Django."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from studyguide.advisor.checking import check_advisor
from studyguide.blocks import FILLED, HOLDERS
from studyguide.documents import Problems, parse_yaml
from studyguide.facts import FactError, shown
from studyguide.guide_files import GuideFiles, SectionFile, Text
from studyguide.markup import PLAIN_ID, MarkupError, check_cost
from studyguide.roles import BlockSource, Reference, block_options, references, unclosed_blocks, unclosed_fence

# The ids of the page around a section, see templates/studyguide/section.html.
PAGE_IDS = ("main", "outline", "quick-results", "read", "site-search", "status")
COLLECTIONS = ("pairs", "muddy-points", "checkpoints", "objectives", "targets")


def check_guide(guide: GuideFiles, problems: Problems) -> None:
    """Note every reference to something that does not exist, in the guide's own texts and in its items."""
    for section in guide.sections.values():
        _check_section(guide, section, problems)
    for target in guide.facts.targets.values():
        if target.section not in guide.outline:
            line = guide.facts.target_lines[target.id]
            wrong = f"target `{target.id}` names no section"
            problems.add(guide.facts_path, line, wrong, "expected the slug of a section")
    for path, line, text in guide.own_texts():
        check_text(guide, path, line, text, problems)
    if guide.advisor:
        check_advisor(guide.advisor, guide.facts, guide.facts_path, guide.outline, problems)
    check_items(guide, problems)


def check_items(guide: GuideFiles, problems: Problems) -> None:
    """Note every reference of the guide's items to something that does not exist."""
    for item in guide.items.values():
        named = (item.section,) if item.section else ()
        _check_names(item.objectives, guide.objectives, "objective", item.path, item.line_of("objectives"), problems)
        _check_names(named, guide.outline, "section", item.path, item.line_of("section"), problems)
        _check_names(item.fact_keys, guide.facts.book, "fact", item.path, item.line_of("facts"), problems)
    for path, line, text in guide.item_texts():
        check_text(guide, path, line, text, problems)
    for part in guide.parts:
        part.check(guide, problems)


def check_text(guide: GuideFiles, path: Path, first_line: int, text: str, problems: Problems) -> None:
    """Note what is wrong with the references and blocks of one Markdown text."""
    try:
        check_cost(text)
    except MarkupError as error:
        problems.add(path, first_line, f"not rendered: {error}", "expected simpler Markdown")
    for reference in references(text, first_line):
        wrong = _wrong_with(guide, reference)
        if wrong:
            problems.add(path, reference.line, *wrong)
    for options in block_options(text, first_line):
        _check_options(guide, path, options, problems)
    if line := unclosed_fence(text, first_line):
        problems.add(path, line, "code that never ends", "expected a line with the same backticks or tildes alone")
    for block in unclosed_blocks(text, first_line):
        problems.add(path, block.line, f"`/// {block.kind[6:]}` is not closed", "expected a line of as many slashes")


def _check_options(guide: GuideFiles, path: Path, options: BlockSource, problems: Problems) -> None:
    entry = parse_yaml(options.text, path, problems, options.line)
    if entry is None:
        return
    if options.name in HOLDERS:
        anchor = entry.text("id", "")
        if anchor and not PLAIN_ID.fullmatch(anchor):
            entry.note(f"`id` is `{anchor}`", "expected letters, digits and hyphens", entry.line_of("id"))
        questions = tuple(entry.texts("questions", []))
        _check_names(questions, guide.nameable, "question", path, entry.line_of("questions"), problems)
    entry.finish()


def check_ids(section: SectionFile, ids: Sequence[str], problems: Problems) -> None:
    """Note anchors of a rendered section that are not alone on its page."""
    for anchor in sorted({anchor for anchor in ids if ids.count(anchor) > 1 or anchor in PAGE_IDS}):
        wrong = f"anchor `{anchor}` is already used on the page"
        problems.add(section.path, section.first_line, wrong, "expected another heading, or an id behind it: {#id}")


def check_anchors(texts: Iterable[Text], anchors: Mapping[str, Sequence[str]], problems: Problems) -> None:
    """Note links to headings that do not exist; `anchors` holds the ids of each rendered section."""
    for path, line, text in texts:
        for reference in references(text, line):
            if reference.kind != "section link" or not reference.anchor or reference.key not in anchors:
                continue
            if reference.anchor not in anchors[reference.key]:
                wrong = f"section `{reference.key}` has no heading `{reference.anchor}`"
                problems.add(path, reference.line, wrong, "expected the id of one of its headings")


def _check_section(guide: GuideFiles, section: SectionFile, problems: Problems) -> None:
    _check_names(section.objectives, guide.objectives, "objective", section.path, section.objectives_line, problems)
    if section.target:
        _check_names((section.target,), guide.facts.targets, "target", section.path, section.target_line, problems)


def _check_names(
    names: tuple[str, ...], known: Mapping[str, object], what: str, path: Path, line: int, problems: Problems
) -> None:
    for name in names:
        if name not in known:
            problems.add(path, line, f"unknown {what} `{name}`", _expected(known))


def _expected(known: Mapping[str, object]) -> str:
    names = ", ".join(list(known)[:12])
    return f"expected one of {names}{', …' if len(known) > 12 else ''}" if names else "this guide has none"


def _wrong_with(guide: GuideFiles, reference: Reference) -> tuple[str, str] | None:
    """What is wrong with a reference and what is expected, or None."""
    kind = reference.kind
    if kind == "broken":
        return (
            f"`{reference.key}` cannot be read",
            "expected {fact:KEY}, {fact:KEY as UNIT}, {source:KEY} or {target:KEY}",
        )
    if kind == "fact":
        return _wrong_fact(guide, reference)
    if kind.startswith("block "):
        return _wrong_block(guide, kind.removeprefix("block "), reference.key)
    known: dict[str, tuple[str, Mapping[str, object]]] = {
        "source": ("source", guide.facts.book.sources),
        "target": ("target", guide.facts.targets),
        "section link": ("section", guide.outline),
        "term link": ("term", guide.terms),
        "compare link": ("comparison", guide.comparisons),
    }
    what, names = known.get(kind, ("", {reference.key: None}))
    if reference.key in names:
        return None
    return f"unknown {what} `{reference.key}`", _expected(names)


def _wrong_fact(guide: GuideFiles, reference: Reference) -> tuple[str, str] | None:
    fact = guide.facts.book.get(reference.key)
    if fact is None:
        return f"unknown fact `{reference.key}`", "expected a key of facts.yaml"
    try:
        shown(fact, reference.unit)
    except FactError as error:
        return str(error), "expected a unit of the same measure, or none"
    return None


def _wrong_block(guide: GuideFiles, name: str, argument: str) -> tuple[str, str] | None:
    if name not in HOLDERS + FILLED:
        return f"unknown block `{name}`", f"expected one of {', '.join(sorted(HOLDERS + FILLED))}"
    figures = {"decision-tree": guide.facts.tree, "spectrum": guide.facts.spectrum}
    names: dict[str, Mapping[str, object]] = {
        "checkpoint": guide.nameable,
        "target-card": guide.facts.targets,
        "limits": guide.facts.targets,
        "prices": guide.facts.targets,
        "pair": guide.facts.targets,
        "calculator": guide.facts.calculators,
        "figure": {key: figure for key, figure in figures.items() if figure},
        "collect": dict.fromkeys(COLLECTIONS),
    }
    if name in names and argument not in names[name]:
        return f"unknown name `{argument}` for the block `{name}`", _expected(names[name])
    if name in ("big-idea", "concept", "muddy", "step") and not argument:
        return f"the block `{name}` has no title", f"expected `/// {name} | Title`"
    return None
