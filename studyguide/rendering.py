"""A guide's files turned into what readers see: HTML, tables, search entries, and where each fact is used.

Runs at sync only. HTML fragments are Django templates under templates/studyguide/parts/.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Any

from studyguide import figures
from studyguide.advisor.document import make_document, to_plain
from studyguide.advisor.reading import AdvisorFile
from studyguide.arithmetic import FormulaError
from studyguide.blocks import GuideBlocks, GuideMarkdown
from studyguide.checks import check_anchors, check_ids
from studyguide.collecting import collected
from studyguide.decision import Tree, tree_from_plain
from studyguide.documents import Problems
from studyguide.facts import ASPECTS, Fact, FactError, comparable, earliest_day, shown
from studyguide.guide_files import ComparisonFile, GuideFiles, Placement, SectionFile, TermFile, Use
from studyguide.guide_pages import Cell, FactUse, GuidePages, SectionPage, TablePage, TermEntry, search_entries
from studyguide.markup import MarkupError, Rendered, markdown, plain_text, render
from studyguide.page_setting import BareSetting, ItemText, PageSetting, fact_source
from studyguide.roles import filled, references

WORDS_A_MINUTE = 200

Chapters = list[tuple[str, list[SectionFile]]]


class GuideRenderer:
    """Renders one guide. Everything it refers to must have been checked before (see `checks`)."""

    def __init__(self, files: GuideFiles) -> None:
        self.files = files
        self.book = files.facts.book
        self.term_names = {name.lower(): term for term in files.terms.values() for name in (term.name, *term.aliases)}
        self.term_pattern = _term_pattern(self.term_names)
        self._processor = markdown(GuideBlocks(), GuideMarkdown())
        self._placements: dict[str, Placement] = {}
        self._short_definitions: dict[str, str] = {}

    def render(self, text: str, setting: PageSetting) -> Rendered:
        self._processor.setting = setting  # type: ignore[attr-defined]
        # The mark of a source sits close to the word before it, as a footnote does.
        try:
            rendered = render(self._processor, setting.slots, text.replace(" {source:", "{source:"))
        except (LookupError, ValueError) as error:
            self._processor = markdown(GuideBlocks(), GuideMarkdown())  # the old one may still stand within a block
            if isinstance(error, MarkupError):
                raise
            raise MarkupError(f"something in it cannot be read: {error}") from error
        if unread := _UNREAD.search(_CODE.sub("", rendered.plain)):
            raise MarkupError(f"`{unread[1]}` has options that cannot be read")
        return dataclasses.replace(rendered, html=rendered.html + setting.definitions())

    def inline(self, text: str, setting: PageSetting) -> Rendered:
        """One line of Markdown, without the paragraph around it."""
        rendered = self.render(text, setting)
        return dataclasses.replace(
            rendered, html=_without_paragraph(rendered.html), plain=_without_paragraph(rendered.plain)
        )

    def short_definition(self, term: TermFile) -> str:
        """What the popover of a term says; nothing when it cannot be rendered, which `_term` will note.

        Its facts are plain: a note within a note would be hard to reach, and the glossary has the marks. Rendered when
        first asked for, which a page does only at its end.
        """
        if term.slug not in self._short_definitions:
            try:
                self._short_definitions[term.slug] = self.render(term.body, BareSetting(self)).html
            except MarkupError:
                self._short_definitions[term.slug] = ""
        return self._short_definitions[term.slug]

    def placement(self, item_id: str) -> Placement:
        """The item as sections show it. Rendered when first asked for, which must not be within another page."""
        if item_id not in self._placements:
            part = self.files.item_parts[item_id]
            item = self.files.items[item_id]
            self._placements[item_id] = part.place(item, self.files.url, ItemText(self, item_id))
        return self._placements[item_id]

    def figure(self, name: str) -> str:
        """The drawing of a figure with its text twin."""
        facts = self.files.facts
        if name == "spectrum" and facts.spectrum:
            return figures.spectrum_figure(facts.spectrum, facts.targets, self.files.url)
        return figures.tree_figure(self.plain_tree(), facts.targets, self.files.url)

    def plain_tree(self) -> Tree:
        """The tree with the facts in its texts filled in as plain text."""
        return self.files.facts.tree.with_texts(lambda text, _node: self._plain(text), self._plain)

    def _plain(self, text: str) -> str:
        return filled(text, self._said)

    def _said(self, kind: str, key: str, unit: str) -> str:
        """A role in plain text: a fact's value, a target's name; a source stands in notes only."""
        if kind == "target":
            return self.files.facts.targets[key].name
        return shown(self.book[key], unit) if kind == "fact" else ""

    def objectives(self, without: str) -> list[tuple[str, str, Chapters, list[Placement]]]:
        """Each objective with the sections that teach it, `without` excepted, and the items that test it."""
        return [
            (
                key,
                text,
                self._taught(key, without),
                [placed for placed in self._placements.values() if placed.is_listed and key in self._tested(placed)],
            )
            for key, text in self.files.objectives.items()
        ]

    def _taught(self, objective: str, without: str) -> Chapters:
        """The chapters with those of their sections that teach the objective."""
        sections = self.files.sections
        chapters = [
            (chapter.title, [sections[slug] for slug in chapter.sections if slug in sections and slug != without])
            for chapter in self.files.chapters
        ]
        taught = [(title, [page for page in pages if objective in page.objectives]) for title, pages in chapters]
        return [(title, pages) for title, pages in taught if pages]

    def _tested(self, placement: Placement) -> tuple[str, ...]:
        return self.files.items[placement.id].objectives

    def pages(self, problems: Problems, progress: Callable[[str], None] = lambda _: None) -> GuidePages:
        """The whole guide; what cannot be rendered is noted in `problems` and left out."""
        pages = GuidePages(self.files)
        pages.placements = dict(self._place_items(problems))
        for section in self.files.sections.values():
            progress(section.slug)
            with _noting(problems, section.path, 1):
                pages.sections.append(self._section(section, pages.uses))
        ids = {page.file.slug: _ids(page.html) for page in pages.sections}
        for page in pages.sections:
            check_ids(page.file, ids[page.file.slug], problems)
        check_anchors(self.files.texts(), ids, problems)
        for term in self.files.terms.values():
            with _noting(problems, self.files.glossary_path, term.line):
                pages.terms.append(self._term(term, pages.uses))
        for comparison in self.files.comparisons.values():
            with _noting(problems, comparison.path, comparison.table_line):
                pages.tables.append(self._table(comparison, pages.uses))
        if self.files.facts.tree:
            with _noting(problems, self.files.facts_path, 1):
                pages.tree = self._tree(pages.uses)
        if self.files.advisor and pages.tree:
            tree = tree_from_plain(pages.tree)
            pages.advisor = to_plain(make_document(self.files.advisor, self.files.facts, tree, fact_source))
            pages.uses += self._advisor_uses(self.files.advisor)
        pages.uses += self._item_uses()
        pages.search = list(search_entries(pages))
        return pages

    def _place_items(self, problems: Problems) -> Iterator[tuple[str, Placement]]:
        for item in self.files.items.values():
            try:
                yield item.id, self.placement(item.id)
            except (MarkupError, FactError, FormulaError) as error:
                problems.add(
                    item.path, item.line, f"`{item.id}`: {error}", "expected a text or key that can be rendered"
                )

    def _section(self, section: SectionFile, uses: list[FactUse]) -> SectionPage:
        setting = PageSetting(self, section=section.slug)
        rendered = self.render(collected(section, self.files), setting)
        url = f"{self.files.url}{section.slug}/"
        uses += self._uses(setting.facts_used, "section", section.title, url)
        if "decision-tree" in setting.figures_used:
            title = self.files.facts.tree_title or "Decision tree"
            uses += self._uses(self._tree_facts(), "figure", title, f"{url}#figure-decision-tree")
        minutes = max(1, ceil(len(rendered.text.split()) / WORDS_A_MINUTE))
        return SectionPage(section, rendered.html, rendered.plain, rendered.headings, minutes)

    def _term(self, term: TermFile, uses: list[FactUse]) -> TermEntry:
        setting = PageSetting(self, f"{term.slug}-", links_terms=False)
        rendered = self.render(term.body, setting)
        uses += self._uses(setting.facts_used, "term", term.name, f"{self.files.url}glossary/#{term.slug}")
        return TermEntry(term, rendered.html, rendered.text)

    def _table(self, comparison: ComparisonFile, uses: list[FactUse]) -> TablePage:
        setting = PageSetting(self, links_terms=False)
        rows = tuple(tuple(self._cell(cell, setting) for cell in row) for row in comparison.rows)
        intro = self.render(comparison.intro, setting).html
        outro = self.render(comparison.outro, setting).html
        columns = tuple(self.inline(column, setting).text for column in comparison.header)
        uses += self._uses(setting.facts_used, "table", comparison.title, f"{self.files.url}compare/{comparison.slug}/")
        return TablePage(comparison, intro, outro, columns, rows)

    def _cell(self, text: str, setting: PageSetting) -> Cell:
        rendered = self.inline(text, setting)
        facts = [reference for reference in references(text) if reference.kind == "fact"]
        number = _order(self.book[facts[0].key], facts[0].unit) if facts else None
        return Cell(rendered.html, rendered.text, number)

    def _tree(self, uses: list[FactUse]) -> dict[str, Any]:
        """The tree with its texts as HTML, in plain values; facts in conditions count as used."""
        url = f"{self.files.url}decide/"
        settings: dict[str, PageSetting] = {}

        def as_html(text: str, node: str) -> str:
            setting = settings.setdefault(node, PageSetting(self, f"{node}-", links_terms=False))
            return self.inline(text, setting).html if text else ""

        tree = self.files.facts.tree
        html = tree.with_texts(as_html, self._plain)
        for node in tree.nodes.values():
            keys = settings[node.id].facts_used + [key for option in node.options for key in option.fact_keys]
            uses += self._uses(keys, "tree node", plain_text(filled(node.short, self._said)), url)
        return dataclasses.asdict(html)

    def _tree_facts(self) -> list[str]:
        """The facts in the texts and the conditions of the decision tree."""
        tree = self.files.facts.tree
        roles = [role for node in tree.nodes.values() for text in node.texts for role in references(text)]
        compared = [key for step in tree.options() for key in step.option.fact_keys]
        return [role.key for role in roles if role.kind == "fact"] + compared

    def _advisor_uses(self, file: AdvisorFile) -> Iterator[FactUse]:
        """Each rule, remark, cost and plot of costs with the facts that it names."""
        url = f"{self.files.url}advisor/"
        targets = self.files.facts.targets
        for rule in file.rules.rules:
            named = [role.key for role in references(rule.text) if role.kind == "fact"]
            label = f"{targets[rule.target].name}: {file.rules.fields[rule.decisive.field].label}"
            yield from self._uses([*rule.fact_keys, *named], "advisor rule", label, url)
        for remark in file.rules.remarks:
            named = [role.key for role in references(remark.text) if role.kind == "fact"]
            compared = [key for condition in remark.conditions for key in condition.fact_keys]
            yield from self._uses([*compared, *named], "advisor remark", plain_text(self._plain(remark.text)), url)
        for target in file.prices.parts if file.prices else ():
            keys = file.prices.fact_keys(target) if file.prices else []
            yield from self._uses(keys, "advisor price", f"{targets[target].name}: cost a month", f"{url}#cost")
        if file.prices:
            drawn = [key for key in file.prices.all_fact_keys if key in self.book]
            for plot in (f"Cost over {file.prices.work} a month", "Cost over hours of full peak"):
                yield from self._uses(drawn, "plot", plot, f"{url}#cost")

    def _uses(self, keys: Iterable[str], kind: str, label: str, url: str) -> list[FactUse]:
        needed = [key for used in keys for key in self.book.needed_by(used)]
        return [FactUse(key, kind, label, url) for key in dict.fromkeys(needed)]

    def _item_uses(self) -> Iterator[FactUse]:
        for item in self.files.items.values():
            roles = [reference for _, text in item.texts() for reference in references(text)]
            keys = [*item.fact_keys, *(role.key for role in roles if role.kind == "fact")]
            placement = self._placements.get(item.id)
            if placement:
                for use in placement.uses or [Use(placement.title, keys)]:
                    yield from self._uses(use.facts, placement.noun, use.label, placement.url)


_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.S)
_UNREAD = re.compile(r"^(?:<\w+>)*(/{3,}[ \t]*[A-Za-z][^\n<]*)", re.M)


@contextmanager
def _noting(problems: Problems, path: Path, line: int) -> Iterator[None]:
    """Note what cannot be rendered in the block, and go on behind it."""
    try:
        yield
    except MarkupError as error:
        problems.add(path, line, f"not rendered: {error}", "expected simpler Markdown")


def _order(fact: Fact, unit: str) -> float | None:
    """Where a fact's cell sorts: by its value, or for a date by the day."""
    if unit == "date":
        day = earliest_day(fact.as_of)
        return float(day.toordinal()) if day else None
    return None if unit in ASPECTS else comparable(fact)


def _term_pattern(names: Mapping[str, TermFile]) -> re.Pattern[str] | None:
    """All names as whole words, longest first, in any case."""
    if not names:
        return None
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.I)


def _without_paragraph(html: str) -> str:
    inner = html.strip()
    if inner.startswith("<p>") and inner.endswith("</p>") and inner.count("<p>") == 1:
        return inner[3:-4]
    return inner


def _ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)
