"""Questions go from files to the database and back, and nothing changes that nobody changed."""

import shutil
from difflib import ndiff
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quiz.models import Question, Quiz, QuizQuestion
from studyguide.sync import sync
from tests.quiz.instructor import Instructor
from tests.quiz.test_both_sides import DRAFT, QUESTIONS, QUIZZES, SCENARIO, without
from tests.quiz.test_checking import BREAD_SOURCE

FROM_ADMIN = "questions/from-admin.yaml"


@pytest.fixture
def instructor(folder):
    return Instructor(folder)


def texts(folder):
    return {path.relative_to(folder.path): path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}


def changes(before, after):
    """The lines that went and the lines that came, by file."""
    found = {}
    for path in before.keys() | after.keys():
        lines = list(ndiff(*(side.get(path, b"").decode().splitlines() for side in (before, after))))
        went, came = ([line[2:] for line in lines if line[0] == sign] for sign in "-+")
        if went or came:
            found[str(path)] = went, came
    return found


def assert_empty_afterwards(folder, export, now):
    """After an export, a sync and another export change nothing."""
    before = texts(folder)
    entries = {row.slug: row.entry for row in (*Question.objects.all(), *Quiz.objects.all())}
    versions = set(Question.objects.values_list("slug", "current_version"))
    sync(now, force=True)
    assert export() == "The files say what the database says.\n"
    assert texts(folder) == before
    assert {row.slug: row.entry for row in (*Question.objects.all(), *Quiz.objects.all())} == entries
    assert set(Question.objects.values_list("slug", "current_version")) == versions


def test_nothing_to_write_after_a_sync(folder, export):
    before = texts(folder)
    assert export() == "The files say what the database says.\n"
    assert texts(folder) == before


def test_an_edited_question_changes_only_its_lines(folder, instructor, export, now):
    folder.replace(QUESTIONS, "  hint: Take", "  # Supper is at seven.\n  hint: Take")
    sync(now)
    before = texts(folder)
    options = instructor.question("which-leaven").source["options"]
    options[1]["because"] = "Too slow."
    instructor.publish("which-leaven", title="Supper", options=options)
    assert export() == f"Wrote {folder.path / QUESTIONS}\n"
    assert changes(before, texts(folder)) == {
        QUESTIONS: (
            ["  title: An hour until supper", "      because: It rises for {fact:yeast.rise_min}."],
            ["  title: Supper", "      because: Too slow."],
        )
    }
    assert_empty_afterwards(folder, export, now)


def test_a_step_is_changed_in_its_case(folder, instructor, export, now):
    before = texts(folder)
    step = instructor.question("sunday-hours")
    step.publish({**step.current_version.document, "title": "Hours"}, now, {**step.source, "title": "Hours"})
    export()
    assert changes(before, texts(folder)) == {SCENARIO: (["    title: Hours in the jar"], ["    title: Hours"])}
    assert_empty_afterwards(folder, export, now)


def test_a_retired_question_says_so(folder, instructor, export, now):
    before = texts(folder)
    instructor.retire("which-leaven")
    export()
    assert changes(before, texts(folder)) == {QUESTIONS: ([], ["  status: retired"])}
    assert_empty_afterwards(folder, export, now)
    instructor.publish("which-leaven")
    export()
    assert texts(folder) == before


def test_a_question_of_the_admin_is_added(folder, instructor, export, now):
    instructor.publish("salt", **BREAD_SOURCE | {"id": "salt"})
    assert export("bread") == f"Wrote {folder.path / FROM_ADMIN}\n"
    assert (folder.path / FROM_ADMIN).read_text().startswith("- id: salt\n  kind: single\n  title: Salt\n")
    assert instructor.question("salt").synced_source == instructor.question("salt").entry
    assert_empty_afterwards(folder, export, now)


def test_a_draft_of_the_admin_is_added_as_a_draft(folder, instructor, export, now):
    instructor.publish("salt", **BREAD_SOURCE | {"id": "salt"})
    export()
    first = (folder.path / FROM_ADMIN).read_text()
    instructor.write("sugar", stem="How {sweet")
    export()
    assert (folder.path / FROM_ADMIN).read_text() == (
        f"{first}\n- id: sugar\n  status: draft\n  stem: |\n    How {{sweet\n"
    )
    assert_empty_afterwards(folder, export, now)
    instructor.publish("sugar", **BREAD_SOURCE | {"id": "sugar"})
    export()
    assert "status: draft" not in (folder.path / FROM_ADMIN).read_text()
    assert_empty_afterwards(folder, export, now)


