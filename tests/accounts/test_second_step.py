"""A code or a passkey after the password: for whoever wants it, and for staff where HTTPS is on."""

import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.conftest import code_of, confirm, is_signed_in, sign_in, turn_on_codes
from tests.pages import Page

ACTIVATE = "/accounts/2fa/totp/activate/"
AUTHENTICATE = "/accounts/2fa/authenticate/"
REAUTHENTICATE = "/accounts/2fa/reauthenticate/"


def later(secret):
    """A code that was not used yet."""
    return code_of(secret, time.time() + 30)


@pytest.fixture
def secret(browser):
    return turn_on_codes(browser)


@pytest.fixture
def staff_browser(instructor):
    client = Client()
    sign_in(client, "ida")
    return client


@pytest.fixture
def https(settings):
    """What HTTPS=1 makes of the setting; the cookies of that mode need a proxy."""
    settings.STAFF_NEEDS_SECOND_STEP = True


# Codes


def test_setting_up_asks_for_the_password(browser):
    assert browser.get(ACTIVATE).headers["Location"].startswith("/accounts/reauthenticate/")
    confirm(browser)
    page = Page(browser.get(ACTIVATE))
    assert page.values("src", "img")[0].startswith("data:image/svg+xml;base64,")


def test_password_alone_no_longer_signs_in(secret, client):
    assert sign_in(client).headers["Location"] == AUTHENTICATE
    assert not is_signed_in(client)
    assert "ines" not in Page(client.get("/")).text


@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_code_after_the_password_signs_in(secret, client, user, kind):
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    sign_in(client, next="/progress/")
    response = client.post(AUTHENTICATE, {"code": later(secret) if kind == "code" else recovery})
    assert response.headers["Location"] == "/progress/"
    assert is_signed_in(client)


def test_code_signs_in_once(secret, client):
    code = later(secret)
    sign_in(client)
    client.post(AUTHENTICATE, {"code": code})
    again = Client()
    sign_in(again)
    again.post(AUTHENTICATE, {"code": code})
    assert not is_signed_in(again)


def test_guest_comes_along_after_the_code_only(secret, client, user, synced_guide):
    client.post("/guides/bread/basics/read/")
    sign_in(client)
    assert not hasattr(type(user).objects.get(), "learner")
    client.post(AUTHENTICATE, {"code": later(secret)})
    assert type(user).objects.get().learner.sections_read.count() == 1


def test_recovery_codes_are_shown_after_setting_up(secret, browser):
    page = Page(browser.get("/accounts/2fa/recovery-codes/"))
    assert "10 of 10 are left" in page.text
    assert len(browser.get("/accounts/2fa/recovery-codes/download/").content.split()) >= 10


# Staff


def test_over_plain_http_the_password_opens_the_admin(staff_browser):
    """A laptop: codes protect little there, and `create_instructor` has to be enough."""
    assert staff_browser.get("/admin/").status_code == 200


def test_over_https_staff_has_to_set_up_a_second_step(staff_browser, https):
    response = staff_browser.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/2fa/")
    assert "Whoever writes questions needs one of these." in Page(response).text


def test_code_opens_the_admin(staff_browser, https):
    secret = turn_on_codes(staff_browser)
    response = staff_browser.get("/admin/quiz/", follow=True)
    assert response.redirect_chain[-1][0] == f"{REAUTHENTICATE}?next=%2Fadmin%2Fquiz%2F"
    done = staff_browser.post(REAUTHENTICATE, {"code": later(secret), "next": "/admin/"})
    assert done.headers["Location"] == "/admin/"
    assert staff_browser.get("/admin/").status_code == 200


def test_statistics_are_behind_the_second_step_as_well(staff_browser, https):
    secret = turn_on_codes(staff_browser)
    response = staff_browser.get("/admin/statistics/", follow=True)
    assert response.redirect_chain[-1][0] == f"{REAUTHENTICATE}?next=%2Fadmin%2Fstatistics%2F"
    staff_browser.post(REAUTHENTICATE, {"code": later(secret)})
    assert staff_browser.get("/admin/statistics/").status_code == 200


def test_session_without_a_code_stays_out_when_another_has_set_it_up(staff_browser, https):
    thief = Client()
    sign_in(thief, "ida")
    turn_on_codes(staff_browser)
    assert thief.get("/admin/").status_code == 302


