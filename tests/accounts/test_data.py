"""One's own records: all in one file, and gone when asked for."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User

from quiz.models import Attempt, Report
from studyguide.models import Learner, Session
from tests.accounts.conftest import confirm, is_signed_in, sign_in, turn_on_codes
from tests.pages import Page

DOWNLOAD = "/progress/download/"
DELETE = "/accounts/delete/"
CONFIRMED = "/accounts/delete/confirmed/"
READ = "/guides/bread/basics/read/"


@pytest.fixture
def learned(synced_guide, browser):
    """A browser whose account has something in every table."""
    browser.post(READ)
    browser.post("/guides/bread/checkpoints/no-rise/judge/", {"judged": "1"})
    attempt = Attempt.objects.get()
    version = attempt.responses.get().version
    Report.objects.create(learner=attempt.learner, version=version, text="Why?", reported_at=attempt.started_at)
    return browser


def test_download_holds_the_account_and_what_hangs_on_it(learned, user):
    turn_on_codes(learned)
    records = learned.get(DOWNLOAD).json()
    assert (records["account"]["name"], records["learner"]) == ("ines", str(user.learner.pk))
    assert [session["ip"] for session in records["account"]["sessions"]] == ["127.0.0.1"]
    assert {step["type"] for step in records["account"]["second_steps"]} == {"totp", "recovery_codes"}
    assert (len(records["sections_read"]), len(records["attempts"]), len(records["reports"])) == (1, 1, 1)


def test_download_holds_no_secret(learned, user):
    secret = turn_on_codes(learned)
    text = learned.get(DOWNLOAD).content.decode()
    assert secret not in text
    assert "seed" not in text
    assert User.objects.get().password not in text
    assert Session.objects.get(user=user).pk not in text


def test_account_that_did_nothing_downloads_no_report_without_a_name(learned, client, other):
    Report.objects.update(learner=None)
    sign_in(client, "theo")
    assert client.get(DOWNLOAD).json()["reports"] == []


def test_download_of_a_guest_has_no_account(learner):
    assert learner.get(DOWNLOAD).json()["account"] is None


# Deleting answers


def test_deleting_answers_leaves_the_account(learned, user):
    learned.post("/progress/delete/confirmed/")
    assert not Learner.objects.exists()
    assert is_signed_in(learned)
    learned.post(READ)
    assert Learner.objects.get().user == user


# Deleting the account


def test_password_is_asked_for_first(learned):
    response = learned.get(DELETE)
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.exists()


def test_page_asks_once_more(learned):
    confirm(learned)
    page = Page(learned.get(DELETE))
    assert "It cannot be undone." in page.text
    assert CONFIRMED in page.values("action", "form")


def test_everything_goes_with_the_account(learned, other):
    confirm(learned)
    response = learned.post(CONFIRMED)
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert User.objects.get() == other
    for model in (Learner, Attempt, UserSession, Session):
        assert not model.objects.exists()
    assert not is_signed_in(learned)


def test_reports_stay_without_a_name(learned):
    confirm(learned)
    learned.post(CONFIRMED)
    assert (Report.objects.get().learner, Report.objects.get().text) == (None, "Why?")


def test_nothing_is_deleted_without_the_password(learned):
    response = learned.post(CONFIRMED)
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    assert confirm(learned, "wrong").status_code == 200
    learned.post(CONFIRMED)
    assert User.objects.exists()


def test_other_browsers_are_visitors_afterwards(learned, client, user):
    sign_in(client)
    confirm(learned)
    learned.post(CONFIRMED)
    assert "Nothing yet." in Page(client.get("/progress/")).text


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_deleting_takes_a_post(learned, method):
    confirm(learned)
    assert learned.generic(method, CONFIRMED).status_code == 405
    assert User.objects.exists()


def test_visitor_is_asked_to_sign_in(client, db):
    for method in (client.get, client.post):
        assert method(DELETE if method == client.get else CONFIRMED).headers["Location"].startswith("/accounts/login/")


def test_account_of_an_instructor_stays(client, instructor):
    """The log of what was published hangs on it."""
    sign_in(client, "ida")
    confirm(client)
    assert "This account stays" in Page(client.get(DELETE)).text
    assert client.post(CONFIRMED).status_code == 403
    assert User.objects.exists()
