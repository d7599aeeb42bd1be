"""An attempt made in the database and taken in a browser, so that a test begins at the question it is about."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from quiz.kinds import KINDS
from quiz.models import Attempt, Mode, Plan, Question, Quiz, Response
from studyguide.learners import SESSION_KEY
from studyguide.models import Guide, Learner
from tests.pages import GUIDE
from tests.quiz.sitting import key_of, wrong_of

SCORED = [kind.name for kind in KINDS.values() if kind.is_scored]


def sign_in(page: Page, site: str) -> Learner:
    """Make the page's browser that of a new learner."""
    learner = Learner.objects.create(created_at=timezone.now())
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(learner.pk)
    session.save()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": site}])
    return learner


def questions_of(*kinds: str) -> list[Question]:
    """A question for each of the kinds, no question twice."""
    taken = Counter[str]()
    found = []
    for kind in kinds:
        of_kind = Question.objects.published().filter(kind=kind, case="").select_related("current_version")
        found.append(of_kind.order_by("slug")[taken[kind]])
        taken[kind] += 1
    return found


def question_with_hint() -> Question:
    questions = Question.objects.drawable().select_related("current_version").order_by("slug")
    return next(question for question in questions if question.current_version.document.get("hint_html"))


def scenario() -> Quiz:
    """A case whose results end in a table of losers."""
    cases = Quiz.objects.current().filter(mode=Mode.SCENARIO)
    return next(quiz for quiz in cases if quiz.case.get("losers"))


@dataclass
class Taking:
    """An attempt of the learner whose browser `page` is."""

    page: Page
    attempt: Attempt

    @classmethod
    def begin(cls, page: Page, site: str, mode: str, questions: Sequence[Question], **plan: Any) -> "Taking":
        guide = Guide.objects.get(slug=GUIDE.split("/")[2])
        wanted = Plan(guide, mode, f"test:{mode}", f"A test of {mode}", questions, **plan)
        return cls(page, Attempt.objects.start(sign_in(page, site), wanted, 7, timezone.now()))

    @classmethod
    def going_on(cls, page: Page) -> "Taking":
        """The attempt that the page shows."""
        page.wait_for_url("**/attempts/**")
        found = re.search(r"/attempts/([^/]+)/", page.url)
        return cls(page, Attempt.objects.get(pk=found[1]))

    def at(self, position: int = 1) -> Response:
        """What is stored for a question."""
        return self.attempt.responses.select_related("version").get(position=position)

    def url(self, name: str, *args: int) -> str:
        return reverse(name, args=[self.attempt.pk, *args])

    def open(self, position: int = 1) -> None:
        self.page.goto(self.url("question", position))

    def document(self, position: int = 1) -> Mapping[str, Any]:
        document: Mapping[str, Any] = self.at(position).version.document
        return document

    def key(self, position: int = 1) -> Any:
        return key_of(self.document(position))

    def wrong(self, position: int = 1) -> Any:
        return wrong_of(self.document(position))

    def give(self, answer: Any, position: int = 1, page: Page | None = None) -> None:
        """Fill in the form of the question that is open."""
        stored = self.at(position)
        form = (page or self.page).locator("[data-answer-form]")
        fill_in(form, stored.version.kind.name, answer, stored.order)

    def expect_saved(self) -> None:
        expect(self.page.locator("#saved")).to_contain_text("Saved at")

    def expect_stored(self, answer: Any, position: int = 1) -> None:
        """Wait until the last of several saves has arrived."""
        while self.at(position).answer != answer:  # the test's timeout ends it
            self.page.wait_for_timeout(20)
        expect(self.page.locator(".htmx-request")).to_have_count(0)

    def check(self) -> None:
        self.page.get_by_role("button", name="Check").click()
        expect(self.page.locator(".score-line")).to_be_visible()

    def pass_time(self, seconds: float) -> None:
        """Move the attempt into the past by so much."""
        earlier = timedelta(seconds=seconds)
        kept = Attempt.objects.get(pk=self.attempt.pk)
        kept.started_at, kept.deadline_at = kept.started_at - earlier, kept.deadline_at - earlier
        kept.save(update_fields=["started_at", "deadline_at"])


def has_scripts(page: Page) -> bool:
    """Whether the page's browser runs JavaScript: only then it shows the switch between light and dark."""
    return page.locator("[data-theme-switch]").is_visible()


def fill_in(form: Locator, kind: str, answer: Any, order: Sequence[int]) -> None:
    """Give an answer as a person does; `order` is the order in which parts are shown."""
    if kind in ("single", "multiple", "true-false"):
        for number in answer:
            form.locator(f"[name=answer][value='{order.index(number)}']").check()
    elif kind == "matching":
        for prompt, choice in enumerate(answer):
            form.locator(f"[name=answer-{prompt}]").select_option(str(order.index(choice)))
    elif kind == "ordering":
        for place, number in enumerate(answer, 1):
            put(form, order.index(number), place)
    else:
        form.locator("[name=answer]").fill(answer)
        form.locator("[name=answer]").blur()


def put(form: Locator, value: int, place: int) -> None:
    """Put an item at a place by its select; with JavaScript it moves there at once."""
    chosen = form.locator(f"[name=place-{value}]")
    if chosen.input_value() == str(place):
        return
    chosen.select_option(str(place))
    if has_scripts(form.page):
        expect(form.locator(f".order > li:nth-child({place}) [name=sequence]")).to_have_value(str(value))
