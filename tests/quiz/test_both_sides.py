"""Files and admin change the same questions: a sync takes what one side changed and reports what both did."""

import os
import subprocess
import sys
from functools import partial

import pytest
from django.core.management import CommandError, call_command

from quiz.models import Question, QuestionVersion, Quiz, QuizQuestion
from studyguide.models import Section
from studyguide.sync import ContentError, content_parts, render_guides, save_guide, sync
from tests.quiz.casebook import case, write_case
from tests.quiz.instructor import Instructor
from tests.quiz.test_checking import BREAD_SOURCE

QUESTIONS = "questions/every-kind.yaml"
SCENARIO = "scenarios/sunday.yaml"
QUIZZES = "quizzes.yaml"
STEP = """  - id: sunday-flour
    kind: true-false
    title: Flour
    sources: [handbook]
    stem: Flour is ground.
    key: true
    because_true: It is.
    because_false: It is.

"""


@pytest.fixture
def instructor(folder):
    return Instructor(folder)


def source_of(slug):
    return Question.objects.get(slug=slug).current_version.source


def conflicts(now, folder, **options):
    """What a sync refuses to decide."""
    with pytest.raises(ContentError) as error:
        sync(now, **options)
    return [str(problem).removeprefix(f"{folder.path}/") for problem in error.value.problems]


def without(folder, slug):
    """Take a question out of its file, and out of the quizzes that name it."""
    entries = (folder.path / QUESTIONS).read_text().split("- id: ")
    folder.write(QUESTIONS, "- id: ".join(entry for entry in entries if not entry.startswith(f"{slug}\n")))
    quizzes = (folder.path / QUIZZES).read_text()
    folder.write(QUIZZES, quizzes.replace(f"    - {slug}\n", ""))


# Questions of a file


def test_what_was_loaded_is_remembered(folder):
    for question in Question.objects.all():
        assert question.synced_source == question.entry


def test_an_edit_in_the_admin_outlives_a_change_of_another_question(folder, instructor, now):
    instructor.publish("which-leaven", title="Supper")
    folder.replace(QUESTIONS, "It is a salt.", "It is a white salt.")
    sync(now)
    assert source_of("which-leaven")["title"] == "Supper"
    assert QuestionVersion.objects.filter(question__slug="which-leaven").count() == 2


def test_each_side_changed_another_field(folder, instructor, now):
    instructor.publish("which-leaven", title="Supper")
    folder.replace(QUESTIONS, "hint: Take the baking", "hint: Take the cooling")
    sync(now)
    question = instructor.question("which-leaven")
    assert (question.entry["title"], question.entry["hint"][:16]) == ("Supper", "Take the cooling")
    assert question.synced_source["title"] == "An hour until supper"
    assert "cooling" in question.current_version.document["hint_html"]


def test_both_changed_a_field_alike(folder, instructor, now):
    instructor.publish("which-leaven", title="Supper")
    folder.replace(QUESTIONS, "An hour until supper", "Supper")
    sync(now)
    assert source_of("which-leaven")["title"] == "Supper"


def test_both_changed_a_field_differently(folder, instructor, now):
    instructor.publish("which-leaven", title="Supper")
    line = folder.replace(QUESTIONS, "title: An hour until supper", "title: Dinner")
    assert conflicts(now, folder) == [
        f"{QUESTIONS}:{line}: `title` of `which-leaven` differs: the file says `Dinner`, the admin says `Supper`: "
        "expected the same in both, or `--take file` or `--take admin` to decide all such cases"
    ]
    assert source_of("which-leaven")["title"] == "Supper"


@pytest.mark.parametrize(("take", "title"), [("file", "Dinner"), ("admin", "Supper")])
def test_a_conflict_is_decided(folder, instructor, now, take, title):
    instructor.publish("which-leaven", title="Supper")
    folder.replace(QUESTIONS, "title: An hour until supper", "title: Dinner")
    sync(now, take=take)
    assert source_of("which-leaven")["title"] == title
    assert instructor.question("which-leaven").synced_source["title"] == "Dinner"
    assert sync(now) == []


