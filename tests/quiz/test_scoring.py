"""The rules of scoring, case by case, worked out by hand."""

import pytest

from quiz.scoring import (
    ADJACENT_PAIRS,
    ALL_OR_NOTHING,
    PER_PART,
    RIGHT_MINUS_WRONG,
    Score,
    choice_credit,
    matching_credit,
    numeric_credit,
    ordering_credit,
)

HALF, THIRD, QUARTER = 1 / 2, 1 / 3, 1 / 4

# Where each rule comes from.
AWS_MULTIPLE_CHOICE = "AWS Certification, exam guides: one correct response; unanswered is incorrect; no penalty"
AWS_MULTIPLE_RESPONSE = "AWS Certification, exam guides: credit for all the correct responses only"
AWS_MATCHING = "AWS Certification, exam guides: credit for all pairs only"
AWS_ORDERING = "AWS Certification, exam guides: credit for the correct order only"
MOODLE_MULTIPLE_ANSWERS = "Moodle, multiple choice with several answers, equal fractions, at least 0 for the question"
MOODLE_MATCHING = "Moodle, matching: each pair is worth the same"
MOODLE_ORDERING_PAIRS = 'Moodle, ordering, grading type "relative to the next item, excluding last"'
MOODLE_ORDERING_PLACES = 'Moodle, ordering, grading type "absolute position"'
MOODLE_NUMERICAL = "Moodle, numerical: an answer within the accepted error is right, its ends included"
STEM_SAYS_HOW_MANY = "quiz/scoring.py: an equal share for each, and nothing for more than the stem asks for"

# Each row: the source, the rule, what was chosen, the key, the credit.
CHOICES = [
    (AWS_MULTIPLE_CHOICE, ALL_OR_NOTHING, [2], [2], 1),
    (AWS_MULTIPLE_CHOICE, ALL_OR_NOTHING, [0], [2], 0),
    (AWS_MULTIPLE_CHOICE, ALL_OR_NOTHING, [], [2], 0),
    (AWS_MULTIPLE_CHOICE, ALL_OR_NOTHING, [1, 2], [2], 0),
    (AWS_MULTIPLE_RESPONSE, ALL_OR_NOTHING, [0, 1], [0, 1], 1),
    (AWS_MULTIPLE_RESPONSE, ALL_OR_NOTHING, [1, 0], [0, 1], 1),
    (AWS_MULTIPLE_RESPONSE, ALL_OR_NOTHING, [0], [0, 1], 0),
    (AWS_MULTIPLE_RESPONSE, ALL_OR_NOTHING, [0, 2], [0, 1], 0),
    (AWS_MULTIPLE_RESPONSE, ALL_OR_NOTHING, [0, 1, 2], [0, 1], 0),
    (AWS_MULTIPLE_RESPONSE, ALL_OR_NOTHING, [0, 1, 2, 3, 4], [0, 1], 0),
    (AWS_MULTIPLE_RESPONSE, ALL_OR_NOTHING, [], [0, 1], 0),
    (AWS_MULTIPLE_RESPONSE, ALL_OR_NOTHING, [1, 3, 4], [1, 3, 4], 1),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [0, 1], [0, 1], 1),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [0], [0, 1], HALF),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [0, 2], [0, 1], 0),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [0, 1, 2], [0, 1], HALF),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [0, 1, 2, 3], [0, 1], 0),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [2], [0, 1], 0),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [2, 3, 4], [0, 1], 0),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [], [0, 1], 0),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [0, 1], [0, 1, 2], 2 * THIRD),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [0, 1, 3], [0, 1, 2], THIRD),
    (MOODLE_MULTIPLE_ANSWERS, RIGHT_MINUS_WRONG, [0, 1, 2, 3], [0, 1, 2], 2 * THIRD),
    (STEM_SAYS_HOW_MANY, PER_PART, [0, 1], [0, 1], 1),
    (STEM_SAYS_HOW_MANY, PER_PART, [0], [0, 1], HALF),
    (STEM_SAYS_HOW_MANY, PER_PART, [0, 2], [0, 1], HALF),
    (STEM_SAYS_HOW_MANY, PER_PART, [2, 3], [0, 1], 0),
    (STEM_SAYS_HOW_MANY, PER_PART, [0, 1, 2], [0, 1], 0),
    (STEM_SAYS_HOW_MANY, PER_PART, [], [0, 1], 0),
    (STEM_SAYS_HOW_MANY, PER_PART, [0, 1, 4], [0, 1, 2], 2 * THIRD),
]

