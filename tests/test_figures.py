"""The decision tree and the spectrum, drawn from this project's guide and from made-up data."""

import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from studyguide import figures
from studyguide.decision import Node, Option, Tree
from studyguide.documents import Problems
from studyguide.drawing import text_width
from studyguide.factfile import FactFile, read_fact_file
from studyguide.facts import shown
from studyguide.figures import Spectrum, Stop
from studyguide.roles import filled
from studyguide.spectrum import narrow_spectrum, wide_spectrum
from studyguide.targets import Family, Target
from studyguide.tree_drawing import reading_order

URL = "/guides/some-guide/"
FACTS = Path(__file__).parent.parent / "content" / "aws-ml-deployment-targets" / "facts.yaml"
both = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])


# The data


@pytest.fixture(scope="module")
def file() -> FactFile:
    problems = Problems()
    file = read_fact_file(FACTS, problems)
    assert not list(problems)
    return file


@pytest.fixture(scope="module")
def tree(file: FactFile) -> Tree:
    def fill(text):
        return filled(text, lambda _kind, key, unit: shown(file.book[key], unit))

    return file.tree.with_texts(lambda text, _node: fill(text), fill)


MEADOW = Family("meadow", "Meadow", "triangle", 2)
WOOD = Family("wood", "Wood", "hexagon", 6)
MUSHROOMS = {
    "chanterelle": Target("chanterelle", "Golden chanterelle", "Chanterelle", WOOD, "chanterelle", ""),
    "parasol": Target("parasol", "Parasol mushroom", "Parasol", MEADOW, "parasol", ""),
    "none": Target("none", "Leave it & walk on", "Leave it", MEADOW, "leave-it", ""),
}


def option(number, next="", result=""):  # noqa: A002
    return Option(f"o{number}", f"Option {number}", next=next, result=result)


def node(key, short, *options):
    return Node(key, f"{short} In full.", short, options)


MUSHROOM_TREE = Tree(
    "gills",
    {
        "gills": node("gills", "Are there gills?", option(1, next="ring"), option(2, next="ridges")),
        "ring": node("ring", "Is there a ring?", option(3, result="parasol"), option(4, next="ridges")),
        "ridges": node("ridges", "Blunt ridges?", option(5, result="chanterelle"), option(6, result="none")),
    },
)

MUSHROOM_SPECTRUM = Spectrum(
    title="From wild to grown",
    start_label="Wild",
    end_label="Grown",
    work_label="Walking grows this way",
    levels={"light": "Light it needs", "care": "Care it needs"},
    stops=(
        Stop(("chanterelle",), "Chanterelle", "Found in woods.", {"light": 2, "care": 1}),
        Stop(("parasol", "none"), "In fields", "Found in fields.", {"light": 5, "care": 3}),
    ),
)


def random_tree(seed: int, size: int) -> Tree:
    """A tree of `size` nodes with two to four options, most of which lead a few nodes on."""
    chance = random.Random(seed)
    words = ["is", "it", "overwhelmingly", "large", "or", "12 GB", "small", "and", "unforeseeable"]
    nodes = {}
    for place in range(size):
        options = []
        for number in range(chance.choice([2, 2, 3, 4])):
            goes_on = place + 1 < size and (chance.random() < 0.5 or (number == 0))
            after = f"n{min(size - 1, place + 1 + (chance.randrange(4) if number else 0))}" if goes_on else ""
            label = " ".join(chance.choices(words, k=chance.randint(1, 6)))
            target = "" if goes_on else chance.choice(list(MUSHROOMS))
            options.append(Option(f"o{number}", label, next=after, result=target))
        nodes[f"n{place}"] = node(f"n{place}", " ".join(chance.choices(words, k=6)) + "?", *options)
    return Tree("n0", nodes)


# Reading a drawing


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in element.get("class", "").split()]


def rect_box(rect: ET.Element) -> Box:
    x, y, width, height = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def circle_box(circle: ET.Element) -> Box:
    x, y, radius = (float(circle.get(key)) for key in ("cx", "cy", "r"))
    return Box(x - radius, y - radius, x + radius, y + radius)


