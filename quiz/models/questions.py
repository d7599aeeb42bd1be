"""Questions as instructors edit them, and what they can be drawn by."""

import uuid
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import chain, count
from typing import Any, Self

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.text import slugify

from quiz.items import HARDEST
from quiz.kinds import KINDS
from quiz.lint import Finding
from quiz.merging import rebased
from quiz.sources import Source, document_hash, with_status
from studyguide.models import Guide

UNTITLED = "untitled"
PUBLISHED, NEWER_DRAFT = "published", "published, newer draft"
LONGEST_FACET = 120
LONGEST_STEM = 40  # characters of a slug that come from the title; a number may follow


class Overwritten(Exception):
    """A draft was saved by somebody else since its form was opened; `stored` is as they left it."""

    def __init__(self, stored: Any) -> None:
        super().__init__("somebody else has saved this")
        self.stored = stored


class QuestionQuerySet(models.QuerySet["Question"]):
    def published(self) -> Self:
        return self.filter(status=Question.Status.PUBLISHED)

    def drawable(self) -> Self:
        """Questions that a rule may draw: published, scored, and no step of a case."""
        unscored = [kind.name for kind in KINDS.values() if not kind.is_scored]
        return self.published().filter(case="").exclude(kind__in=unscored)

    def free_slug(self, guide: Guide, title: str) -> str:
        """A slug made of the title that nothing of the guide has, and that its files may use too."""
        wanted = slug_stem(title)
        taken = {*self.filter(guide=guide, slug__startswith=wanted).values_list("slug", flat=True)}
        taken |= {*guide.quizzes.filter(slug__startswith=wanted).values_list("slug", flat=True)}
        return free_name(wanted, taken)

    def keep_draft(self, draft: "Question", source: Source, revision: str) -> "Question":
        """Keep what was written for `draft`, which may be new; `revision` is the one that its form began with.

        Raises Overwritten when somebody else has saved something different meanwhile.
        """
        with transaction.atomic():
            stored = self.select_for_update().filter(pk=draft.pk).first()
            if stored is None:
                draft.slug = self.free_slug(draft.guide, source.get("title", ""))
            elif stored.source != {**source, "id": stored.slug} and stored.revision != revision:
                raise Overwritten(stored)
            question = stored or draft
            if stored and stored.is_unnamed and source.get("title"):
                question.slug = self.free_slug(draft.guide, source["title"])
            question.save_draft({**source, "id": question.slug})
        return question

    def being_written(self) -> Self:
        """Those whose draft is ahead of what learners are given."""
        return self.filter(has_changes=True).exclude(status=Question.Status.RETIRED)

    def in_state(self, state: str) -> Self:
        """Those that stand where `Question.state` says."""
        found = self.filter(has_changes=state == NEWER_DRAFT) if PUBLISHED in state else self
        return found.filter(status=state.partition(",")[0])

    def retire(self) -> int:
        return self.exclude(status=Question.Status.RETIRED).update(status=Question.Status.RETIRED)

    def publish(
        self, guide: Guide, slug: str, document: dict[str, Any], now: datetime, source: Source | None = None
    ) -> "Question":
        """Publish `document` as the question's newest version, unless that is what it says already."""
        question, _ = self.get_or_create(guide=guide, slug=slug, defaults=Question.columns(document))
        question.publish(document, now, source or {})
        return question


