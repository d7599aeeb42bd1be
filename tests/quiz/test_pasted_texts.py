"""Texts as word processors and web pages give them to the clipboard, pasted into every field."""

import pytest

from quiz.kinds import KINDS
from quiz.models import Question
from quiz.question_form import layout
from quiz.source_forms import form_values, unkeepable
from tests.quiz.desk import Sheet, fields_of, new_fields, new_url, url
from tests.quiz.test_writing import OPEN

PASTED = {
    "quotes": "“Smart” and ‘single’ quotes, it\u2019s",
    "dashes": "one \u2013 two \u2014 three\u2026",
    "spaces": "4\u00a0GB, 5\u202fGB, 6\u2009GB",
    "tabs": "a\tb\tc",
    "invisible": "soft\u00adhyphen, zero\u200bwidth, \ufeffmark, \u200eleft",
    "line separators": "one\u2028two\u2029three",
    "colon": "note: this # is: no YAML, - nor this",
    "emoji": "a \U0001f35e and e\u0301",
    "bullets": "\u2022\ta\n\u2022\tb",
}
KEPT = {"key", "credit", "difficulty", "points", "shuffle", "section", "objectives", "targets", "facts", "sources"}


def pasted_into(kind, source, text):
    """The form of a good question with a text pasted behind each text in it."""
    form = new_fields({**source, "title": "Pasted"})
    for place, texts in form_values(layout(KINDS[kind]), source).items():
        name = place.rpartition(".")[2]
        if name not in KEPT | {"value", "title"} and not place.startswith(("answer.", "tags")) and any(texts):
            form[f"q.{place}"] = [f"{texts[0]} {text}"]
    return form


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED)
@pytest.mark.parametrize("kind", KINDS)
def test_pasted_texts_are_kept_as_they_are(desk, kind, text):
    bank = {found.kind: found.source for found in Question.objects.filter(case="")} | {"open": OPEN}
    sent = desk.post(new_url(kind, "publish"), pasted_into(kind, bank[kind], text))
    made = Question.objects.get(slug="pasted")
    assert sent.status_code == 303, Sheet(sent).by_id("checks")
    assert " ".join(text.split()) in " ".join(made.source["stem"].split())
    form = fields_of(made)
    assert desk.post(url(made, "save"), form).status_code == 303
    again = Question.objects.get(pk=made.pk)
    assert (again.source, again.state) == (made.source, "published")


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\0", "\x1f", "\x85"], ids=ascii)
def test_character_that_no_text_may_hold_is_named(character):
    (place, reason) = unkeepable({"stem": [f"one{character}two"]})[0]
    assert (place, reason.startswith("It held a character that cannot be shown")) == ("stem", True)
