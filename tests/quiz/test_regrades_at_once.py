"""Regrades that begin at the same moment: each score is changed once."""

from django.test import Client

from quiz.models import Outdated, Regrade, Scope
from tests.conftest import NOW
from tests.quiz.regraded import finished, ines, with_key
from tests.quiz.sitting import SINGLE, at_once


def regrading(key, digest, by):
    def act():
        try:
            return Scope(key).regrade(digest, "", by, NOW).changed
        except Outdated:
            return None

    return act


def test_same_preview_is_carried_out_once(file_database):
    sitting = finished(Client(), {SINGLE: [1]})
    key, by = with_key(1), ines()
    found = at_once(4, regrading(key, Scope(key).preview().digest, by))
    assert sorted(found, key=str) == [1, None, None, None]
    assert (sitting.at(SINGLE).points, Regrade.objects.count()) == (1, 1)


def test_taken_back_at_once_is_taken_back_once(file_database):
    sitting = finished(Client(), {SINGLE: [1]})
    key, by = with_key(1), ines()
    made = Scope(key).regrade(Scope(key).preview().digest, "", by, NOW)
    at_once(4, lambda: Regrade.objects.get(pk=made.pk).take_back(by, NOW))
    assert sitting.at(SINGLE).points == 0
    assert Regrade.objects.get().taken_back_by == by
