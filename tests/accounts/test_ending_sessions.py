"""Sessions: a new one at each sign-in, ended by signing out, by a new password, by closing the account."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.test import Client

from studyguide.models import Session
from tests.accounts.conftest import PASSWORD, confirm, is_signed_in, sign_in
from tests.pages import Page
from tests.quiz.sitting import everything

READ = "/guides/bread/basics/read/"


@pytest.fixture
def laptop(user):
    """Another browser of the same account."""
    client = Client()
    sign_in(client)
    return client


def with_cookie(key):
    return Client(headers={"Cookie": f"sessionid={key}"})


def change_password(browser, new="sourdough-and-salt-7"):
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    return browser.post("/accounts/password/change/", form)


def test_session_from_before_signing_in_opens_nothing(client, synced_guide, user):
    """Fixation: whoever planted or saw the key of a guest's session."""
    client.post(READ)
    planted = client.cookies["sessionid"].value
    sign_in(client)
    assert client.cookies["sessionid"].value != planted
    assert not is_signed_in(with_cookie(planted))
    assert "Nothing yet." in Page(with_cookie(planted).get("/progress/")).text


def test_key_that_the_server_did_not_make_is_not_taken(user):
    chosen = "a" * 32
    browser = with_cookie(chosen)
    response = sign_in(browser)
    assert response.cookies["sessionid"].value != chosen


def test_session_opens_nothing_after_signing_out(synced_guide, browser):
    browser.post(READ)
    key = browser.cookies["sessionid"].value
    browser.post("/accounts/logout/")
    assert not is_signed_in(with_cookie(key))
    assert "Nothing yet." in Page(with_cookie(key).get("/progress/")).text
    assert not Session.objects.filter(pk=key).exists()


def test_new_password_ends_all_other_sessions(synced_guide, browser, laptop):
    browser.post(READ)
    assert change_password(browser).status_code == 302
    assert is_signed_in(browser)
    assert not is_signed_in(laptop)
    assert "Nothing yet." in Page(laptop.get("/progress/")).text


def test_session_of_before_the_new_password_opens_nothing(browser):
    key = browser.cookies["sessionid"].value
    change_password(browser)
    assert not is_signed_in(with_cookie(key))


@pytest.mark.parametrize("address", ["/accounts/", "/progress/download/", "/admin/"])
def test_closed_account_opens_nothing(synced_guide, browser, address):
    browser.post(READ)
    User.objects.update(is_active=False, is_staff=True)
    assert browser.get(address).status_code in (302, 404)


def test_closed_account_cannot_sign_in(client, user):
    User.objects.update(is_active=False)
    response = sign_in(client)
    assert "The account is closed" in Page(client.get(response.headers["Location"])).text
    assert not is_signed_in(client)


def test_next_person_sees_nothing_of_the_last(synced_guide, browser, other):
    browser.post(READ)
    browser.post("/guides/bread/checkpoints/no-rise/judge/", {"judged": "1", "answer": "a word of mine"})
    browser.post("/accounts/logout/")
    sign_in(browser, "theo")
    for address in ("/", "/progress/", "/guides/bread/checkpoints/no-rise/answer/", "/progress/download/"):
        seen = everything(browser.get(address))
        assert "a word of mine" not in seen
        assert "ines" not in seen
    assert other.username in Page(browser.get("/")).text


# The list


def test_browsers_are_listed(browser):
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    phone = Client(headers={"User-Agent": firefox})
    sign_in(phone, REMOTE_ADDR="192.0.2.7")
    page = Page(browser.get("/accounts/sessions/"))
    assert "Firefox on Linux" in page.text
    assert "192.0.2.7" in page.text
    assert page.text.count("this one") == 1


def test_other_browsers_can_be_signed_out(browser, laptop):
    browser.post("/accounts/sessions/")
    assert is_signed_in(browser)
    assert not is_signed_in(laptop)
    assert UserSession.objects.count() == 1


def test_list_is_of_ones_own(browser, client, other):
    sign_in(client, "theo", REMOTE_ADDR="192.0.2.7")
    assert "192.0.2.7" not in Page(browser.get("/accounts/sessions/")).text
    browser.post("/accounts/sessions/")
    assert is_signed_in(client)


def test_what_a_browser_says_of_itself_is_shown_as_text(browser):
    sign_in(Client(headers={"User-Agent": "<script>alert(1)</script>"}))
    assert "<script>alert(1)" not in browser.get("/accounts/sessions/").content.decode()


def test_password_given_again_is_good_for_the_session_that_gave_it(browser, laptop):
    confirm(browser)
    assert laptop.get("/accounts/delete/").status_code == 302
