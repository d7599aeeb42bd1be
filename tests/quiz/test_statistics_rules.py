"""What the statistics leave open, how they part learners into thirds, and what they find doubtful."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from quiz.statistics import (
    Finding,
    OptionCount,
    Rule,
    Tally,
    Third,
    Thirds,
    effective_weights,
    findings,
    median,
    question_statistics,
    quiz_statistics,
    slots,
    wilson_interval,
)


def tallies_of(*attempts, possible=1.0):
    """One tally for each question of each attempt; an attempt is a list of points, None for what was left out."""
    return [
        Tally(column, column + 1, None if points is None else (), points or 0.0, possible, total, whole, 1)
        for attempt in attempts
        for total, whole in [(sum(points or 0.0 for points in attempt), possible * len(attempt))]
        for column, points in enumerate(attempt)
    ]


def shares_of(*attempts):
    return Counter(sum(points or 0 for points in attempt) / len(attempt) for attempt in attempts)


def question(*attempts, column=0):
    found = [tally for tally in tallies_of(*attempts) if tally.version == column]
    return question_statistics(found)


def quiz(*attempts):
    places = slots(tallies_of(*attempts), lambda tally: tally.version, len(attempts))
    return quiz_statistics(shares_of(*attempts), places)


def weights(*attempts):
    return effective_weights(slots(tallies_of(*attempts), lambda tally: tally.version, len(attempts)).tallies)


def test_one_learner_says_nothing_of_spread():
    found = question([1, 0])
    assert found.facility == 1
    assert (found.standard_deviation, found.discrimination_index, found.discriminative_efficiency) == (None,) * 3


def test_question_that_all_answer_alike_does_not_discriminate():
    found = question([1, 0], [1, 1], [1, 1])
    assert found.standard_deviation == 0
    assert (found.discrimination_index, found.discriminative_efficiency) == (None, None)


def test_equal_rests_do_not_discriminate_either():
    found = question([0, 0.1, 0.2], [1, 0.2, 0.1])
    assert (found.discrimination_index, found.discriminative_efficiency) == (None, None)


def test_only_question_has_no_rest():
    assert question([1], [0]).discrimination_index is None


def test_perfect_agreement_is_a_hundred_and_its_opposite_is_minus_a_hundred():
    assert question([0, 0], [1, 1]).discrimination_index == pytest.approx(100)
    assert question([0, 1], [1, 0]).discrimination_index == pytest.approx(-100)


def test_efficiency_is_what_the_values_allow():
    """The index is far from 100, since the rest is finer; no order of the same values would make it larger."""
    found = question([0, 0, 0], [0, 0, 1], [1, 1, 1])
    assert found.discrimination_index < 90
    assert found.discriminative_efficiency == pytest.approx(100)


def test_weight_is_open_where_points_fall_as_the_score_rises():
    found = weights([1, 0, 0, 0], [1, 0, 0, 1], [0, 1, 1, 1])
    assert found[0] is None
    assert sum(weight for weight in found.values() if weight is not None) == pytest.approx(100)


def test_weight_of_a_question_that_never_varies_is_nothing():
    assert weights([1, 0], [1, 1])[0] == 0


def test_weights_are_open_where_nothing_varies():
    assert weights([1, 0], [1, 0]) == {0: None, 1: None}
    assert weights([1, 0]) == {0: None, 1: None}


@pytest.mark.parametrize(
    ("attempts", "known"),
    [
        (1, {"mean", "median"}),
        (2, {"mean", "median", "standard_deviation"}),
        (3, {"mean", "median", "standard_deviation", "skewness", "internal_consistency", "error_ratio",
             "standard_error"}),
        (4, {"mean", "median", "standard_deviation", "skewness", "internal_consistency", "error_ratio",
             "standard_error", "kurtosis"}),
    ],
)  # fmt: skip
def test_scores_need_attempts(attempts, known):
    found = quiz(*[[1, 0, 0], [1, 1, 0], [1, 1, 1], [0, 0, 0]][:attempts])
    names = set(found.__dataclass_fields__) - {"attempts"}
    assert {name for name in names if getattr(found, name) is not None} == known


def test_equal_scores_have_no_shape():
    found = quiz([1, 0], [0, 1], [1, 0], [0, 1])
    assert found.standard_deviation == 0
    assert (found.skewness, found.kurtosis, found.internal_consistency) == (None, None, None)


def test_one_question_has_no_consistency():
    assert quiz([1], [0], [1]).internal_consistency is None


def test_attempts_of_different_lengths_have_no_consistency():
    found = quiz([1, 0, 0], [1, 1], [1, 1, 1])
    assert found.skewness is not None
    assert found.internal_consistency is None


def test_what_was_left_out_scores_nothing_and_is_counted():
    found = question([None, 1], [1, 1])
    assert (found.learners, found.facility, found.unanswered) == (2, 0.5, 1)


def test_median_is_in_the_middle():
    assert median({1: 1, 5: 1, 9: 1}) == 5
    assert median({1: 2, 5: 1, 9: 1}) == 3


# Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998): table I, 3
@pytest.mark.parametrize(
    ("right", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_interval(right, number, low, high):
    assert wilson_interval(right / number, number) == pytest.approx((low, high), abs=5e-5)


def test_thirds_are_of_equal_size():
    thirds = Thirds(Counter(range(9)))
    assert [thirds(score) for score in range(9)] == [Third.LOWER] * 3 + [Third.MIDDLE] * 3 + [Third.UPPER] * 3


def test_equal_scores_are_in_the_same_third():
    thirds = Thirds(Counter({0.2: 1, 0.5: 4, 0.9: 2}))
    assert [thirds(score) for score in (0.2, 0.5, 0.9)] == [Third.LOWER, Third.MIDDLE, Third.UPPER]


def test_scores_that_differ_in_the_last_digit_are_equal():
    thirds = Thirds(Counter({0.1 + 0.2: 1, 0.3: 1, 0.6: 2, 0.9: 2}))
    assert thirds(0.1 + 0.2) == thirds(0.3) == Third.LOWER


def test_options_are_counted_by_third():
    answers = [((0,), 0.1), ((1,), 0.1), ((0,), 0.5), ((0, 1), 0.5), ((0,), 0.9), (None, 0.9)]
    found = [Tally(7, 1, answer, 0, 1, share, 1, 10) for answer, share in answers]
    counts = question_statistics(found, options=3)
    assert [(option.count, option.thirds) for option in counts.options] == [
        (40, (10, 20, 10)),
        (20, (10, 10, 0)),
        (0, (0, 0, 0)),
    ]
    assert (counts.third_sizes, counts.unanswered) == ((20, 20, 20), 10)


def test_options_discriminate_as_questions_do():
    """For each option the index of a question that is right when the option was chosen."""
    random = Random(5)
    rows = [(tuple(random.sample(range(4), random.randint(1, 2))), random.randint(0, 6)) for _ in range(200)]
    found = [Tally(7, 1, answer, 0, 1, rest, 7, 1) for answer, rest in rows]
    counts = question_statistics(found, options=5)
    for option in counts.options:
        chosen = [Tally(7, 1, (), float(option.number in answer), 1, rest + (option.number in answer), 7, 1)
                  for answer, rest in rows]  # fmt: skip
        expected = question_statistics(chosen).discrimination_index
        assert option.discrimination == pytest.approx(expected)


def test_sure_and_wrong_is_a_share_of_those_who_were_sure():
    found = [Tally(7, 1, (), points, 1, points, 2, 10, sure=5) for points in (0, 1)]
    counts = question_statistics(found)
    assert (counts.sure, counts.sure_and_wrong, counts.sure_and_wrong_share) == (10, 5, 0.5)


def test_nobody_sure_is_no_share():
    assert question([1, 0], [0, 1]).sure_and_wrong_share is None


def made(facility=0.5, index=30.0, options=()):
    """Statistics of 200 learners, of which only these matter."""
    found = [
        Tally(7, 1, (), points, 1, points, 2, round(200 * share))
        for points, share in [(1, facility), (0, 1 - facility)]
    ]
    statistics = question_statistics(found)
    return replace(statistics, discrimination_index=index, options=options)


def taken(*options):
    """Options, each with how many of each third took it, and its discrimination."""
    return tuple(
        OptionCount(number, sum(thirds), thirds, discrimination)
        for number, (*thirds, discrimination) in enumerate(options)
    )


def test_good_question_is_left_alone():
    assert findings(made()) == []


@pytest.mark.parametrize(
    ("statistics", "rule"),
    [
        (made(index=-0.1), Rule.CHECK_KEY),
        (made(facility=0.05), Rule.TOO_HARD),
        (made(facility=0.95), Rule.TOO_EASY),
    ],
)
def test_doubtful_questions_are_found(statistics, rule):
    assert findings(statistics) == [Finding(rule)]


@pytest.mark.parametrize("statistics", [made(index=0), made(facility=0.06), made(facility=0.94), made(index=None)])
def test_questions_at_the_edge_are_left_alone(statistics):
    assert findings(statistics) == []


def test_rival_of_the_key_is_what_the_best_took():
    options = taken((30, 20, 10, -20), (5, 20, 40, 35), (30, 20, 12, 1))
    assert findings(made(index=-20, options=options), key=[0]) == [Finding(Rule.CHECK_KEY, (1,))]


def test_rival_is_enough_where_the_key_discriminates_by_chance():
    options = taken((5, 5, 7, 2), (5, 20, 40, 35))
    assert findings(made(index=2, options=options), key=[0]) == [Finding(Rule.CHECK_KEY, (1,))]


@pytest.mark.parametrize("rival", [(40, 40, 30, -10), (5, 10, 9, 40)])
def test_rival_must_tell_learners_apart_and_be_the_choice_of_the_best(rival):
    assert findings(made(options=taken((10, 10, 10, 30), rival)), key=[0]) == []


def test_weakest_of_several_keys_is_the_one_to_compare():
    options = taken((30, 40, 50, 30), (20, 10, 5, -10), (5, 20, 40, 35))
    assert findings(made(options=options), key=[0, 1]) == [Finding(Rule.CHECK_KEY, (2,))]


def test_distractors_that_nobody_takes_are_found():
    options = taken((30, 30, 40, 10), (1, 0, 0, 0), (0, 0, 0, None), (40, 30, 29, 0))
    assert findings(made(options=options), key=[0]) == [Finding(Rule.IDLE_DISTRACTORS, (1, 2))]


def test_easy_question_is_not_blamed_for_its_distractors_too():
    options = taken((66, 66, 68, None), (0, 0, 0, None))
    assert findings(made(facility=1, options=options), key=[0]) == [Finding(Rule.TOO_EASY)]


def test_gravest_comes_first():
    found = findings(made(facility=0.04, index=-5, options=taken((3, 3, 2, 0), (0, 0, 0, None))), key=[0])
    assert [finding.rule for finding in found] == [Rule.CHECK_KEY, Rule.TOO_HARD, Rule.IDLE_DISTRACTORS]
