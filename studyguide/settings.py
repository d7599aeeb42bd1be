"""Settings of the project. What differs from place to place is an environment variable; none is required."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from studyguide.middleware import isolate_static_file

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _list(name: str, separator: str, default: list[str]) -> list[str]:
    value = os.environ.get(name, "")
    return [item.strip() for item in value.split(separator) if item.strip()] or default


def _stored_secret(path: Path) -> str:
    """Read the secret kept in `path`, made on first use; processes that start at once agree on one."""
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as draft:  # O_EXCL and mode 0600 from the start
            draft.write(get_random_secret_key())
            draft.flush()
            # A hard link appears whole or not at all, so nobody reads half a secret, and the first one wins.
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()


def _database(url: str, data_dir: Path) -> dict[str, Any]:
    default = {"ENGINE": "django.db.backends.sqlite3", "NAME": data_dir / "studyguide.sqlite3"}
    database: dict[str, Any] = dict(dj_database_url.parse(url)) if url else default
    database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = SQLITE_OPTIONS
    return database


DEBUG = _flag("DEBUG")
HTTPS = _flag("HTTPS")  # behind a proxy that speaks TLS and sets X-Forwarded-Proto
TESTING = "PYTEST_VERSION" in os.environ

DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = os.environ.get("SECRET_KEY") or _stored_secret(DATA_DIR / "secret_key")

HOST = os.environ.get("HOST") or "127.0.0.1"
ALLOWED_HOSTS = [
    *_list("ALLOWED_HOSTS", ",", ["localhost", "127.0.0.1", "[::1]"]),
    f"[{HOST}]" if ":" in HOST else HOST,
]

# Content

CONTENT_DIRS = [Path(folder) for folder in _list("CONTENT_DIRS", os.pathsep, [str(BASE_DIR / "content")])]
# What reads each part of a guide besides the text: dotted paths, so that studyguide imports nothing of quiz.
CONTENT_PARTS = ["quiz.content.QUESTIONS"]
# What it adds for a learner to the first page and to the progress page; see panels.py.
HOME_PANELS = ["quiz.panels.open_attempts"]
PROGRESS_PANELS = ["quiz.panels.known_and_weak"]

# Who else moves what a guest has to the account that they sign in to; see guests.py.
GUEST_MERGES = ["quiz.guests.merge_answers"]

# How long, and how many, anonymous pages are answered from memory; see page_memory.py.
PAGE_MEMORY_SECONDS = 60
PAGE_MEMORY_ENTRIES = 2000

# Application

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "studyguide",
    "quiz",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "studyguide.middleware.CrossOriginResourcePolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "studyguide.middleware.RefusedReadingMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
if DEBUG:
    MIDDLEWARE.append("studyguide.fresh_content.FreshContentMiddleware")

ROOT_URLCONF = "studyguide.urls"
WSGI_APPLICATION = "studyguide.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database

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
        "PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;"
        "PRAGMA temp_store=MEMORY;"
    ),
}
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts

# Slow on purpose, which the tests need not wait for. The second reads what was set before Argon2 came.
_HASHERS = ["MD5"] if TESTING else ["Argon2", "PBKDF2"]
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in _HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Static files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            # The manifest needs collectstatic, which neither tests nor a contributor should wait for.
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or TESTING
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = isolate_static_file

# Language and time

LANGUAGE_CODE = "en"
USE_I18N = False
TIME_ZONE = "UTC"

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
# What a page could pry or annoy with is off; the button that copies a code sample is on. Every response carries
# the list, so it is short.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "clipboard-read": [],
    "clipboard-write": ["self"],
    "display-capture": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_ENGINE = "studyguide.sessions"
SESSION_COOKIE_AGE = 365 * 24 * 60 * 60  # a guest's progress hangs on it
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the form
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "studyguide.views.csrf_failure"

if HTTPS:
    # Trusted in this mode only: without a proxy that sets the header anybody could.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked for by machines, behind the proxy
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Browsers refuse a __Host- cookie that was not set by this very host over TLS.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# Preloading binds a whole domain for years: its owner's decision, not this project's.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Logging: warnings and errors, to standard error

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Replaces Django's own handlers, which print in development only and mail nobody.
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
