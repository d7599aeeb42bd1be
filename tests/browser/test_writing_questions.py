"""Instructors write questions, with scripts and without; learners are then given them."""

import re

import pytest
from playwright.sync_api import expect

from quiz.models import Question
from tests.browser.taking import Taking
from tests.browser.waiting import expect_no_sideways_scroll, expect_quiet
from tests.browser.writing import KINDS, NEW, begin, fill, press, sign_in, what_every_kind_needs
from tests.pages import GUIDE


def rows(page, name="options"):
    return page.locator(f"#rows-{name} .row")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_written_published_and_given_to_learners(desk, site, kind, title):
    begin(desk, kind)
    what_every_kind_needs(desk, title)
    KINDS[kind](desk)
    press(desk, "Publish")
    desk.get_by_text("Published as version 1.").wait_for()
    question = Question.objects.select_related("current_version").get(title=title)
    if kind == "open":
        desk.goto(f"{GUIDE}checkpoints/{question.slug}/")
    else:
        Taking.begin(desk, site.url, "practice", [question]).open()
    expect(desk.locator(".stem")).to_contain_text("Which leaven makes a loaf in an hour?")


def test_rows_are_added_moved_and_removed_with_all_kept(desk, title):
    begin(desk, "single")
    fill(desk, "title", title)
    for number in range(4):
        fill(desk, f"options.{number}.text", f"Option {number}")
    desk.locator('[name="q.options.key"]').nth(1).check()
    press(desk, "Add an option")
    expect(rows(desk)).to_have_count(5)
    press(desk, "Move option 2 up")
    expect(desk.locator('[name="q.options.0.text"]')).to_have_value("Option 1")
    expect(desk.locator('[name="q.options.key"]').first).to_be_checked()
    press(desk, "Remove option 5")
    expect(rows(desk)).to_have_count(4)
    expect(desk.locator('[name="q.title"]')).to_have_value(title)


def test_new_row_has_the_keyboard(desk):
    begin(desk, "ordering")
    press(desk, "Add an item")
    expect(desk.locator('[name="q.items.4.text"]')).to_be_focused()


def test_unfinished_question_says_what_is_missing_and_keeps_the_rest(desk, title, complaints):
    begin(desk, "matching")
    fill(desk, "title", title)
    press(desk, "Publish")
    expect(desk.locator(".mistakes")).to_contain_text("Write the question.")
    expect(desk.locator('[name="q.title"]')).to_have_value(title)
    desk.locator(".mistakes").get_by_role("link", name="Question").click()
    expect(desk).to_have_url(re.compile("#q-stem$"))
    press(desk, "Save draft")
    desk.get_by_text("Saved as a draft.").wait_for()
    assert complaints.pop().endswith("422 (Unprocessable Entity)")


def test_preview_follows_what_is_typed(scripted):
    begin(scripted, "single")
    fill(scripted, "stem", "How **much** salt?")
    expect(scripted.locator("#preview .stem strong")).to_have_text("much")
    fill(scripted, "options.0.text", "A `spoon`")
    expect(scripted.locator("#preview .option code")).to_have_text("spoon")


def test_preview_without_scripts_is_a_button(page_without_javascript, site):
    page = page_without_javascript
    sign_in(page, site.url)
    begin(page, "short-text")
    fill(page, "stem", "How **much** salt?")
    press(page, "Preview")
    expect(page.locator("#preview .stem strong")).to_have_text("much")
    expect(page.locator('[name="q.stem"]')).to_have_value("How **much** salt?")


@pytest.mark.parametrize("kind", KINDS)
def test_preview_is_answered_and_explained(desk, kind, title):
    begin(desk, kind)
    what_every_kind_needs(desk, title)
    KINDS[kind](desk)
    if desk.get_by_role("button", name="Preview", exact=True).is_visible():
        press(desk, "Preview")
    expect(desk.locator("#preview .stem")).to_contain_text("Which leaven")
    desk.locator("#preview").get_by_role("button", name="Check this answer").or_(
        desk.locator("#preview").get_by_role("button", name="Show the model answer")
    ).click()
    expect(desk.locator("#preview .explained").first).to_be_visible()
    press(desk, "Answer again")
    expect(desk.locator("#preview .explained")).to_have_count(0)
    assert not Question.objects.filter(source__title=title).exists()


def test_an_answer_does_not_wait_for_a_preview_that_is_on_its_way(scripted, title, complaints):
    begin(scripted, "single")
    what_every_kind_needs(scripted, title)
    KINDS["single"](scripted)
    expect(scripted.locator("#preview .option")).to_have_count(3)
    expect_quiet(scripted)
    scripted.route("**/preview/", lambda route, _: None)  # neither answered nor refused
    with scripted.expect_request("**/preview/"):
        fill(scripted, "stem", "Which leaven makes gas at once?")
    scripted.get_by_role("button", name="Check this answer").click()
    expect(scripted.locator("#preview .explained").first).to_be_visible()
    scripted.unroute("**/preview/")
    complaints.clear()  # htmx names what it gives up


