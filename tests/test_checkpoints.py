"""Checkpoints: the answer stays on the server until it is asked for, and a learner judges themself."""

import pytest

from quiz.models import Attempt, Mode, Question, Response
from studyguide.models import Learner
from tests.pages import BREAD, BREAD_PAGES, Page

QUESTION = f"{BREAD}checkpoints/no-rise/"
ANSWER = f"{QUESTION}answer/"
JUDGE = f"{QUESTION}judge/"
HTMX = {"HX-Request": "true"}
# A few words of the model answer and of each point of its rubric.
KEY = ["old packet is dead", "before the flour", "named the dose"]

pytestmark = pytest.mark.usefixtures("synced_guide")


def everything(response):
    """All that a browser receives."""
    return f"{response.headers}{response.cookies}{response.content.decode()}"


def told(response):
    return [words for words in KEY if words in everything(response)]


@pytest.mark.parametrize("address", [page for page in BREAD_PAGES if "print" not in page])
def test_the_answer_is_not_there_before_it_is_asked_for(client, address):
    assert told(client.get(address)) == []
    assert told(client.get(address, headers=HTMX)) == []


@pytest.mark.parametrize("words", ["old packet", "dead", "named the dose"])
def test_search_does_not_find_answers(client, words):
    assert "Nothing" in Page(client.get("/search/", {"q": words})).text


def test_a_section_places_the_question_and_leads_to_the_answer(client):
    page = Page(client.get(f"{BREAD}yeast/"))
    assert "What do you look at first, and why?" in page.text
    assert {QUESTION, ANSWER} <= set(page.links)


def test_a_checkpoint_has_a_page_of_its_own(client):
    page = Page(client.get(QUESTION))
    assert "A dough that does not rise" in page.text
    assert f"{BREAD}yeast/#checkpoint-no-rise" in page.links


def test_the_answer_comes_when_it_is_asked_for(client):
    response = client.get(ANSWER)
    assert told(response) == KEY
    assert "What do you look at first, and why?" in Page(response).text


def test_the_answer_as_a_fragment_is_nothing_but_the_answer(client):
    response = client.get(ANSWER, headers=HTMX)
    assert told(response) == KEY
    assert "What do you look at first" not in Page(response).text
    assert "main" not in Page(response).ids


def test_looking_at_an_answer_is_no_act(client):
    client.get(ANSWER)
    assert not Learner.objects.exists()
    assert "sessionid" not in client.cookies


def test_judging_is_recorded(client):
    response = client.post(JUDGE, {"judged": "1", "point": ["1"]})
    assert (response.status_code, response.headers["Location"]) == (303, f"{ANSWER}#judged")
    judged = Response.objects.get()
    assert (judged.answer["ticked"], judged.points, judged.possible) == ([1], 1, 2)
    assert judged.attempt.mode == Mode.CHECKPOINT


def test_judging_answers_htmx_with_what_was_saved(client):
    response = client.post(JUDGE, {"judged": "1", "point": ["0", "1"]}, headers=HTMX)
    page = Page(response)
    assert "Saved: 2 of 2 points." in page.text
    assert "main" not in page.ids
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_judgement_is_shown_again(learner):
    learner.post(JUDGE, {"judged": "1", "point": ["1"]})
    page = Page(learner.get(ANSWER))
    assert [own["value"] for _, own in page.elements if "checked" in own] == ["1"]
    assert "Saved: 1 of 2 points." in page.text


def test_judging_again_replaces(learner):
    learner.post(JUDGE, {"judged": "1", "point": ["0", "1"]})
    learner.post(JUDGE, {"judged": "1", "point": ["0"]})
    learner.post(JUDGE, {"judged": "1", "point": ["0"]})
    assert Attempt.objects.count() == 1
    assert Response.objects.get().points == 1


def test_nothing_ticked_is_a_judgement_too(learner):
    learner.post(JUDGE, {"judged": "1"})
    assert Response.objects.get().points == 0
    assert "Saved: 0 of 2 points." in Page(learner.get(ANSWER)).text


def test_what_means_nothing_is_ignored(learner):
    learner.post(JUDGE, {"judged": "1", "point": ["0", "0", "2", "-1", "99999999999999999999", "x", "", "\0"]})
    assert Response.objects.get().answer["ticked"] == [0]


def test_the_server_owns_the_score(learner, stranger):
    other = Learner.objects.order_by("created_at").last()
    forged = {"points": 99, "possible": 1, "score": 99, "learner": other.pk, "version": 7, "answered_at": "2000-01-01"}
    learner.post(JUDGE, {"judged": "1", "point": ["0"], **forged})
    judged = Response.objects.get()
    assert (judged.points, judged.possible) == (1, 2)
    assert judged.attempt.learner != other


def test_a_judgement_is_seen_by_its_learner_only(learner, stranger):
    learner.post(JUDGE, {"judged": "1", "point": ["0", "1"]})
    page = Page(stranger.get(ANSWER))
    assert "Saved" not in page.text
    assert not page.values("checked")


def test_each_learner_judges_for_themself(learner, stranger):
    learner.post(JUDGE, {"judged": "1", "point": ["0", "1"]})
    stranger.post(JUDGE, {"judged": "1"})
    assert sorted(Response.objects.values_list("points", flat=True)) == [0, 2]


def test_a_new_version_is_judged_anew_and_the_old_judgement_stays(learner, synced_guide, now):
    learner.post(JUDGE, {"judged": "1", "point": ["0", "1"]})
    question = Question.objects.get()
    document = {
        **question.current_version.document,
        "rubric": ["One point."],
        "rubric_html": ["One point."],
        "points": 1,
    }
    Question.objects.publish(synced_guide, "no-rise", document, now)
    assert "Saved" not in Page(learner.get(ANSWER)).text
    learner.post(JUDGE, {"judged": "1", "point": ["0"]})
    assert sorted(Response.objects.values_list("version__number", "points", "possible")) == [(1, 2, 2), (2, 1, 1)]


def test_judging_takes_a_post(learner):
    for verb in (learner.get, learner.head, learner.put, learner.delete):
        assert verb(JUDGE).status_code == 405
    assert not Response.objects.exists()


@pytest.mark.parametrize("address", [QUESTION, ANSWER])
def test_showing_takes_no_post(client, address):
    assert client.post(address).status_code == 405


def test_a_retired_question_is_gone(client):
    Question.objects.retire()
    assert client.get(QUESTION).status_code == 404
    assert client.get(ANSWER).status_code == 404
    assert client.post(JUDGE).status_code == 404
    assert not Learner.objects.exists()
