"""stories.yaml in a guide's folder: read, checked, and kept as what the guide's cases are made from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from quiz.generated.checking import check_cases, check_stories
from quiz.generated.document import generator_document, generator_from_plain
from quiz.generated.generator import Generator
from quiz.generated.reading import STORIES_FILE, StoriesFile, read_stories
from quiz.generated.uses import story_uses
from quiz.items import QuizItem
from quiz.models import StoryBook
from quiz.quiz_items import wanted_cases
from studyguide.advisor.reading import AdvisorFile
from studyguide.documents import Problems
from studyguide.guide_files import GuideFiles, ItemText, Placement, Use
from studyguide.models import Guide


@dataclass(frozen=True, slots=True)
class StoriesItem:
    """All of stories.yaml: one item, which no section can place."""

    path: Path
    file: StoriesFile
    id: str = STORIES_FILE
    title: str = "Generated cases"
    line: int = 1
    objectives: tuple[str, ...] = ()
    section: str = ""
    fact_keys: tuple[str, ...] = ()

    def texts(self) -> Sequence[tuple[int, str]]:
        return self.file.texts

    def line_of(self, place: str) -> int:  # noqa: ARG002  # it names objectives and sections of its own
        return self.line


class StoriesContent:
    """The content part that CONTENT_PARTS names (see `studyguide.guide_files.ContentPart`)."""

    def read(self, folder: Path, problems: Problems) -> list[StoriesItem]:
        path = folder / STORIES_FILE
        file = read_stories(path, problems)
        return [StoriesItem(path, file)] if file else []

    def merge(self, guide: GuideFiles, problems: Problems, take: str) -> None:
        """Nothing of it is written in the admin."""

    def state(self, slug: str) -> str:  # noqa: ARG002
        return ""

    def check(self, guide: GuideFiles, problems: Problems) -> None:
        for item in guide.items.values():
            if isinstance(item, StoriesItem):
                check_stories(item.file, guide.advisor, guide.facts, guide.objectives, guide.outline, problems)
                if guide.advisor and not problems:
                    generator = generator_from_plain(_document(item, guide, guide.advisor))
                    check_cases(item.file, generator, problems)
                    _check_quizzes(guide, generator, problems)

    def place(self, item: StoriesItem, guide_url: str, text: ItemText) -> Placement:  # noqa: ARG002
        guide = text.files
        if guide.advisor is None:  # which `check_stories` refuses
            return Placement(item.id, item.title, "", "", "")
        document = _document(item, guide, guide.advisor)
        uses = [Use(label, keys) for label, keys in story_uses(item.file.stories, guide.facts)]
        return Placement(item.id, item.title, "/quizzes/", "", "", document=document, noun="generated case", uses=uses)

    def save(self, guide: Guide, placed: Sequence[tuple[StoriesItem, Placement]], now: datetime) -> None:  # noqa: ARG002
        """Nothing points at stories, so those that vanished are deleted: attempts keep what was made from them."""
        for _, placement in placed:
            StoryBook.objects.update_or_create(guide=guide, defaults={"document": json.dumps(placement.document)})
        if not placed:
            StoryBook.objects.filter(guide=guide).delete()


STORIES = StoriesContent()


def _check_quizzes(guide: GuideFiles, generator: Generator, problems: Problems) -> None:
    """Note quizzes that ask for cases of which none comes."""
    for item in guide.items.values():
        if isinstance(item, QuizItem) and "cases" in item.rule and not generator.can_make(wanted_cases(item.rule)):
            wrong = f"`{item.id}` asks for cases that cannot be made"
            problems.add(item.path, item.line_of("draw.cases"), wrong, "expected other targets or levels")


def _document(item: StoriesItem, guide: GuideFiles, advisor: AdvisorFile) -> dict[str, Any]:
    objectives = {slug: section.objectives for slug, section in guide.sections.items()}
    return generator_document(item.file, advisor, guide.facts, objectives)
