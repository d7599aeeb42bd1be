"""The guide's own Markdown: blocks between slashes, roles in braces, links into the guide, glossary terms.

A `Setting` answers what a page may refer to; the extension turns references into HTML through it. References are
checked before rendering (see `checks`), so here each one can be looked up. Pure: no Django.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from studyguide.markup import PLAIN_ID, slug
from studyguide.roles import ROLE

# Blocks that hold Markdown, and those that the engine fills.
HOLDERS = ("big-idea", "concept", "note", "muddy", "step", "pair", "definition", "example")
FILLED = ("checkpoint", "target-card", "limits", "prices", "figure", "collect", "calculator")
UNTITLED = ("definition", "example")

# Where a glossary term is never linked: it would break the element or distract.
_NO_TERMS = {"a", "button", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"}
# Punctuation at a term's side; a quotation mark is a placeholder by then.
_OPENING = re.compile("(?:[([]|\x02[^\x03]*\x03)+$")
_CLOSING = re.compile("^(?:[]).,;:!?]|\x02[^\x03]*\x03)+")


class Setting(Protocol):
    """What the extension asks of the guide; every answer but `href` is HTML behind a token."""

    def fact(self, key: str, unit: str) -> str: ...
    def source(self, key: str) -> str: ...
    def target(self, key: str) -> str: ...
    def questions(self, keys: Sequence[str]) -> str: ...
    def is_section_of(self, target: str) -> bool: ...
    def fill(self, name: str, argument: str, body: str) -> str: ...
    def href(self, kind: str, key: str, anchor: str) -> str: ...
    def term(self, name: str) -> str | None:
        """The id of the popover for a term met for the first time on this page, None after that."""

    def term_pattern(self) -> re.Pattern[str] | None: ...


def _anchor(value: object) -> str:
    """An id that the sanitiser lets pass; pymdownx does not read a block with any other."""
    if not isinstance(value, str) or not PLAIN_ID.fullmatch(value):
        raise ValueError(value)
    return value


class HolderBlock(Block):  # type: ignore[misc]  # pymdownx has no types
    """A block of Markdown in an element of its own, with its title as a heading or a label."""

    ARGUMENT = None
    OPTIONS = {"id": ("", _anchor), "questions": ([], lambda value: value)}

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        tag = "aside" if self.NAME in ("big-idea", "concept", "note", "muddy") else "div"
        element = ElementTree.SubElement(parent, tag, {"class": self.NAME})
        if self.argument and not self._is_titled_by_the_page():
            self._add_title(element)
        return element

    def _is_titled_by_the_page(self) -> bool:
        setting: Setting = self.md.setting
        return self.NAME == "pair" and setting.is_section_of(self.argument)

    def on_end(self, block: ElementTree.Element) -> None:
        if self.options["questions"]:
            setting: Setting = self.md.setting
            paragraph = ElementTree.SubElement(block, "p", {"class": "tested-by"})
            paragraph.text = AtomicString(setting.questions(self.options["questions"]))

    def _add_title(self, element: ElementTree.Element) -> None:
        if self.NAME in ("concept", "note", "pair"):
            title = ElementTree.SubElement(element, "p", {"class": "block-title"})
        else:
            level = "h2" if self.NAME == "step" else "h3"  # steps are the parts of a page, the others belong to one
            title = ElementTree.SubElement(element, level, {"id": self.options["id"] or slug(self.argument)})
        title.text = self._title()

    def _title(self) -> str:
        setting: Setting = self.md.setting
        return AtomicString(setting.target(self.argument)) if self.NAME == "pair" else str(self.argument)


class FilledBlock(Block):  # type: ignore[misc]
    """A block whose content the engine makes; its body is a caption or nothing."""

    ARGUMENT = None

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        return ElementTree.SubElement(parent, "div", {"class": "slot"})

    def on_end(self, block: ElementTree.Element) -> None:
        body = " ".join("".join(block.itertext()).split())
        setting: Setting = self.md.setting
        block.clear()
        block.set("class", "slot")
        block.text = AtomicString(setting.fill(self.NAME, self.argument or "", body))


def _block_class(name: str, base: type[Block]) -> type[Block]:
    return type(f"{name.title().replace('-', '')}Block", (base,), {"NAME": name})


class GuideBlocks(BlocksExtension):  # type: ignore[misc]
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        for name in HOLDERS:
            block_mgr.register(_block_class(name, HolderBlock), self.getConfigs())
        for name in FILLED:
            block_mgr.register(_block_class(name, FilledBlock), self.getConfigs())


class RoleProcessor(InlineProcessor):
    """`{fact:KEY as UNIT}`, `{source:KEY}`, `{target:KEY}`."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]
        setting: Setting = self.md.setting  # type: ignore[attr-defined]
        element = ElementTree.Element("span")
        if match["kind"] == "fact":
            element.text = AtomicString(setting.fact(match["key"], match["unit"] or ""))
        else:
            element.text = AtomicString(getattr(setting, match["kind"])(match["key"]))
        return element, match.start(0), match.end(0)


