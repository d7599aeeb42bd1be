"""What the environment makes of the settings. Each test runs the module anew, beside the one in use."""

import runpy
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studyguide import settings


@pytest.fixture
def settings_with(monkeypatch, tmp_path):
    """`settings_with(DEBUG="1")` gives the settings of a process with that environment."""
    for name in ["ALLOWED_HOSTS", "CONTENT_DIRS", "DATABASE_URL", "DEBUG", "HOST", "HTTPS", "SECRET_KEY"]:
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
        secrets = set(threads.map(settings._stored_secret, [tmp_path / "secret_key"] * 64))
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
    assert "transaction_mode" not in database.get("OPTIONS", {})


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
    [({}, "CompressedManifestStaticFilesStorage"), ({"DEBUG": "1"}, "StaticFilesStorage")],
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
