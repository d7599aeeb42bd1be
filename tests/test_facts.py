"""Facts: how they are shown, converted, dated, derived and found stale."""

from dataclasses import replace
from datetime import date

import pytest

from studyguide.arithmetic import FormulaError
from studyguide.facts import Fact, FactBook, FactError, Source, comparable, dated, derive, earliest_day, is_date, shown

FACT = Fact("oven.fact", "A fact", "limit", 90, "min", as_of="2026-03-01", verified=True)


def fact(value, unit="", **fields):
    return replace(FACT, value=value, unit=unit, **fields)


# Shown


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (25, "MB", "25 MB"),
        (10240, "MB", "10,240 MB"),
        (6291456, "bytes", "6,291,456 bytes"),
        (2.50, "vCPU", "2.5 vCPU"),
        (1234.56789, "s", "1,234.5679 s"),
        (3.00001, "s", "3 s"),
        (0.0000166667, "USD/GB-second", "USD 0.0000166667 per GB-second"),
        (0.2, "USD/million requests", "USD 0.20 per million requests"),
        (3, "USD", "USD 3"),
        (7, "", "7"),
        (True, "bool", "yes"),
        (False, "bool", "no"),
        (None, "MB", "not found"),
        (["wheat", "rye"], "", "wheat, rye"),
        ("thousands", "models", "thousands"),
        ("5-10", "min", "5-10 min"),
        ("a few", "text", "a few"),
        ("2023-07-17", "date", "17 July 2023"),
    ],
)
def test_shown(value, unit, text):
    assert shown(fact(value, unit)) == text


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "text"),
    [
        (10240, "MB", "GB", "10 GB"),
        (900, "s", "min", "15 minutes"),
        (60, "s", "min", "1 minute"),
        (90, "min", "h", "1.5 hours"),
        (3600, "s", "h", "1 hour"),
        (21600, "s", "days", "0.25 days"),
        (1500, "ms", "s", "1.5 s"),
        (512, "MiB", "GiB", "0.5 GiB"),
        (25, "MB", "MB", "25 MB"),
        (25, "MB", "value", "25"),
        (True, "bool", "value", "yes"),
        (None, "MB", "h", "not found"),
    ],
)
def test_shown_in_another_unit(value, unit, wanted, text):
    assert shown(fact(value, unit), wanted) == text


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "message"),
    [
        (25, "MB", "min", "MB cannot be shown as min"),
        (25, "MB", "loaves", "MB cannot be shown as loaves"),
        (25, "", "s", "no unit cannot be shown as s"),
        ("5-10", "min", "h", r"oven\.fact is no number and cannot be shown as h"),
        (True, "bool", "min", r"oven\.fact is no number and cannot be shown as min"),
        (["a"], "", "MB", r"oven\.fact is no number and cannot be shown as MB"),
    ],
)
def test_a_unit_of_another_measure_is_refused(value, unit, wanted, message):
    with pytest.raises(FactError, match=message):
        shown(fact(value, unit), wanted)


@pytest.mark.parametrize(
    ("aspect", "text"), [("region", "Europe"), ("date", "March 2026 (undated page)"), ("verified", "no")]
)
def test_what_else_can_be_shown_of_a_fact(aspect, text):
    asked = fact(1, region="Europe", as_of="2026-03", as_of_note="undated page", verified=False)
    assert shown(asked, aspect) == text


def test_decimals_fix_the_digits():
    assert shown(fact(2, "h", decimals=1)) == "2.0 h"
    assert shown(fact(1234.567, "h", decimals=0)) == "1,235 h"


@pytest.mark.parametrize(
    ("value", "unit", "base"),
    [
        (1, "GB", 2**30),
        (25, "MB", 25 * 2**20),
        (2, "min", 120),
        (7, "requests", 7),
        ("5-10", "s", None),
        (True, "", None),
    ],
)
def test_comparable(value, unit, base):
    assert comparable(fact(value, unit)) == base


# Dates


@pytest.mark.parametrize(
    ("as_of", "note", "text"),
    [
        ("2026-07-01", "", "1 July 2026"),
        ("2026-03", "", "March 2026"),
        ("2025", "", "2025"),
        ("2025", "undated page", "2025 (undated page)"),
        ("", "undated page", "undated page"),
        ("", "", ""),
    ],
)
def test_dated(as_of, note, text):
    assert dated(as_of, note) == text
    assert fact(1, as_of=as_of, as_of_note=note).dated == text
    assert Source("key", "Title", as_of=as_of, as_of_note=note).dated == text


