"""The prices of advisor.yaml: what is said about each mistake in them."""

import pytest

FILE = "advisor.yaml"


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("work: loaves", "works: loaves", "`work` is missing"),
        ("peak: '2'", "peak: two", "`peak` cannot be computed: no figure named two"),
        ("requests: [{formula: loaves}]", "requests: []", "no `requests`: expected a list of entries with `formula:`"),
        ("requests: [{formula: loaves}]", "requests: [{formula: loads}]", "`formula` cannot be computed: no figure"),
        # assumptions
        ("kind: whole\n      unit: h", "kind: choice\n      unit: h", "`kind` is `choice`: expected one of number"),
        ("least: 0\n      most: 20", "least: 20\n      most: 20", "`least` is not below `most`, 20: expected a range"),
        ("{formula: '1.5'}", "{formula: jar}", "`formula` cannot be computed: no figure named jar"),
        ("[mood, ==, hasty]], formula", "[mood, ==, sad]], formula", "`sad` is no choice of `mood`"),
        ("    oven_h:", "    loaves:", "`loaves` has a meaning already: expected a name of its own"),
        ("    oven_h:", "    requests:", "`requests` has a meaning already"),
        ("    oven_h:", "    Oven:", "field is called `Oven`"),
        ("round_up: true", "rounds: true", "unknown key `rounds`"),
        # variables
        ("missing: No packet", "without: No packet", "`missing` is missing"),
        ("was found for {minutes}", "was found for {hours}", "`{hours}` is no field: expected one of minutes"),
        ("[minutes, <=, $sourdough.rise_min * 2]", "[hours, <=, 2]", "unknown field `hours`"),
        ("formula: yeast.price.loaf", "formula: yeast.price.bag", "no figure named yeast.price.bag"),
        # costs
        (
            "    yeast:\n      - label: Yeast",
            "    rye:\n      - label: Yeast",
            "unknown target `rye`",
        ),
        (
            "formula: requests * packet",
            "formula: requests * parcel",
            "`formula` cannot be computed",
        ),
        ("formula: requests * packet", "formula: requests * requests", "`formula` is not straight in requests"),
        ("formula: requests * packet", "formula: packet / requests", "`formula` is not straight in requests"),
        ("[has_voucher, ==, false]", "[has_coupon, ==, false]", "unknown field `has_coupon`"),
        ("at_least_zero: true", "at_least_zero: 3", "`at_least_zero` is a number: expected true or false"),
        # notes, and what presets assume
        ("do not fit into {oven_h}", "do not fit into {oven}", "`{oven}` is no field"),
        ("assumptions: {starter_usd: 2}", "assumptions: {starter_usd: 21}", "`starter_usd` is 21, out of range"),
        ("assumptions: {starter_usd: 2}", "assumptions: {jar_usd: 2}", "`jar_usd` is unknown: expected one of starter"),
    ],
)
def test_a_mistake_is_told(guide_folder, old, new, wrong):
    guide_folder.replace(FILE, old, new)
    found = guide_folder.mistakes
    assert any(f": {wrong}" in mistake for mistake in found), found
    assert all(mistake.startswith(f"{FILE}:") for mistake in found)


def test_an_advisor_may_name_no_prices(guide_folder):
    text = (guide_folder.path / FILE).read_text()
    before, _, rest = text.partition("prices:\n")
    guide_folder.write(FILE, f"{before}unused:\n{rest.partition('unused:' + chr(10))[2]}")
    guide_folder.replace(FILE, "    assumptions: {starter_usd: 2}\n", "")
    assert guide_folder.mistakes == []


def test_a_price_that_was_not_found_may_stand_in_a_formula(guide_folder):
    guide_folder.replace(FILE, "formula: yeast.price.loaf", "formula: soda.price.loaf")
    assert guide_folder.mistakes == []
