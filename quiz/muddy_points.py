"""The muddy points of a section, read from its HTML, with the questions that each leads to. Pure: no Django."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studyguide.markup import plain_text

_ASIDE = re.compile(r'<aside class="muddy">(.*?)</aside>', re.S)
_HEADING = re.compile(r'<h3 id="([^"]+)"[^>]*>(.*?)</h3>', re.S)
_QUESTION = re.compile(r'href="[^"]*/checkpoints/([\w-]+)/"')


@dataclass(frozen=True, slots=True)
class MuddyPoint:
    """`anchor` is the id of its heading; `questions` are slugs."""

    anchor: str
    title: str
    questions: frozenset[str]


def muddy_points(html: str) -> Iterator[MuddyPoint]:
    for aside in _ASIDE.findall(html):
        if heading := _HEADING.search(aside):
            title = re.sub(r"<a\b.*?</a>", "", heading[2])  # the link to the heading itself
            yield MuddyPoint(heading[1], plain_text(title), frozenset(_QUESTION.findall(aside)))
