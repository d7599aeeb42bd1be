"""The pages of an attempt: what they hold, how they answer HTMX, and what may be kept of them."""

import pytest
from django.test import Client

from quiz.models import Attempt, Mode, Response
from studyguide.models import Learner
from tests.pages import Page
from tests.quiz.addresses import CHANGING, READING, address
from tests.quiz.sitting import HTMX, SINGLE, everything

MODES = pytest.mark.parametrize("sitting", [Mode.PRACTICE, Mode.EXAM, Mode.SCENARIO], indirect=True)
KINDS = range(1, 8)


@MODES
def test_attempt_leads_to_its_first_question(sitting):
    response = sitting.get("attempt")
    assert (response.status_code, response.headers["Location"]) == (303, sitting.url("question", 1))


@MODES
def test_question_shows_its_stem_and_its_place(sitting):
    page = Page(sitting.get("question", 1))
    assert f"Question 1 of {sitting.attempt.responses.count()}" in page.text
    assert sitting.at(1).version.document["stem"] in page.text


@MODES
def test_fragment_is_the_question_alone(sitting):
    page = Page(sitting.get("question", 1, htmx=True))
    assert "main" not in page.ids
    assert page.ids[0] == "question"


@pytest.mark.parametrize("position", KINDS)
def test_fields_have_labels_and_ids_of_their_own(practice, position):
    page = Page(practice.get("question", position))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.values("for", "label")) <= set(page.ids)
    named = [own for tag, own in page.elements if tag in ("select", "textarea") or own.get("type") == "text"]
    assert all(own["id"] in page.values("for", "label") for own in named if own.get("name", "").startswith("answer"))


@pytest.mark.parametrize("position", KINDS)
def test_form_works_without_javascript(practice, position):
    """Its address is real, and every button names where it sends."""
    page = Page(practice.get("question", position))
    assert practice.url("save_answer", position) in page.values("action", "form")
    assert practice.url("check_answer", position) in page.values("formaction", "button")


def test_each_page_has_a_writer_of_its_own(practice):
    writers = set()
    for _ in range(3):
        page = Page(practice.get("question", 1))
        writers |= {own["value"] for _, own in page.elements if own.get("name") == "writer"}
    assert len(writers) == 3


def test_keys_are_told(practice):
    assert "Keys: 1 to 9 choose, Enter goes on, F flags." in Page(practice.get("question", 1)).text


def test_confidence_is_offered_and_said_not_to_count(practice):
    page = Page(practice.get("question", 1))
    assert "How sure are you? Never scored" in page.text
    assert {"guess", "unsure", "sure"} <= set(page.values("value", "input"))


@pytest.mark.parametrize("confidence", ["guess", "unsure", "sure"])
def test_confidence_does_not_change_the_score(practice, confidence):
    practice.check(SINGLE, practice.key(SINGLE), confidence=confidence)
    assert (practice.at(SINGLE).points, practice.at(SINGLE).confidence) == (1, confidence)


def test_last_question_of_practice_ends_it(practice):
    for position in range(1, 7):
        practice.check(position, practice.key(position))
    page = Page(practice.check(7, practice.key(7)))
    assert "Finish and see the results" in page.text
    assert practice.url("submit") in page.values("formaction", "button")


def test_last_question_does_not_end_what_is_still_open(practice):
    page = Page(practice.check(7, practice.key(7)))
    assert practice.url("submit") not in page.values("formaction", "button")
    assert f"{practice.url('attempt')}?overview=1" in page.links
    assert "6 of 7 questions are still open" in page.text


@MODES
def test_attempt_with_nothing_left_to_do_leads_to_its_overview(sitting):
    for position in range(1, sitting.attempt.responses.count() + 1):
        sitting.check(position, sitting.key(position))
    assert sitting.get("attempt").headers["Location"] == f"{sitting.url('attempt')}?overview=1"


def test_overview_leads_back_to_the_first_open_question(exam):
    exam.save(SINGLE, exam.key(SINGLE))
    page = Page(exam.browser.get(f"{exam.url('attempt')}?overview=1"))
    assert page.links.count(exam.url("question", 2)) == 2  # from the navigator, and to go on


