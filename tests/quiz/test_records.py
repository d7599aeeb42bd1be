"""A learner's own records: downloaded whole, deleted whole, and nobody else's."""

import pytest
from django.apps import apps

from quiz.models import Accommodation, Attempt, Report, Response
from studyguide.models import Learner, SectionRead
from tests.pages import Page
from tests.quiz.sitting import NUMERIC, ORDERING, SHORT_TEXT, SINGLE, Sitting, everything

# What hangs on a learner, and of it what a download leaves out: what ties rows together, how a page was laid out, which
# of two tabs had saved, and what the guide says and not the learner.
LEFT_OUT = {
    Response: {"id", "attempt", "position", "order", "revision", "writer"},
    Attempt: {"id", "learner", "quiz", "source", "seed", "generator_version", "case", "is_preview"},
    Report: {"id", "learner", "response"},
    SectionRead: {"id", "learner"},
}
DOWNLOAD = "/progress/download/"
DELETE = "/progress/delete/"
CONFIRMED = "/progress/delete/confirmed/"


def downloaded(browser):
    return browser.get(DOWNLOAD).json()


def test_download_is_a_file_that_nobody_keeps(practice):
    response = practice.browser.get(DOWNLOAD)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-answers.json"'
    assert response.headers["Cache-Control"] == "private, no-store"


def test_visitor_has_nothing_to_download(client, guide):
    assert client.get(DOWNLOAD).status_code == 404
    assert not Learner.objects.exists()


def test_download_holds_what_was_read_answered_and_reported(practice):
    practice.check(SINGLE, practice.key(SINGLE), confidence="sure")
    practice.post("report_problem", SINGLE, {"text": "Soda is no leaven."})
    records = downloaded(practice.browser)
    assert records["learner"] == str(practice.attempt.learner_id)
    assert [(read["guide"], read["section"]) for read in records["sections_read"]] == [("bread", "basics")]
    assert [report["text"] for report in records["reports"]] == ["Soda is no leaven."]
    first = records["attempts"][0]["responses"][0]
    assert first["stem"].startswith("Guests come in an hour.")
    assert (first["answer"], first["confidence"]) == ("Baking soda with buttermilk", "sure")
    assert (first["points"], first["possible"], first["version"]) == (1, 1, 1)


def test_download_holds_how_an_answer_came_about(practice):
    practice.post("show_hint", SINGLE)
    practice.check(SINGLE, practice.wrong(SINGLE), flag="1")
    practice.post("try_again", SINGLE)
    practice.check(SINGLE, practice.key(SINGLE), flag="1")
    given = downloaded(practice.browser)["attempts"][0]["responses"][0]
    assert (given["has_hint"], given["is_flagged"], given["tries"]) == (True, True, 2)
    assert given["answer"] == "Baking soda with buttermilk" != given["first_answer"]
    assert given["first_answer"] in practice.get("question", SINGLE).content.decode()
    assert given["checked_at"] >= given["answered_at"]


def test_report_names_its_question(practice):
    practice.post("report_problem", SINGLE, {"text": "Soda is no leaven."})
    records = downloaded(practice.browser)
    assert records["reports"][0]["question"] == records["attempts"][0]["responses"][0]["question"]


@pytest.mark.parametrize("factor", [None, 1.5])
def test_download_holds_more_time(practice, factor):
    if factor:
        Accommodation.objects.create(learner=practice.attempt.learner, time_factor=factor)
    assert downloaded(practice.browser)["time_factor"] == factor


@pytest.mark.parametrize("model", LEFT_OUT)
def test_every_column_is_in_the_download_or_left_out_by_name(model, practice):
    """Whoever adds one decides."""
    practice.post("report_problem", SINGLE, {"text": "A problem."})
    records = downloaded(practice.browser)
    attempt = records["attempts"][0]
    told = {
        Response: attempt["responses"][0],
        Attempt: attempt,
        Report: records["reports"][0],
        SectionRead: records["sections_read"][0],
    }[model]
    names = {field.name for field in model._meta.concrete_fields}
    assert names - told.keys() == LEFT_OUT[model]


def test_answers_are_told_in_words(exam):
    for position in (ORDERING, NUMERIC, SHORT_TEXT):
        exam.save(position, exam.key(position))
    answers = [response["answer"] for response in downloaded(exam.browser)["attempts"][0]["responses"]]
    assert answers[4:] == ["Mix the dough, Let it rise, Shape the loaf, Bake it", "8", "proofing"]
    assert answers[:4] == [None] * 4


