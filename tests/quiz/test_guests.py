"""A guest who signs in: everything moves to the account, once, by the rules in `quiz.guests`.

| both have | stays | test |
| --- | --- | --- |
| the same section read | once, earlier time | test_section_read_on_both_counts_once |
| an open attempt on the same quiz | that with more answers, or saved last | test_attempt_with_more_answers_stays_open |
| the other one | its answers, closed, in no quiz | test_answers_of_the_other_are_kept_and_scored |
| finished attempts | all, numbered by start | test_attempts_are_numbered_by_their_start |
| a checkpoint | one answer of the two | test_checkpoint_answered_on_both_is_one |
| more time | the larger factor | test_larger_factor_stays |
| reports | all | test_reports_move |
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from quiz.models import Accommodation, Attempt, Mode, Report, Response, checkpoint_id
from studyguide.guests import join_account
from studyguide.models import Learner, SectionRead
from tests.conftest import NOW
from tests.pages import Page
from tests.quiz.sitting import MULTIPLE, NUMERIC, SHORT_TEXT, SINGLE, Sitting, at_once

CHECKPOINT = "/guides/bread/checkpoints/no-rise/judge/"
SCORED_CHECKPOINT = "/guides/bread/checkpoints/which-leaven/judge/"


@pytest.fixture
def user(guide):
    return User.objects.create_user("ines", password="rye-and-water-42")


@pytest.fixture
def own(user):
    """A browser that is signed in."""
    client = Client()
    client.force_login(user)
    client.post("/guides/bread/yeast/read/")
    return client


@pytest.fixture
def guest(learner):
    """Somebody's browser, not signed in."""
    return learner


@pytest.fixture
def join(user):
    """`join(guest)` is what happens when the guest's browser signs in."""

    def join(guest, now=None):
        return join_account(user, guest.session["learner"], now or timezone.now())

    return join


def hanging():
    """Every row that hangs on a learner, in every table that knows learners."""
    rows = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model is Learner:
                rows += [(model.__name__, row.pk) for row in model._default_manager.exclude(**{field.name: None})]
    return sorted(rows, key=str)


def of(user):
    return Attempt.objects.filter(learner__user=user)


# All of it


def test_account_without_a_learner_takes_the_guest_as_it_is(user, guest, join):
    sitting = Sitting.begin(guest, "every-kind")
    sitting.save(SINGLE, sitting.key(SINGLE))
    guest.post(CHECKPOINT, {"judged": "1"})
    before = hanging()
    assert join(guest)
    assert hanging() == before
    assert user.learner.attempts.count() == 2


def test_nothing_stays_behind_and_nothing_is_lost(user, own, guest, join):
    sitting = Sitting.begin(guest, "every-kind")
    sitting.check(SINGLE, sitting.key(SINGLE))
    sitting.post("report_problem", SINGLE, {"text": "A problem."})
    Sitting.begin(guest, "baking-exam").submit()
    before = hanging()
    assert join(guest)
    assert [row for row in before if row not in hanging()] == []
    assert {learner.user for learner in Learner.objects.all()} == {user}


def test_every_table_of_learners_has_a_rule():
    """Whoever adds one adds its rule to a merge, and its name here."""
    known = {name for model in apps.get_models() for name in [model.__name__] if names_learner(model)}
    assert known == {"SectionRead", "Accommodation", "Attempt", "Report"}


def names_learner(model):
    return any(field.concrete and field.related_model is Learner for field in model._meta.get_fields())


def test_again_changes_nothing(own, guest, join):
    Sitting.begin(guest, "every-kind").submit()
    guest_id = guest.session["learner"]
    join(guest)
    before = hanging(), list(Attempt.objects.order_by("pk").values())
    assert not join_account(User.objects.get(), guest_id, timezone.now())
    assert (hanging(), list(Attempt.objects.order_by("pk").values())) == before


def test_learner_of_another_account_is_nobodys_guest(own, user):
    other = Learner.objects.create(user=User.objects.create_user("theo"), created_at=NOW)
    assert not join_account(user, other.pk, NOW)
    assert Learner.objects.filter(user__username="theo").exists()


def test_all_or_nothing(own, guest, join, settings):
    """A merge that fails half way leaves both as they were."""
    Sitting.begin(guest, "every-kind").submit()
    settings.GUEST_MERGES = ["quiz.guests.merge_answers", f"{__name__}.fail"]
    before = hanging(), list(Attempt.objects.order_by("pk").values()), list(SectionRead.objects.order_by("pk").values())
    with pytest.raises(IntegrityError):
        join(guest)
    assert (
        hanging(),
        list(Attempt.objects.order_by("pk").values()),
        list(SectionRead.objects.order_by("pk").values()),
    ) == before


