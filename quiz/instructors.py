"""Who may see the pages that are made for instructors."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from studyguide.caching import never_kept
from studyguide.http import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def statistics_page(view: View[P]) -> View[P]:
    """A page for whoever may enter the admin and see statistics. The admin asks others for what is missing.

    Nobody keeps it.
    """

    @wraps(view)
    def wrapped(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not admin.site.has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not request.user.has_perm("quiz.view_statistics"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_kept(wrapped)
