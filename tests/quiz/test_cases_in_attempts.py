"""A quiz whose cases are made for each attempt: taken, scored, reviewed, kept, merged, downloaded and deleted."""

import json

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quiz.generated.generator import VERSION
from quiz.generated.versions import case_documents
from quiz.models import Attempt, Mode, Question, QuestionVersion, Quiz, Report, StoryBook, generator_of, matching
from quiz.published_bank import PublishedBank
from quiz.selection import latest_responses, met_cases, seen_questions
from studyguide.guests import join_account
from studyguide.models import Guide, Learner
from tests.pages import Page
from tests.quiz.sitting import Sitting

LOAF = "new-loaf"


def make_quiz(guide, slug, **rule):
    return Quiz.objects.create(
        guide=guide, slug=slug, title="A new loaf each time", summary="", mode=Mode.SCENARIO, rule=rule
    )


@pytest.fixture
def quiz(guide):
    return make_quiz(guide, LOAF, cases=1)


@pytest.fixture
def case(quiz, learner):
    return Sitting.begin(learner, LOAF)


def answer_all(sitting, *, wrong=()):
    for position in range(1, sitting.attempt.responses.count() + 1):
        answer = sitting.wrong(position) if position in wrong else sitting.key(position)
        sitting.check(position, answer)
    sitting.submit()


@pytest.fixture
def finished(case):
    answer_all(case)
    return case


def page(sitting, name, *args):
    return Page(sitting.get(name, *args))


# Taking one


def test_an_attempt_keeps_seed_and_version_and_its_own_steps(case):
    attempt = case.attempt
    assert attempt.generator_version == VERSION
    versions = [response.version for response in attempt.responses.select_related("version")]
    assert [version.attempt_id for version in versions] == [attempt.pk] * len(versions)
    assert {version.question_id for version in versions} == {None}


def test_the_case_is_that_of_its_seed(case, guide):
    generator = generator_of(guide)
    [told] = case.attempt.cases
    again = case_documents(generator.case(told["seed"]), generator, 1)
    assert told == again.told
    assert [version.document for version in case.attempt.made_versions.order_by("number")] == list(again.steps)


def test_the_story_stands_beside_every_step_and_tells_no_answer(case, guide):
    told = case.attempt.case["cases"][0]
    shown = case.get("question", 1).content.decode()
    assert told["story_html"] in shown
    assert told["losers"][0]["because_html"] not in shown


def test_steps_are_taken_in_order(case):
    assert case.get("question", 3).headers["Location"] == case.url("question", 1)
    case.check(1, case.key(1))
    assert case.get("question", 2).status_code == 200


def test_it_is_gone_on_with_where_it_was_left(case, learner):
    case.check(1, case.key(1))
    assert Sitting.begin(learner, LOAF).attempt_id == case.attempt_id
    assert case.get("attempt").headers["Location"] == case.url("question", 2)
    assert case.url("attempt") in Page(learner.get("/")).links


def test_keys_earn_all_points(finished):
    score = finished.attempt.score
    assert score.points == score.possible == finished.attempt.responses.count()


def test_wrong_answers_earn_none(case):
    answer_all(case, wrong=range(1, 9))
    assert case.attempt.score.points == 0


def test_two_attempts_tell_two_cases(finished, learner):
    other = Sitting.begin(learner, LOAF)
    assert other.attempt.cases != finished.attempt.cases
    assert other.attempt.number == 2


def test_several_cases_stand_one_after_the_other(guide, learner):
    make_quiz(guide, "three-loaves", cases=3)
    sitting = Sitting.begin(learner, "three-loaves")
    numbers = [version.document["case_number"] for version in sitting.attempt.made_versions.order_by("number")]
    assert numbers == sorted(numbers)
    assert set(numbers) == {1, 2, 3}
    for position, number in enumerate(numbers, 1):
        shown = page(sitting, "question", position)
        assert f"The case {number} of 3" in shown.text
        sitting.check(position, sitting.key(position))
    sitting.submit()
    assert "Case 3: " in page(sitting, "results").text


