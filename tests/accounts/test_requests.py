"""What others may send: foreign tokens, foreign redirects, foreign hosts, and methods that change nothing."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve

from studyguide.models import Session
from tests import fuzzing
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

MADE_UP = OF_BREAD | {
    "app_label": "quiz",
    "key": "1",
    "kind_name": "single",
    "name": "bread",
    **dict.fromkeys(["attempt_id", "question_id", "object_id"], "00000000-0000-4000-8000-000000000000"),
    **dict.fromkeys(["content_type_id", "fact_id", "id", "pk", "quiz_id", "regrade_id", "report_id", "scenario_id"], 1),
    **dict.fromkeys(["number", "position", "uidb36"], 1),
}
EVERY = {name: text % MADE_UP for name, (text, _) in fuzzing.addresses().items()}


def test_the_addresses_are_those_of_the_whole_site():
    assert {"account_login", "mfa_index", "usersessions_list", "start_quiz", "mark_read", "delete_account"} <= set(
        EVERY
    )
    assert {"admin/quiz_question_publish", "admin/index", "admin/auth_user_delete"} <= set(EVERY)
    for name, address in EVERY.items():
        assert str(resolve(address).url_name) in name, address


def everything_kept():
    """How many rows there are of everything but sessions, and what is kept of accounts."""
    rows = {model._meta.label: model._default_manager.count() for model in apps.get_models() if model is not Session}
    return rows, list(User.objects.values("pk", "password", "is_active"))


@pytest.fixture
def strict(synced_guide):
    """The browser of somebody who may do all; its forms need their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("everywhere"))
    return client


def accepted(statuses):
    """The addresses among these that did not refuse."""
    return {name: status for name, status in statuses.items() if status not in {403, 405}}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_address_acts_without_a_token(strict, method):
    before = everything_kept()
    assert accepted({name: strict.generic(method, EVERY[name]).status_code for name in EVERY}) == {}
    assert everything_kept() == before


def test_a_token_that_was_made_up_is_no_token(strict):
    form = {"csrfmiddlewaretoken": "x" * 64}
    assert accepted({name: strict.post(EVERY[name], form).status_code for name in EVERY}) == {}


def test_the_token_of_somebody_else_is_no_token(strict):
    stranger = Client()
    stranger.get(SIGN_IN)
    strict.cookies["csrftoken"] = "y" * 32
    form = {"csrfmiddlewaretoken": stranger.cookies["csrftoken"].value}
    assert accepted({name: strict.post(EVERY[name], form).status_code for name in EVERY}) == {}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_a_form_on_another_site_is_refused(strict, origin):
    strict.get("/accounts/")
    form = {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    statuses = {name: strict.post(EVERY[name], form, headers={"origin": origin}).status_code for name in EVERY}
    assert accepted(statuses) == {}


def test_trace_is_refused_everywhere(strict):
    for name, address in EVERY.items():
        response = strict.generic("TRACE", address)
        assert response.status_code == 405, name
        assert "default-src 'none'" in response.headers["Content-Security-Policy"], name


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(strict, method):
    before = everything_kept()
    for name, address in EVERY.items():
        assert getattr(strict, method)(address).status_code < 500, name
    assert everything_kept() == before
    assert strict.get("/accounts/").status_code == 200  # nobody was signed out
