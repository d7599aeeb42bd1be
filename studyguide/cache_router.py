"""Where the table of the shared cache lies."""

from typing import Any


class CacheRouter:
    """Keep the cache, and nothing else, in the database `cache`."""

    def db_for_read(self, model: type[Any], **_hints: Any) -> str | None:
        return "cache" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool | None:
        return (db == "cache") == (app_label == "django_cache")
