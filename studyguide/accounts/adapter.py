"""Where our sign-in differs from allauth's: guests are joined, tries are counted for name and address together."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import get_user_by_username
from allauth.core import context as current
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from studyguide.guests import join_account
from studyguide.learners import take_guest

logger = logging.getLogger("accounts")

JOINED = "What you read and answered in this browser before is now in your account."
SENT = "A mail with a link is on its way to {}."
NOT_SENT = "No mail could be sent to {}: the mail server did not take it. Ask for it again in a few minutes."
# Mails that somebody waits for. The others are notices: nobody asked for them, and what they tell has happened.
AWAITED = {
    f"account/email/{name}"
    for name in (
        "email_confirmation",
        "email_confirmation_signup",
        "password_reset_key",
        # In the place of these two, when an account is there or none is: the page must not tell.
        "account_already_exists",
        "unknown_account",
    )
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "No account has this name and this password. Check both.",
        "too_many_login_attempts": "Those were too many tries. Wait five minutes, then try again.",
        "rate_limited": "Those were too many tries. Wait five minutes, then try again.",
        "incorrect_password": "This is not the password of this account.",
        "enter_current_password": "This is not your current password.",
        "username_taken": "Somebody has this name already. Choose another.",
    }

    def login(self, request: HttpRequest, user: User) -> None:  # type: ignore[override]
        """Sign in, and take along what the guest at this browser did: both or neither."""
        with transaction.atomic():
            guest_id = take_guest(request)
            is_joined = guest_id is not None and join_account(user, guest_id, timezone.now())
            super().login(request, user)
        if is_joined:
            messages.success(request, JOINED)
        logger.info("account %s signed in from %s", user.pk, get_ip(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Not the host, of which an attacker has several. The address, so that nobody else is locked out."""
        return f"{get_ip(request)} {credentials.get('username', '').lower()}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            logger.warning("too many tries to sign in from %s", get_ip(request))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log no name: people type their password there."""
        user = get_user_by_username(credentials.get("username", ""))  # as the sign-in does: no look-alikes
        logger.warning("wrong password for %s from %s", f"account {user.pk}" if user else "no account", get_ip(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it, and say to who waits for it whether it went out. Without a mail server the rest still happens."""
        is_awaited = template_prefix in AWAITED
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # what SMTP refuses is one, too
            logger.exception("no mail went out: %s", template_prefix)
            if is_awaited:
                messages.error(current.request, NOT_SENT.format(email))
        else:
            if is_awaited:
                messages.info(current.request, SENT.format(email))


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right. Codes change every half minute: enter the one that shows now.",
        "incorrect_passkey": "This passkey is not right. Try again, or use another way.",
        "cannot_delete_authenticator": "This cannot be turned off.",
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"
