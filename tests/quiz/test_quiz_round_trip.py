"""Quizzes go from files to the admin and back; what both sides changed is reported, never overwritten in silence."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from quiz.models import Quiz
from studyguide.sync import ContentError, sync
from tests.quiz.desk import instructor
from tests.quiz.quiz_desk import new_quiz_fields, new_quiz_url, quiz_fields, quiz_url
from tests.quiz.test_building_quizzes import CASES, LIST, RULE
from tests.quiz.test_round_trip import assert_empty_afterwards, changes, texts

QUIZZES = "quizzes.yaml"


@pytest.fixture
def desk(folder):
    return instructor()


def quiz(slug="baking-exam"):
    return Quiz.objects.get(slug=slug)


def publish(desk, slug="baking-exam", **values):
    assert desk.post(quiz_url(quiz(slug), "publish"), quiz_fields(quiz(slug), **values)).status_code == 303


def save(desk, slug="baking-exam", **values):
    assert desk.post(quiz_url(quiz(slug), "save"), quiz_fields(quiz(slug), **values)).status_code == 303


@pytest.mark.parametrize("source", [LIST, RULE, CASES], ids=["list", "rule", "cases"])
def test_quiz_of_the_admin_becomes_an_entry(folder, desk, export, now, source):
    desk.post(new_quiz_url("publish"), new_quiz_fields(source))
    made = Quiz.objects.get(title=source["title"])
    before = texts(folder)
    export()
    assert list(changes(before, texts(folder))) == [QUIZZES]
    assert made.entry == {**source, "id": made.slug}
    assert_empty_afterwards(folder, export, now)


def test_dates_stand_in_a_file_as_plain_words(folder, desk, export):
    desk.post(new_quiz_url("publish"), new_quiz_fields(RULE))
    before = (folder.path / QUIZZES).read_text()
    export()
    added = (folder.path / QUIZZES).read_text().removeprefix(before)
    assert "  opens: 2026-12-01 09:00\n  closes: 2026-12-08 18:00\n" in added


def test_edited_quiz_changes_only_its_lines(folder, desk, export, now):
    before = texts(folder)
    publish(desk, minutes=20, opens="2026-12-01 09:00")
    export()
    went, came = changes(before, texts(folder))[QUIZZES]
    assert went == ["  minutes: 10"]
    assert sorted(came) == ["  minutes: 20", "  opens: 2026-12-01 09:00"]
    assert_empty_afterwards(folder, export, now)


def test_dates_of_a_file_are_loaded(folder, now):
    folder.replace(QUIZZES, "minutes: 10", "minutes: 10\n  opens: 2026-12-01 09:00\n  closes: 2026-12-08 18:00")
    sync(now)
    times = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 8, 18, tzinfo=UTC)
    assert (quiz().opens_at, quiz().closes_at) == times


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("opens: soon", "`opens` is `soon`: expected a time in UTC, such as 2026-12-01 09:00"),
        ("opens: 2026-02-30 09:00", "`opens` is `2026-02-30 09:00`"),
        ("opens: 2026-12-01 09:00\n  closes: 2026-12-01 09:00", "it closes before it opens"),
    ],
)
def test_dates_that_are_none_are_mistakes_with_their_line(folder, lines, wrong):
    line = folder.replace(QUIZZES, "minutes: 10", f"minutes: 10\n  {lines}") + len(lines.splitlines())
    assert any(said.startswith(f"{QUIZZES}:{line}: ") and wrong in said for said in folder.mistakes)


def test_what_the_admin_published_outlives_a_sync(folder, desk, now):
    publish(desk, minutes=20)
    folder.replace(QUIZZES, "title: Baking exam", "title: The exam")
    sync(now)
    assert (quiz().minutes, quiz().title) == (20, "The exam")


@pytest.mark.parametrize(("take", "minutes"), [("file", 30), ("admin", 20)])
def test_what_both_changed_is_for_people_to_decide(folder, desk, now, take, minutes):
    publish(desk, minutes=20)
    folder.replace(QUIZZES, "minutes: 10", "minutes: 30")
    with pytest.raises(ContentError) as error:
        sync(now)
    assert "`minutes` of `baking-exam` differs: the file says `30`, the admin says `20`" in str(error.value.problems[0])
    assert quiz().minutes == 20
    sync(now, take=take)
    assert quiz().minutes == minutes


def test_draft_stays_on_top_of_what_a_file_changes(folder, desk, now):
    save(desk, title="Mine", questions=["which-leaven"])
    folder.replace(QUIZZES, "minutes: 10", "minutes: 30")
    sync(now)
    assert (quiz().title, quiz().minutes, quiz().count) == ("Baking exam", 30, 7)
    written = quiz().written
    assert (written["title"], written["minutes"], written["questions"]) == ("Mine", 30, ["which-leaven"])


def test_draft_that_the_file_says_now_is_none(folder, desk, now):
    save(desk, minutes=30)
    folder.replace(QUIZZES, "minutes: 10", "minutes: 30")
    sync(now)
    assert (quiz().state, quiz().draft) == ("published", None)


def test_no_file_knows_a_draft(folder, desk, export, now):
    desk.post(new_quiz_url("save"), new_quiz_fields(LIST))
    save(desk, title="Mine")
    assert export() == "The files say what the database says.\n"
    sync(now, force=True)
    made = Quiz.objects.get(slug="two-leavens")
    assert (made.state, made.written["title"], quiz().written["title"]) == ("draft", "Two leavens", "Mine")


def test_name_of_a_draft_is_refused_to_a_file(folder, desk, now):
    desk.post(new_quiz_url("save"), new_quiz_fields(LIST))
    line = folder.append(QUIZZES, "- {id: two-leavens, title: A, summary: B, mode: exam, draw: {count: 1}}")
    with pytest.raises(ContentError) as error:
        sync(now)
    said = str(error.value.problems[0])
    assert f"quizzes.yaml:{line}: `two-leavens` is also the name of something made in the admin" in said


def test_restored_version_leaves_its_file_as_it_was(folder, desk, export, now):
    before = texts(folder)
    publish(desk, minutes=20)
    assert desk.post(quiz_url(quiz(), "restore", 1)).status_code == 303
    publish(desk)
    export()
    assert texts(folder) == before
    assert_empty_afterwards(folder, export, now)


def test_retired_and_brought_back_in_the_admin(folder, desk, export, now):
    desk.post(quiz_url(quiz(), "retire"))
    export()
    assert "status: retired" in (folder.path / QUIZZES).read_text()
    sync(now)
    desk.post(quiz_url(quiz(), "bring_back"))
    export()
    assert "status" not in (folder.path / QUIZZES).read_text()
    assert_empty_afterwards(folder, export, now)


def test_change_of_a_file_that_was_not_loaded_is_not_written_over(folder, desk):
    publish(desk, minutes=20)
    folder.replace(QUIZZES, "minutes: 10", "minutes: 30")
    with pytest.raises(CommandError):
        call_command("export_questions")
