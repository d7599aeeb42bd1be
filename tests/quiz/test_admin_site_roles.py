"""Every address of the admin that is not the quiz's own, against everybody who might ask.

Those of questions are in test_admin_roles, those of facts in test_fact_pages.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import NoReverseMatch, reverse

from tests.quiz.desk import browser
from tests.quiz.test_admin_roles import ROLES

MODELS = [model._meta for model in admin.site._registry]
REGISTERED = sorted(meta.label_lower for meta in MODELS if meta.app_label not in ("quiz", "studyguide"))
PAGES = ("changelist", "add", "change", "delete", "history")
OPEN_TO_STAFF = ("index", "password_change", "password_change_done", "jsi18n")


def model_address(label, page):
    name = f"admin:{label.replace('.', '_')}_{page}"
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=[User.objects.order_by("pk").first().pk])


def asked(role, address):
    return browser(role).get(address)


def is_sent_to_sign_in(response):
    return response.status_code == 302 and response.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("label", REGISTERED)
@pytest.mark.parametrize("role", ["guest", "learner"])
def test_who_is_no_instructor_is_asked_to_sign_in(guide, role, label, page):
    User.objects.create_user("root")
    assert is_sent_to_sign_in(asked(role, model_address(label, page)))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("label", REGISTERED)
@pytest.mark.parametrize("role", ["instructor", "instructor without permission"])
def test_instructor_has_no_users_and_no_settings(guide, role, label, page):
    """What does not exist leads back to the index, and says no more than a refusal would."""
    User.objects.create_user("root")
    refused = (302, 403) if page in ("change", "delete", "history") else (403,)
    assert asked(role, model_address(label, page)).status_code in refused


@pytest.mark.parametrize("label", REGISTERED)
def test_superuser_sees_every_list(guide, label):
    assert asked("superuser", model_address(label, "changelist")).status_code == 200


@pytest.mark.parametrize("name", OPEN_TO_STAFF)
@pytest.mark.parametrize("role", ROLES)
def test_pages_of_the_site_are_for_staff(guide, role, name):
    sent = asked(role, reverse(f"admin:{name}"))
    if role in ("guest", "learner") and name != "jsi18n":
        assert is_sent_to_sign_in(sent)
    else:
        assert sent.status_code in (200, 302)


@pytest.mark.parametrize("role", ROLES)
def test_list_of_an_app_is_for_who_has_something_in_it(guide, role):
    for app in {label.partition(".")[0] for label in REGISTERED}:
        sent = asked_once(role, reverse("admin:app_list", args=[app]))
        assert is_sent_to_sign_in(sent) if role in ("guest", "learner") else sent.status_code == expected(role)


def expected(role):
    return 200 if role == "superuser" else 404


def asked_once(role, address):
    User.objects.all().delete()
    return asked(role, address)


@pytest.mark.parametrize("role", ROLES)
def test_address_of_nothing_says_nothing(guide, role):
    sent = asked(role, "/admin/nothing/here/")
    assert is_sent_to_sign_in(sent) if role in ("guest", "learner") else sent.status_code == 404
