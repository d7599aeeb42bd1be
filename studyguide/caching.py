"""What may be kept of a response, and by whom."""

from functools import wraps

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from studyguide.http import P, Request, View

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-cache"
NEVER = "private, no-store"


def reading_page(view: View[P]) -> View[P]:
    """A page that anybody may keep when it was made for a visitor without cookies, and nobody else's otherwise.

    `page_memory` keeps the public ones. Browsers always ask whether their copy still holds, so a section that was
    just marked as read never shows in its old state.
    """

    @wraps(view)
    def wrapped(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = PRIVATE if request.COOKIES else PUBLIC
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return wrapped


def never_kept(view: View[P]) -> View[P]:
    """A page with a token or with something of a learner's: nobody keeps it."""

    @wraps(view)
    def wrapped(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = NEVER
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return wrapped
