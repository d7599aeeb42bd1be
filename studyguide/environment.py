"""What the environment says, as settings want it: flags, lists, the secret, and addresses of what is connected to."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.management.utils import get_random_secret_key

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN. A deferred transaction that reads and then writes fails with
    # "database is locked" at once, whatever the timeout.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL, not NORMAL: with NORMAL a power cut may take back answers that were acknowledged.
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"
        "PRAGMA cache_size=-20000;"
        "PRAGMA mmap_size=1073741824;"
        "PRAGMA journal_size_limit=27103364;"
        "PRAGMA temp_store=MEMORY;"
    ),
}
POSTGRES_OPTIONS = {
    # A server that is gone without a word is given up after seconds, not minutes.
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    # PostgreSQL takes short counts for long ones, and compiled them for twenty times as long as they ran.
    "options": "-c jit=off",
}


def flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str, separator: str, default: list[str]) -> list[str]:
    value = os.environ.get(name, "")
    return [item.strip() for item in value.split(separator) if item.strip()] or default


def stored_secret(path: Path) -> str:
    """Read the secret kept in `path`, made on first use; processes that start at once agree on one."""
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as draft:  # O_EXCL and mode 0600 from the start
            draft.write(get_random_secret_key())
            draft.flush()
            # A hard link appears whole or not at all, so nobody reads half a secret, and the first one wins.
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()


def database(url: str, data_dir: Path) -> dict[str, Any]:
    default = {"ENGINE": "django.db.backends.sqlite3", "NAME": data_dir / "studyguide.sqlite3"}
    found: dict[str, Any] = dict(dj_database_url.parse(url)) if url else default
    found |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # A thread keeps its connection, so a server needs as many as it has workers times threads: 8 by default.
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = SQLITE_OPTIONS
    else:
        found["OPTIONS"] = {**POSTGRES_OPTIONS, **found.get("OPTIONS", {})}
    return found


def shared_cache(redis_url: str) -> dict[str, Any]:
    """What all server processes share: the count of tries to sign in, and nothing that may not be lost."""
    if redis_url:
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    # At its limit it drops entries at random, counts of tries among them: so it is far off.
    options = {"MAX_ENTRIES": 100_000}
    return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache", "OPTIONS": options}


def mail(url: str) -> dict[str, Any]:
    """Read `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://` `user:password@host:port`."""
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError("EMAIL_URL: expected smtp://, smtp+tls:// or smtps:// and user:password@host:port")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 4,  # seconds: a server that stops waits no longer than five
    }