def test_a_conflict_within_a_field_stands_where_it_begins(folder, instructor, now):
    options = instructor.question("which-leaven").source["options"]
    options[1]["because"] = "A packet needs {fact:yeast.rise_min} in a warm place before it can be baked at all."
    instructor.publish("which-leaven", options=options)
    file = "A packet needs {fact:yeast.rise_min} in a warm place before it can be shaped."
    line = folder.replace(QUESTIONS, "because: It rises for {fact:yeast.rise_min}.", f'because: "{file}"')
    (mistake,) = conflicts(now, folder)
    assert mistake.startswith(
        f"{QUESTIONS}:{line}: `options.1.because` of `which-leaven` differs: "
        "the file says `…ce before it can be shaped.`, the admin says `…ce before it can be baked at all.`: expected"
    )


def test_conflicts_stand_among_all_other_mistakes(folder, instructor, now):
    instructor.publish("which-leaven", title="Supper", hint="Now.")
    folder.replace(QUESTIONS, "title: An hour until supper", "title: Dinner")
    folder.replace(QUESTIONS, "hint: Take the baking off the hour first.", "hint: Later.")
    folder.replace(QUESTIONS, "sources: [handbook]\n  stem: Which leavens", "sources: [book]\n  stem: Which leavens")
    folder.append("sections/soda.md", "{fact:rye.rise}")
    wrong = [line.split(": ")[1] for line in conflicts(now, folder)]
    assert wrong == [
        "`title` of `which-leaven` differs",
        "`hint` of `which-leaven` differs",
        "`living-leavens` names the unknown source `book`",
        "unknown fact `rye.rise`",
    ]


def test_the_command_says_so_and_fails(folder, instructor, capsys):
    instructor.publish("which-leaven", title="Supper")
    folder.replace(QUESTIONS, "title: An hour until supper", "title: Dinner")
    with pytest.raises(CommandError, match="1 mistake in the content; nothing was changed") as error:
        call_command("sync_content")
    assert error.value.returncode == 1
    assert "the admin says `Supper`" in capsys.readouterr().err
    call_command("sync_content", take="admin")
    assert capsys.readouterr().out == "Loaded: bread.\n"


def test_a_check_knows_no_conflicts(folder, instructor):
    instructor.publish("which-leaven", title="Supper")
    folder.replace(QUESTIONS, "title: An hour until supper", "title: Dinner")
    call_command("sync_content", check=True)


def test_a_merge_that_makes_no_sense_is_reported_in_the_file(folder, instructor, now):
    """Each side is right by itself."""
    good, bad, *_ = instructor.question("living-leavens").source["options"][1:]
    instructor.publish("living-leavens", options=[good, good, bad])
    line = folder.replace(QUESTIONS, "kind: multiple", "kind: single")
    folder.replace(QUESTIONS, "  credit: right-minus-wrong\n", "")
    folder.replace(QUESTIONS, "    - text: Sourdough starter\n      key: true\n", "    - text: Sourdough starter\n")
    (mistake,) = [text for text in conflicts(now, folder, take="admin") if "are the key" in text]
    assert mistake.startswith(QUESTIONS)
    assert int(mistake.split(":")[1]) > line


def test_a_step_of_a_case_is_merged_with_what_its_case_says(folder, instructor, now):
    step = instructor.question("sunday-hours")
    source = {**step.source, "title": "Hours"}
    step.publish({**step.current_version.document, "title": "Hours"}, now, source)
    folder.replace(SCENARIO, "objectives: [choose]", "objectives: [weigh]")
    sync(now)
    version = instructor.question("sunday-hours").current_version
    assert (version.document["title"], version.document["objectives"]) == ("Hours", ["weigh"])
    assert version.document["case"] == "sunday-bread"
    assert version.source == source


# Drafts, retired questions


def test_a_draft_stands_on_top_of_what_is_published(folder, instructor, now):
    instructor.write("which-leaven", title="Supper")
    folder.replace(QUESTIONS, "hint: Take the baking", "hint: Take the cooling")
    sync(now)
    question = instructor.question("which-leaven")
    assert (question.source["title"], question.source["hint"][:16]) == ("Supper", "Take the cooling")
    assert question.has_changes
    assert question.entry["title"] == "An hour until supper"


