"""Versions: a question is published anew when it says something else, and attempts keep what they began with."""

import pytest
from django.db import IntegrityError, transaction

from quiz.models import Question, QuestionVersion
from quiz.sources import document_hash
from studyguide.sync import sync
from tests.pages import Page
from tests.quiz.sitting import NUMERIC, SINGLE, Sitting

QUESTIONS = "questions/every-kind.yaml"
RISE = "    value: 720\n"


@pytest.fixture
def synced(quiz_folder, db, now):
    sync(now)
    return quiz_folder


def numbers(slug):
    return sorted(QuestionVersion.objects.filter(question__slug=slug).values_list("number", flat=True))


def test_first_sync_publishes_a_first_version_of_each(synced):
    assert set(QuestionVersion.objects.values_list("number", flat=True)) == {1}
    assert Question.objects.published().count() == QuestionVersion.objects.count() == 11


def test_same_document_makes_no_new_version(synced, now):
    sync(now, force=True)
    assert QuestionVersion.objects.count() == 11


def test_changed_text_makes_a_new_version_of_that_question(synced, now):
    synced.replace(QUESTIONS, "It is a salt.", "It is a white salt.")
    sync(now)
    assert numbers("living-leavens") == [1, 2]
    assert QuestionVersion.objects.count() == 12
    assert Question.objects.get(slug="living-leavens").current_version.number == 2


def test_changed_fact_makes_a_new_version_of_every_question_that_rests_on_it(synced, now):
    synced.replace("facts.yaml", RISE, "    value: 900\n")
    sync(now)
    changed = QuestionVersion.objects.filter(number=2).values_list("question__slug", flat=True)
    assert set(changed) == {"which-leaven", "leaven-and-time", "times-longer", "sunday-hours"}


def test_changed_fact_changes_the_key(synced, now):
    synced.replace("facts.yaml", RISE, "    value: 900\n")
    sync(now)
    versions = QuestionVersion.objects.filter(question__slug="times-longer").order_by("number")
    assert [version.document["value"] for version in versions] == [8, 10]
    assert [version.score("8").points for version in versions] == [1, 0]


def test_fact_that_no_question_uses_makes_no_version(synced, now):
    synced.replace("facts.yaml", "    value: 0.15\n", "    value: 0.16\n")
    sync(now)
    assert QuestionVersion.objects.count() == 11


def test_text_that_comes_back_is_a_new_version_of_the_same_content(synced, now):
    for old, new in (("It is a salt.", "It is salt."), ("It is salt.", "It is a salt.")):
        synced.replace(QUESTIONS, old, new)
        sync(now)
    first, _, third = QuestionVersion.objects.filter(question__slug="living-leavens").order_by("number")
    assert first.content_hash == third.content_hash


def test_open_attempt_keeps_its_version(synced, client, now):
    sitting = Sitting.begin(client, "every-kind")
    synced.replace("facts.yaml", RISE, "    value: 900\n")
    sync(now)
    assert sitting.check(NUMERIC, "8").status_code == 200
    assert (sitting.at(NUMERIC).version.number, sitting.at(NUMERIC).points) == (1, 1)


def test_finished_attempt_keeps_its_version(synced, client, now):
    sitting = Sitting.begin(client, "every-kind")
    sitting.save(NUMERIC, "8")
    sitting.submit()
    synced.replace("facts.yaml", RISE, "    value: 900\n")
    sync(now)
    assert sitting.attempt.score.points == 1
    assert "Divide 720 min by 90 min" in Page(sitting.get("results")).text


def test_new_attempt_gets_the_new_version(synced, client, now):
    synced.replace("facts.yaml", RISE, "    value: 900\n")
    sync(now)
    assert Sitting.begin(client, "every-kind").at(NUMERIC).version.number == 2


def test_question_that_is_gone_is_retired_and_stays_in_attempts(synced, client, now):
    sitting = Sitting.begin(client, "every-kind")
    Question.objects.filter(slug="which-leaven").retire()
    assert sitting.check(SINGLE, sitting.key(SINGLE)).status_code == 200
    assert "which-leaven" not in {question.slug for question in sitting.attempt.quiz.draw(set(), None)}


def test_question_that_comes_back_is_published_again(synced, now):
    text = (synced.path / QUESTIONS).read_text()
    synced.write(QUESTIONS, text.replace("id: which-leaven", "id: what-leaven"))
    synced.replace("quizzes.yaml", "    - which-leaven\n", "")
    synced.replace("quizzes.yaml", "    - which-leaven\n", "")
    sync(now)
    assert Question.objects.get(slug="which-leaven").status == Question.Status.RETIRED
    synced.write(QUESTIONS, text)
    sync(now)
    assert Question.objects.get(slug="which-leaven").status == Question.Status.PUBLISHED
    assert numbers("which-leaven") == [1]


def test_version_number_is_used_once(synced):
    version = QuestionVersion.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersion.objects.create(
            question=version.question, number=1, document={}, content_hash="", published_at=version.published_at
        )


def test_hash_depends_on_content_and_not_on_the_order_of_keys():
    assert document_hash({"a": 1, "b": "\u00e9"}) == document_hash({"b": "\u00e9", "a": 1})
    assert document_hash({"a": 1}) != document_hash({"a": 2})
