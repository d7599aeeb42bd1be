"""Sources checked and rendered against a guide's files, in this process and in one of its own."""

import signal
from random import Random
from threading import Timer

import pytest

from quiz.checking import checked, previewed
from quiz.judging import Checked
from quiz.kinds import KINDS
from quiz.models import Question
from quiz.question_form import layout
from quiz.rendering_process import TOO_SLOW, RenderingProcess
from quiz.source_forms import source_of
from studyguide.content import kept_guide
from tests.quiz.test_drafts import SOURCE

# A question on the guide about bread.
BREAD_SOURCE = {**SOURCE, "objectives": ["choose"], "facts": ["yeast.rise_min"]}
GOOD, BAD = SOURCE["options"]


@pytest.fixture
def folder(quiz_folder):
    return quiz_folder.path


def mistakes(folder, **change):
    return list(checked(folder, {**BREAD_SOURCE, **change}, {"yeast": ["what-it-is"]}).mistakes)


def test_a_good_source_becomes_the_document_that_its_file_did(folder, guide, documents):
    source = Question.objects.get(slug="which-leaven").source
    assert checked(folder, source, {}) == Checked((), documents["which-leaven"])


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"stem": ""}, "stem", "Stem is empty. Expected text."),
        ({"objectives": ["fly"]}, "objectives", "Unknown objective fly."),
        ({"section": "moon"}, "section", "Unknown section moon."),
        ({"stem": "{fact:yeast.colour}"}, "stem", "Unknown fact yeast.colour."),
        ({"stem": "[there](section:moon)"}, "stem", "Unknown section moon."),
        ({"stem": "[there](section:yeast#moon)"}, "stem", "Section yeast has no heading moon."),
        ({"stem": "[" * 60}, "stem", "Not rendered: fifty brackets that are not closed."),
        ({"stem": "```\nnever closed"}, "stem", "Code that never ends."),
        ({"options": [GOOD, {**BAD, "because": "{fact:moon}"}]}, "options.1.because", "Unknown fact moon."),
        ({"facts": ["moon"]}, "facts", "Unknown fact moon."),
        ({"targets": ["moon"]}, "targets", "Salt names the unknown target moon."),
    ],
)
def test_a_mistake_stands_at_its_field_in_words(folder, change, field, sentence):
    found = mistakes(folder, **change)
    assert [(where, said.startswith(sentence)) for where, said in found] == [(field, True)], found


@pytest.mark.parametrize("text", ["{fact:moon}", "[there](section:yeast#moon)"])
def test_a_mistake_in_the_guides_own_files_keeps_no_question_back(folder, text):
    (folder / "glossary.md").write_text(f"Crumb {{#crumb}}\n:   {text}\n")
    assert checked(folder, BREAD_SOURCE, {"yeast": ["what-it-is"]}).document is not None


def test_scripts_are_shown_and_never_run(folder):
    found = checked(folder, {**BREAD_SOURCE, "stem": "<script>alert(1)</script>"}, {})
    assert "<script" not in found.document["stem_html"]


@pytest.fixture(scope="module")
def process():
    process = RenderingProcess()
    yield process
    process.end()


def test_the_process_answers_as_the_function_does(process, folder):
    for source in (BREAD_SOURCE, {**BREAD_SOURCE, "stem": ""}):
        assert process.checked(folder, source, {}) == checked(folder, source, {})


def test_the_process_reads_files_that_have_changed_since(process, quiz_folder):
    source = {**BREAD_SOURCE, "objectives": ["knead"]}
    assert [field for field, _ in process.checked(quiz_folder.path, source, {}).mistakes] == ["objectives"]
    quiz_folder.replace("guide.yaml", "objectives:\n", "objectives:\n  knead: Knead a dough.\n")
    assert process.checked(quiz_folder.path, source, {}).mistakes == ()


def test_a_question_that_is_checked_is_not_put_into_the_kept_guide(folder):
    checked(folder, BREAD_SOURCE, {})
    guide, _ = kept_guide(folder)
    assert (guide.items, guide.item_parts, guide.parts) == ({}, {}, ())


def test_a_process_that_was_killed_is_replaced(process, folder):
    process.checked(folder, BREAD_SOURCE, {})
    process._process.kill()
    process._process.wait()
    assert process.checked(folder, BREAD_SOURCE, {}).document


def test_what_takes_too_much_work_is_refused_and_the_next_is_answered(folder):
    process = RenderingProcess(seconds=0.02)  # a limit that reading the guide alone exceeds
    assert process.checked(folder, BREAD_SOURCE, {}).mistakes == (("", TOO_SLOW),)
    process._seconds = 20
    assert process.checked(folder, BREAD_SOURCE, {}).document
    process.end()


def test_a_machine_that_is_busy_for_longer_than_the_limit_refuses_nothing(folder):
    process = RenderingProcess(seconds=1)
    stopped = process._running()
    stopped.send_signal(signal.SIGSTOP)
    Timer(2, stopped.send_signal, [signal.SIGCONT]).start()
    assert process.checked(folder, BREAD_SOURCE, {}).document
    process.end()


def test_preview_of_an_unfinished_question_shows_what_is_there(folder):
    unfinished = {"id": "salt", "kind": "single", "stem": "How **much**?", "options": [{"text": "8 g"}]}
    found = previewed(folder, unfinished)
    assert "<strong>much</strong>" in found.document["stem_html"]
    assert [option["html"] for option in found.document["options"]] == ["8 g"]
    assert found.mistakes


@pytest.mark.parametrize("kind", KINDS)
def test_preview_of_an_empty_question_of_each_kind_can_be_shown(folder, kind):
    empty = {"id": "salt", "kind": kind, **source_of(layout(KINDS[kind]), {}, {})}
    document = previewed(folder, empty).document
    order = KINDS[kind].order(document, Random(0))
    assert KINDS[kind].present(document, order, None) is not None


def test_preview_names_what_cannot_be_rendered(folder):
    found = previewed(folder, {**BREAD_SOURCE, "stem": "{fact:moon}"})
    assert (found.document, [field for field, _ in found.mistakes]) == (None, ["stem"])


def test_preview_of_a_finished_question_is_what_learners_get(folder):
    assert previewed(folder, BREAD_SOURCE) == checked(folder, BREAD_SOURCE, {})


def test_the_process_previews_as_the_function_does(process, folder):
    source = {**BREAD_SOURCE, "stem": ""}
    assert process.previewed(folder, source) == previewed(folder, source)
