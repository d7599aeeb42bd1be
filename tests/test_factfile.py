"""facts.yaml of the guide on bread: what is read, and what is said about each mistake in it."""

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from studyguide.calculators import Calculator, Input, Reading, calculator_from_plain
from studyguide.documents import Problems
from studyguide.factfile import read_fact_file
from studyguide.facts import shown


@pytest.fixture
def bread(guide_folder):
    problems = Problems()
    file = read_fact_file(guide_folder.path / "facts.yaml", problems)
    assert not problems
    return file


# What is read


def test_a_fact(bread):
    fact = bread.book["yeast.price.loaf"]
    assert (fact.kind, fact.value, fact.unit, fact.region, fact.verified) == (
        "price",
        0.15,
        "USD/loaf",
        "Europe",
        False,
    )
    assert fact.source.title == "Text on the packet"
    assert fact.dated == "2025 (undated packet)"


def test_a_derived_fact_may_stand_on_another(bread):
    assert shown(bread.book["sourdough.times_longer"]) == "8 times"
    assert shown(bread.book["sourdough.rises_a_week"]) == "0.125 loaves"


def test_families_are_numbered_in_the_order_of_the_file(bread):
    assert [(family.name, family.css_class) for family in bread.families.values()] == [
        ("Living leavens", "family-1"),
        ("Chemical leavens", "family-2"),
    ]


def test_a_target_is_short_by_its_name_unless_told_otherwise(bread):
    assert bread.targets["yeast"].short == "Yeast"
    assert bread.targets["soda"].short == "Baking soda"


def test_a_tree(bread):
    assert bread.tree.start == "hurry"
    assert [step.option.result or step.option.next for step in bread.tree.options()] == [
        "soda",
        "flavour",
        "sourdough",
        "yeast",
    ]


def test_a_spectrum(bread):
    assert [stop.label for stop in bread.spectrum.stops] == ["Sourdough", "Yeast", "Soda"]
    assert bread.spectrum.stops[0].levels == {"hours": 5, "care": 5}


def test_a_guide_without_facts(tmp_path):
    problems = Problems()
    file = read_fact_file(tmp_path / "facts.yaml", problems)
    assert not problems
    assert (len(file.book), file.targets, bool(file.tree), file.spectrum) == (0, {}, False, None)


def test_figures_are_numbers_and_yes_or_no(bread):
    assert bread.book.figures["yeast.rise_min"] == 90
    assert bread.book.figures["soda.needs_acid"] == 1
    assert "sourdough.flours" not in bread.book.figures


def test_a_condition_may_compare_with_yes_or_no(guide_folder):
    guide_folder.replace("facts.yaml", "[mood, in, [patient, curious]]", "[has_acid, <=, $soda.needs_acid]")
    assert guide_folder.mistakes == []


# Mistakes

