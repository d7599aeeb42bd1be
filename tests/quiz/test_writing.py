"""Writing questions in the admin: drafts, publishing, previews, rows, and nothing lost."""

import re
import uuid

import pytest
from django.contrib.admin.models import LogEntry

from quiz.kinds import KINDS
from quiz.kinds.inputs import Shape, row_inputs, single_inputs
from quiz.models import Question, QuestionVersion
from quiz.question_form import layout
from studyguide.models import Guide
from tests.quiz.desk import Sheet as Page
from tests.quiz.desk import fields, fields_of, instructor, new_fields, new_url, url
from tests.quiz.sitting import HTMX

LEAVEN = "which-leaven"


@pytest.fixture
def question(desk):
    return Question.objects.get(slug=LEAVEN)


def bank():
    return {found.kind: found for found in Question.objects.filter(case="")}


def again(question):
    return Question.objects.get(pk=question.pk)


def without_id(source):
    return {key: value for key, value in source.items() if key != "id"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_written_from_nothing_and_published(desk, kind):
    source = bank()[kind].source if kind != "open" else OPEN
    sent = desk.post(new_url(kind, "publish"), new_fields({**source, "title": "New bread"}))
    made = Question.objects.get(slug="new-bread")
    assert (sent.status_code, sent.headers["Location"]) == (303, url(made, "change"))
    assert made.state == "published"
    assert {"difficulty": 1, **without_id(made.source)} == {**without_id(source), "title": "New bread"}
    assert made.current_version.published_by.username == "ines"


BARE = [{"text": "a", "key": True, "because": "b"}, {"text": "c", "because": "d"}]
OPEN = {
    "difficulty": 1,
    "id": "why",
    "kind": "open",
    "title": "Why",
    "objectives": ["choose"],
    "section": "basics",
    "sources": ["handbook"],
    "stem": "Why does sourdough keep longer?",
    "answer": "It is sour.",
    "rubric": ["Says that it is sour.", "Says why that helps."],
}


def test_published_as_its_file_would_be(desk, question, documents):
    desk.post(url(question, "publish"), fields_of(question, title="Another hour"))
    assert again(question).current_version.document == {**documents[LEAVEN], "title": "Another hour"}


@pytest.mark.parametrize("kind", KINDS)
def test_draft_is_kept_whatever_is_missing(desk, kind):
    sent = desk.post(new_url(kind, "save"), new_fields({"kind": kind}))
    made = Question.objects.get(slug="untitled")
    assert sent.status_code == 303
    assert (made.state, made.source) == ("draft", {"id": "untitled", "kind": kind})


def test_draft_gets_its_slug_with_its_title(desk):
    desk.post(new_url("single", "save"), new_fields({"kind": "single"}))
    made = Question.objects.get(slug="untitled")
    desk.post(url(made, "save"), fields_of(made, title="Salt"))
    assert again(made).slug == "salt"
    desk.post(url(made, "save"), fields_of(again(made), title="Pepper"))
    assert (again(made).slug, again(made).source["id"]) == ("salt", "salt")


def test_draft_leaves_learners_with_the_published_version(desk, question):
    before = question.current_version_id
    desk.post(url(question, "save"), fields_of(question, title="Another hour"))
    assert again(question).current_version_id == before
    assert (again(question).state, again(question).title) == ("published, newer draft", "An hour until supper")


def test_draft_that_says_what_is_published_is_none(desk, question):
    desk.post(url(question, "save"), fields_of(question))
    assert again(question).state == "published"


def test_double_click_on_a_new_question_makes_one(desk):
    form = new_fields({"kind": "single", "title": "Salt"})
    for _ in range(2):
        assert desk.post(new_url("single", "save"), form).status_code == 303
    assert Question.objects.filter(source__title="Salt").count() == 1


def test_unfinished_question_is_kept_and_not_published(desk):
    sent = desk.post(new_url("single", "publish"), new_fields({"kind": "single", "title": "Salt", "stem": "How much?"}))
    assert sent.status_code == 422
    assert Question.objects.get(slug="salt").state == "draft"
    assert Page(sent).value("q.stem") == "How much?"


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"stem": ""}, "q-stem", "Write the question."),
        ({"title": ""}, "q-title", "Give it a title."),
        ({"objectives": []}, "q-objectives", "Tick at least one objective."),
        ({"section": ""}, "q-section", "Choose the section that teaches it."),
        ({"stem": "{fact:moon}"}, "q-stem", "Unknown fact moon."),
        ({"sources": [], "facts": [], "reasoning": "", "options": BARE}, "q-sources", "rests on nothing. Tick"),
    ],
)
def test_reason_stands_at_its_field(desk, question, change, field, sentence):
    sent = desk.post(url(question, "publish"), fields_of(question, **change))
    assert sent.status_code == 422
    assert sentence in Page(sent).by_id(f"{field}-error")


