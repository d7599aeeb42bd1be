"""The bank that a question is compared with: what learners are given of a guide."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from quiz.models import QuestionVersion
from quiz.sources import Source
from studyguide.models import Guide


@dataclass(frozen=True)
class PublishedBank:
    """Read only as far as it is asked for: its mark costs one look at an index, its sources all their texts."""

    guide: Guide

    @cached_property
    def mark(self) -> tuple[int, ...]:
        """Names what is in the bank: versions never change, so that their ids say all."""
        return tuple(self._versions.values_list("pk", flat=True))

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The published sources by the slug of their question; a version older than its source has none."""
        rows = self._versions.exclude(source={}).values_list("question__slug", "source")
        return {slug: {**source, "id": slug} for slug, source in rows}

    @property
    def _versions(self) -> QuerySet[QuestionVersion]:
        current = self.guide.questions.published().values("current_version")
        return QuestionVersion.objects.filter(pk__in=current).order_by("pk")
