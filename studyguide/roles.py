"""References inside Markdown: facts, sources, targets, links into the guide, and blocks.

    {fact:lambda.processing_timeout_s as min}   {source:neo}   {target:ecs}
    [text](section:ecs#hard-limits)   [text](term:cold-start)   [text](compare:limits)   [text](decide:)
    /// checkpoint | ecs-over-sagemaker

`references` finds them with their lines, so that a wrong one is reported where it stands. Pure: no Django.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

ROLE = re.compile(r"\{(?P<kind>fact|source|target):(?P<key>[^{}\s]+)(?:\s+as\s+(?P<unit>[A-Za-z]+))?\s*\}")
_ROLE_LIKE = re.compile(r"\{(?P<kind>fact|source|target|term|link)[: ][^{}\n]*\}?")
LINK = re.compile(
    r"\]\((?P<kind>section|term|compare|decide|glossary|sources):(?P<key>[^)\s#]*)(?:#(?P<anchor>[^)\s]+))?\)"
)
# Blocks may stand in lists and quotations; pymdownx reads their names in any case.
BLOCK = re.compile(r"^[ \t>]*(?P<fence>/{3,})[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*(?:\|[ \t]*(?P<argument>.*?))?[ \t]*$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference. `unit` belongs to facts, `anchor` to section links; `line` counts from the text's first."""

    kind: str
    key: str
    line: int
    unit: str = ""
    anchor: str = ""


def references(text: str, first_line: int = 1) -> list[Reference]:
    """Every reference outside code, in order; a role that cannot be read has the kind `broken`."""
    found: list[Reference] = []
    for number, line in prose_lines(text, first_line):
        if block := BLOCK.match(line):
            found.append(Reference(f"block {block['name'].lower()}", block["argument"] or "", number))
        found += _in_line(line, number)
    return found


def prose_lines(text: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """The numbered lines outside fenced code, with code spans blanked."""
    for number, line, fenced_since in _lines(text, first_line):
        if not fenced_since:
            yield number, _CODE_SPAN.sub("", line)


def unclosed_fence(text: str, first_line: int = 1) -> int:
    """The line of a code fence that never ends, or 0."""
    *_, (_, _, fenced_since) = _lines(text, first_line)
    return fenced_since


def _lines(text: str, first_line: int) -> Iterator[tuple[int, str, int]]:
    """Each line with its number, and the line of the fence that opened the code it stands in, else 0."""
    fence, since = "", 0
    for number, line in enumerate(text.split("\n"), first_line):
        mark = _FENCE.match(line)
        if fence and line.strip() == fence:
            fence, since = "", 0
        elif mark and not fence:
            fence, since = mark[1], number
        yield number, line, since


def _in_line(line: str, number: int) -> Iterator[Reference]:
    for role in ROLE.finditer(line):
        yield Reference(role["kind"], role["key"], number, unit=role["unit"] or "")
    for broken in _ROLE_LIKE.finditer(ROLE.sub("", line)):
        yield Reference("broken", broken.group(), number)
    for link in LINK.finditer(line):
        yield Reference(f"{link['kind']} link", link["key"], number, anchor=link["anchor"] or "")


def filled(text: str, say: Callable[[str, str, str], str]) -> str:
    """`text` with each role replaced by `say(kind, key, unit)`: for figures and other plain text."""
    return ROLE.sub(lambda role: say(role["kind"], role["key"], role["unit"] or ""), text)


@dataclass(frozen=True, slots=True)
class BlockSource:
    """The source of one block, as it stands in a file."""

    name: str
    argument: str
    text: str
    line: int


def blocks_in(text: str, name: str, first_line: int = 1) -> list[BlockSource]:
    """The blocks called `name`, each from its opening to its closing line."""
    lines = text.split("\n")
    found = []
    for number, line in prose_lines(text):
        opening = BLOCK.match(line)
        if opening and opening["name"].lower() == name:
            end = _closing(lines, number, opening["fence"])
            source = "\n".join(lines[number - 1 : end])
            found.append(BlockSource(name, opening["argument"] or "", source, number + first_line - 1))
    return found


def block_options(text: str, first_line: int = 1) -> list[BlockSource]:
    """The YAML under the opening line of each block that has some; `line` is the one on which it begins."""
    lines = text.split("\n")
    found = []
    for number, line in prose_lines(text):
        opening = BLOCK.match(line)
        options = _indented(lines[number:], line[: opening.start("fence")] + " " * 4) if opening else []
        if opening and options:
            source = BlockSource(
                opening["name"].lower(), opening["argument"] or "", "\n".join(options), number + first_line
            )
            found.append(source)
    return found


def _indented(lines: list[str], margin: str) -> list[str]:
    """The first lines that begin with `margin` and hold something, without it."""
    return [
        line.removeprefix(margin) for line in takewhile(lambda line: line.startswith(margin) and line.strip(), lines)
    ]


def unclosed_blocks(text: str, first_line: int = 1) -> list[Reference]:
    """Blocks whose closing line is missing."""
    lines = text.split("\n")
    opened = ((number, BLOCK.match(line)) for number, line in prose_lines(text))
    return [
        Reference(f"block {match['name']}", match["argument"] or "", number + first_line - 1)
        for number, match in opened
        if match and _closing(lines, number, match["fence"]) > len(lines)
    ]


def _closing(lines: list[str], opening: int, fence: str) -> int:
    """The 1-based number of the line that closes the block opened on line `opening`; past the end if none does."""
    for number in range(opening, len(lines)):
        if lines[number].strip(" \t>") == fence:
            return number + 1
    return len(lines) + 1
