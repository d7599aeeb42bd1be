"""Who is reading. The only place that knows how a learner hangs on a request.

A guest's learner hangs on the session, an account's on the account: a browser that signs in keeps no learner of its
own, so all browsers of an account see the same.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest

from studyguide.models import Learner
from studyguide.sessions import SessionStore

SESSION_KEY = "learner"


def account(request: HttpRequest) -> User | None:
    """The account that is signed in. Like the learner, it comes with the session: no query for it alone."""
    session = request.session
    return session.user if isinstance(session, SessionStore) else None


def learner_id(request: HttpRequest) -> UUID | None:
    """The id of the learner whose request this is, or None for a visitor who has done nothing yet.

    A visitor without a session cookie costs no query.
    """
    user = account(request)
    if user is not None:
        return user.learner.pk if hasattr(user, "learner") else None
    value = request.session.get(SESSION_KEY)
    return UUID(value) if value else None


def acting_learner(request: HttpRequest, now: datetime) -> Learner:
    """The learner whose request this is, made at their first act. Only for requests that change something."""
    user = account(request)
    if user is not None and hasattr(user, "learner"):
        return user.learner
    if user is not None:
        return Learner.objects.get_or_create(user=user, defaults={"created_at": now})[0]
    known = learner_id(request)
    found = Learner.objects.filter(pk=known).first() if known else None
    if found is None:
        found = Learner.objects.create(created_at=now)
        request.session[SESSION_KEY] = str(found.pk)
    return found


def take_guest(request: HttpRequest) -> UUID | None:
    """The guest's learner, which from now on no longer hangs on the browser: it is about to sign in."""
    known = None if account(request) else learner_id(request)
    request.session.pop(SESSION_KEY, None)
    return known


def forget_learner(request: HttpRequest) -> None:
    """End what ties this browser to a guest. An account stays signed in: only what hung on it is gone."""
    if account(request) is None:
        request.session.flush()
