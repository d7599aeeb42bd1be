"""The guide on tea in docs/write-content.md: its files, as they stand there, make a guide without a mistake."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import Client

from studyguide.models import Guide
from studyguide.sync import sync
from tests.serving import ROOT

FILE = re.compile(r"^`(?P<name>[\w./-]+)`(?:, continued)?\n\n```\w+\n(?P<text>.*?)^```$", re.M | re.S)
PAGE = (ROOT / "docs" / "write-content.md").read_text()


@pytest.fixture
def tea(settings, tmp_path):
    """The folder of the guide, where `sync` finds it and nothing else."""
    settings.CONTENT_DIRS = [tmp_path / "content"]
    folder = tmp_path / "content" / "tea"
    for found in FILE.finditer(PAGE):
        file = folder / found["name"]
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a") as writer:
            writer.write(found["text"] + "\n")
    return folder


@pytest.mark.django_db
def test_it_loads_and_is_read(tea, now):
    assert sync(now) == ["tea"]
    section = Client().get("/guides/tea/green-tea/").content.decode()
    assert "80 °C" in section
    assert Guide.objects.get().quizzes.count() == 2


def test_its_questions_have_no_weakness(tea, capsys):
    call_command("lint_questions", warnings=True)
    printed = capsys.readouterr().out.strip()
    assert printed == "3 questions: 0 blocking findings, 0 warnings."
    assert f"`{printed}`" in PAGE


def test_the_weakness_that_the_page_shows_is_found_after_the_change_that_it_names(tea, capsys):
    new, old = re.search(r"With “(.+?)” in place of “(.+?)” it says:", " ".join(PAGE.split())).groups()
    file = tea / "questions" / "leaves.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    call_command("lint_questions", warnings=True)
    printed = capsys.readouterr().out.replace(f"{tea.parent.parent}/", "").splitlines()[0]
    assert printed in re.sub(r"\n +", " ", PAGE)


def test_its_advisor_says_what_the_page_says(tea, tmp_path, capsys):
    workload = tmp_path / "workload.json"
    workload.write_text(re.search(r"`(\{\"water_c.*?\})`", PAGE)[1])
    call_command("advise", str(workload), guide="tea")
    advice = json.loads(capsys.readouterr().out)
    assert advice["answer"] == "black"
    (reason,) = next(target for target in advice["targets"] if target["id"] == "green")["reasons"]
    assert f"“{reason['text']}”" in " ".join(PAGE.split())
