"""The pages of an account that allauth does not have."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.views import email as allauth_email
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyguide.accounts.second_step import STEPS
from studyguide.http import Request
from studyguide.learners import account as signed_in

TOO_SOON = (
    "Nothing was sent: a link to this address was asked for a moment ago. Look among what was sorted out as spam, "
    "or ask again in a few minutes."
)


@require_safe
@login_required
def account(request: Request) -> HttpResponse:
    context = {"has_second_step": is_mfa_enabled(cast("User", request.user), STEPS), "has_mail": settings.HAS_MAIL}
    return render(request, "accounts/account.html", context)


@require_safe
@reauthentication_required
def delete_account(request: Request) -> HttpResponse:
    """Ask first, whoever just gave the password: what is deleted does not come back."""
    return render(request, "accounts/delete_account.html")


@require_POST
@reauthentication_required
def delete_account_confirmed(request: Request) -> HttpResponse:
    """Delete the account with everything that hangs on it; reports stay without a name."""
    user = signed_in(request)
    if user is None or user.is_staff:  # the log of what was published hangs on theirs
        raise PermissionDenied
    with transaction.atomic():
        user.delete()
        request.session.flush()
    return HttpResponseRedirect(reverse("home"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def email_addresses(request: Request) -> HttpResponseBase:
    """allauth's page, which sends no second link soon after the first, and does not say so."""
    waiting = len(messages.get_messages(request))
    response = allauth_email(request)
    if "action_send" in request.POST and len(messages.get_messages(request)) == waiting:
        messages.error(request, TOO_SOON)
    return response


@require_safe
def no_mail(request: Request) -> HttpResponse:
    """What to do about a forgotten password where no mail can be sent."""
    return render(request, "accounts/no_mail.html")