def test_overview_counts_the_time_down(exam):
    page = Page(exam.browser.get(f"{exam.url('attempt')}?overview=1"))
    assert int(page.values("data-seconds-left")[0]) > 590
    assert any("quiz" in source for source in page.values("src", "script"))


def test_quizzes_are_listed_by_mode(client, guide):
    page = Page(client.get("/quizzes/"))
    assert {"/quizzes/every-kind/", "/quizzes/baking-exam/", "/quizzes/sunday-bread/"} <= set(page.links)
    assert page.text.index("Practice") < page.text.index("Exam") < page.text.index("Worked scenario")


def test_quiz_says_its_rules_before_it_starts(client, guide):
    text = Page(client.get("/quizzes/baking-exam/")).text
    for words in ("10 minutes", "After you submit", "Pass mark 70 %", "Questions 7"):
        assert words in text


def test_looking_at_a_quiz_is_no_act(client, guide):
    for path in ("/quizzes/", "/quizzes/every-kind/", "/guides/bread/practice/", "/progress/"):
        client.get(path)
    assert not Learner.objects.exists()
    assert "sessionid" not in client.cookies


@MODES
@pytest.mark.parametrize("htmx", [True, False])
def test_nothing_of_an_attempt_is_ever_kept(sitting, htmx):
    seen = [sitting.get("question", 1, htmx=htmx), sitting.save(1, sitting.key(1), htmx=htmx), sitting.get("attempt")]
    seen += [sitting.check(1, sitting.key(1), htmx=htmx), sitting.submit(), sitting.get("results")]
    for response in seen:
        assert response.headers["Cache-Control"] == "private, no-store"
        assert {"Cookie", "HX-Request"} <= {name.strip() for name in response.headers["Vary"].split(",")}


def of(name, sitting):
    known = {"guide_slug": "bread", "quiz_slug": "baking-exam", "question_slug": "which-leaven", "position": 1}
    return address(name, attempt_id=sitting.attempt_id, **known)


@pytest.mark.parametrize("name", sorted(READING))
def test_page_that_shows_takes_no_post(exam, name):
    assert exam.browser.post(of(name, exam)).status_code == 405


@pytest.mark.parametrize("name", sorted(CHANGING))
def test_page_that_changes_something_takes_a_post_only(exam, name):
    address = of(name, exam)
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"):
        assert exam.browser.generic(method, address).status_code == 405
    assert exam.attempt.is_open
    assert Learner.objects.exists()


@pytest.mark.parametrize("name", sorted(CHANGING))
def test_post_without_a_token_is_refused(exam, name):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = exam.browser.cookies
    before = list(Response.objects.order_by("pk").values())
    response = strict.post(of(name, exam), exam.form(1, exam.key(1)))
    assert response.status_code == 403
    assert list(Response.objects.order_by("pk").values()) == before
    assert Attempt.objects.count() == 1
    assert exam.attempt.is_open


def test_token_of_the_page_is_accepted(exam):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = exam.browser.cookies
    page = Page(strict.get(exam.url("question", 1)))
    token = next(own["value"] for _, own in page.elements if own.get("name") == "csrfmiddlewaretoken")
    form = {**exam.form(1, exam.key(1)), "csrfmiddlewaretoken": token}
    assert strict.post(exam.url("save_answer", 1), form, headers=HTMX).status_code == 200


def test_navigator_leads_to_every_question(exam):
    links = set(Page(exam.get("question", 1)).links)
    assert {exam.url("question", position) for position in KINDS} <= links


def test_addresses_of_other_shapes_are_not_there(exam):
    for path in ("/attempts/x/", "/attempts/", f"{exam.url('attempt')}x/", f"{exam.url('attempt')}-1/"):
        assert exam.browser.get(path).status_code == 404


def test_html_in_an_answer_is_shown_as_text(practice):
    for response in (
        practice.save(7, "<script>alert(1)</script>"),
        practice.get("question", 7),
        practice.save(7, "<script>alert(2)</script>", writer="another page", revision=0),
        practice.check(7, "<script>alert(3)</script>"),
    ):
        assert "<script>alert" not in everything(response)
