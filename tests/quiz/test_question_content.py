"""Questions, scenarios and quizzes as files: what may stand in them, and where each mistake is reported."""

import pytest

from quiz.models import Question, Quiz, QuizQuestion
from studyguide.sync import content_parts, render_guides, sync

QUESTIONS = "questions/every-kind.yaml"
SCENARIO = "scenarios/sunday.yaml"
QUIZZES = "quizzes.yaml"


def mistakes_at(folder, name, line):
    """What is wrong with one line of one file, without what was expected."""
    start = f"{name}:{line}: "
    return " ".join(mistake.removeprefix(start) for mistake in folder.mistakes if mistake.startswith(start))


def test_sound_files_have_no_mistakes(quiz_folder):
    assert quiz_folder.mistakes == []


def test_question_rests_on_what_its_texts_name_too(documents):
    document = documents["which-leaven"]
    assert document["facts"] == ["yeast.rise_min", "sourdough.rise_min"]
    assert document["sources"] == ["handbook"]
    assert documents["leaven-and-time"]["facts"] == ["yeast.rise_min", "sourdough.rise_min"]


NAMED = [
    (QUESTIONS, "objectives: [choose]", "objectives: [chose]", "unknown objective `chose`"),
    (QUESTIONS, "section: soda", "section: sodas", "unknown section `sodas`"),
    (QUESTIONS, "facts: [yeast.rise_min]", "facts: [yeast.rise]", "unknown fact `yeast.rise`"),
    (QUESTIONS, "targets: [soda, yeast]", "targets: [salt]", "names the unknown target `salt`"),
    (QUESTIONS, "sources: [handbook]", "sources: [book]", "names the unknown source `book`"),
    (SCENARIO, "answer: sourdough", "answer: rye", "names the unknown target `rye`"),
    (SCENARIO, "target: soda", "target: salt", "names the unknown target `salt`"),
    (SCENARIO, "section: choosing", "section: nowhere", "unknown section `nowhere`"),
    (QUIZZES, "- which-leaven", "- what-leaven", "names the unknown question `what-leaven`"),
    (QUIZZES, "- which-leaven", "- baking-exam", "names the unknown question `baking-exam`"),
    (QUIZZES, "- which-leaven", "- sunday-bread", "names the unknown question `sunday-bread`"),
    (QUIZZES, "- which-leaven", "- living-leavens", "`living-leavens` stands twice"),
    (QUIZZES, "- which-leaven", "- no-rise", "`no-rise` has no score"),
    (QUIZZES, "objectives: [weigh]", "objectives: [way]", "names the unknown objective `way`"),
    (QUIZZES, "objectives: [weigh]", "targets: [rye]", "names the unknown target `rye`"),
    (QUIZZES, "objectives: [weigh]", "sections: [rye]", "names the unknown section `rye`"),
    (QUIZZES, "objectives: [weigh]", "kinds: [essay]", "names the unknown kind `essay`"),
    (QUIZZES, "objectives: [weigh]", "tags: [thyme]", "names the unknown tag `thyme`"),
]


@pytest.mark.parametrize(("name", "old", "new", "wrong"), NAMED)
def test_name_of_nothing_is_reported_in_its_line(quiz_folder, name, old, new, wrong):
    line = quiz_folder.replace(name, old, new)
    assert wrong in mistakes_at(quiz_folder, name, line)


