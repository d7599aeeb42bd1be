"""Every address of reports, quizzes and scenarios in the admin, against everybody who might ask."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from quiz.models import Question, Quiz, QuizQuestion, QuizVersion, Report, Scenario
from tests.conftest import NOW
from tests.quiz.case_desk import fields_of_case, new_case_fields
from tests.quiz.desk import browser
from tests.quiz.quiz_desk import quiz_fields

CLOSED = {"report": {"add", "delete"}, "quiz": {"delete"}, "scenario": {"delete"}}  # Django's own, which nobody may use
READING = {
    "report": {"changelist", "change", "history"},
    "quiz": {"changelist", "change", "history", "add", "write", "versions"},
    "scenario": {"changelist", "add", "change", "write", "history", "choose_step", "try", "versions"},
}
ARGS = {"try": [1], "check_step": [1], "restore": [1]}  # behind the id of the thing
PUBLISHING = {"publish", "publish_new", "retire", "bring_back"}


def named(model):
    patterns = admin.site._registry[model].get_urls()
    return {str(pattern.name).removeprefix(f"quiz_{model._meta.model_name}_") for pattern in patterns if pattern.name}


ADDRESSES = [
    (model, name)
    for model in (Report, Quiz, Scenario)
    for name in sorted(named(model) - CLOSED[model._meta.model_name])
]
IDS = [f"{model._meta.model_name} {name}" for model, name in ADDRESSES]
every_address = pytest.mark.parametrize(("model", "name"), ADDRESSES, ids=IDS)


def is_reading(model, name):
    return name in READING[model._meta.model_name]


@pytest.fixture
def things(guide, quiz_folder):
    version = Question.objects.get(slug="which-leaven").current_version
    return {
        Report: Report.objects.create(version=version, text="Soda!", reported_at=NOW),
        Quiz: Quiz.objects.get(slug="every-kind"),
        Scenario: Scenario.objects.get(slug="sunday-bread"),
    }


def address(model, name, things):
    view = f"admin:quiz_{model._meta.model_name}_{name}"
    if name in ("changelist", "add"):
        return reverse(view)
    if name == "write" or name.endswith("_new"):
        return reverse(view, args=["bread"])
    return reverse(view, args=[things[model].pk, *ARGS.get(name, [])])


def form(model, name, things):
    if model is not Scenario:
        return quiz_fields(things[Quiz], is_new=name.endswith("_new")) if model is Quiz else {"reply": "Thank you."}
    if name == "add_step":
        return {"kind": "single"}
    return new_case_fields() if name.endswith("_new") else fields_of_case(things[model], title="Sunday")


def asked(client, model, name, things):
    path = address(model, name, things)
    return client.get(path) if is_reading(model, name) else client.post(path, form(model, name, things))


def rows():
    models = (Report, Quiz, QuizQuestion, Question, QuizVersion)
    return [list(model.objects.order_by("pk").values()) for model in models]


@every_address
@pytest.mark.parametrize("role", ["guest", "learner"])
def test_who_is_no_instructor_is_asked_to_sign_in(things, role, model, name):
    before = rows()
    sent = asked(browser(role), model, name, things)
    assert sent.status_code == 302
    assert sent.headers["Location"].startswith("/admin/login/")
    assert rows() == before


@every_address
def test_instructor_without_permission_may_do_nothing(things, model, name):
    before = rows()
    assert asked(browser("instructor without permission"), model, name, things).status_code == 403
    assert rows() == before


@every_address
@pytest.mark.parametrize("role", ["instructor", "superuser"])
def test_instructor_may_do_everything(things, role, model, name):
    assert asked(browser(role), model, name, things).status_code in (200, 302, 303)


@pytest.mark.parametrize("name", [name for model, name in ADDRESSES if model is Quiz])
def test_who_may_write_but_not_publish_publishes_nothing(things, name):
    client = browser("instructor without permission")
    wanted = Permission.objects.filter(codename__in=["add_quiz", "change_quiz", "view_quiz"])
    User.objects.get(username="somebody").user_permissions.add(*wanted)
    known = Quiz.objects.known().count()
    assert (asked(client, Quiz, name, things).status_code == 403) is (name in PUBLISHING)
    assert Quiz.objects.known().count() == known


@every_address
def test_what_changes_something_refuses_get(things, model, name):
    if is_reading(model, name):
        return
    before = rows()
    assert browser("superuser").get(address(model, name, things)).status_code == 405
    assert rows() == before


@every_address
def test_what_changes_something_wants_a_token(things, model, name):
    if is_reading(model, name):
        return
    client = Client(enforce_csrf_checks=True)
    client.cookies = browser("superuser").cookies
    assert asked(client, model, name, things).status_code == 403


@pytest.mark.parametrize("name", sorted(PUBLISHING - {"publish_new"}))
def test_who_may_write_a_case_but_not_publish_publishes_nothing(things, name):
    client = browser("instructor without permission")
    wanted = Permission.objects.filter(codename__in=["change_scenario", "change_question"])
    User.objects.get(username="somebody").user_permissions.add(*wanted)
    assert asked(client, Scenario, name, things).status_code == 403
    assert asked(client, Scenario, "save", things).status_code == 303
    assert Scenario.objects.get(slug="sunday-bread").title == "Bread on Sunday"


def test_nobody_deletes_a_case(things):
    sent = browser("superuser").post(f"/admin/quiz/scenario/{things[Scenario].pk}/delete/", {"post": "yes"})
    assert sent.status_code == 403
    assert Scenario.objects.filter(pk=things[Scenario].pk).exists()