@pytest.mark.parametrize("text", ["2026", "2026-02", "2024-02-29"])
def test_a_date(text):
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26",
        "2026-13",
        "2026-02-30",
        "0000",
        "2026-2",
        "12-2026",
        "2026/02",
        "9999999999",
        "２０２６",
        "2026-02-01-01",
    ],
)
def test_no_date(text):
    assert not is_date(text)


def test_a_vague_date_counts_from_its_first_day():
    assert earliest_day("2026-07") == date(2026, 7, 1)
    assert earliest_day("2026") == date(2026, 1, 1)
    assert earliest_day("") is None


@pytest.mark.parametrize(
    ("fields", "is_stale"),
    [
        ({"as_of": "2026-05-27"}, False),
        ({"as_of": "2026-05-26"}, True),
        ({"as_of": "2026-06"}, False),
        ({"as_of": "2026"}, True),
        ({"as_of": ""}, True),
        ({"as_of": "", "kind": "assumption"}, False),
        ({"as_of": "", "formula": "oven.heat"}, False),
        ({"as_of": "", "value": None}, False),
    ],
    ids=str,
)
def test_stale_after_180_days(fields, is_stale):
    assert replace(FACT, **fields).is_stale(date(2026, 11, 23)) == is_stale


# Derived


def derived(formula, **parts):
    known = {key: replace(part, key=key) for key, part in parts.items()}
    return derive(fact(None, "h", formula=formula), known)


def test_a_derived_fact_is_computed():
    assert derived("rise / 60 + 1", rise=fact(90)).value == 2.5


def test_a_derived_fact_is_as_recent_as_its_oldest_part():
    assert (
        derived("a + b + c", a=fact(1, as_of="2026-03"), b=fact(1, as_of="2025"), c=fact(1, as_of="")).as_of == "2025"
    )


@pytest.mark.parametrize(("second", "verified"), [(True, True), (False, False)])
def test_a_derived_fact_is_verified_if_all_its_parts_are(second, verified):
    assert derived("a + b", a=fact(1), b=fact(1, verified=second)).verified is verified


def test_a_figure_from_no_fact_at_all_is_not_verified():
    assert not derived("2 * 3").verified


def test_a_derived_fact_needs_numbers():
    with pytest.raises(FormulaError, match="no figure named flour"):
        derived("flour + 1", flour=fact("much"))


# A book of facts


@pytest.fixture
def book():
    facts = {
        "yeast.rise": fact(90, "min", key="yeast.rise"),
        "yeast.price.loaf": fact(0.15, "USD/loaf", key="yeast.price.loaf", kind="price"),
        "rye.rise": fact(720, "min", key="rye.rise", as_of="2020"),
        "rye.longer": fact(None, key="rye.longer", formula="rye.rise / yeast.rise"),
        "rye.loaves": fact(None, key="rye.loaves", formula="1 / rye.longer * 7 + yeast.rise * 0"),
    }
    return FactBook(facts, {"handbook": Source("handbook", "A Handbook")})


def test_a_book_computes_its_derived_facts_in_order(book):
    assert book["rye.longer"].value == 8
    assert book["rye.loaves"].value == 7 / 8
    assert len(book) == len(list(book)) == 5


def test_derived_facts_follow_a_changed_fact(book):
    changed = FactBook({**book, "yeast.rise": replace(book["yeast.rise"], value=60)})
    assert changed["rye.longer"].value == 12
    assert changed["rye.loaves"].value == pytest.approx(7 / 12)


def test_the_facts_of_one_owner_and_kind(book):
    assert [found.key for found in book.of("yeast", "limit")] == ["yeast.rise"]
    assert [found.key for found in book.of("yeast", "price")] == ["yeast.price.loaf"]


def test_a_book_lists_what_is_stale(book):
    assert [found.key for found in book.stale(date(2026, 4, 1))] == ["rye.rise"]


def test_what_a_fact_needs_goes_down_to_the_last_figure(book):
    assert book.needed_by("yeast.rise") == ["yeast.rise"]
    assert book.needed_by("rye.loaves") == ["rye.loaves", "rye.longer", "yeast.rise", "rye.rise"]
