"""Entries changed where they stand in a YAML file: only the lines of what changed are written anew. Pure: no Django."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from quiz.sources import Source, source_yaml

# The order in which files have their keys; a database may forget the order of its own.
_ORDER = (
    "id", "target", "kind", "status", "title", "text", "prompt", "match", "mode", "objectives", "section",
    "targets", "tags", "difficulty", "points", "credit", "shuffle", "minutes", "pass_percent",
    "opens", "closes", "facts",
    "sources", "summary", "story", "stem", "key", "answer", "value", "fact", "formula", "as", "unit",
    "tolerance", "tolerance_percent", "accept", "options", "pairs", "items", "distractors", "first", "last",
    "because", "because_true", "because_false", "wrong", "rubric", "hint", "reasoning", "also", "losers",
    "questions", "draw", "steps",
)  # fmt: skip
_PLACES = {name: place for place, name in enumerate(_ORDER)}

KeyAndValue = tuple[yaml.Node, yaml.Node]


class Edit(NamedTuple):
    """Characters from `start` to `end` that `text` replaces."""

    start: int
    end: int
    text: str


class CannotEdit(Exception):
    """An entry does not stand on lines of its own."""


def in_file_order(value: Any) -> Any:
    """The value with the keys of each mapping in the order in which files have them."""
    match value:
        case dict():
            return {name: in_file_order(value[name]) for name in sorted(value, key=_place)}
        case list():
            return [in_file_order(item) for item in value]
    return value


def _place(name: str) -> tuple[int, str]:
    return _PLACES.get(name, len(_PLACES)), name


def entries_yaml(sources: Sequence[Source]) -> str:
    """The sources as entries of a list, with their keys in the order of files."""
    return source_yaml([in_file_order(source) for source in sources])


def mapping_yaml(source: Source) -> str:
    """The source as a file of its own, as scenarios have."""
    lines = entries_yaml([source]).split("\n")
    return "\n".join(line[2:] for line in lines)  # without the dash, and what stands below it


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with every edit made, in its own line ends; what is inserted at one place keeps its order."""
    newline = "\r\n" if "\r\n" in text else "\n"
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [text[done : edit.start], edit.text.replace("\n", newline)]
        done = edit.end
    return "".join([*pieces, text[done:]])


def changed_entry(text: str, node: yaml.MappingNode, old: Source, new: Source) -> list[Edit]:
    """The edits that make the entry at `node` say `new` where it said `old`; raises CannotEdit."""
    if node.flow_style:
        raise CannotEdit
    return list(_mapping_edits(text, node, old, in_file_order(new)))


def appended_entries(text: str, node: yaml.SequenceNode, sources: Sequence[Source]) -> Edit:
    """The edit that adds entries behind the last one of a list; raises CannotEdit."""
    if node.flow_style:
        raise CannotEdit
    end = _line_end(text, _end(text, node))
    return Edit(end, end, "\n\n" + _indented(entries_yaml(sources).rstrip("\n"), node.start_mark.column))


