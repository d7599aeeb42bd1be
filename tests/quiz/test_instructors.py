"""Who writes questions: the group, and the account that the command makes."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

GOOD = "rye-and-water-42"


def made(username="ines", password=GOOD):
    out = StringIO()
    call_command("create_instructor", username=username, password=password, stdout=out)
    return out.getvalue()


def test_instructors_may_write_and_publish_and_nothing_else(db):
    names = Group.objects.get(name="Instructors").permissions.values_list("content_type__app_label", "codename")
    assert {app for app, _ in names} == {"quiz"}
    assert {"add_question", "change_question", "publish_question", "change_report"} <= {name for _, name in names}
    assert not [name for _, name in names if name.startswith("delete_")]


def test_command_makes_an_account_that_may_sign_in_to_the_admin(client, db):
    assert "/admin/" in made()
    assert client.login(username="ines", password=GOOD)
    assert client.get("/admin/").status_code == 200
    assert not User.objects.get().is_superuser


def test_command_takes_somebody_who_has_an_account_into_the_group(db):
    User.objects.create_user("ines", password="old-words-1")
    made()
    user = User.objects.get()
    assert user.is_staff
    assert user.groups.get().name == "Instructors"
    assert user.check_password(GOOD)


@pytest.mark.parametrize("password", ["short", "password123", "12345678"])
def test_command_refuses_a_password_that_is_easily_guessed(db, password):
    with pytest.raises(CommandError, match="password"):
        made(password=password)
    assert not User.objects.exists()


def test_command_refuses_a_name_that_is_none(db):
    with pytest.raises(CommandError, match="username"):
        made(username="no spaces, please")
