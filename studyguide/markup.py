"""Markdown to safe HTML: one pipeline for the files under content/ and for what people type in the admin.

Text is rendered by python-markdown, then sanitised by nh3; what the engine itself makes (fact marks, figures, tables
of limits) travels through both as a token and is put in afterwards. Pure: no Django.
"""

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from types import FrameType
from typing import Any

import nh3
from markdown import Markdown
from markdown.extensions.toc import slugify

LONGEST_RENDER = 3.0  # seconds for one page; a page that needs more is a mistake or an attack
MOST_OPEN_BRACKETS = 50  # in one paragraph; python-markdown looks for the end of each up to the end of the text
_BRACKET = re.compile(r"[\[\]]|\n\s*\n")

EXTENSIONS = [
    "tables",
    "def_list",
    "footnotes",
    "attr_list",
    "smarty",
    "toc",
    "pymdownx.betterem",
    "pymdownx.highlight",
    "pymdownx.superfences",
]
EXTENSION_OPTIONS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "toc": {"permalink": "#", "permalink_class": "anchor", "permalink_title": "Link here"},
    "smarty": {"smart_dashes": False, "smart_ellipses": False},
    "pymdownx.highlight": {"guess_lang": False, "css_class": "highlight"},
}

_PYGMENTS_CLASSES = (
    "highlight hll bp c c1 ch cm cp cpf cs err esc fm g gd ge gh gi go gp gr gs gt gu il k kc kd kn kp kr kt l ld m "
    "mb mf mh mi mo n na nb nc nd ne nf ni nl nn no nt nv nx o ow p pm py s s1 s2 sa sb sc sd se sh si sr ss sx vc "
    "vg vi vm w x"
)
_PYGMENTS = set(_PYGMENTS_CLASSES.split())
# Those that site.css colours; around the others a span would only weigh.
_COLOURED_CLASSES = "c c1 cm ch cs k kn kd kc kr kt ow nt kv s s1 s2 sb sd se sx m mi mf mh no nf nc nd nb na"
COLOURED = set(_COLOURED_CLASSES.split())
_TOKEN_SPAN = re.compile(r'<span class="(\w+)">([^<]*)</span>')
_BLOCK_CLASSES = {
    "big-idea",
    "concept",
    "pair",
    "definition",
    "example",
    "muddy",
    "step",
    "note",
    "block-title",
    "slot",
}
_TAGS = (
    "a abbr aside blockquote br code dd del div dl dt em h2 h3 h4 h5 h6 hr img li ol p pre s section span strong sub "
    "sup table tbody td tfoot th thead tr ul"
)
ALLOWED_TAGS = set(_TAGS.split())
ALLOWED_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align", "scope"},
    **{tag: {"id"} for tag in ("h2", "h3", "h4", "h5", "h6", "dt", "li", "sup")},
}
ALLOWED_CLASSES: dict[str, set[str]] = {
    "a": {"anchor", "footnote-ref", "footnote-backref"},
    "aside": _BLOCK_CLASSES,
    "div": {*_BLOCK_CLASSES, *_PYGMENTS, "footnote"},
    "p": {"block-title", "tested-by"},
    "section": _BLOCK_CLASSES,
    "span": _PYGMENTS,
}
PLAIN_ID = re.compile(r"\w[\w:.-]{0,199}", re.ASCII)

TOKEN = re.compile("\ue000(\\d+)\ue001")
_TOKEN_BLOCK = re.compile('<div class="slot">\\s*(\ue000\\d+\ue001)\\s*</div>')
_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|button|code|em|small|span|strong|sub|sup|wbr)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_ANCHOR = re.compile(r'<a class="anchor"[^>]*>#</a>')
_TABLE = re.compile(r"<table>.*?</table>", re.S)
_LONG_NAME = re.compile(r"(?<!</span>)<code>([\w:./-]{28,})</code>")  # code of several lines begins with a span
_PART_END = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[:/])(?=\w)")


class MarkupError(ValueError):
    """Markdown that is not rendered: too costly, or holding characters the engine keeps for itself."""


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """What the engine puts into a page: its HTML, and the plain text that search reads instead."""

    html: str
    text: str = ""


@dataclass(slots=True)
class Slots:
    """The engine's own HTML, kept out of the sanitiser's way behind tokens."""

    kept: list[Slot] = field(default_factory=list)

    def token(self, html: str, text: str = "") -> str:
        self.kept.append(Slot(html, text))
        return f"\ue000{len(self.kept) - 1}\ue001"

    def fill(self, html: str) -> str:
        """`html` with every token replaced by its HTML; a slot may itself hold tokens."""
        html = _TOKEN_BLOCK.sub(r"\1", html)
        while TOKEN.search(html):
            html = TOKEN.sub(lambda match: self.kept[int(match[1])].html, html)
        return html

    def fill_text(self, html: str) -> str:
        return TOKEN.sub(lambda match: self.kept[int(match[1])].text, html)


