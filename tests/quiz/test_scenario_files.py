"""A case is changed in its file and in the admin: its steps and their order are merged as one field."""

import pytest

from quiz.models import Question, Quiz, Scenario
from studyguide.sync import sync
from tests.quiz.casebook import STEPS, SUNDAY, add_step, case, change_step, publish_case, write_case
from tests.quiz.test_both_sides import SCENARIO, conflicts
from tests.quiz.test_round_trip import assert_empty_afterwards, changes, texts

MORE = "  - id: sunday-more\n    kind: true-false\n    title: More\n    sources: [handbook]\n    stem: There is more.\n"
MORE += "    key: true\n    because_true: There is.\n    because_false: There is not.\n"


@pytest.fixture
def moved(folder):
    """The case with its last step first, in the admin."""
    return publish_case(folder, steps=[STEPS[2], *STEPS[:2]])


def steps_in(folder):
    lines = (folder.path / SCENARIO).read_text().splitlines()
    return [line.removeprefix("  - id: ") for line in lines if line.startswith("  - id: ")]


def test_steps_that_were_loaded_are_remembered(folder):
    assert (case().synced_steps, case().question_slugs) == (STEPS, STEPS)


def test_order_of_the_admin_stays(folder, moved, now):
    sync(now, force=True)
    assert case().question_slugs == [STEPS[2], *STEPS[:2]]
    assert case().synced_steps == STEPS


def test_order_of_the_file_is_taken(folder, now):
    folder.append(SCENARIO, MORE)
    sync(now)
    assert case().question_slugs == [*STEPS, "sunday-more"]


def test_order_that_both_changed_is_a_conflict(folder, moved, now):
    folder.append(SCENARIO, MORE)
    assert [line.split(": ")[1] for line in conflicts(now, folder)] == [f"`steps` of `{SUNDAY}` differs"]
    sync(now, take="admin")
    assert case().question_slugs == [STEPS[2], *STEPS[:2], "sunday-more"]  # it is asked all the same


def test_file_decides_the_order(folder, moved, now):
    folder.append(SCENARIO, MORE)
    sync(now, take="file")
    assert case().question_slugs == [*STEPS, "sunday-more"]


def test_order_is_written_to_the_file(folder, moved, export, now):
    before = texts(folder)
    export()
    assert steps_in(folder) == [STEPS[2], *STEPS[:2]]
    went, came = changes(before, texts(folder))[SCENARIO]
    assert sorted(went) == sorted(came)
    assert_empty_afterwards(folder, export, now)


def test_step_of_the_admin_is_written_where_it_stands(folder, export, now):
    step = add_step(title="Salt", stem="How much salt does the dough need?")
    publish_case(folder, steps=[STEPS[0], step.slug, *STEPS[1:]])
    export()
    assert steps_in(folder) == [STEPS[0], step.slug, *STEPS[1:]]
    assert_empty_afterwards(folder, export, now)


def test_step_taken_out_is_retired_in_its_place(folder, export, now):
    publish_case(folder, steps=[STEPS[0], STEPS[2]])
    before = texts(folder)
    export()
    assert changes(before, texts(folder)) == {SCENARIO: ([], ["    status: retired"])}
    assert_empty_afterwards(folder, export, now)
    assert [question.slug for question in case().draw((), None)] == [STEPS[0], STEPS[2]]


def test_case_of_the_admin_gets_a_file(folder, export, now):
    made = write_new()
    publish_case(folder, made.slug)
    export()
    assert_empty_afterwards(folder, export, now)
    assert case(made.slug).synced_steps == ["monday-1", "monday-2"]
    folder.replace("scenarios/monday.yaml", "title: Monday", "title: Tuesday")
    sync(now)
    assert case(made.slug).title == "Tuesday"


def write_new():
    """A case with two steps, not yet published."""
    source = {**case().written, "title": "Monday", "steps": []}
    made = Scenario.objects.keep_draft(Scenario(guide=case().guide), source, "")
    for title in ("One", "Two"):
        add_step(made.slug, title=title, stem=f"{title} of the leavens makes a loaf in an hour. Which one?")
    return made


def test_draft_of_a_case_is_not_known_to_files(folder, export, now):
    write_new()
    assert export() == "The files say what the database says.\n"
    sync(now, force=True)
    assert (case("monday").state, len(case("monday").steps)) == ("draft", 2)


def test_file_cannot_take_the_name_of_a_draft(folder, now):
    write_new()
    text = (folder.path / SCENARIO).read_text().replace(SUNDAY, "monday").replace("- id: sunday", "- id: other")
    folder.write("scenarios/monday.yaml", text)
    wrong = [line.split(": ")[1] for line in conflicts(now, folder)]
    assert wrong == ["`monday` is also the name of something made in the admin"]


def test_draft_stays_on_top_of_what_the_file_changed(folder, now):
    write_case(title="Sunday morning")
    folder.replace(SCENARIO, "also: Yeast would do", "also: Yeast would serve")
    sync(now)
    assert (case().title, case().written["title"]) == ("Bread on Sunday", "Sunday morning")
    assert case().written["also"].startswith("Yeast would serve")


def test_step_inherits_from_its_case_what_it_leaves_open(folder, now):
    change_step(STEPS[0], hint="Count.")
    publish_case(folder, objectives=["weigh"])
    document = Question.objects.get(slug=STEPS[0]).current_version.document
    assert (document["objectives"], document["case"]) == (["weigh"], SUNDAY)
    sync(now, force=True)
    assert Question.objects.get(slug=STEPS[0]).current_version.document == document


def test_versions_of_a_case_come_from_files_too(folder, now):
    assert [version.number for version in case().versions.all()] == [1]
    folder.replace(SCENARIO, "title: Bread on Sunday", "title: Sunday")
    sync(now)
    sync(now, force=True)
    assert [version.source["title"] for version in case().versions.all()] == ["Sunday", "Bread on Sunday"]
    assert [step["id"] for step in case().versions.first().source["steps"]] == STEPS


def test_case_whose_file_is_gone_and_whose_steps_were_moved_is_a_conflict(folder, moved, now):
    folder.remove(SCENARIO)
    wrong = [line.split(": ")[1] for line in conflicts(now, folder)]
    assert f"`{SUNDAY}` is gone from the files and was edited in the admin" in wrong
    assert not Quiz.objects.get(slug=SUNDAY).is_retired
