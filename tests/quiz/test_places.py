"""The usual save: one statement, from what is kept in memory of a response."""

import pytest

from quiz.models import Attempt
from tests.quiz.sitting import HTMX, SINGLE


@pytest.fixture
def known(practice):
    """An attempt whose first response was saved before."""
    practice.save(SINGLE, [0], revision=0)
    return practice


def test_a_save_reads_the_session_and_writes_the_answer(known, django_assert_num_queries):
    form = known.form(SINGLE, [1], revision=1)
    with django_assert_num_queries(2):
        known.post("save_answer", SINGLE, form)
    assert (known.at(SINGLE).answer, known.at(SINGLE).revision) == ([1], 2)


def test_what_is_kept_in_memory_lets_nobody_else_save(known, stranger):
    form = known.form(SINGLE, [1], revision=1)
    assert stranger.post(known.url("save_answer", SINGLE), form, headers=HTMX).status_code == 404
    assert known.at(SINGLE).answer == [0]


def test_a_deleted_attempt_is_gone_although_it_is_remembered(known):
    Attempt.objects.filter(pk=known.attempt_id).delete()
    assert known.post("save_answer", SINGLE, {"revision": "1", "answer": "0"}).status_code == 404


def test_a_remembered_response_is_closed_with_its_attempt(known):
    known.submit()
    assert known.save(SINGLE, [1], revision=1).status_code == 409
    assert known.at(SINGLE).answer == [0]
