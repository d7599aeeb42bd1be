"""Numbers as somebody would say them, and never beyond a limit that the number itself is not beyond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.advisor.fields import DerivedField, Field, WorkloadFields
from studyguide.advisor.sentences import COMPUTED, GIVEN, Compared, beyond, rounded, said

SIZES = st.floats(0.001, 1e9)
MEMORY = Field("memory", "", "", "number", "GB", 0, 1000)
WAIT = Field("wait", "", "", "number", "s", 0, 1e6)
FIELDS = WorkloadFields(
    {"memory": MEMORY, "wait": WAIT}, {"load": DerivedField("load", "", "requests", "memory * wait")}
)


@pytest.mark.parametrize(
    ("value", "beside", "is_worked_out", "is_given"),
    [
        (8.425, (), 8.4, 8.43),
        (7.05, (), 7, 7.05),
        (2.06, (), 2.06, 2.06),  # two digits would be far off
        (210.8, (), 210, 211),
        (3333.333, (), 3300, 3330),
        (1024, (), 1024, 1024),
        (123_456, (), 123_000, 123_000),
        (0, (), 0, 0),
        (6.04, (6,), 6.04, 6.04),
        (6.00001, (6,), 6.00001, 6.00001),
        (199.96, (200,), 199.96, 199.96),
        (8.4, (8.425,), 8.4, 8.4),
    ],
)
def test_digits_that_are_kept(value, beside, is_worked_out, is_given):
    assert rounded(value, beside) == pytest.approx(is_worked_out, rel=1e-12)
    assert rounded(value, beside, GIVEN) == pytest.approx(is_given, rel=1e-12)


@given(SIZES, st.lists(SIZES, max_size=3), st.sampled_from([COMPUTED, GIVEN]))
def test_a_rounded_number_stays_on_its_side_of_every_other(value, others, digits):
    found = rounded(value, others, digits)
    assert [found > other for other in others] == [value > other for other in others]
    assert found == pytest.approx(value, rel=0.01)


@given(SIZES, st.booleans())
def test_a_threshold_is_said_on_its_far_side(value, upwards):
    found = beyond(value, upwards=upwards)
    assert found >= value if upwards else found <= value
    assert found == pytest.approx(value, rel=0.01)


def test_a_given_number_says_that_it_is_over_its_limit():
    assert said("{memory} is over 6 GB.", {"memory": 6.0004}, FIELDS, beside=[6]) == "6.0004 GB is over 6 GB."


def test_numbers_of_one_sentence_do_not_change_places():
    text = said("{wait} is more than {memory}.", {"wait": 100.4, "memory": 100.3}, FIELDS)
    assert text == "100.4 s is more than 100 GB."


def test_a_limit_that_was_worked_out_stays_below_what_is_over_it():
    compared = Compared(WAIT, 8.4251)
    assert said("Past {limit}; you have {wait}.", {"wait": 8.426}, FIELDS, compared, [8.4251]) == (
        "Past 8.4 s; you have 8.43 s."
    )


def test_a_derived_number_is_said_short_beside_the_cap_that_it_is_over():
    assert said("About {load} against 200.", {"load": 210.8}, FIELDS, beside=[200]) == "About 210 requests against 200."
    assert said("About {load} against 200.", {"load": 200.4}, FIELDS, beside=[200]) == (
        "About 200.4 requests against 200."
    )
