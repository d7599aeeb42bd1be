"""Nothing of a key is sent before its learner has committed to an answer: every byte of every address is searched."""

import json
import shutil

import pytest
from django.test import Client

from quiz.models import Question
from studyguide.sync import content_parts, render_guides, save_guide
from tests.conftest import BREAD, NOW
from tests.pages import BREAD_PAGES, Page
from tests.quiz.marked import SCORED, Marks, marked_files
from tests.quiz.sitting import HTMX, Sitting, everything, key_of, wrong_of

CHECKPOINTS = "/guides/bread/checkpoints/"
QUIZ_PAGES = [
    "/quizzes/",
    "/quizzes/marked-practice/",
    "/quizzes/marked-exam/",
    "/quizzes/case/",
    "/guides/bread/practice/",
    "/progress/",
    "/progress/download/",
    "/progress/delete/",
]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """The guide on bread with marked questions, and the marks in them."""
    marks = Marks()
    folder = tmp_path_factory.mktemp("marked") / "bread"
    shutil.copytree(BREAD, folder)
    (folder / "scenarios").mkdir()
    for name, values in marked_files(marks).items():
        (folder / name).write_text(json.dumps(values))
    slugs = [slug for slug in marks.hints if not slug.startswith("step")]
    with (folder / "sections" / "choosing.md").open("a") as section:
        section.writelines(f"\n/// checkpoint | {slug}\n///\n" for slug in slugs)
    return render_guides([folder], content_parts(), lambda _: None)[0], marks


@pytest.fixture
def marks(db, rendered):
    save_guide(rendered[0], "", NOW)
    return rendered[1]


@pytest.fixture
def browser(marks):
    """Somebody who has read a section, so that nothing is a visitor's page."""
    client = Client()
    client.post("/guides/bread/basics/read/")
    return client


def pages_around(browser):
    """Every page that is no part of an attempt. On paper, model answers of open checkpoints stand on a last sheet."""
    slugs = Question.objects.filter(case="").values_list("slug", "kind")
    checkpoints = [f"{CHECKPOINTS}{slug}/" for slug, _ in slugs]
    answers = [f"{CHECKPOINTS}{slug}/answer/" for slug, kind in slugs if kind != "open"]
    reading = [address for address in BREAD_PAGES if "print" not in address]
    for address in [*reading, *QUIZ_PAGES, *checkpoints]:
        yield browser.get(address)
    for address in answers:
        for headers in ({}, HTMX):
            yield browser.get(address, headers=headers)


def pages_of(sitting):
    """Every page of an attempt that can be looked at."""
    for position in range(1, sitting.attempt.responses.count() + 1):
        for htmx in (False, True):
            yield sitting.get("question", position, htmx=htmx)
    for address in ("attempt", "results"):
        yield sitting.get(address)
    yield sitting.browser.get(sitting.url("attempt") + "?overview=1")


def positions(sitting):
    return range(1, sitting.attempt.responses.count() + 1)


def told(marks, responses, **allowed):
    return sorted({word for response in responses for word in marks.told(everything(response), **allowed)})


def test_marks_are_many_and_all_different(marks):
    words = [word for words in marks.secrets.values() for word in words]
    assert len(words) == len(set(words)) > 100


def test_nothing_is_told_before_anything_is_started(browser, marks):
    assert told(marks, pages_around(browser)) == []


def test_nothing_is_told_to_a_visitor(marks):
    assert told(marks, pages_around(Client())) == []


def test_printed_guide_tells_the_model_answers_of_open_checkpoints_only(browser, marks):
    found = told(marks, [browser.get("/guides/bread/print/")])
    assert found
    assert set(found) <= {word for slug, words in marks.secrets.items() if slug.startswith("open") for word in words}


def test_search_finds_no_key(browser, marks):
    for words in marks.secrets.values():
        assert "Nothing found" in Page(browser.get("/search/", {"q": words[0]})).text


@pytest.mark.parametrize("quiz", ["marked-practice", "marked-exam", "case"])
def test_nothing_is_told_by_an_open_attempt(browser, marks, quiz):
    sitting = Sitting.begin(browser, quiz)
    assert told(marks, pages_of(sitting)) == []
    assert told(marks, pages_around(browser)) == []


