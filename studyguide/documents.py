"""Files that people write: text, YAML and front matter, read so that each mistake has its line.

Pure: no Django. Readers never raise for bad content; they note a Problem and go on, so that one run reports everything.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

SLUG = re.compile(r"(?!.{51})[a-z0-9]+(?:-[a-z0-9]+)*")  # a name that stands in an address
A_SLUG = "expected at most 50 characters, lower-case words joined by hyphens"
LARGEST_FILE = 200_000  # bytes: longer pages cost more to render than a reader gains
LARGEST_FACTS_FILE = 5_000_000
# Control characters, and the two of the private area that `markup` keeps for itself.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000\ue001]")

DEEPEST_YAML = 40  # levels; the C loader would overflow its stack long after that

_REQUIRED = object()
# The C loader reads ten times as fast; wheels of PyYAML have it, some distributions do not.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake, at a 1-based line of a file."""

    path: str
    line: int
    wrong: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.wrong}: {self.expected}"


@dataclass(slots=True)
class Problems:
    """Every mistake found so far, in one list for all files."""

    found: list[Problem] = field(default_factory=list)

    def add(self, path: Path, line: int, wrong: str, expected: str) -> None:
        here = Path.cwd()
        shown = path.relative_to(here) if path.is_relative_to(here) else path
        self.found.append(Problem(str(shown), max(line, 1), wrong, expected))

    def __bool__(self) -> bool:
        return bool(self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(set(self.found)))


