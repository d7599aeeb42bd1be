"""An attempt against a simple model: two tabs, lost acknowledgements, replays, and time that passes.

`pytest --hypothesis-profile thorough` tries it five hundred times.
"""

from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from typing import Any

from django.test import Client
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from quiz.models import Attempt, Mode, Quiz, Response
from studyguide.models import Learner
from tests.pages import Page
from tests.quiz.sitting import ORDERING, SINGLE, Sitting, fields_of

LIMIT = 600  # seconds
STEP = 90  # seconds: six of them end before the limit, seven after the grace
ANSWERS: dict[int, list[Any]] = {
    SINGLE: [None, [0], [1]],
    ORDERING: [None, [0, 1, 2, 3], [3, 2, 1, 0], [0, 1, 3, 2]],
}
KINDS = {SINGLE: "single", ORDERING: "ordering"}
TABS = ("one tab", "another tab")
QUIZZES = {Mode.PRACTICE: "every-kind", Mode.EXAM: "baking-exam"}


def worth(position, answer):
    """The points of an answer, by hand."""
    if answer is None:
        return 0
    if position == ORDERING:
        return sum(after == before + 1 for before, after in pairwise(answer))
    return int(answer == [0])


@dataclass(frozen=True)
class Row:
    """What the model says is stored for a question."""

    answer: Any = None
    confidence: str = ""
    is_flagged: bool = False
    revision: int = 0
    writer: str = ""
    is_checked: bool = False
    has_hint: bool = False
    tries: int = 0
    points: float | None = None

    def settled(self, position):
        return self if self.points is not None else replace(self, points=worth(position, self.answer))


@dataclass
class OpenPage:
    """What a tab shows of a question: the page's name, the revision it was made from, the answer on it."""

    writer: str
    revision: str
    answer: Any


@dataclass
class Model:
    mode: str
    rows: dict[int, Row] = field(default_factory=lambda: {position: Row() for position in ANSWERS})
    seconds: int = 0
    is_open: bool = True

    @property
    def is_overdue(self):
        return self.is_open and self.seconds > LIMIT

    def submit(self):
        if self.is_open:
            self.rows = {n: replace(row.settled(n), is_checked=True) for n, row in self.rows.items()}
            self.is_open = False

    def look(self):
        """Whoever looks at an attempt past its deadline finds it submitted."""
        if self.is_overdue:
            self.submit()

    def save(self, position, given, revision, writer):
        """The row after a save, or None where it is refused."""
        row = self.rows[position]
        is_saved = given == (row.answer, row.confidence, row.is_flagged)
        is_newest = revision == row.revision or (writer == row.writer and revision == row.revision - 1 and not is_saved)
        if row.is_checked or not self.is_open or self.is_overdue or not is_newest:
            return row if is_saved else None
        answer, confidence, is_flagged = given
        saved = replace(row, answer=answer, confidence=confidence, is_flagged=is_flagged, writer=writer)
        return replace(saved, revision=row.revision + 1)

    def check(self, row, position):
        if row.answer is None or self.mode == Mode.EXAM or row.is_checked or not self.is_open:
            return row
        return None if self.is_overdue else replace(row.settled(position), is_checked=True, tries=row.tries + 1)

    def lacks_answer(self, row):
        """Whether a check has nothing to check."""
        return row.answer is None and self.mode != Mode.EXAM and self.is_open and not row.is_checked

    def hint(self, row, _position):
        if self.mode == Mode.EXAM or self.is_overdue:
            return None
        return row if row.is_checked or not self.is_open else replace(row, has_hint=True)


