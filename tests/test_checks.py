"""References to what does not exist: each has its message with the path and the line where it stands."""

import pytest

UNKNOWN = {
    "fact": ("{fact:rye.rise}", "unknown fact `rye.rise`: expected a key of facts.yaml"),
    "source": ("{source:hearsay}", "unknown source `hearsay`: expected one of handbook, label"),
    "target": ("{target:rye}", "unknown target `rye`: expected one of yeast, sourdough, soda"),
    "section": ("[x](section:rye)", "unknown section `rye`: expected one of basics, yeast, sourdough, soda, choosing"),
    "term": ("[x](term:rye)", "unknown term `rye`: expected one of crumb, proofing, starter"),
    "comparison": ("[x](compare:rye)", "unknown comparison `rye`: expected one of leavens"),
    "anchor": ("[x](section:soda#rye)", "section `soda` has no heading `rye`: expected the id of one of its headings"),
    "block": (
        "/// box\n///",
        "unknown block `box`: expected one of big-idea, calculator, checkpoint, collect, concept, definition, example, "
        "figure, limits, muddy, note, pair, prices, step, target-card",
    ),
    "question": ("/// checkpoint | rye\n///", "unknown name `rye` for the block `checkpoint`: expected one of no-rise"),
    "figure": (
        "/// figure | rye\n///",
        "unknown name `rye` for the block `figure`: expected one of decision-tree, spectrum",
    ),
    "calculator": (
        "/// calculator | rye\n///",
        "unknown name `rye` for the block `calculator`: expected one of hydration",
    ),
    "collection": (
        "/// collect | rye\n///",
        "unknown name `rye` for the block `collect`: "
        "expected one of pairs, muddy-points, checkpoints, objectives, targets",
    ),
    "target of a block": (
        "/// limits | rye\n///",
        "unknown name `rye` for the block `limits`: expected one of yeast, sourdough, soda",
    ),
    "unit": ("{fact:yeast.rise_min as GB}", "min cannot be shown as GB: expected a unit of the same measure, or none"),
    "unit of a text": (
        "{fact:sourdough.flours as h}",
        "sourdough.flours is no number and cannot be shown as h: expected a unit of the same measure, or none",
    ),
    "role": (
        "{fact yeast.rise_min}",
        "`{fact yeast.rise_min}` cannot be read: expected {fact:KEY}, {fact:KEY as UNIT}, {source:KEY} or {target:KEY}",
    ),
    "title": ("/// muddy\n///", "the block `muddy` has no title: expected `/// muddy | Title`"),
    "end of a block": ("/// note\ntext", "`/// note` is not closed: expected a line of as many slashes"),
    "end of code": ("```\ntext", "code that never ends: expected a line with the same backticks or tildes alone"),
}


@pytest.mark.parametrize(("text", "problem"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_a_section_refers_to(guide_folder, text, problem):
    line = guide_folder.append("sections/soda.md", f"\n{text}") + 1
    assert guide_folder.mistakes == [f"sections/soda.md:{line}: {problem}"]


@pytest.mark.parametrize(
    "text", ["- one\n\n    /// limits | rye\n    ///", "> /// limits | rye\n> ///", "/// Limits | rye\n///"]
)
def test_a_block_in_a_list_a_quotation_or_capitals(guide_folder, text):
    guide_folder.append("sections/soda.md", f"\n{text}")
    assert [mistake.split(": ")[1] for mistake in guide_folder.mistakes] == [
        "unknown name `rye` for the block `limits`"
    ]


@pytest.mark.parametrize("kind", ["fact", "source", "target", "section", "term", "comparison", "role"])
@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("glossary.md", "Flour and water in which"),
        ("comparisons/leavens.md", "Each figure carries"),
        ("comparisons/leavens.md", "at once"),
        ("comparisons/leavens.md", "Effort is"),
        ("questions/checkpoints.yaml", "Your dough has stood"),
    ],
    ids=["term", "text before a table", "cell", "text behind a table", "question"],
)
def test_what_other_texts_refer_to(guide_folder, kind, name, before):
    text, problem = UNKNOWN[kind]
    line = guide_folder.replace(name, before, f"{text} {before}")
    assert guide_folder.mistakes == [f"{name}:{line}: {problem}"]


@pytest.mark.parametrize(
    ("key", "text", "node"),
    [
        ("short", "Less than", "question: Do you"),
        ("hint", "Count", "question: Do you"),
        ("because", "Yeast", "question: Can"),
    ],
)
def test_what_the_tree_refers_to(guide_folder, key, text, node):
    guide_folder.replace("facts.yaml", f"{key}: {text}", f"{key}: '{{fact:rye.rise}}' # {text}")
    line = guide_folder.line_of("facts.yaml", node)
    assert guide_folder.mistakes == [f"facts.yaml:{line}: {UNKNOWN['fact'][1]}"]