def test_cases_are_about_what_the_quiz_asks_for(guide, learner):
    make_quiz(guide, "soda-only", cases=2, targets=["soda"], difficulty=[1])
    told = Sitting.begin(learner, "soda-only").attempt.cases
    assert [case["answer"] for case in told] == ["soda", "soda"]
    assert [case["difficulty"] for case in told] == [1, 1]


def test_a_guide_without_stories_has_no_case_to_give(quiz, learner):
    StoryBook.objects.all().delete()
    Guide.objects.update(digest="of files without stories")
    begun = learner.post(f"/quizzes/{LOAF}/start/")
    assert begun.status_code == 422
    assert "This quiz has no questions at the moment" in Page(begun).text
    assert not Attempt.objects.exists()


def test_a_new_case_is_not_like_the_last_ones(finished, guide, learner):
    met = met_cases(finished.attempt.learner_id, guide)
    assert met == [finished.attempt.cases[0]["marks"]]


def test_page_of_the_quiz_says_what_comes(quiz, learner):
    shown = Page(learner.get(f"/quizzes/{LOAF}/")).text
    assert "1, made anew for each attempt" in shown
    assert "up to 5" in shown


# Results


def test_results_say_why_each_other_target_loses(finished):
    [told] = finished.attempt.cases
    shown = page(finished, "results")
    assert "The answer: " in shown.text
    assert len(told["losers"]) == 2
    for loser in told["losers"]:
        assert loser["because_html"] in finished.get("results").content.decode()


def test_results_lead_to_the_advisor_with_the_same_workload(finished, guide):
    [told] = finished.attempt.cases
    address = f"/guides/bread/advisor/?{told['workload']}"
    shown = page(finished, "results")
    assert address in [link.replace("&amp;", "&") for link in shown.links]
    answer = generator_of(guide).targets[told["answer"]].name
    advised = finished.browser.get(address)
    assert advised.status_code == 200
    assert f"<title>{answer}: " in advised.content.decode()


def test_another_new_case_is_one_press_away(finished, learner):
    assert "Another new case" in page(finished, "results").text
    begun = learner.post(f"/quizzes/{LOAF}/start/")
    assert begun.headers["Location"] != finished.url("attempt")


def test_results_stay_when_the_guide_changes(finished, guide):
    before = page(finished, "results").text
    StoryBook.objects.all().delete()
    Guide.objects.update(digest="of files without stories")
    guide.facts.update(label="another", value=1)
    assert page(finished, "results").text.partition("Facts and sources")[0] == before.partition("Facts and sources")[0]


def test_what_a_learner_was_sure_of_and_got_wrong_is_shown(case):
    case.check(1, case.wrong(1), confidence="sure")
    case.submit()
    assert "You were sure of this one." in page(case, "results").text


# The bank knows nothing of it


def test_no_list_search_or_draw_of_the_bank_comes_upon_the_steps(finished, guide):
    made = set(QuestionVersion.objects.filter(question=None).values_list("pk", flat=True))
    assert made
    assert not made & set(PublishedBank(guide).mark)
    assert Question.objects.filter(versions__in=made).count() == 0
    assert matching(guide, {}).filter(versions__in=made).count() == 0


def test_what_was_missed_in_a_case_is_not_drawn_for_practice(case, guide):
    answer_all(case, wrong=(1, 2))
    learner = case.attempt.learner_id
    assert latest_responses(learner, guide).count() == 0
    assert seen_questions(learner, guide) == set()
    assert case.browser.get("/guides/bread/practice/").status_code == 200