@dataclass(frozen=True, slots=True)
class Rendered:
    """`html` is safe to serve; `plain` is the same HTML with every slot as text, for search and word counts."""

    html: str
    plain: str
    headings: tuple[Heading, ...]

    @property
    def text(self) -> str:
        return plain_text(self.plain)


def markdown(*extensions: Any) -> Markdown:
    """A Markdown processor with our extensions and no raw HTML; `extensions` are added after them."""
    options = {**EXTENSION_OPTIONS, "toc": {**EXTENSION_OPTIONS["toc"], "slugify": lambda text, _: slug(text)}}
    processor = Markdown(extensions=[*EXTENSIONS, *extensions], extension_configs=options, output_format="html")
    processor.preprocessors.deregister("html_block")
    processor.inlinePatterns.deregister("html")
    return processor


def render(processor: Markdown, slots: Slots, text: str) -> Rendered:
    """Render `text`; raises MarkupError when it is refused."""
    check_cost(text)
    with time_limit(LONGEST_RENDER):
        processor.reset()
        html = sanitised(_converted(processor, text))
    html = _scrolling_tables(_copyable_code(_coloured(_breakable_names(html))))
    tokens: list[dict[str, Any]] = getattr(processor, "toc_tokens", [])
    plain = slots.fill_text(_ANCHOR.sub("", html))
    return Rendered(slots.fill(html), plain, tuple(_headings(tokens, slots)))


def _converted(processor: Markdown, text: str) -> str:
    try:
        return processor.convert(text)
    except RecursionError:
        raise MarkupError("it is nested too deeply") from None


def check_cost(text: str) -> None:
    """Refuse the patterns that are known to take python-markdown minutes (its issue 1617 and relatives)."""
    open_brackets = 0
    for mark in _BRACKET.findall(text):
        open_brackets = {"[": open_brackets + 1, "]": max(open_brackets - 1, 0)}.get(mark, 0)
        if open_brackets >= MOST_OPEN_BRACKETS:
            raise MarkupError("fifty brackets that are not closed")
    if "\ue000" in text or "\ue001" in text:
        raise MarkupError("a private-use character")


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise MarkupError in the block after `seconds` of work by this process, however busy the machine is.

    Python's `re` looks for signals while it works, so an alarm ends even one long match. Alarms exist in the main
    thread only: elsewhere the limits on length and pattern must do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise MarkupError(f"it takes more than {seconds:g} s to render")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def sanitised(html: str) -> str:
    """The HTML with only the tags, classes, attributes and addresses that guides use."""
    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        allowed_classes=ALLOWED_CLASSES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Ids must be plain, so that none can shadow a property of the page's scripts."""
    if name == "id" and not PLAIN_ID.fullmatch(value):
        return None
    if tag == "img" and name == "src" and not value.startswith("/"):
        return None
    return value


def plain_text(html: str) -> str:
    """The words of an HTML fragment, with single spaces."""
    return _SPACE.sub(" ", unescape(_TAG.sub(" ", _INLINE_TAG.sub("", html)))).strip()


def slug(text: str) -> str:
    """The anchor of a heading; what a slot will show is no part of it."""
    return slugify(TOKEN.sub("", text), "-")


def _headings(tokens: list[dict[str, Any]], slots: Slots) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["id"], unescape(slots.fill_text(token["name"])))
        yield from _headings(token["children"], slots)


def _breakable_names(html: str) -> str:
    """Long names in code with places to break, so that they neither leave a gap nor widen a table."""
    return _LONG_NAME.sub(lambda name: f"<code>{_PART_END.sub('<wbr>', name[1])}</code>", html)


def _coloured(html: str) -> str:
    """Code without spans for what is shown in the colour of text."""
    return _TOKEN_SPAN.sub(lambda span: span.group() if span[1] in COLOURED else span[2], html)


def _copyable_code(html: str) -> str:
    """Each code sample in a box that scrolls by itself and carries a button for the clipboard."""
    opening = (
        '<div class="code"><button type="button" class="copy" hidden>Copy</button>'
        '<div class="highlight" tabindex="0" role="group" aria-label="Code sample">'
    )
    return re.sub(
        r'<div class="highlight">(.*?)</div>',
        lambda match: f"{opening}{match[1]}</div></div>",
        html,
        flags=re.S,
    )


def _scrolling_tables(html: str) -> str:
    opening = '<div class="table-scroll" tabindex="0" role="group" aria-label="Table">'
    return _TABLE.sub(lambda match: f"{opening}{_row_heads(match.group())}</div>", html)


def _row_heads(table: str) -> str:
    """The first cell of each row as a row head, so that a screen reader says what the row is about."""
    table = re.sub(r"<th(?![^>]*scope)(?=[ >])", '<th scope="col"', table)
    return re.sub(r"(<tr>\s*)<td([^>]*)>(.*?)</td>", r'\1<th scope="row"\2>\3</th>', table, flags=re.S)


Render = Callable[[str], Rendered]
