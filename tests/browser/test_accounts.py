"""Accounts as people use them: with scripts and without, with codes, with passkeys, on a computer that others use."""

import re
import time
from itertools import count

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from playwright.sync_api import expect

from tests.accounts.conftest import PASSWORD, code_of
from tests.browser.waiting import expect_no_sideways_scroll, follow
from tests.pages import GUIDE

SECTION = f"{GUIDE}card-fraud/"
numbers = count(1)


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


@pytest.fixture
def name(site):
    """A name that no account has."""
    return f"learner{next(numbers)}-{time.time_ns() % 10**6}"


def fill(page, label, value):
    page.get_by_label(label, exact=True).fill(value)


def sign_up(page, name):
    page.goto("/accounts/signup/")
    fill(page, "Name", name)
    fill(page, "Password", PASSWORD)
    fill(page, "Password again", PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator(".account-link")).to_have_text(name)


def sign_in(page, name, password=PASSWORD):
    page.goto("/accounts/login/")
    fill(page, "Name", name)
    fill(page, "Password", password)
    follow(page.get_by_role("button", name="Sign in", exact=True))


def sign_out(page):
    page.goto("/accounts/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def give_password(page):
    fill(page, "Password", PASSWORD)
    follow(page.get_by_role("button", name="Go on"))


def turn_on_codes(page):
    page.goto("/accounts/2fa/totp/activate/")
    give_password(page)
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return secret


def mark_as_read(page, address=SECTION):
    page.goto(f"{address}read-form/")
    page.get_by_role("button", name="Mark as read").click()
    page.get_by_role("button", name="Not read after all").wait_for()


def test_what_a_guest_read_is_on_the_other_device_after_signing_in(any_page, open_page, name):
    mark_as_read(any_page)
    sign_up(any_page, name)
    expect(any_page.get_by_text("is now in your account")).to_be_visible()
    phone = open_page()
    sign_in(phone, name)
    phone.goto("/progress/")
    expect(phone.get_by_text(re.compile("^1 of .* sections read"))).to_be_visible()


def test_signing_in_from_a_section_leads_back_to_it(any_page, name, site):
    sign_up(any_page, name)
    sign_out(any_page)
    any_page.goto(SECTION)
    any_page.get_by_role("link", name="Sign in").click()
    fill(any_page, "Name", name)
    fill(any_page, "Password", PASSWORD)
    any_page.get_by_role("button", name="Sign in", exact=True).click()
    expect(any_page).to_have_url(f"{site.url}{SECTION}")
    expect(any_page.locator(".account-link")).to_have_text(name)


def test_wrong_password_is_said_at_once_and_the_name_stays(any_page, name):
    sign_in(any_page, name, "wrong")
    expect(any_page.get_by_role("alert")).to_contain_text("No account has this name and this password.")
    expect(any_page.get_by_label("Name", exact=True)).to_have_value(name)


def test_next_person_at_the_computer_sees_nothing_by_going_back(any_page, name):
    mark_as_read(any_page)
    sign_up(any_page, name)
    any_page.goto(SECTION)
    any_page.goto("/progress/")
    any_page.goto("/accounts/")
    any_page.get_by_role("button", name="Sign out").click()
    expect(any_page.get_by_role("link", name="Sign in")).to_be_visible()
    for _ in range(4):
        any_page.go_back()
        expect(any_page.locator("body")).not_to_contain_text(name)
        expect(any_page.get_by_role("button", name="Not read after all")).to_have_count(0)


def test_code_signs_in_after_the_password(any_page, name):
    sign_up(any_page, name)
    secret = turn_on_codes(any_page)
    sign_out(any_page)
    sign_in(any_page, name)
    expect(any_page.get_by_role("heading", name="Second step")).to_be_visible()
    any_page.get_by_label("Code").fill(code_of(secret, time.time() + 30))
    any_page.get_by_role("button", name="Sign in").click()
    expect(any_page.locator(".account-link")).to_have_text(name)


def test_other_browser_can_be_signed_out(any_page, open_page, name):
    sign_up(any_page, name)
    other = open_page()
    sign_in(other, name)
    any_page.goto("/accounts/sessions/")
    expect(any_page.get_by_text(re.compile("^Signed in on"))).to_have_count(2)
    any_page.get_by_role("button", name="Sign out everywhere else").click()
    expect(any_page.get_by_text("You are signed in nowhere else.")).to_be_visible()
    other.goto("/accounts/")
    expect(other.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_account_can_be_deleted(any_page, name):
    sign_up(any_page, name)
    any_page.goto("/accounts/")
    any_page.get_by_role("link", name="Delete the account").click()
    give_password(any_page)
    any_page.get_by_role("button", name="Delete the account").click()
    expect(any_page.get_by_role("link", name="Sign in")).to_be_visible()
    assert not User.objects.filter(username=name).exists()


# Passkeys, with a key that Chromium plays


@pytest.fixture
def with_key(page):
    """A page whose browser has a key that says yes to everything."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def add_passkey(page):
    page.goto("/accounts/2fa/webauthn/add/")
    give_password(page)
    page.get_by_label("It signs me in alone").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_passkey_signs_in_without_the_password(with_key, name):
    sign_up(with_key, name)
    add_passkey(with_key)
    sign_out(with_key)
    with_key.goto("/accounts/login/")
    with_key.get_by_role("button", name="Use a passkey").click()
    expect(with_key.locator(".account-link")).to_have_text(name)


def test_passkey_is_a_second_step(with_key, name):
    sign_up(with_key, name)
    add_passkey(with_key)
    sign_out(with_key)
    sign_in(with_key, name)
    with_key.get_by_role("button", name="Use a passkey").click()
    expect(with_key.locator(".account-link")).to_have_text(name)


def test_passkey_that_is_not_there_is_said(with_key):
    """The key holds none for this site."""
    with_key.goto("/accounts/login/")
    with_key.get_by_role("button", name="Use a passkey").click()
    expect(with_key.locator("#status")).to_contain_text("The passkey was not used")


def test_without_scripts_the_page_says_that_passkeys_need_them(page_without_javascript):
    page_without_javascript.goto("/accounts/login/")
    expect(page_without_javascript.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page_without_javascript.get_by_role("button", name="Use a passkey")).to_have_count(0)


# Every page


OF_VISITORS = ["login/", "signup/", "password/reset/"]
OF_ACCOUNTS = ["", "logout/", "password/change/", "sessions/", "2fa/", "2fa/webauthn/"]
AFTER_THE_PASSWORD = ["2fa/totp/activate/", "2fa/webauthn/add/", "delete/"]
WITH_CODES = [
    "2fa/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/totp/deactivate/",
    "2fa/reauthenticate/",
]


@pytest.fixture
def inspect(axe):
    """`inspect(page, path)` opens a page, no wider than a phone, and lists its barriers in both schemes."""

    def inspect(page, path):
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(f"/accounts/{path}")
        expect_no_sideways_scroll(page)
        page.emulate_media(color_scheme="light")
        found = axe(page)
        page.emulate_media(color_scheme="dark")
        return [f"{path}: {barrier}" for barrier in [*found, *axe(page, "color-contrast")]]

    return inspect


def test_no_barrier_for_visitors(page, inspect):
    assert [barrier for path in OF_VISITORS for barrier in inspect(page, path)] == []


def test_no_barrier_in_a_form_that_is_refused(page, axe, name):
    sign_in(page, name, "wrong")
    assert axe(page) == []
    page.goto("/accounts/signup/")
    for label, value in {"Name": name, "Password": "short", "Password again": "other"}.items():
        fill(page, label, value)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert axe(page) == []


def test_no_barrier_in_an_account(page, inspect, name):
    sign_up(page, name)
    found = [barrier for path in OF_ACCOUNTS for barrier in inspect(page, path)]
    page.goto("/accounts/delete/")
    found += inspect(page, "reauthenticate/")
    turn_on_codes(page)
    found += [barrier for path in WITH_CODES for barrier in inspect(page, path)]
    assert found == []


def test_no_barrier_after_the_password(page, inspect, name):
    sign_up(page, name)
    page.goto("/accounts/delete/")
    give_password(page)
    assert [barrier for path in AFTER_THE_PASSWORD for barrier in inspect(page, path)] == []


def test_no_barrier_in_the_second_step(page, inspect, name):
    sign_up(page, name)
    turn_on_codes(page)
    sign_out(page)
    sign_in(page, name)
    assert inspect(page, "2fa/authenticate/") == []


def test_long_name_does_not_break_the_header(open_page):
    page = open_page(viewport={"width": 360, "height": 800})
    sign_up(page, "n" * 140 + str(next(numbers)))
    page.goto(SECTION)
    expect_no_sideways_scroll(page)
