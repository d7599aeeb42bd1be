# ruff: noqa: ARG002  # Django gives each of these methods the same arguments
"""The list of scenarios, and the addresses under it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.text import slugify

from quiz.admin.case_acts import (
    add_step,
    bring_case_back,
    check_step,
    choose_step,
    duplicate_case,
    retire_case,
    try_case,
)
from quiz.admin.case_versions import case_versions, restore_case
from quiz.admin.case_views import CASE_VIEWS, begin_case, write_case
from quiz.admin.case_writing import ACTS
from quiz.models import Scenario


class StateFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state.capitalize()) for state in Scenario.STATES]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Scenario]") -> "QuerySet[Scenario]":
        return queryset.in_state(self.value()) if self.value() else queryset  # type: ignore[attr-defined]


if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Scenario]
else:
    Admin = admin.ModelAdmin  # which takes no parameter when it runs


@admin.register(Scenario)
class ScenarioAdmin(Admin):
    list_display = ("shown_title", "state_label", "step_count", "difficulty", "uses")
    list_filter = (StateFilter, "difficulty", "guide")
    list_select_related = ("guide",)
    list_per_page = 50
    search_fields = ("title", "slug", "summary", "case_source", "draft")
    search_help_text = "Words in the title, the id or any text of the case"
    ordering = ("position", "title")
    actions = None

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Scenario]":
        found = super().get_queryset(request)
        ahead = Scenario.objects.in_state("published, newer draft").filter(pk=OuterRef("pk"))
        return found.annotate(attempt_count=Count("attempts", distinct=True), is_ahead=Exists(ahead))

    def has_delete_permission(self, request: HttpRequest, obj: Scenario | None = None) -> bool:
        """Scenarios are retired: attempts point at them."""
        return False

    @admin.display(description="title", ordering="title")
    def shown_title(self, scenario: Scenario) -> str:
        return scenario.title or "Untitled case"

    @admin.display(description="status")
    def state_label(self, scenario: Scenario) -> str:
        state = scenario.state_if(is_ahead=scenario.is_ahead)  # type: ignore[attr-defined]
        return format_html('<span class="state is-{}">{}</span>', slugify(state), state)

    @admin.display(description="steps")
    def step_count(self, scenario: Scenario) -> int:
        return len(scenario.written.get("steps", []))

    @admin.display(description="used in attempts")
    def uses(self, scenario: Scenario) -> int:
        return scenario.attempt_count  # type: ignore[attr-defined, no-any-return]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(
            request, {"title": "Scenarios", "is_nav_sidebar_enabled": False, **(extra_context or {})}
        )

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return begin_case(request)  # type: ignore[arg-type]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        raise Http404("No such scenario.")  # those that may exist have an address of their own, above this one

    def get_urls(self) -> list[URLPattern]:
        return [*self._form_urls(), *self._act_urls(), *super().get_urls()]

    def _form_urls(self) -> list[URLPattern]:
        """Each button of the form, for a case and for a new one."""
        found = [self._path("<int:scenario_id>/change/", write_case, "change")]
        found.append(self._path("add/<slug:guide_slug>/", write_case, "write"))
        found += [self._path(f"<int:scenario_id>/{act}/", view, act) for act, view in CASE_VIEWS.items()]
        found += [self._path(f"add/<slug:guide_slug>/{act}/", CASE_VIEWS[act], f"{act}_new") for act in ACTS]
        return found

    def _act_urls(self) -> list[URLPattern]:
        return [
            self._path("<int:scenario_id>/steps/add/", choose_step, "choose_step"),
            self._path("<int:scenario_id>/steps/", add_step, "add_step"),
            self._path("<int:scenario_id>/try/<int:number>/", try_case, "try"),
            self._path("<int:scenario_id>/try/<int:number>/check/", check_step, "check_step"),
            self._path("<int:scenario_id>/retire/", retire_case, "retire"),
            self._path("<int:scenario_id>/bring-back/", bring_case_back, "bring_back"),
            self._path("<int:scenario_id>/duplicate/", duplicate_case, "duplicate"),
            self._path("<int:scenario_id>/versions/", case_versions, "versions"),
            self._path("<int:scenario_id>/versions/<int:number>/restore/", restore_case, "restore"),
        ]

    def _path(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), name=f"quiz_scenario_{name}")
