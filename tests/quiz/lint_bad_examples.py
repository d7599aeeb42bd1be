"""For each rule of the linter, questions that it must find fault with, and at which field.

An example is a kind, and what is changed in the sound question of that kind (see `lint_examples`).
"""

from tests.quiz.lint_examples import SOUND, Change, options, with_option, with_options, with_row

BAD: dict[str, list[tuple[str, Change, str]]] = {
    "empty-stem": [("single", {"stem": " \n"}, "stem"), ("open", {"stem": None}, "stem")],
    "no-key": [
        ("single", {"options": options("Soda", "Salt", "Yeast", keys=())}, "options"),
        ("multiple", {"options": options("Soda", "Salt", "Yeast", keys=())}, "options"),
        ("true-false", {"key": None}, "key"),
        ("numeric", {"answer": {"unit": "g"}}, "answer"),
        ("numeric", {"answer": None}, "answer"),
        ("short-text", {"accept": ["", " "]}, "accept"),
        ("open", {"answer": ""}, "answer"),
    ],
    "two-keys": [
        ("single", with_options("Soda", "Salt", "Yeast", keys=(0, 2)), "options"),
        ("numeric", {"answer": {"value": 1, "fact": "oven.heat_c"}}, "answer"),
    ],
    "key-count": [
        ("multiple", with_options("Soda", "Salt", "Yeast", keys=(1,)), "options"),
        ("multiple", with_options("Soda", "Salt", "Yeast", keys=(0, 1, 2)), "options"),
    ],
    "too-few-options": [("single", with_options("Soda"), "options"), ("multiple", {"options": []}, "options")],
    "empty-option": [
        ("single", with_option(1, text=""), "options.1.text"),
        ("single", with_option(2, text="**"), "options.2.text"),
        ("matching", with_row("matching", "pairs", 0, prompt=" "), "pairs.0.prompt"),
        ("matching", with_row("matching", "pairs", 2, match=None), "pairs.2.match"),
        ("matching", with_row("matching", "distractors", 0, text=""), "distractors.0.text"),
        ("ordering", with_row("ordering", "items", 1, text=""), "items.1.text"),
    ],
    "duplicate-option": [
        ("single", with_option(2, text="sourdough"), "options.2.text"),
        ("single", with_option(2, text="  *Sourdough*. "), "options.2.text"),
        ("single", with_options("`x`", "`y`", "`x`."), "options.2.text"),
        ("single", with_options("Heat to 220 °C", "Cool", "Heat to {fact:oven.heat_c}"), "options.2.text"),
    ],
    "part-count": [
        ("matching", {"pairs": SOUND["matching"]["pairs"][:2]}, "pairs"),
        ("ordering", {"items": []}, "items"),
        ("ordering", {"items": [{"text": f"Step {n}", "because": "So."} for n in range(8)]}, "items"),
    ],
    "duplicate-part": [
        ("matching", with_row("matching", "pairs", 1, prompt="soda"), "pairs.1.prompt"),
        ("matching", with_row("matching", "pairs", 1, match="No time"), "pairs.1.match"),
        ("matching", with_row("matching", "distractors", 0, text="A night."), "distractors.0.text"),
        ("ordering", with_row("ordering", "items", 2, text="MIX"), "items.2.text"),
    ],
    "credit": [
        ("single", {"credit": "right-minus-wrong"}, "credit"),
        ("multiple", {"credit": "half"}, "credit"),
        ("single", {"points": 0}, "points"),
        ("single", {"points": float("nan")}, "points"),
        ("single", {"points": "two"}, "points"),
        ("short-text", {"accept": ["proofing", "*"]}, "accept.1"),
        ("short-text", {"accept": ["a" * 3000]}, "accept.0"),
        ("open", {"rubric": []}, "rubric"),
    ],
    "not-finite": [
        ("numeric", {"answer": {"value": float("inf")}}, "answer.value"),
        ("numeric", {"answer": {"value": "ten"}}, "answer.value"),
        ("numeric", {"answer": {"value": 10**400}}, "answer.value"),
        ("numeric", {"answer": {"value": 1, "tolerance": float("nan")}}, "answer.tolerance"),
        ("numeric", {"answer": {"fact": "oven.maker"}}, "answer.fact"),
        ("numeric", {"answer": {"fact": "oven.heat_c", "as": "GB"}}, "answer.fact"),
        ("numeric", {"answer": {"formula": "oven.heat_c / 0"}}, "answer.formula"),
        ("numeric", {"answer": {"formula": "oven.heat_c **"}}, "answer.formula"),
        ("numeric", {"wrong": [{"value": float("inf"), "because": "x"}]}, "wrong.0.value"),
    ],
    "negative-tolerance": [
        ("numeric", {"answer": {"value": 1, "tolerance": -0.1}}, "answer.tolerance"),
        ("numeric", {"answer": {"value": 1, "tolerance_percent": -5}}, "answer.tolerance_percent"),
    ],
    "missing-rationale": [
        ("single", with_option(3, because=""), "options.3.because"),
        ("true-false", {"because_false": " "}, "because_false"),
        ("matching", with_row("matching", "pairs", 0, because=None), "pairs.0.because"),
        ("matching", with_row("matching", "distractors", 0, because=""), "distractors.0.because"),
        ("ordering", with_row("ordering", "items", 1, because=""), "items.1.because"),
        ("numeric", {"because": ""}, "because"),
        ("numeric", {"wrong": [{"value": 7}]}, "wrong.0.because"),
        ("short-text", {"because": ""}, "because"),
    ],
    "unknown-fact": [
        ("single", {"facts": ["oven.heat"]}, "facts"),
        ("single", with_option(1, because="At {fact:oven.heat}."), "options.1.because"),
        ("single", {"hint": "At {fact:oven.heat_c as GB}."}, "hint"),
        ("numeric", {"answer": {"fact": "oven.heat"}}, "answer.fact"),
        ("numeric", {"answer": {"formula": "oven.heat * 2", "tolerance": 1}}, "answer.formula"),
    ],
    "unknown-objective": [("single", {"objectives": ["choose", "chose"]}, "objectives")],
    "unknown-section": [
        ("single", {"section": "basic"}, "section"),
        ("single", {"reasoning": "See [there](section:basic#heat)."}, "reasoning"),
    ],
    "unknown-name": [
        ("single", {"targets": ["rye"]}, "targets"),
        ("single", {"sources": ["hand-book"]}, "sources"),
        ("single", {"hint": "As {source:hearsay} says."}, "hint"),
        ("single", {"hint": "Take {target:rye}."}, "hint"),
        ("single", {"hint": "The [crumb](term:crumbs)."}, "hint"),
        ("single", {"hint": "The [table](compare:flour)."}, "hint"),
    ],
    "unbalanced-markup": [
        ("single", {"hint": "It is **hot."}, "hint"),
        ("single", {"hint": "It is *hot."}, "hint"),
        ("single", {"hint": "It is __hot."}, "hint"),
        ("single", {"hint": "Call `rise()."}, "hint"),
        ("single", {"hint": "Read [this](section:basics"}, "hint"),
        ("single", {"hint": "```python\nrise()\n"}, "hint"),
        ("single", {"hint": "/// note | Heat\nHot.\n"}, "hint"),
        ("single", {"hint": "At {fact oven.heat_c}."}, "hint"),
        ("single", {"hint": "[" * 60}, "hint"),
    ],
    "stem-no-question": [
        ("single", {"stem": "Bread is baked in an oven."}, "stem"),
        ("ordering", {"stem": "The steps of a loaf of bread"}, "stem"),
        ("numeric", {"stem": "A tray holds four loaves."}, "stem"),
    ],
    "stem-length": [
        ("single", {"stem": "Which leaven?"}, "stem"),
        ("single", {"stem": f"{'The baker waits. ' * 30}Which leaven is ready?"}, "stem"),
    ],
    "negative-stem": [
        ("single", {"stem": "Which of these is not a leaven?"}, "stem"),
        ("single", {"stem": "Which of these isn\u2019t a leaven?"}, "stem"),
        ("single", {"stem": "All of these are leavens except one. Which?"}, "stem"),
        ("single", {"stem": "Which leaven is least suitable for rye?"}, "stem"),
        ("single", {"stem": "Choose the one that does not rise."}, "stem"),
        ("single", {"stem": "Which statement about yeast is false?"}, "stem"),
        ("single", {"stem": "A baker has no time. What should she never do?"}, "stem"),
    ],
    "choose-count": [
        ("multiple", {"stem": "Which of these are alive? Choose three."}, "stem"),
        ("single", {"stem": "Which two are ready at once?"}, "stem"),
    ],
    "article": [
        ("single", with_options("oven", "pan", "tin", stem="Bread is baked in an"), "stem"),
        ("single", with_options("loaf", "oven", "apron", stem="What a baker sells is a ___"), "stem"),
    ],
    "grammatical-number": [
        ("single", with_options("yeasts", "salt", "a crumb", stem="What makes dough rise are"), "stem"),
        ("single", with_options("The oven", "The trays", "Two tins", stem="Which is the hottest place?"), "stem"),
    ],
    "echo": [
        (
            "single",
            with_options("The proofing basket", "The oven", "The scale", stem="A loaf is proofing. In what?"),
            "options.0.text",
        ),
    ],
    "key-longest": [
        ("single", with_option(0, text="Baking soda, since its gas is there when it meets an acid"), "options.0.text"),
        (
            "multiple",
            with_options("Sourdough of last Sunday", "Dried yeast of Monday", "Salt", keys=(0, 1)),
            "options.0.text",
        ),
    ],
    "absolute-word": [
        ("single", with_option(2, text="Always dried yeast"), "options.2.text"),
        ("single", with_options("Soda", "Only sourdough", "All yeasts"), "options.1.text"),
    ],
    "option-count": [
        ("single", with_options("Soda", "Salt"), "options"),
        ("multiple", with_options("A1", "B2", "C3", "D4", "E5", "F6", keys=(0, 1)), "options"),
    ],
    "all-or-none": [
        ("single", with_option(3, text="All of the above"), "options.3.text"),
        ("single", with_option(3, text="None of these."), "options.3.text"),
        ("single", with_option(3, text="No answer is right"), "options.3.text"),
    ],
    "combined-options": [
        ("single", with_option(3, text="Both A and B"), "options.3.text"),
        ("single", with_option(3, text="1 and 3"), "options.3.text"),
        ("single", with_option(3, text="The first and the third"), "options.3.text"),
        ("single", with_options("Soda", "Dried yeast", "Either soda or dried yeast"), "options.2.text"),
    ],
    "vague-word": [
        ("single", with_option(1, text="Usually sourdough"), "options.1.text"),
        ("true-false", {"stem": "Bread often rises in an hour."}, "stem"),
    ],
    "shared-prefix": [
        ("single", with_options("The baker takes soda", "The baker takes salt", "The baker takes yeast"), "options"),
        (
            "single",
            with_options("Sourdough starters rise", "Sourdough starters sink", "Sourdough starters"),
            "options",
        ),
    ],
    "mixed-kinds": [("single", with_options("10 g", "20 g", "A spoonful", shuffle=False), "options.2.text")],
    "mixed-units": [
        ("single", with_options("10 g", "1 kg", "2 kg", shuffle=False), "options"),
        ("single", with_options("USD 3", "5 EUR", "7 EUR", shuffle=False), "options"),
    ],
    "number-order": [
        ("single", with_options("10 g", "30 g", "20 g", shuffle=False), "options"),
        ("single", with_options("10 g", "20 g", "30 g"), "shuffle"),
        ("single", with_options("1 GB", "500 MB", "2 GB", shuffle=False), "options"),
    ],
    "overlapping-ranges": [
        ("single", with_options("1-5 g", "5-10 g", "11-20 g", shuffle=False), "options.1.text"),
        ("single", with_options("up to 5 g", "up to 10 g", "more than 10 g", shuffle=False), "options.1.text"),
        ("single", with_options("1914-1918", "1917-1922", "1923-1929", shuffle=False), "options.1.text"),
    ],
    "position-word": [
        ("single", with_option(1, because="As option B says."), "options.1.because"),
        ("single", with_option(1, because="See above."), "options.1.because"),
        ("single", {"hint": "The first option is nearly right."}, "hint"),
        ("matching", {"reasoning": "The last choice is left over."}, "reasoning"),
        ("matching", {"reasoning": "Two of the above are left over."}, "reasoning"),
    ],
    "image-without-text": [
        ("single", {"stem": "Which loaf is this?\n\n![](/a.png)"}, "stem"),
        ("single", {"hint": "![image](/a.png)"}, "hint"),
        ("single", {"hint": "![IMG_20.jpg](/a.png)"}, "hint"),
    ],
    "tolerance": [
        ("numeric", {"answer": {"value": 12.5}}, "answer.tolerance"),
        ("numeric", {"answer": {"formula": "oven.heat_c / 7", "tolerance": 0}}, "answer.tolerance"),
        ("numeric", {"answer": {"fact": "oven.rise_min", "as": "h"}}, "answer.tolerance"),
    ],
    "no-source": [("single", {"sources": []}, "sources"), ("open", {"sources": None}, "sources")],
    "near-duplicate": [
        (
            "single",
            {
                "stem": "At which temperature does a baker put a rye loaf of three kilograms into the oven?",
                "options": [],
            },
            "stem",
        ),
    ],
}