@pytest.mark.parametrize(
    ("block", "options", "wrong"),
    [
        ("muddy | One", "ids: own", "unknown key `ids`"),
        ("muddy | One", "id: 5", "`id` is a number"),
        ("muddy | One", "id: a b", "`id` is `a b`"),
        ("muddy | One", "id: a: b", "broken YAML"),
        ("muddy | One", "id: *a", "a YAML alias"),
        ("muddy | One", "questions: [rye]", "unknown question `rye`"),
        ("limits | yeast", "id: own", "unknown key `id`"),
        ("note", "attrs: {onclick: x}", "unknown key `attrs`"),
    ],
)
def test_the_options_of_a_block(guide_folder, block, options, wrong):
    line = guide_folder.append("sections/soda.md", f"/// {block}\n    {options}\ntext\n///") + 1
    (mistake,) = guide_folder.mistakes
    assert mistake.startswith(f"sections/soda.md:{line}: {wrong}: ")


# Front matter and questions


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("objectives: [choose]", "objectives: [bake]", "unknown objective `bake`"),
        ("target: soda", "target: rye", "unknown target `rye`"),
    ],
)
def test_what_front_matter_refers_to(guide_folder, old, new, wrong):
    line = guide_folder.replace("sections/soda.md", old, new)
    (mistake,) = guide_folder.mistakes
    assert mistake.startswith(f"sections/soda.md:{line}: {wrong}: expected one of ")


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("objectives: [choose]", "objectives: [bake]", "unknown objective `bake`"),
        ("section: yeast", "section: rye", "unknown section `rye`"),
        ("facts: [yeast.grams", "facts: [rye.grams", "unknown fact `rye.grams_per_kilogram`"),
    ],
)
def test_what_a_question_refers_to(guide_folder, old, new, wrong):
    line = guide_folder.replace("questions/checkpoints.yaml", old, new)
    (mistake,) = guide_folder.mistakes
    assert mistake.startswith(f"questions/checkpoints.yaml:{line}: {wrong}: expected one of ")


def test_many_names_are_cut_short(guide_folder):
    terms = "".join(f"Flour {number} {{#flour-{number}}}\n:   A flour.\n\n" for number in range(20))
    guide_folder.append("glossary.md", terms)
    guide_folder.append("sections/soda.md", "[x](term:rye)")
    assert guide_folder.mistakes[0].endswith(
        "starter, flour-0, flour-1, flour-2, flour-3, flour-4, flour-5, flour-6, flour-7, flour-8, …"
    )


def test_nothing_to_choose_from(guide_folder):
    guide_folder.remove("glossary.md")
    guide_folder.replace("sections/sourdough.md", "[starter](term:starter)", "starter")
    guide_folder.append("sections/soda.md", "[x](term:rye)")
    assert guide_folder.mistakes[0].endswith("unknown term `rye`: this guide has none")


# Anchors


def test_an_anchor_that_two_headings_share(guide_folder):
    guide_folder.append("sections/soda.md", "## One {#same}\n\n## Two {#same}\n")
    assert guide_folder.mistakes == [
        "sections/soda.md:7: anchor `same` is already used on the page: "
        "expected another heading, or an id behind it: {#id}"
    ]


@pytest.mark.parametrize("heading", ["Read", "Status", "Main", "Outline"])
def test_an_anchor_that_the_page_needs_itself(guide_folder, heading):
    guide_folder.append("sections/soda.md", f"## {heading}\n")
    assert f"anchor `{heading.lower()}` is already used on the page" in guide_folder.mistakes[0]


# What cannot be rendered


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sections/soda.md", "[" * 60),
        ("sections/soda.md", "![" * 60),
        ("comparisons/leavens.md", "[" * 60),
        ("glossary.md", f"Rye {{#rye}}\n:   {'[' * 60}"),
    ],
)
def test_a_markdown_bomb(guide_folder, name, text):
    guide_folder.append(name, text)
    (mistake,) = guide_folder.mistakes
    assert mistake.startswith(f"{name}:")
    assert mistake.endswith(": not rendered: fifty brackets that are not closed: expected simpler Markdown")


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("sections/soda.md", "Soda makes gas"),
        ("glossary.md", "Flour and water in which"),
        ("comparisons/leavens.md", "Each figure carries"),
        ("comparisons/leavens.md", "at once"),
        ("questions/checkpoints.yaml", "Your dough has stood"),
        ("facts.yaml", "because: Only soda"),
    ],
)
def test_a_slow_text_is_given_up(guide_folder, monkeypatch, name, before):
    monkeypatch.setattr("studyguide.markup.LONGEST_RENDER", 0.3)
    slow = "[a](" * 1800
    guide_folder.replace(name, before, f"because: '{slow}' #" if name == "facts.yaml" else slow + before)
    slow_ones = [mistake for mistake in guide_folder.mistakes if "it takes more than 0.3 s to render" in mistake]
    assert slow_ones[0].startswith(f"{name}:")


def test_a_page_that_is_too_long(guide_folder):
    guide_folder.append("sections/soda.md", "word " * 50_000)
    assert any(mistake.startswith("sections/soda.md:1: 250,") for mistake in guide_folder.mistakes)
