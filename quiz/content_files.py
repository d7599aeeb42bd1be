"""The YAML files of a guide's questions, with their texts and with the node of each entry. Pure: no Django."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

QUIZZES = Path("quizzes.yaml")
FROM_ADMIN = Path("questions/from-admin.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContentFiles:
    """Files below `folder`, by their paths in it. Each was read without a mistake before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[Path, str] = {}
        self._roots: dict[Path, yaml.Node | None] = {}

    def paths(self) -> Iterator[Path]:
        for name in ("questions", "scenarios"):
            yield from (path.relative_to(self.folder) for path in sorted((self.folder / name).glob("*.yaml")))
        if (self.folder / QUIZZES).exists():
            yield QUIZZES

    def text(self, path: Path) -> str:
        """The text with its own line ends; nothing for a file that does not exist."""
        if path not in self._texts:
            file = self.folder / path
            self._texts[path] = file.read_bytes().decode() if file.exists() else ""
        return self._texts[path]

    def entries(self, path: Path) -> yaml.SequenceNode | None:
        """The list that a file holds; None for one that does not exist or holds nothing but comments."""
        root = self._root(path)
        return root if isinstance(root, yaml.SequenceNode) else None

    def entry(self, path: Path, slug: str) -> yaml.MappingNode:
        """The node of one entry: in a list, of a scenario, or among its steps."""
        return next(node for name, node in _entries(self._root(path)) if name == slug)

    def steps(self, path: Path) -> yaml.SequenceNode:
        """The list of a scenario's steps."""
        return _steps(self._root(path))

    def _root(self, path: Path) -> yaml.Node | None:
        if path not in self._roots:
            self._roots[path] = yaml.compose(self.text(path), Loader=_LOADER)
        return self._roots[path]


def steps_in(text: str) -> tuple[yaml.SequenceNode, list[str]]:
    """The list of steps in the text of a scenario's file, and their ids."""
    node = _steps(yaml.compose(text, Loader=_LOADER))
    return node, [name for name, _ in _entries(node)]


def _steps(root: yaml.Node | None) -> yaml.SequenceNode:
    values = (value for key, value in _pairs(root) if key == "steps")
    return next(value for value in values if isinstance(value, yaml.SequenceNode))


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(text.encode())
    if path.exists():
        shutil.copymode(path, draft)
    draft.replace(path)


def _entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.MappingNode]]:
    if isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _entries(inner)
    elif isinstance(node, yaml.MappingNode):
        for key, value in _pairs(node):
            if key == "id":
                yield str(value.value), node
            elif key == "steps":
                yield from _entries(value)


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), value
