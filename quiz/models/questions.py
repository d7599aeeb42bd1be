"""Questions, and the immutable versions that attempts point at."""

import hashlib
import json
import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models

from quiz.kinds import KINDS, Kind
from quiz.scoring import Score
from studyguide.models import Guide


class QuestionQuerySet(models.QuerySet["Question"]):
    def published(self) -> Self:
        return self.filter(status=Question.Status.PUBLISHED)

    def drawable(self) -> Self:
        """Questions that a rule may draw: published, scored, and no step of a case."""
        unscored = [kind.name for kind in KINDS.values() if not kind.is_scored]
        return self.published().filter(case="").exclude(kind__in=unscored)

    def retire(self) -> int:
        return self.exclude(status=Question.Status.RETIRED).update(status=Question.Status.RETIRED)

    def publish(self, guide: Guide, slug: str, document: dict[str, Any], now: datetime) -> "Question":
        """Publish `document` as the question's newest version, unless that is what it says already."""
        columns = {name: document[name] for name in ("title", "kind", "section", "difficulty")}
        case = document.get("case", "")
        question, _ = self.update_or_create(
            guide=guide, slug=slug, defaults={**columns, "case": case, "status": Question.Status.PUBLISHED}
        )
        question.publish(document, now)
        return question


class Question(models.Model):
    """What an instructor edits. `case` is the slug of the scenario whose step it is, or empty."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="questions")
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    kind = models.CharField(max_length=20)
    section = models.SlugField(max_length=120, blank=True)
    difficulty = models.PositiveSmallIntegerField(default=1)
    case = models.SlugField(max_length=120, blank=True)
    current_version = models.ForeignKey("QuestionVersion", null=True, on_delete=models.PROTECT, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["guide", "slug"], name="question_slug_in_guide")]

    def __str__(self) -> str:
        return self.title

    def publish(self, document: dict[str, Any], now: datetime) -> None:
        """Make `document` the current version; nothing happens when it is already."""
        digest = document_hash(document)
        newest = self.current_version
        if newest is not None and newest.content_hash == digest:
            return
        number = newest.number + 1 if newest else 1
        self.current_version = self.versions.create(
            number=number, document=document, content_hash=digest, published_at=now
        )
        self.save(update_fields=["current_version"])
        self._save_facets(document)

    def _save_facets(self, document: dict[str, Any]) -> None:
        self.facets.all().delete()
        Facet.objects.bulk_create(
            Facet(question=self, name=name, value=value)
            for name in Facet.Name.values
            for value in dict.fromkeys(document.get(f"{name}s", []))
        )


class Facet(models.Model):
    """Something that questions can be drawn by."""

    class Name(models.TextChoices):
        OBJECTIVE = "objective"
        TARGET = "target"
        TAG = "tag"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=10, choices=Name.choices)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "name", "value"], name="facet_once")]
        indexes = [models.Index(fields=["name", "value"], name="facet_by_value")]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class QuestionVersion(models.Model):
    """One published state of a question. Never changed: responses are rendered and scored from it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="version_number_in_question")]

    def __str__(self) -> str:
        return f"{self.question_id} version {self.number}"

    @property
    def kind(self) -> Kind:
        return KINDS[self.document["kind"]]

    def score(self, answer: Any) -> Score:
        return self.kind.score(self.document, answer)


def document_hash(document: dict[str, Any]) -> str:
    """A hash of the document's canonical JSON."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