def text_box(text: ET.Element) -> Box:
    """The box of a text by the estimate that the drawings use."""
    size, bold = float(text.get("font-size", 13)), text.get("font-weight") == "600"
    boxes = []
    for line in text:
        width, x, y = text_width(line.text, size, bold=bold), float(line.get("x")), float(line.get("y"))
        left = {"start": x, "middle": x - width / 2, "end": x - width}[text.get("text-anchor", "start")]
        boxes.append(Box(left, y - 0.75 * size, left + width, y + 0.25 * size))
    return united(boxes)


def united(boxes: list[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def words_of(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def boxes(root: ET.Element, css: str) -> list[Box]:
    return [rect_box(rect) for rect in of_class(root, css)]


def view_box(root: ET.Element) -> Box:
    x, y, width, height = map(float, root.get("viewBox").split())
    return Box(x, y, x + width, y + height)


def points_along(path: ET.Element) -> Iterator[tuple[float, float]]:
    """Points a unit or so apart along the straight runs of an edge."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d"))]
    for (x1, y1), (x2, y2) in pairwise(zip(numbers[::2], numbers[1::2], strict=True)):
        steps = int(max(abs(x2 - x1), abs(y2 - y1))) + 1
        for step in range(steps + 1):
            yield x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps


def check_drawing(svg: str, *, narrow: bool) -> None:
    """What holds for every tree: texts in their shapes, no boxes over each other, no edge through a box."""
    root = parsed(svg)
    cards, chips = boxes(root, "card"), boxes(root, "chip-box")
    for question in of_class(root, "question"):
        card = rect_box(of_class(question, "card")[0])
        assert all(card.holds(text_box(text)) for css in ("asks", "label") for text in of_class(question, css))
    for chip in of_class(root, "chip"):
        assert rect_box(of_class(chip, "chip-box")[0]).holds(text_box(of_class(chip, "chip-name")[0]))
    labels = [text_box(label) for label in of_class(root, "label")]
    numbers = [circle_box(circle) for number in of_class(root, "to") for circle in number.iter("circle")]
    assert not any(label.overlaps(other) for label in labels for other in [*chips, *numbers])
    assert not any(one.overlaps(other) for one, other in combinations(cards, 2))
    assert not any(one.overlaps(other) for one, other in combinations(chips, 2))
    assert narrow or not any(card.overlaps(chip) for card in cards for chip in chips)
    assert all(view_box(root).holds(box) for box in [*cards, *chips])
    solid = cards if narrow else [*cards, *chips]
    for x, y in (point for path in of_class(root, "edge") for point in points_along(path)):
        assert not any(box.left + 1 < x < box.right - 1 and box.top + 1 < y < box.bottom - 1 for box in solid)


# The decision tree


@both
def test_real_tree_is_drawn_without_overlaps(tree, file, narrow):
    check_drawing(figures.decision_tree_svg(tree, file.targets, URL, narrow=narrow), narrow=narrow)


@both
def test_another_tree_is_drawn_without_overlaps(narrow):
    check_drawing(figures.decision_tree_svg(MUSHROOM_TREE, MUSHROOMS, URL, narrow=narrow), narrow=narrow)


@both
@pytest.mark.parametrize("seed", range(12))
def test_any_tree_is_drawn_without_overlaps(seed, narrow):
    tree = random_tree(seed, size=3 + 2 * seed)
    check_drawing(figures.decision_tree_svg(tree, MUSHROOMS, URL, narrow=narrow), narrow=narrow)


@both
def test_every_question_and_option_is_drawn(tree, file, narrow):
    root = parsed(figures.decision_tree_svg(tree, file.targets, URL, narrow=narrow))
    drawn = [
        (words_of(of_class(question, "asks")[0]), [words_of(label) for label in of_class(question, "label")])
        for question in of_class(root, "question")
    ]
    expected = [(node.short, [option.label for option in node.options]) for node in tree.nodes.values()]
    assert sorted(drawn) == sorted(expected)


@both
def test_every_result_is_a_link_to_its_section(tree, file, narrow):
    root = parsed(figures.decision_tree_svg(tree, file.targets, URL, narrow=narrow))
    drawn = [(link.get("href"), words_of(link)) for link in of_class(root, "chip")]
    results = [file.targets[step.option.result] for step in tree.options() if step.option.result]
    assert sorted(drawn) == sorted((f"{URL}{target.section}/", target.name) for target in results)


@both
def test_chips_carry_colour_and_shape_of_the_family(narrow):
    svg = figures.decision_tree_svg(MUSHROOM_TREE, MUSHROOMS, URL, narrow=narrow)
    chip = next(chip for chip in of_class(parsed(svg), "chip") if words_of(chip) == "Golden chanterelle")
    assert "family-6" in chip.get("class").split()
    assert "M8 .9 14.3 4.4" in of_class(chip, "shape")[0][0].get("d")


@both
def test_every_way_on_is_an_edge_with_the_number_of_its_question(tree, file, narrow):
    root = parsed(figures.decision_tree_svg(tree, file.targets, URL, narrow=narrow))
    place_of = {
        words_of(of_class(card, "asks")[0]): words_of(of_class(card, "number")[0])
        for card in of_class(root, "question")
    }
    drawn = [words_of(number) for number in of_class(root, "to")]
    expected = [place_of[tree.nodes[step.option.next].short] for step in tree.options() if step.option.next]
    assert sorted(drawn) == sorted(expected)


@both
def test_every_question_but_the_first_has_an_arrow_at_its_edge(tree, file, narrow):
    root = parsed(figures.decision_tree_svg(tree, file.targets, URL, narrow=narrow))
    tips = [tuple(map(float, re.findall(r"[\d.]+", tip.get("d"))))[:2] for tip in of_class(root, "tip")]
    points = [Box(x - 0.2, y - 0.2, x + 0.2, y + 0.2) for x, y in tips]
    pointed_at = [any(card.overlaps(point) for point in points) for card in boxes(root, "card")]
    assert pointed_at == [False] + [True] * (len(tree.nodes) - 1)


@both
def test_drawing_is_the_same_each_time(tree, file, narrow):
    once, again = (figures.decision_tree_svg(tree, file.targets, URL, narrow=narrow) for _ in range(2))
    assert once == again


def test_edges_to_different_questions_never_run_on_top_of_each_other(tree, file):
    root = parsed(figures.decision_tree_svg(tree, file.targets, URL, narrow=False))
    taken: dict[tuple[int, int], str] = {}
    shared = 0
    for way in of_class(root, "option"):
        if not of_class(way, "to"):
            continue
        to = words_of(of_class(way, "to")[0])
        for x, y in points_along(of_class(way, "edge")[0]):
            shared += taken.setdefault((round(x), round(y)), to) != to
    assert shared <= 2 * 6  # the points where edges cross


def test_narrow_drawing_fits_a_phone(tree, file):
    root = parsed(figures.decision_tree_svg(tree, file.targets, URL, narrow=True))
    assert view_box(root).right - view_box(root).left == 360
    sizes = [float(element.get("font-size")) for element in root.iter() if element.get("font-size")]
    assert min(sizes) >= 12


def test_wide_drawing_keeps_its_type_readable_in_a_text_column(tree, file):
    room = view_box(parsed(figures.decision_tree_svg(tree, file.targets, URL, narrow=False)))
    assert 700 <= room.right - room.left <= 800


def test_reading_order_has_every_question_after_those_that_lead_to_it(tree):
    places = {node.id: place for place, node in enumerate(reading_order(tree))}
    assert reading_order(tree)[0].id == tree.start
    assert len(places) == len(tree.nodes)
    assert all(places[step.node.id] < places[step.option.next] for step in tree.options() if step.option.next)


def test_reading_order_keeps_a_question_that_nothing_leads_to():
    stray = node("stray", "Stray?", option(7, next="ridges"), option(8, result="none"))
    tree = Tree("gills", {"stray": stray, **MUSHROOM_TREE.nodes})
    assert [node.id for node in reading_order(tree)] == ["gills", "ring", "stray", "ridges"]


def test_text_of_the_tree_has_every_question_and_option(tree, file):
    root = parsed(f"<div>{figures.decision_tree_text(tree, file.targets, URL)}</div>")
    text = words_of(root)
    assert all(node.question in text for node in tree.nodes.values())
    assert all(f"{step.option.label}: " in text for step in tree.options())
    assert len(root.findall("ol/li")) == len(tree.nodes)


def test_text_of_the_tree_leads_to_questions_and_targets():
    root = parsed(f"<div>{figures.decision_tree_text(MUSHROOM_TREE, MUSHROOMS, URL)}</div>")
    ids = {element.get("id") for element in root.iter()}
    links = [link.get("href") for link in root.iter("a")]
    assert all(href.removeprefix("#") in ids for href in links if href.startswith("#"))
    assert "Option 4: go to question 3" in words_of(root)
    assert f"{URL}parasol/" in links


# The spectrum


def check_spectrum(svg: str) -> None:
    root = parsed(svg)
    texts = [text_box(text) for text in root.iter("text")]
    assert not any(one.overlaps(other) for one, other in combinations(texts, 2))
    assert all(view_box(root).holds(box) for box in [*texts, *boxes(root, "chip-box")])
    assert not any(one.overlaps(other) for one, other in combinations(boxes(root, "chip-box"), 2))


@both
def test_real_spectrum_is_drawn_without_overlaps(file, narrow):
    check_spectrum(figures.spectrum_svg(file.spectrum, file.targets, URL, narrow=narrow))


@both
def test_another_spectrum_is_drawn_without_overlaps(narrow):
    check_spectrum(figures.spectrum_svg(MUSHROOM_SPECTRUM, MUSHROOMS, URL, narrow=narrow))


@both
def test_every_target_of_the_spectrum_is_a_link_in_order_of_its_stop(file, narrow):
    root = parsed(figures.spectrum_svg(file.spectrum, file.targets, URL, narrow=narrow))
    drawn = [link.get("href") for link in of_class(root, "chip")]
    stops = [[f"{URL}{file.targets[key].section}/" for key in stop.targets] for stop in file.spectrum.stops]
    for hrefs in stops:
        assert sorted(drawn[: len(hrefs)]) == sorted(hrefs)
        drawn = drawn[len(hrefs) :]


@both
def test_spectrum_says_everything(narrow):
    text = words_of(parsed(figures.spectrum_svg(MUSHROOM_SPECTRUM, MUSHROOMS, URL, narrow=narrow)))
    for part in (
        "Wild",
        "Grown",
        "Walking grows this way",
        "Light it needs",
        "Care it needs",
        "In fields",
        "Found in woods.",
    ):
        assert part in text


@both
def test_levels_are_bars_of_five_with_as_many_full_as_the_level(narrow):
    root = parsed(figures.spectrum_svg(MUSHROOM_SPECTRUM, MUSHROOMS, URL, narrow=narrow))
    levels = [level for stop in MUSHROOM_SPECTRUM.stops for level in stop.levels.values()]
    assert len(of_class(root, "full")) == sum(levels)
    assert len(of_class(root, "empty")) == 5 * len(levels) - sum(levels)


def test_work_is_thickest_where_control_is():
    x = [float(number) for number in re.findall(r"-?[\d.]+", wedge(wide_spectrum))]
    (start_x, _), (end_x, _) = (x[6], x[7]), (x[4], x[5])
    assert start_x < end_x
    assert x[7] - x[1] > x[5] - x[3]


def wedge(draw) -> str:
    canvas = draw(MUSHROOM_SPECTRUM, MUSHROOMS, URL)
    return of_class(parsed(canvas.svg("x", "x", "x")), "work")[0].get("d")


def test_work_grows_upward_in_the_narrow_drawing():
    corners = [float(number) for number in re.findall(r"-?[\d.]+", wedge(narrow_spectrum))]
    top_width, bottom_width = corners[0] - corners[6], corners[2] - corners[4]
    assert top_width > bottom_width


def test_label_that_only_repeats_the_names_is_not_drawn_twice():
    chanterelle, fields = MUSHROOM_SPECTRUM.stops
    assert chanterelle.heading(MUSHROOMS) == ""
    assert fields.heading(MUSHROOMS) == "In fields"


def test_text_of_the_spectrum_has_the_stops_in_order_with_their_levels():
    root = parsed(f"<div>{figures.spectrum_text(MUSHROOM_SPECTRUM, MUSHROOMS, URL)}</div>")
    first, second = (words_of(item) for item in root.findall("ol/li"))
    assert first == "Golden chanterelle. Found in woods. Light it needs: 2 of 5; Care it needs: 1 of 5."
    assert second.startswith("In fields: Parasol mushroom, Leave it & walk on. Found in fields.")


def test_spectrum_without_stops_is_no_spectrum():
    assert not replace(MUSHROOM_SPECTRUM, stops=())


# Both figures


EVIL = '<script>alert("1")</script> & more'


@pytest.fixture
def evil() -> list[str]:
    """Both figures with markup in every text."""
    target = Target("t", EVIL, EVIL, WOOD, "s", EVIL)
    options = (Option("a", EVIL, result="t"), Option("b", EVIL, next="end"))
    end = Node("end", EVIL, EVIL, (Option("a", EVIL, result="t"), Option("b", EVIL, result="t")))
    tree = Tree("start", {"start": Node("start", EVIL, EVIL, options), "end": end})
    stop = Stop(("t",), EVIL + "!", EVIL, {"level": 3})
    spectrum = Spectrum(EVIL, EVIL, EVIL, EVIL, {"level": EVIL}, (stop, stop))
    return [
        figures.tree_figure(tree, {"t": target}, URL, title=EVIL),
        figures.spectrum_figure(spectrum, {"t": target}, URL),
    ]


def test_texts_are_escaped(evil):
    for figure in evil:
        root = parsed(f"<figure>{figure}</figure>")
        assert "<script" not in figure
        assert not any("script" in element.tag for element in root.iter())


@pytest.fixture(scope="module")
def whole(tree, file) -> list[ET.Element]:
    parts = figures.tree_figure(tree, file.targets, URL), figures.spectrum_figure(file.spectrum, file.targets, URL)
    return [parsed(f"<figure>{part}</figure>") for part in parts]


def test_figure_has_both_drawings_and_the_text(whole):
    for root in whole:
        assert [part.get("class") for part in root] == ["drawing wide", "drawing narrow", "text-twin"]
        assert root.find("details/summary").text == "Read this figure as text"
        assert root.find("details/ol") is not None


def test_ids_are_alone_on_the_page_and_names_resolve(whole):
    ids = [element.get("id") for root in whole for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for svg in (svg for root in whole for svg in root.findall("div/svg")):
        assert svg.get("role") == "group"  # an image would hide the links it holds
        assert svg.get("aria-labelledby") in ids
        assert svg.get("aria-describedby") in ids
        assert svg.find("title").text
        assert svg.find("desc").text


def test_nothing_is_styled_in_place(whole):
    for element in (element for root in whole for element in root.iter()):
        assert element.tag not in ("style", "script")
        assert not {"style", "fill", "stroke", "color", "onclick"} & set(element.keys())


def test_every_class_of_the_drawings_has_a_rule():
    css = (Path(__file__).parent.parent / "static" / "css" / "figures.css").read_text()
    canvases = [wide_spectrum(MUSHROOM_SPECTRUM, MUSHROOMS, URL).svg("x", "x", "x")]
    canvases.append(figures.decision_tree_svg(MUSHROOM_TREE, MUSHROOMS, URL, narrow=False))
    used = {name for svg in canvases for names in re.findall(r'class="([^"]+)"', svg) for name in names.split()}
    groups = {"asks", "label", "end", "question", "option", "level", "stop-names", "stop-row"}  # as the text around
    assert {name for name in used - groups if f".{name}" not in css} == set()