def test_answered_preview_follows_what_is_typed(scripted, title):
    begin(scripted, "single")
    what_every_kind_needs(scripted, title)
    KINDS["single"](scripted)
    expect(scripted.locator("#preview .option")).to_have_count(3)
    scripted.locator("#preview [name=answer]").first.check()
    press(scripted, "Check this answer")
    fill(scripted, "options.0.because", "Because it is new.")
    expect(scripted.locator("#preview .explained")).to_contain_text("Because it is new.")


def test_fact_is_inserted_where_one_types(scripted):
    begin(scripted, "single")
    fill(scripted, "stem", "A task has .")
    stem = scripted.locator('[name="q.stem"]')
    stem.focus()
    stem.press("End")
    stem.press("ArrowLeft")
    scripted.get_by_text("Insert a fact, a term, a source or a link").click()
    scripted.locator("#find").fill("fargate memory")
    scripted.locator("#insertions code", has_text="{fact:fargate.task_memory_max_gb}").wait_for()
    scripted.locator('[data-key="fargate.task_memory_max_gb"]').click()
    expect(stem).to_have_value("A task has {fact:fargate.task_memory_max_gb}.")
    expect(stem).to_be_focused()


def test_source_is_found_by_a_word_and_ticked(scripted):
    begin(scripted, "single")
    scripted.get_by_label("Search sources").fill("asynchronous")
    expect(scripted.locator('[name="q.sources"][value="laq"]')).to_be_hidden()
    scripted.locator('[name="q.sources"][value="async"]').check()
    scripted.get_by_label("Search sources").fill("")
    expect(scripted.locator('[name="q.sources"][value="laq"]')).to_be_visible()
    expect(scripted.locator('[name="q.sources"][value="async"]')).to_be_checked()


def test_only_facts_are_offered_where_a_key_of_a_fact_is_asked_for(scripted):
    begin(scripted, "single")
    scripted.locator('[name="q.facts"]').focus()
    scripted.get_by_text("Insert a fact, a term, a source or a link").click()
    scripted.locator("#find").fill("async")
    expect(scripted.get_by_role("heading", name="Facts")).to_be_visible()
    expect(scripted.get_by_role("heading", name="Terms")).to_be_hidden()


PASTED = "A day:\r\n\u2022\ta call\r\n\u2022\ttwo calls\r\nTarget\tCost\r\nEC2\t10\r\nWhich?"


