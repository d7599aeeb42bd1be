"""What each mode allows: practice, exam, scenario. Checkpoints have a file of their own."""

import pytest

import quiz.kinds
from quiz.models import Mode, Question, Response
from tests.pages import Page
from tests.quiz.sitting import MATCHING, MULTIPLE, ORDERING, SHORT_TEXT, SINGLE, everything

KINDS = range(1, 8)
BECAUSE = "It makes gas as soon as it is wet."  # the rationale of the key of the first question
HINT = "Take the baking off the hour first."
REASONING = "needs no rise"


# Practice


@pytest.mark.parametrize("position", KINDS)
def test_practice_tells_after_each_answer(practice, position):
    page = Page(practice.check(position, practice.key(position)))
    possible = practice.at(position).possible
    assert f"Right. {possible:g} of {possible:g} point" in page.text


@pytest.mark.parametrize("position", KINDS)
def test_practice_tells_what_was_wrong(practice, position):
    assert "Not right. 0 of" in Page(practice.check(position, practice.wrong(position))).text


def test_practice_gives_part_of_the_points(practice):
    assert "Partly right. 1 of 3 points" in Page(practice.check(MATCHING, [0, 2, 1])).text


def test_practice_explains_every_option_and_how_to_think(practice):
    page = Page(practice.check(SINGLE, practice.wrong(SINGLE)))
    for words in (BECAUSE, "It rises for 90 min.", "still too slow", REASONING):
        assert words in page.text


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("position", KINDS)
def test_nothing_answered_cannot_be_checked_and_says_so(practice, position, htmx):
    response = practice.check(position, None, htmx=htmx)
    assert response.status_code == 422
    stored = practice.at(position)
    assert stored.version.kind.unanswered in Page(response).text
    assert (stored.checked_at, stored.points) == (None, None)
    assert BECAUSE not in everything(response)


def test_check_of_nothing_keeps_flag_and_confidence(practice):
    response = practice.check(SINGLE, None, flag="1", confidence="guess")
    assert response.status_code == 422
    assert (practice.at(SINGLE).is_flagged, practice.at(SINGLE).confidence) == (True, "guess")


def test_step_of_a_case_cannot_be_checked_unanswered(scenario):
    assert scenario.check(1, None).status_code == 422
    assert scenario.get("question", 2).status_code == 303


def test_step_of_a_case_shows_its_hint(scenario):
    version = scenario.at(1).version
    version.document["hint_html"] = "<p>Warmth is time.</p>"
    version.save()
    assert "Warmth is time." not in Page(scenario.get("question", 1)).text
    assert "Warmth is time." in Page(scenario.post("show_hint", 1, scenario.form(1, None))).text


@pytest.mark.parametrize(
    ("position", "words"),
    [(MULTIPLE, "each wrong one takes as much away"), (MATCHING, "Each right match counts."), (ORDERING, "Each item")],
)
def test_question_says_how_its_parts_count(practice, position, words):
    assert words in Page(practice.get("question", position)).text


@pytest.mark.parametrize("kind", quiz.kinds.KINDS.values(), ids=quiz.kinds.KINDS)
def test_every_choice_of_credit_has_its_words(kind):
    assert set(kind.counting) == (set(kind.credits) if len(kind.credits) > 1 else set())


def test_check_without_javascript_shows_the_question_again(practice):
    response = practice.check(SINGLE, practice.key(SINGLE), htmx=False)
    assert (response.status_code, response.headers["Location"]) == (303, practice.url("question", SINGLE))
    assert BECAUSE in Page(practice.get("question", SINGLE)).text


def test_checking_again_changes_nothing(practice):
    form = practice.form(SINGLE, practice.wrong(SINGLE))
    practice.post("check_answer", SINGLE, form)
    before = Response.objects.filter(position=SINGLE).values().get()
    assert practice.post("check_answer", SINGLE, form).status_code == 200
    assert Response.objects.filter(position=SINGLE).values().get() == before


def test_hint_comes_when_it_is_asked_for(practice):
    assert HINT not in everything(practice.get("question", SINGLE))
    assert HINT in Page(practice.post("show_hint", SINGLE)).text
    assert HINT in Page(practice.get("question", SINGLE)).text


def test_hint_keeps_what_was_typed_a_moment_ago(practice):
    """The form that asks for the hint holds the answer; nothing else may have sent it yet."""
    Question.objects.get(slug="word-for-the-last-rise").versions.update(
        document={**practice.at(SHORT_TEXT).version.document, "hint_html": "It rhymes."}
    )
    page = Page(practice.post("show_hint", SHORT_TEXT, practice.form(SHORT_TEXT, "proving")))
    assert "It rhymes." in page.text
    assert "proving" in page.values("value")
    assert practice.at(SHORT_TEXT).answer == "proving"


def test_hint_without_javascript(practice):
    response = practice.post("show_hint", SINGLE, practice.form(SINGLE, [1]), htmx=False)
    assert response.headers["Location"] == practice.url("question", SINGLE)
    assert practice.at(SINGLE).answer == [1]


def test_hint_is_offered_where_there_is_one(practice):
    assert "Show a hint" in Page(practice.get("question", SINGLE)).text
    assert "Show a hint" not in Page(practice.get("question", MATCHING)).text


def test_another_try_is_for_learning_only(practice):
    practice.check(SINGLE, practice.wrong(SINGLE))
    assert BECAUSE not in everything(practice.post("try_again", SINGLE))
    page = Page(practice.check(SINGLE, practice.key(SINGLE)))
    assert "Not right. 0 of 1 point, from your first try." in page.text
    stored = practice.at(SINGLE)
    assert (stored.tries, stored.points, stored.first_answer) == (2, 0, practice.wrong(SINGLE))