def reordered(text: str, node: yaml.SequenceNode, order: Sequence[int]) -> str:
    """The text with the entries of a list in another order, each with the comments above it; raises CannotEdit.

    `order` holds the places that the entries had. What stands between two places stays there.
    """
    if node.flow_style:
        raise CannotEdit
    starts = [_entry_start(text, entry) for entry in node.value]
    end = _line_end(text, _end(text, node))
    pieces = [text[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    gaps = [piece[len(piece.rstrip()) :] for piece in pieces]
    moved = "".join(pieces[place].rstrip() + gap for place, gap in zip(order, gaps, strict=True))
    return text[: starts[0]] + moved + text[end:]


def _entry_start(text: str, entry: yaml.Node) -> int:
    """Where the lines of an entry begin, with comments right above it."""
    start = _line_start(text, entry.start_mark.index)
    if text[start : entry.start_mark.index].strip() != "-":
        raise CannotEdit
    while start and text[(above := _line_start(text, start - 1)) : start].lstrip().startswith("#"):
        start = above
    return start


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _mapping_edits(text: str, node: yaml.Node, old: Source, new: Source) -> Iterator[Edit]:
    present = {str(key.value): (key, value) for key, value in node.value}
    for name, nodes in present.items():
        if name in new and new[name] != old.get(name):
            yield from _field_edits(text, nodes, name, old.get(name), new[name])
        elif name in old and name not in new:
            yield _removal(text, nodes)
    missing = {name: value for name, value in new.items() if name not in present and value != old.get(name)}
    staying = {name: nodes for name, nodes in present.items() if name in new or name not in old}
    yield from _additions(text, staying, missing)


def _field_edits(text: str, nodes: KeyAndValue, name: str, old: Any, new: Any) -> list[Edit]:
    """Edits of what changed within a field, where its parts stay as many; else the whole field anew."""
    value = nodes[1]
    try:
        if _is_block_mapping(value) and isinstance(old, dict) and isinstance(new, dict):
            return list(_mapping_edits(text, value, old, new))
        if _has_same_parts(value, old, new):
            parts = zip(value.value, old, new, strict=True)
            return [edit for part in parts for edit in _mapping_edits(text, *part)]
    except CannotEdit:
        pass
    return [_replacement(text, nodes, name, new)]


def _is_block_mapping(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style


def _has_same_parts(node: yaml.Node, old: Any, new: Any) -> bool:
    """Whether a list of mappings in block style has as many of them as before."""
    if not isinstance(node, yaml.SequenceNode) or not isinstance(old, list) or not isinstance(new, list):
        return False
    are_mappings = all(map(_is_block_mapping, node.value)) and all(isinstance(part, dict) for part in (*old, *new))
    return are_mappings and len(node.value) == len(old) == len(new)


def _replacement(text: str, nodes: KeyAndValue, name: str, new: Any) -> Edit:
    key, value = nodes
    end = max(_end(text, value), key.end_mark.index)
    line_end = _line_end(text, end)
    first, newline, others = _field(name, new, key.start_mark.column).partition("\n")
    return Edit(key.start_mark.index, line_end, f"{first}{_comment(text, value, end)}{newline}{others}")


def _comment(text: str, value: yaml.Node, end: int) -> str:
    """The comment on the line of a value, with the space before it."""
    rest = text[end : _line_end(text, end)]
    if _is_block_text(value):
        rest = text[value.start_mark.index : _line_end(text, value.start_mark.index)].lstrip("|>+-0123456789")
    return rest.rstrip() if rest.lstrip().startswith("#") else ""


def _removal(text: str, nodes: KeyAndValue) -> Edit:
    key, value = nodes
    start = key.start_mark.index - key.start_mark.column
    if text[start : key.start_mark.index].strip():  # the dash of the entry stands there
        raise CannotEdit
    end = _line_end(text, max(_end(text, value), key.end_mark.index))
    return Edit(start, end + len(_newline_at(text, end)), "")


def _additions(text: str, present: Mapping[str, KeyAndValue], missing: Source) -> Iterator[Edit]:
    """Each missing field behind the one that comes before it in files."""
    if missing and not present:
        raise CannotEdit
    for name, value in missing.items():
        earlier = [other for other in present if _place(other) < _place(name)]
        key, node = present[max(earlier, key=_place) if earlier else next(iter(present))]
        end = _line_end(text, max(_end(text, node), key.end_mark.index))
        column = key.start_mark.column
        yield Edit(end, end, f"\n{' ' * column}{_field(name, value, column)}")


def _field(name: str, value: Any, column: int) -> str:
    """One key with its value, without its first indentation and last line end."""
    return _indented(mapping_yaml({name: value}).rstrip("\n"), column).lstrip(" ")


def _indented(text: str, column: int) -> str:
    return "\n".join(f"{' ' * column}{line}" if line.strip() else "" for line in text.split("\n"))


def _is_block_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _end(text: str, node: yaml.Node) -> int:
    """Where the last character of a value ends: marks of blocks reach over what follows."""
    if _is_block_text(node):
        return len(text[: node.end_mark.index].rstrip())
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return max(_end(text, part) for part in (last if isinstance(last, tuple) else (last,)))
    return int(node.end_mark.index)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    if end == -1:
        return len(text)
    return end - 1 if end > index and text[end - 1] == "\r" else end


def _newline_at(text: str, index: int) -> str:
    return text[index : text.find("\n", index) + 1] if "\n" in text[index : index + 2] else ""