IN_A_LINE = [
    (QUESTIONS, "kind: single", "kind: essay", "`kind` is `essay`"),
    (QUESTIONS, "id: which-leaven", "id: Which leaven", "`id` is `Which leaven`"),
    (QUESTIONS, "difficulty: 1", "difficulty: 4", "`difficulty` is a number"),
    (QUESTIONS, "difficulty: 1", "difficulty: 1.5", "`difficulty` is a number"),
    (QUESTIONS, "difficulty: 1", "difficulty: hard", "`difficulty` is text"),
    (QUESTIONS, "points: 2", "points: 0", "`points` is 0"),
    (QUESTIONS, "tags: [time]", "tags: time", "`tags` is text"),
    (QUESTIONS, "hint: Take", "clue: Take", "unknown key `clue`"),
    (SCENARIO, "id: sunday-bread", "id: sunday bread", "`id` is `sunday bread`"),
    (SCENARIO, "difficulty: 2", "difficulty: 0", "`difficulty` is a number"),
    (SCENARIO, "kind: soft", "kind: strict", "`kind` is `strict`"),
    (SCENARIO, "summary: A", "abstract: A", "unknown key `abstract`"),
    (QUIZZES, "id: every-kind", "id: every kind", "`id` is `every kind`"),
    (QUIZZES, "mode: practice", "mode: scenario", "a scenario without cases"),
    (QUIZZES, "minutes: 10", "minutes: -1", "`minutes` is a number"),
    (QUIZZES, "pass_percent: 70", "pass_percent: 101", "`pass_percent` is a number"),
    (QUIZZES, "draw: {count: 2,", "draw: {count: 0,", "`count` is a number"),
    (QUIZZES, "draw: {count: 2,", "draw: {count: 2, difficulty: 1,", "`difficulty` is no list of levels"),
    (QUIZZES, "draw: {count: 2,", "draw: {count: 2, difficulty: [4],", "`difficulty` is no list of levels"),
    (QUIZZES, "draw: {count: 2,", "draw: {count: 2, level: [1],", "unknown key `level`"),
]


@pytest.mark.parametrize(("name", "old", "new", "wrong"), IN_A_LINE)
def test_mistake_is_reported_in_its_line(quiz_folder, name, old, new, wrong):
    line = quiz_folder.replace(name, old, new)
    assert wrong in mistakes_at(quiz_folder, name, line)


def test_id_is_used_once_in_a_guide(quiz_folder):
    line = quiz_folder.replace(QUIZZES, "id: every-kind", "id: which-leaven")
    assert "`which-leaven` is already used in every-kind.yaml:1" in mistakes_at(quiz_folder, QUIZZES, line)


def test_question_rests_on_a_fact_or_a_source(quiz_folder):
    line = quiz_folder.replace(SCENARIO, "    sources: [handbook]\n    stem: Which", "    stem: Which") - 3
    assert quiz_folder.mistakes == [f"{SCENARIO}:{line}: `sunday-choice` rests on nothing: expected a fact or a source"]


def test_fact_in_a_text_is_enough_to_rest_on(quiz_folder):
    quiz_folder.replace(
        SCENARIO, "    sources: [handbook]\n    stem: Which", "    stem: In {fact:sourdough.rise_min}, which"
    )
    assert quiz_folder.mistakes == []


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("stem: Guests come", "stem: Guests {fact:guests}", "unknown fact `guests`"),
        ("It is a salt.", "It is {fact:yeast.rise_min as kg}.", "min cannot be shown as kg"),
        ("formula: sourdough.rise_min", "formula: rye.rise_min", "unknown fact `rye.rise_min`"),
        ("formula: sourdough.rise_min /", "formula: sourdough.rise_min //", "`times-longer`: only numbers"),
    ],
)
def test_texts_and_formulas_are_checked(quiz_folder, old, new, wrong):
    quiz_folder.replace(QUESTIONS, old, new)
    assert any(wrong in mistake for mistake in quiz_folder.mistakes), quiz_folder.mistakes


def test_text_has_a_greatest_length(quiz_folder):
    line = quiz_folder.replace(QUESTIONS, "stem: Guests come", f"stem: {'word ' * 1_700}Guests come")
    assert f"{QUESTIONS}:{line}: a text of 8,5" in "".join(quiz_folder.mistakes)


def test_title_has_a_greatest_length(quiz_folder):
    quiz_folder.replace(QUIZZES, "title: Every kind", f"title: {'a' * 201}")
    assert quiz_folder.mistakes == [f"{QUIZZES}:1: `title` has 201 characters: expected at most 200"]


def test_quiz_takes_its_questions_from_one_place(quiz_folder):
    quiz_folder.replace(QUIZZES, "  draw: {count: 2, objectives: [weigh]}\n", "")
    quiz_folder.replace(QUIZZES, "  mode: exam\n", "  mode: exam\n  draw: {count: 1}\n")
    expected = "questions from two places or none: expected either `questions:` or `draw:`"
    assert [mistake.split(": ", 1)[1] for mistake in quiz_folder.mistakes] == [expected, expected]


