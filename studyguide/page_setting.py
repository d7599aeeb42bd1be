"""What a page being rendered refers to: facts, terms, targets, blocks, each made into HTML.

HTML fragments are Django templates under templates/studyguide/parts/.
"""

import re
from collections.abc import Sequence
from html import escape
from itertools import count
from typing import Any, Protocol

from django.template.loader import render_to_string

from studyguide.arithmetic import evaluate
from studyguide.facts import ASPECTS, Fact, FactBook, figure, shown
from studyguide.guide_files import GuideFiles, Placement, SectionFile, TermFile
from studyguide.markup import Rendered, Slots, plain_text

LONG_VALUE = 20  # characters; a shorter one stays on one line


class Guide(Protocol):
    """What a page asks of the guide that it belongs to (see `rendering.GuideRenderer`)."""

    files: GuideFiles
    book: FactBook
    term_names: dict[str, TermFile]
    term_pattern: re.Pattern[str] | None

    def placement(self, item_id: str) -> Placement: ...
    def short_definition(self, term: TermFile) -> str: ...
    def figure(self, name: str) -> str: ...
    def objectives(
        self, without: str
    ) -> list[tuple[str, str, list[tuple[str, list[SectionFile]]], list[Placement]]]: ...
    def render(self, text: str, setting: "PageSetting") -> Rendered: ...
    def inline(self, text: str, setting: "PageSetting") -> Rendered: ...


class PageSetting:
    """What one page may refer to, and what it has used so far (see `blocks.Setting`).

    `prefix` keeps the ids of popovers apart where several texts share a page; `section` is the slug of a section.
    """

    def __init__(self, guide: Guide, prefix: str = "", *, section: str = "", links_terms: bool = True) -> None:
        self.guide = guide
        self.prefix = prefix
        self.section = section
        self.links_terms = links_terms
        self.slots = Slots()
        self.facts_used: list[str] = []
        self.figures_used: list[str] = []
        self.terms_used: dict[str, TermFile] = {}
        self._notes = 0

    def fact(self, key: str, unit: str) -> str:
        fact = self.guide.book[key]
        self.facts_used.append(key)
        text = shown(fact, unit)
        if unit in ASPECTS:
            return self.slots.token(escape(text), text)
        return self.slots.token(self._marked(fact, text), text)

    def _marked(self, fact: Fact, text: str, *, is_explained: bool = False) -> str:
        """The fact as `text`, with the mark that opens its source; `is_explained` when the label stands beside it.

        A long one may break, but not before its mark.
        """
        head, _, last = text.rpartition(" ") if len(text) >= LONG_VALUE else ("", "", text)
        given = {"fact": fact, "shown": text, "head": head, "last": last, "is_explained": is_explained}
        return self._part("fact", note=self._next_note(), **given)

    def source(self, key: str) -> str:
        source = self.guide.book.sources[key]
        return self.slots.token(self._part("source", source=source, note=self._next_note()))

    def target(self, key: str) -> str:
        target = self.guide.files.facts.targets[key]
        return self.slots.token(target.link(self.guide.files.url), target.name)

    def is_section_of(self, target: str) -> bool:
        return self.guide.files.facts.targets[target].section == self.section

    def questions(self, keys: Sequence[str]) -> str:
        return self.slots.token(self._part("questions", questions=[self.guide.placement(key) for key in keys]))

    def href(self, kind: str, key: str, anchor: str) -> str:
        url = self.guide.files.url
        fragment = f"#{anchor}" if anchor else ""
        pages = {"section": f"{key}/{fragment}", "term": f"glossary/#{key}", "decide": "decide/"}
        pages |= {"compare": f"compare/{key}/", "glossary": "glossary/", "sources": "sources/"}
        return url + pages[kind]

    def term_pattern(self) -> re.Pattern[str] | None:
        return self.guide.term_pattern if self.links_terms else None

    def term(self, name: str) -> str | None:
        term = self.guide.term_names[name.lower()]
        if term.slug in self.terms_used:
            return None
        self.terms_used[term.slug] = term
        note = f"{self.prefix}term-{term.slug}"
        return self.slots.token(self._part("term", name=name, note=note), name)

    def fill(self, name: str, argument: str, body: str) -> str:
        html = getattr(self, f"_fill_{name.replace('-', '_')}")(argument, body)
        text = plain_text(html) if name in ("checkpoint", "target-card") else ""
        return self.slots.token(html, text)

    def definitions(self) -> str:
        """The popovers of the terms that the page links, to stand at its end."""
        if not self.terms_used:
            return ""
        short = self.guide.short_definition
        terms = [(f"{self.prefix}term-{slug}", term, short(term)) for slug, term in self.terms_used.items()]
        return self._part("definitions", terms=terms)

    def _part(self, part: str, **context: Any) -> str:
        return render_to_string(f"studyguide/parts/{part}.html", {"guide": self.guide.files, **context}).strip()

    def _next_note(self) -> str:
        self._notes += 1
        return f"{self.prefix}note-{self._notes}"

    def _fill_checkpoint(self, argument: str, _body: str) -> str:
        return self.guide.placement(argument).html

    def _fill_target_card(self, argument: str, _body: str) -> str:
        target = self.guide.files.facts.targets[argument]
        return self._part("target_card", target=target, is_here=self.is_section_of(argument))

    def _fill_limits(self, argument: str, _body: str) -> str:
        return self._fact_table("limits", argument, "limit")

    def _fill_prices(self, argument: str, _body: str) -> str:
        return self._fact_table("prices", argument, "price")

    def _fact_table(self, name: str, owner: str, kind: str) -> str:
        facts = self.guide.book.of(owner, kind)
        self.facts_used += [fact.key for fact in facts]
        return self._part(
            name,
            target=self.guide.files.facts.targets[owner],
            rows=[(fact, self._marked(fact, shown(fact), is_explained=True)) for fact in facts],
            sources=list(dict.fromkeys(fact.source for fact in facts if fact.source)),
        )

    def _fill_figure(self, argument: str, body: str) -> str:
        self.figures_used.append(argument)
        drawing = self.guide.figure(argument)
        return self._part("figure", name=argument, drawing=drawing, caption=body)

    def _fill_calculator(self, argument: str, _body: str) -> str:
        calculator = self.guide.files.facts.calculators[argument]
        result = calculator.result(calculator.read({})[0])
        return self._part(
            "calculator",
            calculator=calculator,
            fields=[(given, given.value, "") for given in calculator.inputs],
            result=calculator.shown(result),
            reading=calculator.reading(result),
        )

    def _fill_collect(self, argument: str, _body: str) -> str:
        if argument != "objectives":  # the others were put into the text before (see `collecting`)
            return ""
        return self._part("objectives", objectives=self.guide.objectives(without=self.section))