class Question(models.Model):
    """What an instructor edits. `case` is the slug of the scenario whose step it is, or empty.

    `source` is the question as it is being written (see `sources`); `has_changes` says that it is ahead of the
    current version. `synced_source` is its entry in a file as it was last loaded or written, None for one without a
    file; empty, it had a file of which nothing else is known. The other columns follow the current version, so that a
    draft cannot change what learners are given. `findings` are what the checks and the linter said of `source`, what
    blocks first, and `health` sums them up.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    class Health(models.TextChoices):
        UNCHECKED = "unchecked", "not checked"
        BLOCKING = "blocking", "to be put right"
        WARNINGS = "warnings", "with warnings"
        GOOD = "good", "good"

    STATES = (PUBLISHED, NEWER_DRAFT, "draft", "retired")

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
    source = models.JSONField(default=dict, db_default={}, blank=True)
    synced_source = models.JSONField(null=True)
    has_changes = models.BooleanField(default=False, db_default=False)
    findings = models.JSONField(default=list, db_default=[], blank=True)
    health = models.CharField(
        max_length=10, choices=Health.choices, default=Health.UNCHECKED, db_default=Health.UNCHECKED
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["guide", "slug"], name="question_slug_in_guide")]
        indexes = [
            models.Index(fields=["title", "slug", "-id"], name="question_by_title"),
            models.Index(fields=["status", "has_changes"], name="question_by_state"),
        ]
        permissions = [
            ("publish_question", "Can publish and retire questions"),
            ("regrade_question", "Can score finished answers again"),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def columns(document: Mapping[str, Any]) -> dict[str, Any]:
        """The columns that follow a document, or a source that is not published yet."""
        defaults: dict[str, Any] = {"title": "", "kind": "", "section": "", "difficulty": 1, "case": ""}
        return {name: document.get(name, default) for name, default in defaults.items()}

    @property
    def is_retired(self) -> bool:
        return self.status == self.Status.RETIRED

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return NEWER_DRAFT if self.status == self.Status.PUBLISHED and self.has_changes else str(self.status)

    @property
    def revision(self) -> str:
        """Names what is stored of the draft: a form that began with another revision would overwrite something."""
        return document_hash(self.source)[:16]

    @property
    def is_unnamed(self) -> bool:
        """Whether it has no title yet, and nothing but the admin knows its slug."""
        is_known = self.current_version_id is not None or self.synced_source is not None or bool(self.case)
        return self.slug.startswith(UNTITLED) and not is_known

    def keep_findings(self, findings: Iterable[Finding]) -> None:
        """Remember what was said about the source as it stands; a source that changes is unchecked again."""
        found = list(findings)
        self.findings = [asdict(finding) for finding in found]
        self.health = self.Health.WARNINGS if found else self.Health.GOOD
        if any(finding.is_blocking for finding in found):
            self.health = self.Health.BLOCKING
        self.save(update_fields=["findings", "health"])

    def _set_source(self, source: Source) -> None:
        if source != self.source:
            self.findings, self.health = [], self.Health.UNCHECKED
        self.source = source

    def save_draft(self, source: Source) -> None:
        """Keep what was written; learners go on with the current version."""
        self._set_source(source)
        self.has_changes = self.current_version is None or self.current_version.source != source
        if self.current_version is None:
            self._set_columns({**_fitting(source), "case": self.case})
        self.save()
        if self.current_version is None:
            self._save_facets(source)

    def retire(self) -> None:
        """Attempts keep it; nothing draws it any more."""
        if self.status != self.Status.RETIRED:
            self.status = self.Status.RETIRED
            self.save(update_fields=["status"])

    def bring_back(self) -> None:
        """To where it was before it was retired."""
        self.status = self.Status.PUBLISHED if self.current_version else self.Status.DRAFT
        self.save(update_fields=["status"])

    def publish(
        self, document: dict[str, Any], now: datetime, source: Source, published_by: User | None = None
    ) -> None:
        """Make `document` the current version; no new one is made when it is already."""
        digest = document_hash(document)
        newest = self.current_version
        is_new = newest is None or (newest.content_hash, newest.source) != (digest, source)
        if not is_new and self.status == self.Status.PUBLISHED and not self.has_changes:
            return
        if is_new:
            self.current_version = self.versions.create(
                number=newest.number + 1 if newest else 1,
                document=document,
                content_hash=digest,
                source=source,
                published_at=now,
                published_by=published_by,
            )
            self._save_facets(document)
        self._set_source(source)
        self.status, self.has_changes = self.Status.PUBLISHED, False
        self._set_columns(document)
        self.save()

    @property
    def entry(self) -> Source:
        """The question as an entry in a file says it: what is published or, of a draft, what is being written.

        A draft that was thrown away is still a draft there. Empty when the version is older than its source.
        """
        version = self.current_version
        if version is None or self.status == self.Status.DRAFT:
            return with_status({**self.source, "id": self.slug}, self.Status.DRAFT.value)
        return with_status({**version.source, "id": self.slug}, self.status) if version.source else {}

    @property
    def has_draft_on_top(self) -> bool:
        """Whether something is being written besides what is published."""
        return self.has_changes and self.current_version is not None and self.status != self.Status.DRAFT

    def load(self, document: dict[str, Any], source: Source, status: str, synced: Source | None, now: datetime) -> None:
        """Publish what files and admin say together; what is being written is kept, on top of it."""
        draft = self._draft_on(source)
        self.publish(document, now, source)
        if status != self.status or draft != source:
            self.status = status
            self.save_draft(draft)
        self.mark_synced(synced)

    def load_draft(self, source: Source, case: str, synced: Source | None) -> None:
        """Keep what a file calls a draft; one that was thrown away in the admin stays there."""
        self._set_source(self._draft_on(source))
        self.has_changes = self.current_version is None or self.current_version.source != self.source
        if self.current_version is None:
            self._set_columns({**self.source, "case": case})
        if self.current_version is not None or self.status != self.Status.RETIRED:
            self.status = self.Status.DRAFT
        self.synced_source = synced
        self.save()

    def mark_synced(self, synced: Source | None) -> None:
        """Remember what the question's entry in a file says; None for none."""
        if self.synced_source != synced:
            self.synced_source = synced
            self.save(update_fields=["synced_source"])

    def _draft_on(self, source: Source) -> Source:
        version = self.current_version
        return rebased(self.source, version.source, source) if version and self.has_draft_on_top else source

    def _set_columns(self, document: Mapping[str, Any]) -> None:
        for name, value in self.columns(document).items():
            setattr(self, name, value)

    def _save_facets(self, document: Mapping[str, Any]) -> None:
        self.facets.all().delete()
        Facet.objects.bulk_create(
            Facet(question=self, name=name, value=value[:LONGEST_FACET])
            for name in Facet.Name.values
            for value in dict.fromkeys(document.get(f"{name}s", []))
        )


def _fitting(source: Source) -> dict[str, Any]:
    """The values of a draft that its columns can hold: a draft may say anything."""
    texts = {"title": 200, "kind": 20, "section": 120}
    kept: dict[str, Any] = {name: str(source.get(name, ""))[:longest] for name, longest in texts.items()}
    difficulty = source.get("difficulty")
    return kept | ({"difficulty": difficulty} if difficulty in range(1, HARDEST + 1) else {})


class Facet(models.Model):
    """Something that questions can be drawn by."""

    class Name(models.TextChoices):
        OBJECTIVE = "objective"
        TARGET = "target"
        TAG = "tag"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=10, choices=Name.choices)
    value = models.CharField(max_length=LONGEST_FACET)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "name", "value"], name="facet_once")]
        indexes = [models.Index(fields=["name", "value"], name="facet_by_value")]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


def slug_stem(title: str) -> str:
    """How a slug made of this title begins."""
    return "-".join(slugify(title).replace("_", "-").split("-")[:12])[:LONGEST_STEM].strip("-") or UNTITLED


def free_name(wanted: str, taken: Container[str]) -> str:
    """`wanted`, with a number behind it when that is taken."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(slug for slug in chain([wanted], numbered) if slug not in taken)
