"""The headers that every response carries, whatever its status."""

import pytest
from django.test import Client
from django.urls import path

from studyguide import urls
from studyguide.sheets_inside import SHEETS_INSIDE, policy_source

pytestmark = pytest.mark.django_db

PLACES = {
    "page": ("/healthz", {}, 200),
    "not found": ("/no-such-page/", {}, 404),
    "bad host": ("/healthz", {"host": "evil.example"}, 400),
}


@pytest.fixture(params=PLACES.values(), ids=list(PLACES))
def response(request, client):
    path, headers, status = request.param
    response = client.get(path, headers=headers)
    assert response.status_code == status
    return response


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_header(response, name, value):
    assert response.headers[name] == value


def test_content_comes_from_this_host_only(response):
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": " ".join(["'self'", *map(policy_source, SHEETS_INSIDE)]),
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
    }


def test_no_feature_is_on_but_copying(response):
    policy = response.headers["Permissions-Policy"].split(", ")
    assert "camera=()" in policy
    assert [feature for feature in policy if not feature.endswith("=()")] == ["clipboard-write=(self)"]


def test_no_other_site_is_let_in(response):
    assert "Access-Control-Allow-Origin" not in response.headers


def test_browsers_are_told_to_stay_with_https(client, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    response = client.get("/healthz", secure=True)
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_static_file_does_nothing_when_opened_as_a_page(client, settings, tmp_path):
    (tmp_path / "icon.svg").write_text("<svg/>")
    settings.STATIC_ROOT = tmp_path
    response = client.get("/static/icon.svg")
    response.close()
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in response.headers


# Answers of our own views, whatever becomes of the request

ALWAYS = [
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
]


def fail(request):
    raise RuntimeError("a page that fails")


urlpatterns = [path("failing/", fail), *urls.urlpatterns]


@pytest.fixture
def usual(client):
    """What a healthy page sends of the headers above."""
    return {name: client.get("/healthz").headers[name] for name in ALWAYS}


@pytest.mark.parametrize(
    ("address", "query", "status"),
    [
        ("/", {}, 200),
        ("/guides/bread/yeast/", {}, 200),
        ("/guides/bread/calculators/hydration/", {"water": "much"}, 422),
        ("/guides/bread/croissant/", {}, 404),
        ("/guides/bread/yeast/read/", {}, 405),
        ("/guides/bread/yeast", {}, 301),
        ("/search/", {"q": "yeast"}, 200),
    ],
)
def test_an_answer_carries_all_of_them(client, synced_guide, usual, address, query, status):
    response = client.get(address, query)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in ALWAYS} == usual


def test_a_redirect_after_an_act_carries_all_of_them(client, synced_guide, usual):
    response = client.post("/guides/bread/yeast/read/")
    assert response.status_code == 303
    assert {name: response.headers.get(name) for name in ALWAYS} == usual


def test_a_refused_form_carries_all_of_them(synced_guide, usual):
    response = Client(enforce_csrf_checks=True).post("/guides/bread/yeast/read/")
    assert response.status_code == 403
    assert {name: response.headers.get(name) for name in ALWAYS} == usual


@pytest.mark.urls(__name__)
def test_a_page_that_failed_carries_all_of_them_and_helps(usual):
    response = Client(raise_request_exception=False).get("/failing/")
    assert response.status_code == 500
    assert {name: response.headers.get(name) for name in ALWAYS} == usual
    assert "What you had saved before is safe." in response.content.decode()


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client, synced_guide):
    client.get("/guides/bread/yeast/read-form/")
    client.post("/guides/bread/yeast/read/")
    assert set(client.cookies) == {"csrftoken", "sessionid"}
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in client.cookies.values())


def test_every_process_says_the_policy_in_the_same_order(response):
    parts = response.headers["Content-Security-Policy"].split("; ")
    assert parts == sorted(parts)
