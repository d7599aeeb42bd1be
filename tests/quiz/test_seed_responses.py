"""The command that lets made-up learners take a quiz."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from quiz.models import Attempt, Question, Quiz, Response
from studyguide.models import Learner
from tests.quiz.sitting import Sitting


def seed(slug="every-kind", **options):
    out, err = StringIO(), StringIO()
    call_command("seed_responses", slug, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_learners_take_the_quiz(guide):
    said, _ = seed(learners=300, attempts=2)
    assert "300 made-up learners took Every kind, 600 attempts." in said
    assert Attempt.objects.finished().count() == 600
    assert Response.objects.filter(points__isnull=False).count() == 600 * 7


def test_bar_shows_how_far_it_is(guide):
    _, shown = seed(learners=300)
    assert "]  83%," in shown
    assert shown.rstrip().endswith("] 100%,   0 s left")


def test_same_seed_makes_the_same_answers(guide):
    seed(learners=5)
    answers = list(Response.objects.order_by("attempt__learner", "position").values_list("answer", "points"))
    seed(learners=5, remove=True)
    seed(learners=5)
    assert list(Response.objects.order_by("attempt__learner", "position").values_list("answer", "points")) == answers


def test_drawn_quiz_gives_learners_different_questions(guide):
    seed("two-of-weighing", learners=20)
    assert {attempt.responses.count() for attempt in Attempt.objects.all()} == {2}
    assert Response.objects.values("version").distinct().count() > 2


def test_results_of_a_made_up_attempt_can_be_read(guide, learner):
    seed(learners=1)
    session = learner.session
    session["learner"] = str(Learner.objects.get(attempts__isnull=False).pk)
    session.save()
    assert learner.get(f"{Attempt.objects.get().get_absolute_url()}results/").status_code == 200


def test_remove_deletes_them_and_nobody_else(guide, learner):
    seed(learners=3)
    Sitting.begin(learner, "every-kind").submit()
    assert "3 made-up learners removed." in seed(learners=3, remove=True)[0]
    assert Attempt.objects.count() == 1


def test_quiz_that_somebody_took_is_refused(guide, learner):
    Sitting.begin(learner, "every-kind")
    with pytest.raises(CommandError, match="would spoil its statistics"):
        seed()
    assert Attempt.objects.count() == 1


def test_quiz_without_questions_is_refused(guide):
    Question.objects.update(status="draft")
    with pytest.raises(CommandError, match="no published question"):
        seed()


def test_unknown_quiz_is_refused_and_the_known_are_named(guide):
    with pytest.raises(CommandError, match=r"No quiz is called nope\. There are: .*every-kind"):
        seed("nope")
    assert Quiz.objects.exists()


@pytest.mark.parametrize("number", ["0", "-3", "many"])
def test_number_of_learners_must_be_one(guide, number):
    with pytest.raises(CommandError, match="is no number of 1 or more"):
        call_command("seed_responses", "every-kind", f"--learners={number}")