@pytest.mark.parametrize(
    ("quiz", "choose"), [("marked-practice", key_of), ("marked-exam", key_of), ("marked-exam", wrong_of)]
)
def test_nothing_is_told_by_saving(browser, marks, quiz, choose):
    """What a learner types themself comes back to them: right answers to short texts are left out."""
    sitting = Sitting.begin(browser, quiz)
    for position in positions(sitting):
        document = sitting.at(position).version.document
        answer = "typed" if document["kind"] in ("short-text", "numeric") else choose(document)
        saved = [sitting.save(position, answer, htmx=htmx, flag="1") for htmx in (True, False)]
        saved += [sitting.save(position, None, writer="another page", revision=0, htmx=htmx) for htmx in (True, False)]
        assert told(marks, saved) == []
    assert told(marks, pages_of(sitting)) == []
    assert told(marks, [browser.get(address) for address in QUIZ_PAGES]) == []


@pytest.mark.parametrize("name", ["check_answer", "show_hint", "try_again", "report_problem"])
def test_exam_tells_nothing_by_any_address(browser, marks, name):
    sitting = Sitting.begin(browser, "marked-exam")
    for position in positions(sitting):
        form = sitting.form(position, wrong_of(sitting.at(position).version.document), text="A problem.")
        posted = [sitting.post(name, position, form, htmx=htmx) for htmx in (True, False)]
        assert told(marks, posted) == []
    assert told(marks, pages_of(sitting)) == []


def test_checking_one_question_tells_nothing_of_another(browser, marks):
    sitting = Sitting.begin(browser, "marked-practice")
    for position, kind in enumerate(SCORED, 1):
        assert sitting.at(position).version.document["kind"] == kind
        slug = f"{kind}-0"
        checked = sitting.check(position, sitting.wrong(position))
        assert told(marks, [checked], allowed=slug) == []
    others = [sitting.get("question", position) for position in positions(sitting)[len(SCORED) :]]
    assert told(marks, [*others, sitting.browser.get(sitting.url("attempt") + "?overview=1")]) == []
    assert told(marks, pages_around(browser)) == []


def test_trying_again_hides_what_was_told(browser, marks):
    sitting = Sitting.begin(browser, "marked-practice")
    for position in range(1, len(SCORED) + 1):
        sitting.check(position, sitting.wrong(position))
        again = [sitting.post("try_again", position), sitting.get("question", position)]
        assert told(marks, again) == []


def test_hint_tells_the_hint_alone(browser, marks):
    sitting = Sitting.begin(browser, "marked-practice")
    for position, kind in enumerate(SCORED, 1):
        assert told(marks, [sitting.post("show_hint", position)]) == [marks.hints[f"{kind}-0"]]


def test_step_of_a_case_tells_nothing_of_the_next_nor_of_the_end(browser, marks):
    sitting = Sitting.begin(browser, "case")
    for position in positions(sitting):
        slug = sitting.at(position).version.question.slug
        checked = sitting.check(position, sitting.wrong(position))
        assert told(marks, [checked], allowed=slug) == []
        later = [sitting.get("question", number) for number in range(position + 1, 5)]
        assert told(marks, later) == []


def test_nothing_is_told_of_a_case_by_skipping(browser, marks):
    sitting = Sitting.begin(browser, "case")
    for name in ("save_answer", "check_answer", "show_hint", "try_again", "report_problem"):
        posted = [
            sitting.post(name, position, sitting.form(position, sitting.key(position), text="x"), htmx=htmx)
            for position in (2, 3, 4)
            for htmx in (True, False)
        ]
        assert told(marks, posted) == []


# The marks do stand where they may be seen, so that not finding them means something.


def test_check_tells_everything_of_its_question(browser, marks):
    sitting = Sitting.begin(browser, "marked-practice")
    for position, kind in enumerate(SCORED, 1):
        seen = everything(sitting.check(position, sitting.wrong(position)))
        assert [word for word in marks.secrets[f"{kind}-0"] if word not in seen] == []


@pytest.mark.parametrize("quiz", ["marked-practice", "marked-exam", "case"])
def test_results_tell_everything(browser, marks, quiz):
    sitting = Sitting.begin(browser, quiz)
    sitting.submit()
    seen = everything(sitting.get("results"))
    slugs = sitting.attempt.responses.values_list("version__question__slug", flat=True)
    owners = [*slugs, *(["case"] if quiz == "case" else [])]
    assert [word for slug in owners for word in marks.secrets[slug] if word not in seen] == []


def test_open_checkpoint_tells_its_answer_and_rubric_when_asked(browser, marks):
    seen = everything(browser.get(f"{CHECKPOINTS}open-0/answer/"))
    asked_for = [word for word in marks.secrets["open-0"] if not word.endswith("reasoning")]
    assert [word for word in asked_for if word not in seen] == []
