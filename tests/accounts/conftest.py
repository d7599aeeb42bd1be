"""Somebody with an account, and the forms that a browser sends."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client

PASSWORD = "rye-and-water-42"
SIGN_IN = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_tries_yet():
    """Tries to sign in are counted beyond a test's end."""
    cache.clear()


@pytest.fixture
def user(db):
    return User.objects.create_user("ines", password=PASSWORD)


@pytest.fixture
def other(db):
    return User.objects.create_user("theo", password=PASSWORD)


@pytest.fixture
def instructor(db):
    user = User.objects.create_user("ida", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="Instructors"))
    return user


def sign_in(browser, name="ines", password=PASSWORD, **fields):
    """Send the form; returns the response."""
    address = fields.pop("REMOTE_ADDR", "127.0.0.1")
    return browser.post(SIGN_IN, {"login": name, "password": password, **fields}, REMOTE_ADDR=address)


def sign_up(browser, name="ines", password=PASSWORD):
    return browser.post("/accounts/signup/", {"username": name, "password1": password, "password2": password})


def is_signed_in(browser):
    return browser.get("/accounts/").status_code == 200


@pytest.fixture
def browser(user):
    """Signed in."""
    client = Client()
    assert sign_in(client).status_code == 302
    return client


def confirm(browser, password=PASSWORD):
    """Give the password once more."""
    return browser.post("/accounts/reauthenticate/", {"password": password})


def code_of(secret, at=None):
    """What an authenticator app shows."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time() if at is None else at) // 30))


def turn_on_codes(browser):
    """Set up an authenticator app; returns its key."""
    confirm(browser)
    page = browser.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return secret
