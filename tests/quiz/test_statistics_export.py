"""What the command and the downloads give: text, JSON and CSV."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from quiz.models import Question, Quiz
from quiz.statistics_report import quiz_report
from tests.quiz.test_spreadsheets import FORMULAS
from tests.quiz.test_statistics_counts import FIXED, simulate


def said(*options, slug=FIXED):
    out = StringIO()
    call_command("quiz_statistics", slug, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def quiz(guide):
    return simulate(FIXED, learners=30)


def test_json_holds_the_statistics(quiz):
    found, report = json.loads(said("--json")), quiz_report(quiz)
    assert (found["quiz"], found["first_attempts"]) == (FIXED, 30)
    assert found["scores"]["internal_consistency"] == report.statistics.internal_consistency
    first, expected = found["questions"][0], report.questions[0].statistics
    assert first["statistics"]["discrimination_index"] == expected.discrimination_index
    assert first["options"][0] == {
        "number": 0,
        "text": "Baking soda with buttermilk",
        "key": True,
        "count": expected.options[0].count,
        "thirds": list(expected.options[0].thirds),
        "discrimination": expected.options[0].discrimination,
    }


def test_json_says_nothing_of_few_learners(guide):
    simulate(FIXED, learners=19)
    found = json.loads(said("--json"))
    assert (found["first_attempts"], found["scores"], found["median_seconds"]) == (19, None, None)
    for question in found["questions"]:
        hidden = {name: question[name] for name in ("statistics", "options", "findings", "median_seconds")}
        assert hidden == {"statistics": None, "options": [], "findings": [], "median_seconds": None}


def lines():
    return list(csv.DictReader(StringIO(said("--csv"), newline="")))


def test_csv_has_a_line_for_each_question(quiz):
    found, report = lines(), quiz_report(quiz)
    assert [line["question"] for line in found] == [one.question.slug for one in report.questions]
    assert float(found[0]["facility"]) == report.questions[0].statistics.facility
    assert found[0]["options"] == " ".join(str(option.count) for option in report.questions[0].statistics.options)


def test_csv_says_nothing_of_few_learners(guide):
    simulate(FIXED, learners=19)
    told = {name for line in lines() for name, text in line.items() if text}
    assert told == {"question", "title", "kind", "learners"}


@pytest.mark.parametrize("title", FORMULAS)
def test_title_is_no_formula(quiz, title):
    Question.objects.filter(slug="which-leaven").update(title=title)
    assert lines()[0]["title"] == f"'{title}"


def test_negative_number_stays_a_number(quiz):
    Question.objects.update(title="-")
    found = lines()
    assert {line["title"] for line in found} == {"'-"}
    numbers = [float(line["discrimination_index"]) for line in found if line["discrimination_index"]]
    assert len(numbers) == 7


def test_text_names_scores_questions_and_findings(quiz):
    text = said()
    assert "Every kind: 30 first attempts" in text
    assert "Below 100 the figures still move a lot." in text
    assert "Internal consistency" in text
    assert all(slug in text for slug in quiz.questions.values_list("slug", flat=True))


def test_text_says_from_when_on_there_are_figures(guide):
    assert "Statistics are shown from 20 first attempts." in said()


def test_unknown_quiz_is_refused(guide):
    with pytest.raises(CommandError, match="No quiz is called nope"):
        said(slug="nope")
    assert Quiz.objects.exists()


def test_one_form_at_a_time(guide):
    with pytest.raises(CommandError, match="not allowed with"):
        said("--json", "--csv")
