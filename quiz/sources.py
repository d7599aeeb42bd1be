"""A question's source: the plain values that its entry in a file holds, and that instructors edit. Pure: no Django."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

Source = dict[str, Any]

PUBLISHED, DRAFT, RETIRED = STATUSES = ("published", "draft", "retired")
_BLOCKS = ("stem", "story")  # texts that begin on a line of their own, as files have them


def tidied(source: Source) -> Source:
    """The source without what says nothing, so that two that mean the same are equal.

    Spaces around texts and at the ends of lines go, and so do empty texts and lists, and `key: false` of an option.
    """
    found: Source = _tidied(source)
    return found


def _tidied(value: Any, *, is_part: bool = False) -> Any:
    match value:
        case dict():
            inner = {name: _tidied(item) for name, item in value.items()}
            return {name: item for name, item in inner.items() if not _says_nothing(name, item, is_part=is_part)}
        case list():
            return [_tidied(item, is_part=True) for item in value]
        case str():
            return "\n".join(line.rstrip() for line in value.strip().splitlines())
    return value


def _says_nothing(name: str, value: Any, *, is_part: bool) -> bool:
    """A statement that is false says so with `key: false`; an option that is no key need not."""
    return value is None or value in ("", [], {}) or (is_part and name == "key" and value is False)


def with_status(source: Source, status: str) -> Source:
    """The source as an entry in a file says it: with its status, unless it is published."""
    bare = without_status(source)
    return bare if status == PUBLISHED else {**bare, "status": status}


def without_status(entry: Source) -> Source:
    return {name: value for name, value in entry.items() if name != "status"}


def document_hash(document: Mapping[str, Any]) -> str:
    """A hash of the document's canonical JSON."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


class _Dumper(yaml.SafeDumper):
    """YAML as people write it in content/: texts unwrapped, lists of words on one line, lists of parts indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


class _Block(str):
    __slots__ = ()


def _block(dumper: yaml.SafeDumper, text: _Block) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")


def _list(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.Node:
    words = all(isinstance(value, str | int | float) and "\n" not in str(value) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=words)


_Dumper.add_representer(_Block, _block)
_Dumper.add_representer(list, _list)


def source_yaml(sources: Sequence[Source]) -> str:
    """The sources as a file of questions; reading it gives the same sources again, tidied."""
    return "\n".join(_dumped([_with_blocks(source)]) for source in sources)


def _dumped(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)


def _with_blocks(value: Any, key: str = "") -> Any:
    """The value with its long texts marked as blocks."""
    match value:
        case dict():
            return {name: _with_blocks(inner, name) for name, inner in value.items()}
        case list():
            return [_with_blocks(inner) for inner in value]
        case str() if value.strip() and (key in _BLOCKS or "\n" in value):
            return _Block("\n".join(line.rstrip() for line in value.strip().splitlines()) + "\n")
    return value
