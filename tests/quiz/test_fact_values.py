"""Another value for a fact, as somebody types it."""

from dataclasses import replace

import pytest

from quiz.fact_values import typed_value
from studyguide.documents import Problems
from studyguide.factfile import read_fact_file
from studyguide.facts import Fact, shown
from tests.quiz.generated_guides import AWS

FACTS = read_fact_file(AWS / "facts.yaml", Problems()).book
NUMBERS = [fact for fact in FACTS.values() if fact.number is not None and not fact.formula]
MEMORY = Fact("oven.memory_mb", "Memory", "limit", 6144, "MB")
TIME = Fact("oven.time_s", "Time", "limit", 900, "s")
PRICE = Fact("oven.price", "Price", "price", 0.2, "USD/hour")


@pytest.mark.parametrize("fact", NUMBERS, ids=lambda fact: fact.key)
def test_every_number_can_be_typed_as_it_is_shown(fact):
    assert typed_value(replace(fact, value=fact.number + 1), shown(fact)) == pytest.approx(fact.number)


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        (MEMORY, "3072", 3072),
        (MEMORY, "3,072 MB", 3072),
        (MEMORY, " 3 GB ", 3072),
        (MEMORY, "3gb", 3072),
        (TIME, "15.5 min", 930),
        (TIME, "2 hours", 7200),
        (TIME, "500 ms", 0.5),
        (TIME, "1e3", 1000),
        (PRICE, "USD 0.23 per hour", 0.23),
        (PRICE, "$0.23", 0.23),
        (PRICE, "0,23", 0.23),
        (replace(MEMORY, value=None), "3 GB", 3072),
        (replace(MEMORY, value=True, unit="bool"), "No", False),
        (replace(MEMORY, value=["rye"], unit=""), "wheat, spelt", ["wheat", "spelt"]),
        (replace(MEMORY, value="2011", unit="date"), "2012-03", "2012-03"),
        (replace(MEMORY, value="once", unit="text"), "twice", "twice"),
    ],
)
def test_a_value_is_read_in_the_unit_of_its_fact(fact, text, value):
    assert typed_value(fact, text) == value


@pytest.mark.parametrize(
    ("fact", "text", "wrong"),
    [
        (MEMORY, "", r"Type a value\. Type a number as in 6,144 MB\."),
        (MEMORY, "\0", "Type a value"),
        (MEMORY, "lots", "“lots” is no number"),
        (MEMORY, "-3", "cannot be below 0"),
        (MEMORY, "3 h", "“h” is no unit for it"),
        (MEMORY, "1e300", "too large"),
        (MEMORY, "9" * 600, "Shorten it"),
        (MEMORY, "6 GB", "the value it has"),
        (replace(MEMORY, value=False, unit="bool"), "perhaps", "Type yes or no"),
        (replace(MEMORY, value="2011", unit="date"), "soon", "is no date"),
    ],
)
def test_what_is_wrong_is_said(fact, text, wrong):
    with pytest.raises(ValueError, match=wrong):
        typed_value(fact, text)
