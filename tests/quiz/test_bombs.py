"""Texts made to take long: refused with a reason in three seconds, with nothing lost."""

import time

import pytest

from quiz.models import Question
from quiz.rendering_process import LONGEST_CHECK
from tests.quiz.desk import Sheet, fields_of, instructor, url
from tests.quiz.sitting import HTMX

SIZE = 8_000
PATTERNS = [
    "[",
    "![",
    "<![CDATA[",
    "[^1]",
    "`",
    "``",
    "`a",
    "*",
    "**",
    "*a",
    "**a",
    "_",
    "__a",
    "*a_",
    "***a**",
    "<",
    "<a",
    "<!--",
    "<a b=",
    "</",
    "&",
    "&#",
    "\\",
    "\\[",
    "](",
    "[](",
    "[a](",
    "[a][",
    "[a]: ",
    "![a](",
    "(",
    ")",
    "{",
    "{:",
    "{: a",
    "{fact:",
    "{fact:a",
    "{source:",
    "/// ",
    "/// note\n",
    "//// ",
    "> ",
    ">",
    "- ",
    "1. ",
    "    ",
    "\t",
    "| ",
    "|a",
    "|-|\n",
    "# ",
    "===\n",
    "---\n",
    "~~~\n",
    "```\n",
    ":   ",
    "*[a]: ",
    "a\n:   b\n",
    "<div>",
]


@pytest.fixture(scope="module")
def typical():
    """What one more request may cost besides the check: the process that was killed is started anew."""
    return 6.0


@pytest.fixture
def desk(guide, quiz_folder):
    return instructor()


@pytest.fixture
def question(desk):
    return Question.objects.get(slug="which-leaven")


def test_there_are_as_many_patterns_as_are_known():
    assert len(set(PATTERNS)) == 59


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS)
def test_bomb_is_answered_in_time_with_everything_kept(desk, question, pattern, typical):
    bomb = (pattern * SIZE)[:SIZE]
    form = fields_of(question, hint=bomb, title="Kept")
    desk.post(url(question, "preview"), fields_of(question))  # the process is there
    begun = time.monotonic()
    sent = desk.post(url(question, "preview"), form, headers=HTMX)
    assert time.monotonic() - begun < LONGEST_CHECK + typical
    assert sent.status_code == 200
    page = Sheet(desk.post(url(question, "rows"), form))
    assert page.value("q.hint").strip() == bomb.strip().replace("\r", "")
    assert page.value("q.title") == "Kept"
