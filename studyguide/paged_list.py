"""The lists of the admin, page by page by key."""

from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.http import HttpRequest

from studyguide.paging import count_in_words, count_up_to, page


class PagedList(ChangeList):
    """Reads no row before those on the page, and counts no further than a number says something."""

    def get_results(self, request: HttpRequest) -> None:
        self.page = page(self.queryset, self.queryset.query.order_by, self.list_per_page, request.GET.get(PAGE_VAR, ""))
        self.result_list: Any = self.page.rows
        self.result_count = count_up_to(self.queryset)
        self.counted = count_in_words(self.result_count)
        # Django's own templates would give numbers to pages, and count what no filter narrows.
        self.full_result_count = self.result_count
        self.show_full_result_count = self.show_admin_actions = False
        self.multi_page = self.can_show_all = False

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
