"""What the environment makes of the settings. Each test runs the module anew, beside the one in use."""

import runpy
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studyguide import settings
from studyguide.environment import stored_secret

VARIABLES = """
    ALLOWED_HOSTS CONTENT_DIRS DATABASE_URL DEBUG EMAIL_FROM EMAIL_URL EXPORT_DIR HOST HTTPS
    LOG_FORMAT METRICS_HOST METRICS_PORT REDIS_URL SECRET_KEY TRUSTED_PROXY_COUNT
"""


@pytest.fixture
def settings_with(monkeypatch, tmp_path):
    """`settings_with(DEBUG="1")` gives the settings of a process with that environment."""
    for name in VARIABLES.split():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("PYTEST_VERSION")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    def settings_with(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(settings.__file__)

    return settings_with


def test_nothing_has_to_be_set(settings_with, tmp_path):
    made = settings_with()
    assert made["DEBUG"] is False
    assert made["HTTPS"] is False
    assert made["DATABASES"]["default"]["NAME"] == tmp_path / "data" / "studyguide.sqlite3"
    assert made["STATIC_ROOT"] == tmp_path / "data" / "static"


def test_a_secret_is_made_once_and_kept_from_others(settings_with, tmp_path):
    secret = settings_with()["SECRET_KEY"]
    kept = tmp_path / "data" / "secret_key"
    assert len(secret) == 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert settings_with()["SECRET_KEY"] == secret


def test_a_given_secret_is_not_written(settings_with, tmp_path):
    assert settings_with(SECRET_KEY="given")["SECRET_KEY"] == "given"
    assert not (tmp_path / "data" / "secret_key").exists()


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path):
    with ThreadPoolExecutor(16) as threads:
        secrets = set(threads.map(stored_secret, [tmp_path / "secret_key"] * 64))
    assert len(secrets) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_sqlite_waits_for_the_write_lock(settings_with):
    database = settings_with()["DATABASES"]["default"]
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_another_database_by_address(settings_with):
    database = settings_with(DATABASE_URL="postgres://guide@db.example/guide")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["HOST"] == "db.example"
    assert "transaction_mode" not in database["OPTIONS"]
    assert database["OPTIONS"]["connect_timeout"] == 3
    assert database["OPTIONS"]["options"] == "-c jit=off"


def test_options_in_the_address_of_a_database_count(settings_with):
    address = "postgres://guide@db.example/guide?connect_timeout=9&sslmode=require"
    options = settings_with(DATABASE_URL=address)["DATABASES"]["default"]["OPTIONS"]
    assert options["sslmode"] == "require"
    assert int(options["connect_timeout"]) == 9


@pytest.mark.parametrize("given", ["", "json"])
def test_requests_are_logged_where_logs_are_read_by_machines(settings_with, given):
    made = settings_with(LOG_FORMAT=given)
    assert made["LOGGING"]["handlers"]["stderr"]["formatter"] == ("json" if given else "line")
    assert made["LOGGING"]["loggers"]["requests"]["level"] == ("INFO" if given else "WARNING")


def test_there_are_no_figures_unless_they_have_a_port(settings_with):
    assert settings_with()["METRICS_PORT"] == 0
    assert settings_with(METRICS_PORT="9100")["METRICS_PORT"] == 9100


@pytest.mark.parametrize(
    ("environment", "hosts"),
    [
        ({}, {"localhost", "127.0.0.1", "[::1]"}),
        ({"HOST": "fe80::1"}, {"localhost", "127.0.0.1", "[::1]", "[fe80::1]"}),
        (
            {"ALLOWED_HOSTS": "guide.example, www.guide.example"},
            {"guide.example", "www.guide.example", "127.0.0.1"},
        ),
    ],
)
def test_hosts(settings_with, environment, hosts):
    assert set(settings_with(**environment)["ALLOWED_HOSTS"]) == hosts


