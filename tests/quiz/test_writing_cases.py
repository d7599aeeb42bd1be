"""Writing a case in the admin: its story, its steps, and publishing them together."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz.models import Attempt, Question, QuestionVersion, Scenario
from tests.conftest import NOW
from tests.quiz.case_desk import (
    LIST,
    case_fields,
    case_url,
    fields_of_case,
    new_case_fields,
    new_case_url,
)
from tests.quiz.casebook import STEPS, SUNDAY, case, change_step
from tests.quiz.desk import Sheet as Page
from tests.quiz.desk import fields, fields_of, instructor, url
from tests.quiz.sitting import HTMX

MORNING = {
    "kind": "true-false",
    "title": "The morning",
    "stem": "Dough with yeast rises in a morning.",
    "key": True,
    "because_true": "It takes an hour and a half.",
    "because_false": "A morning is longer.",
    "sources": ["handbook"],
}


@pytest.fixture
def sunday(desk):
    return case()


def add_step(desk, scenario, kind="true-false", step_id=None):
    sent = desk.post(case_url(scenario, "add_step"), {"kind": kind, "step_id": step_id or str(uuid.uuid4())})
    assert sent.status_code == 303
    return case(scenario.slug).steps[-1]


def begin(desk, **changes):
    desk.post(new_case_url("save"), new_case_fields(**changes))
    return Scenario.objects.latest("pk")


def test_case_of_three_steps_is_written_from_nothing_and_published(desk, learner):
    made = begin(desk)
    for number in range(3):
        step = add_step(desk, made)
        source = {**MORNING, "title": f"Step {number}", "stem": f"Dough number {number} rises in a morning."}
        sent = desk.post(url(step, "save"), {**fields_of_step(step, source), "go": "case"})
        assert sent.headers["Location"] == case_url(made)
    sent = desk.post(case_url(made, "publish"), fields_of_case(case(made.slug)))
    assert (sent.status_code, case(made.slug).state) == (303, "published")
    begun = learner.post(f"/quizzes/{made.slug}/start/", follow=True)
    assert "Dough number 0 rises" in Page(begun).text
    assert "90 min" in Page(begun).text


def fields_of_step(step, source):
    return {**fields(source["kind"], source), "question_id": str(step.pk), "revision": step.revision}


def test_draft_is_kept_whatever_is_missing(desk):
    sent = desk.post(new_case_url("save"), {**case_fields({}), "form_id": str(uuid.uuid4())})
    made = Scenario.objects.latest("pk")
    assert (sent.status_code, made.slug, made.state) == (303, "untitled", "draft")
    desk.post(case_url(made, "save"), fields_of_case(made, title="Bread at noon"))
    assert case("bread-at-noon").pk == made.pk


def test_double_click_on_a_new_case_makes_one(desk):
    form = new_case_fields()
    for _ in range(2):
        assert desk.post(new_case_url("save"), form).status_code == 303
    assert Scenario.objects.filter(title="Bread on Monday").count() == 1


def test_double_click_on_a_new_step_adds_one(desk, sunday):
    wanted = str(uuid.uuid4())
    assert add_step(desk, sunday, step_id=wanted) == add_step(desk, sunday, step_id=wanted)
    assert len(case().steps) == 4


def test_new_step_begins_with_room_for_its_parts(desk, sunday):
    step = add_step(desk, sunday, kind="single")
    assert 'name="q.options.3.text"' in desk.get(url(step, "change")).content.decode()


def test_new_step_leaves_a_question_with_its_id_alone(desk, sunday):
    other = Question.objects.get(slug="which-leaven")
    assert add_step(desk, sunday, step_id=str(other.pk)).pk != other.pk
    assert Question.objects.get(pk=other.pk).title == other.title


def test_step_that_cannot_be_scored_is_none(desk, sunday):
    assert desk.post(case_url(sunday, "add_step"), {"kind": "open"}).status_code == 404


def test_case_needs_a_title_before_its_first_step(desk):
    form = new_case_fields(title="")
    sent = desk.post(new_case_url("save"), {**form, "go": "step"})
    assert sent.status_code == 422
    assert "Give it a title first" in Page(sent).by_id("q-title-error")
    assert Page(sent).value("q.story") == "A baker has {fact:yeast.rise_min}."


@pytest.mark.parametrize(("go", "name", "args"), [("step", "choose_step", ()), ("try", "try", (1,))])
def test_button_saves_and_then_goes(desk, sunday, go, name, args):
    sent = desk.post(case_url(sunday, "save"), {**fields_of_case(sunday, title="Sunday"), "go": go})
    assert sent.headers["Location"] == case_url(sunday, name, *args)
    assert case().written["title"] == "Sunday"


def test_going_to_a_step_saves_the_case(desk, sunday):
    sent = desk.post(case_url(sunday, "save"), {**fields_of_case(sunday, title="Sunday"), "go": STEPS[1]})
    assert sent.headers["Location"] == url(Question.objects.get(slug=STEPS[1]), "change")
    assert case().written["title"] == "Sunday"


def test_saving_what_is_published_makes_no_draft(desk, sunday):
    desk.post(case_url(sunday, "save"), fields_of_case(sunday))
    assert (case().draft, case().state) == (None, "published")
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"title": ""}, "q-title", "Give it a title."),
        ({"summary": ""}, "q-summary", "Say in a sentence what the case is."),
        ({"story": ""}, "q-story", "Tell the case."),
        ({"story": "{fact:moon}"}, "q-story", "Unknown fact moon."),
        ({"story": "A **baker comes home."}, "q-story", "has no partner"),
        ({"answer": ""}, "q-answer", "Choose the target that the case leads to."),
        ({"section": ""}, "q-section", "Choose the section that teaches it."),
        ({"losers": [{"target": "soda", "kind": "hard", "because": ""}]}, "q-losers-0-because", "Say why"),
    ],
)
def test_reason_stands_at_its_field(desk, sunday, change, field, sentence):
    sent = desk.post(case_url(sunday, "publish"), fields_of_case(sunday, **change))
    assert sent.status_code == 422
    assert sentence in Page(sent).by_id(f"{field}-error")
    assert case().is_draft is False


def test_case_without_steps_is_not_published(desk):
    made = begin(desk)
    sent = desk.post(case_url(made, "publish"), fields_of_case(made))
    assert (sent.status_code, case(made.slug).state) == (422, "draft")
    assert "Add at least one step." in Page(sent).by_id("rows-steps")


def test_step_that_is_not_finished_holds_the_case_up(desk, sunday):
    before = QuestionVersion.objects.count()
    add_step(desk, sunday)
    sent = desk.post(case_url(sunday, "publish"), fields_of_case(case()))
    assert sent.status_code == 422
    assert "And 5 more things" in Page(sent).by_id("q-steps-3") or "more thing" in Page(sent).by_id("q-steps-3")
    assert QuestionVersion.objects.count() == before
    assert case().state == "published, newer draft"


def test_publishing_gives_learners_case_and_steps_together(desk, sunday):
    step = Question.objects.get(slug=STEPS[0])
    desk.post(url(step, "save"), fields_of(step, hint="Count back."))
    assert case().state == "published, newer draft"
    desk.post(case_url(sunday, "publish"), fields_of_case(case(), title="Sunday", steps=[STEPS[2], *STEPS[:2]]))
    assert (case().state, case().title, case().question_slugs) == ("published", "Sunday", [STEPS[2], *STEPS[:2]])
    assert Question.objects.get(slug=STEPS[0]).current_version.source["hint"] == "Count back."


def test_step_alone_cannot_be_published(desk, sunday):
    step = Question.objects.get(slug=STEPS[0])
    assert desk.post(url(step, "publish"), fields_of(step, title="Other")).status_code == 404
    assert Question.objects.get(slug=STEPS[0]).source["title"] == step.source["title"]


def test_draft_leaves_learners_with_what_is_published(desk, sunday, learner):
    desk.post(case_url(sunday, "save"), fields_of_case(sunday, story="A baker sleeps."))
    shown = learner.post(f"/quizzes/{SUNDAY}/start/", follow=True)
    assert "comes home on Saturday" in Page(shown).text


def test_draft_of_a_case_is_not_given_to_learners(desk, learner):
    made = begin(desk)
    assert "Bread on Monday" not in Page(learner.get("/quizzes/")).text
    assert learner.get(f"/quizzes/{made.slug}/").status_code == 404


def test_open_and_finished_attempts_keep_what_they_were_asked(desk, sunday, learner):
    begun = learner.post(f"/quizzes/{SUNDAY}/start/", follow=True)
    attempt = Attempt.objects.get()
    before = [(r.version_id, r.order) for r in attempt.responses.order_by("position")], attempt.case
    change_step(STEPS[0], stem="Breakfast is at ten. How long may the dough rise?")
    desk.post(case_url(sunday, "publish"), fields_of_case(case(), story="A baker sleeps.", steps=STEPS[:1]))
    assert case().state == "published"
    now = Attempt.objects.get()
    assert ([(r.version_id, r.order) for r in now.responses.order_by("position")], now.case) == before
    page = Page(learner.get(begun.redirect_chain[-1][0]))
    assert "Breakfast is at nine" in page.text
    assert "comes home on Saturday" in page.text
    attempt.submit(NOW + timedelta(days=1))
    assert "Hours in the jar" in Page(learner.get(f"{attempt.get_absolute_url()}results/")).text


def test_step_taken_out_can_be_put_back(desk, sunday):
    desk.post(case_url(sunday, "publish"), fields_of_case(sunday, steps=STEPS[:2]))
    assert Question.objects.get(slug=STEPS[2]).status == "retired"
    form = {**fields_of_case(case()), "rows": f"put-steps-{STEPS[2]}"}
    assert Page(desk.post(case_url(sunday, "rows"), form)).value("q.steps.2") == STEPS[2]
    desk.post(case_url(sunday, "publish"), fields_of_case(case(), steps=STEPS))
    assert Question.objects.get(slug=STEPS[2]).status == "published"


def test_steps_are_moved_with_all_kept_and_nothing_saved(desk, sunday):
    form = {**fields_of_case(sunday, title="Sunday"), "rows": "up-steps-1"}
    page = Page(desk.post(case_url(sunday, "rows"), form, headers=HTMX))
    assert [page.value(f"q.steps.{n}") for n in range(3)] == [STEPS[1], STEPS[0], STEPS[2]]
    assert page.value("q.title") == "Sunday"
    assert case().draft is None


def test_case_takes_no_step_of_another(desk, sunday):
    desk.post(case_url(sunday, "save"), fields_of_case(sunday, steps=[*STEPS, STEPS[0], "which-leaven"]))
    assert case().written["steps"] == STEPS


def test_preview_shows_the_whole_case_as_it_is_written(desk, sunday):
    change_step(STEPS[1], stem="How many *hours*?")
    form = fields_of_case(case(), story="A baker has **one** evening.", steps=[STEPS[1], STEPS[0]])
    for headers in ({}, HTMX):
        sent = desk.post(case_url(sunday, "preview"), form, headers=headers)
        shown = Page(sent).by_id("preview")
        assert "A baker has one evening." in shown
        assert shown.index("How many hours?") < shown.index("Breakfast is at nine")
        assert "Why each other target loses" in shown
    assert case().draft is None


def test_preview_says_what_it_cannot_show(desk, sunday):
    sent = desk.post(case_url(sunday, "preview"), fields_of_case(sunday, story="{fact:moon}"), headers=HTMX)
    assert "Unknown fact moon." in Page(sent).by_id("preview-mistakes")


def test_new_case_is_previewed_before_it_is_saved(desk):
    sent = desk.post(new_case_url("preview"), new_case_fields(), headers=HTMX)
    assert "90 min" in Page(sent).by_id("preview")
    assert "Add at least one step." in Page(sent).by_id("checks")


def test_case_is_tried_to_its_end_and_nothing_is_recorded(desk, sunday):
    change_step(STEPS[0], hint="Count back.")
    assert "Breakfast is at nine" in Page(desk.get(case_url(sunday, "try", 1))).text
    sent = desk.post(case_url(sunday, "check_step", 1), {"answer": "0"})
    assert "of 1 point" in Page(sent).text
    assert "Count back from the oven." in Page(sent).text
    assert "The end of the case" in Page(desk.get(case_url(sunday, "try", 4))).text
    assert desk.get(case_url(sunday, "try", 5)).status_code == 404
    assert not Attempt.objects.exists()


def test_answer_that_was_forgotten_is_asked_for(desk, sunday):
    assert "first" in Page(desk.post(case_url(sunday, "check_step", 2), {})).text


def test_nothing_is_lost_when_two_write_at_once(desk, sunday):
    mine = fields_of_case(sunday, story="Mine.", steps=STEPS[::-1])
    instructor("otto").post(case_url(sunday, "save"), fields_of_case(sunday, story="Theirs."))
    sent = desk.post(case_url(sunday, "save"), mine)
    page = Page(sent)
    assert sent.status_code == 409
    assert "otto saved this case" in page.text
    assert (page.value("q.story"), page.value("q.steps.0")) == ("Mine.", STEPS[2])
    assert "How much time there is" in page.text
    desk.post(case_url(sunday, "save"), {**mine, "revision": page.value("revision")})
    assert case().written["story"] == "Mine."


@pytest.mark.parametrize("text", ["x" * 8_001, "a\x00b"])
def test_text_that_cannot_be_kept_comes_back(desk, sunday, text):
    sent = desk.post(case_url(sunday, "save"), {**fields_of_case(sunday), "q.story": text})
    assert sent.status_code == 422
    assert Page(sent).by_id("q-story-error")
    assert case().draft is None


def test_version_is_compared_and_restored_with_its_steps(desk, sunday):
    before = change_step(STEPS[0], stem="Breakfast is at ten. How long?").current_version.source
    desk.post(case_url(sunday, "publish"), fields_of_case(case(), title="Sunday"))
    page = Page(desk.get(case_url(sunday, "versions")))
    assert "Step 1: Question" in page.text
    assert desk.post(case_url(sunday, "restore", 1)).status_code == 303
    assert (case().written["title"], case().state) == ("Bread on Sunday", "published, newer draft")
    assert Question.objects.get(slug=STEPS[0]).source == before
    desk.post(case_url(sunday, "publish"), fields_of_case(case()))
    assert [version.published_by and version.published_by.username for version in case().versions.all()] == [
        "ines",
        "ines",
        None,
    ]


def test_case_is_duplicated_with_its_steps(desk, sunday):
    sent = desk.post(case_url(sunday, "duplicate"))
    made = Scenario.objects.latest("pk")
    assert sent.headers["Location"] == case_url(made)
    assert (made.title, made.state, len(made.steps)) == ("Bread on Sunday (copy)", "draft", 3)
    assert {step.case for step in made.steps} == {made.slug}
    assert len(case().steps) == 3


def test_retired_case_is_not_given_and_comes_back(desk, sunday, learner):
    desk.post(case_url(sunday, "retire"))
    assert learner.get(f"/quizzes/{SUNDAY}/").status_code == 404
    desk.post(case_url(sunday, "bring_back"))
    assert learner.get(f"/quizzes/{SUNDAY}/").status_code == 200


def test_acts_are_written_down(desk, sunday, caplog):
    caplog.set_level("INFO", "audit")
    desk.post(case_url(sunday, "publish"), fields_of_case(sunday, title="Sunday"))
    messages = [entry.change_message for entry in LogEntry.objects.filter(object_id=str(sunday.pk))]
    assert messages == ["Published with 3 steps.", "Saved a draft."]
    assert "Published with 3 steps." in caplog.text


def test_list_shows_where_each_case_stands(desk, sunday):
    begin(desk)
    desk.post(case_url(sunday, "save"), fields_of_case(sunday, title="Sunday"))
    page = Page(desk.get(LIST))
    assert "published, newer draft" in page.text
    assert "Bread on Monday draft 0" in " ".join(page.text.split())
    assert "Bread on Monday" not in Page(desk.get(f"{LIST}?state=published")).text


def test_list_asks_no_more_for_more_cases(desk, sunday):
    desk.get(LIST)
    with CaptureQueriesContext(connection) as of_one:
        desk.get(LIST)
    for slug in ("monday-bread", "tuesday-bread"):
        made = Scenario.objects.create(guide=sunday.guide, slug=slug, title=slug, mode="scenario")
        made.set_questions(STEPS)
    with CaptureQueriesContext(connection) as of_three:
        page = Page(desk.get(LIST))
    assert "tuesday-bread published 3" in " ".join(page.text.split())
    assert len(of_three) == len(of_one)


def test_form_of_a_step_leads_back_to_its_case(desk, sunday):
    page = Page(desk.get(url(Question.objects.get(slug=STEPS[1]), "change")))
    assert "Step 2 of Bread on Sunday" in " ".join(page.text.split())
    assert "comes home on Saturday" in page.text
    assert "Publish" not in page.by_id("content")


def first_choice(desk, question, place):
    """What the choice of nothing says."""
    html = desk.get(url(question, "change")).content.decode()
    return re.search(rf'<select name="q.{place}".*?<option value=""[^>]*>([^<]*)', html)[1]


def test_step_without_a_section_says_whose_it_has(desk, sunday):
    assert first_choice(desk, sunday.steps[0], "section") == "As the case"


def test_question_without_a_section_has_to_choose_one(desk):
    assert first_choice(desk, Question.objects.get(slug="which-leaven"), "section") == "Choose"


def test_step_of_a_file_needs_no_section_of_its_own(desk, sunday):
    step = Question.objects.get(slug=STEPS[0])
    assert "section" not in step.source
    desk.post(url(step, "save"), fields_of(step, hint="Count back."))
    assert Question.objects.get(pk=step.pk).health in ("good", "warnings")
    assert "section" not in Question.objects.get(pk=step.pk).source
