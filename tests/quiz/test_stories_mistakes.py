"""Every mistake in stories.yaml is reported where it stands, and none of them breaks the reader."""

import shutil

import pytest

from quiz.generated.checking import check_stories
from quiz.generated.reading import read_stories
from studyguide.content import read_guide
from studyguide.documents import Problems
from tests.conftest import GuideFolder
from tests.quiz.generated_guides import BREAD

STORIES = "stories.yaml"
GUIDE = read_guide(BREAD, (), Problems())
LINES = (BREAD / STORIES).read_text().split("\n")
VALUES = ("7", "[]", "{}", "x", "''", "[[x]]", "{from: 3}", "null")

# The beginning of a line, what is written for it, and the mistake that is reported there.
MISTAKES = [
    ("  minutes: {minutes: 1, hours: 60}", "  minutes: {minutes: 0}", "`minutes` is 0: expected more than 0"),
    ("  minutes: {minutes: 1, hours: 60}", "  minutes: {minutes: 1 / 0}", "`minutes` cannot be computed"),
    ("  minutes: {minutes: 1, hours: 60}", "  hours: {hours: 1}", "unknown field `hours`"),
    ("  - [minutes, <=, 2400]", "  - [minutes, about, 2400]", "no condition"),
    ("  - [minutes, <=, 2400]", "  - [hours, <=, 40]", "unknown field `hours`"),
    ("      crumb_mm: null", "      crumb_inches: null", "unknown field `crumb_inches`"),
    ("      mood: [hasty, patient, curious]", "      mood: [hasty, cross]", "`mood`: a value that it cannot have"),
    ("      loaves: {from: 2, to: 90}", "      loaves: {from: 90, to: 2}", "`loaves`: no range of numbers above 0"),
    ("      loaves: {from: 2, to: 90}", "      loaves: {about: 2}", "`loaves`: neither `usually` nor `from` and `to`"),
    ('    - say: ["{loaves} a month are wanted."]', '    - say: ["{laoves}."]', "`{laoves}` stands for nothing"),
    ('        - "The {item} may rise for {minutes}."', "        - The {time} is long.", "`{time}` stands for nothing"),
    ('    - say: ["{loaves} a month"]', "    - say: []", "a claim that says nothing"),
    ("    scenes: [A village wants bread again.]", "    scenes: []", "`scenes` holds no text: expected at least one"),
    ("    words: {item: loaf, caller: the baker}", "    words: {item: loaf}", "domain `village` lacks caller"),
    ("    values: {loaves: {from: 20, to: 90}}", "    values: {loafs: 3}", "unknown field `loafs`"),
    ("  yeast: {text: Packets,", "  dough: {text: Packets,", "unknown target `dough`"),
    ("    - draw: {weeks: {from: 2, to: 9}}", "    - draw: {weeks: {from: 9, to: 2}}", "`weeks` cannot be drawn"),
    ("      formula: loaves * weeks *", "      formula: laoves * weeks *", "`laoves * weeks * yeast.price.loaf` can"),
    ("  stops_nothing:", "  stops_no:", "unknown key `stops_no`"),
]  # fmt: skip


def problems_of(text, folder):
    (folder / STORIES).write_text(text)
    problems = Problems()
    file = read_stories(folder / STORIES, problems)
    if file:
        check_stories(file, GUIDE.advisor, GUIDE.facts, GUIDE.objectives, GUIDE.outline, problems)
    return list(problems)


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES)
def test_a_mistake_is_reported_on_its_line(tmp_path, right, wrong, said):
    number = next(number for number, line in enumerate(LINES, 1) if line.startswith(right))
    changed = [*LINES]
    changed[number - 1] = changed[number - 1].replace(right, wrong)
    found = {problem.line: str(problem) for problem in problems_of("\n".join(changed), tmp_path)}
    assert said in found.get(number, ""), found


@pytest.mark.parametrize("number", [number for number, line in enumerate(LINES, 1) if ":" in line and line[0] != "#"])
def test_whatever_stands_on_a_line_can_be_read(tmp_path, number):
    """Each is reported, or means something; a mistake that leaves nothing told is one of what has to be told."""
    before, head, after = LINES[: number - 1], LINES[number - 1].split(":")[0], LINES[number:]
    for value in VALUES:
        for problem in problems_of("\n".join([*before, f"{head}: {value}", *after]), tmp_path):
            assert problem.line > 1, problem


def test_what_is_missing_is_reported_where_it_belongs(tmp_path):
    text = "\n".join(LINES).replace('    - say: ["{loaves} a month are wanted."]\n', "")
    at = LINES.index("tell:") + 2  # a mapping begins with its first line
    assert [(p.line, p.wrong) for p in problems_of(text, tmp_path)] == [(at, "`loaves` is never told")]


def test_stories_of_which_no_case_comes_are_reported(tmp_path):
    folder = GuideFolder(shutil.copytree(BREAD, tmp_path / "bread"))
    folder.replace(STORIES, "      has_acid: [true, false]\n", "")
    line = folder.line_of(STORIES, "  - id: village")
    said = "no case can be made: expected domains and usual values that leave one target as the one that fits"
    assert folder.mistakes == [f"stories.yaml:{line}: {said}"]