def fail(guest, own, now):
    raise IntegrityError


def test_learner_is_as_old_as_the_older(own, user, guest, join):
    Learner.objects.filter(user=None).update(created_at=NOW)
    join(guest)
    assert Learner.objects.get().created_at == NOW


# Reading


@pytest.mark.parametrize("guest_is", ["earlier", "later"])
def test_section_read_on_both_counts_once(own, user, guest, join, guest_is):
    own.post("/guides/bread/basics/read/")
    SectionRead.objects.update(read_at=NOW)
    other = NOW + timedelta(hours=1 if guest_is == "later" else -1)
    SectionRead.objects.filter(learner__user=None).update(read_at=other)
    join(guest)
    read = SectionRead.objects.get(section__slug="basics")
    assert (read.learner, read.read_at) == (user.learner, min(NOW, other))
    assert SectionRead.objects.count() == 2


# An open attempt on both


def begin_both(own, guest, slug="every-kind", *, answers=((), ())):
    """An open attempt on each, with the given places answered."""
    sittings = Sitting.begin(own, slug), Sitting.begin(guest, slug)
    for sitting, places in zip(sittings, answers, strict=True):
        for place in places:
            sitting.save(place, sitting.key(place))
    return sittings


@pytest.mark.parametrize(
    ("own_answers", "guest_answers", "stays"),
    [((1, 2), (3,), 0), ((1,), (2, 3), 1), ((1,), (), 0), ((), (1,), 1), ((1,), (2,), 1), ((), (), 1)],
    ids=["own has more", "guest has more", "guest has none", "own has none", "guest saved last", "guest begun last"],
)
def test_attempt_with_more_answers_stays_open(user, own, guest, join, own_answers, guest_answers, stays):
    sittings = begin_both(own, guest, answers=(own_answers, guest_answers))
    join(guest)
    open_one = of(user).open().get()
    assert open_one.pk == sittings[stays].attempt_id
    assert open_one.responses.count() == 7


def test_open_attempt_can_be_gone_on_with_after_signing_in(own, guest, join):
    _, theirs = begin_both(own, guest, answers=((), (SINGLE,)))
    join(guest)
    gone_on = Sitting(own, theirs.attempt_id)
    assert gone_on.save(NUMERIC, gone_on.key(NUMERIC)).status_code == 200
    gone_on.submit()
    assert gone_on.attempt.score.points == 2


def test_answers_of_the_other_are_kept_and_scored(user, own, guest, join):
    mine, theirs = begin_both(own, guest, answers=((SINGLE, NUMERIC), (SHORT_TEXT,)))
    saved_at = theirs.at(SHORT_TEXT).answered_at
    join(guest)
    aside = theirs.attempt
    assert (aside.learner, aside.quiz, aside.submitted_at) == (user.learner, None, saved_at)
    assert aside.title.endswith("(set aside)")
    response = aside.responses.get()
    assert (response.answer, response.points, response.possible) == (theirs.key(SHORT_TEXT), 1, 1)
    assert own.get(theirs.url("results")).status_code == 200
    assert mine.attempt.is_open


def test_results_say_why_it_was_set_aside(own, guest, join):
    mine, theirs = begin_both(own, guest, answers=((SINGLE, NUMERIC), (SHORT_TEXT,)))
    join(guest)
    mine.submit()
    said = "When you signed in, this quiz was open twice"
    assert [said in Page(own.get(sitting.url("results"))).text for sitting in (mine, theirs)] == [False, True]


def test_other_without_an_answer_is_dropped(user, own, guest, join):
    mine, _ = begin_both(own, guest, answers=((SINGLE,), ()))
    join(guest)
    assert of(user).get().pk == mine.attempt_id


def test_flags_go_over_to_the_one_that_stays(own, guest, join):
    mine, theirs = begin_both(own, guest, answers=((SINGLE,), ()))
    theirs.save(MULTIPLE, None, flag="1")
    assert theirs.at(MULTIPLE).is_flagged
    join(guest)
    assert mine.at(MULTIPLE).is_flagged


def test_what_is_set_aside_is_in_no_statistics_of_the_quiz(own, guest, join):
    mine, _ = begin_both(own, guest, "baking-exam", answers=((SINGLE, NUMERIC), (SHORT_TEXT,)))
    mine.submit()
    join(guest)
    own_first = Attempt.objects.filter(quiz__slug="baking-exam", number=1)
    assert own_first.get().pk == mine.attempt_id


