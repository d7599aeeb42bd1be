"""Drawing questions for an attempt: those that a rule leaves, at random, what was not seen yet first."""

from collections.abc import Collection, Iterable
from random import Random
from typing import Any
from uuid import UUID

from django.db import models

from quiz.models.questions import Facet, Question
from studyguide.models import Guide


def matching(guide: Guide, rule: dict[str, Any]) -> "models.QuerySet[Question]":
    """The questions that a rule may draw: each part of it narrows the choice, an absent part does not.

    Parts: `objectives`, `targets`, `tags`, `sections`, `kinds` (lists), `difficulty` (list of levels).
    """
    found = Question.objects.drawable().filter(guide=guide)
    for name in ("objective", "target", "tag"):
        if values := rule.get(f"{name}s"):
            found = found.filter(pk__in=Facet.objects.filter(name=name, value__in=values).values("question"))
    for name, field in (("sections", "section"), ("kinds", "kind"), ("difficulty", "difficulty")):
        if values := rule.get(name):
            found = found.filter(**{f"{field}__in": values})
    return found


def draw(
    candidates: "models.QuerySet[Question]", rule: dict[str, Any], seen: Collection[UUID], random: Random
) -> list[Question]:
    """`rule["count"]` of the candidates, at random, those not in `seen` first."""
    ids = sorted(candidates.values_list("pk", flat=True))
    random.shuffle(ids)
    ids.sort(key=lambda pk: pk in seen)
    return in_order(ids[: rule.get("count") or len(ids)])


def in_order(ids: Iterable[UUID]) -> list[Question]:
    """The questions with these ids, in this order, with their current versions."""
    ids = list(ids)
    found = Question.objects.select_related("current_version").in_bulk(ids)
    return [found[pk] for pk in ids]
