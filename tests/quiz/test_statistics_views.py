"""The pages on how questions perform: who sees them, and what is on them."""

import csv
import json
from io import StringIO
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quiz.models import Attempt, Question, Quiz
from quiz.statistics_report import quiz_report
from tests.pages import Page
from tests.quiz.test_query_counts import publish, quiz_of
from tests.quiz.test_statistics_counts import DRAWN, FIXED, simulate

ROOT = "/admin/statistics/"
BANK = f"{ROOT}guides/bread/"
QUIZ = f"{ROOT}quizzes/{FIXED}/"
CSV, JSON = f"{QUIZ}questions.csv", f"{QUIZ}statistics.json"


def question_url(slug="which-leaven"):
    return f"{ROOT}questions/{Question.objects.get(slug=slug).pk}/"


def addresses():
    return [ROOT, BANK, QUIZ, CSV, JSON, question_url(), f"{question_url()}?quiz={FIXED}"]


def signed_in(**fields):
    user = User.objects.create_user("ines", **fields)
    browser = Client()
    browser.force_login(user)
    return browser, user


@pytest.fixture
def instructor(guide):
    browser, user = signed_in(is_staff=True)
    user.groups.add(Group.objects.get(name="Instructors"))
    return browser


@pytest.fixture
def taken(guide):
    return simulate(FIXED, learners=30)


@pytest.fixture(
    params=[
        ("guest", 302),
        ("learner", 302),
        ("account", 302),
        ("account with the permission", 302),
        ("staff without the permission", 403),
        ("instructor who was dismissed", 302),
        ("instructor", 200),
        ("superuser", 200),
    ],
    ids=lambda param: param[0],
)
def role(request, guide):
    """A browser, and the status that all pages have for it."""
    name, status = request.param
    if name == "guest":
        return Client(), status
    if name == "learner":
        return request.getfixturevalue("learner"), status
    browser, user = signed_in(is_staff=name not in ("account", "account with the permission"))
    user.is_superuser = name == "superuser"
    user.is_active = name != "instructor who was dismissed"
    user.save()
    if name.startswith("instructor"):
        user.groups.add(Group.objects.get(name="Instructors"))
    if name == "account with the permission":
        user.user_permissions.add(Permission.objects.get(codename="view_statistics"))
    return browser, status


def test_pages_are_for_staff_who_may_see_statistics(taken, role):
    browser, status = role
    assert {address: browser.get(address).status_code for address in addresses()} == dict.fromkeys(addresses(), status)


def test_guest_is_asked_to_sign_in_and_led_back(taken):
    response = Client().get(f"{QUIZ}?sort=facility")
    assert response.headers["Location"] == f"/admin/login/?next={QUIZ}%3Fsort%3Dfacility"


def test_account_that_is_no_staff_is_refused_where_it_is_led(taken):
    browser, _ = signed_in()
    assert browser.get(QUIZ, follow=True).status_code == 403


def test_refusal_says_nothing_of_the_quiz(taken):
    browser, _ = signed_in(is_staff=True)
    assert "Every kind" not in browser.get(QUIZ).content.decode()


def test_pages_are_kept_by_nobody(taken, instructor):
    assert {instructor.get(address).headers["Cache-Control"] for address in addresses()} == {"private, no-store"}


def test_pages_change_nothing(taken, instructor):
    assert {instructor.post(address).status_code for address in addresses()} == {405}


def test_what_does_not_exist_is_not_found(taken, instructor):
    wrong = [f"{ROOT}guides/rye/", f"{ROOT}quizzes/rye/", f"{ROOT}quizzes/rye/questions.csv"]
    wrong += [f"{ROOT}questions/{uuid4()}/", f"{question_url()}?quiz=rye", f"{question_url('no-rise')}?quiz={FIXED}"]
    assert {instructor.get(address).status_code for address in wrong} == {404}


def test_overview_leads_to_banks_and_quizzes(taken, instructor):
    page = Page(instructor.get(ROOT))
    assert {BANK, QUIZ} <= set(page.links)
    assert "Every kind Practice 30" in page.text


def test_quiz_page_has_scores_plots_and_questions(taken, instructor):
    response = instructor.get(QUIZ)
    page, report = Page(response), quiz_report(taken)
    assert f"Mean {report.statistics.mean:.1f} %" in page.text
    assert f"{question_url()}?quiz={FIXED}" in page.links
    html = response.content.decode()
    assert html.count('class="scatter-plot"') == 2  # a page shows the one that fits
    assert html.count('class="score-histogram"') == 1


