"""Costs as straight pieces, and where they cross."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyguide.advisor.lines import Line, Piece, cheapest, crossings, line_through

FIXED = line_through(lambda _: 165.6)
BY_REQUEST = line_through(lambda x: 4.8e-6 * x)


def test_a_straight_cost_is_one_piece():
    assert line_through(lambda x: 3 + 2 * x).pieces == (Piece(0, 3, 2),)


def test_what_is_free_up_to_an_amount_is_zero_and_then_rises():
    line = line_through(lambda x: (x - 10) * 3, at_least_zero=True)
    assert [line(x) for x in (0, 10, 11)] == [0, 0, pytest.approx(3)]


@pytest.mark.parametrize(
    ("base", "slope", "values"),
    [(2, 1, [2, 12]), (-2, -1, [0, 0]), (20, -4, [20, 0]), (0, 0, [0, 0])],
)
def test_a_floor_at_zero(base, slope, values):
    line = line_through(lambda x: base + slope * x, at_least_zero=True)
    assert [line(x) for x in (0, 10)] == pytest.approx(values)


def sloped(base, slope):
    return line_through(lambda x: base + slope * x, at_least_zero=True)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0, 5)), min_size=1, max_size=4), st.floats(0, 100))
def test_a_sum_costs_what_its_parts_cost(parts, x):
    lines = [sloped(base, slope) for base, slope in parts]
    total = sum(lines[1:], start=lines[0])
    assert total(x) == pytest.approx(sum(line(x) for line in lines), abs=1e-6)


@given(st.floats(0.1, 1000), st.floats(0, 100))
def test_a_line_over_another_unit(factor, x):
    line = line_through(lambda x: (x - 10) * 3, at_least_zero=True)
    assert line.scaled(factor)(x) == pytest.approx(line(x * factor), abs=1e-6)


def test_a_crossing_says_who_costs_less_on_each_side():
    found = crossings({"instance": FIXED, "requests": BY_REQUEST}, 1e9)
    assert [(round(c.x), c.cost, c.below, c.above) for c in found] == [(34_500_000, 165.6, "requests", "instance")]


@pytest.mark.parametrize("most", [34.5e6, 1e6])
def test_a_crossing_beyond_the_range_is_none(most):
    assert crossings({"instance": FIXED, "requests": BY_REQUEST}, most) == []


def test_lines_that_never_meet_or_always_do():
    lines = {"one": FIXED, "same": FIXED, "more": line_through(lambda _: 200.0)}
    assert crossings(lines, 1e9) == []


LINES = st.builds(
    lambda base, slope, free: line_through(lambda x: base + slope * (x - free), at_least_zero=True),
    st.floats(0, 100),
    st.floats(0, 5),
    st.floats(0, 50),
)


@given(LINES, LINES)
def test_at_a_crossing_both_cost_the_same_and_before_it_the_one_said(one, two):
    lines = {"one": one, "two": two}
    for crossing in crossings(lines, 100):
        assert one(crossing.x) == pytest.approx(two(crossing.x), abs=1e-6)
        for x, cheaper in ((crossing.x * 0.999999, crossing.below), (crossing.x * 1.000001, crossing.above)):
            dearer = "two" if cheaper == "one" else "one"
            assert lines[cheaper](x) <= lines[dearer](x) + 1e-3


@given(LINES, LINES, st.floats(0.01, 99))
def test_nothing_crosses_without_being_found(one, two, x):
    differences = [one(at) - two(at) for at in (x, x * 1.01)]
    assume(min(abs(difference) for difference in differences) > 1e-6)
    changes = differences[0] * differences[1] < 0
    between = [c for c in crossings({"one": one, "two": two}, 100) if x <= c.x <= x * 1.01]
    assert len(between) % 2 == changes


@given(LINES, LINES, LINES, st.floats(0, 99))
def test_the_cheapest_is_the_cheapest(one, two, three, x):
    lines = {"one": one, "two": two, "three": three}
    name = next(name for start, name in reversed(cheapest(lines, 100)) if start <= x)
    assert lines[name](x) == pytest.approx(min(line(x) for line in lines.values()), abs=1e-3)


def test_the_first_piece_reaches_back_to_the_start():
    assert Line((Piece(0, 1, 0), Piece(5, 2, 0)))(0) == 1
