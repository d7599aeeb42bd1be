"""An instructor at work on a case: its form as a browser would send it."""

import uuid
from typing import Any

from django.urls import reverse

from quiz.case_form import CASE_LAYOUT
from quiz.models import Scenario
from quiz.source_forms import blank_rows, form_values
from quiz.sources import Source

LIST = "/admin/quiz/scenario/"
NEW_CASE: Source = {
    "title": "Bread on Monday",
    "summary": "A baker has one morning and no jar.",
    "story": "A baker has {fact:yeast.rise_min}.",
    "section": "choosing",
    "objectives": ["choose"],
    "answer": "yeast",
    "losers": [{"target": "soda", "kind": "hard", "because": "There is nothing sour."}],
}


def case_fields(source: Source, **own: Any) -> dict[str, Any]:
    """What the form of a case with this source sends."""
    values = blank_rows(CASE_LAYOUT, form_values(CASE_LAYOUT, source))
    return {**{f"q.{place}": texts for place, texts in values.items()}, **own}


def fields_of_case(scenario: Scenario, **changes: Any) -> dict[str, Any]:
    """The form of a case as it stands, with some values of its source changed."""
    return case_fields({**scenario.written, **changes}, revision=scenario.revision)


def new_case_fields(**changes: Any) -> dict[str, Any]:
    return case_fields({**NEW_CASE, **changes}, form_id=str(uuid.uuid4()), revision="")


def case_url(scenario: Scenario, act: str = "change", *args: Any) -> str:
    return reverse(f"admin:quiz_scenario_{act}", args=[scenario.pk, *args])


def new_case_url(act: str = "write", guide: str = "bread") -> str:
    return reverse(f"admin:quiz_scenario_{act if act == 'write' else f'{act}_new'}", args=[guide])
