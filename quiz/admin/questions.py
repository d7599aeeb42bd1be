# ruff: noqa: ARG002  # Django gives each of these methods the same arguments
"""The list of questions, and the addresses under it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quiz.admin.checks import SHAPES, counts_in_words
from quiz.admin.form_views import FORM_VIEWS, write
from quiz.admin.health_page import health
from quiz.admin.lists import CountingList, DifficultyFilter, GuideFilter, StateFilter, WrittenAdmin, shown_state
from quiz.admin.question_acts import bring_back, choose_kind, duplicate, insertions, retire
from quiz.admin.question_versions import restore, versions
from quiz.admin.regrading import regrade, regrading, take_back
from quiz.kinds import KINDS
from quiz.models import Facet, Question
from quiz.uses import use_counts
from studyguide.models import Objective, Section


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.name, kind.label) for kind in KINDS.values()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Question]") -> "QuerySet[Question]":
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ObjectiveFilter(admin.SimpleListFilter):
    title = "objective"
    parameter_name = "objective"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Objective.objects.current().values_list("slug", "text").order_by("guide", "position"))

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Question]") -> "QuerySet[Question]":
        if not self.value():
            return queryset
        return queryset.filter(facets__name=Facet.Name.OBJECTIVE, facets__value=self.value())


class QuestionList(CountingList):
    """Names the sections of what is on the page, read once for all rows."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        wanted = {question.section for question in self.result_list}
        rows = Section.objects.current().filter(slug__in=wanted).values_list("guide", "slug", "title")
        titles = {(guide, slug): title for guide, slug, title in rows}
        for question in self.result_list:
            question.section_on_page = titles.get((question.guide_id, question.section), question.section)


@admin.register(Question)
class QuestionAdmin(WrittenAdmin[Question]):
    title = "Questions"
    about = "Write one, see it as learners will, and put right what is weak about it."
    new = "New question"
    rank = 1
    uses_of = staticmethod(use_counts)
    list_display = ("title", "kind_label", "state_label", "health_label", "section_title", "difficulty", "uses")
    list_filter = (StateFilter, "health", KindFilter, DifficultyFilter, ObjectiveFilter, GuideFilter)
    list_select_related = False  # what a row shows is the question's own
    search_fields = ("title", "slug", "section", "source")
    search_help_text = "Words in the title, the id, the section or any text of the question"
    ordering = ("title", "slug")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Question]":
        found = super().get_queryset(request).filter(case="")  # a step is written with its case
        return found.defer("synced_source")

    @admin.display(description="kind", ordering="kind")
    def kind_label(self, question: Question) -> str:
        return KINDS[question.kind].label if question.kind in KINDS else question.kind

    @admin.display(description="status", ordering="status")
    def state_label(self, question: Question) -> SafeString:
        return shown_state(question.state)

    @admin.display(description="health")
    def health_label(self, question: Question) -> str:
        words = counts_in_words([finding["level"] for finding in question.findings]) or question.get_health_display()
        said = '<span class="is-{}"><span aria-hidden="true">{}</span> {}</span>'
        return format_html(said, question.health, SHAPES[question.health], words)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CountingList]:
        return QuestionList

    @admin.display(description="section", ordering="section")
    def section_title(self, question: Question) -> str:
        return question.section_on_page  # type: ignore[attr-defined, no-any-return]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return choose_kind(request)  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        return [*self._form_urls(), *self._act_urls(), *super().get_urls()]

    def _form_urls(self) -> list[URLPattern]:
        """Each button of the form, for a question and for a new one."""
        found = [self.own_path("<uuid:question_id>/change/", write, "change")]
        found.append(self.own_path("add/<slug:guide_slug>/<slug:kind_name>/", write, "write"))
        for act, view in FORM_VIEWS.items():
            found.append(self.own_path(f"<uuid:question_id>/{act}/", view, act))
            found.append(self.own_path(f"add/<slug:guide_slug>/<slug:kind_name>/{act}/", view, f"{act}_new"))
        return found

    def _act_urls(self) -> list[URLPattern]:
        return [
            self.own_path("health/", health, "health"),
            self.own_path("insertions/<slug:guide_slug>/", insertions, "insertions"),
            self.own_path("<uuid:question_id>/retire/", retire, "retire"),
            self.own_path("<uuid:question_id>/bring-back/", bring_back, "bring_back"),
            self.own_path("<uuid:question_id>/duplicate/", duplicate, "duplicate"),
            self.own_path("<uuid:question_id>/versions/", versions, "versions"),
            self.own_path("<uuid:question_id>/versions/<int:number>/restore/", restore, "restore"),
            self.own_path("<uuid:question_id>/regrading/", regrading, "regrading"),
            self.own_path("<uuid:question_id>/regrade/", regrade, "regrade"),
            self.own_path("<uuid:question_id>/regrading/<int:regrade_id>/take-back/", take_back, "take_back"),
        ]