def test_scenario_has_steps(quiz_folder):
    text = (quiz_folder.path / SCENARIO).read_text()
    quiz_folder.write(SCENARIO, text.partition("steps:")[0])
    assert f"{SCENARIO}:1: no steps: expected `steps:` with at least one question" in quiz_folder.mistakes


def test_file_of_questions_is_a_list(quiz_folder):
    quiz_folder.write(QUESTIONS, "id: which-leaven\n")
    assert f"{QUESTIONS}:1: not a list: expected entries that begin with `- id:`" in quiz_folder.mistakes


def test_every_mistake_is_reported_at_once(quiz_folder):
    quiz_folder.replace(QUESTIONS, "kind: single", "kind: multiple")
    quiz_folder.replace(SCENARIO, "answer: sourdough", "answer: rye")
    quiz_folder.replace(QUIZZES, "mode: exam", "mode: test")
    assert {mistake.partition(":")[0] for mistake in quiz_folder.mistakes} == {QUESTIONS, SCENARIO, QUIZZES}


def test_quizzes_are_saved_with_their_questions_in_order(guide):
    quiz = Quiz.objects.get(slug="baking-exam")
    assert (quiz.mode, quiz.time_limit_s, quiz.pass_percent, quiz.minutes) == ("exam", 600, 70, 10)
    assert [question.slug for question in quiz.draw(set(), None)][:2] == ["which-leaven", "living-leavens"]


def test_scenario_is_saved_as_a_quiz_with_its_case(guide):
    quiz = Quiz.objects.get(slug="sunday-bread")
    assert quiz.mode == "scenario"
    assert [question.slug for question in quiz.draw(set(), None)] == ["sunday-time", "sunday-hours", "sunday-choice"]
    assert [(loser["target"], loser["kind"]) for loser in quiz.case["losers"]] == [("yeast", "soft"), ("soda", "hard")]
    assert "comes home on Saturday" in quiz.case["story_html"]


def test_step_inherits_what_its_case_says(guide):
    step = Question.objects.get(slug="sunday-hours")
    assert (step.case, step.section, step.difficulty) == ("sunday-bread", "choosing", 2)
    assert step.current_version.document["objectives"] == ["choose"]


def test_facets_are_saved_once_each(quiz_folder, db, now):
    quiz_folder.replace(QUESTIONS, "tags: [time]", "tags: [time, time]")
    sync(now)
    facets = Question.objects.get(slug="which-leaven").facets.values_list("name", "value")
    assert sorted(facets) == [("objective", "choose"), ("tag", "time"), ("target", "soda"), ("target", "yeast")]


def test_order_of_questions_in_a_quiz_follows_its_file(quiz_folder, db, now):
    sync(now)
    quiz_folder.replace(QUIZZES, "    - which-leaven\n    - living-leavens", "    - living-leavens\n    - which-leaven")
    sync(now)
    quiz = Quiz.objects.get(slug="every-kind")
    assert [question.slug for question in quiz.draw(set(), None)][:2] == ["living-leavens", "which-leaven"]
    assert QuizQuestion.objects.filter(quiz=quiz).count() == 7


def test_quiz_that_is_gone_is_retired(quiz_folder, db, now):
    sync(now)
    quiz_folder.remove(SCENARIO)
    sync(now)
    assert Quiz.objects.get(slug="sunday-bread").is_retired
    assert Question.objects.get(slug="sunday-time").status == Question.Status.RETIRED


def test_a_scenario_uses_the_facts_of_its_story(quiz_folder):
    quiz_folder.replace(SCENARIO, "story: |\n", "story: |\n  It rises for {fact:sourdough.rise_min}.\n")
    uses = render_guides([quiz_folder.path], content_parts(), print)[0].uses
    named = [use.url for use in uses if use.fact == "sourdough.rise_min" and use.kind == "scenario"]
    assert named == ["/quizzes/sunday-bread/"]