def test_refused_publishing_leaves_the_version(desk, question):
    before = QuestionVersion.objects.count()
    desk.post(url(question, "publish"), fields_of(question, stem=""))
    assert QuestionVersion.objects.count() == before
    assert again(question).current_version.source["stem"] == question.source["stem"]


def test_publishing_the_same_again_makes_no_version(desk, question):
    desk.post(url(question, "publish"), fields_of(question))
    assert again(question).current_version.number == 1


def test_acts_are_written_down(desk, question, caplog):
    caplog.set_level("INFO", "audit")
    desk.post(url(question, "publish"), fields_of(question, title="Another hour"))
    messages = [entry.change_message for entry in LogEntry.objects.filter(object_id=str(question.pk))]
    assert messages == ["Published version 2.", "Saved a draft."]
    assert "ines 'which-leaven'" in caplog.text
    assert "Published version 2." in caplog.text


def test_second_to_save_overwrites_nothing(desk, question):
    mine, theirs = fields_of(question, title="Mine"), fields_of(question, title="Theirs")
    instructor("otto").post(url(question, "save"), theirs)
    sent = desk.post(url(question, "save"), mine)
    page = Page(sent)
    assert sent.status_code == 409
    assert again(question).source["title"] == "Theirs"
    assert "otto saved this question" in page.text
    assert page.value("q.title") == "Mine"


def test_saving_again_after_a_conflict_is_a_decision(desk, question):
    instructor("otto").post(url(question, "save"), fields_of(question, title="Theirs"))
    sent = desk.post(url(question, "save"), fields_of(question, title="Mine"))
    form = {**fields_of(question, title="Mine"), "revision": Page(sent).value("revision")}
    assert desk.post(url(question, "save"), form).status_code == 303
    assert again(question).source["title"] == "Mine"


def test_publishing_over_somebody_else_is_refused_too(desk, question):
    instructor("otto").post(url(question, "save"), fields_of(question, title="Theirs"))
    assert desk.post(url(question, "publish"), fields_of(question, title="Mine")).status_code == 409
    assert again(question).current_version.number == 1


@pytest.mark.parametrize("act", ["save", "publish", "rows", "preview", "answer"])
@pytest.mark.parametrize("text", ["a\0b", "x" * 8_001], ids=["stray byte", "too long"])
def test_text_that_cannot_be_kept_comes_back(desk, question, act, text):
    sent = desk.post(url(question, act), fields_of(question, hint=text, title="Kept"))
    page = Page(sent)
    assert page.value("q.hint") == text.replace("\0", "\ufffd")
    assert page.value("q.title") == "Kept"
    assert again(question).source["title"] == "An hour until supper"
    if act in ("save", "publish"):
        assert sent.status_code == 422
        assert page.by_id("q-hint-error")


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_row_is_added_with_everything_kept(desk, question, headers):
    form = {**fields_of(question, title="Kept"), "rows": "add-options"}
    sent = desk.post(url(question, "rows"), form, headers=headers)
    page = Page(sent)
    assert page.value("q.options.4.text") == ""
    assert page.value("q.title") == "Kept"
    assert ("<html" in sent.content.decode()) is (not headers)
    assert again(question).source == question.source


def test_row_is_removed(desk, question):
    sent = desk.post(url(question, "rows"), {**fields_of(question), "rows": "remove-options-0"})
    assert Page(sent).value("q.options.0.text") == "Instant yeast from a packet"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_empty_question_of_each_kind_is_previewed_and_answered(desk, kind, headers):
    for act in ("preview", "answer"):
        sent = desk.post(new_url(kind, act), new_fields({"kind": kind}), headers=headers)
        assert sent.status_code == 200
    assert not Question.objects.filter(slug="untitled").exists()


def test_preview_shows_the_question_and_keeps_the_key(desk, question):
    text = Page(desk.post(url(question, "preview"), fields_of(question, stem="How **so**?"), headers=HTMX)).text
    assert "How so?" in text
    assert "Sourdough from the jar" in text
    assert "It makes gas" not in text