def test_what_is_being_written_on_top_of_a_version_is_not_written(folder, instructor, export, now):
    before = texts(folder)
    instructor.write("which-leaven", title="Supper")
    export()
    assert texts(folder) == before
    assert_empty_afterwards(folder, export, now)
    assert instructor.question("which-leaven").source["title"] == "Supper"


def test_a_draft_that_was_thrown_away_is_not_written(folder, instructor, export):
    instructor.write("salt", title="Salt").retire()
    assert export() == "The files say what the database says.\n"


def test_a_draft_of_a_file_that_was_thrown_away_stays_in_its_file(folder, instructor, export, now):
    folder.append(QUESTIONS, DRAFT)
    sync(now)
    instructor.retire("salt")
    before = texts(folder)
    export()
    assert texts(folder) == before
    assert_empty_afterwards(folder, export, now)
    assert instructor.question("salt").status == Question.Status.RETIRED


def test_an_entry_that_was_taken_out_does_not_come_back(folder, instructor, export, now):
    without(folder, "which-leaven")
    sync(now)
    before = texts(folder)
    export()
    assert texts(folder) == before


def test_a_quiz_is_changed_in_its_file(folder, instructor, export, now):
    before = texts(folder)
    instructor.change_quiz("two-of-weighing", rule={"count": 3, "objectives": ["weigh"]})
    Quiz.objects.get(slug="every-kind").retire()
    export()
    went = ["  draw: {count: 2, objectives: [weigh]}"]
    came = ["  status: retired", "  draw:", "    objectives: [weigh]", "    count: 3"]
    assert changes(before, texts(folder)) == {QUIZZES: (went, came)}
    assert_empty_afterwards(folder, export, now)


def test_a_quiz_of_the_admin_is_added(folder, instructor, export, now):
    quiz = instructor.new_quiz("mine", rule={}, time_limit_s=600, mode="exam")
    QuizQuestion.objects.create(quiz=quiz, question=instructor.question("which-leaven"), position=0)
    export()
    assert (
        (folder.path / QUIZZES)
        .read_text()
        .endswith(
            "\n- id: mine\n  title: Mine\n  mode: exam\n  minutes: 10\n  summary: A few.\n  questions: [which-leaven]\n"
        )
    )
    assert_empty_afterwards(folder, export, now)


def test_a_case_keeps_its_steps(folder, instructor, export, now):
    before = texts(folder)
    instructor.change_quiz("sunday-bread", title="Sunday")
    export()
    assert changes(before, texts(folder)) == {SCENARIO: (["title: Bread on Sunday"], ["title: Sunday"])}
    assert_empty_afterwards(folder, export, now)


def test_a_step_is_added_to_its_case(folder, instructor, export, now):
    step = instructor.publish("sunday-more", **BREAD_SOURCE | {"id": "sunday-more"})
    Question.objects.filter(pk=step.pk).update(case="sunday-bread")
    sync(now, force=True)
    export()
    assert (folder.path / SCENARIO).read_text().count("\n  - id: sunday-") == 4
    assert not (folder.path / FROM_ADMIN).exists()
    assert_empty_afterwards(folder, export, now)
    assert Quiz.objects.get(slug="sunday-bread").question_slugs[-1] == "sunday-more"


def test_a_case_of_the_admin_gets_a_file_with_its_steps(folder, instructor, export, now):
    source = {**Quiz.objects.get(slug="sunday-bread").case_source, "id": "monday"}
    quiz = instructor.new_quiz("monday", mode="scenario", case_source=source, rule={}, difficulty=2)
    for position, slug in enumerate(("monday-two", "monday-one")):
        step = instructor.publish(slug, **BREAD_SOURCE | {"id": slug})
        Question.objects.filter(pk=step.pk).update(case="monday")
        QuizQuestion.objects.create(quiz=quiz, question=step, position=position)
    sync(now, force=True)
    export()
    text = (folder.path / "scenarios" / "monday.yaml").read_text()
    assert text.startswith("id: monday\ntitle: Monday\n")
    assert text.index("- id: monday-two\n") < text.index("- id: monday-one\n")
    assert_empty_afterwards(folder, export, now)


