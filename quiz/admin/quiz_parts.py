"""What the form of a quiz shows beside its inputs: chosen questions, those to choose from, and what a rule finds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, QuerySet, When

from quiz.admin.checks import Sentences
from quiz.admin.offers import Offers, matching_words
from quiz.kinds import KINDS
from quiz.models import Facet, Question, generator_of, matching
from quiz.quiz_form import QUESTIONS, RULE, asked_of, makes_cases, readable
from quiz.quiz_items import wanted_cases
from quiz.source_forms import Values, row_numbers
from quiz.sources import Source
from studyguide.models import Guide

MOST_FOUND = 20
MOST_NAMED = 40  # of the questions that match a rule


class QuizOffers(Offers):
    """What a rule can name."""

    @cached_property
    def sections(self) -> list[tuple[str, str]]:
        return super().sections[1:]  # without the one that says that none is chosen

    @cached_property
    def tags(self) -> list[tuple[str, str]]:
        questions = Question.objects.drawable().filter(guide=self.guide)
        found = Facet.objects.filter(name=Facet.Name.TAG, question__in=questions).order_by("value")
        return [(tag, tag) for tag in found.values_list("value", flat=True).distinct()]


@dataclass(frozen=True, slots=True)
class Listed:
    """A question as a line in a list; None where a list names one that does not exist."""

    slug: str
    question: Question | None
    section: str
    number: int = 0
    mistakes: Sequence[str] = ()
    is_chosen: bool = False

    @property
    def title(self) -> str:
        return self.question.title if self.question else self.slug

    @property
    def kind_label(self) -> str:
        kind = self.question.kind if self.question else ""
        return KINDS[kind].label if kind in KINDS else kind


def with_titles(guide: Guide, source: Source) -> Source:
    """The source of a quiz as people compare it: with the titles of the questions that it lists."""
    listed = Question.objects.filter(guide=guide, slug__in=source.get("questions", []))
    return readable(source, dict(listed.values_list("slug", "title")))


def chosen(guide: Guide, values: Values, sentences: Sentences) -> list[Listed]:
    """The questions of the list, in their order, with what is wrong with each."""
    slugs = {number: values[f"questions.{number}"][0] for number in row_numbers(QUESTIONS, values)}
    rows = {row.slug: row for row in _light(guide).filter(slug__in=slugs.values())}
    titles = _titles(guide)
    return [
        _listed(slug, rows.get(slug), titles, number, sentences.get(f"questions.{number}", ()))
        for number, slug in slugs.items()
    ]


def _listed(
    slug: str, question: Question | None, titles: Mapping[str, str], number: int = 0, mistakes: Sequence[str] = ()
) -> Listed:
    section = titles.get(question.section, "") if question else ""
    return Listed(slug, question, section, number, mistakes)


@dataclass(frozen=True, slots=True)
class Found:
    """Questions to choose from."""

    query: str
    section: str
    objective: str
    questions: Sequence[Listed]
    is_cut: bool


def found(guide: Guide, asked: Mapping[str, str], values: Values) -> Found:
    """Questions that can be asked and match every word of the search; `asked` is the form as it was sent."""
    query = asked.get("find", "").replace("\0", "").strip()[:200]
    section, objective = (asked.get(f"find-{name}", "").replace("\0", "") for name in ("section", "objective"))
    rule = {name: [value] for name, value in (("sections", section), ("objectives", objective)) if value}
    matches = matching_words(matching(guide, rule), query, "slug", "title", "section", "source")
    is_elsewhere = Case(When(title__icontains=query, then=0), default=1)
    rows = list(matches.order_by(is_elsewhere, "title").defer("synced_source")[: MOST_FOUND + 1])
    taken, titles = {text for texts in values.values() for text in texts}, _titles(guide)
    listed = [
        Listed(row.slug, row, titles.get(row.section, ""), is_chosen=row.slug in taken) for row in rows[:MOST_FOUND]
    ]
    return Found(query, section, objective, listed, len(rows) > MOST_FOUND)


@dataclass(frozen=True, slots=True)
class Matches:
    """The questions that a rule may draw. `asked` is how many it draws; None where it does not say a number.

    `can_make` says of a rule for cases whether there are any; None for a rule that draws questions.
    """

    count: int
    asked: int | None
    levels: Sequence[tuple[int, int]]
    named: Sequence[str]
    can_make: bool | None = None

    @property
    def is_enough(self) -> bool:
        return self.asked is None or self.count >= self.asked

    @property
    def more(self) -> int:
        return self.count - len(self.named)


def rule_matches(guide: Guide, source: Source) -> Matches:
    rule = asked_of({**source, "from": RULE}).get("draw", {})
    if makes_cases(source):
        generator = generator_of(guide)
        return Matches(0, None, (), (), generator is not None and generator.can_make(wanted_cases(rule)))
    rows = list(matching(guide, rule).order_by("title").values_list("title", "difficulty"))
    asked = rule.get("count")
    levels = sorted(Counter(difficulty for _, difficulty in rows).items())
    is_number = isinstance(asked, int) and asked > 0
    return Matches(len(rows), asked if is_number else None, levels, [title for title, _ in rows[:MOST_NAMED]])


def _light(guide: Guide) -> "QuerySet[Question]":
    return guide.questions.defer("source", "synced_source", "findings")


def _titles(guide: Guide) -> dict[str, str]:
    return {section["slug"]: section["title"] for chapter in guide.outline for section in chapter["sections"]}