@pytest.mark.parametrize("values", [{}, {"question": True, "attempt": True}])
def test_a_version_belongs_to_a_question_or_to_an_attempt(case, guide, values):
    kept = case.attempt.made_versions.first()
    owners = {
        "question": guide.questions.first() if values else None,
        "attempt": case.attempt if values else None,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersion.objects.create(
            number=99, document=kept.document, content_hash="", published_at=timezone.now(), **owners
        )


def test_statistics_say_that_there_is_nothing_to_compare(finished):
    desk = Client()
    desk.force_login(User.objects.create_superuser("editor"))
    assert "made anew for each attempt" in Page(desk.get(reverse("quiz_statistics", args=[LOAF]))).text
    assert desk.get(reverse("bank_statistics", args=["bread"])).status_code == 200


# Records


def test_progress_counts_a_case_by_objective(finished, guide):
    shown = Page(finished.browser.get("/progress/")).text
    objective = guide.objectives.get(slug="choose")
    assert objective.text in shown
    asked = [version.document["objectives"] for version in finished.attempt.made_versions.all()]
    assert f"{objective.text} 100 % {asked.count(['choose'])} answered" in " ".join(shown.split())


def test_download_tells_the_case_and_no_answer_before_it_was_shown(case):
    case.check(1, case.key(1))
    records = json.loads(case.browser.get("/progress/download/").content)
    [attempt] = records["attempts"]
    [told] = attempt["cases"]
    assert told["seed"] == case.attempt.cases[0]["seed"]
    assert told["story"]
    assert attempt["responses"][0]["points"] == 1
    assert attempt["responses"][1]["stem"] is None
    assert case.attempt.cases[0]["losers"][0]["because_html"] not in json.dumps(records)


def test_deleting_ones_records_deletes_the_case(finished):
    finished.browser.post("/progress/delete/confirmed/")
    assert not Attempt.objects.exists()
    assert not QuestionVersion.objects.filter(question=None).exists()


def test_a_guest_takes_a_case_along_to_an_account(case):
    case.check(1, case.key(1))
    user = User.objects.create_user("ines", password="rye-and-water-42")
    own = Client()
    own.force_login(user)
    assert join_account(user, case.attempt.learner_id, timezone.now())
    moved = Sitting(own, case.attempt_id)
    assert moved.attempt.learner == Learner.objects.get(user=user)
    assert moved.get("attempt").headers["Location"] == moved.url("question", 2)


def test_of_two_open_cases_the_one_set_aside_keeps_its_story(case, guide):
    case.check(1, case.key(1))
    case.check(2, case.key(2))
    user = User.objects.create_user("ines", password="rye-and-water-42")
    own = Client()
    own.force_login(user)
    other = Sitting.begin(own, LOAF)
    other.check(1, other.key(1))
    join_account(user, case.attempt.learner_id, timezone.now())
    aside = Sitting(own, other.attempt_id)
    assert aside.attempt.quiz is None
    assert aside.get("results").status_code == 200
    assert aside.attempt.cases[0]["story_html"] in aside.get("results").content.decode()


# Reports


def test_a_report_on_a_step_is_read_with_its_case(finished, guide):
    finished.post("report_problem", 2, {"text": "The limit is older."})
    report = Report.objects.get()
    desk = Client()
    desk.force_login(User.objects.create_superuser("editor"))
    shown = Page(desk.get(f"/admin/quiz/report/{report.pk}/change/"))
    told = finished.attempt.cases[0]
    assert f"of the seed {told['seed']} and version {VERSION}" in shown.text
    assert "A step of a generated case" in Page(desk.get("/admin/quiz/report/")).text
    desk.post(f"/admin/quiz/report/{report.pk}/answer/", {"reply": "It was."})
    assert "a step of a generated case" in Page(finished.browser.get("/progress/")).text


# What it costs


def queries(browser, address):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def test_pages_ask_the_database_no_more_for_ten_cases_than_for_one(guide, quiz, learner, stranger):
    make_quiz(guide, "ten-loaves", cases=10)
    one, ten = Sitting.begin(learner, LOAF), Sitting.begin(stranger, "ten-loaves")
    counts = []
    for sitting in (one, ten):
        shown = [queries(sitting.browser, sitting.url("question", 1))]
        sitting.submit()
        shown.append(queries(sitting.browser, sitting.url("results")))
        shown.append(queries(sitting.browser, "/progress/"))
        counts.append(shown)
    assert counts[0] == counts[1]
