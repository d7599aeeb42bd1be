"""Exams that are finished, questions that are published with another key, and what regrading makes of them."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from quiz.models import Question, QuestionVersion, Quiz, Regrade, Response, Scope
from tests.conftest import NOW
from tests.quiz.sitting import Sitting

WHICH = "which-leaven"


def finished(browser: Client, answers: Mapping[int, Any], quiz: str = "baking-exam") -> Sitting:
    """An attempt that was submitted with these answers, by position."""
    sitting = Sitting.begin(browser, quiz)
    for position, answer in answers.items():
        sitting.save(position, answer)
    sitting.submit()
    return sitting


def question(slug: str = WHICH) -> Question:
    return Question.objects.select_related("current_version").get(slug=slug)


def republished(slug: str = WHICH, **changes: Any) -> QuestionVersion:
    """The newest version of a question, now with these parts of its document changed."""
    found = question(slug)
    found.publish({**found.current_version.document, **changes}, NOW, {**found.source, "changes": repr(changes)})
    return found.current_version


def with_key(number: int, slug: str = WHICH, **changes: Any) -> QuestionVersion:
    """The same with another option right."""
    options = question(slug).current_version.document["options"]
    moved = [{**option, "key": place == number} for place, option in enumerate(options)]
    return republished(slug, options=moved, **changes)


def ines() -> User:
    return User.objects.get_or_create(username="ines", defaults={"is_staff": True})[0]


def regraded(key: QuestionVersion, reason: str = "", **scope: Any) -> Regrade:
    """Preview it, and do it."""
    found = Scope(key, **scope)
    return found.regrade(found.preview().digest, reason, ines(), NOW)


def exam() -> Quiz:
    return Quiz.objects.get(slug="baking-exam")


def stored() -> list[Any]:
    """Every response as the database has it."""
    return list(Response.objects.order_by("pk").values())