def test_a_draft_wins_over_the_file_in_what_it_changed(folder, instructor, now):
    instructor.write("which-leaven", title="Supper")
    folder.replace(QUESTIONS, "title: An hour until supper", "title: Dinner")
    sync(now)
    question = instructor.question("which-leaven")
    assert (question.source["title"], question.entry["title"], question.has_changes) == ("Supper", "Dinner", True)


def test_a_question_retired_in_the_admin_stays_retired(folder, instructor, now):
    instructor.retire("which-leaven")
    folder.replace(QUESTIONS, "hint: Take the baking", "hint: Take the cooling")
    sync(now)
    question = instructor.question("which-leaven")
    assert question.status == Question.Status.RETIRED
    assert question.entry["hint"].startswith("Take the cooling")


def test_a_file_retires_and_brings_back(folder, instructor, now):
    folder.replace(QUESTIONS, "  kind: single\n", "  kind: single\n  status: retired\n")
    sync(now)
    assert instructor.question("which-leaven").status == Question.Status.RETIRED
    folder.replace(QUESTIONS, "  status: retired\n", "")
    sync(now)
    question = instructor.question("which-leaven")
    assert (question.status, question.current_version.number) == (Question.Status.PUBLISHED, 1)


def test_a_retired_checkpoint_leaves_its_section(folder, instructor, now):
    assert "checkpoint-no-rise" in Section.objects.get(slug="yeast").html
    instructor.retire("no-rise")
    assert sync(now) == ["bread"]
    assert "checkpoint-no-rise" not in Section.objects.get(slug="yeast").html


def test_a_checkpoint_edited_in_the_admin_is_read_anew_in_its_section(folder, instructor, now):
    instructor.publish("no-rise", title="Flat dough")
    assert sync(now) == ["bread"]
    assert "Flat dough" in Section.objects.get(slug="yeast").html
    assert sync(now) == []


DRAFT = "\n- id: salt\n  status: draft\n  title: Salt\n  stem: How much {fact:salt.grams}?\n"


def test_a_draft_in_a_file_may_be_incomplete(folder, instructor, now):
    folder.append(QUESTIONS, DRAFT)
    sync(now)
    question = instructor.question("salt")
    assert (question.status, question.title, question.current_version) == (Question.Status.DRAFT, "Salt", None)
    assert question.source == {"id": "salt", "title": "Salt", "stem": "How much {fact:salt.grams}?"}


def test_a_draft_in_a_file_and_its_changes_in_the_admin(folder, instructor, now):
    folder.append(QUESTIONS, DRAFT)
    sync(now)
    instructor.write("salt", hint="Little.")
    folder.replace(QUESTIONS, "title: Salt\n", "title: Sea salt\n")
    sync(now)
    assert instructor.question("salt").source["title"] == "Sea salt"
    assert instructor.question("salt").source["hint"] == "Little."


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("title: Salt\n", "difficulty: hard\n", "`difficulty` is text"),
        ("title: Salt\n", "kind: essay\n", "`kind` is `essay`"),
        ("title: Salt\n", "since: 2026-01-01\n", "`salt` holds a date or another special value"),
        ("- id: salt\n", "- id: Sea salt\n", "`id` is `Sea salt`"),
        ("status: draft", "status: done", "`status` is `done`"),
    ],
)
def test_what_even_a_draft_has_to_get_right(quiz_folder, old, new, wrong):
    quiz_folder.append(QUESTIONS, DRAFT)
    quiz_folder.replace(QUESTIONS, old, new)
    assert any(wrong in mistake for mistake in quiz_folder.mistakes), quiz_folder.mistakes


# Questions of the admin


def test_a_question_of_the_admin_is_kept(folder, instructor, now):
    instructor.publish("salt", **BREAD_SOURCE | {"id": "salt"})
    sync(now, force=True)
    question = instructor.question("salt")
    assert (question.status, question.current_version.number, question.synced_source) == ("published", 1, None)


def test_a_question_of_the_admin_follows_the_facts(folder, instructor, now):
    instructor.publish("salt", **BREAD_SOURCE | {"id": "salt", "stem": "How long? {fact:yeast.rise_min}"})
    folder.replace("facts.yaml", "value: 90", "value: 60")
    sync(now)
    version = instructor.question("salt").current_version
    assert version.number == 2
    assert "60 min" in version.document["stem_html"]


