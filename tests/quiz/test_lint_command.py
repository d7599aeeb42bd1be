"""`manage.py lint_questions`: what it prints, in text and as JSON, and when it fails."""

import json

import pytest
from django.core.management import CommandError, call_command

QUESTIONS = "questions/every-kind.yaml"
SCENARIO = "scenarios/sunday.yaml"


@pytest.fixture
def lint(quiz_folder, capsys):
    """`lint("bread", warnings=True)` gives the printed lines, with paths that begin in the guide's folder."""

    def lint(*guides, **options):
        call_command("lint_questions", *guides, **options)
        return capsys.readouterr().out.replace(f"{quiz_folder.path}/", "").splitlines()

    return lint


@pytest.fixture
def failed(quiz_folder, capsys):
    """The same for a run that fails: the error and the printed lines."""

    def failed(**options):
        with pytest.raises(CommandError) as error:
            call_command("lint_questions", **options)
        assert error.value.returncode == 1
        printed = capsys.readouterr()
        return str(error.value), f"{printed.out}{printed.err}".replace(f"{quiz_folder.path}/", "").splitlines()

    return failed


def test_sound_questions_are_counted(lint):
    assert lint()[-1] == "11 questions: 0 blocking findings, 1 warning."


def test_warnings_are_listed_when_asked_for(lint, quiz_folder):
    line = quiz_folder.replace(QUESTIONS, "Which leaven makes a loaf in time?", "Which leaven is not late?")
    expected = f"{QUESTIONS}:{line}: which-leaven stem: warning: \u201cnot\u201d turns the question round."
    assert not any(printed.startswith(expected) for printed in lint())
    assert any(printed.startswith(expected) for printed in lint(warnings=True))


def test_blocking_finding_fails_and_is_listed_with_its_line(failed, quiz_folder):
    line = quiz_folder.replace(
        QUESTIONS, "{fact:yeast.rise_min}.\n    - text: Sourdough", "{fact:rye}.\n    - text: Sourdough"
    )
    error, printed = failed()
    assert error == "1 blocking finding."
    said = "blocking: No fact has the key rye. Choose one from the list, or add it to facts.yaml. [unknown-fact]"
    assert f"{QUESTIONS}:{line}: which-leaven options.1.because: {said}" in printed


def test_each_rule_is_counted(lint, quiz_folder):
    for text in ("Instant yeast from a packet", "Sourdough from the jar"):
        quiz_folder.replace(QUESTIONS, text, f"Usually {text}")
    assert "     2 vague-word" in lint()


def test_a_missing_part_is_shown_at_the_part_around_it(failed, quiz_folder):
    quiz_folder.replace(QUESTIONS, "      because: It is a salt.\n", "")
    line = quiz_folder.line_of(QUESTIONS, "    - text: Baking soda\n    - text: Baking powder")
    _, printed = failed()
    assert any(text.startswith(f"{QUESTIONS}:{line}: living-leavens options.2.because: blocking:") for text in printed)


def test_mistakes_of_the_files_are_reported_too(failed, quiz_folder):
    line = quiz_folder.replace(QUESTIONS, "difficulty: 1", "difficulty: hard")
    error, printed = failed()
    assert error == "1 mistake."
    assert f"{QUESTIONS}:{line}: `difficulty` is text: expected a whole number from 1 to 3" in printed


def test_steps_of_a_scenario_are_linted_with_what_they_inherit(failed, quiz_folder):
    quiz_folder.replace(SCENARIO, "section: choosing", "section: nowhere")
    _, printed = failed()
    found = [text for text in printed if "unknown-section" in text and text.startswith(f"{SCENARIO}:")]
    assert len(found) == 3


def test_json_holds_the_same(lint, quiz_folder):
    line = quiz_folder.replace(QUESTIONS, "Which leaven makes a loaf in time?", "Which leaven is not late?")
    report = json.loads("\n".join(lint(json=True, warnings=True)))
    assert report["questions"] == 11
    assert report["counts"]["negative-stem"] == 1
    (finding,) = (finding for finding in report["findings"] if finding["rule"] == "negative-stem")
    message = finding.pop("message")
    assert message.startswith("\u201cnot\u201d turns the question round.")
    place = {"path": QUESTIONS, "line": line, "question": "which-leaven", "field": "stem"}
    assert finding == {**place, "level": "warning", "rule": "negative-stem"}


def test_json_leaves_warnings_out_like_the_text(lint):
    report = json.loads("\n".join(lint(json=True)))
    assert report["findings"] == []
    assert report["counts"]


def test_one_guide_can_be_asked_for(lint):
    assert lint("bread") == lint()


def test_unknown_guide(quiz_folder):
    with pytest.raises(CommandError, match=r"No guide is called rye\. There is: bread\."):
        call_command("lint_questions", "rye")


def test_progress_is_shown_for_every_five_hundredth_question(quiz_folder, capsys):
    source = (quiz_folder.path / QUESTIONS).read_text().split("\n\n")[2]
    copies = [source.replace("soda-needs-acid", f"soda-{number}") for number in range(500)]
    quiz_folder.write("questions/many.yaml", "\n\n".join(copies))
    call_command("lint_questions")
    assert capsys.readouterr().err == "500 of 511 questions\n"


def test_a_bank_that_is_skewed_is_shown_at_its_folder(quiz_folder, capsys):
    source = (quiz_folder.path / QUESTIONS).read_text().split("\n\n")[2]
    copies = [source.replace("soda-needs-acid", f"soda-{number}") for number in range(30)]
    quiz_folder.write("questions/many.yaml", "\n\n".join(copies))
    call_command("lint_questions", warnings=True)
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith(f"{quiz_folder.path}: warning: False is right in 31 of 31") for line in lines)
