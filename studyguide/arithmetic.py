"""Formulas over named figures: the four operations, brackets and numbers, nothing else."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
LONGEST_FORMULA = 400
ONLY = "only numbers, names, + - * / and brackets are allowed"

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class FormulaError(ValueError):
    """A formula that cannot be read or computed; the message says why."""


def names_in(formula: str) -> list[str]:
    """The figures that a formula needs, each once, in order of appearance."""
    return list(dict.fromkeys(NAME.findall(formula)))


def evaluate(formula: str, figures: Mapping[str, float]) -> float:
    """Compute `formula`, such as `lambda.price.requests * 3 / 2`, with the named figures.

    Names may hold dots and may be Python keywords, so each is replaced by a neutral one before parsing.
    Raises FormulaError for an unknown name, any other syntax, division by zero, and a result beyond all floats.
    """
    tree, neutral = _parsed(formula)
    missing = [name for name in neutral if name not in figures]
    if missing:
        raise FormulaError(f"no figure named {missing[0]}")
    try:
        result = _value(tree, {neutral[name]: float(figures[name]) for name in neutral})
    except (ValueError, RecursionError) as error:
        raise FormulaError(ONLY) from error
    except (ZeroDivisionError, OverflowError) as error:
        raise FormulaError(str(error)) from error
    if not math.isfinite(result):
        raise FormulaError("the result is too large")
    return result


@lru_cache(maxsize=1024)
def _parsed(formula: str) -> tuple[ast.expr, dict[str, str]]:
    """The formula with a neutral name for each figure, and those names by figure."""
    if len(formula) > LONGEST_FORMULA:
        raise FormulaError(f"the formula is longer than {LONGEST_FORMULA} characters")
    neutral = {name: f"n{index}" for index, name in enumerate(names_in(formula))}
    text = NAME.sub(lambda match: neutral[match.group()], formula)
    try:
        return ast.parse(text.strip(), mode="eval").body, neutral
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(ONLY) from error


def _value(node: ast.expr, figures: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name) if name in figures:
            return figures[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, figures)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _BINARY:
            return _BINARY[type(sign)](_value(left, figures), _value(right, figures))
    raise FormulaError(ONLY)
