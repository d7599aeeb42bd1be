"""A connection to the database that is lost in the middle of a request: the request is answered anew, and acts once."""

from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client

from quiz.models import Attempt
from quiz.scoring import Score
from studyguide import reconnecting
from tests.quiz.sitting import SINGLE, Sitting

pytestmark = pytest.mark.usefixtures("file_database")

# So many statements of each act are broken, each once.
SAVE, CHECK, SUBMIT, START = 3, 7, 8, 10


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(reconnecting, "PAUSES", (0, 0))


def begun():
    return Sitting.begin(Client(raise_request_exception=False), "every-kind")


@pytest.fixture
def sitting():
    return begun()


def lose():
    """As if the server were gone, and with it what was not committed.

    The handle itself stays open: SQLite's cursors cannot be closed after it, as those of a lost server can.
    """
    if connection.vendor != "sqlite":
        connection.close()
        return
    connection.connection.rollback()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_close", lambda: None)
        connection.close()


@contextmanager
def broken(first, times=1, *, is_closed=True):
    """Let statements fail from the one with the number `first` on; gives how many have."""
    failed: list[int] = []
    seen = 0

    def execute(run, *arguments):
        nonlocal seen
        seen += 1
        if seen <= first or len(failed) >= times:
            return run(*arguments)
        failed.append(seen)
        if is_closed:
            lose()
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(execute):
        yield failed


def test_save():
    for statement in range(SAVE):
        sitting = begun()
        form = sitting.form(SINGLE, sitting.key(SINGLE))
        with broken(statement):
            assert sitting.post("save_answer", SINGLE, form).status_code == 200
        stored = sitting.at(SINGLE)
        assert (stored.answer, stored.revision) == (sitting.key(SINGLE), 1)


def test_check():
    for statement in range(CHECK):
        sitting = begun()
        form = sitting.form(SINGLE, sitting.key(SINGLE))
        with broken(statement):
            assert sitting.post("check_answer", SINGLE, form).status_code == 200
        stored = sitting.at(SINGLE)
        assert (stored.revision, stored.points, stored.is_revealed) == (1, 1, True)


def test_submit():
    for statement in range(SUBMIT):
        sitting = begun()
        sitting.save(SINGLE, sitting.key(SINGLE))
        with broken(statement):
            assert sitting.submit().status_code == 303
        assert sitting.attempt.score == Score(1, 12)


def test_start():
    for statement in range(START):
        browser = begun().browser
        with broken(statement):
            assert browser.post("/quizzes/baking-exam/start/").status_code == 303
    assert Attempt.objects.count() == 2 * START


@pytest.mark.parametrize("name", ["attempt", "question"])
def test_page(sitting, name):
    with broken(0):
        page = sitting.browser.get(sitting.url(name, *([1] if name == "question" else [])))
    assert page.status_code in (200, 303)


def test_database_that_stays_away_is_told(sitting):
    form = sitting.form(SINGLE, sitting.key(SINGLE))
    with broken(0, times=99) as failed:
        refused = sitting.post("save_answer", SINGLE, form)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert len(failed) == 1 + len(reconnecting.PAUSES) + 1


def test_database_that_answers_with_a_failure_is_not_asked_again(sitting):
    """A full disk stays full."""
    form = sitting.form(SINGLE, sitting.key(SINGLE))
    with broken(0, is_closed=False) as failed:
        assert sitting.post("save_answer", SINGLE, form).status_code == 503
    assert len(failed) == 1


def test_so_many_wait_and_the_others_are_told_at_once(sitting):
    form = sitting.form(SINGLE, sitting.key(SINGLE))
    waiting = 0
    while reconnecting.WAITING.acquire(blocking=False):
        waiting += 1
    try:
        with broken(0) as failed:
            assert sitting.post("save_answer", SINGLE, form).status_code == 503
    finally:
        reconnecting.WAITING.release(waiting)
    assert len(failed) == 1


def test_what_may_not_be_sent_twice_is_not(sitting):
    with broken(0) as failed:
        assert sitting.post("report_problem", SINGLE, {"text": "A slip."}).status_code == 503
    assert len(failed) == 1
