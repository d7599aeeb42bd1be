"""What instructors do to cases, without the pages they do it on."""

from typing import Any

from django.contrib.auth.models import User

from quiz.checking import checked, checked_case
from quiz.kinds import KINDS
from quiz.models import Question, Scenario
from quiz.question_form import with_every_place
from tests.conftest import NOW, GuideFolder
from tests.quiz.test_checking import BREAD_SOURCE

SUNDAY = "sunday-bread"
STEPS = ["sunday-time", "sunday-hours", "sunday-choice"]


def case(slug: str = SUNDAY) -> Scenario:
    found: Scenario = Scenario.objects.select_related("guide").get(slug=slug)
    return found


def write_case(slug: str = SUNDAY, **change: Any) -> Scenario:
    """Save a draft of the case."""
    found = case(slug)
    found.save_draft({**found.written, **change})
    return found


def publish_case(folder: GuideFolder, slug: str = SUNDAY, **change: Any) -> Scenario:
    """Publish the case with all its steps, as the page of the case does."""
    found = write_case(slug, **change)
    shown = checked_case(folder.path, found.written, {})
    assert shown.document is not None, shown.mistakes
    steps = [(step, _document(folder, step, found)) for step in found.steps]
    found.publish(shown.document, steps, NOW, User.objects.get_or_create(username="ines")[0])
    return found


def _document(folder: GuideFolder, step: Question, of: Scenario) -> dict[str, Any]:
    source = with_every_place(KINDS[step.kind], step.source, is_step=True)
    found = checked(folder.path, source, {}, case=of.written)
    assert found.document is not None, found.mistakes
    return found.document


def add_step(slug: str = SUNDAY, **change: Any) -> Question:
    """A step behind the others, ready to be published."""
    wanted = {name: value for name, value in BREAD_SOURCE.items() if name not in ("id", "objectives", "section")}
    return case(slug).add_step("single", {**wanted, **change})


def change_step(slug: str, **change: Any) -> Question:
    step = Question.objects.select_related("current_version").get(slug=slug)
    step.save_draft({**step.source, **change})
    return step