def test_content_from_other_folders(settings_with):
    assert settings_with(CONTENT_DIRS="/one:/two")["CONTENT_DIRS"] == [Path("/one"), Path("/two")]


@pytest.mark.parametrize(
    ("environment", "backend"),
    [({}, "CompactStaticFilesStorage"), ({"DEBUG": "1"}, "StaticFilesStorage")],
)
def test_static_files_have_their_digest_in_production(settings_with, environment, backend):
    storage = settings_with(**environment)["STORAGES"]["staticfiles"]["BACKEND"]
    assert storage.rpartition(".")[2] == backend


def test_cookies_are_bound_to_the_host_over_https(settings_with):
    made = settings_with(HTTPS="1")
    assert made["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert made["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert made["SESSION_COOKIE_SECURE"]
    assert made["CSRF_COOKIE_SECURE"]


def test_proxy_headers_are_trusted_behind_a_proxy_only(settings_with):
    assert "SECURE_PROXY_SSL_HEADER" not in settings_with()
    assert settings_with(HTTPS="1")["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_passwords_are_hashed_slowly(settings_with):
    assert settings_with()["PASSWORD_HASHERS"][0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


# Accounts


def test_counted_tries_lie_in_a_file_of_their_own(settings_with, tmp_path):
    made = settings_with()
    assert made["CACHES"]["default"]["BACKEND"].endswith("DatabaseCache")
    assert made["DATABASES"]["cache"]["NAME"] == tmp_path / "data" / "cache.sqlite3"
    assert made["DATABASES"]["cache"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_servers_on_several_hosts_count_in_redis(settings_with):
    made = settings_with(DATABASE_URL="postgres://guide@db.example/guide", REDIS_URL="redis://cache.example")
    assert made["CACHES"]["default"] == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache.example",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
    assert set(made["DATABASES"]) == {"default"}


def test_without_redis_they_count_in_the_database_they_share(settings_with):
    made = settings_with(DATABASE_URL="postgres://guide@db.example/guide")
    assert made["CACHES"]["default"]["BACKEND"].endswith("DatabaseCache")
    assert set(made["DATABASES"]) == {"default"}


def test_there_is_no_mail_unless_it_is_set_up(settings_with):
    made = settings_with()
    assert made["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    assert made["ACCOUNT_SIGNUP_FIELDS"] == ["username*", "password1*", "password2*"]


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://ines:p%40ss@mail.example", 587, True, False),
        ("smtps://ines:p%40ss@mail.example:4465", 4465, False, True),
    ],
)
def test_mail_by_address(settings_with, url, port, tls, ssl):
    made = settings_with(EMAIL_URL=url, EMAIL_FROM="guide@mail.example")
    assert made["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"]) == ("mail.example", port)
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (tls, ssl)
    assert made["EMAIL_HOST_PASSWORD"] == ("p@ss" if "ines" in url else "")
    assert made["DEFAULT_FROM_EMAIL"] == "guide@mail.example"
    assert "email" in made["ACCOUNT_SIGNUP_FIELDS"]


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_address_of_no_mail_server_is_refused(settings_with, url):
    with pytest.raises(ValueError, match="EMAIL_URL: expected smtp://"):
        settings_with(EMAIL_URL=url)


@pytest.mark.parametrize(
    ("environment", "count"), [({}, 0), ({"HTTPS": "1"}, 1), ({"HTTPS": "1", "TRUSTED_PROXY_COUNT": "2"}, 2)]
)
def test_as_many_proxies_are_believed_as_there_are(settings_with, environment, count):
    assert settings_with(**environment)["ALLAUTH_TRUSTED_PROXY_COUNT"] == count


@pytest.mark.parametrize("https", ["", "1"])
def test_staff_needs_a_second_step_over_https(settings_with, https):
    made = settings_with(HTTPS=https)
    assert made["STAFF_NEEDS_SECOND_STEP"] is bool(https)
    assert made["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is not bool(https)
