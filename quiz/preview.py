"""A guide as it would be with another value of a fact: what `what_if` needs to know of it, read and remembered.

The facts, the tree and the rules come from the guide's files, where somebody would change them; the questions and the
scenarios from the database, where instructors may have changed them since.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.cache import cache

from quiz.changed_keys import Bank
from quiz.generated.generator import Generator
from quiz.models import Mode, generator_of
from quiz.published_bank import PublishedBank
from quiz.what_if import SEEDS, DrawnCase, drawn_cases
from studyguide.content import kept_guide
from studyguide.guide_files import GuideFiles
from studyguide.models import Guide
from studyguide.sync import content_folder, digest

PORTION = 100  # seeds whose cases are made at once: about a second
KEPT_S = 30 * 24 * 60 * 60


class CannotPreview(Exception):
    """Nothing can be said about the guide; the message says why."""


@dataclass(frozen=True)
class Preview:
    """`mark` names the state of the guide's files, and of the code that reads them."""

    guide: Guide
    files: GuideFiles
    mark: str

    @cached_property
    def bank(self) -> Bank:
        """Every published question that learners are given."""
        return PublishedBank(self.guide).sources

    @cached_property
    def scenarios(self) -> dict[str, Mapping[str, Any]]:
        """What the files and the admin say of each scenario quiz, by its slug."""
        rows = self.guide.quizzes.current().filter(mode=Mode.SCENARIO).values_list("slug", "title", "case_source")
        return {slug: {**source, "title": title} for slug, title, source in rows}

    @cached_property
    def generator(self) -> Generator | None:
        """What makes the guide's cases, as it was loaded; None where none are made."""
        return generator_of(self.guide)

    def cases(self, portions: int = 0) -> list[DrawnCase]:
        """The cases of the seeds from 0 on, as far as they were made before, and so many portions more.

        Making them takes long, and they are the same until the guide changes: all processes share what one has made.
        """
        if self.generator is None:
            return []
        starts = range(0, SEEDS, PORTION)
        kept = cache.get_many([self._place(start) for start in starts])
        found: list[DrawnCase] = []
        for start in starts:
            portion = kept.get(self._place(start))
            if portion is None and portions <= 0:
                break
            if portion is None:
                portions -= 1
                portion = drawn_cases(self.generator, range(start, start + PORTION))
                cache.set(self._place(start), portion, KEPT_S)
            found += portion
        return found

    def _place(self, start: int) -> str:
        return f"cases-{self.guide.digest}-{start}"


def preview_of(guide: Guide) -> Preview:
    """Raises CannotPreview where the files of the guide are missing or wrong."""
    folder = content_folder(guide.slug)
    if folder is None:
        raise CannotPreview("The files of this guide are not on this server, so that nothing can be tried.")
    mark = digest(folder)
    return Preview(guide, _files(folder), mark)


def _files(folder: Path) -> GuideFiles:
    files, problems = kept_guide(folder)
    if problems:
        raise CannotPreview(f"The files of this guide have a mistake: {next(iter(problems))}")
    return files


def place_of(preview: Preview, key: str) -> str:
    """The file and line where a fact's value stands, as `content/bread/facts.yaml, line 12`."""
    path = preview.files.facts_path
    return f"{Path(*path.parts[-3:])}, line {preview.files.facts.book[key].line}"
