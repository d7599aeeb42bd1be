"""Checkpoints of every kind: one question inside a section, answered in place."""

import pytest

from quiz.models import Attempt, Mode, Question, Response, shown_order
from tests.pages import Page
from tests.quiz.sitting import HTMX, fields_of, key_of, wrong_of

BECAUSE = "It makes gas as soon as it is wet."  # the rationale of the key of `which-leaven`
CHECKPOINTS = "/guides/bread/checkpoints/"
SCORED = [
    "which-leaven",
    "living-leavens",
    "soda-needs-acid",
    "leaven-and-time",
    "steps-of-a-loaf",
    "times-longer",
    "word-for-the-last-rise",
]


def judge(browser, slug, answer, **headers):
    """Answer a checkpoint; the order of its parts follows from its version."""
    version = Question.objects.get(slug=slug).current_version
    form = fields_of(version.kind.name, answer, shown_order(version, version.pk, 1))
    return browser.post(f"{CHECKPOINTS}{slug}/judge/", form, headers=headers)


@pytest.mark.parametrize("slug", SCORED)
def test_checkpoint_is_scored_and_explained_in_place(learner, documents, slug):
    page = Page(judge(learner, slug, key_of(documents[slug]), **HTMX))
    stored = Response.objects.get()
    assert (stored.points, stored.attempt.mode) == (stored.possible, Mode.CHECKPOINT)
    assert page.text.startswith("Right:")
    assert "because" in page.values("class")


@pytest.mark.parametrize("slug", SCORED)
def test_checkpoint_answered_wrong_says_so(learner, documents, slug):
    page = Page(judge(learner, slug, wrong_of(documents[slug]), **HTMX))
    assert page.text.startswith("Not yet: 0 of")


@pytest.mark.parametrize("slug", SCORED)
def test_scored_checkpoint_is_answered_once(learner, documents, slug):
    judge(learner, slug, wrong_of(documents[slug]))
    judge(learner, slug, key_of(documents[slug]))
    stored = Response.objects.get()
    assert (stored.points, stored.answer, stored.tries) == (0, wrong_of(documents[slug]), 1)


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_checkpoint_without_an_answer_stays_open(learner, headers):
    response = judge(learner, "which-leaven", None, **headers)
    page = Page(response)
    assert response.status_code == 422
    assert "Choose an option first." in page.text
    assert BECAUSE not in page.text
    assert "Check" in page.text
    assert Response.objects.get().points is None


def test_checkpoint_without_javascript(learner, documents):
    response = judge(learner, "which-leaven", key_of(documents["which-leaven"]))
    assert response.headers["Location"] == f"{CHECKPOINTS}which-leaven/answer/#judged"
    assert BECAUSE in Page(learner.get(f"{CHECKPOINTS}which-leaven/answer/")).text


def test_own_judgement_can_be_changed(learner):
    judge(learner, "no-rise", {"text": "", "ticked": [0, 1]})
    judge(learner, "no-rise", {"text": "", "ticked": [1]})
    assert (Response.objects.get().points, Response.objects.get().tries) == (1, 2)


def test_checkpoint_is_no_attempt_that_can_be_opened(learner):
    judge(learner, "which-leaven", [0])
    attempt = Attempt.objects.get()
    assert learner.get(attempt.get_absolute_url()).status_code == 404
    assert learner.get(f"{attempt.get_absolute_url()}results/").status_code == 404


def test_steps_of_a_case_are_no_checkpoints(learner):
    for address in ("sunday-time/", "sunday-time/answer/"):
        assert learner.get(f"{CHECKPOINTS}{address}").status_code == 404
    assert learner.post(f"{CHECKPOINTS}sunday-time/judge/").status_code == 404


def test_checkpoints_count_for_what_is_known(learner):
    judge(learner, "no-rise", {"text": "", "ticked": [0, 1]})
    assert "100 %" in Page(learner.get("/progress/")).text