def test_answered_preview_is_scored_and_explained(desk, question):
    form = fields_of(question)
    shown = desk.post(url(question, "preview"), form, headers=HTMX).content.decode()
    assert "Check this answer" in shown
    texts = [Page(desk.post(url(question, "answer"), {**form, "answer": str(n)}, headers=HTMX)).text for n in range(4)]
    assert sum("1 of 1 point." in text for text in texts) == 1
    assert all("It makes gas as soon as it is wet." in text for text in texts)


def test_preview_that_cannot_be_rendered_says_why_and_leaves_the_last(desk, question):
    sent = desk.post(url(question, "preview"), fields_of(question, stem="{fact:moon}"), headers=HTMX)
    assert sent.headers["HX-Retarget"] == "#preview-mistakes"
    assert "Unknown fact moon." in Page(sent).text


def test_preview_writes_nothing(desk, question):
    before = [list(model.objects.order_by("pk").values()) for model in (Question, QuestionVersion, LogEntry)]
    for act in ("preview", "answer", "rows"):
        desk.post(url(question, act), fields_of(question, title="Other"))
    assert [list(model.objects.order_by("pk").values()) for model in (Question, QuestionVersion, LogEntry)] == before


@pytest.mark.parametrize("act", ["duplicate", "retire", "bring_back"])
def test_step_of_a_case_is_added_and_taken_out_there(desk, act):
    step = Question.objects.exclude(case="").first()
    assert desk.post(url(step, act)).status_code == 404


@pytest.mark.parametrize("kind", ["poem", "SINGLE"])
def test_kind_that_is_none_is_not_there(desk, kind):
    assert desk.get(new_url(kind, "write")).status_code == 404


def test_guide_that_is_none_is_not_there(desk):
    assert desk.get(new_url("single", "write", "cake")).status_code == 404


def test_id_of_a_new_question_cannot_be_that_of_another_guide(desk, question):
    form = {**new_fields({"kind": "single", "title": "Mine"}), "question_id": str(question.pk)}
    sent = desk.post(new_url("single", "save"), form)
    assert sent.status_code == 409
    assert again(question).source["title"] == "An hour until supper"


@pytest.mark.parametrize("sent", ["", "x", "1", "{}", str(uuid.UUID(int=0))])
def test_id_that_is_none_makes_a_new_question(desk, sent):
    form = {**fields("single", {"kind": "single", "title": "Salt"}), "question_id": sent}
    assert desk.post(new_url("single", "save"), form).status_code == 303


def test_guide_without_its_files_says_so(desk, question, settings, tmp_path):
    settings.CONTENT_DIRS = [tmp_path / "nowhere"]
    sent = desk.post(url(question, "publish"), fields_of(question, title="Kept"))
    assert sent.status_code == 422
    assert "files of this guide" in Page(sent).text


def test_cards_offer_every_kind(desk):
    links = Page(desk.get("/admin/quiz/question/add/")).links
    assert {new_url(kind, "write") for kind in KINDS} <= set(links)


def test_example_of_a_key_is_a_key_of_this_guide(desk):
    form = desk.get(new_url("numeric", "write")).content.decode()
    shown = re.search(r'name="q.answer.fact"[^>]*placeholder="([^"]+)"', form)
    assert Guide.objects.get().facts.current().filter(slug=shown[1]).exists()


def test_source_that_the_guide_no_longer_has_stays_until_it_is_unticked(desk, question):
    desk.post(url(question, "save"), fields_of(question, sources=["handbook", "lost"]))
    question.refresh_from_db()
    assert question.source["sources"] == ["handbook", "lost"]
    form = desk.get(url(question, "change")).content.decode()
    assert re.search(r'name="q.sources" value="lost" checked', form)
    assert "lost (not in this guide)" in form


def test_preview_waits_for_the_first_words(desk):
    shown = Page(desk.post(new_url("true-false", "preview"), {"q.difficulty": "1"}))
    assert "appears here as you write" in shown.text
    assert "Check this answer" not in shown.text


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_that_is_typed_has_an_example(kind):
    form = layout(KINDS[kind])
    inputs = [*single_inputs(form), *(item for rows in row_inputs(form) for item in rows.inputs)]
    typed = [item for item in inputs if item.shape in (Shape.LINE, Shape.TEXT, Shape.WORDS, Shape.NUMBER)]
    assert [item.name for item in typed if not (item.example or item.offers or item.choices)] == []
