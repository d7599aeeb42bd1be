"""An instructor at work: the form of a question as a browser would send it."""

import uuid
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from quiz.kinds import KINDS
from quiz.models import Question
from quiz.question_form import layout
from quiz.source_forms import blank_rows, form_values
from quiz.sources import Source
from tests.pages import WITHOUT_AN_END, Page

FORM = "/admin/quiz/question/"


def instructor(name: str = "ines") -> Client:
    user = User.objects.create_user(name, is_staff=True)  # without a password, whose hash takes long
    user.groups.add(Group.objects.get(name="Instructors"))
    return signed_in(user)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fields(kind: str, source: Source, **own: Any) -> dict[str, Any]:
    """What a form with this source sends."""
    form = layout(KINDS[kind])
    values = blank_rows(form, form_values(form, source))
    return {**{f"q.{place}": texts for place, texts in values.items()}, **own}


def fields_of(question: Question, **changes: Any) -> dict[str, Any]:
    """The form of a question as it stands, with some values of its source changed."""
    source = {**question.source, **changes}
    return fields(question.kind, source, question_id=str(question.pk), revision=question.revision)


def url(question: Question, act: str, *args: Any) -> str:
    return reverse(f"admin:quiz_question_{act}", args=[question.pk, *args])


def new_url(kind: str, act: str, guide: str = "bread") -> str:
    name = "write" if act == "write" else f"{act}_new"
    return reverse(f"admin:quiz_question_{name}", args=[guide, kind])


def new_fields(source: Source) -> dict[str, Any]:
    """The form of a new question, filled in."""
    return fields(source["kind"], source, question_id=str(uuid.uuid4()), revision="")


def browser(role: str) -> Client:
    """The browser of a guest, a learner, an instructor, an instructor without permission, or a superuser."""
    if role == "guest":
        return Client()
    if role == "instructor":
        return instructor()
    user = User(username="somebody", is_staff=role != "learner", is_superuser=role == "superuser")
    user.save()
    return signed_in(user)


class Sheet(Page):
    """A page with a form: the value that an input holds, by its name, and the text within an element, by its id."""

    def __init__(self, response: Any) -> None:
        self._open: list[tuple[str, str, list[str]]] = []
        self._within: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        super().__init__(response)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        own = dict(attrs)
        if tag == "input" and own.get("type") in ("text", "hidden"):
            self._typed.setdefault(own.get("name") or "", own.get("value") or "")
        if tag not in WITHOUT_AN_END:
            self._open.append((tag, own.get("name" if tag == "textarea" else "id") or "", []))

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        while self._open:
            name, key, texts = self._open.pop()
            text = "".join(texts)
            (self._typed if name == "textarea" else self._within).setdefault(key, text.removeprefix("\n"))
            if self._open:
                self._open[-1][2].append(text)
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if self._open:
            self._open[-1][2].append(data)

    def value(self, name: str) -> str:
        return self._typed[name]

    def by_id(self, name: str) -> str:
        return self._within.get(name, "")
