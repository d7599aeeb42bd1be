"""What scoring answers again changes, as a calculation."""

import pytest

from quiz.regrading import Outcome, Rescored, Rescoring, attempt_scores
from quiz.scoring import Score
from tests.quiz.test_kinds_carrying import choice

NOTHING, FULL, HALF = Score(0.0, 1.0), Score(1.0, 1.0), Score(0.5, 1.0)
ASKED = choice("Rye", "Wheat", "Spelt", keys=(0,))
KEY = choice("Wheat", "Rye", "Spelt", keys=(0,))


def rescored(answer, before=NOTHING, asked=ASKED, key=KEY):
    return Rescoring(asked, key).rescored(answer, before)


def outcome(*found):
    made = Outcome("key")
    for number, one in enumerate(found):
        made.add(number, one)
    return made


def test_answer_is_worth_what_the_other_key_says():
    assert rescored([1]) == Rescored(NOTHING, FULL)
    assert rescored([0], FULL) == Rescored(FULL, NOTHING)


def test_no_answer_earns_nothing_of_what_is_possible_now():
    assert rescored(None, key={**KEY, "points": 2}).after == Score(0.0, 2.0)


def test_answer_that_cannot_be_read_keeps_its_score():
    found = rescored([2], HALF, key=choice("Wheat", "Rye"))
    assert (found.after, found.is_changed) == (HALF, False)
    assert found.refusal == "They chose “Spelt”, which is gone."


@pytest.mark.parametrize("kind", ["multiple", "true-false"])
def test_answer_to_another_kind_keeps_its_score(kind):
    refusal = rescored([1], FULL, asked={**ASKED, "kind": kind}).refusal
    assert refusal.startswith("They were asked another kind of question: ")


@pytest.mark.parametrize(("asked", "key"), [({"kind": "open"}, KEY), (ASKED, {"kind": "open"})])
def test_what_learners_judged_themselves_keeps_its_score(asked, key):
    assert rescored([1], FULL, asked, key) == Rescored(FULL, FULL, "Learners judged these answers themselves.")


def test_parts_in_other_words_are_told():
    key = choice("Rye", "Whole wheat", "Spelt")
    assert [(found.old, found.new) for found in Rescoring(ASKED, key).readings()] == [("Wheat", "Whole wheat")]


def test_parts_that_went_and_came_are_told():
    readings = Rescoring(ASKED, choice("Rye", "Oats", "Wheat", "Barley")).readings()
    assert [(found.old, found.new) for found in readings] == [("Spelt", ""), ("", "Oats"), ("", "Barley")]


def test_parts_that_only_moved_need_no_word():
    assert list(Rescoring(ASKED, KEY).readings()) == []


def test_answers_are_counted_by_what_becomes_of_them():
    refused = Rescored(FULL, FULL, "Gone.")
    found = outcome(
        Rescored(NOTHING, FULL), Rescored(NOTHING, FULL), Rescored(FULL, HALF), Rescored(FULL, FULL), refused
    )
    assert (found.answers, found.regraded, found.changed, found.refused) == (5, 4, 3, 1)
    assert found.table == [(NOTHING, FULL, 2), (FULL, HALF, 1)]
    assert found.reasons == [("Gone.", 1)]
    assert found.mean_change == 0.5


def test_nothing_changes_by_nothing():
    assert outcome(Rescored(FULL, FULL)).mean_change == 0


def test_digest_tells_apart_whatever_is_different():
    all_found = [
        outcome(),
        outcome(Rescored(NOTHING, FULL)),
        outcome(Rescored(NOTHING, HALF)),
        outcome(Rescored(NOTHING, FULL), Rescored(NOTHING, FULL)),
        outcome(Rescored(NOTHING, NOTHING)),
        outcome(Rescored(NOTHING, NOTHING, "Gone.")),
        Outcome("another key"),
    ]
    passing = outcome(Rescored(NOTHING, FULL))
    passing.add_attempt(NOTHING, FULL, 50)
    assert len({found.digest for found in [*all_found, passing]}) == len(all_found) + 1


def test_digest_is_the_same_for_the_same():
    assert outcome(Rescored(NOTHING, FULL)).digest == outcome(Rescored(NOTHING, FULL)).digest


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (Score(6, 10), Score(7, 10), (1, 0)),
        (Score(7, 10), Score(6, 10), (0, 1)),
        (Score(7, 10), Score(10, 10), (0, 0)),
        (Score(1, 10), Score(2, 10), (0, 0)),
        (Score(69.4, 100), Score(69.5, 100), (1, 0)),  # as the results page rounds
    ],
)
def test_attempt_that_comes_over_the_mark_or_under_it(before, after, expected):
    found = Outcome("key")
    found.add_attempt(before, after, 70)
    assert (found.now_passed, found.now_failed) == expected


def test_score_of_an_attempt_takes_the_new_score_of_what_is_rescored():
    scores = [(1, FULL), (2, NOTHING), (3, HALF)]
    assert attempt_scores(scores, {2: Score(2.0, 2.0)}) == (Score(1.5, 3.0), Score(3.5, 4.0))
