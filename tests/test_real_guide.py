"""What the guide that comes with the project promises about its own text."""

import re

from studyguide.facts import FactError, shown
from studyguide.roles import BLOCK, ROLE, prose_lines

QUOTED = re.compile(r'"[^"]*"')  # what older material says
UNITS = ("", "MB", "GB", "s", "min", "h")


def values(book):
    """Every number with a unit that a fact of the guide can show."""
    for fact in book.values():
        for unit in UNITS:
            try:
                text = shown(fact, unit)
            except FactError:  # not a unit of this fact
                continue
            if re.fullmatch(r"[\d.,]+ \S.*", text):
                yield text


def typed(text, values):
    """The lines of `text` that hold one of the values although no fact put it there."""
    pattern = re.compile(rf"(?<![\w.,-])(?:{'|'.join(map(re.escape, values))})(?!\w)")
    lines = (QUOTED.sub("", ROLE.sub("", line)) for _, line in prose_lines(text) if not BLOCK.match(line))
    return [line for line in lines if pattern.search(line)]


def test_a_typed_value_is_found():
    assert typed("Up to 6 MB.", ["6 MB"]) == ["Up to 6 MB."]
    assert typed('16 MB, 6 MBit, "6 MB", {fact:a as MB}', ["6 MB"]) == []


def test_no_text_types_a_value_that_is_a_fact(real_pages):
    files = real_pages.files
    known = sorted(set(values(files.facts.book)), key=len, reverse=True)
    bodies = [page.body for page in (*files.sections.values(), *files.terms.values())]
    assert len(known) > 300
    assert [line for body in bodies for line in typed(body, known)] == []


def test_the_guide_is_complete(real_pages):
    files = real_pages.files
    assert len(files.sections) >= 22
    assert len(files.terms) >= 30
    assert set(files.comparisons) == {"limits", "matrix", "prices"}
    assert len(next(chapter for chapter in files.chapters if chapter.id == "worked").sections) == 12


PARTS_OF_A_TARGET = [
    'class="target-card',
    'class="pair"',
    'id="hard-limits"',
    'id="how-it-scales"',
    'id="what-you-pay-for"',
    'id="choose-it-when"',
    'id="do-not-choose-it-when"',
    'class="highlight"',
    'class="muddy"',
    'class="checkpoint"',
    'id="read-next"',
]


def test_each_target_has_a_section_with_every_part(real_pages):
    targets = {page.file.target: page.html for page in real_pages.sections if page.file.target}
    assert len(targets) == len(real_pages.files.facts.targets) == 10
    missing = [(target, part) for target, html in targets.items() for part in PARTS_OF_A_TARGET if part not in html]
    assert missing == []
