"""An attempt as its learner takes it: the browser, what it sends for an answer, and the rows that come of it."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

from django.db import connections
from django.test import Client
from django.urls import reverse

from quiz.models import Attempt, Response, place

HTMX = {"HX-Request": "true"}
# Places of the questions in the quizzes of the guide on bread.
SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, NUMERIC, SHORT_TEXT = range(1, 8)

# What addresses of the guide on bread are made of; `Sitting.arguments` adds what those of an attempt are.
OF_BREAD = {
    "guide_slug": "bread",
    "section_slug": "basics",
    "question_slug": "no-rise",
    "table_slug": "leavens",
    "quiz_slug": "every-kind",
    "name": "hydration",
}


def fields_of(kind: str, answer: Any, order: list[int]) -> dict[str, Any]:
    """The form fields that a browser sends for an answer, given the order in which parts were shown."""
    if kind in ("single", "multiple", "true-false"):
        return {"answer": [str(order.index(number)) for number in answer or ()]}
    if kind == "matching":
        chosen = {f"answer-{prompt}": choice for prompt, choice in enumerate(answer or ())}
        return {name: "" if choice is None else str(order.index(choice)) for name, choice in chosen.items()}
    if kind == "ordering":
        sequence = [str(order.index(number)) for number in answer or order]
        return {"sequence": sequence, "touched": "1"} if answer else {"sequence": sequence}
    if kind == "open":
        ticked = (answer or {}).get("ticked")
        judged = {} if ticked is None else {"judged": "1", "point": [str(point) for point in ticked]}
        return {"answer": (answer or {}).get("text", ""), **judged}
    return {"answer": answer or ""}


def key_of(document: Mapping[str, Any]) -> Any:
    """An answer that earns all points."""
    kind = document["kind"]
    if kind in ("single", "multiple", "true-false"):
        return [number for number, option in enumerate(document["options"]) if option["key"]]
    if kind in ("matching", "ordering"):
        return list(range(len(document["pairs" if kind == "matching" else "items"])))
    if kind == "open":
        return {"text": "As the model answer says.", "ticked": list(range(len(document["rubric"])))}
    return f"{document['value']:.10g}" if kind == "numeric" else document["accept"][0].replace("*", "x")


def wrong_of(document: Mapping[str, Any]) -> Any:
    """An answer that earns nothing."""
    kind = document["kind"]
    if kind in ("single", "multiple", "true-false"):
        return [next(number for number, option in enumerate(document["options"]) if not option["key"])]
    if kind in ("matching", "ordering"):
        return key_of(document)[::-1] if kind == "ordering" else [*key_of(document)[1:], 0]
    if kind == "open":
        return {"text": "No idea.", "ticked": []}
    return f"{document['value'] + document['tolerance'] + 1:.10g}" if kind == "numeric" else "qwerty"


@dataclass
class Sitting:
    """`save` and `check` send what the page of a question would, unless `fields` say otherwise."""

    browser: Client
    attempt_id: UUID

    @classmethod
    def begin(cls, browser: Client, slug: str) -> "Sitting":
        begun = browser.post(f"/quizzes/{slug}/start/")
        return cls(browser, UUID(begun.headers["Location"].split("/")[2]))

    @property
    def attempt(self) -> Attempt:
        return Attempt.objects.get(pk=self.attempt_id)

    def at(self, position: int) -> Response:
        """What is stored for a question."""
        return Response.objects.select_related("version", "attempt").get(attempt=self.attempt_id, position=position)

    @property
    def arguments(self) -> dict[str, str]:
        return {**OF_BREAD, "attempt_id": str(self.attempt_id), "position": "1"}

    def url(self, name: str, *args: int) -> str:
        return reverse(name, args=[self.attempt_id, *args])

    def form(self, position: int, answer: Any, /, **fields: Any) -> dict[str, Any]:
        """The form of a question's page that was opened just now."""
        stored = self.at(position)
        given = fields_of(stored.version.kind.name, answer, stored.order)
        return {"writer": "a page", "revision": stored.revision, **given, **fields}

    def save(self, position: int, answer: Any, /, *, htmx: bool = True, **fields: Any) -> Any:
        return self.post("save_answer", position, self.form(position, answer, **fields), htmx=htmx)

    def check(self, position: int, answer: Any, /, *, htmx: bool = True, **fields: Any) -> Any:
        return self.post("check_answer", position, self.form(position, answer, **fields), htmx=htmx)

    def post(self, name: str, position: int, form: dict[str, Any] | None = None, *, htmx: bool = True) -> Any:
        return self.browser.post(self.url(name, position), form or {}, headers=HTMX if htmx else {})

    def get(self, name: str, *args: int, htmx: bool = False) -> Any:
        return self.browser.get(self.url(name, *args), headers=HTMX if htmx else {})

    def submit(self) -> Any:
        return self.browser.post(self.url("submit"))

    def pass_time(self, seconds: float) -> None:
        """Move the attempt into the past by so much."""
        kept = self.attempt
        kept.started_at -= timedelta(seconds=seconds)
        kept.deadline_at = kept.deadline_at and kept.deadline_at - timedelta(seconds=seconds)
        kept.save(update_fields=["started_at", "deadline_at"])
        place.cache_clear()  # which relies on a deadline that nobody moves

    def key(self, position: int) -> Any:
        return key_of(self.at(position).version.document)

    def wrong(self, position: int) -> Any:
        return wrong_of(self.at(position).version.document)


def everything(response: Any) -> str:
    """All that a browser receives."""
    return f"{response.status_code} {response.headers} {response.cookies} {response.content.decode()}"


def at_once(count: int, act: Callable[[], Any]) -> list[Any]:
    """What `act` returns in so many threads that begin together."""
    ready = Barrier(count)

    def acting(_: int) -> Any:
        ready.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(acting, range(count)))