def test_plots_have_a_text_twin(taken, instructor):
    html = instructor.get(QUIZ).content.decode()
    assert "7 questions by facility and discrimination" in html
    assert "Attempts by score: 0 to 10 %: " in html
    assert "0 to 10 % " in Page(instructor.get(QUIZ)).text


def test_few_learners_see_a_warning(taken, instructor):
    assert "Fewer than 100 learners" in Page(instructor.get(QUIZ)).text
    assert "Fewer than 100 learners" in Page(instructor.get(question_url())).text


def test_enough_learners_see_none(guide, instructor):
    simulate(FIXED, learners=100, attempts=1)
    assert "Fewer than" not in Page(instructor.get(QUIZ)).text


def test_too_few_learners_see_nothing(guide, instructor):
    simulate(FIXED, learners=19, attempts=1)
    for address in (QUIZ, question_url(), f"{question_url()}?quiz={FIXED}"):
        response = instructor.get(address)
        assert "are shown from 20" in Page(response).text
        assert "<svg class=" not in response.content.decode()
        assert "Facility" not in Page(response).text


@pytest.mark.parametrize("sort", ["facility", "-facility"])
def test_table_sorts_by_link(taken, instructor, sort):
    page = Page(instructor.get(f"{QUIZ}?sort={sort}"))
    expected = sorted(
        quiz_report(taken).questions, key=lambda one: one.statistics.facility, reverse=sort.startswith("-")
    )
    shown = [link for link in page.links if link.startswith(f"{ROOT}questions/")]
    facilities = {f"{ROOT}questions/{one.question.pk}/?quiz={FIXED}": one.statistics.facility for one in expected}
    assert [facilities[link] for link in shown[-7:]] == [one.statistics.facility for one in expected]


def test_sorted_column_says_so_and_turns_round(taken, instructor):
    html = instructor.get(f"{QUIZ}?sort=facility").content.decode()
    assert html.count('aria-sort="ascending"') == 1
    assert 'href="?sort=-facility"' in html
    assert 'href="?sort=discrimination_index"' in html


def test_question_page_shows_how_often_each_option_was_chosen(taken, instructor):
    response = instructor.get(f"{question_url()}?quiz={FIXED}")
    found = quiz_report(taken).questions[0].statistics
    first = found.options[0]
    assert f"Key Baking soda with buttermilk {round(100 * first.count / 30)} %{first.count}" in Page(response).text
    assert response.content.decode().count('class="share-bar ') == 4 * 4


def test_question_page_leads_to_the_quizzes_that_asked_it(taken, instructor):
    assert f"?quiz={FIXED}" in Page(instructor.get(question_url())).links
    assert question_url() in Page(instructor.get(f"{question_url()}?quiz={FIXED}")).links


def test_doubtful_question_is_named_first(guide, instructor):
    simulate(FIXED, learners=120, attempts=1)
    for attempt in Attempt.objects.all():
        attempt.responses.filter(position=1).update(points=0, first_answer=[3])
    text = Page(instructor.get(QUIZ)).text
    assert "Look at these first" in text
    assert "An hour until supper Hardly anybody is right. Check the key first" in text


def test_drawn_quiz_has_no_effective_weight(guide, instructor):
    simulate(DRAWN, learners=60)
    text = Page(instructor.get(f"{ROOT}quizzes/{DRAWN}/")).text
    assert "not all with the same questions" in text
    assert "Effective weight" not in text


def test_downloads_are_files(taken, instructor):
    table, document = instructor.get(CSV), instructor.get(JSON)
    assert table.headers["Content-Disposition"] == 'attachment; filename="every-kind-questions.csv"'
    assert len(list(csv.DictReader(StringIO(table.content.decode(), newline="")))) == 7
    assert json.loads(document.content)["first_attempts"] == 30


def test_pages_keep_to_the_strict_policy(taken, instructor):
    for address in [ROOT, BANK, QUIZ, question_url()]:
        response = instructor.get(address)
        assert "style-src 'self'" in response.headers["Content-Security-Policy"]
        assert " style=" not in response.content.decode()
        assert " onclick=" not in response.content.decode()


def queries(browser, address):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_questions_or_learners(guide, documents, instructor):
    instructor.get(ROOT)
    counts = []
    for size, learners in ((5, 25), (40, 60)):
        quiz = quiz_of(guide, publish(guide, documents, size), "practice")
        simulate(quiz.slug, learners=learners, attempts=1)
        question = quiz.questions.first()
        shown = [ROOT, BANK, f"{ROOT}quizzes/{quiz.slug}/", f"{ROOT}questions/{question.pk}/"]
        counts.append([queries(instructor, address) for address in shown])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 25
    assert Quiz.objects.count() > 2
