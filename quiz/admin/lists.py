# ruff: noqa: ARG002  # Django gives each of these methods the same arguments
"""What the lists of the admin share: each leads to pages of our own, and nothing in them is deleted."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import slugify

from quiz.items import HARDEST
from studyguide.models import Guide
from studyguide.paged_list import PagedList
from studyguide.paging import counted_up_to

AnyModel = TypeVar("AnyModel", bound=Model)

if TYPE_CHECKING:
    Admin = admin.ModelAdmin
else:

    class Admin(admin.ModelAdmin):  # which takes no parameter when it runs
        def __class_getitem__(cls, model: type) -> type:
            return cls


class ListAdmin(Admin[AnyModel]):
    """A list whose rows lead to pages of our own.

    What is written here is retired instead of deleted: attempts point at it.
    """

    title: str  # of the list
    about: str  # what it is for, said on the first page
    new: str = ""  # what the button says that begins another
    rank: int  # the place on the first page
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER  # which counts all rows for each choice of each filter
    actions = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PagedList]:
        return PagedList

    def standing(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """How many there are of what, with the query that narrows the list to them: for the first page."""
        return []

    def has_delete_permission(self, request: HttpRequest, obj: AnyModel | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        shown = {"title": self.title, "is_nav_sidebar_enabled": False}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Those that may exist have an address of their own, above this one."""
        raise Http404(f"No such {self.opts.verbose_name}.")

    def own_path(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        """An address for those who may enter the admin; `name` follows the names of Django's own."""
        full_name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(view), name=full_name)


class CountingList(PagedList):
    """Counts the attempts of what is on the page in one query, and of nothing else."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        counts = self.model_admin.uses_of(row.pk for row in self.result_list)  # type: ignore[attr-defined]
        for row in self.result_list:
            row.uses_on_page = counts[row.pk]


class WrittenAdmin(ListAdmin[AnyModel]):
    """A list of what instructors write and publish, each with the attempts that it is used in."""

    uses_of: Callable[[Iterable[Any]], Mapping[Any, str]]  # the attempts of each, in words, by its id

    def standing(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """How many there are in each state."""
        rows = self.get_queryset(request)
        counts = [(counted_up_to(rows.in_state(state)), state) for state in self.model.STATES]  # type: ignore[attr-defined]
        return [(count, state, urlencode({"state": state})) for count, state in counts if count != "0"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PagedList]:
        return CountingList

    @admin.display(description="used in attempts")
    def uses(self, row: Any) -> str:
        found: str = row.uses_on_page
        return found


class StateFilter(admin.SimpleListFilter):
    """By where something stands that is written and published."""

    title = "status"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state.capitalize()) for state in model_admin.model.STATES]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.in_state(self.value()) if self.value() else queryset  # type: ignore[attr-defined]


class GuideFilter(admin.SimpleListFilter):
    """Django's own would read each guide whole."""

    title = "guide"
    parameter_name = "guide__id__exact"
    path = "guide"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), title) for pk, title in Guide.objects.values_list("pk", "title")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        chosen = self.value()
        return queryset.filter(**{self.path: chosen}) if chosen in dict(self.lookup_choices) else queryset


class DifficultyFilter(admin.SimpleListFilter):
    """Django's own would look through all rows for the levels that there are."""

    title = "difficulty"
    parameter_name = "difficulty"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(level), str(level)) for level in range(1, HARDEST + 1)]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        chosen = self.value()
        return queryset.filter(difficulty=chosen) if chosen in dict(self.lookup_choices) else queryset


def shown_state(state: str) -> SafeString:
    return format_html('<span class="state is-{}">{}</span>', slugify(state), state)
