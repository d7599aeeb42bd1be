"""The files of a guide: what is read from them, and what is said about files that cannot be read."""

import pytest

from studyguide.content import guide_folders, kept_guide, read_guide, table_cells
from studyguide.documents import Problems
from studyguide.sync import content_parts


@pytest.fixture
def files(guide_folder):
    """`files()` reads the guide as it now is."""
    return lambda: read_guide(guide_folder.path, content_parts(), Problems())


# What is read


def test_folders_with_a_guide_by_name(tmp_path):
    for name in ["one/zebra/guide.yaml", "one/ant/guide.yaml", "one/notes/readme.md", "two/mole/guide.yaml"]:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    assert [folder.name for folder in guide_folders([tmp_path / "one", tmp_path / "two"])] == ["ant", "zebra", "mole"]


def test_the_guide_on_bread_has_no_mistake(guide_folder):
    assert guide_folder.mistakes == []


def test_the_outline(files):
    guide = files()
    assert (guide.slug, guide.url, guide.start) == ("bread", "/guides/bread/", "basics")
    assert [(chapter.id, chapter.sections) for chapter in guide.chapters] == [
        ("first", ("basics",)),
        ("leavens", ("yeast", "sourdough", "soda")),
        ("last", ("choosing",)),
    ]
    assert guide.outline["soda"].title == "The leavens"


def test_the_first_section_is_the_start_unless_told_otherwise(guide_folder, files):
    guide_folder.replace("guide.yaml", "start: basics\n", "")
    assert files().start == "basics"
    guide_folder.replace("guide.yaml", "objectives:\n", "start: soda\nobjectives:\n")
    assert files().start == "soda"


def test_a_section(files):
    section = files().sections["soda"]
    assert (section.title, section.objectives, section.target) == ("Baking soda", ("choose",), "soda")
    assert (section.first_line, section.body.split("\n")[0][:10]) == (7, "Soda makes")


def test_terms(files):
    terms = files().terms
    assert (terms["proofing"].name, terms["proofing"].aliases) == ("Proofing", ("proof", "final proof"))
    assert terms["crumb"].body == "The inside of a loaf, as against its crust."


def test_a_definition_of_several_lines(guide_folder, files):
    guide_folder.append("glossary.md", "Rye {#rye}\n:   A grass.\n    Its flour is grey.\n\n    It rises slowly.\n")
    assert files().terms["rye"].body == "A grass.\nIts flour is grey.\n\nIt rises slowly."


def test_a_comparison(files):
    table = files().comparisons["leavens"]
    assert table.header == ("Leaven", "Rise", "Price", "Effort")
    assert table.rows[1] == ("{target:sourdough}", "{fact:sourdough.rise_min as h}", "", "much")
    assert (table.intro.strip(), table.outro.strip()) == (
        "Each figure carries its source.",
        "Effort is this guide's own judgement.",
    )


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("| a |  |", ["a", ""]),
        (r"| a \| b | c |", ["a | b", "c"]),
        ("| a | b", ["a", "b"]),
    ],
)
def test_the_cells_of_a_row(line, cells):
    assert table_cells(line) == cells


def test_an_item_of_another_app(files):
    item = files().items["no-rise"]
    assert (item.title, item.section, item.objectives) == ("A dough that does not rise", "yeast", ("choose",))
    assert item.texts()[0][1].startswith("Your dough has stood")


def test_texts_begin_on_the_lines_that_they_are_said_to(files):
    for path, line, text in files().texts():
        if path.suffix == ".md" and path.parent.name != "comparisons":
            assert path.read_text().split("\n")[line - 1].endswith(text.split("\n")[0])


def test_the_texts_around_a_table_and_its_rows_have_their_lines(guide_folder, files):
    texts = [(line, text.strip()) for path, line, text in files().texts() if path.parent.name == "comparisons"]
    rows = guide_folder.line_of("comparisons/leavens.md", "| {target:yeast}")
    assert texts[0] == (5, "Each figure carries its source.")
    assert [line for line, text in texts[1:]] == [rows, rows + 1, rows + 2, rows + 3]


def test_a_guide_of_one_section_and_nothing_else(tmp_path):
    folder = tmp_path / "tiny"
    (folder / "sections").mkdir(parents=True)
    (folder / "guide.yaml").write_text(
        "title: Tiny\nsummary: One page.\nchapters: [{id: all, title: All, sections: [one]}]\n"
    )
    (folder / "sections" / "one.md").write_text("---\ntitle: One\nsummary: All of it.\n---\nText.\n")
    problems = Problems()
    guide = read_guide(folder, [], problems)
    assert not problems
    assert list(guide.sections) == ["one"]


# What is kept


def test_a_guide_is_read_once_while_its_files_are_the_same(guide_folder):
    assert kept_guide(guide_folder.path)[0] is kept_guide(guide_folder.path)[0]


