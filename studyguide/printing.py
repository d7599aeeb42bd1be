"""Sections as they stand on paper: ids that are unique over the whole guide, nothing left to click. Pure: no Django."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Protocol

_ID = re.compile(r'(\s(?:id|aria-labelledby|aria-describedby|for)=")([^"]+)"')
_LOCAL = re.compile(r'(\shref=")#([^"]+)"')
# What the parts under templates/studyguide/parts/ wrap for a click: notes, and definitions after each text.
_MARKED = re.compile(
    r'<button\b[^>]*class="fact-mark".*?</button>(?P<end>.*?)<small\b[^>]*\spopover\b(?P<note>.*?)</small>', re.S
)
_SOURCE = re.compile(r"<(?:a href=\"[^\"]*\"|cite)>([^<]+)")
_TERM = re.compile(r'<button\b[^>]*class="term"[^>]*>(.*?)</button>', re.S)
_DEFINITIONS = re.compile(r'<section class="definitions">.*?</section>', re.S)
# A question may stand in two sections, and would be two landmarks of one name.
_LANDMARK = re.compile(r'(<section class="checkpoint"[^>]*) aria-labelledby="[^"]*"')


class Readable(Protocol):
    slug: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class PrintSection:
    slug: str
    title: str
    html: str


def print_section(section: Readable, url: str, pages: Collection[str], sources: Mapping[str, int]) -> PrintSection:
    """The section with every id prefixed by its slug, and links to `pages` below `url` pointing into the sheet."""
    html = _ID.sub(rf'\g<1>{section.slug}--\g<2>"', on_paper(section.html, sources))
    html = _LOCAL.sub(rf'\g<1>#{section.slug}--\g<2>"', html)
    return PrintSection(section.slug, section.title, _links_within(html, url, pages))


def on_paper(html: str, sources: Mapping[str, int]) -> str:
    """HTML without popovers; the mark of a fact becomes the number that `sources` gives its source.

    `sources` knows a source by its title.
    """
    html = _TERM.sub(r"\1", _DEFINITIONS.sub("", html))
    return _MARKED.sub(lambda mark: _cited(mark["note"], sources) + mark["end"], _LANDMARK.sub(r"\1", html))


def _cited(note: str, sources: Mapping[str, int]) -> str:
    source = _SOURCE.search(note)
    number = sources.get(unescape(source[1])) if source else None
    return f'<sup class="cite">[{number}]</sup>' if number else ""


def _links_within(html: str, url: str, pages: Collection[str]) -> str:
    """`/guides/g/ecs/#how` becomes `#ecs--how`, and `/guides/g/ecs/` becomes `#ecs`."""

    def local(link: re.Match[str]) -> str:
        page, anchor = link["page"], link["anchor"]
        if page not in pages:
            return link.group()
        return f'href="#{page}--{anchor}"' if anchor else f'href="#{page}"'

    return re.sub(rf'href="{re.escape(url)}(?P<page>[\w-]+)/(?:#(?P<anchor>[^"]+))?"', local, html)