def test_attempt_whose_time_is_up_closes_as_it_would_have(user, own, guest, join):
    mine, theirs = begin_both(own, guest, "baking-exam", answers=((SINGLE,), (SINGLE, NUMERIC)))
    theirs.pass_time(3600)
    join(guest)
    assert theirs.attempt.submitted_at == theirs.attempt.deadline_at
    assert theirs.attempt.responses.count() == 7
    assert of(user).open().get().pk == mine.attempt_id


# Finished attempts


def test_attempts_are_numbered_by_their_start(user, own, guest, join):
    begun = []
    for browser in (own, guest, own, guest, guest):
        sitting = Sitting.begin(browser, "every-kind")
        sitting.submit()
        begun.append(sitting.attempt_id)
    join(guest)
    assert list(of(user).order_by("number").values_list("pk", "number")) == [
        (pk, number) for number, pk in enumerate(begun, 1)
    ]


def test_attempts_of_the_account_alone_keep_their_numbers(user, own, guest, join):
    Sitting.begin(own, "every-kind").submit()
    of(user).update(number=5)
    Sitting.begin(guest, "baking-exam").submit()
    join(guest)
    assert of(user).get(source="quiz:every-kind").number == 5


# Checkpoints


def test_checkpoint_of_the_guest_is_the_accounts(user, own, guest, join):
    guest.post(CHECKPOINT, {"judged": "1", "answer": "The yeast."})
    join(guest)
    response = Response.objects.get()
    assert response.attempt_id == checkpoint_id(user.learner.pk, response.version)
    assert "The yeast." in own.get("/guides/bread/checkpoints/no-rise/answer/").content.decode()


def test_checkpoint_answered_on_both_is_one(user, own, guest, join):
    """Judged by oneself: again replaces, so the later judgement stays, whichever browser it came from."""
    guest.post(CHECKPOINT, {"judged": "1", "answer": "first"})
    own.post(CHECKPOINT, {"judged": "1", "answer": "second"})
    join(guest)
    assert Response.objects.get().answer["text"] == "second"
    assert of(user).get().mode == Mode.CHECKPOINT


def test_later_judgement_of_the_guest_replaces_the_accounts(own, guest, join):
    own.post(CHECKPOINT, {"judged": "1", "answer": "first"})
    guest.post(CHECKPOINT, {"judged": "1", "answer": "second"})
    join(guest)
    assert Response.objects.get().answer["text"] == "second"


@pytest.mark.parametrize("first", ["own", "guest"])
def test_first_answer_to_a_scored_checkpoint_stays(own, guest, join, first):
    browsers = {"own": own, "guest": guest}
    browsers.pop(first).post(SCORED_CHECKPOINT, {"answer": "0"})
    browsers.popitem()[1].post(SCORED_CHECKPOINT, {"answer": "1"})
    given = Response.objects.order_by("checked_at").first().answer
    join(guest)
    assert Response.objects.get().answer == given


# The rest


@pytest.mark.parametrize(("factors", "kept"), [((None, 2), 2), ((1.5, 2), 2), ((2, 1.5), 2), ((2, None), 2)])
def test_larger_factor_stays(user, own, guest, join, factors, kept):
    for learner, factor in zip((user.learner.pk, guest.session["learner"]), factors, strict=True):
        if factor:
            Accommodation.objects.create(learner_id=learner, time_factor=factor)
    join(guest)
    given = Accommodation.objects.get()
    assert (given.learner, given.time_factor) == (user.learner, Decimal(kept))


def test_reports_move(user, own, guest, join):
    Sitting.begin(guest, "every-kind").post("report_problem", SINGLE, {"text": "A problem."})
    join(guest)
    assert Report.objects.get().learner == user.learner


# At once


@pytest.mark.slow
def test_two_devices_that_sign_in_at_once(file_database):
    """Neither waits for nothing: whoever comes second finds the learner that the first one made."""
    user = User.objects.create_user("ines", password="rye-and-water-42")
    guests = []
    for section in ("basics", "yeast", "soda"):
        guests.append(Client())
        guests[-1].post(f"/guides/bread/{section}/read/")
        sitting = Sitting.begin(guests[-1], "every-kind")
        sitting.save(SINGLE, sitting.key(SINGLE))
    ids = iter([guest.session["learner"] for guest in guests])
    assert at_once(3, lambda: join_account(user, next(ids), timezone.now())) == [True] * 3
    learner = Learner.objects.get()
    assert learner.sections_read.count() == 3
    assert learner.attempts.open().count() == 1
    assert learner.attempts.count() == 3
    assert Response.objects.answered().count() == 3