def test_facts_in_texts_are_told_as_values(guide, learner):
    learner.post("/guides/bread/checkpoints/no-rise/judge/", {"judged": "1", "answer": "The yeast."})
    response = downloaded(learner)["attempts"][0]["responses"][0]
    assert "Your dough has stood for 90 min" in response["stem"]
    assert "{fact:" not in learner.get(DOWNLOAD).content.decode()


@pytest.mark.parametrize("position", range(1, 8))
def test_download_of_an_open_exam_tells_no_key(exam, documents, position):
    document = exam.at(position).version.document
    exam.save(position, exam.wrong(position))
    response = downloaded(exam.browser)["attempts"][0]["responses"][position - 1]
    assert (response["points"], response["possible"]) == (None, None)
    assert document.get("because_html", "no such text") not in everything(exam.browser.get(DOWNLOAD))


def test_download_of_a_right_and_of_a_wrong_answer_have_the_same_shape(exam):
    shapes = set()
    for answer in (exam.key(SINGLE), exam.wrong(SINGLE)):
        exam.save(SINGLE, answer)
        response = downloaded(exam.browser)["attempts"][0]["responses"][0]
        shapes.add(tuple((name, type(value)) for name, value in response.items()))
    assert len(shapes) == 1


def test_download_is_of_ones_own_only(practice, stranger):
    practice.save(SHORT_TEXT, "a word of mine")
    assert downloaded(stranger)["attempts"] == []
    assert "a word of mine" not in everything(stranger.get(DOWNLOAD))


# Deleting


def owned():
    """How many rows hang on each learner, in every table that knows learners."""
    counts = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model is Learner and field.concrete:
                for learner in Learner.objects.all():
                    counts[model.__name__, learner.pk] = model._default_manager.filter(**{field.name: learner}).count()
    return counts


def busy(browser):
    """A learner with something in every table."""
    sitting = Sitting.begin(browser, "every-kind")
    sitting.check(SINGLE, sitting.key(SINGLE))
    sitting.post("report_problem", SINGLE, {"text": "A problem."})
    Sitting.begin(browser, "baking-exam").submit()
    browser.post("/guides/bread/checkpoints/no-rise/judge/", {"judged": "1"})
    Accommodation.objects.create(learner_id=sitting.attempt.learner_id, time_factor=2)
    return sitting


def test_page_asks_first_and_says_how_much(practice):
    page = Page(practice.browser.get(DELETE))
    assert "This deletes 1 attempt with every answer" in page.text
    assert CONFIRMED in page.values("action", "form")
    assert Attempt.objects.exists()


def test_everything_of_the_learner_is_deleted_and_nobody_elses(learner, stranger):
    mine, theirs = busy(learner).attempt.learner_id, busy(stranger).attempt.learner_id
    before = owned()
    assert all(count for (_, learner_id), count in before.items() if learner_id == mine)
    response = learner.post(CONFIRMED)
    assert (response.status_code, response.headers["Location"]) == (303, "/progress/")
    assert not Learner.objects.filter(pk=mine).exists()
    assert owned() == {row: count for row, count in before.items() if row[1] == theirs}
    assert not Response.objects.exclude(attempt__learner=theirs).exists()
    assert not SectionRead.objects.exclude(learner=theirs).exists()


def test_reports_stay_without_a_name(learner):
    busy(learner)
    learner.post(CONFIRMED)
    report = Report.objects.get()
    assert (report.learner, report.text) == (None, "A problem.")


def test_browser_is_a_visitors_afterwards(practice):
    practice.browser.post(CONFIRMED)
    assert practice.browser.get(DOWNLOAD).status_code == 404
    assert practice.browser.get(practice.url("attempt")).status_code == 404


def test_other_browser_of_the_same_learner_begins_anew(practice, now):
    """Its session names a learner who is gone."""
    Learner.objects.filter(pk=practice.attempt.learner_id).delete()
    assert practice.browser.get("/").status_code == 200
    assert practice.browser.get("/progress/").status_code == 200
    assert Sitting.begin(practice.browser, "every-kind").attempt.learner == Learner.objects.get()


def test_deleting_twice_deletes_nobody_else(learner, stranger):
    busy(stranger)
    learner.post(CONFIRMED)
    learner.post(CONFIRMED)
    assert Learner.objects.count() == 1


def test_visitor_has_nothing_to_delete(client, stranger):
    assert "Nothing is recorded for this browser." in Page(client.get(DELETE)).text
    client.post(CONFIRMED)
    assert Learner.objects.count() == 1


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_deleting_takes_a_post(practice, method):
    assert practice.browser.generic(method, CONFIRMED).status_code == 405
    assert Attempt.objects.exists()