def test_trying_again_twice_is_trying_again_once(practice):
    practice.check(SINGLE, practice.wrong(SINGLE))
    practice.post("try_again", SINGLE)
    before = practice.at(SINGLE).revision
    assert practice.post("try_again", SINGLE).status_code == 200
    assert practice.at(SINGLE).revision == before


def test_another_try_without_javascript(practice):
    practice.check(SINGLE, practice.wrong(SINGLE))
    response = practice.post("try_again", SINGLE, htmx=False)
    assert response.headers["Location"] == practice.url("question", SINGLE)


def test_practice_goes_on_at_the_first_question_that_is_not_checked(practice):
    practice.check(SINGLE, practice.key(SINGLE))
    practice.save(2, practice.key(2))
    assert practice.get("attempt").headers["Location"] == practice.url("question", 2)


# Exam


@pytest.mark.parametrize("position", KINDS)
def test_exam_says_nothing_of_an_answers_worth(exam, position):
    right, wrong = exam.key(position), exam.wrong(position)
    for answer in (right, wrong):
        for response in (exam.save(position, answer), exam.check(position, answer), exam.get("question", position)):
            page = Page(response)
            assert not {"because", "explained", "score-line", "reasoning"} & set(" ".join(page.values("class")).split())
    assert exam.at(position).checked_at is None


def test_check_in_an_exam_saves_and_nothing_else(exam):
    assert exam.check(SINGLE, exam.key(SINGLE)).status_code == 200
    stored = exam.at(SINGLE)
    assert (stored.answer, stored.checked_at, stored.points, stored.tries) == (exam.key(SINGLE), None, None, 0)


def test_answers_of_an_exam_can_be_changed_until_the_end(exam):
    exam.check(SINGLE, exam.wrong(SINGLE))
    exam.check(SINGLE, exam.key(SINGLE))
    exam.submit()
    assert exam.at(SINGLE).points == 1


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("sitting", "name"),
    [(Mode.EXAM, "show_hint"), (Mode.EXAM, "try_again"), (Mode.SCENARIO, "try_again")],
    indirect=["sitting"],
)
def test_exam_has_no_hints_and_only_practice_another_try(sitting, name, htmx):
    sitting.check(1, sitting.wrong(1))
    before = sitting.at(1)
    assert sitting.post(name, 1, sitting.form(1, sitting.wrong(1)), htmx=htmx).status_code == 409
    after = sitting.at(1)
    assert (after.has_hint, after.checked_at, after.revision) == (False, before.checked_at, before.revision)


def test_navigator_tells_answered_and_flagged(exam):
    exam.save(SINGLE, [0], flag="1")
    page = Page(exam.get("question", 2))
    assert "1, answered, flagged" in page.text
    assert "2, not answered" in page.text


def test_exam_goes_on_at_the_first_question_without_an_answer(exam):
    exam.save(SINGLE, [0])
    assert exam.get("attempt").headers["Location"] == exam.url("question", 2)


def test_everything_is_revealed_after_the_submit(exam):
    exam.submit()
    assert BECAUSE in Page(exam.get("results")).text


# Scenario


def test_scenario_begins_with_its_case(scenario):
    page = Page(scenario.get("question", 1))
    assert "comes home on Saturday" in page.text
    assert "Breakfast is at nine" in page.text


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("name", ["save_answer", "check_answer", "show_hint", "try_again"])
@pytest.mark.parametrize("position", [2, 3])
def test_later_step_is_closed_to_every_address(scenario, name, position, htmx):
    form = scenario.form(position, scenario.key(position))
    response = scenario.post(name, position, form, htmx=htmx)
    assert response.status_code == 409
    assert "How many hours" not in everything(response)
    assert "Which leaven does" not in everything(response)
    assert scenario.at(position).answer is None


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("position", [2, 3])
def test_later_step_cannot_be_looked_at(scenario, position, htmx):
    response = scenario.get("question", position, htmx=htmx)
    assert (response.status_code, response.headers["Location"]) == (303, scenario.url("question", 1))


@pytest.mark.parametrize(
    "address", ["attempts/{}/?overview=1", "progress/download/", "progress/", "quizzes/sunday-bread/"]
)
def test_no_other_page_tells_of_later_steps(scenario, address):
    seen = everything(scenario.browser.get(f"/{address.format(scenario.attempt_id)}"))
    assert "How many hours" not in seen
    assert "Which leaven does" not in seen


def test_answer_that_is_only_saved_opens_no_step(scenario):
    scenario.save(1, scenario.key(1))
    assert scenario.check(2, scenario.key(2)).status_code == 409


def test_step_opens_when_the_one_before_was_answered_for_good(scenario):
    page = Page(scenario.check(1, scenario.wrong(1)))
    assert "Count back from the oven." in page.text
    assert scenario.get("question", 2).status_code == 200
    assert scenario.check(2, scenario.key(2)).status_code == 200


def test_earlier_step_can_be_looked_at_and_not_changed(scenario):
    scenario.check(1, scenario.wrong(1))
    assert "Twelve hours are left" in Page(scenario.get("question", 1)).text
    assert scenario.save(1, scenario.key(1)).status_code == 409


def test_end_of_a_case_says_why_each_other_target_loses(scenario):
    for position in (1, 2, 3):
        assert "nothing sour in the house." not in everything(scenario.check(position, scenario.key(position)))
    scenario.submit()
    text = Page(scenario.get("results")).text
    assert text.index("There is nothing sour in the house.") < text.index("There is time enough for more flavour.")
    assert "Yeast would do for a baker without a jar." in text
