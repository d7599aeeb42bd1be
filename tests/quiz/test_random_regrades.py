"""Whatever was asked, answered and published: a preview is what happens, and taking back leaves no trace."""

import json
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.models import Attempt, Response, Scope, regrades, total
from quiz.scoring import Score, percent
from studyguide.models import Learner
from tests.conftest import NOW
from tests.quiz.regraded import exam, ines, question, republished, stored

NUMBER = "times-longer"
OPTIONS = range(4)


@st.composite
def histories(draw: st.DrawFn) -> dict[str, Any]:
    """Versions of two questions, attempts at some of them, and regrades by some of them.

    A version of the first is the options it has, in their order, and which of them is right.
    """
    orders = st.lists(st.sampled_from(OPTIONS), min_size=2, max_size=4, unique=True)
    choices = draw(
        st.lists(orders.flatmap(lambda order: st.tuples(st.just(order), st.sampled_from(order))), max_size=3)
    )
    numbers = draw(st.lists(st.tuples(st.integers(7, 9), st.sampled_from([0.5, 1.0, 3.0])), max_size=2))
    attempt = st.fixed_dictionaries(
        {
            "choice": st.integers(0, len(choices)),
            "chosen": st.none() | st.integers(0, 1),
            "number": st.integers(0, len(numbers)),
            "typed": st.none() | st.sampled_from(["7", "8", "9 times", "eight"]),
            "is_exam": st.booleans(),
        }
    )
    return {
        "choices": choices,
        "numbers": numbers,
        "attempts": draw(st.lists(attempt, max_size=8)),
        "mark": draw(st.none() | st.integers(0, 100)),
        "regrades": draw(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=4)),
    }


def published(history):
    """The versions of both questions, with those that they began with."""
    first = question().current_version
    versions = [[first], [question(NUMBER).current_version]]
    for order, right in history["choices"]:
        options = [{**first.document["options"][number], "key": number == right} for number in order]
        versions[0].append(republished(options=options))
    for value, points in history["numbers"]:
        versions[1].append(republished(NUMBER, value=float(value), points=points))
    return versions


def taken(history, versions):
    quiz = exam()
    for number, one in enumerate(history["attempts"]):
        attempt = Attempt.objects.create(
            learner=Learner.objects.create(created_at=NOW),
            guide=quiz.guide,
            quiz=quiz if one["is_exam"] else None,
            mode="exam" if one["is_exam"] else "practice",
            source=f"made:{number}",
            number=1,
            seed=number,
            pass_percent=history["mark"] if one["is_exam"] else None,
            started_at=NOW,
            submitted_at=NOW,
        )
        choice, typed = versions[0][one["choice"]], versions[1][one["number"]]
        chosen = None if one["chosen"] is None else [one["chosen"]]
        for place, (version, answer) in enumerate(((choice, chosen), (typed, one["typed"])), 1):
            response = Response(attempt=attempt, version=version, position=place, answer=answer, checked_at=NOW)
            response.settle()
            response.save()


def scores():
    return {row["id"]: Score(row["points"], row["possible"]) for row in stored()}


def passing(mark):
    """Which attempts at the exam pass it, by the sum over their responses."""
    if mark is None:
        return set()
    attempts = Attempt.objects.exclude(quiz=None)
    return {one.pk for one in attempts if percent(total(one.responses.all())) >= mark}


def everything_stored():
    return json.dumps(stored(), default=str)


def check(history):
    versions = published(history)
    taken(history, versions)
    keys = [version for of_one in versions for version in of_one]
    undone = []
    for number, only_exam in history["regrades"]:
        scope = Scope(keys[number % len(keys)], exam() if only_exam else None)
        before, passed, kept = scores(), passing(history["mark"]), everything_stored()
        outcome = scope.preview()
        assert everything_stored() == kept
        if not outcome.changed:
            continue
        made = scope.regrade(outcome.digest, "", ines(), NOW)
        undone.append((made, kept))
        after, now_passed = scores(), passing(history["mark"])
        changes = Counter((before[pk], after[pk]) for pk in before if before[pk] != after[pk])
        assert {(old, new): count for old, new, count in outcome.table} == changes
        assert (made.changed, made.regraded) == (changes.total(), made.responses.count())
        assert (made.now_passed, made.now_failed) == (len(now_passed - passed), len(passed - now_passed))
    for made, kept in reversed(undone):
        made.take_back(ines(), NOW)
        assert everything_stored() == kept


@pytest.mark.timeout(900)  # as long as the thorough profile takes
def test_preview_is_what_happens_and_taking_back_leaves_no_trace(guide, monkeypatch):
    monkeypatch.setattr(regrades, "BATCH", 3)  # so that a few answers are several batches

    @settings(max_examples=settings.default.max_examples // 2)
    @given(histories())
    def always(history):
        with transaction.atomic():
            check(history)
            transaction.set_rollback(True)

    always()
