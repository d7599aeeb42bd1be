"""Entries changed in place: the lines of what changed, and no others."""

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from quiz.entry_lines import CannotEdit, appended_entries, changed_entry, edited, entries_yaml, in_file_order
from quiz.sources import tidied

CONTENT = Path(__file__).parents[2] / "content"
FILES = sorted(CONTENT.glob("*/questions/*.yaml")) + sorted(CONTENT.glob("*/quizzes.yaml"))

TEXT = """\
# All about salt.
- id: salt
  kind: single   # one key
  title: Salt
  stem: |  # asked in May
    How much?

    # of it
  # Checked twice.
  hint: >-
    Take
    a spoon.
  tags: [a, b]  # few
  options:
    - text: 8 g  # the recipe
      key: true
      because: As the recipe
        says.
    - text: '80 g'
      because: Too much.

# Sweeter.
- id: sugar
  title: Sugar
  hint:
  answer: {value: 1, unit: g}
"""


def composed(text) -> Any:
    return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def changed(text, place=0, **change):
    """The text with one entry changed; a field that is None goes."""
    node = composed(text).value[place]
    old = tidied(yaml.safe_load(text)[place])
    new = {name: value for name, value in {**old, **change}.items() if value is not None}
    result = edited(text, changed_entry(text, node, old, new))
    assert tidied(yaml.safe_load(result)[place]) == new
    return result


OPTIONS = yaml.safe_load(TEXT)[0]["options"]


def test_an_entry_that_says_the_same_is_left_alone():
    assert changed(TEXT) == TEXT


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({"title": "Sea salt"}, "title: Salt\n", "title: Sea salt\n"),
        ({"kind": "multiple"}, "kind: single   # one key", "kind: multiple   # one key"),
        ({"stem": "How little?"}, "    How much?\n\n    # of it\n", "    How little?\n"),
        ({"hint": "None."}, "hint: >-\n    Take\n    a spoon.\n", "hint: None.\n"),
        ({"hint": None}, "  hint: >-\n    Take\n    a spoon.\n", ""),
        ({"tags": ["c"]}, "tags: [a, b]  # few", "tags: [c]  # few"),
        ({"tags": None}, "  tags: [a, b]  # few\n", ""),
        ({"status": "retired"}, "# one key\n", "# one key\n  status: retired\n"),
        ({"reasoning": "So.", "points": 2}, "# few\n", "# few\n  points: 2\n"),
        ({"title": "Salt: how much"}, "title: Salt\n", "title: 'Salt: how much'\n"),
        ({"title": "two\nlines"}, "title: Salt\n", "title: |\n    two\n    lines\n"),
        (
            {"options": [{**OPTIONS[0], "text": "9 g"}, OPTIONS[1]]},
            "- text: 8 g  # the recipe",
            "- text: 9 g  # the recipe",
        ),
        ({"options": [OPTIONS[0], {**OPTIONS[1], "key": True}]}, "text: '80 g'\n", "text: '80 g'\n      key: true\n"),
        ({"options": [{"text": "8 g", "because": "So."}, OPTIONS[1]]}, "      key: true\n", ""),
    ],
)
def test_only_the_lines_of_what_changed(change, old, new):
    result = changed(TEXT, **change)
    assert TEXT.count(old) == 1
    assert new in result
    first, last = TEXT.split(old)
    assert result.startswith(first[: first.rfind("\n")])
    assert result.endswith(last[last.find("# Sweeter.") :])


def test_a_list_of_another_length_is_written_anew():
    more = [*OPTIONS, {"text": "800 g", "because": "No."}]
    assert "    - text: 800 g\n      because: No.\n\n# Sweeter." in changed(TEXT, options=more)


def test_fields_added_at_one_place_keep_their_order():
    result = changed(TEXT, sources=["b"], points=2, facts=["a"])
    assert "# few\n  points: 2\n  facts: [a]\n  sources: [b]\n  options:" in result


def test_a_field_without_a_value_gets_one():
    assert "  title: Sugar\n  hint: A spoon.\n  answer:" in changed(TEXT, 1, hint="A spoon.")


