"""In how many attempts something stands, counted no further than the number says something."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz.models import Attempt, Quiz
from quiz.uses import attempt_counts
from tests.quiz.sitting import Sitting


def quiz():
    return Quiz.objects.get(slug="every-kind")


def test_attempts_of_a_quiz(guide, learner, stranger):
    Sitting.begin(learner, "every-kind").submit()
    Sitting.begin(stranger, "every-kind")
    others = Quiz.objects.exclude(slug="every-kind").values_list("pk", flat=True)
    assert attempt_counts([quiz().pk, *others]) == {quiz().pk: "2", **dict.fromkeys(others, "0")}


def test_previews_are_no_attempts(guide, learner):
    Sitting.begin(learner, "every-kind")
    Attempt.objects.update(is_preview=True, quiz=None)  # as a preview is kept
    assert attempt_counts([quiz().pk]) == {quiz().pk: "0"}


def test_many_are_not_counted_to_the_end(guide, learner):
    for _ in range(3):
        Sitting.begin(learner, "every-kind").submit()
    assert attempt_counts([quiz().pk], most=2) == {quiz().pk: "more than 2"}


def test_one_query_for_all(guide):
    with CaptureQueriesContext(connection) as queries:
        attempt_counts(Quiz.objects.values_list("pk", flat=True))
    assert len(queries) == 2  # the ids, and the counts