# Each row: the source, the rule, what was matched to each prompt, the credit.
MATCHES = [
    (AWS_MATCHING, ALL_OR_NOTHING, [0, 1, 2], 1),
    (AWS_MATCHING, ALL_OR_NOTHING, [0, 2, 1], 0),
    (AWS_MATCHING, ALL_OR_NOTHING, [0, 1, None], 0),
    (AWS_MATCHING, ALL_OR_NOTHING, [0, 1, 3], 0),
    (AWS_MATCHING, ALL_OR_NOTHING, [None, None, None], 0),
    (MOODLE_MATCHING, PER_PART, [0, 1, 2], 1),
    (MOODLE_MATCHING, PER_PART, [0, 2, 1], THIRD),
    (MOODLE_MATCHING, PER_PART, [0, 1, None], 2 * THIRD),
    (MOODLE_MATCHING, PER_PART, [0, 1, 3], 2 * THIRD),
    (MOODLE_MATCHING, PER_PART, [1, 2, 0], 0),
    (MOODLE_MATCHING, PER_PART, [0, 0, 0], THIRD),
    (MOODLE_MATCHING, PER_PART, [None, None, None], 0),
    (MOODLE_MATCHING, PER_PART, [0, None, 2, 4], HALF),
]

# Each row: the source, the rule, the items in the learner's order, the credit.
ORDERS = [
    (AWS_ORDERING, ALL_OR_NOTHING, [0, 1, 2], 1),
    (AWS_ORDERING, ALL_OR_NOTHING, [0, 2, 1], 0),
    (AWS_ORDERING, ALL_OR_NOTHING, [2, 1, 0], 0),
    (AWS_ORDERING, ALL_OR_NOTHING, [], 0),
    (MOODLE_ORDERING_PAIRS, ADJACENT_PAIRS, [0, 1, 2, 3], 1),
    (MOODLE_ORDERING_PAIRS, ADJACENT_PAIRS, [3, 0, 1, 2], 2 * THIRD),
    (MOODLE_ORDERING_PAIRS, ADJACENT_PAIRS, [1, 2, 3, 0], 2 * THIRD),
    (MOODLE_ORDERING_PAIRS, ADJACENT_PAIRS, [2, 3, 0, 1], 2 * THIRD),
    (MOODLE_ORDERING_PAIRS, ADJACENT_PAIRS, [0, 2, 1, 3], 0),
    (MOODLE_ORDERING_PAIRS, ADJACENT_PAIRS, [0, 1, 3, 2], THIRD),
    (MOODLE_ORDERING_PAIRS, ADJACENT_PAIRS, [3, 2, 1, 0], 0),
    (MOODLE_ORDERING_PAIRS, ADJACENT_PAIRS, [1, 2, 0], HALF),
    (MOODLE_ORDERING_PAIRS, ADJACENT_PAIRS, [], 0),
    (MOODLE_ORDERING_PLACES, PER_PART, [0, 1, 2, 3], 1),
    (MOODLE_ORDERING_PLACES, PER_PART, [3, 0, 1, 2], 0),
    (MOODLE_ORDERING_PLACES, PER_PART, [0, 2, 1, 3], HALF),
    (MOODLE_ORDERING_PLACES, PER_PART, [0, 1, 3, 2], HALF),
    (MOODLE_ORDERING_PLACES, PER_PART, [0, 2, 3, 1], QUARTER),
    (MOODLE_ORDERING_PLACES, PER_PART, [], 0),
]

# Each row: the source, the number given, the value, the tolerance, the credit.
NUMBERS = [
    (MOODLE_NUMERICAL, 8, 8, 0, 1),
    (MOODLE_NUMERICAL, 8.5, 8, 0.5, 1),
    (MOODLE_NUMERICAL, 7.5, 8, 0.5, 1),
    (MOODLE_NUMERICAL, 8.51, 8, 0.5, 0),
    (MOODLE_NUMERICAL, 7.49, 8, 0.5, 0),
    (MOODLE_NUMERICAL, -8, 8, 0.5, 0),
    (MOODLE_NUMERICAL, 0.1 + 0.2, 0.3, 0, 1),
    (MOODLE_NUMERICAL, 1.1, 1, 0.1, 1),
    (MOODLE_NUMERICAL, 0, 0, 0, 1),
    (MOODLE_NUMERICAL, 1e12 + 1, 1e12, 0, 1),
    (MOODLE_NUMERICAL, 3_000_001, 3_000_000, 0, 0),
    (MOODLE_NUMERICAL, None, 0, 0, 0),
]


@pytest.mark.parametrize(("source", "rule", "chosen", "key", "credit"), CHOICES)
def test_credit_for_choices(source, rule, chosen, key, credit):
    assert choice_credit(chosen, key, rule) == pytest.approx(credit)


@pytest.mark.parametrize(("source", "rule", "matched", "credit"), MATCHES)
def test_credit_for_matches(source, rule, matched, credit):
    assert matching_credit(matched, rule) == pytest.approx(credit)


@pytest.mark.parametrize(("source", "rule", "order", "credit"), ORDERS)
def test_credit_for_orders(source, rule, order, credit):
    assert ordering_credit(order, rule) == pytest.approx(credit)


@pytest.mark.parametrize(("source", "given", "value", "tolerance", "credit"), NUMBERS)
def test_credit_for_numbers(source, given, value, tolerance, credit):
    assert numeric_credit(given, value, tolerance) == credit


def test_score_is_full_from_all_its_points_on():
    assert Score(2, 2).is_full
    assert not Score(1.5, 2).is_full