def test_the_last_field_of_a_file():
    assert changed(TEXT, 1, answer={"value": 2, "unit": "g"}).endswith("  answer:\n    value: 2\n    unit: g\n")
    assert changed(TEXT.rstrip("\n"), 1, title="Honey").endswith(
        "  title: Honey\n  hint:\n  answer: {value: 1, unit: g}"
    )


def test_line_ends_stay_what_they_are():
    result = changed(TEXT.replace("\n", "\r\n"), stem="How\nlittle?", tags=None, points=2)
    assert result.count("\n") == result.count("\r\n")
    assert "# asked in May\r\n    How\r\n    little?\r\n  # Checked" in result


@pytest.mark.parametrize("text", ["- {id: salt, title: Salt}\n", "[{id: salt, title: Salt}]\n"])
def test_what_stands_on_one_line_is_refused(text):
    with pytest.raises(CannotEdit):
        changed(text, title="Sea salt")


def test_a_first_field_cannot_be_taken_out():
    with pytest.raises(CannotEdit):
        changed("- hint: a\n  id: salt\n", hint=None)


def test_entries_are_added_behind_the_last_one():
    text = "- id: salt\n  stem: |\n    How?\n\n# The end.\n"
    edit = appended_entries(text, composed(text), [{"title": "Sugar", "id": "sugar"}])
    assert edited(text, [edit]) == ("- id: salt\n  stem: |\n    How?\n\n- id: sugar\n  title: Sugar\n\n# The end.\n")


def test_nested_entries_are_added_at_their_depth():
    text = "steps:\n  - id: one\n    stem: |\n      Why?\nanswer: a\n"
    node = composed(text).value[0][1]
    edit = appended_entries(text, node, [{"id": "two", "stem": "How?\n\nSo?"}])
    assert edited(text, [edit]).endswith("\n\n  - id: two\n    stem: |\n      How?\n\n      So?\nanswer: a\n")


def test_keys_stand_in_the_order_of_files():
    assert list(in_file_order({"reasoning": 1, "x": 1, "stem": 1, "id": 1, "status": 1})) == [
        "id", "status", "stem", "reasoning", "x",
    ]  # fmt: skip


WORDS = [
    "salt",
    "one: two",
    "a # b",
    "",
    "two\nlines",
    "- dash",
    "'quoted'",
    "{fact:a.b}",
    " ends ",
    "é",
    "no",
    "1",
    "|",
]


def scrambled(value, random):
    """The value with some of its texts, lists and numbers changed."""
    if isinstance(value, dict):
        found = {
            name: scrambled(inner, random) for name, inner in value.items() if name == "id" or random.random() > 0.1
        }
        return found | ({"hint": random.choice(WORDS)} if random.random() < 0.1 else {})
    if isinstance(value, list):
        kept = [scrambled(inner, random) for inner in value if random.random() > 0.05]
        return kept * random.choice([1, 1, 1, 2])
    if isinstance(value, str) and random.random() < 0.2:
        return random.choice(WORDS)
    return value


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_any_change_of_real_entries_reads_back(file):
    """Each entry of the file is changed at random; the others keep every character."""
    text, chance = file.read_text(), random.Random(file.stem)
    root = composed(text)
    entries = [tidied(entry) for entry in yaml.safe_load(text)]
    for place, (node, old) in enumerate(zip(root.value, entries, strict=True)):
        new = {**tidied(scrambled(old, chance)), "id": old["id"]}
        result = edited(text, changed_entry(text, node, old, new))
        expected = [*entries[:place], new, *entries[place + 1 :]]
        assert [tidied(entry) for entry in yaml.safe_load(result)] == expected
        end = root.value[place + 1].start_mark.index if place + 1 < len(entries) else len(text)
        assert result.startswith(text[: node.start_mark.index])
        assert result.endswith(text[end:])


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_real_entries_written_anew_read_back(file):
    entries = [tidied(entry) for entry in yaml.safe_load(file.read_text())]
    assert [tidied(entry) for entry in yaml.safe_load(entries_yaml(entries))] == entries
