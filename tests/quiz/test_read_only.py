"""A database that can be read and not be written: learners are told, and what they sent counts once it can."""

import pytest
from django.db import connection
from django.test import Client

from tests.quiz.sitting import SINGLE, Sitting

pytestmark = pytest.mark.usefixtures("file_database")

SWITCH = {
    "sqlite": "PRAGMA query_only = {}",
    "postgresql": "SET default_transaction_read_only = {}",
}


def switch(state):
    with connection.cursor() as cursor:
        cursor.execute(SWITCH[connection.vendor].format(state))


@pytest.fixture
def sitting():
    begun = Sitting.begin(Client(raise_request_exception=False), "every-kind")
    switch("on")
    yield begun
    switch("off")


def test_learner_is_told(sitting):
    refused = sitting.save(SINGLE, sitting.key(SINGLE), htmx=False)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "what you just sent was not saved" in refused.content.decode()


def test_what_was_saved_can_be_read(sitting):
    assert sitting.get("question", SINGLE).status_code == 200
    assert sitting.browser.get("/guides/bread/basics/").status_code == 200


@pytest.mark.parametrize("address", ["/quizzes/baking-exam/start/", "/guides/bread/yeast/read/", "/accounts/login/"])
def test_no_other_form_fails_without_a_word(sitting, address):
    form = {"login": "ines", "password": "wrong"}
    assert sitting.browser.post(address, form).status_code in {200, 503}


def test_sent_again_later_it_counts(sitting):
    form = sitting.form(SINGLE, sitting.key(SINGLE))
    assert sitting.post("save_answer", SINGLE, form).status_code == 503
    switch("off")
    assert sitting.post("save_answer", SINGLE, form).status_code == 200
    assert sitting.at(SINGLE).answer == sitting.key(SINGLE)
