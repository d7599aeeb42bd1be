# ruff: noqa: ARG002  # Django gives each of these methods the same arguments
"""The list of questions, and the addresses under it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html

from quiz.admin.checks import SHAPES, counts_in_words
from quiz.admin.form_views import FORM_VIEWS, write
from quiz.admin.health_page import health
from quiz.admin.question_acts import bring_back, choose_kind, duplicate, insertions, retire
from quiz.admin.regrading import regrade, regrading, take_back
from quiz.admin.versions import restore, versions
from quiz.kinds import KINDS
from quiz.models import Facet, Question
from quiz.uses import use_counts
from studyguide.models import Objective


class StateFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state.capitalize()) for state in Question.STATES]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Question]") -> "QuerySet[Question]":
        return queryset.in_state(self.value()) if self.value() else queryset  # type: ignore[attr-defined]


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
        return list(Objective.objects.current().values_list("slug", "slug").distinct().order_by("slug"))

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Question]") -> "QuerySet[Question]":
        if not self.value():
            return queryset
        return queryset.filter(facets__name=Facet.Name.OBJECTIVE, facets__value=self.value())


class QuestionList(ChangeList):
    """Counts the attempts of the questions on the page in one query, however many questions there are."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        counts = use_counts(question.pk for question in self.result_list)
        for question in self.result_list:
            question.uses_on_page = counts[question.pk]


if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Question]
else:
    Admin = admin.ModelAdmin  # which takes no parameter when it runs


@admin.register(Question)
class QuestionAdmin(Admin):
    list_display = ("title", "kind_label", "state_label", "health_label", "section", "objectives", "difficulty", "uses")
    list_filter = (StateFilter, "health", KindFilter, "difficulty", ObjectiveFilter, "guide")
    list_select_related = False  # what a row shows is the question's own
    list_per_page = 50
    search_fields = ("title", "slug", "section", "source")
    search_help_text = "Words in the title, the id, the section or any text of the question"
    ordering = ("title", "slug")
    actions = None

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Question]":
        found = super().get_queryset(request).filter(case="")  # a step is written with its case
        return found.defer("synced_source")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return QuestionList

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        """Questions are retired: attempts point at them."""
        return False

    @admin.display(description="kind", ordering="kind")
    def kind_label(self, question: Question) -> str:
        return KINDS[question.kind].label if question.kind in KINDS else question.kind

    @admin.display(description="status", ordering="status")
    def state_label(self, question: Question) -> str:
        return question.state

    @admin.display(description="health")
    def health_label(self, question: Question) -> str:
        words = counts_in_words([finding["level"] for finding in question.findings]) or question.get_health_display()
        said = '<span class="is-{}"><span aria-hidden="true">{}</span> {}</span>'
        return format_html(said, question.health, SHAPES[question.health], words)

    @admin.display(description="objectives")
    def objectives(self, question: Question) -> str:
        return ", ".join(question.source.get("objectives") or [])

    @admin.display(description="used in attempts")
    def uses(self, question: Question) -> str:
        return question.uses_on_page  # type: ignore[attr-defined, no-any-return]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(
            request, {"title": "Questions", "is_nav_sidebar_enabled": False, **(extra_context or {})}
        )

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return choose_kind(request)  # type: ignore[arg-type]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        raise Http404("No such question.")  # those that may exist have an address of their own, above this one

    def get_urls(self) -> list[URLPattern]:
        return [*self._form_urls(), *self._act_urls(), *super().get_urls()]

    def _form_urls(self) -> list[URLPattern]:
        """Each button of the form, for a question and for a new one."""
        found = [self._path("<uuid:question_id>/change/", write, "change")]
        found.append(self._path("add/<slug:guide_slug>/<slug:kind_name>/", write, "write"))
        for act, view in FORM_VIEWS.items():
            found.append(self._path(f"<uuid:question_id>/{act}/", view, act))
            found.append(self._path(f"add/<slug:guide_slug>/<slug:kind_name>/{act}/", view, f"{act}_new"))
        return found

    def _act_urls(self) -> list[URLPattern]:
        return [
            self._path("health/", health, "health"),
            self._path("insertions/<slug:guide_slug>/", insertions, "insertions"),
            self._path("<uuid:question_id>/retire/", retire, "retire"),
            self._path("<uuid:question_id>/bring-back/", bring_back, "bring_back"),
            self._path("<uuid:question_id>/duplicate/", duplicate, "duplicate"),
            self._path("<uuid:question_id>/versions/", versions, "versions"),
            self._path("<uuid:question_id>/versions/<int:number>/restore/", restore, "restore"),
            self._path("<uuid:question_id>/regrading/", regrading, "regrading"),
            self._path("<uuid:question_id>/regrade/", regrade, "regrade"),
            self._path("<uuid:question_id>/regrading/<int:regrade_id>/take-back/", take_back, "take_back"),
        ]

    def _path(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), name=f"quiz_question_{name}")
