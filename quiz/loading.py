"""Questions and quizzes of a guide's files into the database, beside those made in the admin."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from quiz.items import Item, QuestionItem, QuizItem, RestingItem, ScenarioItem
from quiz.models import Question, Quiz, Scenario
from quiz.sources import RETIRED, with_status
from studyguide.guide_files import Placement
from studyguide.models import Guide

Placed = Sequence[tuple[Item, Placement]]


def load_questions(guide: Guide, placed: Placed, now: datetime) -> None:
    """Publish each question; one whose document changed gets a new version, one whose entry is gone is retired."""
    rows = {row.slug: row for row in guide.questions.select_related("current_version")}
    written = [(case, case.published["steps"]) for case in Scenario.objects.written_on_top().filter(guide=guide)]
    for item, placement in placed:
        row = rows.get(item.id)
        if isinstance(item, QuestionItem):
            document = dict(placement.document)
            row = row or guide.questions.create(slug=item.id, **Question.columns(document))
            row.load(document, item.source, item.status, item.synced, now)
        elif isinstance(item, RestingItem) and item.synced is not None:
            row = row or Question(guide=guide, slug=item.id)
            row.load_draft(item.source, item.case, item.synced)
    _retire_what_is_gone(rows.values(), placed)
    for case, steps in written:
        case.follow_steps(steps)


def load_quizzes(guide: Guide, placed: Placed, now: datetime) -> None:
    """Write each quiz with its questions, which must be there already; one whose entry is gone is retired."""
    for position, (item, placement) in enumerate(placed):
        if isinstance(item, QuizItem | ScenarioItem):
            _load_quiz(guide, item, placement, position, now)
    _retire_what_is_gone(guide.quizzes.all(), placed)


def _load_quiz(guide: Guide, item: QuizItem | ScenarioItem, placement: Placement, position: int, now: datetime) -> None:
    row = {name: value for name, value in placement.document.items() if name != "questions"}
    row |= {"guide": guide, "is_retired": item.status == RETIRED, "synced_source": item.synced}
    if item.synced is not None:
        row["position"] = position
    if isinstance(item, ScenarioItem):
        row["synced_steps"] = None if item.synced_steps is None else list(item.synced_steps)
    model = Scenario if isinstance(item, ScenarioItem) else Quiz
    before = model.objects.filter(guide=guide, slug=item.id).first()
    published = before.published if before else {}
    quiz, _ = model.objects.update_or_create(slug=item.id, defaults=row)
    quiz.set_questions(placement.document["questions"])
    quiz.rebase_draft(published)
    quiz.keep_version(now)


def _retire_what_is_gone(rows: Iterable[Question | Quiz], placed: Placed) -> None:
    """Retire what had an entry in a file and has none any more; its last state is what was synced."""
    named = {item.id for item, _ in placed}
    for row in rows:
        if row.slug not in named and row.synced_source is not None:
            row.retire()
            row.mark_synced(with_status(row.entry, RETIRED))
