"""Texts made to take long: refused with a reason after three seconds of work, with nothing lost."""

import time

import pytest

from quiz.models import Question
from quiz.rendering_process import LONGEST_WAIT, RenderingProcess
from tests.quiz.bombs import MARKDOWN, SIZE, TEX
from tests.quiz.conftest import copied_guide
from tests.quiz.desk import Sheet, fields_of, instructor, url


@pytest.fixture(scope="module")
def process():
    process = RenderingProcess()
    yield process
    process.end()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return copied_guide(tmp_path_factory.mktemp("content") / "bread")


def source(bomb):
    return {"id": "salt", "kind": "single", "title": "Salt", "stem": bomb, "options": [{"text": "a"}, {"text": "b"}]}


def test_there_are_as_many_patterns_as_are_known():
    assert (len(set(MARKDOWN)), len(set(TEX))) == (59, 10)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", [*MARKDOWN, *TEX])
def test_bomb_is_rendered_or_refused_in_time(process, folder, pattern):
    process.previewed(folder, source("a"))  # so that the process is there
    begun = time.monotonic()
    found = process.previewed(folder, source((pattern * SIZE)[:SIZE]))
    assert time.monotonic() - begun < LONGEST_WAIT
    assert found.document or found.mistakes


@pytest.mark.slow
@pytest.mark.parametrize(("act", "pattern"), [("publish", "["), ("publish", "[a]("), ("preview", "[")])
def test_form_comes_back_with_the_bomb_and_the_reason(guide, quiz_folder, pattern, act):
    question = Question.objects.get(slug="which-leaven")
    bomb = (pattern * SIZE)[:SIZE]
    sent = instructor().post(url(question, act), fields_of(question, hint=bomb, title="Kept", stem=""))
    page = Sheet(sent)
    assert page.value("q.hint").strip() == bomb.strip()
    assert page.value("q.title") == "Kept"
    assert 'class="error"' in sent.content.decode()
