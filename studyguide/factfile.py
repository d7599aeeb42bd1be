"""facts.yaml: the facts of a guide, its sources and targets, and what is drawn or computed from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studyguide.arithmetic import NAME, FormulaError
from studyguide.calculators import MOST_DECIMALS, Calculator, read_calculator
from studyguide.condition_reading import read_conditions
from studyguide.decision import Node, Option, Tree
from studyguide.documents import Entry, Problems, is_finite, read_yaml
from studyguide.facts import KINDS, Fact, FactBook, Source, Value, derive, is_date
from studyguide.figures import Spectrum, Stop
from studyguide.spectrum import HIGHEST
from studyguide.targets import SHAPES, Family, Target

A_DATE = "expected 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY'"


@dataclass(slots=True)
class FactFile:
    """All that facts.yaml holds. `target_lines` and `tree_lines` give the line of each target and node, for reports."""

    book: FactBook
    families: dict[str, Family] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    target_lines: dict[str, int] = field(default_factory=dict)
    tree: Tree = field(default_factory=lambda: Tree("", {}))
    tree_title: str = ""
    tree_lines: dict[str, int] = field(default_factory=dict)
    spectrum: Spectrum | None = None
    calculators: dict[str, Calculator] = field(default_factory=dict)


def read_fact_file(path: Path, problems: Problems) -> FactFile:
    """Read facts.yaml; a guide without one has no facts."""
    top = read_yaml(path, problems) if path.exists() else None
    if top is None:
        return FactFile(FactBook({}))
    sources = {key: _source(key, entry) for key, entry in top.named_entries("sources").items()}
    facts = {key: _fact(key, entry, sources) for key, entry in top.named_entries("facts").items()}
    facts |= _derived(top, facts)
    families = {
        key: _family(key, entry, number) for number, (key, entry) in enumerate(top.named_entries("families").items(), 1)
    }
    file = FactFile(FactBook(facts, sources), families)
    named_targets = top.named_entries("targets")
    file.targets = {key: _target(key, entry, families) for key, entry in named_targets.items()}
    file.target_lines = {key: entry.line for key, entry in named_targets.items()}
    file.calculators = {key: read_calculator(key, entry) for key, entry in top.named_entries("calculators").items()}
    _read_tree(top.entry("tree"), file)
    _read_spectrum(top.entry("spectrum"), file)
    top.finish()
    return file


def _source(key: str, entry: Entry) -> Source:
    source = Source(
        key=key,
        title=entry.text("title"),
        url=entry.text("url", ""),
        as_of=_date(entry),
        as_of_note=entry.text("as_of_note", ""),
        tier=entry.whole("tier", 1, 3, 3),
    )
    if source.url and not source.url.startswith("https://"):
        entry.note(f"`url` is `{source.url}`", "expected an address that begins with https://", entry.line_of("url"))
    entry.finish()
    return source


def _fact(key: str, entry: Entry, sources: Mapping[str, Source]) -> Fact:
    source = entry.choice("source", tuple(sources), "")
    value = _fact_value(entry)
    fact = Fact(
        key=key,
        label=entry.text("label"),
        kind=entry.choice("kind", KINDS),
        value=value,
        unit=entry.text("unit", ""),
        source=sources.get(source),
        as_of=_date(entry),
        as_of_note=entry.text("as_of_note", ""),
        verified=entry.flag("verified"),
        note=entry.text("note", ""),
        region=entry.text("region", ""),
        line=entry.line_of("value"),
    )
    if not NAME.fullmatch(key):
        entry.note(f"fact is called `{key}`", "expected lower-case words joined by dots")
    if fact.verified and not source:
        entry.note(f"fact `{key}` is verified without a source", "expected `source:`, or `verified: false`")
    entry.finish()
    return fact


def _fact_value(entry: Entry) -> Value:
    value = entry.value("value")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    if isinstance(value, str) and entry.text("unit", "") == "date" and not is_date(value):
        entry.note(f"`value` is `{value}`, which is no date", A_DATE, entry.line_of("value"))
        return None
    if value is None or isinstance(value, str) or (isinstance(value, int | float) and is_finite(value)):
        return value
    expected = "expected a number, text, true, false, null or a list of texts"
    entry.note("`value` has a wrong shape", expected, entry.line_of("value"))
    return None


def _date(entry: Entry) -> str:
    as_of = entry.text("as_of", "")
    if as_of and not is_date(as_of):
        entry.note(f"`as_of` is `{as_of}`", A_DATE, entry.line_of("as_of"))
        return ""
    return as_of


def _derived(top: Entry, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for key, entry in top.named_entries("derived").items():
        fact = Fact(
            key=key,
            label=entry.text("label"),
            kind="derived",
            value=None,
            unit=entry.text("unit", ""),
            note=entry.text("note", ""),
            formula=entry.text("formula"),
            decimals=entry.whole("decimals", 0, MOST_DECIMALS, 2),
            line=entry.line,
        )
        entry.finish()
        if key in facts:
            entry.note(f"`{key}` is a fact already", "expected a key of its own")
        try:
            found[key] = derive(fact, {**facts, **found})
        except FormulaError as error:
            entry.note(f"`formula` cannot be computed: {error}", "expected names of facts that are numbers")
    return found


def _family(key: str, entry: Entry, number: int) -> Family:
    family = Family(key, entry.text("name"), entry.choice("shape", tuple(SHAPES)) or "circle", number)
    entry.finish()
    return Family(family.id, family.name, family.shape if family.shape in SHAPES else "circle", number)


def _target(key: str, entry: Entry, families: Mapping[str, Family]) -> Target:
    family = families.get(entry.choice("family", tuple(families)), Family("", "", "circle", 1))
    name = entry.text("name")
    target = Target(key, name, entry.text("short", name), family, entry.text("section"), entry.text("summary"))
    entry.finish()
    return target


def _read_tree(entry: Entry | None, file: FactFile) -> None:
    if entry is None:
        return
    file.tree_title = entry.text("title", "")
    nodes = {}
    figures = file.book.figures
    for key, inner in entry.named_entries("nodes").items():
        file.tree_lines[key] = inner.line
        nodes[key] = _node(key, inner, file, figures)
    start = entry.choice("start", tuple(nodes))
    entry.finish()
    if start in nodes and _is_sound(start, nodes, entry, file):
        file.tree = Tree(start, nodes)


def _node(key: str, entry: Entry, file: FactFile, figures: Mapping[str, float]) -> Node:
    node = Node(
        id=key,
        question=entry.text("question"),
        short=entry.text("short", "") or entry.text("question"),
        options=tuple(_option(inner, file, figures) for inner in entry.entries("options")),
        hint=entry.text("hint", ""),
    )
    if len(node.options) < 2:
        entry.note(f"node `{key}` has {len(node.options)} options", "expected at least two")
    elif node.options[-1].when or node.options[-1].any_of:
        entry.note(f"the last option of node `{key}` has conditions", "expected one that always applies")
    for option_id in sorted({option.id for option in node.options if node.option(option.id) is not option}):
        entry.note(f"option `{option_id}` stands twice in node `{key}`", "expected each id once")
    entry.finish()
    return node


def _option(entry: Entry, file: FactFile, figures: Mapping[str, float]) -> Option:
    option = Option(
        id=entry.text("id"),
        label=entry.text("label"),
        when=read_conditions(entry, "when", figures),
        any_of=read_conditions(entry, "any", figures),
        next=entry.text("next", ""),
        result=entry.choice("result", tuple(file.targets), ""),
        because=entry.text("because", ""),
        short=entry.text("short", ""),
    )
    if bool(option.next) == bool(option.result):
        entry.note(
            f"option `{option.id}` leads to {'two places' if option.next else 'nowhere'}",
            "expected `next` or `result`",
        )
    entry.finish()
    return option


def _is_sound(start: str, nodes: Mapping[str, Node], entry: Entry, file: FactFile) -> bool:
    """Whether every `next` names a node, with no way back to a node and none that cannot be reached."""
    tree = Tree(start, nodes)
    wrong = [
        (step.node.id, f"no node `{step.option.next}`", "expected the id of a node")
        for step in tree.options()
        if step.option.next and step.option.next not in nodes
    ]
    loops = tree.loops()
    wrong += [(key, f"node `{key}` can be reached from itself", "expected a tree without loops") for key in loops]
    lost = [key for key in nodes if key not in {start, *tree.reached_from(start)}]
    wrong += [(key, f"node `{key}` is never reached", "expected an option that leads to it") for key in lost]
    for key, what, expected in wrong:
        entry.note(what, expected, file.tree_lines[key])
    return not wrong


def _read_spectrum(entry: Entry | None, file: FactFile) -> None:
    if entry is None:
        return
    named = entry.entry("levels")
    levels = {key: named.text(key) for key in named} if named else {}
    file.spectrum = Spectrum(
        title=entry.text("title"),
        start_label=entry.text("start_label"),
        end_label=entry.text("end_label"),
        work_label=entry.text("work_label"),
        levels=levels,
        stops=tuple(_stop(inner, tuple(levels), file) for inner in entry.entries("stops")),
    )
    entry.finish()


def _stop(entry: Entry, levels: tuple[str, ...], file: FactFile) -> Stop:
    targets = tuple(entry.texts("targets"))
    for target in targets:
        if target not in file.targets:
            entry.note(f"no target `{target}`", "expected the id of a target", entry.line_of("targets"))
    names = " and ".join(file.targets[target].short for target in targets if target in file.targets)
    stop = Stop(
        targets=targets,
        label=entry.text("label", names),
        says=entry.text("says"),
        levels={level: entry.whole(level, 1, HIGHEST) for level in levels},
    )
    entry.finish()
    return stop