def test_a_question_of_the_admin_that_lost_its_facts_is_a_mistake(folder, instructor, now):
    instructor.publish("salt", **BREAD_SOURCE | {"id": "salt", "facts": ["yeast.grams_per_kilogram"]})
    Question.objects.filter(slug="no-rise").update(status="retired")
    folder.remove("questions/checkpoints.yaml")
    folder.replace("sections/yeast.md", "/// checkpoint | no-rise\n///\n", "")
    text = (folder.path / "facts.yaml").read_text()
    folder.write("facts.yaml", text.replace("yeast.grams_per_kilogram", "yeast.grams"))
    found = [text for text in conflicts(now, folder) if text.startswith("admin/bread/salt:")]
    assert "unknown fact `yeast.grams_per_kilogram`" in found[0]


def test_what_the_files_do_not_name_is_the_admins(folder, instructor, now):
    """Also when they are written without a merge."""
    instructor.publish("salt", **BREAD_SOURCE | {"id": "salt"})
    instructor.new_quiz("mine")
    save_guide(render_guides([folder.path], content_parts(), lambda _: None)[0], "", now)
    assert instructor.question("salt").status == Question.Status.PUBLISHED
    assert not Quiz.objects.get(slug="mine").is_retired


def test_a_draft_of_the_admin_is_left_alone(folder, instructor, now):
    instructor.write("salt", title="Salt")
    sync(now, force=True)
    assert instructor.question("salt").source == {"id": "salt", "title": "Salt"}
    assert instructor.question("salt").status == Question.Status.DRAFT


def test_a_file_and_the_admin_make_the_same_question(folder, instructor, now):
    instructor.write("salt", title="Salt")
    folder.append(QUESTIONS, DRAFT)
    wrong = [line.split(": ")[1] for line in conflicts(now, folder)]
    assert wrong == ["`stem` of `salt` differs"]


def test_a_name_is_used_for_one_thing(folder, instructor, now):
    instructor.write("two-of-weighing", title="Two")
    wrong = [line.split(": ")[1] for line in conflicts(now, folder, force=True)]
    assert wrong == ["`two-of-weighing` is also the name of something made in the admin"]


# Entries that are gone


def test_a_question_whose_entry_is_gone_is_retired(folder, instructor, now):
    without(folder, "which-leaven")
    sync(now)
    assert instructor.question("which-leaven").status == Question.Status.RETIRED
    assert sync(now) == []
    assert sync(now, force=True) == ["bread"]


@pytest.mark.parametrize("edit", [Instructor.publish, Instructor.write])
def test_an_entry_that_is_gone_and_was_edited_in_the_admin_is_a_conflict(folder, instructor, now, edit):
    edit(instructor, "which-leaven", title="Supper")
    without(folder, "which-leaven")
    assert [line.split(": ")[1] for line in conflicts(now, folder)] == [
        "`which-leaven` is gone from the files and was edited in the admin"
    ]


def test_the_file_decides_that_a_question_is_gone(folder, instructor, now):
    instructor.publish("which-leaven", title="Supper")
    without(folder, "which-leaven")
    sync(now, take="file")
    question = instructor.question("which-leaven")
    assert (question.status, question.source["title"]) == (Question.Status.RETIRED, "Supper")
    assert sync(now) == []


def test_the_admin_decides_that_a_question_stays(folder, instructor, now):
    instructor.publish("which-leaven", title="Supper")
    without(folder, "which-leaven")
    sync(now, take="admin")
    question = instructor.question("which-leaven")
    assert (question.status, question.synced_source) == (Question.Status.PUBLISHED, None)
    assert sync(now) == []


def test_a_question_brought_back_after_its_entry_was_gone_is_the_admins(folder, instructor, now):
    without(folder, "which-leaven")
    sync(now)
    instructor.publish("which-leaven")
    sync(now)
    question = instructor.question("which-leaven")
    assert (question.status, question.synced_source) == (Question.Status.PUBLISHED, None)


