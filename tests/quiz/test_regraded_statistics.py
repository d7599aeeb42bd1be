"""Statistics count the score that an answer has now, as Moodle's do."""

import pytest

from quiz.response_counts import bank_tallies, quiz_tallies
from tests.quiz.regraded import exam, finished, question, regraded, republished, with_key
from tests.quiz.sitting import SINGLE


@pytest.fixture
def two(learner, stranger):
    return finished(learner, {SINGLE: [0]}), finished(stranger, {SINGLE: [1]})


def counted(tallies, version):
    """How many answers earned how much of what was possible."""
    return sorted((one.points, one.possible, one.times) for one in tallies if one.version == version.pk)


def test_regraded_scores_count(two):
    asked = question().current_version
    regraded(with_key(1))
    by_answer = {one.answer: one.points for one in quiz_tallies(exam()) if one.version == asked.pk}
    assert by_answer == {(0,): 0, (1,): 1}
    assert counted(bank_tallies(exam().guide), asked) == [(0, 1, 1), (1, 1, 1)]


def test_same_points_of_more_are_counted_apart(two):
    """Where one answer was regraded, and the other could not be read."""
    asked = question().current_version
    options = asked.document["options"]
    regraded(republished(points=2, options=[{**options[1], "key": True}, {**options[2], "key": False}]))
    two[0].attempt.responses.filter(position=SINGLE).update(points=0.5)
    two[1].attempt.responses.filter(position=SINGLE).update(points=0.5)
    for tallies in (quiz_tallies(exam()), bank_tallies(exam().guide)):
        assert counted(tallies, asked) == [(0.5, 1, 1), (0.5, 2, 1)]


def test_score_that_was_taken_back_counts_no_more(two):
    asked = question().current_version
    before = counted(quiz_tallies(exam()), asked)
    made = regraded(with_key(1))
    made.take_back(made.regraded_by, made.regraded_at)
    assert counted(quiz_tallies(exam()), asked) == before