# What stands in the way


def refused(capsys, **options):
    with pytest.raises(CommandError) as error:
        call_command("export_questions", **options)
    assert error.value.returncode == 1
    return capsys.readouterr().err


def test_files_that_were_not_loaded_are_not_overwritten(folder, instructor, capsys):
    instructor.publish("which-leaven", title="Supper")
    line = folder.replace(QUESTIONS, "hint: Take", "hint: Please take") - 11
    before = texts(folder)
    assert refused(capsys) == (
        f"{folder.path / QUESTIONS}:{line}: `which-leaven` changed in the files since they were loaded: "
        "expected `manage.py sync_content` before an export\n"
    )
    assert texts(folder) == before


def test_an_entry_that_is_gone_has_to_be_loaded_first(folder, instructor, capsys):
    without(folder, "which-leaven")
    assert "`which-leaven` changed in the files since they were loaded" in refused(capsys)


def test_an_entry_on_one_line_cannot_be_changed(folder, instructor, capsys, now):
    text = "- {id: sugar, status: draft, title: Sugar}\n"
    folder.write("questions/sweet.yaml", text)
    sync(now)
    instructor.write("sugar", title="Honey")
    assert f"{folder.path}/questions/sweet.yaml:1: `sugar` cannot be changed here" in refused(capsys)
    assert (folder.path / "questions/sweet.yaml").read_text() == text


def test_what_a_file_may_not_hold_is_not_written(folder, instructor, capsys):
    instructor.new_quiz("mine", summary="")
    before = texts(folder)
    line = (folder.path / QUIZZES).read_text().count("\n") + 2
    assert f"{QUIZZES}:{line}: once written, `summary` is missing: " in refused(capsys)
    assert texts(folder) == before


def test_mistakes_in_files_are_reported(folder, capsys):
    folder.append(QUESTIONS, "- [")
    assert "broken YAML" in refused(capsys)


def test_a_guide_that_does_not_exist(folder):
    with pytest.raises(CommandError, match=r"No guide is called rye\. There are bread\."):
        call_command("export_questions", "rye")


def test_another_folder_leaves_the_content_alone(folder, instructor, export, tmp_path):
    instructor.publish("which-leaven", title="Supper")
    before = texts(folder)
    assert export(folder=tmp_path / "out") == f"Wrote {tmp_path / 'out' / 'bread' / QUESTIONS}\n"
    assert texts(folder) == before
    assert "title: Supper" in (tmp_path / "out" / "bread" / QUESTIONS).read_text()
    assert instructor.question("which-leaven").synced_source["title"] == "An hour until supper"


def test_a_file_keeps_its_permissions(folder, instructor, export):
    (folder.path / QUESTIONS).chmod(0o640)
    instructor.publish("which-leaven", title="Supper")
    export()
    assert (folder.path / QUESTIONS).stat().st_mode & 0o777 == 0o640


# The guide that comes with the project


@pytest.fixture
def real_folder(settings, tmp_path, real_guide):
    name = real_guide.slug
    settings.CONTENT_DIRS = [tmp_path]
    return Path(shutil.copytree(Path(settings.BASE_DIR) / "content" / name, tmp_path / name))


def test_nothing_of_the_real_guide_has_to_be_written(real_folder, export):
    assert export() == "The files say what the database says.\n"


def test_every_real_question_is_changed_in_its_lines(real_folder, export):
    before = {path: path.read_text() for path in real_folder.rglob("*.yaml")}
    questions = list(Question.objects.select_related("current_version"))
    for question in questions:
        version = question.current_version
        version.source["title"] = f"{question.title} again"
        version.save()
    export()
    lines = [
        (old, new)
        for path, text in before.items()
        for old, new in zip(text.splitlines(), path.read_text().splitlines(), strict=True)
        if old != new
    ]
    assert len(lines) == len(questions) > 200
    assert all("title: " in old and new.endswith(("again", "again'", 'again"')) for old, new in lines)
