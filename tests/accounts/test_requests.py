"""What others may send: foreign tokens, foreign redirects, foreign hosts, and methods that change nothing."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from studyguide.models import Learner
from tests.accounts.conftest import PASSWORD, SIGN_IN, sign_in
from tests.quiz.sitting import OF_BREAD, everything

ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/",
    "///evil.example",
    "////evil.example/%2e%2e",
    "/\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example/",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,evil.example",
    "vbscript:evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "https://evil.example#testserver",
    "https://evil.example?testserver/",
    " https://evil.example",
    "\thttps://evil.example",
    "\x00//evil.example",
    "%2f%2fevil.example",
    "ftp://evil.example/",
    "https://[::1]evil.example/",
]
HOSTS = [
    "evil.example",
    "evil.example:80",
    "testserver.evil.example",
    "localhost.evil.example",
    "localhost@evil.example",
    "evil.example#localhost",
    "127.0.0.1.evil.example",
    "localhost:evil.example",
    "localhost:80:evil.example",
    "evil.example/localhost",
    "evil.example\\localhost",
    "[evil.example]",
    "[::1].evil.example",
    ".evil.example",
    "evil.example.",
    "EVIL.EXAMPLE",
    "evil.example%00localhost",
    "evil.example,localhost",
    "localhost,evil.example",
    "evil.example localhost",
    "xn--evil.example",
    "*",
    "evil..example",
    "-evil.example",
    "evil_example",
]
FORWARDED = [
    *({"X-Forwarded-Host": host} for host in HOSTS[:10]),
    *({"X-Forwarded-Proto": scheme} for scheme in ("https", "HTTPS", "evil.example", "https,http", "http")),
    *({"X-Forwarded-For": address} for address in ("evil.example", "192.0.2.1", "", "a, b", "<script>")),
    {"X-Forwarded-Port": "evil.example"},
    {"X-Forwarded-Server": "evil.example"},
    {"X-Forwarded-Prefix": "/evil.example"},
    {"Forwarded": "host=evil.example;proto=https"},
    {"X-Original-URL": "/evil.example"},
]


def is_here(location):
    """Where a browser goes, which takes a backslash for a slash and leaves white space out."""
    address = urlsplit(urljoin("http://testserver/accounts/", "".join(location.replace("\\", "/").split())))
    return (address.scheme, address.netloc) == ("http", "testserver")


def test_there_are_25_of_each():
    assert (len(ELSEWHERE), len(HOSTS), len(FORWARDED)) == (25, 25, 25)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_sign_in_leads_nowhere_else(client, user, target):
    shown = client.get(SIGN_IN, {"next": target}).content.decode()
    assert f'href="{target}"' not in shown
    assert is_here(sign_in(client, next=target).headers.get("Location", "/"))


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("address", ["/accounts/logout/", "/accounts/reauthenticate/", "/admin/login/", SIGN_IN])
def test_no_other_form_leads_elsewhere(browser, address, target):
    for response in (
        browser.get(address, {"next": target}),
        browser.post(address, {"next": target, "password": PASSWORD}),
    ):
        assert is_here(response.headers.get("Location", "/"))


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("address", [SIGN_IN, "/", "/accounts/password/reset/", "/admin/"])
def test_host_that_is_not_ours_is_refused_and_not_repeated(client, synced_guide, host, address):
    response = client.get(address, headers={"host": host})
    assert response.status_code == 400
    assert "evil" not in everything(response).lower()


@pytest.mark.parametrize("headers", FORWARDED)
def test_headers_of_a_proxy_mean_nothing_without_one(client, user, synced_guide, headers):
    assert "evil" not in everything(client.get("/guides/bread/basics/", headers=headers))
    response = client.post(SIGN_IN, {"login": "ines", "password": PASSWORD}, headers=headers)
    assert response.headers["Location"] == "/"


# Every address


def addresses(patterns=None, before="/"):
    """Every address with a made-up value for each of its arguments, and its name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


MADE_UP = OF_BREAD | {
    "attempt_id": "00000000-0000-4000-8000-000000000000",
    "position": 1,
    "pk": 1,
}


def plain(name):
    """The address of a name, or None where it takes an argument that is not made up here."""
    for pattern, _, __, converters in get_resolver().reverse_dict.getlist(name):
        arguments = {argument: MADE_UP[argument] for argument in converters if argument in MADE_UP}
        for _, parameters in pattern:
            if set(parameters) <= arguments.keys():
                return reverse(name, kwargs={argument: arguments[argument] for argument in parameters})
    return None


def every_address():
    """All of the site but the admin's, which are the stock ones, and four of those."""
    named = {name: plain(name) for name in addresses()}
    admin = {f"admin:{name}": reverse(f"admin:{name}") for name in ("index", "login", "logout", "password_change")}
    return {name: address for name, address in {**named, **admin}.items() if address}


EVERY = every_address()


def test_the_lists_are_of_the_whole_site():
    assert {"account_login", "mfa_index", "usersessions_list", "start_quiz", "mark_read", "delete_account"} <= set(
        EVERY
    )
    with pytest.raises(NoReverseMatch):
        reverse("account_email")  # there is no mail in the tests


@pytest.fixture
def strict(user):
    """A signed-in browser whose forms need their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("name", sorted(EVERY))
def test_no_address_acts_without_a_token(strict, synced_guide, name, method):
    before = list(User.objects.values()), Learner.objects.count()
    response = strict.generic(method, EVERY[name])
    assert response.status_code in {403, 405}
    assert (list(User.objects.values()), Learner.objects.count()) == before


@pytest.mark.parametrize("name", sorted(EVERY))
def test_token_of_somebody_else_is_no_token(strict, synced_guide, name):
    stranger = Client()
    stranger.get(SIGN_IN)
    form = {"csrfmiddlewaretoken": "x" * 64}
    assert strict.post(EVERY[name], form).status_code in {403, 405}
    strict.cookies["csrftoken"] = "y" * 32
    token = {"csrfmiddlewaretoken": stranger.cookies["csrftoken"].value}
    assert strict.post(EVERY[name], token).status_code in {403, 405}


@pytest.mark.parametrize("name", sorted(EVERY))
def test_form_on_another_site_is_refused(strict, synced_guide, name):
    strict.get(SIGN_IN)
    strict.get("/accounts/")
    token = {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    for origin in ("https://evil.example", "null", "http://testserver.evil.example"):
        assert strict.post(EVERY[name], token, headers={"origin": origin}).status_code in {403, 405}


@pytest.mark.parametrize("name", sorted(EVERY))
def test_trace_is_refused_everywhere(browser, synced_guide, name):
    response = browser.generic("TRACE", EVERY[name])
    assert response.status_code == 405
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("name", sorted(EVERY))
def test_looking_changes_nothing(browser, synced_guide, name, method):
    before = list(User.objects.values("pk", "password", "is_active")), Learner.objects.count()
    response = getattr(browser, method)(EVERY[name])
    assert response.status_code < 500
    assert (list(User.objects.values("pk", "password", "is_active")), Learner.objects.count()) == before
    assert browser.get("/accounts/").status_code == 200
