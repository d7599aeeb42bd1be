"""Which versions of a question ask the same."""

from copy import deepcopy

import pytest

from quiz.kinds import KINDS
from quiz.wording import wording


def changed(document, change):
    other = deepcopy(document)
    change(other)
    return other


@pytest.mark.parametrize("kind", KINDS)
def test_better_rationales_ask_the_same(documents, kind):
    document = next(document for document in documents.values() if document["kind"] == kind)

    def improve(value):
        if isinstance(value, dict):
            value.update({name: "Better." for name in value if name.startswith("because") or name.endswith("html")})
            for inner in value.values():
                improve(inner)
        elif isinstance(value, list):
            for inner in value:
                improve(inner)

    other = changed(document, improve)
    assert other != document
    assert wording(other) == wording(document)


@pytest.mark.parametrize("name", ["title", "difficulty", "hint", "sources", "points", "section"])
def test_what_stands_beside_a_question_does_not_count(documents, name):
    document = documents["which-leaven"]
    assert wording({**document, name: "other"}) == wording(document)


CHANGES = {
    "which-leaven": [
        lambda d: d.update(stem="Other?"),
        lambda d: d["options"][0].update(text="Other"),
        lambda d: (d["options"][0].update(key=False), d["options"][1].update(key=True)),
        lambda d: d["options"].pop(),
        lambda d: d["options"].reverse(),
    ],
    "living-leavens": [lambda d: d.update(credit="all-or-nothing")],
    "leaven-and-time": [lambda d: d["pairs"][0].update(match="Other"), lambda d: d["distractors"].clear()],
    "steps-of-a-loaf": [lambda d: d["items"].reverse()],
    "times-longer": [lambda d: d.update(value=9.0), lambda d: d.update(tolerance=3)],
    "word-for-the-last-rise": [lambda d: d["accept"].append("other")],
}


@pytest.mark.parametrize(("slug", "change"), [(slug, change) for slug in CHANGES for change in CHANGES[slug]])
def test_changed_stem_option_or_key_asks_something_else(documents, slug, change):
    document = documents[slug]
    assert wording(changed(document, change)) != wording(document)