def test_signing_in_with_a_code_opens_the_admin(staff_browser, https):
    secret = turn_on_codes(staff_browser)
    client = Client()
    sign_in(client, "ida")
    client.post(AUTHENTICATE, {"code": later(secret)})
    assert client.get("/admin/").status_code == 200


def test_turning_it_off_closes_the_admin(staff_browser, https):
    secret = turn_on_codes(staff_browser)
    staff_browser.post(REAUTHENTICATE, {"code": later(secret)})
    staff_browser.post("/accounts/2fa/totp/deactivate/")
    assert staff_browser.get("/admin/").status_code == 302


def test_learners_need_none(browser, https):
    assert is_signed_in(browser)
    assert "Whoever writes questions" not in Page(browser.get("/accounts/2fa/")).text


# Lost


def take_away(username):
    out = StringIO()
    call_command("remove_second_step", username, stdout=out)
    return out.getvalue()


def test_whoever_lost_it_signs_in_with_the_password_and_is_led_to_set_up_another(staff_browser, https):
    turn_on_codes(staff_browser)
    assert "ida" in take_away("ida")
    client = Client()
    sign_in(client, "ida")
    assert is_signed_in(client)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/2fa/")


def test_recovery_codes_go_with_it_and_nobody_elses(secret, other):
    theo = Client()
    sign_in(theo, "theo")
    turn_on_codes(theo)
    take_away("ines")
    assert set(Authenticator.objects.values_list("user__username", flat=True)) == {"theo"}


def test_admin_closes_for_sessions_that_had_it(staff_browser, https):
    secret = turn_on_codes(staff_browser)
    staff_browser.post(REAUTHENTICATE, {"code": later(secret)})
    take_away("ida")
    assert staff_browser.get("/admin/").status_code == 302


@pytest.mark.parametrize("username", ["nobody", "ines"])
def test_there_has_to_be_one(user, username):
    with pytest.raises(CommandError, match=username):
        take_away(username)


# The way into the admin


def test_admin_leads_to_the_sign_in_and_back(client, instructor):
    response = client.get("/admin/quiz/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=%2Fadmin%2Fquiz%2F")
    assert sign_in(client, "ida", next="/admin/quiz/").headers["Location"] == "/admin/quiz/"


def test_learner_is_told_that_the_admin_is_not_for_them(browser):
    response = browser.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "You are signed in as ines" in Page(response).text


def test_password_of_the_admin_is_the_accounts(staff_browser):
    assert staff_browser.get("/admin/password_change/").headers["Location"] == "/accounts/password/change/"


# Passkeys


@pytest.mark.parametrize(
    ("host", "secure", "works"),
    [("localhost:8000", False, True), ("127.0.0.1:8000", False, False), ("localhost", True, True)],
)
def test_passkeys_are_offered_where_browsers_know_them(client, db, host, secure, works):
    page = Page(client.get("/accounts/login/", headers={"host": host}, secure=secure))
    assert ("passkey_login" in page.ids) is works
    assert ("Passkeys work only where" in page.text) is not works


NO_CREDENTIALS = [
    "",
    "no json",
    "null",
    "[]",
    "{}",
    '{"id": "x"}',
    '{"id": "eA", "rawId": "eA", "response": {}, "type": "public-key"}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "eA",'
    ' "signature": "eA", "userHandle": "eA", "attestationObject": "eA"}}',
]


@pytest.mark.parametrize("credential", NO_CREDENTIALS)
def test_passkey_that_is_none_signs_nobody_in(client, db, credential):
    challenge = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert "challenge" in challenge.json()["request_options"]["publicKey"]
    assert client.post("/accounts/2fa/webauthn/login/", {"credential": credential}).status_code == 302
    assert not is_signed_in(client)


@pytest.mark.parametrize("credential", NO_CREDENTIALS)
def test_passkey_that_is_none_is_not_added(browser, credential):
    confirm(browser)
    browser.get("/accounts/2fa/webauthn/add/")
    response = browser.post("/accounts/2fa/webauthn/add/", {"credential": credential, "name": "x"})
    assert response.status_code == 200
    assert not Authenticator.objects.exists()
