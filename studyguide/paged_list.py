"""The lists of the admin, page by page by key."""

from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from studyguide.paging import MOST_COUNTED, count_in_words, count_up_to, page


class PagedList(ChangeList):
    """Reads no row before those on the page, and counts no further than a number says something."""

    def get_results(self, request: HttpRequest) -> None:
        rows, order = self.queryset, self.queryset.query.order_by
        if self.query:
            rows, self.result_count = self._found()
        else:
            self.result_count = count_up_to(rows)
        self.page = page(rows, order, self.list_per_page, request.GET.get(PAGE_VAR, ""))
        self.result_list: Any = self.page.rows
        self.counted = count_in_words(self.result_count)
        # Django's own templates would give numbers to pages, and count what no filter narrows.
        self.full_result_count = self.result_count
        self.show_full_result_count = self.show_admin_actions = False
        self.multi_page = self.can_show_all = False

    def _found(self) -> "tuple[QuerySet[Any], int]":
        """What a search finds, by its ids where they are few, and how many they are.

        Else PostgreSQL reads the list in its order, row by row, until it has come upon enough that have the words.
        """
        ids = list(self.queryset.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
        if len(ids) > MOST_COUNTED:
            return self.queryset, len(ids)
        return self.apply_select_related(self.root_queryset.filter(pk__in=ids)), len(ids)

    @property
    def before_url(self) -> str:
        return self._url(self.page.before)

    @property
    def after_url(self) -> str:
        return self._url(self.page.after)

    @property
    def first_url(self) -> str:
        return self.get_query_string() if self.page.before else ""

    def _url(self, asked: str) -> str:
        return self.get_query_string({PAGE_VAR: asked}) if asked else ""
