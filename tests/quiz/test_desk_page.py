"""The first page of the admin: what can be done here, what stands where, what was done last."""

import pytest

from quiz.models import Question
from tests.pages import Page
from tests.quiz.desk import browser, new_fields, new_url
from tests.quiz.lint_examples import SOUND


@pytest.fixture
def desk(guide):
    return browser("instructor")


def read(client):
    return Page(client.get("/admin/"))


def test_instructor_may_begin_a_question_a_quiz_and_a_case(desk):
    page = read(desk)
    assert [word for word in ("New question", "New quiz", "New case") if word not in page.text] == []
    assert {"/admin/quiz/question/add/", "/admin/quiz/quiz/add/", "/admin/quiz/scenario/add/"} <= set(page.links)


def test_counts_lead_to_the_list_that_they_count(desk):
    Question.objects.filter(case="").first().retire()
    page = read(desk)
    assert f"{Question.objects.filter(case='', status='published').count()} published 1 retired" in page.text
    (retired,) = (link for link in page.links if link.startswith("/admin/quiz/question/?") and "retired" in link)
    assert "1 question" in Page(desk.get(retired)).text


def test_what_was_done_last_leads_back_to_it(desk):
    desk.post(new_url("single", "save"), new_fields({**SOUND["single"], "kind": "single", "title": "Begun"}))
    made = Question.objects.get(slug="begun")
    page = read(desk)
    assert "Begun Saved a draft." in page.text
    assert f"/admin/quiz/question/{made.pk}/change/" in page.links


def test_who_may_not_write_is_offered_nothing(guide):
    page = read(browser("instructor without permission"))
    assert [link for link in page.links if link.startswith("/admin/quiz/")] == []


def test_superuser_finds_accounts_below(guide):
    assert "/admin/auth/user/" in read(browser("superuser")).links
