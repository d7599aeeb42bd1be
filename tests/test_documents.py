"""Reading text, YAML and front matter: what comes out, and what is said about mistakes."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.documents import (
    LARGEST_FILE,
    Problem,
    Problems,
    parse_yaml,
    parse_yaml_list,
    read_text,
    read_yaml,
    split_front_matter,
)

PATH = Path("/guide/file.yaml")


@pytest.fixture
def problems():
    return Problems()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "file.md"


@pytest.fixture
def entry(problems):
    """`entry("a: 1")` is the mapping that this text holds."""
    return lambda text: parse_yaml(text, PATH, problems)


def said(problems):
    """What is wrong, without the paths."""
    return [f"{problem.line}: {problem.wrong}: {problem.expected}" for problem in problems]


# Problems


def test_a_problem_reads_as_compilers_write_them():
    problem = Problem("sections/ecs.md", 7, "unknown fact `x`", "expected a key of facts.yaml")
    assert str(problem) == "sections/ecs.md:7: unknown fact `x`: expected a key of facts.yaml"


def test_problems_come_by_file_and_line_and_each_once(problems):
    for name, line in [("b", 1), ("a", 10), ("a", 9), ("b", 1)]:
        problems.add(Path(name), line, "wrong", "right")
    assert [str(problem) for problem in problems] == ["a:9: wrong: right", "a:10: wrong: right", "b:1: wrong: right"]


def test_a_path_is_shown_from_where_one_stands(problems, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    problems.add(tmp_path / "content" / "guide.yaml", 0, "wrong", "right")
    assert str(next(iter(problems))) == "content/guide.yaml:1: wrong: right"


# Text


def test_text_loses_the_byte_order_mark_and_windows_line_ends(file, problems):
    file.write_bytes(b"\xef\xbb\xbfone\r\n\ttwo\r\n")
    assert read_text(file, problems) == "one\n\ttwo\n"
    assert not problems


def test_a_missing_file(file, problems):
    assert read_text(file, problems) is None
    assert said(problems) == ["1: cannot be read (No such file or directory): expected a readable file"]


def test_a_folder_in_place_of_a_file(tmp_path, problems):
    assert read_text(tmp_path, problems) is None
    assert said(problems) == [f"1: cannot be read ({os.strerror(21)}): expected a readable file"]


def test_a_byte_that_is_not_utf8(file, problems):
    file.write_bytes(b"one\ntwo\ncaf\xe9\n")
    assert read_text(file, problems) is None
    assert said(problems) == ["3: a byte that is not UTF-8: expected a file saved as UTF-8"]


@pytest.mark.parametrize("character", ["\0", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ue000", "\ue001"])
def test_a_character_that_cannot_be_printed(file, problems, character):
    file.write_text(f"one\ntwo {character}\n")
    assert read_text(file, problems) is None
    assert said(problems) == ["2: a control character: expected printable text"]


def test_a_file_that_is_too_long(file, problems):
    file.write_text("a" * (LARGEST_FILE + 1))
    assert read_text(file, problems) is None
    assert said(problems) == ["1: 200,001 bytes long: expected at most 200,000 bytes; split it"]


# YAML


def test_a_mapping_of_plain_values(entry, problems):
    read = entry("a: 1\nb: [x, y]\nc: yes please\n")
    assert (read.number("a"), read.texts("b"), read.text("c")) == (1, ["x", "y"], "yes please")
    assert "a" in read
    assert list(read) == ["a", "b", "c"]
    assert not problems


def test_a_whole_mapping_leaves_its_keys_to_be_read(entry, problems):
    read = entry("b: [1, {c: x}]\na: yes\n")
    assert read.plain() == {"b": [1, {"c": "x"}], "a": True}
    read.finish()
    assert len(list(problems)) == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: empty: expected content"),
        ("# nothing\n", "1: empty: expected content"),
        ("- a\n", "1: not a mapping: expected lines of `key: value`"),
        ("\n\njust words\n", "3: not a mapping: expected lines of `key: value`"),
        ("a: 1\nb: *a\n", "2: a YAML alias: expected the text itself, written out"),
        ("a: &x [1]\nb:\n  - *x\n  - *x\n", "3: a YAML alias: expected the text itself, written out"),
        ("a: 1\nb: [1, 2\n", "3: broken YAML: expected `key: value` lines; quote a text that holds `: ` or ` #`"),
        ("a: 1\nb: c: d\n", "2: broken YAML: expected `key: value` lines; quote a text that holds `: ` or ` #`"),
        ("a: 1\n\tb: 2\n", "2: broken YAML: expected `key: value` lines; quote a text that holds `: ` or ` #`"),
        ("a: 1\n---\nb: 2\n", "2: broken YAML: expected `key: value` lines; quote a text that holds `: ` or ` #`"),
        ("a: 1\nb: !!python/name:os.system x\n", "2: a YAML tag: expected the value alone"),
        ("a: !!set {b}\n", "1: a YAML tag: expected the value alone"),
        ('a: 1\nb: "\\0"\n', "2: a control character: expected printable text"),
        ('"\\uE000": 1\n', "1: a control character: expected printable text"),
    ],
)
def test_yaml_that_is_refused(entry, problems, text, problem):
    assert entry(text) is None
    assert said(problems) == [problem]


def test_yaml_nested_too_deeply(entry, problems):
    assert entry("a: " + "[" * 500 + "]" * 500) is None
    assert said(problems) == ["1: YAML nested too deeply: expected a few levels"]


def test_lines_count_from_where_the_yaml_begins_in_its_file(problems):
    parse_yaml("a: 1\nb: *a\n", PATH, problems, first_line=10)
    assert said(problems)[0].startswith("11: a YAML alias")


def test_a_list_of_mappings(problems):
    entries = parse_yaml_list("- id: one\n- id: two\n", PATH, problems)
    assert [entry.text("id") for entry in entries] == ["one", "two"]
    assert [entry.line for entry in entries] == [1, 2]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: empty: expected content"),
        ("id: one\n", "1: not a list: expected entries that begin with `- id:`"),
        ("- id: one\n- two\n", "2: not a mapping: expected `key: value` lines"),
    ],
)
def test_a_list_that_is_refused(problems, text, problem):
    parse_yaml_list(text, PATH, problems)
    assert said(problems) == [problem]


def test_a_yaml_file_may_be_longer_than_a_page(file, problems):
    file.write_text("a: '" + "b" * LARGEST_FILE + "'")
    assert len(read_yaml(file, problems).text("a")) == LARGEST_FILE


# Entries


@pytest.mark.parametrize(
    ("reader", "text", "problem"),
    [
        ("text", "other: 1", "1: `key` is missing: expected a line `key:`"),
        ("text", "a: 1\nkey: 5", "2: `key` is a number: expected text"),
        ("text", "key:", "1: `key` is empty: expected text"),
        ("text", "key: ' '", "1: `key` is empty: expected text"),
        ("text", "key: [a]", "1: `key` is a list: expected text"),
        ("text", "key: 2026-11-23", "1: `key` is a date: expected text"),
        ("number", "key: ten", "1: `key` is text: expected a number"),
        ("number", "key: true", "1: `key` is true or false: expected a number"),
        ("number", "key: .nan", "1: `key` is not finite: expected a number"),
        ("number", "key: .inf", "1: `key` is not finite: expected a number"),
        ("number", "key: 1" + "0" * 400, "1: `key` is not finite: expected a number"),
        ("flag", "key: 'yes'", "1: `key` is text: expected true or false"),
        ("flag", "key: 1", "1: `key` is a number: expected true or false"),
        ("texts", "key: a", "1: `key` is text: expected a list of texts"),
        ("texts", "key: [a, 1]", "1: `key` is a list: expected a list of texts"),
    ],
)
def test_a_value_of_another_kind(entry, problems, reader, text, problem):
    getattr(entry(text), reader)("key")
    assert said(problems) == [problem]


@pytest.mark.parametrize("value", ["0", "6", "2.5", "2.0", "two", "true", "null"])
def test_a_whole_number_in_a_range(entry, problems, value):
    assert entry("key: 5").whole("key", 1, 5) == 5
    assert not problems
    entry(f"key: {value}").whole("key", 1, 5)
    assert said(problems)[0].endswith("expected a whole number from 1 to 5")


@pytest.mark.parametrize(
    ("reader", "default"), [("text", "x"), ("number", 2.5), ("flag", True), ("texts", ["x"]), ("value", None)]
)
def test_an_absent_key_has_its_default(entry, problems, reader, default):
    assert getattr(entry("other: 1"), reader)("key", default) == default
    assert not problems


def test_a_number_that_may_be_absent_and_has_no_default_value(entry, problems):
    assert entry("a: 1").number("key", None) is None
    assert not problems


def test_text_is_stripped(entry):
    assert entry("a: |\n  one\n  two\n\n").text("a") == "one\ntwo"


def test_a_choice(entry, problems):
    read = entry("shape: circle\ncolour: red\n")
    assert read.choice("shape", ("circle", "square")) == "circle"
    read.choice("colour", ("blue", "green"))
    assert said(problems) == ["2: `colour` is `red`: expected one of blue, green"]


def test_a_mapping_inside(entry, problems):
    inner = entry("a:\n  b: deep\n").entry("a")
    assert inner.text("b") == "deep"
    assert inner.line == 2


@pytest.mark.parametrize("text", ["other: 1", "key:", "key: null"])
def test_nothing_inside(entry, problems, text):
    read = entry(text)
    assert read.entry("key") is None
    assert read.entries("key") == []
    assert read.named_entries("key") == {}
    assert not problems


@pytest.mark.parametrize(
    ("reader", "text", "problem"),
    [
        ("entry", "key: 1", "1: `key` is no mapping: expected `key: value` lines"),
        ("named_entries", "key: [a]", "1: `key` is no mapping: expected `key: value` lines"),
        ("named_entries", "key:\n  a: 1", "2: `a` is no mapping: expected `key: value` lines"),
        ("entries", "key: {a: 1}", "1: `key` is no list: expected a list"),
        ("entries", "key:\n  - a: 1\n  - b", "3: not a mapping: expected `key: value` lines"),
    ],
)
def test_something_else_inside(entry, problems, reader, text, problem):
    getattr(entry(text), reader)("key")
    assert said(problems) == [problem]


def test_a_key_that_stands_twice(entry, problems):
    entry("a: 1\nb: 2\na: 3\n")
    assert said(problems) == ["3: `a` stands twice: expected each key once"]


def test_a_key_that_nobody_reads(entry, problems):
    read = entry("title: x\ntitel: y\n")
    read.text("title")
    read.finish()
    assert said(problems) == ["2: unknown key `titel`: expected one of title"]


def test_a_mapping_that_should_hold_nothing(entry, problems):
    entry("title: x").finish()
    assert said(problems) == ["1: unknown key `title`: expected one of none"]


# Front matter


def test_front_matter(problems):
    entry, body, line = split_front_matter("---\ntitle: One\n---\nText\n", PATH, problems)
    assert entry.text("title") == "One"
    assert (body, line) == ("Text\n", 4)


@pytest.mark.parametrize("text", ["", "Text\n", "---\ntitle: One\n", "\n---\ntitle: One\n---\n"])
def test_no_front_matter(problems, text):
    assert split_front_matter(text, PATH, problems) == (None, text, 1)
    assert said(problems) == ["1: no front matter: expected `---`, lines of `key: value`, `---`"]


def test_broken_front_matter_is_reported_on_its_line(problems):
    split_front_matter("---\ntitle: One\nsummary: a: b\n---\nText\n", PATH, problems)
    assert said(problems) == ["3: broken YAML: expected `key: value` lines; quote a text that holds `: ` or ` #`"]


# Anything


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@,?~ \n\t\\0.", max_size=80))
def test_no_yaml_raises(text):
    problems = Problems()
    entry = parse_yaml(text, PATH, problems)
    assert entry is not None or problems
    if entry:
        assert [(entry.text(key), entry.number(key), entry.texts(key), entry.entries(key)) for key in entry]
