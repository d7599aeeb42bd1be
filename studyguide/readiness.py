"""Whether this process can serve: asked at /readyz by whoever sends it requests."""

import logging
from collections.abc import Callable
from functools import cache as once

from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from studyguide.models import Guide

log = logging.getLogger(__name__)


def missing() -> list[str]:
    """What keeps this process from serving, in words that tell a stranger nothing; why is in the log."""
    return [problem for problem, holds in CONDITIONS.items() if not _holds(holds, problem)]


def _holds(condition: Callable[[], bool], problem: str) -> bool:
    try:
        return condition()
    except Exception:
        log.exception("%s", problem)
        return False


def _reaches_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _reaches_cache() -> bool:
    cache.set("readyz", "ok", timeout=60)
    return bool(cache.get("readyz") == "ok")


@once
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or {})


def _is_migrated() -> bool:
    """A newer release may have applied more than this one knows, and this one goes on serving beside it."""
    return _known_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


def _has_content() -> bool:
    return Guide.objects.current().exists()


CONDITIONS: dict[str, Callable[[], bool]] = {
    "the database cannot be reached": _reaches_database,
    "the cache cannot be reached": _reaches_cache,
    "migrations are missing": _is_migrated,
    "no guide is loaded": _has_content,
}
