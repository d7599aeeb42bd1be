"""An instructor takes a quiz as learners will, and nothing counts it."""

import pytest
from django.utils import timezone

from quiz.models import Attempt, Quiz, Report
from quiz.panels import known_and_weak, open_attempts
from quiz.response_counts import bank_tallies, bank_times, quiz_tallies
from quiz.selection import latest_responses, seen_questions
from quiz.uses import use_counts
from tests.pages import Page
from tests.quiz.desk import Sheet, instructor
from tests.quiz.quiz_desk import new_quiz_fields, new_quiz_url, quiz_fields, quiz_url
from tests.quiz.sitting import Sitting


@pytest.fixture
def quiz(desk):
    return Quiz.objects.get(slug="every-kind")


def previewed(desk, quiz, **changes):
    sent = desk.post(quiz_url(quiz, "preview"), quiz_fields(quiz, **changes))
    assert sent.status_code == 303
    return Sitting(desk, Attempt.objects.get(is_preview=True).pk)


@pytest.fixture
def finished(desk, quiz):
    """A preview with one right answer, handed in."""
    preview = previewed(desk, quiz)
    preview.check(1, preview.key(1))
    preview.submit()
    return preview


def test_what_is_written_is_kept_and_taken(desk, quiz):
    preview = previewed(desk, quiz, title="Other", mode="exam", minutes=10, questions=["which-leaven"])
    attempt = preview.attempt
    assert (attempt.title, attempt.mode, attempt.responses.count()) == ("Other", "exam", 1)
    assert attempt.seconds_left(attempt.started_at) == 600
    assert Quiz.objects.get(pk=quiz.pk).written["title"] == "Other"
    assert Quiz.objects.get(pk=quiz.pk).title == "Every kind"


def test_new_quiz_is_previewed_before_anything_is_published(desk):
    rule = {"title": "Drawn", "draw": {"count": 2, "kinds": ["numeric", "short-text"]}}
    sent = desk.post(new_quiz_url("preview"), new_quiz_fields(rule))
    attempt = Attempt.objects.get()
    assert sent.headers["Location"] == attempt.get_absolute_url()
    assert attempt.responses.count() == 2
    assert Quiz.objects.get(title="Drawn").state == "draft"


def test_each_of_its_pages_says_that_it_is_a_preview_and_leads_back(desk, quiz, finished):
    open_one = previewed(desk, quiz)
    pages = [open_one.get("question", 1), desk.get(f"{open_one.url('attempt')}?overview=1")]
    open_one.submit()
    for sent in (*pages, open_one.get("results")):
        page = Page(sent)
        assert "Preview. You take this as a learner would, and it counts nowhere." in page.text
        assert quiz_url(quiz, "change") in page.links


def test_attempt_of_a_learner_says_nothing_of_previews(practice):
    assert "Preview" not in Page(practice.get("question", 1)).text


def test_no_count_of_questions_and_quizzes_has_it(finished, quiz, guide):
    versions = [response.version for response in finished.attempt.responses.select_related("version__question")]
    assert use_counts([versions[0].question_id]) == {versions[0].question_id: "0"}
    assert (quiz_tallies(quiz), bank_tallies(guide), bank_times(versions[0].question)) == ([], [], {})
    assert quiz.attempts.count() == 0


def test_progress_of_who_previews_does_not_know_it(desk, quiz, finished, guide):
    learner = finished.attempt.learner_id
    assert (seen_questions(learner, guide), latest_responses(learner, guide).count()) == (set(), 0)
    previewed(desk, quiz)
    assert open_attempts(learner) == ""
    assert "Every kind" not in known_and_weak(learner)
    assert "Your attempts" not in Page(desk.get("/quizzes/every-kind/")).text


def test_next_preview_takes_the_place_of_the_last(desk, quiz, finished):
    previewed(desk, quiz)
    assert Attempt.objects.count() == 1


def test_preview_and_own_attempt_of_an_instructor_stay_apart(desk, quiz):
    own = Sitting.begin(desk, "every-kind")
    preview = previewed(desk, quiz)
    assert preview.attempt_id != own.attempt_id
    assert own.attempt.is_open
    assert own.attempt.number == 1


def test_nobody_reports_a_problem_from_a_preview(finished):
    assert "Report a problem" not in Page(finished.get("results")).text
    assert finished.post("report_problem", 1, {"text": "Wrong!"}).status_code == 404
    assert not Report.objects.exists()


def test_preview_is_its_instructors_alone(finished, learner):
    assert learner.get(finished.url("results")).status_code == 404
    assert instructor("otto").get(finished.url("results")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "place"),
    [({"questions": []}, "rows-questions"), ({"from": "rule", "draw": {"count": 1, "tags": ["moon"]}}, "q-draw-count")],
)
def test_nothing_to_preview_is_said_at_its_field(desk, quiz, changes, place):
    sent = desk.post(quiz_url(quiz, "preview"), quiz_fields(quiz, **changes))
    assert sent.status_code == 422
    text = Sheet(sent).by_id(place if place.startswith("rows") else f"{place}-error")
    assert "There is no question to preview." in text
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("nonsense", [{"minutes": "ten", "pass_percent": 900, "mode": "poem", "title": ""}])
def test_draft_that_makes_no_sense_yet_is_previewed_without_that(desk, quiz, nonsense):
    attempt = previewed(desk, quiz, **nonsense).attempt
    assert (attempt.mode, attempt.deadline_at, attempt.pass_percent) == ("practice", None, None)


def test_dates_do_not_keep_an_instructor_out(desk, quiz):
    Quiz.objects.filter(pk=quiz.pk).update(closes_at=timezone.now())
    assert previewed(desk, Quiz.objects.get(pk=quiz.pk)).attempt.is_open
