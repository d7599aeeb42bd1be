"""A request that found its connection lost is answered anew once the database is back.

For views that may be asked twice: those that only read, and those that know what was sent before.
"""

import sys
import time
from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse

from studyguide.http import P, Request, View

UNAVAILABLE = (OperationalError, InterfaceError)
PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5, 1)  # seconds: a database that was killed is back in about two
WAITING = BoundedSemaphore(3)  # of the four threads of a process: the last one still answers


def asked_again(view: View[P]) -> View[P]:
    """Ask `view` again while the database is away, for a few seconds and for as many requests as may wait."""

    @wraps(view)
    def wrapped(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UNAVAILABLE:
            if not is_lost() or not WAITING.acquire(blocking=False):
                raise
        try:
            return ask_again(lambda: view(request, *args, **kwargs))
        finally:
            WAITING.release()

    return wrapped


def ask_again(ask: Callable[[], HttpResponse]) -> HttpResponse:
    """Ask after each pause; raises the last failure, and any that is no lost connection."""
    for pause in PAUSES:
        time.sleep(pause)
        try:
            return ask()
        except UNAVAILABLE:
            if not is_lost():
                raise
    return ask()


def is_lost() -> bool:
    """Whether there is no connection any more: one that failed is tried, and closed if it is of no use."""
    if connection.in_atomic_block:
        return False  # what was done before in the transaction would be missing
    connection.close_if_unusable_or_obsolete()
    return connection.connection is None


def is_read_only(error: BaseException | None) -> bool:
    """Whether PostgreSQL refused to write, as a replica does while another takes over."""
    return getattr(getattr(error, "__cause__", None), "sqlstate", "") == "25006"


def is_cache_away(error: BaseException | None) -> bool:
    """Whether Redis did not answer or refused, as it does while it is full, a replica, or cannot write to its disk.

    Who does without it has not loaded its library, nor its errors.
    """
    redis = sys.modules.get("redis")
    return redis is not None and isinstance(error, (redis.ConnectionError, redis.TimeoutError, redis.ResponseError))