def test_list_and_table_from_a_word_processor_stay_what_they_are(scripted):
    begin(scripted, "single")
    scripted.locator('[name="q.stem"]').evaluate(
        """(field, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            field.focus();
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        PASTED,
    )
    expect(scripted.locator("#preview .stem li")).to_have_text(["a call", "two calls"])
    expect(scripted.locator("#preview .stem tbody :is(th, td)")).to_have_text(["EC2", "10"])
    expect(scripted.locator("#preview .stem p").last).to_have_text("Which?")


def test_list_to_copy_from_needs_no_scripts(page_without_javascript, site):
    page = page_without_javascript
    sign_in(page, site.url)
    page.goto("/admin/quiz/question/insertions/aws-ml-deployment-targets/")
    page.get_by_label("Search facts, terms, sections and sources").fill("fargate memory")
    press(page, "Search")
    expect(page.locator("code").filter(has_text="{fact:fargate.task_memory_max_gb}")).to_be_visible()


def test_version_is_compared_and_restored(desk, title):
    begin(desk, "true-false")
    what_every_kind_needs(desk, title)
    KINDS["true-false"](desk)
    press(desk, "Publish")
    desk.get_by_text("Published as version 1.").wait_for()
    fill(desk, "stem", "Another statement.")
    press(desk, "Publish")
    desk.get_by_text("Published as version 2.").wait_for()
    desk.get_by_role("link", name="Versions").click()
    expect(desk.locator(".differences ins").first).to_be_visible()
    press(desk, "Restore version 1")
    expect(desk.locator('[name="q.stem"]')).to_have_value("Which leaven makes a loaf in an hour?")
    expect(desk.locator(".state")).to_have_text("published, newer draft")


def test_nothing_is_lost_when_two_write_at_once(desk, title, complaints):
    begin(desk, "open")
    fill(desk, "title", title)
    press(desk, "Save draft")
    desk.get_by_text("Saved as a draft.").wait_for()
    question = Question.objects.get(source__title=title)
    question.save_draft({**question.source, "stem": "Theirs?"})
    fill(desk, "stem", "Mine?")
    press(desk, "Save draft")
    expect(desk.locator(".is-conflict ins")).to_contain_text("Mine")
    expect(desk.locator(".is-conflict del")).to_contain_text("Theirs")
    expect(desk.locator('[name="q.stem"]')).to_have_value("Mine?")
    press(desk, "Save draft")
    desk.get_by_text("Saved as a draft.").wait_for()
    assert Question.objects.get(pk=question.pk).source["stem"] == "Mine?"
    assert complaints.pop().endswith("409 (Conflict)")


@pytest.fixture
def pages_of_ours(site):
    question = Question.objects.filter(case="", kind="matching").first()
    form = f"/admin/quiz/question/{question.pk}"
    insertions = "/admin/quiz/question/insertions/aws-ml-deployment-targets/"
    return [NEW, f"{form}/change/", f"{form}/versions/", insertions, "/admin/quiz/question/health/"]


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_and_no_overflow(open_page, site, axe, pages_of_ours, number, width):
    page = open_page(viewport={"width": width, "height": 900})
    sign_in(page, site.url)
    page.goto(pages_of_ours[number])
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []
    expect_no_sideways_scroll(page)


def test_no_barrier_in_a_refused_form(scripted, axe, complaints):
    for kind in KINDS:
        begin(scripted, kind)
        press(scripted, "Publish")
        scripted.locator(".mistakes").wait_for()
        scripted.wait_for_load_state("networkidle")
        assert axe(scripted) == [], kind
        assert complaints.pop().endswith("422 (Unprocessable Entity)")


def test_stock_pages_of_the_admin_complain_of_nothing(scripted):
    question = Question.objects.filter(case="").first()
    for address in ("/admin/", "/admin/quiz/", "/admin/quiz/question/", f"/admin/quiz/question/{question.pk}/history/"):
        scripted.goto(address)
        scripted.wait_for_load_state("networkidle")


def test_checks_follow_what_is_typed_and_lead_to_the_field(scripted, title):
    begin(scripted, "single")
    expect(scripted.locator("#checks")).to_contain_text("They begin when you write.")
    what_every_kind_needs(scripted, title)
    KINDS["single"](scripted)
    fill(scripted, "stem", "Which leaven is not **slow?")
    expect(scripted.locator("#checks .is-blocking")).to_contain_text("1 to put right before it is published")
    expect(scripted.locator("#checks-summary")).to_contain_text("1 to put right, 1 warning")
    scripted.locator("#checks").get_by_role("link", name="Question").first.click()
    expect(scripted.locator('[name="q.stem"]')).to_be_focused()
    fill(scripted, "stem", "Which leaven makes a loaf in an hour?")
    expect(scripted.locator("#checks .is-blocking")).to_have_count(0)


def test_checks_follow_while_the_preview_cannot(scripted, title):
    begin(scripted, "single")
    fill(scripted, "stem", "How much salt?")
    expect(scripted.locator("#preview .stem")).to_contain_text("How much salt?")
    fill(scripted, "stem", "How much {fact:moon}?")
    expect(scripted.locator("#checks")).to_contain_text("Unknown fact moon.")
    expect(scripted.locator("#preview-mistakes")).to_contain_text("Unknown fact moon.")
    expect(scripted.locator("#preview .stem")).to_contain_text("How much salt?")
    expect(scripted.locator("#preview h2")).to_have_count(1)


def test_moved_rows_are_seen_in_the_preview(scripted):
    begin(scripted, "single")
    for number in range(2):
        fill(scripted, f"options.{number}.text", f"Option {number}")
    expect(scripted.locator("#preview .option").first).to_contain_text("Option 0")
    press(scripted, "Remove option 1")
    expect(scripted.locator("#preview .option").first).to_contain_text("Option 1")


def test_blocking_finding_keeps_a_question_from_being_published(desk, title, complaints):
    begin(desk, "single")
    what_every_kind_needs(desk, title)
    KINDS["single"](desk)
    fill(desk, "stem", "Which **leaven makes a loaf in an hour?")
    press(desk, "Publish")
    expect(desk.locator("#q-stem-error")).to_contain_text("has no partner")
    expect(desk.locator('[name="q.stem"]')).to_have_value("Which **leaven makes a loaf in an hour?")
    assert Question.objects.get(title=title).health == "blocking"
    fill(desk, "stem", "Which leaven is not slow, as loaves go?")
    press(desk, "Publish")
    expect(desk.locator(".messagelist")).to_contain_text("warning")
    assert Question.objects.get(title=title).state == "published"
    desk.goto("/admin/quiz/question/?health__exact=warnings")
    expect(desk.locator("#result_list")).to_contain_text(title)
    complaints.clear()
