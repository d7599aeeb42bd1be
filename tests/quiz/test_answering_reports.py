"""Instructors read what learners report, answer it, and the learner sees the answer."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from quiz.models import LONGEST_REPORT, Attempt, Report
from studyguide.models import Learner
from tests.conftest import NOW
from tests.pages import Page
from tests.quiz.desk import instructor
from tests.quiz.sitting import SINGLE, Sitting

LIST = "/admin/quiz/report/"
TEXT = "Soda needs no hour at all."
REPLY = "You are right.\n\nThe option says so now."


@pytest.fixture
def desk(guide):
    return instructor()


@pytest.fixture
def finished(practice):
    practice.save(SINGLE, practice.wrong(SINGLE))
    practice.submit()
    return practice


@pytest.fixture
def report(finished):
    finished.post("report_problem", SINGLE, {"text": TEXT})
    return Report.objects.get()


def url(report, act="change"):
    return f"{LIST}{report.pk}/{act}/"


def answer(desk, report, reply=REPLY):
    return desk.post(url(report, "answer"), {"reply": reply})


def listed(desk, **query):
    return [found.text for found in desk.get(LIST, query).context["cl"].result_list]


def test_open_reports_stand_first_and_the_newest_of_them(desk, report):
    at = {"version": report.version, "reported_at": NOW}
    Report.objects.create(text="closed", closed_at=NOW + timedelta(days=9), **at)
    Report.objects.create(text="older", **at | {"reported_at": NOW - timedelta(days=900)})
    assert listed(desk) == [TEXT, "older", "closed"]


@pytest.mark.parametrize("state", ["open", "answered", "closed"])
def test_list_is_narrowed_by_state(desk, report, state):
    at = {"version": report.version, "reported_at": NOW, "closed_at": NOW}
    Report.objects.create(text="answered", replied_at=NOW, **at)
    Report.objects.create(text="closed", **at)
    assert listed(desk, state=state) == [{"open": TEXT}.get(state, state)]


def test_list_is_narrowed_by_kind_and_words(desk, report):
    assert listed(desk, kind="single", q="soda hour") == [TEXT]
    assert listed(desk, kind="numeric") == listed(desk, q="moon") == []


def test_list_leads_to_the_question(desk, report):
    assert f"/admin/quiz/question/{report.version.question_id}/change/" in Page(desk.get(LIST)).links


def test_list_costs_the_same_with_more_reports(desk, report, django_assert_num_queries):
    with django_assert_num_queries(7) as few:
        desk.get(LIST)
    Report.objects.bulk_create(Report(version=report.version, text=str(n), reported_at=NOW) for n in range(30))
    with django_assert_num_queries(len(few)):
        desk.get(LIST)


def test_report_shows_the_question_of_its_time_and_the_answer(desk, report, documents):
    question = report.version.question
    question.publish({**documents["which-leaven"], "stem_html": "<p>Now another</p>"}, NOW, question.source)
    text = Page(desk.get(url(report))).text
    assert TEXT in text
    assert f"on version 1; the current one is {question.current_version.number}" in text
    assert "Now another" not in text
    assert f"They had answered: {report.version.kind.said(report.version.document, report.response.answer)}" in text


def test_report_does_not_say_who_the_learner_is(desk, report):
    user = User.objects.create_user("alma", email="alma@example.org")
    Learner.objects.filter(pk=report.learner_id).update(user=user)
    body = desk.get(url(report)).content.decode()
    assert "alma" not in body
    assert str(report.learner_id) not in body
    assert str(report.response.attempt_id) not in body


def test_answer_closes_and_is_logged(desk, report):
    assert answer(desk, report).status_code == 303
    report.refresh_from_db()
    assert (report.reply, report.state) == (REPLY, "answered")
    assert LogEntry.objects.get(object_id=report.pk).change_message == "Answered."


def test_answer_is_seen_on_the_progress_page_and_in_the_results(desk, report, finished):
    answer(desk, report)
    for page in (Page(finished.browser.get("/progress/")), Page(finished.get("results"))):
        assert "Your report was answered" in page.text
        assert f"{TEXT} Answer You are right. The option says so now." in page.text


def test_progress_page_leads_to_the_question(desk, report, finished):
    answer(desk, report)
    assert f"{finished.url('results')}#question-{SINGLE}" in Page(finished.browser.get("/progress/")).links


def test_account_sees_the_answer_as_a_guest_does(desk, guide):
    user = User.objects.create_user("alma")
    Learner.objects.create(created_at=NOW, user=user)
    browser = Client()
    browser.force_login(user)
    sitting = Sitting.begin(browser, "every-kind")
    sitting.submit()
    sitting.post("report_problem", SINGLE, {"text": TEXT})
    answer(desk, Report.objects.get())
    assert "Your report was answered" in Page(browser.get("/progress/")).text


def test_nobody_else_sees_the_answer(desk, report, stranger):
    answer(desk, report)
    Sitting.begin(stranger, "every-kind").submit()
    assert "was answered" not in Page(stranger.get("/progress/")).text


def test_report_without_an_answer_is_shown_with_its_question(finished, report):
    assert "You reported a problem on" in Page(finished.get("results")).text
    assert "report" not in Page(finished.browser.get("/progress/")).text


def test_html_in_an_answer_is_text(desk, report, finished):
    answer(desk, report, "<script>alert(1)</script>")
    assert b"<script>alert" not in finished.get("results").content
    assert b"<script>alert" not in finished.browser.get("/progress/").content


@pytest.mark.parametrize(
    ("reply", "error"),
    [("", "Write what the learner should know"), (" \n", "Write what"), ("x" * (LONGEST_REPORT + 1), "Shorten it")],
)
def test_bad_answer_comes_back_with_a_reason(desk, report, reply, error):
    sent = answer(desk, report, reply)
    assert sent.status_code == 422
    assert error in Page(sent).text
    assert reply.strip() in sent.content.decode()
    report.refresh_from_db()
    assert report.state == "open"


def test_report_is_closed_without_an_answer_and_opened_again(desk, report, finished):
    desk.post(url(report, "close"))
    report.refresh_from_db()
    assert report.state == "closed"
    assert "It was looked at" in Page(finished.get("results")).text
    desk.post(url(report, "reopen"))
    report.refresh_from_db()
    assert report.state == "open"
    assert set(LogEntry.objects.values_list("change_message", flat=True)) == {"Closed.", "Opened again."}


def test_answer_given_stays_when_a_report_is_opened_again(desk, report):
    answer(desk, report)
    desk.post(url(report, "reopen"))
    report.refresh_from_db()
    assert (report.state, report.reply) == ("open", REPLY)


def test_report_outlives_the_learners_records(desk, report):
    Attempt.objects.all().delete()
    Learner.objects.all().delete()
    text = Page(desk.get(url(report))).text
    assert TEXT in text
    assert "Their answer is not on record any more." in text
    assert "This learner has deleted their records" in text


def test_page_leads_to_the_next_open_report(desk, report):
    other = Report.objects.create(version=report.version, text="other", reported_at=NOW)
    page = Page(desk.get(url(report)))
    assert url(other) in page.links
    assert "1 more open on this question" in page.text
