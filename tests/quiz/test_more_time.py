"""`give_more_time`: a factor for the exams of a learner who needs it, found by account or by attempt."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from quiz.models import Accommodation
from studyguide.models import Learner
from tests.conftest import NOW
from tests.quiz.sitting import Sitting


def minutes(sitting):
    attempt = sitting.attempt
    return (attempt.deadline_at - attempt.started_at).total_seconds() / 60


def give(who, factor, capsys):
    call_command("give_more_time", who, factor)
    return capsys.readouterr().out


def test_guest_is_found_by_an_attempt(exam, capsys):
    said = give(str(exam.attempt_id), "1.5", capsys)
    assert "60 minutes of an exam are now 90" in said
    assert minutes(exam) == 10
    exam.submit()
    assert minutes(Sitting.begin(exam.browser, "baking-exam")) == 15


def test_account_is_found_by_its_name(client, guide, capsys):
    user = User.objects.create_user("mia", password="rye-and-water-42")
    give("mia", "2", capsys)
    client.force_login(user)
    assert minutes(Sitting.begin(client, "baking-exam")) == 20


def test_account_that_did_something_keeps_its_learner(guide, capsys):
    learner = Learner.objects.create(created_at=NOW, user=User.objects.create_user("mia"))
    give("mia", "2", capsys)
    assert Accommodation.objects.get().learner == learner


def test_given_again_it_replaces(exam, capsys):
    for factor in ("2", "1.25"):
        give(str(exam.attempt_id), factor, capsys)
    assert str(Accommodation.objects.get().time_factor) == "1.25"


@pytest.mark.parametrize("factor", ["0.5", "0", "-2", "10", "1.255", "NaN", "Infinity", "much"])
def test_no_such_factor(exam, factor):
    with pytest.raises(CommandError, match="Give "):
        call_command("give_more_time", str(exam.attempt_id), factor)
    assert not Accommodation.objects.exists()


@pytest.mark.parametrize("who", ["nobody", "8c7b5b9e-0000-4000-8000-000000000000"])
def test_no_such_learner(guide, who):
    with pytest.raises(CommandError, match="There is no account and no attempt"):
        call_command("give_more_time", who, "2")
