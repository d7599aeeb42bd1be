"""manage.py advise: JSON in, JSON out, and one line for each mistake."""

import io
import json

import pytest
import yaml
from django.core.management import call_command

SUNDAY = {"minutes": 1440, "loaves": 4, "mood": "patient", "has_acid": False, "crumb_mm": None}
NOW = {**SUNDAY, "minutes": 60}

pytestmark = pytest.mark.usefixtures("guide_folder")


@pytest.fixture
def advise(tmp_path, capsys):
    """`advise(given)` gives what the command prints for it; a text is written as it stands."""

    def advise(given, **options):
        path = tmp_path / "asked.json"
        path.write_text(given if isinstance(given, str) else json.dumps(given))
        call_command("advise", str(path), **options)
        return json.loads(capsys.readouterr().out)

    return advise


@pytest.fixture
def refused(advise, capsys, tmp_path):
    """`refused(given)` lists the lines that the command prints when it refuses, without the file's name."""

    def refused(given, **options):
        with pytest.raises(SystemExit) as ended:
            advise(given, **options)
        said = capsys.readouterr()
        assert (ended.value.code, said.out) == (2, "")
        return [line.replace(f"{tmp_path / 'asked.json'}: ", "") for line in said.err.splitlines()]

    return refused


def test_one_workload_gives_one_answer(advise):
    answer = advise(SUNDAY)
    assert list(answer) == ["answer", "runner_up", "path", "targets"]
    assert (answer["answer"], answer["runner_up"]) == ("sourdough", "yeast")
    assert answer["path"] == [["hurry", "no"], ["flavour", "yes, for at least 12 hours"]]
    assert [set(target) for target in answer["targets"]] == [{"id", "verdict", "reasons"}] * 3
    assert set(answer["targets"][0]["reasons"][0]) == {"kind", "fact", "text"}


def test_a_list_gives_a_list_in_its_order(advise):
    assert [answer["answer"] for answer in advise([NOW, SUNDAY, NOW])] == ["soda", "sourdough", "soda"]


def test_an_empty_list_gives_an_empty_list(advise):
    assert advise([]) == []


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(NOW)))
    call_command("advise", "-")
    assert json.loads(capsys.readouterr().out)["answer"] == "soda"


def test_a_derived_field_may_be_given(advise):
    assert advise({**SUNDAY, "baking_min": 5760})["answer"] == "sourdough"


def test_one_line_for_each_mistake(refused):
    assert refused([SUNDAY, {**NOW, "minutes": -1, "mood": "sad"}, {"minutes": 5}, 7]) == [
        "workload 2: minutes is -1, out of range: expected a number from 0 to 2,880 min",
        "workload 2: mood is `sad`: expected one of hasty, patient, curious",
        "workload 3: loaves is missing: expected a whole number from 1 to 200 loaves",
        "workload 3: mood is missing: expected one of hasty, patient, curious",
        "workload 3: has_acid is missing: expected true or false",
        "workload 3: crumb_mm is missing: expected a number from 0.5 to 30 mm, or null for any size",
        "workload 4: no object: expected a workload as {field: value}",
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "no JSON (Expecting value: line 1 column 1 (char 0))"),
        ("{", "no JSON ("),
        ('{"minutes": NaN}', "no JSON (NaN is no number)"),
        ('{"minutes": 1, "minutes": 2}', "no JSON (a key stands twice, `minutes`)"),
        ("[" * 100_000, "no JSON ("),
        ('{"minutes": ' + "9" * 5000 + "}", "no JSON (Exceeds the limit"),
        ('"much"', "no object: expected a workload as {field: value}"),
        ("null", "no object: expected a workload as {field: value}"),
        ('{"min\\nutes": 1}', "loaves is missing"),
    ],
)
def test_what_is_no_workload(refused, text, wrong):
    lines = refused(text)
    assert any(line.startswith(wrong) for line in lines), lines


def test_a_file_that_is_not_there(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("advise", "/no/such/file.json")
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said == "/no/such/file.json: cannot be read (No such file or directory): expected a readable file\n"


def test_a_guide_may_be_named(advise, refused):
    assert advise(NOW, guide="bread")["answer"] == "soda"
    assert refused(NOW, guide="rye") == ["--guide: no guide `rye` has an advisor: expected one of bread"]


def test_without_any_advisor(guide_folder, refused):
    guide_folder.remove("advisor.yaml")
    assert refused(NOW) == ["--guide: which guide?: expected one of none, no guide has one"]


def test_a_changed_fact_changes_the_answer_at_once(guide_folder, advise):
    guide_folder.replace("facts.yaml", "value: 90", "value: 59")
    assert advise(NOW)["answer"] == "yeast"


def test_the_scenarios_of_the_project(settings, advise):
    settings.CONTENT_DIRS = [settings.BASE_DIR / "content"]
    scenarios = yaml.safe_load((settings.BASE_DIR / "tests" / "data" / "scenarios.yaml").read_text())
    answers = advise([scenario["workload"] for scenario in scenarios])
    assert [answer["answer"] for answer in answers] == [scenario["answer"] for scenario in scenarios]
