"""A source checked and rendered against its guide's files, as `sync_content` would do it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from quiz.content import QUESTIONS
from quiz.drafts import PATH, Draft, read_case_draft, read_draft
from quiz.judging import Checked, alone, mistakes
from quiz.lint import Bank, Finding, guide_context, lint_question, lint_texts
from quiz.sources import Source
from studyguide.arithmetic import FormulaError
from studyguide.checks import check_anchors, check_items, check_text
from studyguide.content import kept_guide
from studyguide.documents import Problems
from studyguide.facts import FactError
from studyguide.guide_files import GuideFiles
from studyguide.markup import MarkupError
from studyguide.rendering import GuideRenderer

Anchors = Mapping[str, Sequence[str]]

NO_BANK = Bank({})  # to compare with: a question on its own


def checked(
    folder: Path, source: Source, anchors: Anchors, bank: Bank = NO_BANK, case: Source | None = None
) -> Checked:
    """Check a source against the guide in `folder`; `anchors` holds the ids of the sections that it links into.

    `case` is the source of the case whose step it is.
    """
    problems = Problems()
    draft = read_draft(source, problems, case)
    guide = _guide_of(folder, draft)
    findings = tuple(lint_question(source, guide_context(guide, bank)))
    return _checked(guide, draft, problems, anchors, findings)


def checked_case(folder: Path, source: Source, anchors: Anchors) -> Checked:
    """As `checked`, of a case; its steps, which are named only, are checked on their own."""
    problems = Problems()
    draft = read_case_draft(source, problems)
    guide = _guide_of(folder, draft)
    return _checked(guide, draft, problems, anchors, _linted(draft, guide))


def _checked(
    guide: GuideFiles, draft: Draft, problems: Problems, anchors: Anchors, findings: tuple[Finding, ...]
) -> Checked:
    if draft.item is None or problems:
        return Checked(mistakes(draft, problems), None, findings)
    check_items(guide, problems)
    check_anchors(guide.item_texts(), anchors, problems)
    if found := mistakes(draft, problems):
        return Checked(found, None, findings)
    try:
        placement = GuideRenderer(guide).placement(draft.item.id)
    except (MarkupError, FactError, FormulaError) as error:
        return Checked((("", f"This cannot be rendered: {error}."),), None, findings)
    return Checked((), dict(placement.document), findings)


def previewed(folder: Path, source: Source, bank: Bank = NO_BANK, case: Source | None = None) -> Checked:
    """The document of a source that need not be finished: what is missing is empty.

    There is none while a text or a number cannot be rendered. Mistakes that do not matter to that are listed too.
    """
    problems = Problems()
    draft = read_draft(source, problems, case)
    guide = _guide_of(folder, draft)
    findings = tuple(lint_question(source, guide_context(guide, bank)))
    return _previewed(guide, draft, problems, findings)


def previewed_case(folder: Path, source: Source) -> Checked:
    """As `previewed`, of a case."""
    problems = Problems()
    draft = read_case_draft(source, problems)
    guide = _guide_of(folder, draft)
    return _previewed(guide, draft, problems, _linted(draft, guide))


def _previewed(guide: GuideFiles, draft: Draft, problems: Problems, findings: tuple[Finding, ...]) -> Checked:
    texts = Problems()
    if draft.item is None:
        return Checked(mistakes(draft, problems), None, findings)
    for line, text in draft.item.texts():
        check_text(guide, PATH, line, text, texts)
    if texts:
        return Checked(mistakes(draft, texts), None, findings)
    try:
        placement = GuideRenderer(guide).placement(draft.item.id)
    except (MarkupError, FactError, FormulaError, LookupError) as error:
        return Checked((("", f"This cannot be rendered: {error}."),), None, findings)
    check_items(guide, problems)
    return Checked(mistakes(draft, problems), dict(placement.document), findings)


def _linted(draft: Draft, guide: GuideFiles) -> tuple[Finding, ...]:
    """What the linter says of a case's texts."""
    if draft.item is None:
        return ()
    texts = [(draft.field(line), text) for line, text in draft.item.texts()]
    return tuple(lint_texts(texts, guide_context(guide, NO_BANK)))


def _guide_of(folder: Path, draft: Draft) -> GuideFiles:
    guide, _ = kept_guide(folder)
    return alone(guide, draft, QUESTIONS)
