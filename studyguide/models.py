"""What readers read, and what they have read.

Everything but `Learner`, `SectionRead` and `Session` is written by `sync_content` from the files under content/.
"""

import uuid
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.urls import reverse

from studyguide import facts
from studyguide.facts import dated


class CurrentQuerySet(models.QuerySet[Any]):
    """Rows whose file still exists; what vanished is retired, so that what points at it stays whole."""

    def current(self) -> Self:
        return self.filter(is_retired=False)


class Guide(models.Model):
    """`outline` repeats the titles of chapters and sections, so that a page needs one query for all of them:
    `[{"id", "title", "sections": [{"slug", "title", "minutes", "mark"}]}]`.
    """

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=200)
    summary = models.TextField()
    audience = models.TextField(blank=True)
    start = models.SlugField()
    outline = models.JSONField(default=list)
    tree = models.JSONField(default=dict)
    tree_title = models.CharField(max_length=200, blank=True)
    has_advisor = models.BooleanField(default=False, db_default=False)
    digest = models.CharField(max_length=64)
    synced_at = models.DateTimeField()
    is_retired = models.BooleanField(default=False)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guide_home", args=[self.slug])

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    @property
    def section_count(self) -> int:
        return sum(len(chapter["sections"]) for chapter in self.outline)

    @property
    def reading_time(self) -> str:
        minutes = sum(section["minutes"] for chapter in self.outline for section in chapter["sections"])
        return f"{minutes} minutes" if minutes < 100 else f"{round(minutes / 60)} hours"


class GuidePart(models.Model):
    """A row that belongs to a guide and is matched by its slug when content is loaded."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="%(class)ss")
    slug = models.CharField(max_length=120)
    position = models.PositiveIntegerField()
    is_retired = models.BooleanField(default=False)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["guide", "slug"], name="%(class)s_slug_in_guide")]

    def __str__(self) -> str:
        return self.slug


class Objective(GuidePart):
    """What a reader can do after the guide."""

    text = models.TextField()


class Section(GuidePart):
    """`headings` is `[[level, id, text]]`; `html` is safe to serve."""

    chapter = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    target = models.CharField(max_length=120, blank=True)
    html = models.TextField()
    headings = models.JSONField(default=list)
    minutes = models.PositiveIntegerField()
    objectives = models.ManyToManyField(Objective, related_name="sections")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.guide.slug, self.slug])

    @property
    def has_drawing(self) -> bool:
        """Whether the page needs the stylesheet for figures."""
        return '<figure class="drawn"' in self.html

    def mark_read(self, learner: "Learner", now: datetime) -> None:
        """Again changes nothing: a double click is one read."""
        SectionRead.objects.get_or_create(learner=learner, section=self, defaults={"read_at": now})

    def mark_unread(self, learner: "Learner") -> None:
        SectionRead.objects.filter(learner=learner, section=self).delete()


class Term(GuidePart):
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list)
    html = models.TextField()

    def __str__(self) -> str:
        return self.name

    @property
    def initial(self) -> str:
        """The letter under which a glossary lists the term."""
        return self.name[:1].upper()


class Comparison(GuidePart):
    """`rows` is a list of rows of `{"html", "text", "sort"}` cells; the first cell of each is its head."""

    title = models.CharField(max_length=200)
    summary = models.TextField()
    intro_html = models.TextField(blank=True)
    outro_html = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("comparison", args=[self.guide.slug, self.slug])


class Target(GuidePart):
    """`family` is `{"id", "name", "shape", "number"}`."""

    name = models.CharField(max_length=200)
    short = models.CharField(max_length=120)
    family = models.JSONField(default=dict)
    section = models.SlugField()
    summary = models.TextField()

    def __str__(self) -> str:
        return self.name


class Source(GuidePart):
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    as_of = models.CharField(max_length=10, blank=True)
    as_of_note = models.CharField(max_length=200, blank=True)
    tier = models.PositiveSmallIntegerField(default=3)

    def __str__(self) -> str:
        return self.title

    @property
    def dated(self) -> str:
        return dated(self.as_of, self.as_of_note)


class Fact(GuidePart):
    """`slug` is the fact's key; `shown` is the value as readers see it."""

    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    value = models.JSONField(null=True)
    unit = models.CharField(max_length=60, blank=True)
    shown = models.TextField()
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="facts")
    as_of = models.CharField(max_length=10, blank=True)
    as_of_note = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField()
    note = models.TextField(blank=True)
    region = models.CharField(max_length=60, blank=True)
    formula = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def dated(self) -> str:
        return dated(self.as_of, self.as_of_note)

    @property
    def as_read(self) -> facts.Fact:
        """As it was read from its file, without the source."""
        names = ("label", "kind", "value", "unit", "as_of", "as_of_note", "verified", "note", "region", "formula")
        return facts.Fact(key=self.slug, **{name: getattr(self, name) for name in names})


