"""Tries to sign in are counted, on every address that checks a password or a code. See test_throttling_served too."""

import logging

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from tests.accounts.conftest import PASSWORD, confirm, is_signed_in, sign_in, sign_up, turn_on_codes
from tests.pages import Page

TRIES = 30
MOST = 5


@pytest.fixture
def checked(monkeypatch):
    """How many passwords were compared with the stored one."""
    compared = []
    verify = MD5PasswordHasher.verify

    def counting(self, password, encoded):
        compared.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", counting)
    return compared


@pytest.mark.parametrize("letters", [str.lower, str.upper, lambda name: f" {name} "], ids=["as is", "case", "spaces"])
def test_five_wrong_passwords_are_checked(client, user, checked, letters):
    for number in range(TRIES):
        sign_in(client, letters("ines") if number % 2 else "ines", f"wrong {number}")
    assert len(checked) == MOST
    response = sign_in(client)
    assert "Those were too many tries" in Page(response).text
    assert not is_signed_in(client)


def test_hosts_of_the_site_share_one_count(client, user, checked):
    for number in range(TRIES):
        client.post(
            "/accounts/login/",
            {"login": "ines", "password": "wrong"},
            headers={"host": ["localhost", "127.0.0.1", "[::1]"][number % 3]},
        )
    assert len(checked) == MOST


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_address_that_a_client_makes_up_is_not_believed(client, user, checked, header):
    for number in range(TRIES):
        form = {"login": "ines", "password": "wrong"}
        client.post("/accounts/login/", form, headers={header: f"192.0.2.{number}"})
    assert len(checked) == MOST


def test_behind_a_proxy_its_word_counts(client, user, settings, checked):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(TRIES):
        form = {"login": "ines", "password": "wrong"}
        client.post("/accounts/login/", form, headers={"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.1"})
    assert len(checked) == MOST
    form = {"login": "ines", "password": PASSWORD}
    client.post("/accounts/login/", form, headers={"X-Forwarded-For": "198.51.100.2"})
    assert is_signed_in(client)


def test_nobody_is_locked_out_by_somebody_elsewhere(client, user):
    for _ in range(TRIES):
        sign_in(Client(), password="wrong", REMOTE_ADDR="192.0.2.1")
    sign_in(client, REMOTE_ADDR="192.0.2.2")
    assert is_signed_in(client)


def test_neighbour_at_the_same_address_is_not_locked_out(client, user, other):
    for _ in range(TRIES):
        sign_in(Client(), password="wrong")
    sign_in(client, "theo")
    assert is_signed_in(client)


def test_addresses_of_one_network_share_one_count(client, user, checked):
    for number in range(TRIES):
        sign_in(client, password="wrong", REMOTE_ADDR=f"2001:db8::{number:x}")
    assert len(checked) == MOST


def test_many_names_from_one_address_are_counted_too(client, db, monkeypatch):
    said = [Page(sign_in(client, f"name{number}", "wrong")).text for number in range(100)]
    assert sum("No account has this name" in text for text in said) == 60


def test_right_password_counts_for_nothing(client, user):
    for _ in range(TRIES):
        sign_in(client)
        client.post("/accounts/logout/")
    sign_in(client)
    assert is_signed_in(client)


def test_a_class_signs_up_from_one_address(db):
    """And a script does not go on for ever."""
    statuses = [sign_up(Client(), f"learner{number}").status_code for number in range(70)]
    assert statuses == [302] * 60 + [429] * 10


# The other addresses


def test_password_that_is_given_again(browser, checked):
    for number in range(TRIES):
        confirm(browser, f"wrong {number}")
    assert len([password for password in checked if password != PASSWORD]) == MOST


def test_password_that_is_changed(browser, checked):
    form = {"password1": "sourdough-and-salt-7", "password2": "sourdough-and-salt-7"}
    for number in range(TRIES):
        browser.post("/accounts/password/change/", {**form, "oldpassword": f"wrong {number}"})
    assert len([password for password in checked if password != PASSWORD]) == MOST


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_change/", "/admin/"])
def test_admin_checks_no_password(client, instructor, browser, checked, address):
    """Its forms are the account's: signing in there and changing the password there lead here."""
    checked.clear()
    for sender in (client, browser):
        form = {"username": "ida", "password": PASSWORD, "old_password": PASSWORD, "login": "ida"}
        assert sender.post(address, form).status_code in (302, 403)
    assert checked == []


def test_code_after_the_password(browser, user):
    turn_on_codes(browser)
    client = Client()
    sign_in(client)
    said = [Page(client.post("/accounts/2fa/authenticate/", {"code": f"{code:06}"})).text for code in range(TRIES)]
    assert sum("This code is not right" in text for text in said) == MOST
    assert "too many tries" in said[-1]


def test_code_that_is_given_again(browser):
    turn_on_codes(browser)
    answers = [browser.post("/accounts/2fa/reauthenticate/", {"code": f"{code:06}"}) for code in range(TRIES)]
    assert sum("This code is not right" in Page(answer).text for answer in answers) <= MOST
    assert answers[-1].status_code == 429
    assert "Those were too many tries" in Page(answers[-1]).text


# What is logged


def test_sign_in_is_logged(client, user, caplog):
    caplog.set_level(logging.INFO, "accounts")
    sign_in(client)
    assert caplog.messages == [f"account {user.pk} signed in from 127.0.0.1"]


def test_refusal_is_logged_without_what_was_typed(client, user, caplog):
    for name in ("ines", "my-secret\nwrong password for account 1"):
        sign_in(client, name, "another secret")
    assert caplog.messages == [
        f"wrong password for account {user.pk} from 127.0.0.1",
        "wrong password for no account from 127.0.0.1",
    ]


@pytest.mark.parametrize("typed", ["ıneſ", "INEſ", "ınes"])
def test_name_that_only_looks_like_somebodys_is_logged_as_nobodys(client, user, caplog, typed):
    """PostgreSQL takes these letters for i and s where case does not count; the sign-in does not."""
    sign_in(client, typed)
    assert not is_signed_in(client)
    assert caplog.messages == ["wrong password for no account from 127.0.0.1"]


def test_throttling_is_logged(client, user, caplog):
    for _ in range(6):
        sign_in(client, password="wrong")
    assert caplog.messages[-1] == "too many tries to sign in from 127.0.0.1"
