"""For each rule of the linter, questions that it must let pass (see `lint_examples`)."""

from tests.quiz.lint_examples import Change, with_option, with_options

GOOD: dict[str, list[tuple[str, Change]]] = {
    "empty-stem": [("single", {"stem": "`x`?"})],
    "no-key": [("true-false", {"key": False}), ("numeric", {"answer": {"value": 0}}), ("single", {"options": []})],
    "two-keys": [("multiple", {}), ("numeric", {"answer": {"value": 1, "fact": "", "formula": None}})],
    "key-count": [("multiple", {}), ("single", {})],
    "too-few-options": [("single", with_options("Soda", "Salt")), ("true-false", {})],
    "empty-option": [("single", with_option(1, text="0")), ("single", with_option(1, text=0)), ("numeric", {})],
    "duplicate-option": [
        ("single", with_options("`x`", "`X`", "`x `y")),
        ("single", with_options("n", "n!", "-n", "n²")),
        ("single", with_options("10 Mbit", "10 MB", "1.0 MB")),
    ],
    "part-count": [("matching", {}), ("ordering", {})],
    "duplicate-part": [("matching", {}), ("ordering", {})],
    "credit": [("multiple", {"credit": "per-part", "points": 0.5}), ("short-text", {"accept": ["final pro*"]})],
    "not-finite": [
        ("numeric", {"answer": {"formula": "oven.heat_c / 7"}}),
        ("numeric", {"answer": {"fact": "oven.rise_min", "as": "h"}}),
        ("numeric", {"answer": {"value": -0.0}}),
    ],
    "negative-tolerance": [("numeric", {"answer": {"value": -1, "tolerance": 0}})],
    "missing-rationale": [("open", {}), ("numeric", {"wrong": []})],
    "unknown-fact": [
        ("single", {"facts": ["oven.heat_c"], "hint": "At {fact:oven.heat_c}, for {fact:oven.rise_min as h}."}),
        ("single", {"hint": "Write `{fact:KEY}`."}),
    ],
    "unknown-objective": [("single", {"objectives": []})],
    "unknown-section": [("single", {"hint": "See [heat](section:basics#heat)."})],
    "unknown-name": [
        ("single", {"targets": ["yeast"], "hint": "{target:yeast} [crumb](term:crumb) {source:handbook}"})
    ],
    "unbalanced-markup": [
        ("single", {"hint": "2 * 3 and 2**8, a_name, `**kwargs`, *hot* and **very hot**, __so__."}),
        ("single", {"hint": "```python\nx = '`'\n```\n\nThen [bake](section:basics) (well)."}),
        ("single", {"hint": "A star \\* alone, a tick \\` alone."}),
        ("single", {"hint": "* one\n* two"}),
        ("single", {"hint": "A [link](https://example.org/a_(b)) with brackets."}),
    ],
    "stem-no-question": [
        ("single", with_options("soda", "salt", "yeast", stem="The leaven that needs an acid is")),
        ("single", {"stem": "Bread rises with the help of ____."}),
        ("single", {"stem": "You have an hour. Choose a leaven."}),
        ("single", {"stem": "What rises in an hour? The guests are here."}),
    ],
    "stem-length": [("single", {"stem": "What makes bread rise?"})],
    "negative-stem": [
        ("single", {"stem": "Which of these is **not** a leaven?"}),
        ("single", {"stem": "Which of these is NOT a leaven?"}),
        ("single", {"stem": "Which leaven works in a dough that does not rest?"}),
        ("single", {"stem": "When a dough does not rise, what should a baker check?"}),
        ("single", {"stem": "Somebody who does not bake asks you. Which leaven do you name?"}),
        ("single", {"stem": "Why does the dough not rise?"}),
        ("single", {"stem": "Which leaven costs least, and takes at least an hour?"}),
        ("true-false", {"stem": "Soda is not a living thing."}),
    ],
    "choose-count": [
        ("multiple", {"stem": "Select two answers."}),
        ("multiple", {"stem": "Which of these are alive?"}),
        ("single", {"stem": "Which 5 % solution is it?"}),
    ],
    "article": [
        ("single", with_options("oven", "pan", "tin", stem="Bread is baked in a or an")),
        ("single", with_options("an oven", "a pan", "the tin", stem="Bread is baked in an")),
        ("single", with_options("hour", "evening", "afternoon", stem="Bread rises in an")),
        ("single", with_options("loaf", "roll", "union", stem="This is a")),
    ],
    "grammatical-number": [
        ("single", with_options("yeasts", "salts", "acids", stem="What makes dough rise are")),
        ("single", with_options("Yeasts", "Salt", "Acid", stem="Which of these are alive?")),
    ],
    "echo": [
        (
            "single",
            with_options("The proofing basket", "The proofing cloth", "The tin", stem="What helps proofing?"),
        ),
        ("single", with_options("Something else", "Water", "Salt", stem="What else could something need?")),
    ],
    "key-longest": [
        ("single", with_option(0, text="Baking soda here")),
        ("single", with_options("Soda and an acid", "Salt and water", "Yeast, sugar, water")),
    ],
    "absolute-word": [
        ("single", with_options("Always soda", "Never sourdough", "Yeast")),
        ("single", with_options("Soda", "Sourdough, all of it", "Yeast", "Salt")),
        ("single", with_options("Soda", "Salt as its only part", "Yeast as its only part")),
    ],
    "option-count": [
        ("single", with_options("A1", "B2", "C3")),
        ("single", with_options("A1", "B2", "C3", "D4", "E5")),
    ],
    "all-or-none": [
        ("single", with_options("One", "Two", "None", shuffle=False)),
        ("single", with_option(3, text="All loaves of the week")),
        ("single", with_option(3, text="No")),
    ],
    "combined-options": [
        ("single", with_option(3, text="Salt and water")),
        ("single", with_option(3, text="Both loaves at once")),
        ("single", with_options("Soda", "Soda and salt", "Yeast")),
    ],
    "vague-word": [
        ("single", {"stem": "What do bakers usually add?"}),
        ("single", with_option(1, text="Softened butter")),
    ],
    "shared-prefix": [
        ("single", with_options("The Black Sea", "The White Sea", "The Red Sea")),
        ("single", with_options("The baker takes soda", "The baker takes salt", "Some yeast")),
    ],
    "mixed-kinds": [
        ("single", with_options("10 g", "20 g", "None", shuffle=False)),
        ("single", with_options("10 g", "20 g (a spoonful)", "30 g", shuffle=False)),
        ("single", with_options("A pinch", "A spoonful", "20 g", shuffle=False)),
    ],
    "mixed-units": [
        ("single", with_options("0", "10 g", "20 g", shuffle=False)),
        ("single", with_options("1 hour", "2 hours", "no limit", shuffle=False)),
        ("single", with_options("1 day", "2 days", "10 days", shuffle=False)),
    ],
    "number-order": [
        ("single", with_options("30 g", "20 g", "10 g", shuffle=False)),
        ("single", with_options("500 MB", "1 GB", "2 GB", shuffle=False)),
        ("single", with_options("10 g", "Salt", "5 g")),
    ],
    "overlapping-ranges": [
        ("single", with_options("1-4 g", "5-10 g", "11-20 g", shuffle=False)),
        ("single", with_options("under 5 g", "5 to 10 g", "more than 10 g", shuffle=False)),
        ("single", with_options("1-5 g", "2-6 kg", "3 spoons", shuffle=False)),
    ],
    "position-word": [
        ("single", {**with_option(1, because="As option B says."), "shuffle": False}),
        ("single", {"stem": "Which of the following options rises below 20 °C?"}),
        ("single", with_option(1, because="It bakes above 200 °C, and below that it dries.")),
        ("single", {"stem": "The first answer of the baker is wrong. Which leaven does she mean?"}),
        ("true-false", {"because_true": "See above."}),
    ],
    "image-without-text": [("single", {"hint": "![A loaf with a dark crust](/a.png) and [a link](/b.png)"})],
    "tolerance": [
        ("numeric", {"answer": {"value": 12.5, "tolerance": 0.1}}),
        ("numeric", {"answer": {"value": 12.5, "tolerance_percent": 1}}),
        ("numeric", {"answer": {"value": 12.5}, "stem": "How many trays are that, to one decimal?"}),
        ("numeric", {"answer": {"value": 1e300}}),
    ],
    "no-source": [
        ("single", {"sources": [], "facts": ["oven.heat_c"]}),
        ("single", {"sources": [], "hint": "At {fact:oven.heat_c}."}),
        ("numeric", {"sources": [], "answer": {"fact": "oven.heat_c"}}),
    ],
    "near-duplicate": [
        ("single", {}),
        ("single", {"id": "other", "stem": "At which temperature does a baker put a rye loaf into the oven?"}),
    ],
}
