"""What is recorded about an account itself, for a download of one's own records."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User


def account_records(user: User) -> dict[str, Any]:
    """No secrets: a download lies about on a disk."""
    sessions = UserSession.objects.filter(user=user).order_by("created_at")
    steps = Authenticator.objects.filter(user=user).order_by("created_at")
    return {
        "name": user.username,
        "email": user.email,
        "joined_at": user.date_joined,
        "signed_in_at": user.last_login,
        "sessions": list(sessions.values("created_at", "ip", "user_agent")),
        "second_steps": list(steps.values("type", "created_at", "last_used_at")),
    }
