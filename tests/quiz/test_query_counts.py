"""Pages ask the database as often for a long quiz as for a short one, and for a large bank as for a small one."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz.models import Attempt, Question, Quiz, QuizQuestion
from tests.conftest import NOW
from tests.quiz.sitting import HTMX, Sitting

MOST = 25
EVERY_KIND = [
    "which-leaven",
    "living-leavens",
    "soda-needs-acid",
    "leaven-and-time",
    "steps-of-a-loaf",
    "times-longer",
    "word-for-the-last-rise",
]
SIZES = (5, 50)
BANKS = (50, 500)


def publish(guide, documents, count):
    """So many questions, of all scored kinds in turn."""
    kinds = [documents[slug] for slug in EVERY_KIND]
    return [
        Question.objects.publish(guide, f"made-{number}", {**kinds[number % len(kinds)], "title": str(number)}, NOW)
        for number in range(count)
    ]


def quiz_of(guide, questions, mode):
    slug = f"{mode}-of-{len(questions)}"
    quiz = Quiz.objects.create(guide=guide, slug=slug, title=slug, summary="", mode=mode)
    QuizQuestion.objects.bulk_create(
        QuizQuestion(quiz=quiz, question=question, position=place) for place, question in enumerate(questions)
    )
    return quiz


@contextmanager
def counted(counts, name):
    with CaptureQueriesContext(connection) as captured:
        yield
    counts[name] = len(captured)


def queries_of_taking(browser, slug):
    """How many queries each step of an attempt needs."""
    counts: dict[str, int] = {}
    with counted(counts, "start"):
        sitting = Sitting.begin(browser, slug)
    shown = {"quiz": f"/quizzes/{slug}/", "attempt": sitting.url("attempt"), "question": sitting.url("question", 2)}
    shown |= {"overview": f"{sitting.url('attempt')}?overview=1", "home": "/", "download": "/progress/download/"}
    for name, address in shown.items():
        with counted(counts, name):
            browser.get(address)
    sitting.save(2, sitting.wrong(2))  # the first save of a response reads what never changes of it
    for name in ("save_answer", "check_answer", "show_hint", "try_again"):
        form = sitting.form(2, sitting.wrong(2))
        with counted(counts, name):
            browser.post(sitting.url(name, 2), form, headers=HTMX)
    with counted(counts, "submit"):
        sitting.submit()
    for name, address in {"results": sitting.url("results"), "progress": "/progress/"}.items():
        with counted(counts, name):
            browser.get(address)
    return counts


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_counts_do_not_grow_with_the_quiz(guide, documents, learner, stranger, mode):
    questions = publish(guide, documents, max(SIZES))
    counts = [
        queries_of_taking(browser, quiz_of(guide, questions[:size], mode).slug)
        for browser, size in zip((learner, stranger), SIZES, strict=True)
    ]
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= MOST


def queries_of_choosing(browser, guide):
    """How many queries it takes to find a quiz and to make one."""
    counts: dict[str, int] = {}
    for name, address in {"quizzes": "/quizzes/", "new_quiz": "/guides/bread/practice/"}.items():
        with counted(counts, name):
            browser.get(address)
    for name in ("unseen", "objective:weigh", "section:yeast"):
        with counted(counts, name):
            started = browser.post("/guides/bread/practice/start/", {"from": name, "count": "10"})
        assert started.status_code == 303
    with counted(counts, "drawn quiz"):
        browser.post("/quizzes/two-of-weighing/start/")
    return counts


def test_counts_do_not_grow_with_the_bank(guide, documents, learner, stranger):
    publish(guide, documents, BANKS[0])
    small = queries_of_choosing(learner, guide)
    publish(guide, documents, BANKS[1])
    assert queries_of_choosing(stranger, guide) == small
    assert max(small.values()) <= MOST


def test_counts_do_not_grow_with_what_was_answered_before(guide, learner):
    Sitting.begin(learner, "every-kind").submit()
    second = queries_of_taking(learner, "every-kind")
    for _ in range(5):
        Sitting.begin(learner, "every-kind").submit()
    assert queries_of_taking(learner, "every-kind") == second
    assert Attempt.objects.count() == 8


def test_largest_choice_is_fifty_questions(guide, documents, learner):
    publish(guide, documents, 60)
    learner.post("/guides/bread/practice/start/", {"from": "unseen", "count": "999"})
    assert Attempt.objects.get().responses.count() == 50
