"""Results: the score, what it says by objective and section, and every question explained."""

import re

import pytest

from quiz.models import Attempt, Quiz
from quiz.plots import history_plot
from quiz.results import attempt_results
from quiz.scoring import Score, percent
from tests.pages import Page
from tests.quiz.sitting import MATCHING, MULTIPLE, NUMERIC, ORDERING, SHORT_TEXT, SINGLE, TRUE_FALSE, Sitting

KINDS = range(1, 8)


@pytest.fixture
def finished(exam):
    """Five of twelve points: one right, one in part, one wrong and sure, the others not answered."""
    exam.save(SINGLE, exam.key(SINGLE))
    exam.save(MULTIPLE, exam.wrong(MULTIPLE), confidence="sure")
    exam.save(MATCHING, [0, 1, None], confidence="guess")
    exam.save(NUMERIC, "8 times")
    exam.save(SHORT_TEXT, "Proof")
    exam.pass_time(185)
    exam.submit()
    return exam


def results(sitting):
    return Page(sitting.get("results"))


def reviews(sitting):
    return attempt_results(sitting.attempt)["reviews"]


def test_score_and_time(finished):
    text = results(finished).text
    assert "42 % 5 of 12 points. Not passed, the mark is 70 %" in text
    assert re.search(r"Attempt 1, 3:\d\d used\.", text)


def test_score_is_told_in_questions(finished):
    assert "3 right, 1 partly right, 1 not right, 2 not answered" in results(finished).text


def test_score_says_what_it_means(finished):
    text = results(finished).text
    assert "With 7 questions, a level anywhere from 15 to 74 % could show this score." in text
    assert "The pass mark lies within that range: one attempt does not settle it." in text
    assert "Weakest: Weigh flavour against effort." in text
    assert "/guides/bread/practice/?from=objective:weigh" in results(finished).links


@pytest.mark.parametrize(("mark", "sentence"), [(5, "lies below that range"), (99, "lies above that range")])
def test_pass_mark_outside_what_is_likely(finished, mark, sentence):
    Attempt.objects.update(pass_percent=mark)
    assert f"The pass mark {sentence}" in results(finished).text


def test_nothing_is_weakest_where_all_is_right(exam):
    for position in KINDS:
        exam.save(position, exam.key(position))
    exam.submit()
    assert "Weakest" not in results(exam).text


def test_passing_is_said(exam):
    for position in KINDS:
        exam.save(position, exam.key(position))
    exam.submit()
    assert "100 % 12 of 12 points. Passed, the mark is 70 %" in results(exam).text


def test_practice_has_no_pass_mark(practice):
    practice.submit()
    assert "assed" not in results(practice).text


@pytest.mark.parametrize(
    ("score", "expected"),
    [(Score(0, 0), 0), (Score(0, 3), 0), (Score(1, 3), 33), (Score(2, 3), 67), (Score(1, 8), 13), (Score(3, 3), 100)],
)
def test_percent_is_rounded_half_up(score, expected):
    assert percent(score) == expected


def test_bars_by_objective_and_section(finished):
    found = attempt_results(finished.attempt)
    objectives = [(bar.label, bar.score.points, bar.score.possible, bar.count) for bar in found["by_objective"]]
    assert objectives == [
        ("Choose a leaven that fits the time you have.", 2, 4, 3),
        ("Weigh flavour against effort.", 3, 8, 4),
    ]
    sections = {bar.label: (bar.percent, bar.count) for bar in found["by_section"]}
    assert sections["Sourdough"] == (100, 1)
    assert sum(count for _, count in sections.values()) == 7


def test_bars_have_a_text_twin(finished):
    page = results(finished)
    assert "Weigh flavour against effort. 38 % 3 of 8 points 4 questions" in page.text
    assert "/guides/bread/sourdough/" in page.links


VERDICTS = ["Right", "Not right", "Not answered", "Partly right", "Not answered", "Right", "Right"]


def test_every_question_has_its_verdict(finished):
    text = results(finished).text
    for review, verdict in zip(reviews(finished), VERDICTS, strict=True):
        assert f"{review.document['title']} {verdict}" in text


@pytest.mark.parametrize("position", KINDS)
@pytest.mark.parametrize("is_answered", [True, False])
def test_rationale_of_every_option_is_told(exam, documents, position, is_answered):
    """Whatever was answered, and in every kind."""
    if is_answered:
        exam.save(position, exam.wrong(position))
    exam.submit()
    html = exam.get("results").content.decode()
    told = list(rationales(exam.at(position).version.document))
    assert told
    assert all(because in html for because in told)


def rationales(document):
    """The rationale of each part of a document, as HTML."""
    for name in ("options", "pairs", "distractors", "items", "wrong"):
        yield from (part["because_html"] for part in document.get(name, []))
    yield from [document["because_html"]] if "because_html" in document else []


def test_answer_and_key_stand_side_by_side(finished):
    text = results(finished).text
    for words in (
        "Right, and you chose it",
        "You chose this",
        "Right: you gave 8 times",
        "Right: you gave “Proof”",
        "No answer",
    ):
        assert words in text


def test_facts_come_with_their_source(finished):
    page = results(finished)
    assert "Rise at room temperature: 90 min" in page.text
    assert "https://bread.example/handbook" in page.links


def test_section_to_read_again(finished):
    page = results(finished)
    assert "Read again: Baking soda" in page.text
    assert {"/guides/bread/soda/", "/guides/bread/yeast/"} <= set(page.links)


def test_reasoning_is_told(finished):
    assert "Only Baking soda needs no rise" in results(finished).text


