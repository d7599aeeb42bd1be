"""docs/reliability.md has a row for each promise, and what it names as proof is there."""

import re

from tests.serving import ROOT

PAGE = ROOT / "docs" / "reliability.md"
LINES = re.findall(r"^\| (\d.*) ?\|$", PAGE.read_text(), re.M)
ROWS = [[cell.strip() for cell in line.split("|")] for line in LINES]
PROOF = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")
DATE = re.compile(r"\d{1,2} (?:[A-Z][a-z]+) \d{4}")


def test_there_is_a_row_for_each_promise():
    assert [int(number) for number, *_ in ROWS] == list(range(1, 31))


def test_what_is_named_is_there():
    for number, _, proof, *_ in ROWS:
        named = PROOF.findall(proof)
        assert named or "not yet" in proof or "`make " in proof, number
        for path, name in named:
            text = (ROOT / "tests" / path).read_text()
            assert not name or re.search(rf"^def {name}\(", text, re.M), f"{path}::{name}"


def test_what_was_found_has_its_date():
    for number, _, _, figure, date in ROWS:
        is_found = figure not in ("", "not yet")
        assert bool(DATE.fullmatch(date)) == is_found, number
