"""Finished answers are scored again by another version, as previewed, and taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from quiz.models import Attempt, Covered, Mode, Outdated, Question, Regrade, RegradedResponse, Scope
from quiz.scoring import Score
from studyguide.models import Learner
from tests.conftest import NOW
from tests.quiz.regraded import exam, finished, ines, question, regraded, republished, stored, with_key
from tests.quiz.sitting import MULTIPLE, NUMERIC, SINGLE, Sitting


@pytest.fixture
def two(learner, stranger):
    """Two exams: the first has option 0, which is the key, the second has option 1."""
    return finished(learner, {SINGLE: [0]}), finished(stranger, {SINGLE: [1]})


def points(*sittings):
    return [sitting.at(SINGLE).points for sitting in sittings]


def test_answers_are_scored_by_the_other_key(two):
    regraded(with_key(1))
    assert points(*two) == [0, 1]


def test_preview_says_what_would_change_and_changes_nothing(two):
    before = stored()
    outcome = Scope(with_key(1)).preview()
    assert (outcome.answers, outcome.changed, outcome.mean_change) == (2, 2, 0)
    assert outcome.table == [(Score(0, 1), Score(1, 1), 1), (Score(1, 1), Score(0, 1), 1)]
    assert stored() == before
    assert not Regrade.objects.exists()


def test_attempt_keeps_the_version_and_the_answer_it_was_asked(two):
    before = stored()
    regraded(with_key(1))
    kept = [{**row, "points": 0, "possible": 0} for row in stored()]
    assert kept == [{**row, "points": 0, "possible": 0} for row in before]


def test_more_points_are_possible_where_the_version_says_so(two):
    regraded(with_key(1, points=3))
    assert [(two[1].at(SINGLE).points, two[1].at(SINGLE).possible)] == [(3, 3)]


def test_what_was_not_answered_earns_nothing(learner):
    sitting = finished(learner, {})
    regraded(republished(points=2))
    assert (sitting.at(SINGLE).points, sitting.at(SINGLE).possible) == (0, 2)


def test_first_answer_counts_as_it_does_in_practice(learner):
    practice = Sitting.begin(learner, "every-kind")
    practice.check(SINGLE, [1])
    practice.post("try_again", SINGLE)
    practice.check(SINGLE, [0])
    practice.submit()
    regraded(with_key(1))
    assert points(practice) == [1]


def test_attempt_that_is_open_is_left_alone(learner):
    practice = Sitting.begin(learner, "every-kind")
    practice.check(SINGLE, [1])
    assert Scope(with_key(1)).preview().answers == 0


def test_preview_of_an_instructor_is_left_alone(two):
    Attempt.objects.filter(pk=two[0].attempt_id).update(is_preview=True)
    assert Scope(with_key(1)).preview().answers == 1


def test_answer_to_the_version_itself_is_left_alone(two, learner):
    key = with_key(1)
    finished(learner, {SINGLE: [0]})
    assert Scope(key).preview().answers == 2


def test_answer_that_another_version_scored_can_be_scored_by_its_own_again(two):
    first = question().current_version
    regraded(with_key(1))
    assert Scope(first).preview().answers == 2
    regraded(first)
    assert points(*two) == [1, 0]


def test_other_questions_are_left_alone(two):
    before = [row for row in stored() if row["position"] != SINGLE]
    regraded(with_key(1))
    assert [row for row in stored() if row["position"] != SINGLE] == before


def test_one_quiz_may_be_chosen(two, learner):
    practice = finished(learner, {SINGLE: [1]}, "every-kind")
    regraded(with_key(1), quiz=exam())
    assert points(*two, practice) == [0, 1, 0]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [(None, None, 2), (date(2026, 3, 2), None, 1), (None, date(2026, 3, 1), 1), (date(2026, 3, 3), None, 0)],
)
def test_days_of_a_period_count_whole(two, first, last, found):
    for sitting, day in zip(two, (1, 2), strict=True):
        at = NOW.replace(month=3, day=day, hour=23, minute=59, second=59)
        Attempt.objects.filter(pk=sitting.attempt_id).update(submitted_at=at)
    assert Scope(with_key(1), first_day=first, last_day=last).preview().answers == found


def test_any_day_can_be_asked_for(two):
    assert Scope(with_key(1), first_day=date.min, last_day=date.max).preview().answers == 2


def test_attempts_that_come_to_pass_or_fail_are_counted(two):
    Attempt.objects.update(pass_percent=8)  # one point of twelve
    outcome = Scope(with_key(1)).preview()
    assert (outcome.now_passed, outcome.now_failed) == (1, 1)


def test_quiz_without_a_mark_passes_nobody(learner):
    finished(learner, {SINGLE: [1]}, "every-kind")
    outcome = Scope(with_key(1)).preview()
    assert (outcome.changed, outcome.now_passed) == (1, 0)


def test_counts_are_kept_with_the_regrade(two):
    made = regraded(with_key(1), "The key was wrong.")
    assert (made.answers, made.regraded, made.changed, made.refused) == (2, 2, 2, 0)
    assert (made.reason, made.regraded_by, made.regraded_at) == ("The key was wrong.", ines(), NOW)
    assert list(made.responses.order_by("pk").values_list("old_points", "points")) == [(1, 0), (0, 1)]


def test_answer_that_cannot_be_read_keeps_its_score(two):
    options = question().current_version.document["options"]
    key = republished(options=[{**options[1], "key": True}, {**options[2], "key": False}])
    outcome = Scope(key).preview()
    assert outcome.refusals == {"They chose “Baking soda with buttermilk”, which is gone.": 1}
    made = regraded(key)
    assert (points(*two), made.refused) == ([1, 1], 1)


def test_checkpoint_that_is_scored_is_scored_again(guide):
    version = question().current_version
    learner = Learner.objects.create(created_at=NOW)
    attempt = Attempt.objects.checkpoint(learner, version, NOW)
    attempt.responses.get().judge([1], NOW)
    assert attempt.mode == Mode.CHECKPOINT
    regraded(with_key(1))
    assert attempt.responses.get().points == 1


def test_checkpoint_that_learners_judge_is_not(guide):
    judged = Question.objects.select_related("current_version").get(kind="open", case="")
    attempt = Attempt.objects.checkpoint(Learner.objects.create(created_at=NOW), judged.current_version, NOW)
    attempt.responses.get().judge({"text": "x", "ticked": [0]}, NOW)
    outcome = Scope(republished(judged.slug, title="Another")).preview()
    assert outcome.refusals == {"Learners judged these answers themselves.": 1}


def digest_of(key):
    return Scope(key).preview().digest


def refused(key, digest):
    before = stored()
    with pytest.raises(Outdated):
        Scope(key).regrade(digest, "", ines(), NOW)
    assert stored() == before
    assert not RegradedResponse.objects.filter(regrade__digest=digest).exists()


def test_new_submit_since_the_preview_refuses_it(two, learner):
    late = Sitting.begin(learner, "every-kind")
    key = with_key(1)
    digest = digest_of(key)
    late.submit()
    refused(key, digest)


def test_deleted_answer_since_the_preview_refuses_it(two):
    key = with_key(1)
    digest = digest_of(key)
    two[0].attempt.delete()
    refused(key, digest)


def test_another_regrade_since_the_preview_refuses_it(two):
    first, second = with_key(1), with_key(2)
    digest = digest_of(second)
    regraded(first)
    with pytest.raises(Outdated):
        Scope(second).regrade(digest, "", ines(), NOW)


def test_other_score_of_the_attempt_since_the_preview_refuses_it(two):
    """Where it makes another attempt pass."""
    Attempt.objects.update(pass_percent=8)
    key = with_key(1)
    digest = digest_of(key)
    two[0].attempt.responses.filter(position=MULTIPLE).update(points=2)
    refused(key, digest)


def test_nothing_to_change_is_refused(two):
    key = republished(title="Another")
    refused(key, digest_of(key))


def test_take_back_restores_everything(two):
    before = stored()
    made = regraded(with_key(1))
    made.take_back(ines(), NOW)
    assert stored() == before
    assert (made.taken_back_at, made.taken_back_by) == (NOW, ines())


def test_taken_back_twice_is_taken_back_once(two):
    made = regraded(with_key(1))
    made.take_back(ines(), NOW)
    regraded(with_key(1))
    made.take_back(ines(), NOW + timedelta(days=1))
    assert points(*two) == [0, 1]
    assert Regrade.objects.get(pk=made.pk).taken_back_at == NOW


def test_later_regrade_of_the_same_answers_has_to_go_first(two):
    before = stored()
    first, second = regraded(with_key(1)), regraded(with_key(2))
    with pytest.raises(Covered) as refusal:
        first.take_back(ines(), NOW)
    assert refusal.value.by == second
    second.take_back(ines(), NOW)
    first.take_back(ines(), NOW)
    assert stored() == before


def test_later_regrade_that_changed_nothing_of_an_answer_stands_on_it_too(two):
    first = regraded(with_key(1))
    regraded(with_key(1, points=2))
    with pytest.raises(Covered):
        first.take_back(ines(), NOW)


def test_later_regrade_of_other_answers_does_not_stand_on_it(two, learner):
    first = regraded(with_key(1), quiz=exam())
    practice = Sitting.begin(learner, "every-kind")
    practice.check(SINGLE, [2])
    practice.submit()
    regraded(with_key(2), quiz=practice.attempt.quiz)
    first.take_back(ines(), NOW)
    assert points(*two) == [1, 0]


def test_records_that_a_learner_deleted_do_not_keep_a_regrade_from_being_taken_back(two):
    made = regraded(with_key(1))
    Learner.objects.filter(pk=two[0].attempt.learner_id).delete()
    made.take_back(ines(), NOW)
    assert points(two[1]) == [0]
    assert made.responses.count() == 1


def test_any_kind_is_scored_again(two, learner):
    sitting = finished(learner, {NUMERIC: "9"}, "every-kind")
    regraded(republished("times-longer", value=9.0))
    assert sitting.at(NUMERIC).points == 1


def test_answer_is_in_a_regrade_once(two):
    row = regraded(with_key(1)).responses.first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("wrong", [{"points": 2}, {"old_points": 2}, {"points": -1}, {"old_points": -1}])
def test_points_lie_within_what_is_possible(two, wrong):
    made = regraded(with_key(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        made.responses.update(**wrong)


@pytest.mark.parametrize("wrong", [{"changed": 3}, {"regraded": 3}])
def test_counts_lie_within_what_was_looked_at(two, wrong):
    regraded(with_key(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Regrade.objects.update(**wrong)


def test_who_took_back_did_so_at_a_time(two):
    regraded(with_key(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Regrade.objects.update(taken_back_by=ines())
