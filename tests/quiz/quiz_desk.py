"""An instructor at work on a quiz: its form as a browser would send it."""

import uuid
from typing import Any

from django.urls import reverse

from quiz.models import Quiz
from quiz.quiz_form import NEW, shown_values
from quiz.sources import Source


def quiz_fields(quiz: Quiz, *, is_new: bool = False, **changes: Any) -> dict[str, Any]:
    """The form of a quiz as it stands, with some values of its source changed; None takes one out."""
    source = {name: value for name, value in {**quiz.written, **changes}.items() if value is not None}
    own = {"form_id": str(uuid.uuid4()), "revision": ""} if is_new else {"form_id": "", "revision": quiz.revision}
    return {**_named(shown_values(source)), **own}


def new_quiz_fields(source: Source) -> dict[str, Any]:
    """The form of a new quiz, filled in."""
    values = {**shown_values(source), **({} if source else NEW)}
    return {**_named(values), "form_id": str(uuid.uuid4()), "revision": ""}


def _named(values: dict[str, list[str]]) -> dict[str, Any]:
    return {f"q.{place}": texts for place, texts in values.items() if texts}


def quiz_url(quiz: Quiz, act: str, *args: Any) -> str:
    return reverse(f"admin:quiz_quiz_{act}", args=[quiz.pk, *args])


def new_quiz_url(act: str, guide: str = "bread") -> str:
    return reverse("admin:quiz_quiz_write" if act == "write" else f"admin:quiz_quiz_{act}_new", args=[guide])
