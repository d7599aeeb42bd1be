"""Published versions of what is written in the admin: listed, compared, restored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import render

from quiz.admin.acts import act_url, done
from quiz.admin.writing import admin_context
from quiz.differences import differences
from quiz.models import Question, QuestionVersion, Quiz, QuizVersion
from quiz.sources import Source
from studyguide.http import Request

DRAFT = "draft"

Version = QuestionVersion | QuizVersion


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version as it is listed; without an address it cannot be restored."""

    number: int
    published_at: datetime
    published_by: Any
    is_current: bool
    restore_url: str


def versions_page(
    request: Request,
    thing: Question | Quiz,
    draft: Source,
    label: Callable[[str], str],
    *,
    has_draft: bool,
    readable: Callable[[Source], Source] = dict,
) -> HttpResponse:
    """Every version, newest first, and what changed between two of them or to the draft.

    What is compared are sources as `readable` makes them, whose places `label` names.
    """
    name = str(thing) or "Untitled"
    read = ("number", "source", "published_at", "published_by__username")
    found: list[Version] = [*thing.versions.select_related("published_by").only(*read)]
    sources = {DRAFT: draft, **{str(version.number): version.source for version in found}}
    context = {
        "title": f"Versions: {name}",
        "name": name,
        "opts": thing._meta,
        "list_title": admin.site.get_model_admin(type(thing)).title,  # type: ignore[attr-defined]
        "change_url": act_url(thing, "change"),
        "versions": _rows(thing, found, has_draft),
        **_compared(request, sources, label, has_draft, readable),
    }
    return render(request, "admin/quiz/versions.html", {**admin_context(request), **context})


def restored(request: Request, thing: Question | Quiz, number: int) -> HttpResponse:
    said = f"The draft says what version {number} said. Publish it to give it to learners."
    return done(request, thing, f"Restored version {number} as the draft.", said)


def _rows(thing: Question | Quiz, found: Sequence[Version], has_draft: bool) -> Iterator[VersionRow]:
    """The current version can be restored only over a draft: without one nothing would change."""
    for version in found:
        is_current = version == found[0]
        can_be_restored = version.source and (has_draft or not is_current)
        url = act_url(thing, "restore", version.number) if can_be_restored else ""
        yield VersionRow(version.number, version.published_at, version.published_by, is_current, url)


def _compared(
    request: Request,
    sources: Mapping[str, Source],
    label: Callable[[str], str],
    has_draft: bool,
    readable: Callable[[Source], Source],
) -> dict[str, Any]:
    """What changed between two of `sources`, newest first: those asked for, else the newest and the one before."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if old not in sources or new not in sources:
        newest = [name for name in sources if name != DRAFT or has_draft]
        old, new = (newest[1], newest[0]) if len(newest) > 1 else ("", "")
    found = differences(readable(sources[old]), readable(sources[new]), label) if old else []
    return {"has_draft": has_draft, "old": old, "new": new, "is_compared": bool(old), "differences": found}
