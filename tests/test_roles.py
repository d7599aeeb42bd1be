"""References in Markdown: which there are, on which lines, and which cannot be read."""

import pytest

from studyguide.roles import (
    Reference,
    block_options,
    blocks_in,
    filled,
    prose_lines,
    references,
    unclosed_blocks,
    unclosed_fence,
)


def found(text):
    return [(reference.kind, reference.key) for reference in references(text)]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("a {fact:oven.heat_c} b", Reference("fact", "oven.heat_c", 1)),
        ("{fact:oven.rise_s as min}", Reference("fact", "oven.rise_s", 1, unit="min")),
        ("{fact:oven.rise_s   as   min }", Reference("fact", "oven.rise_s", 1, unit="min")),
        ("{source:handbook}", Reference("source", "handbook", 1)),
        ("{target:rye}", Reference("target", "rye", 1)),
        ("[oven](section:oven)", Reference("section link", "oven", 1)),
        ("[hot](section:oven#too-hot)", Reference("section link", "oven", 1, anchor="too-hot")),
        ("[crumb](term:crumb)", Reference("term link", "crumb", 1)),
        ("[table](compare:flours)", Reference("compare link", "flours", 1)),
        ("[tree](decide:)", Reference("decide link", "", 1)),
        ("[words](glossary:)", Reference("glossary link", "", 1)),
        ("/// limits | rye\n///", Reference("block limits", "rye", 1)),
        ("/// note\n///", Reference("block note", "", 1)),
        ("//// big-idea | Time | is money  \n////", Reference("block big-idea", "Time | is money", 1)),
    ],
)
def test_reference(text, reference):
    assert references(text) == [reference]


@pytest.mark.parametrize(
    "text",
    [
        "{fact: oven.heat}",
        "{fact:}",
        "{fact oven.heat}",
        "{fact:oven.heat in min}",
        "{fact:oven.heat as}",
        "{fact:oven.heat as m2}",
        "{fact:oven.heat",
        "{source:hand book}",
        "{target: rye}",
        "{term:crumb}",
        "{link:oven}",
    ],
)
def test_a_role_that_cannot_be_read(text):
    assert found(f"One {text}\nand more.")[0] == ("broken", text)


def test_a_role_begins_anew_where_the_one_before_was_not_closed():
    """So that the length of a text alone decides how long it takes to find them."""
    assert found("{fact:{fact:oven.heat_c}") == [("fact", "oven.heat_c"), ("broken", "{fact:")]


@pytest.mark.parametrize(
    "text", ["{#anchor}", "{.class}", "{facts}", "{ fact:x }", "{1, 2}", "[a](https://b.example)", "a / b"]
)
def test_other_braces_links_and_slashes_are_none(text):
    assert found(text) == []


def test_references_carry_their_lines():
    text = "one {fact:a}\n\n/// note\n{fact:b} [c](section:c)\n///\n"
    assert [(reference.key, reference.line) for reference in references(text, first_line=11)] == [
        ("a", 11),
        ("", 13),
        ("b", 14),
        ("c", 14),
    ]


# Code


@pytest.mark.parametrize(
    "code",
    [
        "`{fact:a}`",
        "``a ` {fact:a}``",
        "```\n{fact:a}\n```",
        "```python\n[a](section:a)\n```",
        "~~~\n/// note\n~~~",
        "````\n```\n{fact:a}\n```\n````",
        "```\n```python\n{fact:a}\n```",
        "  ```\n  {fact:a}\n  ```",
    ],
)
def test_code_holds_no_references(code):
    assert found(f"{{fact:before}}\n\n{code}\n\n{{fact:after}}") == [("fact", "before"), ("fact", "after")]


@pytest.mark.parametrize("text", [r"\`{fact:a}\`", "a ` {fact:a}", "`b` {fact:a} `c`", "~~ {fact:a} ~~"])
def test_what_only_looks_like_code_holds_references(text):
    assert found(text) == [("fact", "a")]


def test_prose_lines_leave_code_out():
    assert list(prose_lines("one `two`\n```\nthree\n```\nfour")) == [(1, "one "), (4, "```"), (5, "four")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("```\ncode\n```", 0),
        ("text\n```python\ncode\n", 2),
        ("~~~\ncode\n```", 1),
        ("```\ncode\n```\n\n- ```\n  code\n  ```\n", 7),
    ],
)
def test_a_fence_that_never_ends(text, line):
    assert unclosed_fence(text) == line
    assert unclosed_fence(text, first_line=5) == (line + 4 if line else 0)


# Blocks


def test_blocks_of_one_name_with_their_source():
    text = "intro\n\n/// muddy | One\ntext\n///\n\n/// note\n///\n\n//// muddy | Two\n/// step | Inner\n///\n////\n"
    one, two = blocks_in(text, "muddy", first_line=5)
    assert (one.argument, one.line, one.text) == ("One", 7, "/// muddy | One\ntext\n///")
    assert (two.argument, two.line, two.text) == ("Two", 14, "//// muddy | Two\n/// step | Inner\n///\n////")


def test_a_block_in_code_is_none():
    assert blocks_in("```\n/// muddy | One\n///\n```", "muddy") == []


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("/// note\ntext\n///", []),
        ("/// note\n    id: x\n    questions: []\ntext\n///", [("note", "id: x\nquestions: []", 2)]),
        ("- one\n\n    /// Muddy | Two\n        id: x\n    text\n    ///", [("muddy", "id: x", 4)]),
        ("/// note\n\n    code\n///", []),
    ],
)
def test_options_of_blocks(text, options):
    assert [(block.name, block.text, block.line) for block in block_options(text)] == options


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("/// note\ntext\n///", []),
        ("/// note\ntext", [1]),
        ("//// pair | rye\n/// example\n///\n", [1]),
        ("//// pair | rye\n/// example\n////\n", [2]),
        ("one\n/// note\ntext\n////\n", [2]),
    ],
)
def test_blocks_without_an_end(text, lines):
    assert [block.line for block in unclosed_blocks(text)] == lines


# Plain text


def test_roles_filled_in_as_plain_text():
    text = "Over {fact:a.b as min}, or {fact:c}? {source:d}"
    assert filled(text, lambda *role: "|".join(role)) == "Over fact|a.b|min, or fact|c|? source|d|"
