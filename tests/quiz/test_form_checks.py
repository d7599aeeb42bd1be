"""What the linter says in the form of a question: while it is written, when it is saved, when it is published."""

import pytest

from quiz.admin.checks import checks_of
from quiz.kinds import KINDS
from quiz.lint import Finding, Level
from quiz.models import Question, QuestionVersion
from quiz.question_form import layout
from tests.quiz.desk import Sheet as Page
from tests.quiz.desk import fields_of, new_fields, new_url, url
from tests.quiz.sitting import HTMX

WEAK = {"stem": "Guests come in an hour. Which leaven is not slow?"}
ADVICE = "turns the question round. Ask positively"
UNBALANCED = {"stem": "Guests come in an hour. Which **leaven makes a loaf in time?"}
REFUSAL = "The mark ** has no partner."


@pytest.fixture
def question(desk):
    return Question.objects.get(slug="which-leaven")


def previewed(desk, question, **change):
    return desk.post(url(question, "preview"), fields_of(question, **change), headers=HTMX)


def again(question):
    return Question.objects.get(pk=question.pk)


def test_checks_stand_beside_the_preview_as_one_types(desk, question):
    sent = previewed(desk, question, **WEAK)
    page = Page(sent)
    assert ADVICE in page.by_id("checks")
    assert "#q-stem" in page.links
    assert page.by_id("checks-summary") == "1 warning"
    assert sent.content.decode().count('hx-swap-oob="true"') == 2


def test_checks_need_no_scripts(desk, question):
    page = Page(desk.post(url(question, "preview"), fields_of(question, **WEAK)))
    assert ADVICE in page.by_id("checks")
    assert page.by_id("checks").count("warning") == 1


def test_what_blocks_stands_first(desk, question):
    text = Page(previewed(desk, question, stem="Which **leaven is not slow?")).by_id("checks")
    assert text.index(REFUSAL) < text.index(ADVICE)


def test_good_question_is_told_so(desk, question):
    assert "Nothing to put right" in Page(previewed(desk, question)).by_id("checks")


def test_form_of_a_new_question_finds_no_fault_before_anything_is_written(desk):
    sent = desk.post(new_url("single", "preview"), new_fields({"kind": "single"}), headers=HTMX)
    assert "They begin when you write." in Page(sent).by_id("checks")


def test_question_is_no_duplicate_of_itself_but_of_another(desk, question):
    assert "stands in question" not in Page(previewed(desk, question)).by_id("checks")
    sent = desk.post(new_url("single", "preview"), new_fields(question.source), headers=HTMX)
    assert "stands in question which-leaven too" in Page(sent).by_id("checks")


def test_what_was_published_meanwhile_is_compared_with(desk, question):
    previewed(desk, question)  # with the bank as it was
    fresh = {**question.source, "title": "Fresh", "stem": "Soda, yeast, sourdough and baker's ammonia: what first?"}
    desk.post(new_url("single", "publish"), new_fields(fresh))
    sent = desk.post(new_url("single", "preview"), new_fields(fresh), headers=HTMX)
    assert "stands in question fresh too" in Page(sent).by_id("checks")


def test_blocking_finding_refuses_to_publish_at_its_field_with_all_kept(desk, question):
    sent = desk.post(url(question, "publish"), fields_of(question, **UNBALANCED, title="Kept"))
    page = Page(sent)
    assert sent.status_code == 422
    assert REFUSAL in page.by_id("q-stem-error")
    assert page.value("q.title") == "Kept"
    assert again(question).source["title"] == "Kept"
    assert QuestionVersion.objects.filter(question=question).count() == 1


def test_draft_with_a_blocking_finding_is_kept(desk, question):
    assert desk.post(url(question, "save"), fields_of(question, **UNBALANCED)).status_code == 303
    assert again(question).health == "blocking"


def test_warning_is_told_and_blocks_nothing(desk, question):
    sent = desk.post(url(question, "publish"), fields_of(question, **WEAK), follow=True)
    page = Page(sent)
    assert "Published as version 2. New attempts are given it. 1 warning stands under Checks." in page.text
    assert ADVICE in page.by_id("checks")
    assert page.by_id("checks-summary") == "1 warning"


def test_findings_are_kept_until_the_source_changes(desk, question):
    desk.post(url(question, "save"), fields_of(question, **WEAK))
    kept = again(question)
    assert (kept.health, [found["rule"] for found in kept.findings]) == ("warnings", ["negative-stem"])
    kept.save_draft({**kept.source, "title": "Other"})
    assert (again(question).health, again(question).findings) == ("unchecked", [])


def test_form_that_comes_back_with_other_texts_says_nothing_of_the_old(desk, question):
    desk.post(url(question, "save"), fields_of(question, **WEAK))
    sent = desk.post(url(question, "rows"), {**fields_of(again(question), stem="Why?"), "rows": "add-options"})
    assert ADVICE not in Page(sent).by_id("checks")


def test_moved_rows_are_previewed_again(desk, question):
    sent = desk.post(url(question, "rows"), {**fields_of(question), "rows": "up-options-1"}, headers=HTMX)
    assert "rearranged" in sent.headers["HX-Trigger-After-Settle"]


def test_mistake_stands_at_its_row_behind_an_empty_one(desk, question):
    form = fields_of(question)
    for name in ("text", "because"):
        form |= {f"q.options.7.{name}": form[f"q.options.3.{name}"], f"q.options.3.{name}": [""]}
    page = Page(desk.post(url(question, "publish"), {**form, "q.options.7.because": [""]}))
    assert page.by_id("q-options-7-because-error") == "Say why, in a sentence."


def test_reader_and_linter_say_the_same_once(desk):
    source = {"kind": "single", "title": "Salt", "options": [{"text": "a"}, {"text": "b"}, {"text": "c"}]}
    text = Page(desk.post(new_url("single", "preview"), new_fields(source), headers=HTMX)).by_id("checks")
    said = ("Question:", "Options:", "Option 1: Because:", "Sources:")
    assert [text.count(label) for label in said] == [1, 1, 1, 1]


def test_checks_follow_the_order_of_the_form():
    places = ("sources", "options.10.text", "options.2", "stem")
    findings = [Finding("x", Level.WARNING, place, "!") for place in places]
    found = checks_of(layout(KINDS["single"]), {}, findings).warnings
    assert [check.anchor for check in found] == ["q-stem", "q-options-2-text", "q-options-10-text", "q-sources"]
