"""What is being written: the question, its form, and what its checks say."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from quiz.admin.acts import AFTERWARDS, need, posted_id
from quiz.admin.checks import PREFIX
from quiz.judging import Checked
from quiz.kinds import KINDS, Kind
from quiz.kinds.inputs import Layout
from quiz.models import Question, Scenario
from quiz.published_bank import PublishedBank
from quiz.question_form import Group, groups, inputs_of, with_every_place
from quiz.rendering_process import RENDERING
from quiz.source_forms import Values, source_of
from quiz.sources import Source
from studyguide.http import Request
from studyguide.models import Guide, Section
from studyguide.sync import content_folder

ACTS = ("save", "publish", "rows", "preview", "answer")  # of the form, each an address
PUBLISH = "quiz.publish_question"
NO_FILES = "The files of this guide are not on this server, so that nothing can be checked."


@dataclass(slots=True)
class Writing:
    """What is being written: a question that exists, or one that its first save will make; `case` if it is a step."""

    question: Question
    is_new: bool
    kind: Kind
    case: Scenario | None = None
    form: Sequence[Group] = field(init=False)
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        self.form = groups(self.kind, is_step=self.case is not None)
        self.layout = inputs_of(self.form)

    @property
    def guide(self) -> Guide:
        return self.question.guide

    @property
    def noun(self) -> str:
        return "step" if self.case else "question"

    @property
    def number(self) -> int:
        """Which step of its case it is; 0 for one that was taken out."""
        steps = self.case.written.get("steps", []) if self.case else []
        return steps.index(self.question.slug) + 1 if self.question.slug in steps else 0

    @property
    def case_title(self) -> str:
        return (self.case.written.get("title") if self.case else "") or "Untitled case"

    @property
    def case_url(self) -> str:
        return reverse("admin:quiz_scenario_change", args=[self.case.pk]) if self.case else ""

    @property
    def revision(self) -> str:
        return "" if self.is_new else self.question.revision

    def url(self, act: str) -> str:
        if self.is_new:
            return reverse(f"admin:quiz_question_{act}_new", args=[self.guide.slug, self.kind.name])
        return reverse(f"admin:quiz_question_{act}", args=[self.question.pk])

    @property
    def change_url(self) -> str:
        return reverse("admin:quiz_question_change", args=[self.question.pk])

    @property
    def urls(self) -> dict[str, str]:
        return {act: self.url(act) for act in (ACTS if self.is_new else (*ACTS, *AFTERWARDS))}

    def source(self, values: Mapping[str, Sequence[str]]) -> Source:
        """What the form says, with an empty place for each needed value that is missing."""
        own = {"id": self.question.slug or "new-question", "kind": self.kind.name}
        return {**own, **source_of(self.layout, values, self.question.source)}


def written(view: Callable[[Request, Writing], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of what its address names, for those who may write it."""

    @wraps(view)
    def wrapped(request: Request, /, **place: Any) -> HttpResponse:
        return view(request, writing_at(request, **place))

    return wrapped


def writing_at(request: Request, question_id: UUID | None = None, guide_slug: str = "", kind_name: str = "") -> Writing:
    """What the address names, if this person may write it."""
    need(request, f"quiz.{'change' if question_id else 'add'}_question")
    if question_id:
        found = get_object_or_404(Question.objects.select_related("guide", "current_version"), pk=question_id)
        return Writing(found, is_new=False, kind=KINDS[found.kind], case=Scenario.objects.of_step(found))
    if kind_name not in KINDS:
        raise Http404("No such kind of question.")
    guide = get_object_or_404(Guide.objects.current(), slug=guide_slug)
    return _new(request, guide, KINDS[kind_name])


def _new(request: Request, guide: Guide, kind: Kind) -> Writing:
    """A question that does not exist; its form carries the id that it will have, so that a double click makes one."""
    wanted = posted_id(request, "question_id")
    made = Question.objects.select_related("guide", "current_version").filter(pk=wanted, guide=guide, case="").first()
    if made:
        return Writing(made, is_new=False, kind=KINDS[made.kind])
    return Writing(Question(pk=wanted, guide=guide, kind=kind.name), is_new=True, kind=kind)


def posted_values(request: Request) -> Values:
    names = (name for name in request.POST if name.startswith(PREFIX))
    return {name.removeprefix(PREFIX): request.POST.getlist(name) for name in names}


def check_kept(question: Question) -> Checked:
    """Check a question as it is kept, and keep with it what was found, for the list of questions."""
    folder = folder_of(question.guide)
    if folder is None:
        return Checked((("", NO_FILES),))
    case = Scenario.objects.of_step(question)
    source = with_every_place(KINDS[question.kind], question.source, is_step=case is not None)
    bank = PublishedBank(question.guide)
    found = RENDERING.checked(folder, source, anchors(question.guide, source), bank, case.written if case else None)
    question.keep_findings((*found.blocking, *found.warnings))
    return found


def folder_of(guide: Guide) -> Path | None:
    return content_folder(guide.slug)


def anchors(guide: Guide, source: Source) -> dict[str, list[str]]:
    """The ids of the sections that the source links into."""
    linked = re.findall(r"\(section:([a-z0-9-]+)#", str(source))
    found = Section.objects.current().filter(guide=guide, slug__in=linked).values_list("slug", "html")
    return {slug: re.findall(r'\sid="([^"]+)"', html) for slug, html in found}


def admin_context(request: Request) -> dict[str, Any]:
    """What every page of the admin shows around its own."""
    return {**admin.site.each_context(request), "is_nav_sidebar_enabled": False, "opts": Question._meta}
