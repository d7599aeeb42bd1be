"""No cell of a table is a formula."""

import csv
from io import StringIO

import pytest

from quiz.spreadsheets import csv_text, safe_cell

FORMULAS = [
    '=HYPERLINK("http://evil.example";"click")',
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "+cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_made_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Yeast", "'quoted", "a = b", "", 3, -3, -0.5, None])
def test_text_and_numbers_stay(value):
    assert safe_cell(value) == value


def test_no_cell_of_a_table_begins_a_formula():
    text = csv_text(FORMULAS, [FORMULAS, ["plain", *FORMULAS[1:]]])
    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert len(cells) == 3 * len(FORMULAS)
    assert all(cell == "plain" or cell.startswith("'") for cell in cells)


def test_numbers_are_not_quoted_and_nothing_is_empty():
    assert csv_text(["a", "b", "c"], [[-1.5, None, 'say "x", y']]) == 'a,b,c\r\n-1.5,,"say ""x"", y"\r\n'
