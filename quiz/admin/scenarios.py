# ruff: noqa: ARG002  # Django gives each of these methods the same arguments
"""The list of scenarios, and the addresses under it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

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
from quiz.admin.lists import DifficultyFilter, GuideFilter, StateFilter, WrittenAdmin, shown_state
from quiz.models import Question, QuizQuestion, Scenario
from quiz.uses import attempt_counts

RETIRED = Question.Status.RETIRED


@admin.register(Scenario)
class ScenarioAdmin(WrittenAdmin[Scenario]):
    title = "Worked cases"
    about = "Tell a case, then ask about it step by step."
    new = "New case"
    rank = 3
    uses_of = staticmethod(attempt_counts)
    list_display = ("shown_title", "state_label", "step_count", "difficulty", "uses")
    list_filter = (StateFilter, DifficultyFilter, GuideFilter)
    list_select_related = ("guide",)
    search_fields = ("title", "slug", "summary", "case_source", "draft")
    search_help_text = "Words in the title, the id or any text of the case"
    ordering = ("position", "title")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Scenario]":
        found = super().get_queryset(request)
        ahead = Scenario.objects.in_state("published, newer draft").filter(pk=OuterRef("pk"))
        asked = QuizQuestion.objects.order_by().filter(quiz=OuterRef("pk")).exclude(question__status=RETIRED)
        counted = Subquery(asked.values("quiz").annotate(count=Count("pk")).values("count"))
        return found.annotate(published_steps=Coalesce(counted, 0), is_ahead=Exists(ahead))

    @admin.display(description="title", ordering="title")
    def shown_title(self, scenario: Scenario) -> str:
        return scenario.title or "Untitled case"

    @admin.display(description="status")
    def state_label(self, scenario: Scenario) -> str:
        return shown_state(scenario.state_if(is_ahead=scenario.is_ahead))  # type: ignore[attr-defined]

    @admin.display(description="steps")
    def step_count(self, scenario: Scenario) -> int:
        """Of what is being written; for what is published nothing else is asked of the database."""
        if scenario.draft is None:
            return scenario.published_steps  # type: ignore[attr-defined, no-any-return]
        return len(scenario.draft.get("steps", []))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return begin_case(request)  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        return [*self._form_urls(), *self._act_urls(), *super().get_urls()]

    def _form_urls(self) -> list[URLPattern]:
        """Each button of the form, for a case and for a new one."""
        found = [self.own_path("<int:scenario_id>/change/", write_case, "change")]
        found.append(self.own_path("add/<slug:guide_slug>/", write_case, "write"))
        found += [self.own_path(f"<int:scenario_id>/{act}/", view, act) for act, view in CASE_VIEWS.items()]
        found += [self.own_path(f"add/<slug:guide_slug>/{act}/", CASE_VIEWS[act], f"{act}_new") for act in ACTS]
        return found

    def _act_urls(self) -> list[URLPattern]:
        return [
            self.own_path("<int:scenario_id>/steps/add/", choose_step, "choose_step"),
            self.own_path("<int:scenario_id>/steps/", add_step, "add_step"),
            self.own_path("<int:scenario_id>/try/<int:number>/", try_case, "try"),
            self.own_path("<int:scenario_id>/try/<int:number>/check/", check_step, "check_step"),
            self.own_path("<int:scenario_id>/retire/", retire_case, "retire"),
            self.own_path("<int:scenario_id>/bring-back/", bring_case_back, "bring_back"),
            self.own_path("<int:scenario_id>/duplicate/", duplicate_case, "duplicate"),
            self.own_path("<int:scenario_id>/versions/", case_versions, "versions"),
            self.own_path("<int:scenario_id>/versions/<int:number>/restore/", restore_case, "restore"),
        ]