class AttemptMachine(RuleBasedStateMachine):
    """Each rule sends what a browser would, tells the model, and compares the answers; the invariant compares rows."""

    model: Model
    pages: dict[tuple[str, int], OpenPage]
    sent: list[tuple[Any, ...]]

    @initialize(mode=st.sampled_from([Mode.PRACTICE, Mode.EXAM]))
    def begin(self, mode):
        Quiz.objects.filter(slug__in=QUIZZES.values()).update(time_limit_s=LIMIT)
        self.mode = mode
        self.browser = Client()
        self.started = 0
        self.learner = None
        self.start()

    def teardown(self):
        Learner.objects.filter(pk=self.learner).delete()

    tabs = st.sampled_from(TABS)
    positions = st.sampled_from(list(ANSWERS))

    # What a learner does

    @rule()
    def start(self):
        if self.started:
            self.model.look()  # one whose time is up is no longer there to go on with
        sitting = Sitting.begin(self.browser, QUIZZES[self.mode])
        if self.started == 0 or not self.model.is_open:
            self.sitting, self.model = sitting, Model(self.mode)
            self.pages, self.sent = {}, []
            self.started += 1
            for tab, position in product(TABS, ANSWERS):
                self.open_page(tab, position)
        self.learner = sitting.attempt.learner_id
        assert (sitting.attempt_id, sitting.attempt.number) == (self.sitting.attempt_id, self.started)

    @rule(tab=tabs, position=positions)
    def look(self, tab, position):
        self.open_page(tab, position)

    def open_page(self, tab, position):
        self.model.look()
        response = self.sitting.get("question", position)
        assert response.status_code == (200 if self.model.is_open else 303)
        if self.model.is_open:
            self._show(tab, position, response, self.model.rows[position].answer)

    @rule(data=st.data(), tab=tabs, position=positions, is_heard=st.booleans())
    def save(self, data, tab, position, is_heard):
        self._send("save_answer", tab, position, data.draw(self._givens(position)), is_heard=is_heard)

    @rule(data=st.data(), tab=tabs, position=positions)
    def check(self, data, tab, position):
        self._send("check_answer", tab, position, data.draw(self._givens(position)), is_heard=True)

    @rule(data=st.data(), tab=tabs, position=positions)
    def hint(self, data, tab, position):
        self._send("show_hint", tab, position, data.draw(self._givens(position)), is_heard=True)

    @rule(tab=tabs, place=st.integers(0, 3))
    def reorder(self, tab, place):
        """Move an item down with its button; at the bottom it stays."""
        shown = self.sitting.at(ORDERING).order
        before = self.pages[tab, ORDERING].answer or shown
        moved = before[:place] + before[place : place + 2][::-1] + before[place + 2 :]
        row = self.model.rows[ORDERING]
        extra = {**fields_of("ordering", before, shown), "move": f"down-{shown.index(before[place])}"}
        self._send("save_answer", tab, ORDERING, (moved, row.confidence, row.is_flagged), extra, is_heard=True)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def replay(self, data):
        """Send something again that was sent before: a double click, a Back, a network that repeats itself."""
        self._post(*data.draw(st.sampled_from(self.sent)))

    @rule(position=positions)
    def retry(self, position):
        may = self.mode == Mode.PRACTICE and self.model.is_open and not self.model.is_overdue
        row = self.model.rows[position]
        if may and row.is_checked:
            self.model.rows[position] = replace(row, is_checked=False, revision=row.revision + 1)
        response = self.sitting.post("try_again", position)
        assert response.status_code == (200 if may else 409)
        if not may:
            self.model.look()

    @rule(sureness=st.integers(0, 4))
    def submit(self, sureness):
        if sureness == 4:
            self.model.submit()
            assert self.sitting.submit().status_code == 303

    @rule(steps=st.sampled_from([1, 1, 1, 7]))
    def time_passes(self, steps):
        self.sitting.pass_time(STEP * steps)
        self.model.seconds += STEP * steps

    # How it is sent, and what must come of it

    def _givens(self, position):
        """An answer with its confidence and its flag, mostly as they are stored."""
        row = self.model.rows[position]
        return st.tuples(
            st.sampled_from(ANSWERS[position]),
            st.just(row.confidence) | st.sampled_from(["", "guess"]),
            st.just(row.is_flagged) | st.booleans(),
        )

    def _send(self, name, tab, position, given, extra=None, *, is_heard):
        page = self.pages[tab, position]
        answer, confidence, is_flagged = given
        form = extra or fields_of(KINDS[position], answer, self.sitting.at(position).order)
        form |= {"writer": page.writer, "revision": page.revision, "confidence": confidence}
        form |= {"flag": "1"} if is_flagged else {}
        self.sent.append((name, position, form, given))
        response = self._post(name, position, form, given)
        if is_heard:
            self._show(tab, position, response, answer)

    def _post(self, name, position, form, given):
        saved = self.model.save(position, given, int(form["revision"]), form["writer"])
        then = {"check_answer": self.model.check, "show_hint": self.model.hint}.get(name)
        row = then(saved, position) if saved and then else saved
        response = self.sitting.post(name, position, form)
        asks_for_nothing = row and name == "check_answer" and self.model.lacks_answer(row)
        assert response.status_code in ((422,) if asks_for_nothing else (200, 204) if row else (409,))
        if row:
            self.model.rows[position] = row
        else:
            self.model.look()
        return response

    def _show(self, tab, position, response, answer):
        """Take over from an answer what a browser would: a whole question, or the next revision."""
        named = {own["name"]: own for _, own in Page(response).elements if "name" in own}
        page = self.pages.get((tab, position))
        if "writer" in named:
            self.pages[tab, position] = OpenPage(named["writer"]["value"], named["revision"]["value"], answer)
        elif page and "revision" in named:
            self.pages[tab, position] = replace(page, revision=named["revision"]["value"], answer=answer)

    @invariant()
    def rows_are_as_the_model_says(self):
        stored = {row.position: row for row in Response.objects.filter(attempt=self.sitting.attempt_id)}
        for position, row in self.model.rows.items():
            kept = stored[position]
            assert row == Row(
                kept.answer,
                kept.confidence,
                kept.is_flagged,
                kept.revision,
                kept.writer,
                kept.checked_at is not None,
                kept.has_hint,
                kept.tries,
                kept.points,
            )
        assert len(stored) == 7

    @invariant()
    def attempt_is_as_the_model_says(self):
        assert self.sitting.attempt.is_open is self.model.is_open
        assert Attempt.objects.of(self.learner).open().count() <= 1


def test_attempt_behaves_as_the_model_says(guide):
    runs = settings.default.max_examples // 2
    run_state_machine_as_test(AttemptMachine, settings=settings(max_examples=runs, stateful_step_count=30))
