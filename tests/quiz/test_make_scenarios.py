"""`make_scenarios`: the same cases for the same seed; bad input is one line and exit 2. No database."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.quiz.generated_guides import AWS, aws


@pytest.fixture
def run(settings):
    """`run(...)` gives what the command prints, with its exit code where it refuses."""
    settings.CONTENT_DIRS = [AWS.parent]

    def run(*args):
        out, err = StringIO(), StringIO()
        try:
            call_command("make_scenarios", *args, stdout=out, stderr=err)
        except SystemExit as stopped:
            return stopped.code, err.getvalue()
        return out.getvalue()

    return run


def test_so_many_cases_each_of_the_next_seed(run):
    made = json.loads(run("--seed", "41", "--count", "3", "--json"))
    assert [case["seed"] for case in made] == [41, 42, 43]
    for case in made:
        same = aws().case(case["seed"])
        assert (case["answer"], tuple(case["story"])) == (same.answer, same.story)


def test_the_same_again(run):
    asked = ("--seed", "7", "--count", "5", "--json")
    assert run(*asked) == run(*asked)


def test_a_case_holds_its_steps_with_keys_and_its_reasons(run):
    [case] = json.loads(run("--json"))
    assert [step["name"] for step in case["steps"]] == ["requirements", "limit", "target", "metric", "cost"]
    assert sum(option["key"] for option in case["steps"][2]["options"]) == 1
    assert {found["id"] for found in case["targets"]} == set(aws().targets)


def test_text_marks_the_key_and_names_the_answer(run):
    told = run("--seed", "3")
    case = aws().case(3)
    assert told.startswith(f"Seed 3: {case.title}, difficulty {case.difficulty} of 3\n")
    assert f"  The answer: {aws().targets[case.answer].name}" in told
    assert told.count("     * ") == 6  # two of the first step, one of each other


def test_what_is_wanted(run):
    made = json.loads(run("--count", "6", "--target", "lambda", "--target", "fargate", "--difficulty", "2", "--json"))
    assert {case["answer"] for case in made} == {"lambda", "fargate"}
    assert {case["difficulty"] for case in made} == {2}


def test_an_objective_leaves_the_steps_about_it(run):
    [case] = json.loads(run("--objective", "scale", "--json"))
    assert [step["name"] for step in case["steps"]] == ["target", "metric"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--seed", "x"), "--seed: `x`: expected a whole number from 0 to 9223372036854775807"),
        (("--seed", "-1"), "--seed: `-1`: expected a whole number from 0 to 9223372036854775807"),
        (("--seed", "9" * 30), f"--seed: `{'9' * 30}`: expected a whole number from 0 to 9223372036854775807"),
        (("--count", "0"), "--count: `0`: expected a whole number from 1 to 100000"),
        (("--count",), "--count: ``: expected a whole number from 1 to 100000"),
        (("--difficulty", "4"), "--difficulty: `4`: expected a whole number from 1 to 3"),
        (("--guide", "rye"), "--guide: no guide `rye` has stories: expected one of aws-ml-deployment-targets"),
        (("--objective", "rest"), "--objective: unknown `rest`: expected one of"),
        (("--target", "abacus"), "--target: unknown `abacus`: expected one of"),
        (("--target", "neo_edge", "--difficulty", "3"), "--seed: no case of seed 0 is as wanted: expected another"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(run, args, said):
    code, line = run(*args)
    assert code == 2
    assert line.startswith(said)
    assert line.count("\n") == 1