class FactUse(models.Model):
    """One place that depends on a fact; an index made anew at each sync."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    url = models.CharField(max_length=300)

    class Meta:
        ordering = ["kind", "label"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.label}"


class Calculator(GuidePart):
    """A form of a few numbers and one result, as `factfile.Calculator` reads it."""

    document = models.JSONField()


class Advisor(models.Model):
    """Which target fits a workload, as `advisor.document` takes it apart; apart from its guide because it is long.

    It is JSON in a text: PostgreSQL's own type forgets the order of keys, in which amounts are computed.
    """

    guide = models.OneToOneField(Guide, on_delete=models.CASCADE, related_name="advisor")
    document = models.TextField()

    def __str__(self) -> str:
        return f"Advisor of {self.guide_id}"


class AnswerSheet(GuidePart):
    """A checkpoint's answer for the last sheet of the print page."""

    title = models.CharField(max_length=200)
    html = models.TextField()


class SearchEntry(models.Model):
    """Something search can find; an index made anew at each sync. See `search`."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    heading = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300)
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.title} {self.heading}".strip()


class Learner(models.Model):
    """Whoever reads or answers, guest or account: one path for both. See `learners`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="learner"
    )
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class SectionRead(models.Model):
    """That a learner marked a section as read."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="sections_read")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="reads")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "section"], name="section_read_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} read {self.section_id}"


class SessionManager(BaseSessionManager["Session"]):
    def live(self, key: str | None, now: datetime) -> "Session | None":
        """The session with its `account`; None where there is none, or no longer.

        Nearly every request asks this. The statement stands here as it is sent because composing it anew took ten
        times as long as running it.
        """
        return next(iter(self.raw(LIVE_SESSION, [key, now])), None)


LIVE_SESSION = """
    SELECT kept.session_key, kept.session_data, kept.expire_date, kept.user_id,
        auth_user.password, auth_user.username, auth_user.is_active, studyguide_learner.id AS learner_id
    FROM studyguide_session AS kept
    LEFT JOIN auth_user ON auth_user.id = kept.user_id
    LEFT JOIN studyguide_learner ON studyguide_learner.user_id = kept.user_id
    WHERE kept.session_key = %s AND kept.expire_date > %s
"""


class Session(AbstractBaseSession):
    """A browser's session, with the account that is signed in there. See `sessions`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")

    objects = SessionManager()  # type: ignore[misc]  # the stubs take the base class's for one of the class alone

    # What `live` adds; None for a guest.
    password: str | None
    username: str | None
    is_active: bool | None
    learner_id: UUID | str | None

    @property
    def account(self) -> User | None:
        """Who is signed in, from what `live` found: any other column is fetched when somebody asks for it."""
        if self.user_id is None:
            return None
        fields = ["id", "password", "username", "is_active"]  # in the model's own order, as from_db wants them
        user = User.from_db(self._state.db, fields, [self.user_id, self.password, self.username, bool(self.is_active)])
        if self.learner_id is not None:
            # SQLite keeps an id as text.
            user.learner = Learner.from_db(self._state.db, ["id", "user_id"], [UUID(str(self.learner_id)), user.pk])
        return user
