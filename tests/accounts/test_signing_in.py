"""Signing up, in and out: a name and a password, no mail, and what a guest did comes along."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from studyguide.models import Learner, SectionRead, Session
from tests.accounts.conftest import PASSWORD, SIGN_IN, is_signed_in, sign_in, sign_up
from tests.pages import Page

READ = "/guides/bread/basics/read/"


def test_name_and_password_make_an_account(client, db):
    assert sign_up(client).status_code == 302
    assert is_signed_in(client)
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("", PASSWORD, "This field is required."),
        ("no spaces", PASSWORD, "Enter a valid username."),
        ("ines", "short", "This password is too short."),
        ("ines", "password123", "This password is too common."),
        ("ines-of-the-mill", "ines-of-the-mill", "The password is too similar to the username."),
        ("nul\0", PASSWORD, "Null characters are not allowed."),
    ],
)
def test_account_that_cannot_be_made_says_why_and_keeps_the_name(client, db, name, password, said):
    page = Page(sign_up(client, name, password))
    assert said in page.text
    assert name in [*page.values("value", "input"), "nul\0"]
    assert not User.objects.exists()


def test_name_that_is_taken_in_other_letters_is_taken(client, user):
    assert "Somebody has this name already." in Page(sign_up(client, "INES")).text


def test_signing_in_leads_to_the_page_it_began_on(client, user, synced_guide):
    link = next(link for link in Page(client.get("/guides/bread/yeast/")).links if link.startswith(SIGN_IN))
    form = Page(client.get(link))
    assert "/guides/bread/yeast/" in form.values("value", "input")
    assert sign_in(client, next="/guides/bread/yeast/").headers["Location"] == "/guides/bread/yeast/"


def test_wrong_password_says_so_and_keeps_the_name(client, user):
    page = Page(sign_in(client, password="wrong"))
    assert "No account has this name and this password." in page.text
    assert "ines" in page.values("value", "input")
    assert PASSWORD not in page.values("value", "input")


def test_unknown_name_and_wrong_password_look_the_same(client, user):
    said = {Page(sign_in(client, name, "wrong")).text for name in ("ines", "nobody")}
    assert len(said) == 1


def test_signed_in_header_shows_the_name(browser):
    page = Page(browser.get("/"))
    assert "ines" in page.text
    assert "/accounts/" in page.links
    assert not [link for link in page.links if link.startswith(SIGN_IN)]


def test_visitor_is_offered_to_sign_in(client, synced_guide):
    assert f"{SIGN_IN}?next=/guides/bread/yeast/" in Page(client.get("/guides/bread/yeast/")).links
    assert SIGN_IN in Page(client.get("/accounts/signup/")).links


@pytest.mark.parametrize("remember", [True, False])
def test_staying_signed_in_is_a_choice(client, user, remember):
    sign_in(client, **({"remember": "on"} if remember else {}))
    assert bool(client.cookies["sessionid"]["max-age"]) is remember


# A guest who signs in


@pytest.mark.parametrize("act", [sign_in, lambda client: sign_up(client, "theo")], ids=["in", "up"])
def test_what_a_guest_read_comes_along(client, synced_guide, user, act):
    client.post(READ)
    act(client)
    read = SectionRead.objects.get()
    assert read.learner.user is not None
    assert "is now in your account" in Page(client.get("/")).text


def test_form_says_what_will_be_added(client, synced_guide, user):
    assert "is added to your account" not in Page(client.get(SIGN_IN)).text
    client.post(READ)
    assert "is added to your account" in Page(client.get(SIGN_IN)).text


def test_second_device_adds_to_the_first(synced_guide, browser):
    browser.post(READ)
    phone = Client()
    phone.post("/guides/bread/yeast/read/")
    sign_in(phone)
    assert Learner.objects.get().sections_read.count() == 2
    assert "2 of" in Page(browser.get("/progress/")).text


def test_learner_of_the_browser_is_the_accounts_alone(client, synced_guide, user):
    client.post(READ)
    sign_in(client)
    assert "learner" not in client.session


def test_wrong_password_changes_nothing_for_the_guest(client, synced_guide, user):
    client.post(READ)
    sign_in(client, password="wrong")
    assert Learner.objects.get().user is None
    assert "1 of" in Page(client.get("/progress/")).text


# Signing out


def test_signing_out_leaves_a_visitor(synced_guide, browser):
    browser.post(READ)
    browser.post("/accounts/logout/")
    assert not is_signed_in(browser)
    assert "Nothing yet." in Page(browser.get("/progress/")).text
    assert browser.get("/progress/download/").status_code == 404


def test_signing_out_asks_first(browser):
    assert browser.get("/accounts/logout/").status_code == 200
    assert is_signed_in(browser)


def test_next_guest_at_the_browser_is_somebody_else(synced_guide, browser):
    browser.post(READ)
    browser.post("/accounts/logout/")
    browser.post("/guides/bread/yeast/read/")
    assert Learner.objects.count() == 2


# Reading pages


def test_page_of_a_section_takes_three_queries(synced_guide, browser, django_assert_num_queries):
    browser.post(READ)
    with django_assert_num_queries(3):
        browser.get("/guides/bread/basics/")


@pytest.mark.parametrize(
    "address", ["/", "/guides/bread/", "/guides/bread/glossary/", "/search/?q=yeast", "/accounts/"]
)
def test_nobody_keeps_the_pages_of_an_account(synced_guide, browser, address):
    assert browser.get(address).headers["Cache-Control"] == "private, no-store"


def test_guest_keeps_pages_as_before(learner):
    assert learner.get("/").headers["Cache-Control"] == "private, no-cache"


def test_visitors_pages_are_everybodys(client, synced_guide, django_assert_num_queries):
    response = client.get("/guides/bread/basics/")
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    assert not Session.objects.exists()
