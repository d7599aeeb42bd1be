"""Every address below /admin/, found in the URL configuration itself: no page is left open, and no list is forgotten.

Who of those that may enter may do what is in test_admin_roles, test_building_roles, test_fact_pages,
test_statistics_views and test_admin_site_roles; here are those who may not, at addresses that need not exist.
"""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from quiz.models import Question, Quiz, Report, Scenario
from studyguide.models import Fact
from tests.quiz.desk import browser

SAMPLES = {"uuid": str(uuid.UUID(int=1)), "int": "1", "slug": "bread", "path": "1", "str": "1"}
OPEN_TO_STAFF = {"index", "jsi18n", "logout", "login", "password_change", "password_change_done"}
WITH_A_MATRIX = {Question, Quiz, Report, Scenario, Fact}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield f"/{sample(route)}", pattern.name or ""


def sample(route: str) -> str:
    """A path that a route takes."""
    if "(?P<app_label>" in route:
        return "admin/quiz/"
    if "(?P<url>" in route:
        return "admin/anything"
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], route)


ADDRESSES = sorted({address for address in addresses(get_resolver()) if address[0].startswith("/admin/")})
GUARDED = [address for address, name in ADDRESSES if name not in OPEN_TO_STAFF]


def test_the_configuration_was_walked():
    assert len(ADDRESSES) > 100
    assert {"/admin/", "/admin/quiz/question/", "/admin/statistics/", "/admin/auth/user/"} <= {
        path for path, _ in ADDRESSES
    }
    assert not [path for path, _ in ADDRESSES if "<" in path or "(" in path]


def test_each_model_of_ours_has_a_matrix_of_its_own():
    ours = {model for model in admin.site._registry if model._meta.app_label in ("quiz", "studyguide")}
    assert ours == WITH_A_MATRIX


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ["guest", "learner"])
def test_who_may_not_enter_is_asked_to_sign_in_or_refused_at_every_address(guide, role, method):
    client = browser(role)
    found = {path: getattr(client, method)(path) for path in GUARDED}
    let_in = {
        path: answer.status_code
        for path, answer in found.items()
        if answer.status_code != 403 and "/login/" not in answer.headers.get("Location", "")
    }
    assert let_in == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_enter_and_nothing_else_sees_nothing_at_any_address(guide, method):
    client = browser("instructor without permission")
    found = {path: getattr(client, method)(path).status_code for path in GUARDED}
    assert {path: code for path, code in found.items() if code not in (302, 403, 404, 405)} == {}
