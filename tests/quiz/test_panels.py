"""What the first page and the progress page tell a learner of their quizzes."""

import pytest
from django.test import Client

from tests.pages import Page
from tests.quiz.sitting import SINGLE, Sitting

CHOOSE = "Choose a leaven that fits the time you have."
WEIGH = "Weigh flavour against effort."


def home(sitting):
    return Page(sitting.browser.get("/"))


def progress(sitting):
    return Page(sitting.browser.get("/progress/"))


def finish(sitting, right):
    """Answer so many questions right, in their order, and the others wrong."""
    for position in range(1, 8):
        sitting.save(position, sitting.key(position) if position <= right else sitting.wrong(position))
    sitting.submit()


def test_open_attempt_says_how_far_it_is(practice):
    practice.save(SINGLE, [0])
    assert "Every kind 1 of 7 answered, begun" in home(practice).text


def test_open_exam_says_when_it_ends(exam):
    ends = exam.attempt.deadline_at
    assert f"ends {ends.day} {ends:%B, %H:%M} UTC" in home(exam).text


def test_finished_attempt_is_nothing_to_go_on_with(practice):
    practice.submit()
    assert "Go on where you stopped" not in home(practice).text


def test_exam_whose_time_is_up_is_nothing_to_go_on_with(exam):
    exam.pass_time(611)
    assert "Go on where you stopped" not in home(exam).text
    assert exam.url("results") in progress(exam).links


def test_checkpoint_is_nothing_to_go_on_with(learner):
    learner.post("/guides/bread/checkpoints/which-leaven/judge/")
    assert "Go on where you stopped" not in Page(learner.get("/")).text


@pytest.mark.parametrize("path", ["/", "/progress/"])
def test_visitor_sees_no_panels(guide, path):
    page = Page(Client().get(path))
    assert not {"open-attempts", "known"} & set(page.ids)


def test_learner_who_finished_nothing_is_shown_the_quizzes(practice):
    assert "No quiz finished yet." in progress(practice).text


def test_points_by_objective(exam):
    finish(exam, right=4)
    text = progress(exam).text
    assert f"{CHOOSE} 75 % 3" in text
    assert f"{WEIGH} 50 % 4" in text


def test_attempts_add_up(exam):
    finish(exam, right=7)
    finish(Sitting.begin(exam.browser, "baking-exam"), right=0)
    assert f"{WEIGH} Practise this 50 % 8" in progress(exam).text


@pytest.mark.parametrize(("attempts", "is_weak"), [(1, False), (2, True)])
def test_objective_is_weak_once_enough_was_answered(exam, attempts, is_weak):
    """Four questions say too little, eight say enough."""
    for _ in range(attempts):
        finish(Sitting.begin(exam.browser, "baking-exam"), right=0)
    assert (f"{WEIGH} Practise this" in progress(exam).text) is is_weak


def test_weak_objective_is_what_its_link_chooses(exam):
    for _ in range(2):
        finish(Sitting.begin(exam.browser, "baking-exam"), right=0)
    assert "/guides/bread/practice/?from=objective:weigh" in progress(exam).links


def test_objective_that_is_known_is_not_weak(exam):
    for _ in range(2):
        finish(Sitting.begin(exam.browser, "baking-exam"), right=7)
    assert "Practise this" not in progress(exam).text


def test_answer_in_an_open_attempt_does_not_count_yet(practice):
    practice.check(SINGLE, practice.key(SINGLE))
    assert "No quiz finished yet." in progress(practice).text


def test_last_ten_attempts_are_listed(practice):
    for _ in range(12):
        Sitting.begin(practice.browser, "every-kind").submit()
    page = progress(practice)
    assert "Every kind, attempt 12" in page.text
    assert sum(link.endswith("/results/") for link in page.links) == 10


def test_records_can_be_taken_or_deleted_from_there(practice):
    assert {"/progress/download/", "/progress/delete/"} <= set(progress(practice).links)