DOSE = "label: Dose for a kilogram of flour\n    kind: limit\n    value: 10\n    unit: g\n"
KEEPS = "label: Keeps in an open packet\n    kind: limit\n"
TIMES_LONGER = "label: How many times longer sourdough rises\n    formula: "
CONDITION = "when: [[minutes, <=, $yeast.rise_min]]"


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        # sources
        ("url: https://bread", "url: http://bread", "`url` is `http://bread.example/handbook`"),
        ("tier: 3", "tier: 4", "`tier` is a number"),
        ("tier: 3", "rank: 3", "unknown key `rank`"),
        # facts
        ("kind: limit", "kind: limits", "`kind` is `limits`"),
        ("value: 90", "value: {a: 1}", "`value` has a wrong shape"),
        ("value: 10\n", "value: .nan\n", "`value` has a wrong shape"),
        ("value: [wheat", "value: [1, wheat", "`value` has a wrong shape"),
        ("value: '1846-01'", "value: last year", "`value` is `last year`, which is no date"),
        ("as_of: '2026-03-01'", "as_of: '2026-13-01'", "`as_of` is `2026-13-01`"),
        ("as_of: '2026-03-01'", "as_of: 2026-03-01", "`as_of` is a date"),
        ("source: handbook", "source: hearsay", "`source` is `hearsay`"),
        (f"{DOSE}    source: handbook", DOSE, "fact `yeast.grams_per_kilogram` is verified without a source"),
        (f"{KEEPS}    value: null", KEEPS, "`value` is missing"),
        # derived facts
        (TIMES_LONGER, f"{TIMES_LONGER} rye.rise * ", "`formula` cannot be computed: no figure named rye.rise"),
        (
            TIMES_LONGER,
            f"{TIMES_LONGER} soda.needs_acid * ",
            "`formula` cannot be computed: no figure named soda.needs_acid",
        ),
        ("decimals: 3", "decimals: 30", "`decimals` is a number"),
        # families and targets
        ("shape: circle", "shape: heart", "`shape` is `heart`"),
        ("family: chemical", "family: physical", "`family` is `physical`"),
        # calculators
        ("formula: water / flour", "formula: water / rye", "`formula` cannot be computed: no figure named rye"),
        ("value: 350", "value: 5001", "`value` is not from 0 to 5000"),
        ("least: 1\n", "least: many\n", "`least` is text"),
        # the tree
        ("start: hurry", "start: leisure", "`start` is `leisure`"),
        ("result: yeast", "result: beer", "`result` is `beer`"),
        (CONDITION, "when: [[minutes, <=, $rye.rise]]", "`$rye.rise` cannot be computed: no figure named rye.rise"),
        (
            CONDITION,
            "when: [[minutes, <=, $1 +]]",
            "`$1 +` cannot be computed: only numbers, names, + - * / and brackets are allowed",
        ),
        (CONDITION, "when: [[minutes, <, 5]]", "no condition: `['minutes', '<', 5]`"),
        (CONDITION, "when: [[minutes, <=, soon]]", "no condition: `['minutes', '<=', 'soon']`"),
        (CONDITION, "when: [[minutes, [<=], 5]]", "no condition: `['minutes', ['<='], 5]`"),
        (CONDITION, "when: [[mood, in, calm]]", "no condition: `['mood', 'in', 'calm']`"),
        (CONDITION, "when: minutes", "no condition: `minutes`"),
        # the spectrum
        ("hours: 5", "hours: 6", "`hours` is a number"),
        ("targets: [sourdough]", "targets: [beer]", "no target `beer`"),
    ],
)
def test_a_mistake(guide_folder, old, new, wrong):
    line = guide_folder.replace("facts.yaml", old, new)
    assert f"facts.yaml:{line}: {wrong}" in [mistake.rpartition(": expected")[0] for mistake in guide_folder.mistakes]


def test_a_source_that_stands_twice(guide_folder):
    line = guide_folder.replace("facts.yaml", "  label:\n    title", "  handbook:\n    title")
    assert f"facts.yaml:{line}: `handbook` stands twice: expected each key once" in guide_folder.mistakes


def test_a_fact_that_stands_twice(guide_folder):
    line = guide_folder.replace("facts.yaml", "  sourdough.rise_min:", "  yeast.rise_min:")
    assert f"facts.yaml:{line}: `yeast.rise_min` stands twice: expected each key once" in guide_folder.mistakes


def test_a_derived_fact_with_the_key_of_a_fact(guide_folder):
    line = guide_folder.replace("facts.yaml", "  sourdough.rises_a_week:", "  yeast.keeps:")
    assert guide_folder.mistakes == [
        f"facts.yaml:{line + 1}: `yeast.keeps` is a fact already: expected a key of its own"
    ]


def test_a_fact_that_no_formula_could_name(guide_folder):
    line = guide_folder.replace("facts.yaml", "  soda.first_sold:", "  soda.First sold:")
    assert (
        f"facts.yaml:{line + 1}: fact is called `soda.First sold`: expected lower-case words joined by dots"
        in guide_folder.mistakes
    )


def test_a_calculator_that_no_address_could_name(guide_folder):
    line = guide_folder.replace("facts.yaml", "  hydration:", "  hydration of dough:")
    assert (
        f"facts.yaml:{line + 1}: calculator is called `hydration of dough`: "
        "expected at most 50 characters, lower-case words joined by hyphens" in guide_folder.mistakes
    )


def test_a_target_without_a_section(guide_folder):
    line = guide_folder.line_of("facts.yaml", "name: Baking soda")
    guide_folder.replace("facts.yaml", "section: soda", "section: salt")
    assert guide_folder.mistakes == [
        f"facts.yaml:{line}: target `soda` names no section: expected the slug of a section"
    ]


