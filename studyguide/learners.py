"""Who is reading. The only place that knows how a learner hangs on a request; accounts will join here."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from studyguide.models import Learner

SESSION_KEY = "learner"


def learner_id(request: HttpRequest) -> UUID | None:
    """The id of the learner whose request this is, or None for a visitor who has done nothing yet.

    A visitor without a session cookie costs no query.
    """
    value = request.session.get(SESSION_KEY)
    return UUID(value) if value else None


def acting_learner(request: HttpRequest, now: datetime) -> Learner:
    """The learner whose request this is, made at their first act. Only for requests that change something."""
    known = learner_id(request)
    found = Learner.objects.filter(pk=known).first() if known else None
    if found is None:
        found = Learner.objects.create(created_at=now)
        request.session[SESSION_KEY] = str(found.pk)
    return found


def forget_learner(request: HttpRequest) -> None:
    """End what ties this browser to a learner."""
    request.session.flush()
