"""The admin behind the sign-in of accounts: no second place where passwords can be tried."""

from operator import itemgetter
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from studyguide.accounts.second_step import lacks_second_step, second_step_url


class GuardedAdminSite(AdminSite):
    """Signing in and changing a password happen where tries are counted; staff takes a second step."""

    index_title = "Write, check and measure"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_second_step(request, _signed_in(request.user))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The stock page that leads from an object to its place on the site fails for an id of another form."""
        stock = [found for found in super().get_urls() if getattr(found, "name", "") != "view_on_site"]
        own = path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.on_site), name="view_on_site")
        return [own, *stock]

    def on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
        try:
            return shortcut(request, content_type_id, object_id)
        except ValidationError:
            raise Http404("No such object.") from None

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page: a card for each model whose admin says what it is for, the others below."""
        listed = [model for app in self.get_app_list(request) for model in app["models"]]
        cards = sorted((self._card(request, model) for model in listed if self._about(model)), key=itemgetter("rank"))
        others = [model for model in listed if not self._about(model)]
        return super().index(request, {"cards": cards, "others": others, **(extra_context or {})})

    def _about(self, model: dict[str, Any]) -> str:
        return getattr(self._registry[model["model"]], "about", "")

    def _card(self, request: HttpRequest, model: dict[str, Any]) -> dict[str, Any]:
        own: Any = self._registry[model["model"]]
        said = {"title": own.title, "about": own.about, "new": own.new, "rank": own.rank}
        return {**model, **said, "standing": own.standing(request)}

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to what is missing. Everything that may not be shown leads here."""
        wanted = urlencode({"next": get_next_redirect_url(request) or reverse("admin:index")})
        if request.user.is_anonymous:
            return HttpResponseRedirect(f"{reverse('account_login')}?{wanted}")
        if not super().has_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(f"{second_step_url(_signed_in(request.user))}?{wanted}")

    def password_change(  # type: ignore[override]  # the stubs know of the page only
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return redirect("account_change_password")


def _signed_in(user: User | AnonymousUser) -> User:
    if isinstance(user, AnonymousUser):
        raise PermissionDenied
    return user