# Trees that lead nowhere


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("\n          result: soda", "", "option `yes` leads to nowhere"),
        ("next: flavour", "next: flavour\n          result: soda", "option `no` leads to two places"),
    ],
)
def test_an_option_that_does_not_lead_to_one_place(guide_folder, old, new, wrong):
    guide_folder.replace("facts.yaml", old, new)
    assert [mistake.split(": ", 1)[1] for mistake in guide_folder.mistakes] == [f"{wrong}: expected `next` or `result`"]


LAST_OPTION = "id: 'no'\n          label: 'No'\n          result: yeast"


@pytest.mark.parametrize(
    ("old", "new", "node", "wrong"),
    [
        ("next: flavour", "next: mood", "Do you", "no node `mood`"),
        ("result: yeast", "next: hurry", "Do you", "node `hurry` can be reached from itself"),
        ("result: yeast", "next: flavour", "Can it", "node `flavour` can be reached from itself"),
        ("next: flavour", "result: yeast", "Can it", "node `flavour` is never reached"),
        (
            LAST_OPTION,
            f"{CONDITION}\n          {LAST_OPTION}",
            "Can it",
            "the last option of node `flavour` has conditions",
        ),
        (LAST_OPTION, LAST_OPTION.replace("'no'", "'yes'"), "Can it", "option `yes` stands twice in node `flavour`"),
    ],
    ids=["missing node", "loop", "loop of one", "unreached node", "no catch-all", "option twice"],
)
def test_a_broken_tree(guide_folder, old, new, node, wrong):
    guide_folder.replace("facts.yaml", old, new)
    line = guide_folder.line_of("facts.yaml", f"question: {node}")
    assert f"facts.yaml:{line}: {wrong}" in [mistake.rpartition(": expected")[0] for mistake in guide_folder.mistakes]


def test_a_node_with_one_option_only(guide_folder):
    guide_folder.replace("facts.yaml", f"        - {LAST_OPTION}\n          because: Yeast fits an afternoon.\n", "")
    line = guide_folder.line_of("facts.yaml", "question: Can it")
    assert f"facts.yaml:{line}: node `flavour` has 1 options: expected at least two" in guide_folder.mistakes


# Calculators


@pytest.fixture
def calculator(bread):
    return bread.calculators["hydration"]


def test_a_calculator_computes_shows_and_reads_its_result(calculator):
    numbers, errors = calculator.read({"water": "400", "flour": " 500,0 "})
    assert (numbers, errors) == ({"water": 400, "flour": 500}, {})
    assert calculator.shown(calculator.result(numbers)) == "80 %"


@pytest.mark.parametrize(("result", "word"), [(59.9, "Stiff"), (60, "Ordinary"), (80, "Wet"), (math.inf, "Wet")])
def test_what_a_result_means(calculator, result, word):
    assert calculator.reading(result).startswith(word)


def test_a_field_that_is_not_filled_in_has_its_default(calculator):
    assert calculator.read({}) == ({"water": 350, "flour": 500}, {})


@pytest.mark.parametrize("text", ["", "much", "0", "5001", "-1", "nan", "inf", "1e400", "0x10", "1 2", "<b>"])
def test_a_field_that_holds_no_number_in_range(calculator, text):
    numbers, errors = calculator.read({"flour": text})
    assert numbers == {"water": 350}
    assert errors == {"flour": "Give a number from 1 to 5000."}


def test_a_calculator_comes_back_from_plain_values():
    calculator = Calculator(
        "c", "Title", "", (Input("a", "A", "g", 1, 0, 9),), "a * 2", "g", 1, (Reading(5, "Low"), Reading(None, "High"))
    )
    plain = {
        "id": "c",
        "title": "Title",
        "intro": "",
        "inputs": [{"name": "a", "label": "A", "unit": "g", "value": 1, "least": 0, "most": 9}],
        "formula": "a * 2",
        "unit": "g",
        "decimals": 1,
        "readings": [{"below": 5, "text": "Low"}, {"below": None, "text": "High"}],
    }
    assert calculator_from_plain(plain) == calculator


# Anything

KEYS = (
    "sources facts derived families targets calculators tree spectrum title label kind value unit source as_of "
    "verified formula decimals name shape family section inputs least most readings below text start nodes question "
    "options id when any next result levels stops yeast a.b"
)
NAMES = st.sampled_from(KEYS.split())
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.dates() | NAMES
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6))


@given(st.dictionaries(NAMES, VALUES))
def test_no_content_raises(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("guide") / "facts.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    file = read_fact_file(path, Problems())
    assert all(shown(fact) is not None for fact in file.book.values())