@pytest.mark.parametrize("name", ["guide.yaml", "sections/yeast.md", "questions/checkpoints.yaml"])
def test_a_guide_is_read_again_once_a_file_has_changed(guide_folder, name):
    before, _ = kept_guide(guide_folder.path)
    guide_folder.append(name, "# changed")
    assert kept_guide(guide_folder.path)[0] is not before


def test_what_is_wrong_with_a_kept_guide_is_kept_too(guide_folder):
    guide_folder.remove("sections/yeast.md")
    assert ["the file is missing" in problem.wrong for problem in kept_guide(guide_folder.path)[1]] == [True]


# Files that cannot be read


@pytest.mark.parametrize(
    "name",
    [
        "guide.yaml",
        "facts.yaml",
        "glossary.md",
        "sections/soda.md",
        "comparisons/leavens.md",
        "questions/checkpoints.yaml",
    ],
)
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xfe", "1: a byte that is not UTF-8: expected a file saved as UTF-8"),
        (b"one\n\x1b[31m", "2: a control character: expected printable text"),
    ],
)
def test_bytes_that_are_no_text(guide_folder, name, content, problem):
    (guide_folder.path / name).write_bytes(content)
    assert f"{name}:{problem}" in guide_folder.mistakes


@pytest.mark.parametrize("name", ["guide.yaml", "facts.yaml", "questions/checkpoints.yaml"])
@pytest.mark.parametrize(
    ("text", "wrong"),
    [("a: b: c", "1: broken YAML"), ("x: &a 1\ny: *a", "2: a YAML alias"), ("", "1: empty"), ("words", "1: not a ")],
)
def test_yaml_that_cannot_be_read(guide_folder, name, text, wrong):
    guide_folder.write(name, text)
    assert any(mistake.startswith(f"{name}:{wrong}") for mistake in guide_folder.mistakes)


def test_front_matter_that_cannot_be_read(guide_folder):
    guide_folder.replace("sections/soda.md", "title: Baking soda", "title: [Baking")
    assert any(mistake.startswith("sections/soda.md:3: broken YAML") for mistake in guide_folder.mistakes)


@pytest.mark.parametrize("name", ["sections/soda.md", "comparisons/leavens.md"])
def test_no_front_matter(guide_folder, name):
    guide_folder.write(name, "Only text.\n")
    assert f"{name}:1: no front matter: expected `---`, lines of `key: value`, `---`" in guide_folder.mistakes


def test_a_missing_section(guide_folder):
    guide_folder.remove("sections/soda.md")
    assert guide_folder.mistakes == [
        "sections/soda.md:1: the file is missing: expected it, since guide.yaml names the section"
    ]


def test_a_section_that_is_not_in_the_outline(guide_folder):
    guide_folder.write("sections/rye.md", "---\ntitle: Rye\nsummary: A flour.\n---\nText.\n")
    assert guide_folder.mistakes == [
        "sections/rye.md:1: not in the outline: expected `rye` under a chapter of guide.yaml"
    ]


# guide.yaml


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("title: 'Bread", "titel: 'Bread", "unknown key `titel`"),
        ("start: basics", "start: rye", "`start` is `rye`"),
        ("sections: [basics]", "sections: basics", "`sections` is text"),
        ("sections: [basics]", "sections: [basics, Rye Bread]", "section is called `Rye Bread`"),
        ("sections: [basics]", "sections: [basics, ../soda]", "section is called `../soda`"),
        ("sections: [basics]", "sections: [basics, glossary]", "section is called `glossary`"),
        ("sections: [basics]", f"sections: [basics, {'r' * 300}]", f"section is called `{'r' * 300}`"),
        ("choose: Choose", "choose: [Choose]\n  x: Choose", "`choose` is a list"),
    ],
)
def test_a_mistake_in_the_outline(guide_folder, old, new, wrong):
    line = guide_folder.replace("guide.yaml", old, new)
    assert f"guide.yaml:{line}: {wrong}" in [mistake.rpartition(": expected")[0] for mistake in guide_folder.mistakes]


def test_a_section_that_stands_twice_in_the_outline(guide_folder):
    guide_folder.replace("guide.yaml", "[yeast, sourdough, soda]", "[yeast, sourdough, soda, yeast]")
    line = guide_folder.line_of("guide.yaml", "- id: ")
    assert guide_folder.mistakes == [
        f"guide.yaml:{line}: section `yeast` stands twice in the outline: expected each section once"
    ]


def test_a_chapter_that_stands_twice(guide_folder):
    line = guide_folder.replace("guide.yaml", "- id: first", "- id: last")
    assert guide_folder.mistakes == [f"guide.yaml:{line}: chapter `last` stands twice: expected each id once"]


def test_a_guide_without_sections(guide_folder):
    guide_folder.write("guide.yaml", "title: Bread\nsummary: None.\n")
    assert "guide.yaml:1: no sections: expected `chapters:` with their `sections:`" in guide_folder.mistakes


