"""Learners who are made up answer as their ability and the question's difficulty say."""

from dataclasses import replace
from random import Random

import pytest

from quiz.kinds import KINDS
from quiz.simulation import LEFT_OUT, right_answer, simulated_question, wrong_answers


@pytest.fixture(params=list(KINDS))
def document(request, documents):
    return next(document for document in documents.values() if document["kind"] == request.param)


def credit(document, answer):
    return KINDS[document["kind"]].credit(document, answer)


def test_right_answer_earns_all(document):
    assert credit(document, right_answer(document)) == 1


def test_wrong_answers_earn_less(document):
    answers = wrong_answers(document, Random(1))
    assert answers
    assert all(credit(document, answer) < 1 for answer in answers)


def test_answers_are_of_the_kind(document):
    """Each can be told in words, as any answer of a learner."""
    question = simulated_question(document, Random(1))
    given = [question.answered(0.0, Random(seed)) for seed in range(50)]
    said = [KINDS[document["kind"]].said(document, one.answer) for one in given if one.answer is not None]
    assert len(said) > 40
    assert all(one.confidence in ("", "guess", "unsure", "sure") and one.seconds >= 3 for one in given)


def share_right(question, ability, number=4000):
    random = Random(3)
    given = [question.answered(ability, random).answer for _ in range(number)]
    return sum(answer == right_answer(question.document) for answer in given) / number


@pytest.mark.parametrize("ability", [-2.0, 0.0, 2.0])
def test_share_of_right_answers_follows_the_curve(documents, ability):
    question = replace(simulated_question(documents["which-leaven"], Random(1)), difficulty=0.5, slope=1.2)
    expected = question.chance(ability) * (1 - LEFT_OUT)
    assert share_right(question, ability) == pytest.approx(expected, abs=0.025)


def test_curve_rises_from_guessing_to_certainty(documents):
    question = simulated_question(documents["which-leaven"], Random(1))
    assert question.chance(-50) == pytest.approx(0.25)
    assert question.chance(question.difficulty) == pytest.approx(0.625)
    assert question.chance(50) == pytest.approx(1)


def test_same_seed_gives_the_same_question_and_answers(document):
    one, other = (simulated_question(document, Random(9)) for _ in range(2))
    assert one == other
    assert one.answered(0.3, Random(4)) == other.answered(0.3, Random(4))