def test_a_file_that_cannot_be_read_does_not_make_its_questions_gone(folder, instructor, now):
    instructor.publish("which-leaven", title="Supper")
    folder.append(QUESTIONS, "- [")
    assert not [line for line in conflicts(now, folder) if "is gone" in line]


# From before


def test_what_the_file_said_is_not_known(folder, instructor, now):
    """As after the migration that began to keep it."""
    question = instructor.publish("which-leaven", title="Supper")
    Question.objects.filter(pk=question.pk).update(synced_source={})
    sync(now)
    assert source_of("which-leaven")["title"] == "An hour until supper"


# Meanwhile


def test_what_is_published_while_the_guide_is_rendered_is_not_lost(folder, instructor, now):
    folder.replace("sections/soda.md", "Soda makes gas at once.", "Soda is quick.")
    titles = iter(["Supper"])

    def publish_once(_section):
        for title in titles:
            instructor.publish("which-leaven", title=title)

    sync(now, publish_once)
    assert source_of("which-leaven")["title"] == "Supper"
    assert "Soda is quick." in Section.objects.get(slug="soda").html


# Quizzes and scenarios


def test_what_was_loaded_of_quizzes_is_remembered(folder):
    assert Quiz.objects.count() == 4
    for quiz in Quiz.objects.all():
        assert quiz.synced_source == quiz.entry


def test_a_quiz_changed_on_each_side(folder, instructor, now):
    instructor.change_quiz("baking-exam", title="Exam", time_limit_s=1200)
    folder.replace(QUIZZES, "pass_percent: 70", "pass_percent: 60")
    sync(now)
    quiz = Quiz.objects.get(slug="baking-exam")
    assert (quiz.title, quiz.minutes, quiz.pass_percent) == ("Exam", 20, 60)
    assert quiz.synced_source["title"] == "Baking exam"


def test_questions_of_a_quiz_are_one_field(folder, instructor, now):
    Quiz.objects.get(slug="every-kind").quizquestion_set.filter(question__slug="times-longer").delete()
    folder.replace(QUIZZES, "title: Every kind", "title: All kinds")
    sync(now)
    quiz = Quiz.objects.get(slug="every-kind")
    assert (quiz.title, len(quiz.question_slugs), "times-longer" in quiz.question_slugs) == ("All kinds", 6, False)
    line = folder.replace(QUIZZES, "    - which-leaven\n", "")
    wrong = f"{QUIZZES}:{line}: `questions.0` of `every-kind` differs: "
    assert [mistake.startswith(wrong) for mistake in conflicts(now, folder)] == [True]


def test_a_rule_changed_on_both_sides(folder, instructor, now):
    instructor.change_quiz("two-of-weighing", rule={"count": 3, "objectives": ["weigh"]})
    line = folder.replace(QUIZZES, "{count: 2, objectives: [weigh]}", "{count: 1, objectives: [weigh]}")
    expected = f"{QUIZZES}:{line}: `draw.count` of `two-of-weighing` differs: the file says `1`, the admin says `3`: "
    assert [mistake.startswith(expected) for mistake in conflicts(now, folder)] == [True]
    sync(now, take="admin")
    assert Quiz.objects.get(slug="two-of-weighing").rule["count"] == 3


def test_a_quiz_of_the_admin_is_kept(folder, instructor, now):
    instructor.new_quiz("mine", rule={"count": 2})
    sync(now, force=True)
    quiz = Quiz.objects.get(slug="mine")
    assert (quiz.is_retired, quiz.synced_source, quiz.rule) == (False, None, {"count": 2})


def test_an_unfinished_quiz_of_the_admin_holds_nothing_up(folder, instructor, now):
    instructor.new_quiz("mine", summary="")
    sync(now, force=True)
    assert not Quiz.objects.get(slug="mine").is_retired


def test_a_quiz_retired_in_the_admin_stays_retired(folder, instructor, now):
    Quiz.objects.get(slug="baking-exam").retire()
    folder.replace(QUIZZES, "title: Baking exam", "title: Exam")
    sync(now)
    quiz = Quiz.objects.get(slug="baking-exam")
    assert (quiz.is_retired, quiz.title) == (True, "Exam")


def test_a_quiz_may_name_a_question_that_was_retired(folder, instructor, now):
    instructor.retire("which-leaven")
    folder.replace(QUIZZES, "title: Baking exam", "title: Exam")
    assert sync(now) == ["bread"]