def test_a_folder_that_no_address_could_name(tmp_path, guide_folder):
    folder = guide_folder.path.rename(tmp_path / "Rye Bread")
    problems = Problems()
    read_guide(folder, [], problems)
    assert any("the folder is called `Rye Bread`" in str(problem) for problem in problems)


# Sections, glossary and tables


def test_an_unknown_key_in_front_matter(guide_folder):
    line = guide_folder.replace(
        "sections/soda.md", "summary: Bread within the hour.", "abstract: Bread within the hour."
    )
    assert guide_folder.mistakes == [
        "sections/soda.md:2: `summary` is missing: expected a line `summary:`",
        f"sections/soda.md:{line}: unknown key `abstract`: expected one of objectives, summary, target, title",
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Rye {#rye}\n", "`Rye` has no definition"),
        ("Rye\n:   A grass.", "a line that is no term"),
        ("Rye {#crumb}\n:   A grass.", "term `crumb` stands twice"),
        ("Proof {#rye}\n:   A grass.", "`Proof` also means Proofing"),
        ('Rye {#rye aliases="grass, crumb"}\n: A grass.', "`crumb` also means Crumb"),
    ],
)
def test_a_mistake_in_the_glossary(guide_folder, text, wrong):
    line = guide_folder.append("glossary.md", text)
    assert [mistake.rpartition(": expected")[0] for mistake in guide_folder.mistakes] == [
        f"glossary.md:{line}: {wrong}"
    ]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("| {target:soda} | at once | | none |", "| {target:soda} | at once |", "a row of 2 cells"),
        ("| Leaven | Rise | Price | Effort |\n| --- | --- | --- | --- |\n", "| a | b | c | d |\n", "no table"),
        ("title: Leavens", "name: Leavens", "unknown key `name`"),
    ],
)
def test_a_mistake_in_a_table(guide_folder, old, new, wrong):
    line = guide_folder.replace("comparisons/leavens.md", old, new)
    said = [mistake.rpartition(": expected")[0] for mistake in guide_folder.mistakes]
    assert f"comparisons/leavens.md:{line}: {wrong}" in said


def test_a_comparison_without_a_table(guide_folder):
    guide_folder.write("comparisons/empty.md", "---\ntitle: Empty\nsummary: Nothing.\n---\nOnly text.\n")
    assert guide_folder.mistakes == ["comparisons/empty.md:5: no table: expected a Markdown table with a head and rows"]


def test_a_table_that_no_address_could_name(guide_folder):
    (guide_folder.path / "comparisons" / "leavens.md").rename(guide_folder.path / "comparisons" / "All Leavens.md")
    assert any(
        m.startswith("comparisons/All Leavens.md:1: the file is called `All Leavens`") for m in guide_folder.mistakes
    )


# Questions


def test_a_question_that_stands_twice(guide_folder):
    text = (guide_folder.path / "questions" / "checkpoints.yaml").read_text()
    guide_folder.write("questions/more.yaml", text)
    assert guide_folder.mistakes == [
        "questions/more.yaml:1: `no-rise` is already used in checkpoints.yaml:1: expected an id of its own"
    ]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("kind: open", "kind: guess", "`kind` is `guess`"),
        ("difficulty: 1", "difficulty: hard", "`difficulty` is text"),
        ("title: A dough", "titel: A dough", "unknown key `titel`"),
        ("rubric:\n    - You looked", "rubric: []\n  x:\n    - You looked", "`rubric` is empty"),
    ],
)
def test_a_mistake_in_a_question(guide_folder, old, new, wrong):
    line = guide_folder.replace("questions/checkpoints.yaml", old, new)
    said = [mistake.rpartition(": expected")[0] for mistake in guide_folder.mistakes]
    assert f"questions/checkpoints.yaml:{line}: {wrong}" in said


# Everything at once


def test_all_mistakes_of_all_files_in_one_report(guide_folder):
    lines = {
        "facts.yaml": guide_folder.replace("facts.yaml", "tier: 3", "tier: 9"),
        "glossary.md": guide_folder.append("glossary.md", "Rye"),
        "guide.yaml": guide_folder.replace("guide.yaml", "audience:", "audiences:"),
        "comparisons/leavens.md": guide_folder.append("comparisons/leavens.md", "{fact:rye.rise}"),
        "questions/checkpoints.yaml": guide_folder.append("questions/checkpoints.yaml", "- id: second"),
        "sections/soda.md": guide_folder.append("sections/soda.md", "{fact:rye.rise}"),
        "sections/yeast.md": guide_folder.append("sections/yeast.md", "/// unknown\n///"),
    }
    places = [mistake.split(": ")[0] for mistake in guide_folder.mistakes]
    assert {f"{name}:{line}" for name, line in lines.items()} == set(places)
    assert len(places) > len(lines)