class LinkProcessor(Treeprocessor):
    """Links such as `section:ecs#hard-limits` become addresses."""

    def run(self, root: ElementTree.Element) -> None:
        setting: Setting = self.md.setting  # type: ignore[attr-defined]
        for link in root.iter("a"):
            kind, colon, rest = link.get("href", "").partition(":")
            if colon and kind in ("section", "term", "compare", "decide", "glossary", "sources"):
                key, _, anchor = rest.partition("#")
                link.set("href", setting.href(kind, key, anchor))


class TermProcessor(Treeprocessor):
    """The first use of each glossary term on a page becomes a button that opens its definition."""

    def run(self, root: ElementTree.Element) -> None:
        setting: Setting = self.md.setting  # type: ignore[attr-defined]
        pattern = setting.term_pattern()
        if pattern is not None:
            for element in list(_open_to_terms(root)):
                self._link_in(element, pattern, setting)

    def _link_in(self, element: ElementTree.Element, pattern: re.Pattern[str], setting: Setting) -> None:
        self._link_text(element, None, pattern, setting)
        for child in list(element):
            self._link_text(element, child, pattern, setting)

    def _link_text(
        self, parent: ElementTree.Element, after: ElementTree.Element | None, pattern: re.Pattern[str], setting: Setting
    ) -> None:
        """Link the terms in the text at the start of `parent`, or in the tail of its child `after`."""
        text = parent.text if after is None else after.tail
        if not text or isinstance(text, AtomicString):
            return
        for match in pattern.finditer(text):
            token = setting.term(match.group())
            if token is not None:
                # A line may break on either side of a button, so the element also holds the punctuation around it.
                before, opening = _split(text[: match.start()], _OPENING)
                rest, closing = _split(text[match.end() :], _CLOSING)
                linked = ElementTree.Element("span")
                linked.text = AtomicString(opening + token + closing)
                linked.tail = rest
                _set_text(parent, after, before)
                parent.insert(0 if after is None else list(parent).index(after) + 1, linked)
                self._link_text(parent, linked, pattern, setting)
                return


def _split(text: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    """`text` without what the pattern finds, and what it finds."""
    return pattern.sub("", text), "".join(pattern.findall(text))


def _set_text(parent: ElementTree.Element, after: ElementTree.Element | None, text: str) -> None:
    if after is None:
        parent.text = text
    else:
        after.tail = text


def _open_to_terms(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    if element.tag in _NO_TERMS or element.get("class") == "slot":
        return
    yield element
    for child in element:
        yield from _open_to_terms(child)


class GuideMarkdown(Extension):
    """Roles, links and terms. The page's `Setting` hangs on the Markdown instance as `setting`."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(RoleProcessor(ROLE.pattern, md), "role", 172)
        md.treeprocessors.register(LinkProcessor(md), "guide-links", 9)
        md.treeprocessors.register(TermProcessor(md), "guide-terms", 5.5)  # behind `smarty`, which reads plain text