def test_sure_and_wrong_leads_to_what_misleads_people(finished):
    page = results(finished)
    assert page.text.count("You were sure of this one.") == 1
    assert "What misleads people here: What a leaven does" in page.text


def test_section_with_muddy_points_is_entered_there(finished, guide):
    section = guide.sections.get(slug="basics")
    section.html += '<h2 id="muddy-points">Muddy points</h2>'
    section.save()
    assert "/guides/bread/basics/#muddy-points" in results(finished).links


def test_muddy_point_that_names_the_question_is_led_to(finished, guide):
    section = guide.sections.get(slug="soda")
    link = '<a href="/guides/bread/checkpoints/living-leavens/">Leavens that live</a>'
    section.html += f'<aside class="muddy"><h3 id="alive">Alive or not</h3><p>{link}</p></aside>'
    section.save()
    page = results(finished)
    assert "/guides/bread/soda/#alive" in page.links
    assert "Muddy point: Alive or not" in page.text


def test_muddy_points_of_others_do_not_matter(finished, guide):
    section = guide.sections.get(slug="soda")
    link = '<a href="/guides/bread/checkpoints/which-leaven/">Right and not sure</a>'
    section.html += f'<aside class="muddy"><h3 id="other">Other</h3><p>{link}</p></aside>'
    section.save()
    assert "/guides/bread/soda/#other" not in results(finished).links


def test_confidence_is_told(finished):
    assert "You said: Guess." in results(finished).text


def test_first_try_is_what_counts_and_the_number_of_tries_is_told(practice):
    practice.check(TRUE_FALSE, practice.wrong(TRUE_FALSE))
    practice.post("try_again", TRUE_FALSE)
    practice.check(TRUE_FALSE, practice.key(TRUE_FALSE))
    practice.submit()
    assert "You tried 2 times. The points are of the first." in results(practice).text
    assert not reviews(practice)[TRUE_FALSE - 1].is_right


def test_options_stand_in_the_order_in_which_they_were_shown(finished):
    shown = [finished.at(SINGLE).version.document["options"][n]["html"] for n in finished.at(SINGLE).order]
    assert [row["html"] for row in reviews(finished)[SINGLE - 1].part["rows"]] == shown


def test_attempts_over_time_are_plotted(finished):
    again = Sitting.begin(finished.browser, "baking-exam")
    again.submit()
    response = again.get("results")
    assert "Scores of 2 attempts: 42 %, 0 %" in response.content.decode()
    assert finished.url("results") in Page(response).links


def test_one_attempt_is_no_plot(finished):
    assert "history-plot" not in finished.get("results").content.decode()


def test_other_quizzes_and_other_learners_are_no_part_of_the_history(finished, stranger):
    other = Sitting.begin(stranger, "baking-exam")
    other.submit()
    practice = Sitting.begin(finished.browser, "every-kind")
    practice.submit()
    assert [attempt.pk for attempt, _ in attempt_results(finished.attempt)["history"]] == [finished.attempt_id]


def test_case_ends_with_its_losers_hard_reasons_first(scenario):
    scenario.submit()
    [case] = attempt_results(scenario.attempt)["cases"]
    losers = case["losers"]
    assert [(loser["target"].slug, loser["kind"]) for loser in losers] == [("soda", "hard"), ("yeast", "soft")]


def test_case_ends_with_its_answer(scenario):
    scenario.submit()
    assert "The answer: Sourdough" in results(scenario).text


def test_quiz_that_was_retired_keeps_its_results_and_is_not_begun_again(finished):
    assert "/quizzes/baking-exam/" in results(finished).links
    Quiz.objects.update(is_retired=True)
    assert finished.get("results").status_code == 200
    assert "/quizzes/baking-exam/" not in results(finished).links


def test_map_of_the_questions_leads_to_each(finished):
    page = results(finished)
    assert {f"#question-{position}" for position in KINDS} <= set(page.links)
    assert "1, right 2, not right 3, not answered 4, partly right" in page.text


def test_questions_that_went_wrong_can_be_looked_at_alone(finished):
    page = Page(finished.browser.get(finished.url("results") + "?show=missed"))
    shown = [position for position in KINDS if f"question-{position}" in page.ids]
    assert shown == [MULTIPLE, TRUE_FALSE, MATCHING, ORDERING]
    assert "Show all 7" in page.text


def test_nothing_to_look_at_alone_where_all_is_right(exam):
    for position in KINDS:
        exam.save(position, exam.key(position))
    exam.submit()
    assert "?show=missed" not in results(exam).links


def test_selection_has_results_too(learner):
    started = learner.post("/guides/bread/practice/start/", {"from": "section:yeast"})
    attempt = Attempt.objects.get(pk=started.headers["Location"].split("/")[2])
    learner.post(f"{attempt.get_absolute_url()}submit/")
    assert "0 of 4 points" in Page(learner.get(f"{attempt.get_absolute_url()}results/")).text


def test_results_lead_to_practice_of_what_was_missed(finished):
    assert "/guides/bread/practice/?from=missed" in results(finished).links


def test_steps_of_a_case_cannot_be_practised_alone(scenario):
    scenario.submit()
    assert "/guides/bread/practice/?from=missed" not in results(scenario).links


def test_results_lead_to_the_learners_records(finished):
    assert "/progress/download/" in results(finished).links


def test_plot_goes_from_left_to_right_and_from_nothing_to_all():
    plot = history_plot([0, 50, 100])
    assert 'points="14,82 160,48 306,14"' in plot
    assert plot.count("<circle") == 3
    assert 'aria-label="Scores of 3 attempts: 0 %, 50 %, 100 %"' in plot
