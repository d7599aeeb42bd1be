"""Fields of a workload: what JSON and a form may give, and what is said about anything else."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.advisor.fields import DerivedField, Field, WorkloadFields

GPU = Field("gpu", "GPU?", "model", "yes-no")
ARRIVAL = Field("arrival", "Arrives", "model", "choice", choices={"sync": "A caller waits", "queued": "It queues"})
MEMORY = Field("memory", "Memory", "model", "number", "GB", 0.5, 1024)
MODELS = Field("models", "Models", "model", "whole", "models", 1, 9)
PROMISE = Field("promise", "Promise", "model", "number", "s", 1, 7200, empty="no promise")
RATE = Field("rate", "", "", "number", "requests/s", 0, 9)
LOAD = DerivedField("load", "Load", "GB", "memory * models")
FIELDS = WorkloadFields({f.name: f for f in (GPU, ARRIVAL, MEMORY, MODELS, PROMISE)}, {"load": LOAD})
PLAIN = {"gpu": True, "arrival": "sync", "memory": 2.5, "models": 3, "promise": None}
TEXTS = {"gpu": "yes", "arrival": "sync", "memory": "2.5", "models": "3", "promise": ""}


def mistakes(**changes):
    return [str(mistake) for mistake in FIELDS.read({**PLAIN, **changes})[1]]


# JSON


def test_a_workload_is_read_and_completed():
    assert FIELDS.read(PLAIN) == ({**PLAIN, "load": 7.5}, [])


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("gpu", 1, "gpu is 1: expected true or false"),
        ("gpu", None, "gpu is null: expected true or false"),
        ("arrival", "often", "arrival is `often`: expected one of sync, queued"),
        ("arrival", ["sync"], "arrival is a list: expected one of sync, queued"),
        ("memory", True, "memory is true: expected a number from 0.5 to 1,024 GB"),
        ("memory", "2", "memory is `2`: expected a number from 0.5 to 1,024 GB"),
        ("memory", 0.4, "memory is 0.4, out of range: expected a number from 0.5 to 1,024 GB"),
        ("memory", 1024.1, "memory is 1024.1, out of range: expected a number from 0.5 to 1,024 GB"),
        ("memory", math.nan, "memory is not finite, out of range: expected a number from 0.5 to 1,024 GB"),
        ("memory", 10**400, "memory is not finite, out of range: expected a number from 0.5 to 1,024 GB"),
        ("models", 2.5, "models is 2.5, no whole number: expected a whole number from 1 to 9 models"),
        ("promise", {}, "promise is an object: expected a number from 1 to 7,200 s, or null for no promise"),
        ("arrival", "a\nb", "arrival is a text with control characters: expected one of sync, queued"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_expected(field, value, expected):
    assert mistakes(**{field: value}) == [expected]


@pytest.mark.parametrize(("field", "value"), [("memory", 0.5), ("memory", 1024), ("models", 9), ("models", 9.0)])
def test_the_ends_of_a_range_are_in_it(field, value):
    assert mistakes(**{field: value}) == []


def test_what_is_missing_is_asked_for_and_every_mistake_is_told():
    _, found = FIELDS.read({"gpu": True, "arrival": "sync", "memory": "x", "colour": "red"})
    assert [(mistake.field, mistake.wrong) for mistake in found] == [
        ("memory", "is `x`"),
        ("models", "is missing"),
        ("promise", "is missing"),
        ("colour", "is unknown"),
    ]


@pytest.mark.parametrize("load", [7.5, 7.45, 7.57])
def test_a_derived_value_may_be_given_up_to_rounding(load):
    assert mistakes(load=load) == []


@pytest.mark.parametrize("load", [7.3, -7.5, "7.5", None, math.inf])
def test_a_derived_value_that_disagrees_is_a_mistake(load):
    assert mistakes(load=load)[0].endswith(": expected 7.5, which is memory * models, or no such key")


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.none()), st.just({})))
def test_any_value_is_read_or_told_in_one_line(value):
    for field in PLAIN:
        assert all(line.isprintable() for line in mistakes(**{field: value}))


# A form


def test_a_form_is_read():
    filled = FIELDS.read_form(TEXTS)
    assert (filled.values, filled.is_complete) == (PLAIN, True)


@pytest.mark.parametrize("text", ["2,5", " 2.5 ", "25e-1", "+2.5", "2.500", "\uff12\uff0e\uff15", "\uff12\uff0c\uff15"])
def test_a_number_may_be_typed_in_several_ways(text):
    assert FIELDS.read_form({**TEXTS, "memory": text}).values["memory"] == 2.5


@pytest.mark.parametrize("text", ["much", "nan", "inf", "1e999", "-1", "0x10", "<b>", "2 l", "1_0", "\u0664", "2.5.1"])
def test_a_text_that_is_no_number_in_range_gets_a_sentence(text):
    filled = FIELDS.read_form({**TEXTS, "memory": text})
    assert filled.errors == {"memory": "Give a number from 0.5 to 1,024 GB."}
    assert (filled.texts["memory"], filled.is_complete) == (text, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,024", "This could be 1.024 or 1024: write it without the comma."),
        ("1 024", "Leave out what parts the thousands."),
        ("1'024.5", "Leave out what parts the thousands."),
        ("1.024,5", "Leave out what parts the thousands."),
        ("2 GB", "Leave the unit out."),
        ("512mb", "Leave the unit out: that is 0.5 GB."),
        ("2048 MiB", "Leave the unit out: that is 2 GB."),
    ],
)
def test_a_number_that_is_not_sure_is_not_guessed(text, said):
    filled = FIELDS.read_form({**TEXTS, "memory": text})
    assert filled.errors == {"memory": f"{said} Give a number from 0.5 to 1,024 GB."}
    assert filled.texts["memory"] == text


@pytest.mark.parametrize(("text", "said"), [("20 min", "1,200 s"), ("90 ms", "0.09 s"), ("2 hours", "7,200 s")])
def test_a_time_in_another_unit_is_told_in_its_own(text, said):
    assert PROMISE.advice_on(text).startswith(f"Leave the unit out: that is {said}.")


@pytest.mark.parametrize("text", ["0,125", "0.125"])
def test_a_comma_after_a_nought_parts_no_thousands(text):
    assert Field("x", "", "", "number", "", 0, 9).of_text(text) == 0.125


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("gpu", "Choose one of these."),
        ("models", "Give a whole number from 1 to 9 models."),
        ("promise", "Give a number from 1 to 7,200 s, or leave it empty for no promise."),
    ],
)
def test_the_sentence_fits_the_field(field, sentence):
    assert FIELDS.read_form({**TEXTS, field: "x"}).errors == {field: sentence}


def test_what_is_blank_is_missing_and_not_wrong():
    filled = FIELDS.read_form({"gpu": "", "memory": " ", "promise": ""})
    assert (filled.errors, filled.missing) == ({}, ("gpu", "arrival", "memory", "models"))


def test_a_field_that_may_be_empty_has_to_be_in_the_form_all_the_same():
    assert FIELDS.read_form({}).missing == tuple(PLAIN)


@given(st.floats(0.5, 1024))
def test_a_number_survives_a_form(value):
    assert MEMORY.of_text(MEMORY.as_text(value)) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(("field", "value"), [(GPU, True), (GPU, False), (ARRIVAL, "queued"), (PROMISE, None)])
def test_other_values_survive_a_form(field, value):
    assert field.of_text(field.as_text(value)) == value


# In a sentence


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (GPU, True, "yes"),
        (ARRIVAL, "queued", "It queues"),
        (MEMORY, 0.005, "0.005 GB"),
        (MEMORY, 1500, "1,500 GB"),
        (PROMISE, 90, "90 s"),
        (PROMISE, 1500, "25 minutes"),
        (PROMISE, 7200, "2 hours"),
        (PROMISE, None, "no promise"),
        (RATE, 1, "1 request/s"),
        (RATE, 2, "2 requests/s"),
        (LOAD, 7.5, "7.5 GB"),
    ],
)
def test_a_value_in_a_sentence(field, value, shown):
    assert field.shown(value) == shown
