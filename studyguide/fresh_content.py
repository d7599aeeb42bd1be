"""In development a saved content file shows at the next reload; a mistake in it shows instead of the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from studyguide.sync import ContentError, content_folders, sync


class FreshContentMiddleware:
    """Loads content that was saved since the last request. Settings add it with DEBUG only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._seen = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        saved_at = _newest_save()
        if saved_at != self._seen:
            try:
                sync(timezone.now())
            except ContentError as error:
                return render(request, "studyguide/content_mistakes.html", {"problems": error.problems}, status=500)
            self._seen = saved_at
        return self.get_response(request)


def _newest_save() -> float:
    """The newest modification of any content file; a folder's own time moves when a file is removed."""
    return max((path.stat().st_mtime for folder in content_folders() for path in folder.rglob("*")), default=0.0)
