"""A question's source: written as YAML, read back the same, and each mistake at its field."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quiz.drafts import read_draft
from quiz.sources import source_yaml, tidied
from studyguide.documents import Problems

CONTENT = Path(__file__).parents[2] / "content"
FILES = sorted(CONTENT.glob("*/questions/*.yaml"))

SOURCE: dict[str, Any] = {
    "id": "salt",
    "kind": "single",
    "title": "Salt",
    "objectives": ["bake"],
    "section": "basics",
    "stem": "How much salt?\n\nFor one loaf.",
    "options": [
        {"text": "8 g", "key": True, "because": "As the recipe says."},
        {"text": "80 g", "because": "Nobody could eat it."},
    ],
}


def said(source):
    """Each mistake in a source, beside its field."""
    problems = Problems()
    draft = read_draft(source, problems)
    return [(draft.field(problem.line), problem.wrong) for problem in problems]


def test_a_source_without_mistakes_is_a_question():
    problems = Problems()
    draft = read_draft(SOURCE, problems)
    assert not problems
    assert draft.item.title == "Salt"
    assert draft.item.source == SOURCE


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_what_files_hold_comes_back_the_same(file):
    sources = [tidied(source) for source in yaml.safe_load(file.read_text())]
    assert [tidied(source) for source in yaml.safe_load(source_yaml(sources))] == sources


texts = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n"), min_size=1, max_size=60)


@given(texts)
def test_any_text_comes_back_tidied(text):
    source = {"stem": text, "options": [{"text": text}]}
    (read,) = yaml.safe_load(source_yaml([source]))
    assert tidied(read) == tidied(source)


def test_a_source_is_tidied_of_what_says_nothing():
    untidy = {
        "stem": " a \n\nb  \n",
        "hint": "",
        "tags": [],
        "options": [{"text": "x", "key": False}],
        "shuffle": False,
    }
    assert tidied(untidy) == {"stem": "a\n\nb", "shuffle": False, "options": [{"text": "x"}]}


def test_a_statement_stays_false():
    statement = {"kind": "true-false", "stem": "Soda is sour.", "key": False}
    assert tidied(statement) == statement


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_every_source_of_a_file_can_be_read_as_a_draft(file):
    for source in yaml.safe_load(file.read_text()):
        assert said(tidied(source)) == []


@pytest.mark.parametrize(
    ("change", "field", "wrong"),
    [
        ({"stem": ""}, "stem", "`stem` is empty"),
        ({"title": " "}, "title", "`title` is empty"),
        ({"difficulty": 9}, "difficulty", "`difficulty` is a number"),
        ({"colour": "red"}, "colour", "unknown key `colour`"),
        ({"points": -1}, "points", "`points` is -1"),
    ],
)
def test_a_mistake_stands_at_its_field(change, field, wrong):
    assert (field, wrong) in said({**SOURCE, **change})


def test_a_mistake_in_a_part_stands_at_that_part():
    options = [SOURCE["options"][0], {"text": "80 g", "because": ""}]
    assert said({**SOURCE, "options": options}) == [("options.1.because", "`because` is empty")]


def test_a_missing_field_stands_at_the_beginning():
    source = {key: value for key, value in SOURCE.items() if key != "stem"}
    assert said(source) == [("id", "`stem` is missing")]


def test_a_source_with_a_control_character_is_no_question():
    assert said({**SOURCE, "title": "Sa\0lt"}) == [("", "a control character")]