def read_text(path: Path, problems: Problems, largest: int = LARGEST_FILE) -> str | None:
    """The file's text, or None with a problem noted when it is missing, too long or not clean UTF-8."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.add(path, 1, f"cannot be read ({error.strerror})", "expected a readable file")
        return None
    if len(raw) > largest:
        problems.add(path, 1, f"{len(raw):,} bytes long", f"expected at most {largest:,} bytes; split it")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.add(path, line, "a byte that is not UTF-8", "expected a file saved as UTF-8")
        return None
    for number, line_text in enumerate(text.split("\n"), 1):
        if UNPRINTABLE.search(line_text):
            problems.add(path, number, "a control character", "expected printable text")
            return None
    return text.replace("\r\n", "\n")


def read_yaml(path: Path, problems: Problems, largest: int = LARGEST_FACTS_FILE) -> "Entry | None":
    """The mapping at the top of a YAML file, or None with a problem noted."""
    text = read_text(path, problems, largest)
    return None if text is None else parse_yaml(text, path, problems)


def parse_yaml(text: str, path: Path, problems: Problems, first_line: int = 1) -> "Entry | None":
    """The mapping that `text` holds; `first_line` is the line of the file on which the text begins."""
    node = _compose(text, path, problems, first_line)
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.add(path, node.start_mark.line + first_line, "not a mapping", "expected lines of `key: value`")
        return None
    return Entry(node, path, problems, first_line)


def parse_yaml_list(text: str, path: Path, problems: Problems) -> "list[Entry]":
    """The mappings of a YAML file that holds a list."""
    node = _compose(text, path, problems, 1)
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        problems.add(path, node.start_mark.line + 1, "not a list", "expected entries that begin with `- id:`")
        return []
    return _mappings(node, path, problems, 1)


def _compose(text: str, path: Path, problems: Problems, first_line: int) -> yaml.Node | None:
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if refused := _refused(event, depth):
                line = getattr(event.start_mark, "line", 0) + first_line
                problems.add(path, line, *refused)
                return None
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark: yaml.Mark | None = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else first_line
        problems.add(path, line, "broken YAML", "expected `key: value` lines; quote a text that holds `: ` or ` #`")
        return None
    if node is None:
        problems.add(path, first_line, "empty", "expected content")
    return node


def _refused(event: yaml.Event, depth: int) -> tuple[str, str] | None:
    """What is wrong with a piece of YAML that no guide needs, and what is expected."""
    if depth > DEEPEST_YAML:
        return "YAML nested too deeply", "expected a few levels"
    if isinstance(event, yaml.AliasEvent):  # it can stand for a thousand copies of what it names
        return "a YAML alias", "expected the text itself, written out"
    if getattr(event, "tag", None):
        return "a YAML tag", "expected the value alone"
    if isinstance(event, yaml.ScalarEvent) and UNPRINTABLE.search(event.value):  # written as an escape
        return "a control character", "expected printable text"
    return None


def _mappings(node: yaml.SequenceNode, path: Path, problems: Problems, first_line: int) -> "list[Entry]":
    entries = []
    for item in node.value:
        if isinstance(item, yaml.MappingNode):
            entries.append(Entry(item, path, problems, first_line))
        else:
            problems.add(path, item.start_mark.line + first_line, "not a mapping", "expected `key: value` lines")
    return entries


class Entry:
    """One YAML mapping, read key by key; every mistake is noted with its line.

    Each reader returns a usable value even after a mistake, so that reading goes on. `finish` notes unread keys.
    """

    def __init__(self, node: yaml.MappingNode, path: Path, problems: Problems, first_line: int = 1) -> None:
        self.path = path
        self.problems = problems
        self._node = node
        self._first_line = first_line
        self.line = self._line(node)
        self._read: set[str] = set()
        self._nodes: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in self._nodes:
                self.note(f"`{key}` stands twice", "expected each key once", self._line(key_node))
            self._nodes[key] = value_node

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def line_of(self, key: str) -> int:
        return self._line(self._nodes[key]) if key in self._nodes else self.line

    def text_lines(self) -> dict[str, int]:
        """The line on which each value begins, by its path, as `options.2.because`; a block's is that of its text."""
        return {path: line + self._first_line for path, line in _text_lines(self._node, "")}

    def note(self, wrong: str, expected: str, line: int = 0) -> None:
        self.problems.add(self.path, line or self.line, wrong, expected)

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        value = self._value(key, default)
        if value is _REQUIRED:
            return ""
        if not isinstance(value, str):
            self.note(f"`{key}` is {_described(value)}", "expected text", self.line_of(key))
            return str(value)
        if key in self._nodes and default is _REQUIRED and not value.strip():
            self.note(f"`{key}` is empty", "expected text", self.line_of(key))
        return value.strip()

    def number(self, key: str, default: Any = _REQUIRED) -> float:
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            if value is not _REQUIRED and value is not default:
                self.note(f"`{key}` is {_described(value)}", "expected a number", self.line_of(key))
            return 0.0 if value is _REQUIRED or value is not default else value
        if not is_finite(value):
            self.note(f"`{key}` is not finite", "expected a number", self.line_of(key))
            return 0.0
        return value

    def whole(self, key: str, least: int, most: int, default: Any = _REQUIRED) -> int:
        """A whole number from `least` to `most`."""
        value = self._value(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        if value is not _REQUIRED:
            expected = f"expected a whole number from {least} to {most}"
            self.note(f"`{key}` is {_described(value)}", expected, self.line_of(key))
        return least

    def flag(self, key: str, default: Any = _REQUIRED) -> bool:
        value = self._value(key, default)
        if value is not _REQUIRED and not isinstance(value, bool):
            self.note(f"`{key}` is {_described(value)}", "expected true or false", self.line_of(key))
        return value is True

    def texts(self, key: str, default: Any = _REQUIRED) -> list[str]:
        value = self._value(key, default)
        if value is _REQUIRED:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.note(f"`{key}` is {_described(value)}", "expected a list of texts", self.line_of(key))
            return []
        return value

    def choice(self, key: str, choices: Mapping[str, Any] | tuple[str, ...], default: Any = _REQUIRED) -> str:
        value = self.text(key, default)
        if value and value not in choices:
            self.note(f"`{key}` is `{value}`", f"expected one of {', '.join(choices)}", self.line_of(key))
        return value

    def value(self, key: str, default: Any = _REQUIRED) -> Any:
        """The plain Python value, whatever its shape; the caller checks it."""
        value = self._value(key, default)
        return None if value is _REQUIRED else value

    def plain(self) -> dict[str, Any]:
        """The whole mapping as plain values, with its keys in the order of the file; none of them counts as read."""
        value = _constructed(self._node)
        return value if isinstance(value, dict) else {}

    def entry(self, key: str) -> "Entry | None":
        """The mapping under `key`, or None when it is absent."""
        self._read.add(key)
        node = self._nodes.get(key)
        if node is None or _is_null(node):
            return None
        if not isinstance(node, yaml.MappingNode):
            self.note(f"`{key}` is no mapping", "expected `key: value` lines", self._line(node))
            return None
        return Entry(node, self.path, self.problems, self._first_line)

    def entries(self, key: str) -> "list[Entry]":
        """The mappings in the list under `key`; an absent key is an empty list."""
        self._read.add(key)
        node = self._nodes.get(key)
        if node is None or _is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.note(f"`{key}` is no list", "expected a list", self._line(node))
            return []
        return _mappings(node, self.path, self.problems, self._first_line)

    def named_entries(self, key: str) -> "dict[str, Entry]":
        """The mappings under the mapping at `key`, by their names."""
        inner = self.entry(key)
        if inner is None:
            return {}
        found = {name: inner.entry(name) for name in inner}
        return {name: entry for name, entry in found.items() if entry is not None}

    def finish(self) -> None:
        """Note every key that nobody read."""
        for key in self._nodes:
            if key not in self._read:
                known = ", ".join(sorted(self._read))
                self.note(f"unknown key `{key}`", f"expected one of {known or 'none'}", self.line_of(key))

    def _value(self, key: str, default: Any) -> Any:
        self._read.add(key)
        if key not in self._nodes:
            if default is _REQUIRED:
                self.note(f"`{key}` is missing", f"expected a line `{key}:`")
            return default
        return _constructed(self._nodes[key])

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self._first_line


def split_front_matter(text: str, path: Path, problems: Problems) -> tuple["Entry | None", str, int]:
    """The front matter of a Markdown file, its body, and the line on which the body begins."""
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        problems.add(path, 1, "no front matter", "expected `---`, lines of `key: value`, `---`")
        return None, text, 1
    end = [line.strip() for line in lines].index("---", 1)
    entry = parse_yaml("\n".join(lines[1:end]), path, problems, first_line=2)
    return entry, "\n".join(lines[end + 1 :]), end + 2


def is_finite(number: float) -> bool:
    """Whether the number is an ordinary one: no infinity, and no integer beyond all floats."""
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _constructed(node: yaml.Node) -> Any:
    constructor = SafeConstructor()
    try:
        return constructor.construct_document(node)
    except (yaml.YAMLError, ValueError):
        return getattr(node, "value", None)


def _text_lines(node: yaml.Node, path: str) -> Iterator[tuple[str, int]]:
    if path:
        is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        yield path, node.start_mark.line + is_block
    before = f"{path}." if path else ""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _text_lines(value, f"{before}{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _text_lines(value, f"{before}{number}")


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _described(value: object) -> str:
    names = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a mapping",
    }
    return "empty" if value is None else names.get(type(value), f"a {type(value).__name__}")