def fact_source(fact: Fact) -> str:
    """Where a fact comes from, its date, and whether it was verified."""
    return render_to_string("studyguide/parts/fact_source.html", {"fact": fact}).strip()


class BareSetting(PageSetting):
    """A page whose facts are plain values and whose terms are plain words: nothing on it explains anything."""

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide, links_terms=False)

    def fact(self, key: str, unit: str) -> str:
        text = shown(self.guide.book[key], unit)
        return self.slots.token(escape(text), text)

    def source(self, key: str) -> str:  # noqa: ARG002  # a bare text has no sources
        return ""

    def target(self, key: str) -> str:
        name = self.guide.files.facts.targets[key].name
        return self.slots.token(escape(name), name)


class ItemText:
    """Renders the texts of one item: `full` with sources and definitions, the others without either."""

    def __init__(self, guide: Guide, item_id: str) -> None:
        self._guide = guide
        self._prefixes = (f"{item_id}-{number}-" for number in count(1))

    @property
    def files(self) -> GuideFiles:
        return self._guide.files

    def full(self, markdown: str) -> str:
        return self._guide.render(markdown, PageSetting(self._guide, next(self._prefixes))).html

    def bare(self, markdown: str) -> str:
        return self._guide.render(markdown, BareSetting(self._guide)).html

    def line(self, markdown: str) -> str:
        return self._guide.inline(markdown, BareSetting(self._guide)).html

    def plain(self, markdown: str) -> str:
        return plain_text(self.line(markdown))

    def figure(self, fact: str, unit: str) -> float:
        return figure(self._guide.book[fact], unit)

    def formula(self, formula: str) -> float:
        return evaluate(formula, {key: f.number for key, f in self._guide.book.items() if f.number is not None})
