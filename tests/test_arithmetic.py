"""Formulas over named figures."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.arithmetic import LONGEST_FORMULA, FormulaError, evaluate, names_in

FIGURES = {"price": 3.0, "lambda.price.requests": 0.2, "if": 2.0, "burst.n0": 5.0}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("7", 7),
        ("0.5 + 1", 1.5),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("-price - -1", -2),
        ("7 / 2", 3.5),
        ("price * price", 9),
        ("  price  ", 3),
    ],
)
def test_value(formula, value):
    assert evaluate(formula, FIGURES) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [("lambda.price.requests * 10", 2), ("if + 1", 3), ("burst.n0 - price", 2)],
    ids=["holds a keyword", "is a keyword", "looks like a neutral name"],
)
def test_a_name_that_python_would_not_take(formula, value):
    assert evaluate(formula, FIGURES) == value


def test_names_in_order_each_once():
    assert names_in("b.two * (a - 3) / b.two + c_3") == ["b.two", "a", "c_3"]


def test_unknown_name():
    with pytest.raises(FormulaError, match=r"no figure named cost\.day"):
        evaluate("price * cost.day", FIGURES)


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "price price",
        "price **",
        "price ** 2",
        "price // 2",
        "price % 2",
        "+price",
        "price < 3",
        "(price, 2)",
        "[1]",
        "price(2)",
        "price[0]",
        "'1'",
        "1; 2",
        "P * 2",
        "PRICE + 1",
        "1 +\n2",
        "1\0",
        "(" * 300,
    ],
)
def test_anything_but_arithmetic_is_refused(formula):
    with pytest.raises(FormulaError, match="only numbers, names"):
        evaluate(formula, FIGURES)


def test_a_truth_value_is_no_number():
    with pytest.raises(FormulaError):
        evaluate("True + 1", FIGURES)


def test_division_by_zero():
    with pytest.raises(FormulaError, match="division by zero"):
        evaluate("price / (3 - price)", FIGURES)


@pytest.mark.parametrize("formula", ["9" * 350, "9" * 308 + "* 10", "9" * 308 + "* 10 / 10 * 0"])
def test_a_result_beyond_all_numbers_is_refused(formula):
    with pytest.raises(FormulaError, match="too large"):
        evaluate(formula, {})


def test_the_longest_formula():
    assert evaluate("1+" * 199 + "1", {}) == 200
    with pytest.raises(FormulaError, match=f"longer than {LONGEST_FORMULA}"):
        evaluate("1+" * 200 + "1", {})


@given(st.text(alphabet="ab.1 9()+-*/\"'\n\0_eXλ²", max_size=60) | st.text(max_size=60))
def test_no_text_does_anything_else_than_a_number_or_a_formula_error(formula):
    with suppress(FormulaError):
        assert math.isfinite(evaluate(formula, {"a": 1, "b.a": 2}))
