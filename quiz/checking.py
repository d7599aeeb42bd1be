"""A source checked and rendered against its guide's files, as `sync_content` would do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quiz.content import QUESTIONS
from quiz.drafts import PATH, Draft, read_draft
from quiz.sources import Source
from studyguide.arithmetic import FormulaError
from studyguide.checks import check_anchors, check_guide, check_text
from studyguide.content import GuideFiles, read_guide
from studyguide.documents import Problem, Problems
from studyguide.facts import FactError
from studyguide.markup import MarkupError
from studyguide.rendering import GuideRenderer

Anchors = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Checked:
    """`mistakes` are pairs of a field, as `options.2.because`, and a sentence; without any there is a document."""

    mistakes: tuple[tuple[str, str], ...]
    document: dict[str, Any] | None = None


def checked(folder: Path, source: Source, anchors: Anchors) -> Checked:
    """Check a source against the guide in `folder`; `anchors` holds the ids of the sections that it links into."""
    problems = Problems()
    draft = read_draft(source, problems)
    if draft.item is None or problems:
        return Checked(_mistakes(draft, problems))
    guide = _guide_of(folder, draft)
    check_guide(guide, problems)
    check_anchors(guide, anchors, problems)
    if problems:
        return Checked(_mistakes(draft, problems))
    try:
        placement = GuideRenderer(guide).placement(draft.item.id)
    except (MarkupError, FactError, FormulaError) as error:
        return Checked((("", f"This cannot be rendered: {error}."),))
    return Checked((), dict(placement.document))


def previewed(folder: Path, source: Source) -> Checked:
    """The document of a source that need not be finished: what is missing is empty.

    There is none while a text or a number cannot be rendered. Mistakes that do not matter to that are listed too.
    """
    problems, texts = Problems(), Problems()
    draft = read_draft(source, problems)
    if draft.item is None:
        return Checked(_mistakes(draft, problems))
    guide = _guide_of(folder, draft)
    for line, text in draft.item.texts():
        check_text(guide, PATH, line, text, texts)
    if texts:
        return Checked(_mistakes(draft, texts))
    try:
        placement = GuideRenderer(guide).placement(draft.item.id)
    except (MarkupError, FactError, FormulaError, LookupError) as error:
        return Checked((("", f"This cannot be rendered: {error}."),))
    return Checked(_mistakes(draft, problems), dict(placement.document))


def _guide_of(folder: Path, draft: Draft) -> GuideFiles:
    """What a question may refer to in the guide, with this question as the only thing to be checked in it."""
    guide = read_guide(folder, (), Problems())
    guide.sections = {}
    if draft.item is not None:
        guide.items = {draft.item.id: draft.item}
        guide.item_parts = {draft.item.id: QUESTIONS}
    guide.parts = (QUESTIONS,)
    return guide


def _mistakes(draft: Draft, problems: Problems) -> tuple[tuple[str, str], ...]:
    """What is wrong with the draft; what may be wrong with the guide's own files is not its author's concern."""
    own = [problem for problem in problems if problem.path == str(PATH)]
    return tuple((draft.field(problem.line), sentence(problem)) for problem in own)


def sentence(problem: Problem) -> str:
    """A problem in the words of a form: `Stem is empty. Expected text.`"""
    parts = (problem.wrong.replace("`", ""), problem.expected.replace("`", ""))
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)
