"""Two at once: a response that changes between the moment it is read and the moment it is saved."""

import pytest
from django.utils import timezone

from quiz.models import Given, Moved, Response
from tests.quiz.sitting import SINGLE


def given(answer, revision=0, writer="a page"):
    return Given(answer=answer, confidence="", is_flagged=False, revision=revision, writer=writer)


def check(practice):
    practice.check(SINGLE, [0])


def save(practice):
    practice.save(SINGLE, [0], writer="another page")


def submit(practice):
    practice.submit()


@pytest.mark.parametrize("meanwhile", [save, check, submit])
def test_nothing_is_saved_over_what_came_between(practice, meanwhile):
    read = practice.at(SINGLE)
    meanwhile(practice)
    before = Response.objects.filter(pk=read.pk).values().get()
    with pytest.raises(Moved):
        read.save_answer(given([1]), timezone.now())
    assert Response.objects.filter(pk=read.pk).values().get() == before


@pytest.mark.parametrize(("answer", "writer", "status"), [([0], "a page", 303), ([1], "another page", 409)])
def test_a_moved_response_is_read_again(practice, monkeypatch, answer, writer, status):
    """The same answer twice at once is saved once; of two answers the second is stale.

    Without JavaScript: with it, one statement reads and saves.
    """
    form = practice.form(SINGLE, [0], writer=writer)
    unhurried = Response.save_answer

    def overtaken(response, its, now):
        monkeypatch.setattr(Response, "save_answer", unhurried)
        practice.at(SINGLE).save_answer(given(answer), now)
        unhurried(response, its, now)

    monkeypatch.setattr(Response, "save_answer", overtaken)
    assert practice.post("save_answer", SINGLE, form, htmx=False).status_code == status
    stored = practice.at(SINGLE)
    assert (stored.answer, stored.revision) == (answer, 1)
