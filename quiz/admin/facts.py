# ruff: noqa: ARG002  # Django gives each of these methods the same arguments
"""The list of facts: how many places depend on each, how old it is, whether it was verified."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html

from quiz.admin.fact_page import READ, fact_page, seeds
from quiz.admin.lists import GuideFilter, ListAdmin
from studyguide.facts import STALE_AFTER
from studyguide.models import Fact

DAYS = STALE_AFTER.days


class AgeFilter(admin.SimpleListFilter):
    title = "age of the source"
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("old", f"Older than {DAYS} days, or without a date"), ("fresh", f"At most {DAYS} days")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Fact]") -> "QuerySet[Fact]":
        if self.value() not in ("old", "fresh"):
            return queryset
        today = timezone.now().date()
        old = [fact.pk for fact in Fact.objects.current() if fact.as_read.is_stale(today)]
        return queryset.filter(pk__in=old) if self.value() == "old" else queryset.exclude(pk__in=old)


@admin.register(Fact)
class FactAdmin(ListAdmin[Fact]):
    title = "Facts"
    about = "Look up a limit or a price, how old it is, and every text and question that rests on it."
    rank = 5
    list_display = ("name", "value_shown", "uses", "age", "verified_mark")
    list_filter = (GuideFilter, AgeFilter, "verified", "kind")
    list_select_related = ("guide",)
    list_per_page = 100
    search_fields = ("label", "slug", "shown", "note")
    search_help_text = "Words in the label, the key, the value or the note"
    ordering = ("guide__title", "guide", "position")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Fact]":
        return super().get_queryset(request).filter(is_retired=False).annotate(use_count=Count("uses"))

    def has_view_permission(self, request: HttpRequest, obj: Fact | None = None) -> bool:
        """For whoever may write the questions that rest on them."""
        return request.user.has_perm(READ)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Facts are written in files."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Fact | None = None) -> bool:
        return False

    @admin.display(description="fact", ordering="label")
    def name(self, fact: Fact) -> str:
        return format_html("{}<code>{}</code>", fact.label, fact.slug)

    @admin.display(description="value")
    def value_shown(self, fact: Fact) -> str:
        return fact.shown if len(fact.shown) <= 80 else f"{fact.shown[:80]}…"

    @admin.display(description="uses", ordering="use_count")
    def uses(self, fact: Fact) -> str:
        return f"{fact.use_count:,}"  # type: ignore[attr-defined]

    @admin.display(description="age", ordering="as_of")
    def age(self, fact: Fact) -> str:
        today = timezone.now().date()
        words = fact.as_read.age(today)
        if not fact.as_read.is_stale(today):
            return words
        return format_html('<span class="is-warning"><span aria-hidden="true">▲</span> {}</span>', words)

    @admin.display(description="verified", ordering="verified")
    def verified_mark(self, fact: Fact) -> str:
        """An assumption is nothing to verify, and a figure is as good as its parts."""
        if not fact.verified and (fact.formula or fact.kind == "assumption"):
            return "no"
        said = '<span class="is-{}"><span aria-hidden="true">{}</span> {}</span>'
        return format_html(said, *(("good", "●", "yes") if fact.verified else ("warning", "▲", "no")))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise Http404("A fact has no history but that of its file.")

    def get_urls(self) -> list[URLPattern]:
        own = [
            self.own_path("<int:fact_id>/change/", fact_page, "change"),
            self.own_path("<int:fact_id>/seeds/", seeds, "seeds"),
        ]
        return [*own, *super().get_urls()]
