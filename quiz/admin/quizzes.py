# ruff: noqa: ARG002  # Django gives each of these methods the same arguments
"""The list of quizzes, and the addresses under it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from quiz.admin.lists import GuideFilter, StateFilter, WrittenAdmin, shown_state
from quiz.admin.quiz_acts import bring_back_quiz, choose_guide, duplicate_quiz, retire_quiz
from quiz.admin.quiz_form_views import FORM_VIEWS, write_quiz
from quiz.admin.quiz_versions import quiz_versions, restore_quiz
from quiz.clock import time_text
from quiz.models import QUIZ_ORDER, Mode, Quiz
from quiz.quiz_items import MODES, SCENARIO
from quiz.uses import attempt_counts
from studyguide.sync import counted

MODE_LABELS = {**{mode: str(Mode(mode).label) for mode in MODES}, SCENARIO: "New cases"}  # as the form says


class ModeFilter(admin.SimpleListFilter):
    title = "mode"
    parameter_name = "mode"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(MODE_LABELS.items())

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Quiz]") -> "QuerySet[Quiz]":
        return queryset.filter(mode=self.value()) if self.value() else queryset


@admin.register(Quiz)
class QuizAdmin(WrittenAdmin[Quiz]):
    title = "Quizzes"
    about = "Put questions together, from a list or by a rule, or let new cases be made."
    new = "New quiz"
    rank = 2
    uses_of = staticmethod(attempt_counts)
    list_display = ("title_or_none", "mode_label", "state_label", "questions_label", "opens", "closes", "uses")
    list_display_links = ("title_or_none",)
    list_filter = (StateFilter, ModeFilter, GuideFilter)
    search_fields = ("title", "slug", "summary")
    search_help_text = "Words in the title, the id or the introduction"
    ordering = QUIZ_ORDER

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Quiz]":
        found: QuerySet[Quiz] = super().get_queryset(request).plain().listed()  # type: ignore[attr-defined]
        return found.annotate(named=Count("questions"))

    @admin.display(description="title", ordering="title")
    def title_or_none(self, quiz: Quiz) -> str:
        return quiz.title or "Without a title"

    @admin.display(description="mode", ordering="mode")
    def mode_label(self, quiz: Quiz) -> str:
        return MODE_LABELS.get(quiz.mode, "-")

    @admin.display(description="status")
    def state_label(self, quiz: Quiz) -> str:
        return shown_state(quiz.state)

    @admin.display(description="questions")
    def questions_label(self, quiz: Quiz) -> str:
        if quiz.is_draft:
            return "not published yet"
        if quiz.cases:
            return counted(quiz.cases, "new case")
        return f"{quiz.rule.get('count', 'all')} by a rule" if quiz.rule else f"{quiz.named} in a list"  # type: ignore[attr-defined]

    @admin.display(description="opens, UTC", ordering="opens_at")
    def opens(self, quiz: Quiz) -> str:
        return time_text(quiz.opens_at)

    @admin.display(description="closes, UTC", ordering="closes_at")
    def closes(self, quiz: Quiz) -> str:
        return time_text(quiz.closes_at)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return choose_guide(request)  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        own = [
            self.own_path("<int:quiz_id>/change/", write_quiz, "change"),
            self.own_path("add/<slug:guide_slug>/", write_quiz, "write"),
            self.own_path("<int:quiz_id>/retire/", retire_quiz, "retire"),
            self.own_path("<int:quiz_id>/bring-back/", bring_back_quiz, "bring_back"),
            self.own_path("<int:quiz_id>/duplicate/", duplicate_quiz, "duplicate"),
            self.own_path("<int:quiz_id>/versions/", quiz_versions, "versions"),
            self.own_path("<int:quiz_id>/versions/<int:number>/restore/", restore_quiz, "restore"),
        ]
        for act, view in FORM_VIEWS.items():
            own.append(self.own_path(f"<int:quiz_id>/{act}/", view, act))
            own.append(self.own_path(f"add/<slug:guide_slug>/{act}/", view, f"{act}_new"))
        return [*own, *super().get_urls()]