def test_a_quiz_whose_entry_is_gone(folder, instructor, now):
    text = (folder.path / QUIZZES).read_text()
    folder.write(QUIZZES, text[: text.index("- id: two-of-weighing")])
    sync(now)
    assert Quiz.objects.get(slug="two-of-weighing").is_retired
    instructor.change_quiz("baking-exam", title="Exam")
    folder.write(QUIZZES, text[: text.index("- id: baking-exam")])
    expected = f"{QUIZZES}:1: `baking-exam` is gone from the files and was edited in the admin: "
    assert [line.startswith(expected) for line in conflicts(now, folder)] == [True]


def test_a_case_changed_on_each_side(folder, instructor, now):
    instructor.change_quiz("sunday-bread", title="Sunday")
    folder.replace(SCENARIO, "also: Yeast would do", "also: Yeast would serve")
    sync(now)
    quiz = Quiz.objects.get(slug="sunday-bread")
    assert quiz.title == "Sunday"
    assert "Yeast would serve" in quiz.case["also_html"]
    assert "steps" not in quiz.entry


def test_the_story_of_a_case_is_written_in_the_admin(folder, instructor, now):
    quiz = Quiz.objects.get(slug="sunday-bread")
    instructor.change_quiz("sunday-bread", case_source={**quiz.case_source, "story": "A baker {fact:yeast.rise_min}."})
    sync(now)
    assert "90 min" in Quiz.objects.get(slug="sunday-bread").case["story_html"]


def test_a_case_of_the_admin_with_its_steps(folder, instructor, now):
    before = Quiz.objects.get(slug="sunday-bread")
    source = {**before.case_source, "id": "monday", "story": "In {fact:yeast.rise_min}."}
    quiz = instructor.new_quiz("monday", mode="scenario", case_source=source, rule={})
    step = instructor.publish("monday-one", **BREAD_SOURCE | {"id": "monday-one"})
    Question.objects.filter(pk=step.pk).update(case="monday")
    QuizQuestion.objects.create(quiz=quiz, question=step, position=0)
    folder.replace("facts.yaml", "value: 90", "value: 60")
    sync(now)
    quiz.refresh_from_db()
    assert "60 min" in quiz.case["story_html"]
    assert quiz.question_slugs == ["monday-one"]
    assert instructor.question("monday-one").case == "monday"


def test_a_step_that_the_admin_adds_to_a_case(folder, instructor, now):
    step = instructor.publish("sunday-more", **BREAD_SOURCE | {"id": "sunday-more"})
    Question.objects.filter(pk=step.pk).update(case="sunday-bread")
    sync(now, force=True)
    steps = Quiz.objects.get(slug="sunday-bread").question_slugs
    assert steps == ["sunday-time", "sunday-hours", "sunday-choice", "sunday-more"]


def test_a_step_that_a_file_retires_is_out_of_what_is_being_written(folder, now):
    write_case(title="Sunday")
    folder.replace(SCENARIO, "- id: sunday-hours", "- id: sunday-hours\n    status: retired")
    sync(now)
    assert case().written["title"] == "Sunday"
    assert case().written["steps"] == ["sunday-time", "sunday-choice"]


def test_a_step_that_a_file_adds_is_in_what_is_being_written(folder, now):
    write_case(steps=["sunday-choice", "sunday-time"])
    file = (folder.path / SCENARIO).read_text().replace("  - id: sunday-time", f"{STEP}  - id: sunday-time")
    folder.write(SCENARIO, file)
    sync(now)
    assert case().written["steps"] == ["sunday-choice", "sunday-time", "sunday-flour"]


def test_a_check_needs_no_database(quiz_folder, settings):
    """As in a build, where none is set up: the address leads nowhere."""
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
        "CONTENT_DIRS": str(quiz_folder.path.parent),
        "DJANGO_SETTINGS_MODULE": "studyguide.settings",
    }
    command = [sys.executable, "manage.py", "sync_content"]
    run = partial(subprocess.run, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert run([*command, "--check"]).stdout == "1 guide, no mistakes.\n"
    assert run(command).returncode != 0
