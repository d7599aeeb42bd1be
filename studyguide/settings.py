"""Settings of the project. What differs from place to place is an environment variable; none is required."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from studyguide.environment import SQLITE_OPTIONS, database, flag, mail, shared_cache, stored_secret, words
from studyguide.middleware import isolate_static_file
from studyguide.sheets_inside import SHEETS_INSIDE, policy_source

BASE_DIR = Path(__file__).resolve().parent.parent


DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS")  # behind a proxy that speaks TLS and sets X-Forwarded-Proto
TESTING = "PYTEST_VERSION" in os.environ

DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = os.environ.get("SECRET_KEY") or stored_secret(DATA_DIR / "secret_key")

HOST = os.environ.get("HOST") or "127.0.0.1"
ALLOWED_HOSTS = [
    *words("ALLOWED_HOSTS", ",", ["localhost", "127.0.0.1", "[::1]"]),
    f"[{HOST}]" if ":" in HOST else HOST,
]

# Content

CONTENT_DIRS = [Path(folder) for folder in words("CONTENT_DIRS", os.pathsep, [str(BASE_DIR / "content")])]
# What reads each part of a guide besides the text: dotted paths, so that studyguide imports nothing of quiz.
CONTENT_PARTS = ["quiz.content.QUESTIONS", "quiz.stories_content.STORIES"]
# What it adds for a learner to the first page and to the progress page; see panels.py.
HOME_PANELS = ["quiz.panels.open_attempts"]
PROGRESS_PANELS = ["quiz.panels.answered_reports", "quiz.panels.known_and_weak"]

# Who else moves what a guest has to the account that they sign in to; see guests.py.
GUEST_MERGES = ["quiz.guests.merge_answers"]

# How long, and how many, anonymous pages are answered from memory; see page_memory.py.
PAGE_MEMORY_SECONDS = 60
PAGE_MEMORY_ENTRIES = 2000

# Where `manage.py export_site` puts pages for nginx to send; `sync_content` takes outdated ones away from there.
EXPORT_DIR = os.environ.get("EXPORT_DIR", "")

# Application

INSTALLED_APPS = [
    "studyguide.accounts.apps.GuardedAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "studyguide",
    "quiz",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "studyguide.middleware.CrossOriginResourcePolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "studyguide.middleware.CompressionMiddleware",
    "studyguide.middleware.PolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "studyguide.middleware.RefuseTraceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "studyguide.accounts.middleware.NeverKeptMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "studyguide.middleware.RefusedReadingMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "studyguide.request_log.RouteMiddleware",
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
            "libraries": {
                "accounts": "studyguide.accounts.template_tags",
                "studyguide": "studyguide.template_tags",
            },
        },
    },
]

# Database

REDIS_URL = os.environ.get("REDIS_URL", "")
# A power cut may take back a counted try.
CACHE_OPTIONS = SQLITE_OPTIONS | {"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"}
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
if not TESTING and not REDIS_URL and DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file of its own: counting a try to sign in never waits for somebody's answer to be written.
    DATABASES["cache"] = database("", DATA_DIR) | {"NAME": DATA_DIR / "cache.sqlite3", "OPTIONS": CACHE_OPTIONS}
    DATABASE_ROUTERS = ["studyguide.cache_router.CacheRouter"]
# Tests keep theirs to themselves.
_IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {"default": _IN_MEMORY if TESTING else shared_cache(REDIS_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts

# Slow on purpose, which the tests need not wait for. The second reads what was set before Argon2 came.
_HASHERS = ["MD5"] if TESTING else ["Argon2", "PBKDF2"]
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in _HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]  # one: each would hash anew
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "home"

EMAIL_URL = os.environ.get("EMAIL_URL", "")
HAS_MAIL = bool(EMAIL_URL)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if HAS_MAIL else 'dummy'}.EmailBackend"
if HAS_MAIL:
    globals().update(mail(EMAIL_URL))
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "study guides <noreply@localhost>"

ACCOUNT_ADAPTER = "studyguide.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "studyguide.accounts.forms.SignInForm", "signup": "studyguide.accounts.forms.SignUpForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", *(["email"] if HAS_MAIL else []), "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if HAS_MAIL else "none"
ACCOUNT_EMAIL_NOTIFICATIONS = HAS_MAIL
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_SESSION_COOKIE_AGE = 30 * 24 * 60 * 60  # with "stay signed in"; without, until the browser closes
# A key is an address together with a name: nobody can lock somebody else out. Whole classes share an address.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key,60/m/ip",
    "login": None,
    "signup": "60/m/ip",
    "reauthenticate": "5/5m/user",
    "change_password": "5/5m/user",
}
# How many proxies in front add an address to X-Forwarded-For; only the last so many are believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT") or HTTPS)

MFA_ADAPTER = "studyguide.accounts.adapter.SecondStepAdapter"
MFA_FORMS = {
    "add_webauthn": "studyguide.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "studyguide.accounts.forms.UsePasskeyForm",
    "login_webauthn": "studyguide.accounts.forms.SignInWithPasskeyForm",
    "reauthenticate_webauthn": "studyguide.accounts.forms.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Study guides"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # names sign in, so nobody is kept out of theirs by somebody who claims their address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers offer it on localhost
# Over plain HTTP a code protects little, and a laptop needs none.
STAFF_NEEDS_SECOND_STEP = HTTPS

# What else a download of one's own records holds; see quiz/views/learner_records.py.
ACCOUNT_RECORDS = ["studyguide.accounts.records.account_records"]

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
            else "studyguide.static_files.CompactStaticFilesStorage"
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
        "style-src": [SELF, *map(policy_source, SHEETS_INSIDE)],
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
    SECURE_REDIRECT_EXEMPT = [r"^(health|ready)z$"]  # asked for by machines, behind the proxy
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Browsers refuse a __Host- cookie that was not set by this very host over TLS.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# Preloading binds a whole domain for years: its owner's decision, not this project's.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Logging and figures

# What is said goes to standard error: warnings and errors, and who signed in or published something. As JSON also
# one line for each request.
LOGS_JSON = os.environ.get("LOG_FORMAT", "").lower() == "json"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "studyguide.request_log.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json" if LOGS_JSON else "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Replaces Django's own handlers, which print in development only and mail nobody.
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "accounts": {"level": "INFO"},  # who signed in, and from where it was refused
        "audit": {"level": "INFO"},  # who published or retired which question
        "requests": {"level": "INFO" if LOGS_JSON else "WARNING"},
    },
}

METRICS_PORT = int(os.environ.get("METRICS_PORT") or 0)  # none: no figures
METRICS_HOST = os.environ.get("METRICS_HOST") or "127.0.0.1"
