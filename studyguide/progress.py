"""How far a reader is: what is read in each chapter, and where to go on. Pure: no Django."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SectionStep:
    """A section in the outline. `mark` is the small SVG of its target's family, or empty."""

    slug: str
    title: str
    summary: str
    minutes: int
    mark: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class ChapterProgress:
    id: str
    title: str
    sections: tuple[SectionStep, ...]

    @property
    def read(self) -> int:
        return sum(section.is_read for section in self.sections)

    @property
    def percent(self) -> int:
        return percent(self.read, len(self.sections))

    @property
    def minutes(self) -> int:
        return sum(section.minutes for section in self.sections)


@dataclass(frozen=True, slots=True)
class Progress:
    """The outline of one guide with what was read; `last` is the section read most recently, or empty."""

    chapters: tuple[ChapterProgress, ...]
    last: str = ""

    @property
    def sections(self) -> list[SectionStep]:
        return [section for chapter in self.chapters for section in chapter.sections]

    @property
    def read(self) -> int:
        return sum(section.is_read for section in self.sections)

    @property
    def percent(self) -> int:
        return percent(self.read, len(self.sections))

    @property
    def stopped_at(self) -> SectionStep | None:
        """Where to go on: the first unread section after the last one read, else the first unread one."""
        slugs = [section.slug for section in self.sections]
        start = slugs.index(self.last) + 1 if self.last in slugs else 0
        ahead = [*self.sections[start:], *self.sections[:start]]
        return next((section for section in ahead if not section.is_read), None)

    def neighbours(self, slug: str) -> tuple[SectionStep | None, SectionStep | None]:
        """The sections before and after `slug`."""
        sections = self.sections
        at = [section.slug for section in sections].index(slug)
        before = sections[at - 1] if at else None
        after = sections[at + 1] if at + 1 < len(sections) else None
        return before, after


def progress(outline: Sequence[Mapping[str, Any]], read: Collection[str] = (), last: str = "") -> Progress:
    """Progress through an outline, shaped as `models.Guide.outline`; `read` holds the slugs of read sections."""
    return Progress(
        tuple(
            ChapterProgress(
                chapter["id"],
                chapter["title"],
                tuple(SectionStep(**section, is_read=section["slug"] in read) for section in chapter["sections"]),
            )
            for chapter in outline
        ),
        last,
    )


def percent(part: int, whole: int) -> int:
    """Whole percent, and 100 only when nothing is left."""
    return part * 100 // whole if whole else 0
