"""A session holds as long as its account may sign in with the same password, and costs one query with all of it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session as DjangoSession
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from studyguide.learners import account, acting_learner, learner_id
from studyguide.models import Learner, Session
from studyguide.sessions import SessionStore
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.objects.create_user("ines", password="rye-and-water-42")


@pytest.fixture
def browser(user):
    """Signed in, with a learner."""
    Learner.objects.create(user=user, created_at=NOW)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def request_of(browser):
    """`request_of(browser)` is a new request with the browser's session."""

    def request_of(browser):
        request = RequestFactory().get("/")
        request.session = SessionStore(browser.cookies["sessionid"].value)
        return request

    return request_of


def test_account_and_learner_come_with_the_session(browser, request_of, user, django_assert_num_queries):
    request = request_of(browser)
    with django_assert_num_queries(1):
        assert account(request) == user
        assert learner_id(request) == user.learner.pk


def test_guest_has_no_account(client, synced_guide, request_of):
    client.post("/guides/bread/basics/read/")
    assert account(request_of(client)) is None
    assert learner_id(request_of(client)) == Learner.objects.get(user=None).pk


def test_session_is_listed_under_its_account(browser, user):
    assert Session.objects.get().user == user


@pytest.mark.parametrize(
    "end",
    [
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: user.set_password("another-word-1") or user.save(),
        lambda user: user.delete(),
    ],
    ids=["disabled", "other password", "deleted"],
)
def test_session_ends_with_what_it_was_opened_by(browser, request_of, user, end):
    end(user)
    request = request_of(browser)
    assert account(request) is None
    assert learner_id(request) is None
    assert request.session.is_empty()


def test_session_that_names_somebody_else_is_none(browser, request_of, user):
    other = User.objects.create_user("theo", password="rye-and-water-43")
    Session.objects.update(user=other)
    assert account(request_of(browser)) is None


def test_account_without_a_learner_gets_one_at_the_first_act(user, client, request_of):
    client.force_login(user)
    made = acting_learner(request_of(client), NOW)
    assert made.user == user
    assert acting_learner(request_of(client), NOW) == made


def test_two_browsers_of_an_account_are_one_learner(user, synced_guide):
    for section in ("basics", "yeast"):
        client = Client()
        client.force_login(user)
        client.post(f"/guides/bread/{section}/read/")
    assert Learner.objects.get().sections_read.count() == 2


def test_expired_sessions_are_cleared(browser):
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    call_command("clearsessions")
    assert not Session.objects.exists()


def test_sessions_of_guests_are_carried_over():
    """What the migration runs, on a session that an earlier release wrote."""
    written = SessionStore().encode({"learner": "00000000-0000-4000-8000-000000000000"})
    DjangoSession.objects.create(session_key="k" * 32, session_data=written, expire_date=timezone.now() + timedelta(1))
    with connection.cursor() as cursor:
        cursor.execute(import_module("studyguide.migrations.0003_sessions").CARRY_OVER)
    assert SessionStore("k" * 32)["learner"] == "00000000-0000-4000-8000-000000000000"
