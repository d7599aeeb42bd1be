"""advisor.yaml of the guide on bread: what is read, and what is said about each mistake in it."""

import pytest

from tests.advisor.bread_advisor import read_both
from tests.conftest import BREAD

FILE = "advisor.yaml"
RISE = "when: [[minutes, <=, $self.rise_min]]"
MEASURE = "    when: [[loaves, <=, 8]]\n"

# What is read


@pytest.fixture
def bread():
    return read_both(BREAD)[1]


def test_fields_and_derived_fields(bread):
    fields = bread.rules.fields
    assert list(fields.fields) == ["minutes", "loaves", "mood", "has_acid", "crumb_mm"]
    assert list(fields.derived) == ["baking_min"]
    assert fields["mood"].choices["curious"] == "Curious"


def test_a_rule_for_several_targets_is_one_for_each(bread):
    rules = [(rule.target, rule.fact, rule.text) for rule in bread.rules.rules if rule.id == "rise"]
    assert rules == [
        ("yeast", "yeast.rise_min", "{target:yeast} rises for {fact:yeast.rise_min as h}, and you have {minutes}."),
        (
            "sourdough",
            "sourdough.rise_min",
            "{target:sourdough} rises for {fact:sourdough.rise_min as h}, and you have {minutes}.",
        ),
    ]


def test_presets_are_workloads(bread):
    assert bread.presets["sunday"].workload["baking_min"] == 5760
    assert (bread.presets["sunday"].section, bread.presets["now"].section) == ("sourdough", "")


def test_a_guide_may_have_no_advisor(guide_folder):
    guide_folder.remove(FILE)
    guide_folder.remove("stories.yaml")  # which are made from its rules
    assert guide_folder.mistakes == []


# Mistakes


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        # the top
        ("title: Which leaven for this loaf?\n", "", "`title` is missing"),
        ("margin: 1", "margin: -1", "`margin` is a number: expected a whole number from 0 to 9"),
        ("remarks:\n", "notes:\n", "unknown key `notes`"),
        # fields
        ("kind: number\n", "kind: text\n", "`kind` is `text`: expected one of yes-no, choice, number, whole"),
        ("step: time\n", "step: taste2\n", "`step` is `taste2`: expected one of time, taste"),
        ("    unit: min\n    least", "    least", "`unit` is missing"),
        ("least: 0\n", "least: 2880\n", "`least` is not below `most`, 2880: expected a range"),
        ("least: 0\n", "least: little\n", "`least` is text: expected a number"),
        (
            "      patient: Patient\n      curious: Curious\n",
            "",
            "fewer than two choices: expected `choices:` with a line for each",
        ),
        ("  loaves:\n", "  loaf size:\n", "field is called `loaf size`: expected lower-case letters and _"),
        ("  loaves:\n", "  limit:\n", "field is called `limit`"),
        ("empty: any size", "blank: any size", "unknown key `blank`"),
        # derived fields
        (
            "formula: minutes * loaves",
            "formula: minutes * loads",
            "`formula` cannot be computed: no figure named loads",
        ),
        ("formula: minutes * loaves", "formula: minutes * crumb_mm", "`formula` cannot be computed: no figure named"),
        ("formula: minutes * loaves", "formula: minutes * minutes", "`formula` is not linear in each field"),
        ("formula: minutes * loaves", "formula: minutes / loaves", "`formula` is not linear in each field"),
        # rules
        ("kind: hard", "kind: harsh", "`kind` is `harsh`: expected one of hard, soft"),
        ("targets: [yeast, sourdough]", "targets: [yeast, rye]", "unknown target `rye`: expected one of yeast"),
        ("targets: [yeast, sourdough]", "targets: []", "rule `rise` is about no target"),
        (RISE, "when: [[hours, <=, $self.rise_min]]", "unknown field `hours`: expected one of minutes, loaves"),
        (RISE, "when: [[minutes, <=, $self.rises]]", "`$yeast.rises` cannot be computed: no figure named yeast.rises"),
        (RISE, "when: [[minutes, <, $self.rise_min]]", "no condition: `['minutes', '<', '$yeast.rise_min']`"),
        (RISE, "when: [[minutes, ==, true]]", "`minutes` is a number: expected [field, <= or >, number or formula]"),
        (RISE, "when: [[minutes, in, [long]]]", "`minutes` is a number: expected [field, <= or >, number or formula]"),
        (RISE, "when: [[mood, ==, sad]]", "`sad` is no choice of `mood`: expected == or in with hasty, patient"),
        (RISE, "when: [[mood, <=, 3]]", "`3` is no choice of `mood`"),
        (RISE, "when: [[has_acid, <=, 3]]", "`has_acid` is yes or no: expected true, false or a fact that is one"),
        (
            RISE,
            "when: [[minutes, <=, $yeast.grams_per_kilogram]]",
            "`minutes` is in min, `yeast.grams_per_kilogram` in g: expected the same unit, or a formula that converts",
        ),
        (RISE, "when: [[minutes, <=, $loaves * 2]]", "`$loaves * 2` cannot be computed: no figure named loaves"),
        (RISE, "fact: yeast.rise_min", "no conditions: expected `when:` or `any:`"),
        (MEASURE + "    fact: sourdough.flours", MEASURE, "no fact: expected `fact:`, or a condition that compares"),
        ("fact: sourdough.flours", "fact: sourdough.smell", "unknown fact `sourdough.smell`"),
        ("fact: sourdough.flours", "fact: self.smell", "unknown fact `sourdough.smell`"),
        ("    weight: 3\n", "", "`weight` is missing"),
        ("weight: 3\n", "weight: 10\n", "`weight` is a number: expected a whole number from 1 to 9"),
        (RISE, f"weight: 2\n    {RISE}", "a weight, on a rule that is not soft"),
        ("weights: {by: mood,", "weight: 2\n    weights: {by: mood,", "two weights"),
        ("weights: {by: mood,", "weights: {by: loaves,", "`by` is `loaves`: expected a field with choices: mood"),
        (", curious: 0}", "}", "`curious` is missing"),
        ("for {loaves} a month", "for {loads} a month", "`{loads}` is no field: expected one of minutes, loaves"),
        ("for {loaves} a month", "for {fact:rye.rise} a month", "unknown fact `rye.rise`"),
        ("{fact:self.rise_min as h}", "{fact:self.rise_min as GB}", "min cannot be shown as GB"),
        ("tastes of soap.", "tastes of {fact:soap}.", "unknown fact `soap`"),
        ("A jar to feed", "At {limit} a jar to feed", "`{limit}` stands for nothing"),
        # remarks, presets, what to read
        ("text: You are hasty and have {minutes}", "text: You are {angry}", "`{angry}` is no field"),
        ("You are hasty and have {minutes}", "You have {limit}", "`{limit}` is no field"),
        ("minutes: 1440, loaves: 4", "loaves: 4", "`minutes` is missing: expected a number from 0 to 2,880 min"),
        ("minutes: 1440, loaves: 4", "minutes: 1440, loaves: 4.5", "`loaves` is 4.5, no whole number"),
        ("minutes: 1440, loaves: 4", "minutes: 1440, loaves: 4, rolls: 2", "`rolls` is unknown"),
        ("section: sourdough\n", "section: rye\n", "unknown section `rye`"),
        ("- section: choosing", "- section: rye", "unknown section `rye`"),
        # the rest of the guide
        ("  yeast.grams_per_kilogram: A dose", "  yeast.grams: A dose", "unknown fact `yeast.grams`"),
        (
            "  yeast.grams_per_kilogram: A dose",
            "  yeast.keeps: A dose",
            "no rule compares with the limit `yeast.grams_per_kilogram`",
        ),
        ("unused:\n", "unused:\n  yeast.rise_min: No.\n", "a rule or the tree compares with `yeast.rise_min`"),
    ],
)
def test_a_mistake_is_told_with_its_line(guide_folder, old, new, wrong):
    guide_folder.replace(FILE, old, new)
    found = guide_folder.mistakes
    assert any(f": {wrong}" in mistake for mistake in found), found
    assert all(mistake.startswith(f"{FILE}:") for mistake in found if wrong in mistake)


