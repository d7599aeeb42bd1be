"""Options that are quantities or ranges, and those that are not."""

from math import inf

import pytest

from quiz.lint.quantities import Quantity, Range, in_one_unit, quantity, span

QUANTITIES = [
    ("12", 12, ""),
    ("-5", -5, ""),
    ("\u22125", -5, ""),
    ("1,250 MB", 1250, "mb"),
    ("1 250 MB", 1250, "mb"),
    ("0.25", 0.25, ""),
    ("10 %", 10, "%"),
    ("10%", 10, "%"),
    ("20 °C", 20, "°c"),
    ("90°", 90, "°"),
    ("90 minutes", 90, "min"),
    ("1 day", 1, "days"),
    ("2 days", 2, "days"),
    ("about 3 hours", 3, "h"),
    ("USD 0.10", 0.1, "usd"),
    ("$5", 5, "$"),
    ("5 EUR per month", 5, "eur per month"),
    ("80 km/h", 80, "km/h"),
    ("3 x 10^8 m", 3e8, "m"),
    ("Three", 3, ""),
    ("two loaves", 2, "loave"),
    ("10 GB (the default)", 10, "gb"),
    ("100 to", 100, "to"),
    ("no limit", inf, ""),
    ("Unlimited", inf, ""),
]


@pytest.mark.parametrize(("text", "value", "unit"), QUANTITIES)
def test_quantity(text, value, unit):
    assert quantity(text) == Quantity(value, unit)


@pytest.mark.parametrize(
    "text", ["", "Riga", "A loaf of 2 kg", "192.168.0.1", "3 of 4", "12 May 1914", "one by one", "x" * 50]
)
def test_no_quantity(text):
    assert quantity(text) is None


RANGES = [
    ("5-10 GB", Range(5, 10, "gb")),
    ("5 \u2013 10", Range(5, 10, "")),
    ("5 GB to 10 GB", Range(5, 10, "gb")),
    ("between 5 and 10 %", Range(5, 10, "%")),
    ("from 5 to 10 days", Range(5, 10, "days")),
    ("under 5 s", Range(-inf, 5, "s", high_is_open=True)),
    ("less than 5", Range(-inf, 5, "", high_is_open=True)),
    ("up to 5", Range(-inf, 5, "")),
    ("<= 5", Range(-inf, 5, "")),
    ("5 or less", Range(-inf, 5, "")),
    ("over 5 kg", Range(5, inf, "kg", low_is_open=True)),
    ("> 5", Range(5, inf, "", low_is_open=True)),
    ("at least 5", Range(5, inf, "")),
    ("5 or more", Range(5, inf, "")),
    ("65+", Range(65, inf, "")),
]


@pytest.mark.parametrize(("text", "found"), RANGES)
def test_span(text, found):
    assert span(text) == found


@pytest.mark.parametrize("text", ["", "5", "10-5", "5 GB to 10 s", "under the bed", "more or less", "up to no limit"])
def test_no_span(text):
    assert span(text) is None


@pytest.mark.parametrize(
    ("one", "other", "do_overlap"),
    [
        ("1-5", "5-10", True),
        ("1-5", "6-10", False),
        ("1-10", "3-4", True),
        ("under 5", "5-10", False),
        ("under 5", "5 or more", False),
        ("up to 5", "5 or more", True),
        ("over 5", "over 9", True),
        ("over 10", "5-10", False),
    ],
)
def test_overlap(one, other, do_overlap):
    assert span(one).overlaps(span(other)) is span(other).overlaps(span(one)) is do_overlap


def test_units_of_one_measure_are_compared_by_their_base():
    amounts = [quantity("500 MB"), quantity("1 GB"), quantity("2 GB")]
    values = [in_one_unit(amount) for amount in amounts]
    assert values == sorted(values)
    assert {measure for _, measure in values} == {"size"}
    assert in_one_unit(span("up to 5 minutes")) == (300, "time")
