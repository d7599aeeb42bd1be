"""Starting: one open attempt for each learner and source, with all its responses from the first moment."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from quiz.models import Attempt, Question, Response
from studyguide.models import Learner
from tests.pages import Page
from tests.quiz.sitting import HTMX, SINGLE, Sitting, at_once

START = "/quizzes/every-kind/start/"
PRACTICE = "/guides/bread/practice/"


def test_start_leads_to_the_attempt(client, guide):
    response = client.post(START)
    assert response.status_code == 303
    assert response.headers["Location"] == Attempt.objects.get().get_absolute_url()


def test_visitor_becomes_a_learner_by_starting(client, guide):
    client.get("/quizzes/every-kind/")
    assert not Learner.objects.exists()
    client.post(START)
    assert Attempt.objects.get().learner == Learner.objects.get()


def test_attempt_holds_all_its_responses(practice):
    positions = Response.objects.values_list("position", "version__question__slug", "answer", "revision")
    assert [position for position, *_ in positions] == list(range(1, 8))
    assert {tuple(rest) for _, _, *rest in positions} == {(None, 0)}


def test_attempt_keeps_a_copy_of_its_case(scenario):
    attempt = scenario.attempt
    attempt.quiz.case = {}
    attempt.quiz.save()
    assert attempt.case["answer"] == "sourdough"


def test_starting_again_resumes(practice):
    again = Sitting.begin(practice.browser, "every-kind")
    assert again.attempt_id == practice.attempt_id
    assert Attempt.objects.count() == 1


def test_exam_whose_time_is_up_is_not_resumed(exam):
    exam.pass_time(611)
    again = Sitting.begin(exam.browser, "baking-exam")
    assert (again.attempt.number, again.attempt.is_open, exam.attempt.is_open) == (2, True, False)


def test_page_of_an_exam_whose_time_is_up_offers_a_start(exam):
    exam.pass_time(611)
    page = Page(exam.browser.get("/quizzes/baking-exam/"))
    assert "Go on where you stopped" not in page.text
    assert exam.url("results") in page.links


def test_other_quiz_is_another_attempt(practice, exam):
    assert practice.attempt_id != exam.attempt_id


def test_each_learner_has_attempts_of_their_own(practice, stranger):
    assert Sitting.begin(stranger, "every-kind").attempt_id != practice.attempt_id


def test_attempts_are_numbered(practice):
    practice.submit()
    second = Sitting.begin(practice.browser, "every-kind")
    assert [practice.attempt.number, second.attempt.number] == [1, 2]


def test_database_allows_one_open_attempt(practice):
    fields = ("learner_id", "guide_id", "mode", "source", "title", "seed", "started_at")
    same = {field: getattr(practice.attempt, field) for field in fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(**same, number=2)


def test_quiz_without_questions_is_not_started(client, guide):
    Question.objects.all().update(status=Question.Status.RETIRED)
    for slug in ("every-kind", "two-of-weighing"):
        response = client.post(f"/quizzes/{slug}/start/")
        assert response.status_code == 422
        assert "no questions at the moment" in Page(response).text
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("slug", ["every-kind", "sunday-bread"])
def test_start_takes_a_post(client, guide, slug):
    assert client.get(f"/quizzes/{slug}/start/").status_code == 405
    assert not Attempt.objects.exists()


def test_retired_quiz_cannot_be_started(client, guide):
    guide.quizzes.update(is_retired=True)
    assert client.post(START).status_code == 404
    assert client.get("/quizzes/every-kind/").status_code == 404


def test_what_a_form_adds_to_a_start_is_ignored(client, guide, learner):
    other = Learner.objects.get()
    client.post(START, {"seed": 1, "learner": other.pk, "mode": "exam", "number": 9, "submitted_at": "2000-01-01"})
    attempt = Attempt.objects.get()
    assert (attempt.mode, attempt.number, attempt.submitted_at) == ("practice", 1, None)
    assert attempt.learner != other
    assert attempt.seed != 1


def test_quiz_from_a_choice_is_practice(client, guide):
    client.post(f"{PRACTICE}start/", {"from": "section:yeast", "count": "1"})
    attempt = Attempt.objects.get()
    assert (attempt.mode, attempt.source, attempt.title) == ("practice", "section:yeast", "Instant yeast")
    assert attempt.responses.count() == 1


@pytest.mark.parametrize("source", ["missed", "flagged", "unsure", "nothing", "", "section:\0", "x" * 5_000])
def test_choice_without_questions_comes_back_with_an_error(client, guide, source):
    response = client.post(f"{PRACTICE}start/", {"from": source}, headers=HTMX)
    assert response.status_code == 422
    assert "no question of that sort yet" in Page(response).text
    assert not Attempt.objects.exists()


def test_choices_are_offered(client, guide):
    Question.objects.filter(section="basics").update(status=Question.Status.RETIRED)
    offered = Page(client.get(PRACTICE)).values("value", "input")
    assert {"missed", "flagged", "unsure", "unseen", "objective:choose", "section:yeast"} <= set(offered)
    assert "section:basics" not in offered


def choices(page):
    """The radio buttons by their value."""
    return {own["value"]: own for tag, own in page.elements if own.get("name") == "from"}


def test_choice_without_questions_cannot_be_made(practice):
    practice.check(SINGLE, practice.wrong(SINGLE))
    offered = choices(Page(practice.browser.get(PRACTICE)))
    assert [value for value, own in offered.items() if "disabled" in own] == ["flagged", "unsure"]


def test_choices_say_how_many_questions_there_are(practice):
    practice.check(SINGLE, practice.wrong(SINGLE))
    text = Page(practice.browser.get(PRACTICE)).text
    for words in ("What I missed 1 question", "What I flagged none yet", "What I have not seen 6 questions"):
        assert words in text
    assert "Instant yeast 2 questions" in text


@pytest.mark.parametrize("source", ["unseen", "objective:choose", "section:yeast"])
def test_choice_that_a_link_asks_for_is_made(client, guide, source):
    offered = choices(Page(client.get(f"{PRACTICE}?from={source}")))
    assert [value for value, own in offered.items() if "checked" in own] == [source]


def test_what_was_chosen_stays_when_it_is_refused(client, guide):
    page = Page(client.post(f"{PRACTICE}start/", {"from": "missed", "count": "7"}))
    assert [own["value"] for _, own in page.elements if own.get("id") == "count"] == ["7"]


def test_choice_that_was_begun_says_so(learner):
    learner.post(f"{PRACTICE}start/", {"from": "section:yeast", "count": "1"})
    page = Page(learner.get(PRACTICE))
    assert "Begun: starting goes on where you stopped" in page.text


def test_open_attempt_is_offered_to_go_on_with(practice):
    address = practice.attempt.get_absolute_url()
    assert address in Page(practice.browser.get("/quizzes/every-kind/")).links
    assert address in Page(practice.browser.get("/")).links


@pytest.mark.slow
def test_twenty_starts_at_once_are_one_attempt(file_database):
    client = Client()
    client.post("/guides/bread/basics/read/")
    cookies = client.cookies.output(header="", sep=";")

    def start():
        return Client(headers={"Cookie": cookies}).post(START).headers["Location"]

    assert len(set(at_once(20, start))) == 1
    assert Attempt.objects.count() == 1
    assert Response.objects.count() == 7
