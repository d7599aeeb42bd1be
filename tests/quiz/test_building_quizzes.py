"""Building quizzes in the admin: from a list and by a rule, drafts, publishing, and nothing lost."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from quiz.models import Attempt, Question, Quiz, StoryBook
from quiz.selection import met_cases
from quiz.sources import Source
from studyguide.models import Guide
from tests.pages import Page as Read
from tests.quiz.desk import Sheet as Page
from tests.quiz.desk import instructor
from tests.quiz.quiz_desk import new_quiz_fields, new_quiz_url, quiz_fields, quiz_url
from tests.quiz.sitting import HTMX, Sitting, at_once

LIST = {
    "title": "Two leavens",
    "summary": "Two questions.",
    "mode": "practice",
    "questions": ["living-leavens", "which-leaven"],
}
RULE = {
    "title": "Drawn",
    "summary": "Drawn anew.",
    "mode": "exam",
    "minutes": 10,
    "pass_percent": 70,
    "opens": "2026-12-01 09:00",
    "closes": "2026-12-08 18:00",
    "draw": {"count": 2, "objectives": ["weigh"], "kinds": ["single", "numeric", "multiple", "ordering"]},
}


@pytest.fixture
def quiz(desk):
    return Quiz.objects.get(slug="every-kind")


def again(quiz):
    return Quiz.objects.get(pk=quiz.pk)


def without_id(source):
    return {name: value for name, value in source.items() if name != "id"}


@pytest.mark.parametrize("source", [LIST, RULE], ids=["list", "rule"])
def test_written_from_nothing_and_published(desk, source):
    sent = desk.post(new_quiz_url("publish"), new_quiz_fields(source))
    made = Quiz.objects.get(title=source["title"])
    assert (sent.status_code, sent.headers["Location"]) == (303, quiz_url(made, "change"))
    assert made.state == "published"
    assert without_id(made.entry) == source


def test_published_list_is_given_to_learners_in_its_order(desk, client):
    desk.post(new_quiz_url("publish"), new_quiz_fields(LIST))
    attempt = Sitting.begin(client, "two-leavens").attempt
    assert list(attempt.responses.values_list("version__question__slug", flat=True)) == LIST["questions"]


def test_published_dates_are_kept(desk):
    desk.post(new_quiz_url("publish"), new_quiz_fields(RULE))
    made = Quiz.objects.get(slug="drawn")
    assert (made.opens_at, made.closes_at) == (
        datetime(2026, 12, 1, 9, tzinfo=UTC),
        datetime(2026, 12, 8, 18, tzinfo=UTC),
    )


def test_draft_is_kept_whatever_is_missing_and_no_learner_sees_it(desk, client):
    assert desk.post(new_quiz_url("save"), new_quiz_fields({})).status_code == 303
    made = Quiz.objects.get(slug="untitled")
    assert (made.state, without_id(made.draft)) == ("draft", {"mode": "practice"})
    assert client.get("/quizzes/untitled/").status_code == 404


def test_draft_gets_its_slug_with_its_title_and_keeps_it(desk):
    desk.post(new_quiz_url("save"), new_quiz_fields({}))
    made = Quiz.objects.get(slug="untitled")
    desk.post(quiz_url(made, "save"), quiz_fields(made, title="Salt"))
    desk.post(quiz_url(made, "save"), quiz_fields(again(made), title="Pepper"))
    assert (again(made).slug, again(made).title) == ("salt", "Pepper")


@pytest.mark.parametrize("title", ["Every kind", "Which leaven"])
def test_slug_is_that_of_no_other_quiz_and_no_question(desk, title):
    desk.post(new_quiz_url("save"), new_quiz_fields({"title": title}))
    assert Quiz.objects.get(title=title, is_draft=True).slug.endswith("-2")


def test_draft_leaves_learners_with_what_is_published(desk, quiz, client):
    desk.post(quiz_url(quiz, "save"), quiz_fields(quiz, title="Other", questions=["which-leaven"]))
    assert again(quiz).state == "published, newer draft"
    assert (again(quiz).title, again(quiz).count) == ("Every kind", 7)
    assert "Every kind" in Read(client.get("/quizzes/every-kind/")).text


def test_draft_that_says_what_is_published_is_none(desk, quiz):
    desk.post(quiz_url(quiz, "save"), quiz_fields(quiz))
    assert again(quiz).draft is None


def test_what_was_not_chosen_stays_in_the_draft(desk, quiz):
    draft: Source = {"from": "list", "draw": {"count": 2}}
    desk.post(quiz_url(quiz, "save"), quiz_fields(quiz, **draft))
    form = desk.get(quiz_url(quiz, "change"))
    assert Page(form).value("q.draw.count") == "2"
    desk.post(quiz_url(quiz, "publish"), quiz_fields(again(quiz)))
    assert (again(quiz).rule, again(quiz).count) == ({}, 7)


def test_rule_in_another_order_is_no_change(desk):
    quiz = Quiz.objects.get(slug="two-of-weighing")
    quiz.rule = {"count": 2, "objectives": ["weigh", "choose"]}
    quiz.save()
    desk.post(quiz_url(quiz, "save"), quiz_fields(quiz, draw={"count": 2, "objectives": ["choose", "weigh"]}))
    assert again(quiz).draft is None


def test_double_click_on_a_new_quiz_makes_one(desk):
    form = new_quiz_fields(LIST)
    for act in ("save", "publish", "publish"):
        assert desk.post(new_quiz_url(act), form).status_code == 303
    assert Quiz.objects.filter(title="Two leavens").count() == 1


@pytest.mark.parametrize(
    ("source", "changes", "place", "sentence"),
    [
        (LIST, {"title": None}, "q-title-error", "Give it a title."),
        (LIST, {"title": "x" * 201}, "q-title-error", "Shorten it to 200 characters; it has 201."),
        (LIST, {"summary": None}, "q-summary-error", "Say in a sentence or two what it is."),
        (LIST, {"mode": None}, "q-mode-error", "Choose a mode."),
        (LIST, {"questions": []}, "rows-questions", "Choose at least one question."),
        (LIST, {"questions": ["moon"]}, "q-questions-0", "There is no such question. Take it out."),
        (LIST, {"questions": ["which-leaven", "which-leaven"]}, "q-questions-1", "It stands in the list twice."),
        (LIST, {"questions": ["why-sour"]}, "q-questions-0", "It has no score"),
        (RULE, {"minutes": "ten"}, "q-minutes-error", "Give a whole number of minutes from 1 to 600."),
        (RULE, {"minutes": 601}, "q-minutes-error", "Give a whole number of minutes from 1 to 600."),
        (RULE, {"pass_percent": 101}, "q-pass_percent-error", "Nobody can reach 101 %. Give at most 100."),
        (RULE, {"pass_percent": 0}, "q-pass_percent-error", "from 1 to 100."),
        (RULE, {"opens": "soon"}, "q-opens-error", "Give a day and a time, such as 2026-12-01 09:00."),
        (RULE, {"closes": "2026-12-01 09:00"}, "q-closes-error", "It would close before it opens."),
        (RULE, {"draw": {"objectives": ["weigh"]}, "from": "rule"}, "q-draw-count-error", "Say how many questions"),
        (RULE, {"draw": {"count": 200}}, "q-draw-count-error", "questions match this rule. Ask for"),
        (RULE, {"draw": {"count": 2, "tags": ["moon"]}}, "q-draw-tags-error", "The guide no longer has moon."),
        (RULE, {"draw": {"count": 2, "difficulty": [3], "kinds": ["true-false"]}}, "q-draw-count-error", "No que"),
    ],
)
def test_reason_stands_at_its_field_and_nothing_is_lost(desk, guide, source, changes, place, sentence):
    Question.objects.filter(slug="word-for-the-last-rise").update(slug="why-sour", kind="open")
    form = new_quiz_fields({name: value for name, value in {**source, **changes}.items() if value is not None})
    sent = desk.post(new_quiz_url("publish"), form)
    assert sent.status_code == 422
    assert sentence in Page(sent).by_id(place)
    assert not Quiz.objects.known().filter(title=source["title"]).exists()
    assert Page(sent).value("q.summary") == (changes.get("summary", source["summary"]) or "")


def test_question_that_is_not_published_is_named_in_the_list(desk):
    Question.objects.filter(slug="living-leavens").update(status="retired")
    sent = desk.post(new_quiz_url("publish"), new_quiz_fields(LIST))
    assert "Its status is retired, so that learners are not given it." in Page(sent).by_id("q-questions-0")


def test_text_that_cannot_be_kept_comes_back(desk, quiz):
    sent = desk.post(quiz_url(quiz, "save"), {**quiz_fields(quiz, title="Kept"), "q.summary": "x" * 8_001})
    assert sent.status_code == 422
    assert Page(sent).value("q.title") == "Kept"
    assert "Shorten it to 8,000 characters" in Page(sent).by_id("q-summary-error")
    assert again(quiz).draft is None


def test_second_to_save_overwrites_nothing(desk, quiz):
    mine, theirs = quiz_fields(quiz, title="Mine"), quiz_fields(quiz, title="Theirs")
    instructor("otto").post(quiz_url(quiz, "save"), theirs)
    for act in ("save", "publish", "preview"):
        sent = desk.post(quiz_url(quiz, act), mine)
        assert sent.status_code == 409
        assert again(quiz).written["title"] == "Theirs"
        assert "otto saved this quiz" in Page(sent).text
        assert Page(sent).value("q.title") == "Mine"
    form = {**quiz_fields(quiz, title="Mine"), "revision": Page(sent).value("revision")}
    assert desk.post(quiz_url(quiz, "save"), form).status_code == 303
    assert again(quiz).written["title"] == "Mine"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_question_is_put_into_the_list_once(desk, quiz, headers):
    form = quiz_fields(quiz, title="Kept", questions=["which-leaven"])
    sent = desk.post(quiz_url(quiz, "rows"), {**form, "rows": "pick-living-leavens"}, headers=headers)
    page = Page(sent)
    assert (page.value("q.questions.0"), page.value("q.questions.1")) == ("which-leaven", "living-leavens")
    assert page.value("q.title") == "Kept"
    assert ("<html" in sent.content.decode()) is (not headers)
    twice = desk.post(quiz_url(quiz, "rows"), {**form, "rows": "pick-which-leaven"})
    assert "1 question, in this order." in Page(twice).text


def test_questions_are_moved_and_taken_out(desk, quiz):
    form = quiz_fields(quiz, questions=["which-leaven", "living-leavens"])
    moved = Page(desk.post(quiz_url(quiz, "rows"), {**form, "rows": "up-questions-1"}))
    assert moved.value("q.questions.0") == "living-leavens"
    left = Page(desk.post(quiz_url(quiz, "rows"), {**form, "rows": "remove-questions-0"}))
    assert left.value("q.questions.0") == "living-leavens"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"find": "leaven WHICH"}, ["Which"]),
        ({"find-objective": "weigh", "find": "times"}, ["Times"]),
        ({"find": "%_'\0<"}, []),
        ({"find-section": "moon"}, []),
    ],
)
def test_search_finds_what_can_be_asked(desk, quiz, search, found):
    sent = desk.post(quiz_url(quiz, "find"), {**quiz_fields(quiz), **search}, headers=HTMX)
    text = Page(sent).by_id("found-questions")
    assert ("No published question matches" in text) is (not found)
    assert again(quiz).draft is None


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_number_of_questions_follows_the_rule(desk, headers):
    url = new_quiz_url("count")
    everything = Page(desk.post(url, new_quiz_fields({"draw": {"count": 2}}), headers=headers)).by_id("matches")
    fewer = {"draw": {"count": 2, "kinds": ["numeric"], "objectives": ["weigh"]}}
    narrowed = Page(desk.post(url, new_quiz_fields(fewer), headers=headers)).by_id("matches")
    count = Question.objects.drawable().count()
    assert f"{count} questions match; each attempt draws 2 of them." in " ".join(everything.split())
    assert "Ask for fewer, or untick a condition." in narrowed


def test_edit_leaves_attempts_as_they_were(desk, quiz, client):
    sitting = Sitting.begin(client, "every-kind")
    sitting.check(1, sitting.key(1))
    before = Read(sitting.get("question", 1)).text
    changes: Source = {
        "title": "Other",
        "mode": "exam",
        "minutes": 1,
        "pass_percent": 90,
        "questions": ["which-leaven"],
    }
    desk.post(quiz_url(quiz, "publish"), quiz_fields(quiz, **changes))
    assert again(quiz).title == "Other"
    assert Read(sitting.get("question", 1)).text == before
    sitting.submit()
    results = Read(sitting.get("results")).text
    assert "Every kind" in results
    assert "the mark is" not in results
    assert sitting.attempt.responses.count() == 7


def test_retired_and_brought_back(desk, quiz, client):
    desk.post(quiz_url(quiz, "retire"))
    assert (again(quiz).state, client.get("/quizzes/every-kind/").status_code) == ("retired", 404)
    desk.post(quiz_url(quiz, "bring_back"))
    assert (again(quiz).state, client.get("/quizzes/every-kind/").status_code) == ("published", 200)


def test_duplicate_is_a_draft_of_its_own(desk, quiz):
    sent = desk.post(quiz_url(quiz, "duplicate"))
    made = Quiz.objects.get(title="Every kind (copy)")
    assert sent.headers["Location"] == quiz_url(made, "change")
    assert (made.state, made.slug, made.written["questions"]) == ("draft", "every-kind-copy", quiz.question_slugs)
    assert again(quiz).state == "published"


def test_acts_are_written_down(desk, quiz, caplog):
    caplog.set_level("INFO", "audit")
    desk.post(quiz_url(quiz, "publish"), quiz_fields(quiz, title="Other"))
    desk.post(quiz_url(quiz, "retire"))
    messages = [entry.change_message for entry in LogEntry.objects.filter(object_id=str(quiz.pk))]
    assert messages == ["Retired.", "Published.", "Saved a draft."]
    assert "ines 'every-kind'" in caplog.text


def test_scenario_has_no_such_form(desk):
    scenario = Quiz.objects.get(slug="sunday-bread")
    assert desk.get(f"/admin/quiz/quiz/{scenario.pk}/change/").status_code == 404


def test_list_says_where_each_quiz_stands(desk, quiz):
    desk.post(new_quiz_url("save"), new_quiz_fields({}))
    desk.post(quiz_url(quiz, "save"), quiz_fields(quiz, title="Other"))
    text = Read(desk.get("/admin/quiz/quiz/")).text
    assert "Without a title" in text
    assert "7 in a list" in text
    assert "2 by a rule" in text
    for state, count in (("draft", 1), ("published, newer draft", 1), ("published", 2), ("retired", 0)):
        assert Quiz.objects.plain().in_state(state).count() == count, state


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_only_quizzes_of_a_mode_are_listed(desk, mode):
    links = Read(desk.get(f"/admin/quiz/quiz/?mode={mode}")).links
    exam = quiz_url(Quiz.objects.get(slug="baking-exam"), "change")
    assert any(link.startswith(exam) for link in links) is (mode == "exam")


def test_attempts_are_counted_on_the_form(desk, quiz, client):
    Sitting.begin(client, "every-kind")
    assert "1 attempt." in Read(desk.get(quiz_url(quiz, "change"))).text
    assert Attempt.objects.count() == 1


def test_statistics_know_no_draft(desk):
    desk.post(new_quiz_url("save"), new_quiz_fields({"title": "Not yet"}))
    assert "Not yet" not in Read(desk.get("/admin/statistics/")).text
    assert desk.get("/admin/statistics/quizzes/not-yet/").status_code == 404


def test_two_clicks_at_once_make_one_quiz(file_database, quiz_folder):
    client, form = instructor(), new_quiz_fields(LIST)
    cookies = client.cookies

    def click():
        browser = Client()
        browser.cookies = cookies
        return browser.post(new_quiz_url("publish"), form).status_code

    assert at_once(4, click) == [303] * 4
    assert Quiz.objects.filter(title="Two leavens").count() == 1


@pytest.mark.parametrize("act", ["save", "publish", "rows", "find", "count"])
def test_scripts_in_any_field_are_text(desk, quiz, act):
    script = "<script>alert(1)</script>"
    form = {name: script for name in quiz_fields(quiz) if name.startswith("q.")}
    form |= {"find": script, "rows": f"pick-{script}", "revision": quiz.revision, "q.title": script}
    sent = desk.post(quiz_url(quiz, act), form, follow=True)
    assert script not in sent.content.decode()
    assert "&lt;script&gt;" in sent.content.decode()


CASES: Source = {
    "title": "New loaves",
    "summary": "Made anew.",
    "mode": "scenario",
    "draw": {"cases": 2, "objectives": ["choose"]},
}


def test_quiz_of_new_cases_is_written_given_and_edited(desk, client):
    assert desk.post(new_quiz_url("publish"), new_quiz_fields(CASES)).status_code == 303
    made = Quiz.objects.get(slug="new-loaves")
    assert without_id(made.entry) == CASES
    assert len(Sitting.begin(client, "new-loaves").attempt.cases) == 2
    assert Page(desk.get(quiz_url(made, "change"))).value("q.draw.cases") == "2"
    assert "2 new cases" in Read(desk.get("/admin/quiz/quiz/")).text


def test_rule_for_cases_says_nothing_that_no_case_has(desk):
    more = {**CASES, "questions": ["which-leaven"], "draw": {**CASES["draw"], "count": 3, "kinds": ["single"]}}
    desk.post(new_quiz_url("publish"), new_quiz_fields(more))
    assert without_id(Quiz.objects.get(slug="new-loaves").entry) == CASES


@pytest.mark.parametrize(
    ("draw", "place", "sentence"),
    [({"objectives": ["choose"]}, "cases", "from 1 to 10."), ({"cases": 1, "targets": ["moon"]}, "targets", "moon")],
)
def test_mistake_in_a_rule_for_cases_stands_at_its_field(desk, draw, place, sentence):
    sent = desk.post(new_quiz_url("publish"), new_quiz_fields({**CASES, "draw": draw}))
    assert sent.status_code == 422
    assert sentence in Page(sent).by_id(f"q-draw-{place}-error")


def test_guide_without_stories_makes_no_cases(desk):
    StoryBook.objects.all().delete()
    Guide.objects.update(digest="another")  # generators are kept by it
    sent = desk.post(new_quiz_url("publish"), new_quiz_fields(CASES))
    assert "This guide has no stories to make cases of." in Page(sent).by_id("q-mode-error")
    assert "No case can be made like this." in Page(sent).by_id("matches")


def test_panel_says_whether_cases_can_be_made(desk):
    sent = desk.post(new_quiz_url("count"), new_quiz_fields(CASES), headers=HTMX)
    assert "Cases like this can be made." in Page(sent).by_id("matches")


def test_new_cases_are_previewed_and_count_nowhere(desk):
    sent = desk.post(new_quiz_url("preview"), new_quiz_fields(CASES))
    attempt = Attempt.objects.get(is_preview=True)
    assert sent.headers["Location"] == attempt.get_absolute_url()
    assert len(attempt.cases) == 2
    assert met_cases(attempt.learner_id, attempt.guide) == []
    assert attempt.form_url == quiz_url(Quiz.objects.get(title="New loaves"), "change")
