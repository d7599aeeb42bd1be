"""What a monitor and a proxy ask, and what people are told while the database or Redis is away."""

import socket
import subprocess
from contextlib import ExitStack

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import path
from redis import Redis

from deploy.cluster import redis as redis_service
from studyguide import urls
from studyguide.models import Guide
from tests.serving import ROOT, free_port

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_is_well_whatever_becomes_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert response.content == b"ok"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_asking_changes_nothing(client, address):
    assert client.post(address).status_code == 405
    assert client.trace(address).status_code == 405


def test_ready_with_database_cache_migrations_and_content(client, synced_guide):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert response.headers["Cache-Control"] == "no-store"


def test_not_ready_without_content(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"no guide is loaded")


def test_not_ready_with_content_that_is_all_retired(client, synced_guide):
    Guide.objects.update(is_retired=True)
    assert client.get("/readyz").status_code == 503


def test_not_ready_before_the_migrations(client, synced_guide):
    MigrationRecorder(connection).record_unapplied("quiz", "0001_initial")
    assert client.get("/readyz").content == b"migrations are missing"


def test_ready_beside_a_newer_release_that_has_migrated_further(client, synced_guide):
    MigrationRecorder(connection).record_applied("quiz", "9999_of_the_next_release")
    assert client.get("/readyz").status_code == 200


@pytest.fixture(params=["closed", "silent", pytest.param("full", marks=pytest.mark.slow)])
def no_redis(request, settings, tmp_path):
    """Redis at a port where nobody listens, or where nobody answers, or that takes nothing more in."""
    port = free_port()
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": f"redis://127.0.0.1:{port}"}
    settings.CACHES = {"default": away | {"OPTIONS": {"socket_timeout": 0.1}}}
    with ExitStack() as stack:
        if request.param == "silent":
            stack.enter_context(socket.create_server(("127.0.0.1", port)))
        if request.param == "full":
            subprocess.run([ROOT / "deploy" / "get_servers.sh", "redis"], check=True)
            service = redis_service(tmp_path, port)
            stack.callback(service.stop)
            service.start()
            with Redis(port=port) as client:
                client.config_set("maxmemory", 1)
        yield
        cache.close()


def test_not_ready_without_the_cache(client, synced_guide, no_redis):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"the cache cannot be reached")


def lose_database(request):
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [path("losing/", lose_database), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.mark.urls(__name__)
def test_a_lost_database_is_a_moment_to_wait_and_no_mistake(db):
    response = Client(raise_request_exception=False).get("/losing/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "what you just sent was not saved" in response.content.decode()
    assert "unexpectedly" not in response.content.decode()


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_tries_that_cannot_be_counted_are_a_moment_to_wait_too(no_redis, address):
    form = {"login": "ines", "password": "rye-42", "username": "ines", "password1": "rye-42", "password2": "rye-42"}
    response = Client(raise_request_exception=False).post(address, form)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "Back in a moment" in response.content.decode()
