"""The second step of signing in, a code or a passkey: who has to take it, and where."""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse

STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def lacks_second_step(request: HttpRequest, user: User) -> bool:
    """Whether somebody on the staff still has to take it in this session."""
    if not settings.STAFF_NEEDS_SECOND_STEP or not user.is_staff:
        return False
    has_taken = any(record["method"] == "mfa" for record in get_authentication_records(request, user))
    return not (has_taken and is_mfa_enabled(user, STEPS))


def second_step_url(user: User) -> str:
    """Where to take it, or to set it up first."""
    if not is_mfa_enabled(user, STEPS):
        return reverse("mfa_index")
    methods = get_adapter().get_reauthentication_methods(user)
    return str(next(method["url"] for method in methods if method["id"] != "reauthenticate"))


def passkeys_work(request: HttpRequest) -> bool:
    """Browsers know passkeys over HTTPS and on localhost only, and for names, not for addresses in numbers."""
    return request.is_secure() or request.get_host().partition(":")[0] == "localhost"
