"""Every address under the list of questions, against everybody who might ask: taken from the URLconf itself."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client

from quiz.models import Question, QuestionVersion, Regrade
from tests.conftest import NOW
from tests.quiz.desk import browser, fields_of, new_fields, new_url, url

READING = {"changelist", "add", "change", "write", "insertions", "versions", "history", "health", "regrading"}
REGRADING = {"regrading", "regrade", "take_back"}
PUBLISHING = {"publish", "publish_new", "retire", "bring_back"}
ADDING = {"add", "write", "duplicate", *(f"{act}_new" for act in ("save", "rows", "preview", "answer"))}
# Django's own, which nobody may use: questions are retired, and their form is another.
CLOSED = {"delete"}


def named():
    patterns = admin.site._registry[Question].get_urls()
    return {str(pattern.name).removeprefix("quiz_question_") for pattern in patterns if pattern.name}


ACTS = sorted(named() - CLOSED)
ROLES = ("guest", "learner", "instructor", "instructor without permission", "superuser")


@pytest.fixture
def question(guide, quiz_folder):
    """With a regrade of nothing, to be taken back."""
    found = Question.objects.select_related("current_version").get(slug="which-leaven")
    Regrade.objects.create(version=found.current_version, digest="", regraded_at=NOW)
    return found


def address(name, question):
    if name in ("changelist", "add"):
        return f"/admin/quiz/question/{'' if name == 'changelist' else 'add/'}"
    if name == "health":
        return "/admin/quiz/question/health/"
    if name == "insertions":
        return "/admin/quiz/question/insertions/bread/"
    if name == "write" or name.endswith("_new"):
        return new_url(question.kind, name.removesuffix("_new"))
    number = {"restore": [1], "take_back": [Regrade.objects.values_list("pk", flat=True).get()]}
    return url(question, name, *number.get(name, []))


def asked(client, name, question):
    path = address(name, question)
    if name in READING:
        return client.get(path)
    form = new_fields({**question.source, "title": "New"}) if name.endswith("_new") else fields_of(question)
    if name == "regrade":
        form = {"version": "1", "quiz": "", "digest": "of nothing"}
    return client.post(path, form)


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Question, QuestionVersion, Regrade)]


def test_every_address_is_known():
    assert set(ACTS) == READING | PUBLISHING | ADDING | REGRADING | {"save", "rows", "preview", "answer", "restore"}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("role", ["guest", "learner"])
def test_who_is_no_instructor_is_asked_to_sign_in(question, role, name):
    before = rows()
    sent = asked(browser(role), name, question)
    assert sent.status_code == 302
    assert sent.headers["Location"].startswith("/admin/login/")
    assert rows() == before


@pytest.mark.parametrize("name", ACTS)
def test_instructor_without_permission_may_do_nothing(question, name):
    before = rows()
    assert asked(browser("instructor without permission"), name, question).status_code == 403
    assert rows() == before


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("role", ["instructor", "superuser"])
def test_instructor_may_do_everything(question, role, name):
    nothing_to_do = {409} if name == "regrade" else set()
    assert asked(browser(role), name, question).status_code in {200, 303} | nothing_to_do


@pytest.mark.parametrize("name", ACTS)
def test_who_may_write_but_not_publish_publishes_nothing(question, name):
    client = browser("instructor without permission")
    wanted = Permission.objects.filter(codename__in=["add_question", "change_question", "view_question"])
    User.objects.get(username="somebody").user_permissions.add(*wanted)
    assert asked(client, name, question).status_code == (403 if name in PUBLISHING | REGRADING else asked_is_fine(name))
    assert QuestionVersion.objects.filter(number__gt=1).count() == 0


def asked_is_fine(name):
    return 200 if name in READING | {"rows", "preview", "answer", "rows_new", "preview_new", "answer_new"} else 303


@pytest.mark.parametrize("name", sorted(set(ACTS) - READING))
def test_what_changes_something_refuses_get(question, name):
    before = rows()
    assert browser("superuser").get(address(name, question)).status_code == 405
    assert rows() == before


@pytest.mark.parametrize("name", sorted(READING - {"history", "changelist"}))
def test_what_is_read_refuses_post(question, name):
    assert browser("superuser").post(address(name, question)).status_code == 405


@pytest.mark.parametrize("name", sorted(set(ACTS) - READING))
def test_what_changes_something_wants_a_token(question, name):
    client = Client(enforce_csrf_checks=True)
    client.cookies = browser("superuser").cookies
    assert asked(client, name, question).status_code == 403


@pytest.mark.parametrize("path", ["x/change/", "x/y.css/change/", "7/", "7/history/", "versions/", "x/save/"])
def test_address_of_nothing_is_not_there(question, path):
    assert browser("superuser").get(f"/admin/quiz/question/{path}", follow=True).status_code in (404, 200)


def test_nobody_deletes_a_question(question):
    sent = browser("superuser").post(f"/admin/quiz/question/{question.pk}/delete/", {"post": "yes"})
    assert sent.status_code == 403
    assert Question.objects.filter(pk=question.pk).exists()


def test_form_of_who_may_not_publish_has_no_such_button(question):
    client = browser("instructor without permission")
    User.objects.get().user_permissions.add(*Permission.objects.filter(codename="change_question"))
    sent = client.get(url(question, "change")).content.decode()
    assert "Save draft" in sent
    assert ">Publish<" not in sent
