"""What every act in the admin has: somebody who may do it, a line in the history, a sentence, and a way back."""

import logging
import uuid
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from quiz.models import Question, Quiz, Report
from studyguide.http import Request

AUDIT = logging.getLogger("audit")
AFTERWARDS = ("change", "history", "duplicate", "retire", "bring_back")  # on what exists, each an address
Thing = Question | Quiz | Report  # what has a form in the admin; a scenario is a quiz


def need(request: Request, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def author(request: Request) -> User:
    """Who is signed in; the admin lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def log_act(request: Request, thing: Thing, message: str, action: int = CHANGE) -> None:
    """Who did what, for the history of what was acted on and for the log."""
    LogEntry.objects.log_actions(author(request).pk, [thing], action, message, single_object=True)
    name = getattr(thing, "slug", "report")
    AUDIT.info("%s %r (%s): %s", author(request).get_username(), name, thing.pk, message)


def last_act(thing: Thing) -> LogEntry | None:
    """The newest line of its history."""
    kind = ContentType.objects.get_for_model(thing, for_concrete_model=False)
    found = LogEntry.objects.filter(object_id=str(thing.pk), content_type=kind)
    return found.select_related("user").first()


def done(request: Request, thing: Thing, logged: str, said: str) -> HttpResponse:
    """The end of an act: `logged` in the history, `said` to the person, and back to the form."""
    log_act(request, thing, logged)
    messages.success(request, said)
    return to_form(thing)


def to_form(thing: Thing) -> HttpResponse:
    return HttpResponseRedirect(act_url(thing, "change"), status=303)


def act_url(thing: Thing, act: str, *args: object) -> str:
    """The address of an act on something in the admin."""
    return reverse(f"admin:quiz_{thing._meta.model_name}_{act}", args=[thing.pk, *args])


def posted_id(request: Request, name: str) -> UUID:
    """The id that a form carries for what it makes, so that a double click makes one; a new one for a new form."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return uuid.uuid4()
