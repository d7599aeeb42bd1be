"""The page of a section, which readers ask for more often than for any other."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404

from studyguide.http import Request
from studyguide.joined_pages import Frame, JoinedResponse
from studyguide.learners import learner_id
from studyguide.models import Learner, Section
from studyguide.progress import progress

# The guide's version and, one in a row, what the learner has read of all guides. It stands here as it is sent because
# composing it anew took longer than running it.
READS = """
    SELECT guide.id, guide.digest, guide.synced_at, section.slug
    FROM studyguide_guide AS guide
    LEFT JOIN studyguide_sectionread AS kept ON kept.learner_id = %s
    LEFT JOIN studyguide_section AS section ON section.id = kept.section_id AND section.guide_id = guide.id
    WHERE guide.slug = %s AND NOT guide.is_retired
"""

# `(id, digest, synced_at)` of a guide: not the same twice, even when the files are what they once were.
Version = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class KeptSection:
    section: Section
    frame: Frame


def section_page(request: Request, guide_slug: str, section_slug: str) -> JoinedResponse:
    learner = learner_id(request)
    version, read = _reads(guide_slug, learner)
    make = make_section if settings.DEBUG else kept_section  # a contributor wants to see the saved template
    kept = make(version, section_slug)
    return kept.frame.fill(request, _own_context(kept.section, read, learner))


def section_context(request: Request, section: Section) -> dict[str, Any]:
    """What the page of the section says to whoever asks."""
    learner = learner_id(request)
    _, read = _reads(section.guide.slug, learner)
    return _shared_context(section) | _own_context(section, read, learner)


def _shared_context(section: Section) -> dict[str, Any]:
    before, after = progress(section.guide.outline).neighbours(section.slug)
    return {"guide": section.guide, "section": section, "before": before, "after": after}


def _own_context(section: Section, read: Collection[str], learner: UUID | None) -> dict[str, Any]:
    """What a page about `section` says to `learner`, who has read the sections `read` of its guide."""
    return {
        "progress": progress(section.guide.outline, read),
        "is_read": section.slug in read,
        "is_learner": learner is not None,
    }


def _reads(guide_slug: str, learner: UUID | None) -> tuple[Version, set[str]]:
    """The guide's version, and the slugs of the sections that were read; raises Http404 where there is no guide."""
    with connection.cursor() as cursor:
        cursor.execute(READS, [Learner._meta.pk.get_db_prep_value(learner, connection), guide_slug])
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such guide.")
    return rows[0][:3], {slug for *_, slug in rows if slug}


def make_section(version: Version, slug: str) -> KeptSection:
    found = get_object_or_404(Section.objects.current().select_related("guide"), guide_id=version[0], slug=slug)
    return KeptSection(found, Frame("studyguide/section.html", _shared_context(found), found.get_absolute_url()))


kept_section = lru_cache(maxsize=128)(make_section)  # a page of 70 kB takes 160 kB
