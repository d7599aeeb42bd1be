"""With a mail server: an address may be given, and a forgotten password is set anew by mail."""

import re
import socket
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.template import Engine
from django.test import Client
from django.test.signals import template_rendered
from django.urls import include, path

from studyguide import urls
from studyguide.accounts.urls import account_urls
from tests.accounts.conftest import PASSWORD, is_signed_in, sign_in, turn_on_codes
from tests.pages import Page

RESET = "/accounts/password/reset/"
ADDRESSES = "/accounts/email/"
NEW = "sourdough-and-salt-7"
ADDRESS = "ines@mail.example"
OTHER = "ines@other.example"

urlpatterns = [path("accounts/", include(account_urls(has_mail=True))), *urls.urlpatterns]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def with_mail(settings):
    """What EMAIL_URL makes of the settings."""
    settings.HAS_MAIL = settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"


def is_ours(template, settings):
    return Path(template.origin.name).is_relative_to(settings.BASE_DIR / "templates")


@pytest.fixture(autouse=True)
def in_our_words(settings):
    """Every page, message and mail that a test here comes by is written by us.

    But for frames around them, and what only takes in one of ours.
    """
    foreign = set()

    def look(template, **_):
        is_foreign = str(template.name).startswith(("account/", "mfa/")) and not is_ours(template, settings)
        if is_foreign and not re.search("/base|_signup_", template.name):
            foreign.add(template.name)

    template_rendered.connect(look)
    yield
    template_rendered.disconnect(look)
    assert foreign == set()


def sign_up(browser, email=ADDRESS, follow=False):
    form = {"username": "ines", "email": email, "password1": PASSWORD, "password2": PASSWORD}
    return browser.post("/accounts/signup/", form, follow=follow)


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
    assert f"{ADDRESS} confirmed" in Page(client.get(ADDRESSES)).text


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
    assert "This link does not work any more" in Page(Client().get(link)).text


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


def test_another_address_takes_the_place_of_the_first(client):
    sign_up(client)
    client.post(ADDRESSES, {"email": OTHER, "action_add": ""})
    client.post(link_in(mail.outbox[-1]))
    client.post(ADDRESSES, {"email": OTHER, "action_primary": ""})
    client.post(ADDRESSES, {"email": ADDRESS, "action_remove": ""})
    assert list(EmailAddress.objects.values_list("email", "primary")) == [(OTHER, True)]
    assert User.objects.get().email == OTHER


def test_address_that_was_not_confirmed_takes_no_place(client):
    sign_up(client)
    client.post(link_in(mail.outbox[-1]))
    client.post(ADDRESSES, {"email": OTHER, "action_add": ""})
    page = Page(client.post(ADDRESSES, {"email": OTHER, "action_primary": ""}, follow=True))
    assert "Confirm the address first" in page.text
    assert User.objects.get().email == ADDRESS


def test_address_in_use_is_not_removed_while_there_is_another(client):
    sign_up(client)
    client.post(ADDRESSES, {"email": OTHER, "action_add": ""})
    page = Page(client.post(ADDRESSES, {"email": ADDRESS, "action_remove": ""}, follow=True))
    assert f"{ADDRESS} is in use" in page.text
    assert EmailAddress.objects.count() == 2


def test_page_says_that_a_mail_is_on_its_way(client):
    assert f"A mail with a link is on its way to {ADDRESS}." in Page(sign_up(client, follow=True)).text


def test_link_is_sent_again(client):
    sign_up(client)
    cache.clear()  # one in three minutes
    client.post(ADDRESSES, {"email": ADDRESS, "action_send": ""})
    assert link_in(mail.outbox[1])


def test_link_that_is_asked_for_too_soon_is_refused_in_words(client):
    sign_up(client, follow=True)
    page = Page(client.post(ADDRESSES, {"email": ADDRESS, "action_send": ""}, follow=True))
    assert "Nothing was sent: a link to this address was asked for a moment ago." in page.text
    assert len(mail.outbox) == 1


def test_link_that_is_sent_again_is_told_alone(client):
    sign_up(client, follow=True)
    cache.clear()
    page = Page(client.post(ADDRESSES, {"email": ADDRESS, "action_send": ""}, follow=True))
    assert f"A mail with a link is on its way to {ADDRESS}." in page.text
    assert "Nothing was sent" not in page.text


def test_address_of_somebody_else_cannot_be_confirmed(client):
    sign_up(client)
    link = link_in(mail.outbox[-1])
    theo = User.objects.create_user("theo")
    EmailAddress.objects.create(user=theo, email=ADDRESS, verified=True, primary=True)
    assert "Another account has confirmed" in Page(client.get(link)).text


def test_account_without_a_password_sets_one(client):
    user = User.objects.create_user("ines")
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    client.force_login(user)
    assert "Your account has none yet." in Page(client.get("/accounts/password/set/")).text
    client.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})
    assert mail.outbox[-1].subject == "Your password was set"


def test_second_step_is_told(client):
    sign_up(client)
    turn_on_codes(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert mail.outbox[-1].subject == "An authenticator app was turned off"
    assert "UTC from the address 127.0.0.1 (A browser)" in mail.outbox[-1].body


def test_every_mail_about_the_second_step_is_ours(settings):
    """Some of them are sent once a transaction ends, which it does not in a test."""
    folder = Path(allauth.__file__).parent / "templates" / "mfa" / "email"
    names = [f"mfa/email/{path.name}" for path in folder.iterdir()]
    assert len(names) == 10
    assert [name for name in names if not is_ours(Engine.get_default().get_template(name), settings)] == []


@pytest.fixture
def no_mail_server(settings):
    """What a mail server that is away makes of each mail: nobody listens at the port."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
        yield


def test_sign_up_goes_on_without_a_mail_server(client, no_mail_server):
    page = Page(sign_up(client, follow=True))
    assert f"No mail could be sent to {ADDRESS}" in page.text
    assert "on its way" not in page.text
    assert is_signed_in(client)


def test_forgotten_password_says_that_no_mail_went_out(client, no_mail_server):
    User.objects.create_user("ines", ADDRESS)
    page = Page(client.post(RESET, {"email": ADDRESS}, follow=True))
    assert f"No mail could be sent to {ADDRESS}" in page.text
    assert RESET in page.links


def test_unknown_address_looks_like_a_known_one_without_a_mail_server(client, no_mail_server):
    page = Page(client.post(RESET, {"email": OTHER}, follow=True))
    assert f"No mail could be sent to {OTHER}" in page.text


def test_notice_that_does_not_go_out_stops_nobody(client, user, no_mail_server):
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    sign_in(client)
    change = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    page = Page(client.post("/accounts/password/change/", change, follow=True))
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "No mail" not in page.text


@pytest.mark.parametrize(
    "address",
    [
        RESET,
        f"{RESET}done/",
        f"{RESET}key/done/",
        ADDRESSES,
        "/accounts/confirm-email/",
        "/accounts/confirm-email/none/",
    ],
)
def test_pages_are_in_the_look_of_the_rest(client, address):
    sign_up(client)
    page = Page(client.get(address))
    assert "main" in page.ids
    assert "/static/css/accounts.css" in page.values("href", "link")
