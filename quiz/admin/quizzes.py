# ruff: noqa: ARG002  # Django gives each of these methods the same arguments
"""The list of quizzes, and the addresses under it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.text import slugify

from quiz.admin.quiz_acts import bring_back_quiz, choose_guide, duplicate_quiz, retire_quiz
from quiz.admin.quiz_form_views import FORM_VIEWS, write_quiz
from quiz.clock import time_text
from quiz.models import Mode, Quiz
from quiz.quiz_items import MODES, SCENARIO
from quiz.uses import attempt_counts
from studyguide.sync import counted


class StateFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state.capitalize()) for state in Quiz.STATES]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Quiz]") -> "QuerySet[Quiz]":
        return queryset.in_state(self.value()) if self.value() else queryset  # type: ignore[attr-defined]


class ModeFilter(admin.SimpleListFilter):
    title = "mode"
    parameter_name = "mode"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(mode, Mode(mode).label) for mode in (*MODES, SCENARIO)]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Quiz]") -> "QuerySet[Quiz]":
        return queryset.filter(mode=self.value()) if self.value() else queryset


class QuizList(ChangeList):
    """Counts the attempts of the quizzes on the page in one query, and none of the others."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        counts = attempt_counts(quiz.pk for quiz in self.result_list)
        for quiz in self.result_list:
            quiz.uses_on_page = counts[quiz.pk]


if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Quiz]
else:
    Admin = admin.ModelAdmin  # which takes no parameter when it runs


@admin.register(Quiz)
class QuizAdmin(Admin):
    list_display = ("title_or_none", "mode", "state_label", "questions_label", "opens", "closes", "uses")
    list_display_links = ("title_or_none",)
    list_filter = (StateFilter, ModeFilter, "guide")
    list_select_related = ("guide",)
    list_per_page = 50
    search_fields = ("title", "slug", "summary")
    search_help_text = "Words in the title, the id or the introduction"
    ordering = ("guide", "position")
    actions = None

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Quiz]":
        found: QuerySet[Quiz] = super().get_queryset(request).plain()  # type: ignore[attr-defined]
        return found.annotate(named=Count("questions"))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return QuizList

    def has_delete_permission(self, request: HttpRequest, obj: Quiz | None = None) -> bool:
        """Quizzes are retired: attempts point at them."""
        return False

    @admin.display(description="title", ordering="title")
    def title_or_none(self, quiz: Quiz) -> str:
        return quiz.title or "Without a title"

    @admin.display(description="status")
    def state_label(self, quiz: Quiz) -> str:
        return format_html('<span class="state is-{}">{}</span>', slugify(quiz.state), quiz.state)

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

    @admin.display(description="attempts")
    def uses(self, quiz: Quiz) -> str:
        return quiz.uses_on_page  # type: ignore[attr-defined, no-any-return]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        shown = {"title": "Quizzes", "is_nav_sidebar_enabled": False}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return choose_guide(request)  # type: ignore[arg-type]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        raise Http404("No such quiz.")  # those that may exist have an address of their own, above this one

    def get_urls(self) -> list[URLPattern]:
        own = [
            self._path("<int:quiz_id>/change/", write_quiz, "change"),
            self._path("add/<slug:guide_slug>/", write_quiz, "write"),
            self._path("<int:quiz_id>/retire/", retire_quiz, "retire"),
            self._path("<int:quiz_id>/bring-back/", bring_back_quiz, "bring_back"),
            self._path("<int:quiz_id>/duplicate/", duplicate_quiz, "duplicate"),
        ]
        for act, view in FORM_VIEWS.items():
            own.append(self._path(f"<int:quiz_id>/{act}/", view, act))
            own.append(self._path(f"add/<slug:guide_slug>/{act}/", view, f"{act}_new"))
        return [*own, *super().get_urls()]

    def _path(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), name=f"quiz_quiz_{name}")