def test_a_mistake_stands_at_its_own_line(guide_folder):
    line = guide_folder.replace(FILE, RISE, "when: [[hours, <=, $self.rise_min]]")
    assert guide_folder.mistakes[0].startswith(f"{FILE}:{line}: unknown field `hours`")


def test_every_mistake_is_told_at_once(guide_folder):
    guide_folder.replace(FILE, "step: time\n", "step: soon\n")
    guide_folder.replace(FILE, "kind: soft", "kind: mild")
    guide_folder.replace(FILE, "minutes: 60,", "minutes: -60,")
    assert len(guide_folder.mistakes) == 3


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("[[minutes, <=, $yeast.rise_min]]", "[[hours, <=, $yeast.rise_min]]", "option `yes`: unknown field `hours`"),
        ("[patient, curious]", "[patient, calm]", "option `yes`: `calm` is no choice of `mood`"),
    ],
)
def test_the_tree_asks_about_fields_of_the_advisor(guide_folder, old, new, wrong):
    node = "    hurry:" if "minutes" in old else "    flavour:"
    line = guide_folder.line_of("facts.yaml", node) + 1
    guide_folder.replace("facts.yaml", old, new)
    assert guide_folder.mistakes[0].startswith(f"facts.yaml:{line}: {wrong}")


def test_an_advisor_needs_a_tree(guide_folder):
    before, _, after = (guide_folder.path / "facts.yaml").read_text().partition("tree:\n")
    guide_folder.write("facts.yaml", f"{before}spectrum:{after.partition('spectrum:')[2]}")
    assert any("an advisor without a decision tree" in mistake for mistake in guide_folder.mistakes)


def test_a_rule_that_contradicts_the_tree_is_a_mistake(guide_folder):
    line = guide_folder.line_of(FILE, "  flat:\n") + 1
    guide_folder.replace(FILE, "kind: soft\n    targets: [soda]\n    weight: 2\n", "kind: hard\n    targets: [yeast]\n")
    assert guide_folder.mistakes == [
        f"{FILE}:{line}: rule `flat` rules out `yeast`, where the tree leads with minutes 110 min: "
        "expected a tree that asks first, or no such rule"
    ]


def test_a_changed_limit_that_the_tree_forgets_is_a_mistake(guide_folder):
    guide_folder.replace("facts.yaml", "[minutes, '>', $sourdough.rise_min]", "[minutes, '>', 720]")
    assert guide_folder.mistakes == []
    guide_folder.replace("facts.yaml", "value: 720", "value: 800")
    assert "rule `rise` rules out `sourdough`" in guide_folder.mistakes[0]
