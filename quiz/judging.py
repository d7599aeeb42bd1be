"""What keeps a question from being published, and what is weak about it. Pure: no Django."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from quiz.drafts import PATH, Draft, read_draft
from quiz.lint import Context, Finding, Level, lint_question
from quiz.sources import Source
from studyguide.checks import check_items
from studyguide.documents import Problem, Problems
from studyguide.guide_files import ContentPart, GuideFiles, Item

READER = "reader"  # stands for a rule in what the reader of files refuses
REPEATING = {"no-source"}  # warnings that say what the reader, at the same field, refuses


@dataclass(frozen=True, slots=True)
class Checked:
    """`mistakes` are pairs of a field, as `options.2.because`, and a sentence; without any there is a document.

    `findings` are the linter's, whether there are mistakes or none.
    """

    mistakes: tuple[tuple[str, str], ...]
    document: dict[str, Any] | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What keeps it from being published. At one field the reader and the linter mean the same: one says it."""
        refused = [Finding(READER, Level.BLOCKING, field, sentence) for field, sentence in self.mistakes]
        named = {field for field, _ in self.mistakes}
        return (*refused, *(found for found in self.findings if found.is_blocking and found.field not in named))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        named = {field for field, _ in self.mistakes}
        repeats = [found for found in self.findings if found.rule in REPEATING and found.field in named]
        return tuple(found for found in self.findings if not found.is_blocking and found not in repeats)

    @property
    def is_publishable(self) -> bool:
        return self.document is not None and not self.blocking


def judged(
    guide: GuideFiles, sources: Iterable[tuple[Source, Source | None]], context: Context, part: ContentPart
) -> Iterator[Checked]:
    """The mistakes and findings of many sources, each with that of the case whose step it is, without documents."""
    for source, case in sources:
        problems = Problems()
        draft = read_draft(source, problems, case)
        if draft.item is not None:
            check_items(alone(guide, draft, part), problems)
        yield Checked(mistakes(draft, problems), None, tuple(lint_question(source, context)))


def alone(guide: GuideFiles, draft: Draft, part: ContentPart) -> GuideFiles:
    """The guide with what a question may refer to, and with this question as the only thing to be checked in it."""
    items: dict[str, Item] = {} if draft.item is None else {draft.item.id: draft.item}
    return replace(guide, items=items, item_parts=dict.fromkeys(items, part), parts=(part,))


def mistakes(draft: Draft, problems: Problems) -> tuple[tuple[str, str], ...]:
    """What is wrong with the draft; what may be wrong with the guide's own files is not its author's concern."""
    own = [problem for problem in problems if problem.path == str(PATH)]
    return tuple((draft.field(problem.line), sentence(problem)) for problem in own)


def sentence(problem: Problem) -> str:
    """A problem in the words of a form: `Stem is empty. Expected text.`"""
    parts = (problem.wrong.replace("`", ""), problem.expected.replace("`", ""))
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)
