"""With a mail server: an address may be given, and a forgotten password is set anew by mail."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import include, path

from studyguide import urls
from studyguide.accounts.urls import account_urls
from tests.accounts.conftest import PASSWORD, is_signed_in, sign_in
from tests.pages import Page

RESET = "/accounts/password/reset/"
NEW = "sourdough-and-salt-7"
ADDRESS = "ines@mail.example"

urlpatterns = [path("accounts/", include(account_urls(has_mail=True))), *urls.urlpatterns]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def with_mail(settings):
    """What EMAIL_URL makes of the settings."""
    settings.HAS_MAIL = settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"


def sign_up(browser, email=ADDRESS):
    form = {"username": "ines", "email": email, "password1": PASSWORD, "password2": PASSWORD}
    return browser.post("/accounts/signup/", form)


def link_in(message):
    return re.search(r"https?://testserver(/\S+)", message.body)[1]


def test_address_is_asked_for_and_may_stay_empty(client):
    assert "Email (optional)" in Page(client.get("/accounts/signup/")).text
    assert sign_up(client, "").status_code == 302
    assert is_signed_in(client)
    assert mail.outbox == []


def test_address_is_confirmed_by_a_link(client):
    sign_up(client)
    link = link_in(mail.outbox[0])
    page = Page(client.get(link))
    assert ADDRESS in page.text
    client.post(link)
    assert "Verified" in Page(client.get("/accounts/email/")).text


def test_forgotten_password_is_set_anew(client):
    sign_up(client)
    other = Client()
    assert RESET in Page(other.get("/accounts/login/")).links
    other.post(RESET, {"email": ADDRESS})
    form = other.get(link_in(mail.outbox[-1])).headers["Location"]
    assert other.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert not is_signed_in(client)
    sign_in(other, password=NEW)
    assert is_signed_in(other)


def test_unknown_address_looks_like_a_known_one(client):
    sign_up(Client())
    answers = {client.post(RESET, {"email": address}).headers["Location"] for address in (ADDRESS, "x@mail.example")}
    assert len(answers) == 1


def test_link_works_once(client):
    sign_up(Client())
    client.post(RESET, {"email": ADDRESS})
    link = link_in(mail.outbox[-1])
    client.post(client.get(link).headers["Location"], {"password1": NEW, "password2": NEW})
    assert Client().get(link).status_code == 200


def test_link_goes_to_the_host_that_was_asked(client):
    """And to no other: hosts that are not ours are refused before."""
    sign_up(Client())
    client.post(RESET, {"email": ADDRESS}, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in mail.outbox[-1].body


def test_many_requests_for_one_address_send_few_mails(client):
    sign_up(Client())
    mail.outbox.clear()
    for _ in range(30):
        client.post(RESET, {"email": ADDRESS})
    assert len(mail.outbox) == 5


def test_change_of_the_password_is_told(client):
    sign_up(client)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert "password" in mail.outbox[-1].subject.lower()
    assert PASSWORD not in mail.outbox[-1].body


@pytest.mark.parametrize("address", [RESET, f"{RESET}done/", "/accounts/email/", "/accounts/confirm-email/none/"])
def test_pages_are_in_the_look_of_the_rest(client, address):
    sign_up(client)
    page = Page(client.get(address))
    assert "main" in page.ids
    assert "/static/css/accounts.css" in page.values("href", "link")
