"""A field's range cut into cells."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.advisor.cells import Cell, cells
from studyguide.advisor.fields import DerivedField, Field

MEMORY = Field("memory", "", "", "number", "GB", 1, 100)
MODELS = Field("models", "", "", "whole", "models", 1, 9)


def parts(asked, limits):
    return [(cell.low, cell.high) for cell in cells(asked, limits)]


def test_limits_and_what_lies_between_them():
    assert parts(MEMORY, [6, 10]) == [(1, 1), (1, 6), (6, 6), (6, 10), (10, 10), (10, 100), (100, 100)]


@pytest.mark.parametrize("limits", [[], [1], [100], [0.5, 200]])
def test_limits_at_the_ends_or_beyond_cut_nothing(limits):
    assert parts(MEMORY, limits) == [(1, 1), (1, 100), (100, 100)]


def test_between_whole_numbers_that_follow_each_other_is_nothing():
    assert [cell.sample for cell in cells(MODELS, [1, 2, 3.5])] == [1, 2, 3, 4, 9]


def test_the_values_of_a_choice_and_of_yes_or_no():
    assert cells(Field("gpu", "", "", "yes-no"), ()) == [Cell(False), Cell(True)]
    assert [cell.sample for cell in cells(Field("a", "", "", "choice", choices={"x": "", "y": ""}), ())] == ["x", "y"]


def test_a_field_that_may_be_empty_has_a_cell_for_that():
    assert cells(Field("promise", "", "", "number", "s", 1, 9, empty="none"), ())[0] == Cell(None)


def test_a_derived_field_reaches_past_its_limits():
    assert parts(DerivedField("load", "", "", "a * b"), [200])[-2:] == [(200, 401), (401, 401)]


@given(st.lists(st.floats(0, 200), max_size=8))
def test_samples_lie_in_their_cells_and_cells_fill_the_range(limits):
    found = cells(MEMORY, limits)
    for cell in found:
        sample = float(cell.sample)
        assert cell.low < sample < cell.high if cell.is_between else sample == cell.low
    assert (found[0].low, found[-1].high) == (1, 100)
    assert all(before.high == after.low for before, after in pairwise(found))


@pytest.mark.parametrize(("limit", "sample"), [(6, 7.5), (2.4, 3), (1666.67, 2100), (90, 95)])
def test_samples_are_short_numbers_a_little_above(limit, sample):
    asked = Field("x", "", "", "number", "s", 0, 100 if limit == 90 else 100_000)
    assert next(cell for cell in cells(asked, [limit]) if cell.low == limit < cell.high).sample == sample
