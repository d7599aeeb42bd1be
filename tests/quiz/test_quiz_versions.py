"""Versions of quizzes: kept by each publishing and each sync, listed, compared, restored."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from quiz.models import Quiz, QuizVersion
from studyguide.sync import sync
from tests.conftest import NOW
from tests.pages import Page
from tests.quiz.quiz_desk import new_quiz_fields, new_quiz_url, quiz_fields, quiz_url
from tests.quiz.sitting import Sitting
from tests.quiz.test_building_quizzes import LIST, RULE, without_id

EVERY_KIND = "every-kind"


def quiz_of(slug=EVERY_KIND):
    return Quiz.objects.select_related("guide").get(slug=slug)


def publish(desk, slug=EVERY_KIND, **changes):
    sent = desk.post(quiz_url(quiz_of(slug), "publish"), quiz_fields(quiz_of(slug), **changes))
    assert sent.status_code == 303


def sources(slug=EVERY_KIND):
    """What the versions say, the oldest first."""
    return [version.source for version in quiz_of(slug).versions.order_by("number")]


@pytest.fixture
def quiz(desk):
    """A quiz with two versions, the second with another title and one question less, and a newer draft."""
    publish(desk, title="Most kinds", questions=quiz_of().question_slugs[1:])
    desk.post(quiz_url(quiz_of(), "save"), quiz_fields(quiz_of(), summary="A newer introduction."))
    return quiz_of()


def shown(desk, quiz, **query):
    return Page(desk.get(quiz_url(quiz, "versions"), query)).text


# Kept


@pytest.mark.parametrize("source", [LIST, RULE], ids=["list", "rule"])
def test_publishing_keeps_what_learners_are_given(desk, source):
    desk.post(new_quiz_url("publish"), new_quiz_fields(source))
    made = Quiz.objects.get(title=source["title"])
    (version,) = made.versions.all()
    assert without_id(version.source) == source
    assert (version.number, version.published_by.username) == (1, "ines")


def test_publishing_again_keeps_both(desk):
    before = quiz_of().published
    publish(desk, title="Most kinds")
    publish(desk, pass_percent=60)
    after = {**before, "title": "Most kinds"}
    assert sources() == [before, after, {**after, "pass_percent": 60}]


def test_publishing_the_same_keeps_nothing_new(desk):
    publish(desk)
    assert len(sources()) == 1


def test_publishing_what_blocks_keeps_nothing(desk):
    sent = desk.post(quiz_url(quiz_of(), "publish"), quiz_fields(quiz_of(), title="", questions=None))
    assert (sent.status_code, len(sources())) == (422, 1)


def test_draft_is_no_version(desk):
    desk.post(quiz_url(quiz_of(), "save"), quiz_fields(quiz_of(), title="Most kinds"))
    assert len(sources()) == 1


def test_quiz_that_was_published_before_versions_were_kept_loses_nothing(desk):
    QuizVersion.objects.all().delete()
    before = quiz_of().published
    publish(desk, title="Most kinds")
    assert sources() == [before, {**before, "title": "Most kinds"}]
    assert quiz_of().versions.get(number=1).published_by is None


def test_number_is_used_once(desk):
    with pytest.raises(IntegrityError), transaction.atomic():
        quiz_of().versions.create(number=1, source={}, published_at=NOW)


def test_sync_keeps_what_a_file_says_anew(folder, now):
    folder.replace("quizzes.yaml", "title: Every kind", "title: All kinds")
    sync(now)
    assert [source["title"] for source in sources()] == ["Every kind", "All kinds"]


def test_sync_of_the_same_keeps_nothing_new(folder, now):
    sync(now, force=True)
    assert {quiz.versions.count() for quiz in Quiz.objects.all()} == {1}


# Listed and compared


def test_versions_are_listed_with_who_published_them(desk, quiz):
    text = shown(desk, quiz)
    assert "2 current" in text
    assert "ines" in text
    assert "content files" in text


def test_draft_is_compared_with_the_newest_version_at_first(desk, quiz):
    text = shown(desk, quiz)
    assert "What changed from version 2 to the draft" in text
    assert "Introduction" in text
    assert "newer" in text


def test_two_versions_are_compared_place_by_place(desk, quiz):
    sent = desk.get(quiz_url(quiz, "versions"), {"old": "1", "new": "2"}).content.decode()
    assert "<ins>Most</ins>" in sent
    text = shown(desk, quiz, old="1", new="2")
    assert "Title" in text
    assert "Chosen questions" in text
    assert "(which-leaven)" in text
    assert "Introduction" not in text


def test_rule_is_compared_by_its_conditions(desk):
    desk.post(new_quiz_url("publish"), new_quiz_fields(RULE))
    publish(desk, "drawn", draw={**quiz_of("drawn").rule, "count": 1})
    text = shown(desk, quiz_of("drawn"))
    assert "How many 2 1" in text
    assert "With one of these objectives" not in text


@pytest.mark.parametrize("old", ["9", "x", "", "-1", "\0"])
def test_version_that_is_none_is_not_compared(desk, quiz, old):
    assert "to the draft" in shown(desk, quiz, old=old, new="1")


def test_quiz_that_was_never_published_has_no_version_yet(desk):
    desk.post(new_quiz_url("save"), new_quiz_fields({}))
    text = shown(desk, Quiz.objects.latest("pk"))
    assert "None is kept yet." in text
    assert "What changed" not in text


def test_single_version_is_compared_with_nothing(desk):
    text = shown(desk, quiz_of())
    assert "1 current" in text
    assert "Compare" not in text


def test_form_leads_to_the_versions(desk, quiz):
    assert quiz_url(quiz, "versions") in Page(desk.get(quiz_url(quiz, "change"))).links


# Restored


def test_restored_version_becomes_the_draft_and_nothing_else(desk, quiz):
    sent = desk.post(quiz_url(quiz, "restore", 1))
    restored = quiz_of()
    assert (sent.status_code, sent.headers["Location"]) == (303, quiz_url(quiz, "change"))
    assert restored.written == sources()[0]
    assert (restored.title, restored.state, len(sources())) == ("Most kinds", "published, newer draft", 2)


def test_restored_version_is_published_by_a_separate_act(desk, quiz):
    desk.post(quiz_url(quiz, "restore", 1))
    publish(desk)
    assert sources()[2] == sources()[0]
    assert quiz_of().question_slugs == sources()[0]["questions"]


def test_current_version_is_offered_only_over_a_draft(desk, quiz):
    offered = quiz_url(quiz, "restore", 2)
    assert offered in Page(desk.get(quiz_url(quiz, "versions"))).values("action", "form")
    desk.post(offered)
    assert offered not in Page(desk.get(quiz_url(quiz, "versions"))).values("action", "form")


def test_current_version_restored_leaves_no_draft(desk, quiz):
    desk.post(quiz_url(quiz, "restore", 2))
    assert (quiz_of().draft, quiz_of().state) == (None, "published")


def test_rule_is_restored_in_place_of_a_list(desk):
    desk.post(new_quiz_url("publish"), new_quiz_fields(RULE))
    publish(desk, "drawn", draw=None, questions=["which-leaven"], **{"from": "list"})
    desk.post(quiz_url(quiz_of("drawn"), "restore", 1))
    publish(desk, "drawn")
    assert without_id(quiz_of("drawn").entry) == RULE


def test_attempt_keeps_what_it_began_with(desk, quiz, learner):
    sitting = Sitting.begin(learner, EVERY_KIND)
    before = list(sitting.attempt.responses.values_list("version", flat=True)), sitting.attempt.title
    desk.post(quiz_url(quiz, "restore", 1))
    publish(desk)
    after = list(sitting.attempt.responses.values_list("version", flat=True)), sitting.attempt.title
    assert after == before


def test_version_that_is_none_is_not_restored(desk, quiz):
    assert desk.post(quiz_url(quiz, "restore", 9)).status_code == 404
    assert quiz_of().draft == quiz.draft


def test_case_is_no_quiz_here(desk):
    assert desk.get(quiz_url(quiz_of("sunday-bread"), "versions")).status_code == 404


def test_restoring_is_written_down(desk, quiz):
    desk.post(quiz_url(quiz, "restore", 1))
    assert LogEntry.objects.filter(change_message="Restored version 1 as the draft.").exists()
