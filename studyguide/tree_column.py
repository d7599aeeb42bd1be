"""A decision tree as a narrow drawing: a column of cards in reading order, for a phone.

Options stand in rows. An edge to the next card runs straight down; the others run in lanes at the right, one for each
card they lead to. Lengths are user units, about CSS pixels. Pure: no Django.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studyguide.decision import Node, Option
from studyguide.drawing import BORDER, Canvas, Chip, line, wrap
from studyguide.edges import Route, joined
from studyguide.tree_drawing import BADGE, NUMBER_X, QUESTION_X, Card, Cell, Scene, draw_way, make_card, make_chip

WIDTH = 360.0 - 2 * BORDER
GAP = 26.0
LANE_PITCH = 9.0
LANE_BEGIN = BADGE + 7
CHIP_ROOM = 174.0
CHIP_INDENT = 8.0
BETWEEN = 10.0
ROW_PADDING = 6.0


@dataclass(frozen=True, slots=True)
class Row:
    """A cell of a placed card, from `top` to `bottom`."""

    cell: Cell
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def narrow_tree(scene: Scene) -> Canvas:
    lanes = _lanes(scene)
    width = WIDTH - (LANE_BEGIN + LANE_PITCH * max(lanes.values()) if lanes else 0)
    cards = _stack([_card(node, scene, width) for node in scene.order])
    routes = dict(_routes(scene, cards, lanes))
    canvas = Canvas(WIDTH, max(row.bottom for card in cards.values() for row in _rows(card)))
    canvas.shapes = [_draw(card, routes, scene) for card in cards.values()]
    return canvas


def _lanes(scene: Scene) -> dict[str, int]:
    """The lane of each card that is reached from one not right above it; short ways in the inner lanes."""
    starts: dict[str, int] = {}
    for place, node in enumerate(scene.order, 1):
        for option in node.options:
            if option.next and not _is_straight(node, option.id, scene):
                starts.setdefault(option.next, place)
    lanes: dict[str, int] = {}
    for target in sorted(starts, key=lambda node_id: scene.places[node_id] - starts[node_id]):
        beside = {lanes[other] for other in lanes if _overlap(target, other, starts, scene.places)}
        lanes[target] = min(set(range(len(starts))) - beside)
    return lanes


def _overlap(one: str, other: str, starts: Mapping[str, int], places: Mapping[str, int]) -> bool:
    return starts[one] < places[other] and starts[other] < places[one]


def _is_straight(node: Node, option_id: str, scene: Scene) -> bool:
    """Whether the option is the last of its card and leads to the card right below."""
    option = node.options[-1]
    return option.id == option_id and scene.places.get(option.next) == scene.places[node.id] + 1


def _card(node: Node, scene: Scene, width: float) -> Card:
    return make_card(node, [_cell(option, scene, width) for option in node.options], width)


def _cell(option: Option, scene: Scene, width: float) -> Cell:
    chip = make_chip(option, scene, CHIP_ROOM)
    taken = CHIP_INDENT + CHIP_ROOM if chip else BADGE
    return Cell(option, wrap(option.label, width - QUESTION_X - BETWEEN - taken), chip)


def _stack(cards: Sequence[Card]) -> dict[str, Card]:
    placed: dict[str, Card] = {}
    top = 0.0
    for card in cards:
        placed[card.node.id] = replace(card, top=top)
        top = _rows(placed[card.node.id])[-1].bottom + GAP
    return placed


def _rows(card: Card) -> list[Row]:
    rows: list[Row] = []
    for cell in card.cells:
        top = rows[-1].bottom if rows else card.top + card.head
        height = max(cell.label.height, 2 * BADGE, cell.chip.height if cell.chip else 0)
        rows.append(Row(cell, top, top + height + 2 * ROW_PADDING))
    return rows


def _routes(
    scene: Scene, cards: Mapping[str, Card], lanes: Mapping[str, int]
) -> Iterator[tuple[tuple[str, str], Route]]:
    """The edge of every option that has one, by node and option."""
    keys, routes = [], []
    for card in cards.values():
        for row in _rows(card):
            if row.cell.option.next:
                keys.append((card.node.id, row.cell.option.id))
                routes.append(_route(card, row, cards[row.cell.option.next], lanes, scene))
    return zip(keys, joined(routes), strict=True)


def _route(card: Card, row: Row, after: Card, lanes: Mapping[str, int], scene: Scene) -> Route:
    if _is_straight(card.node, row.cell.option.id, scene):
        return Route(after.node.id, ((NUMBER_X, row.bottom), (NUMBER_X, after.top)))
    lane = card.width + LANE_BEGIN + LANE_PITCH * lanes[after.node.id]
    points = (card.width, row.middle), (lane, row.middle), (lane, after.door), (card.width, after.door)
    return Route(after.node.id, points)


def _draw(card: Card, routes: Mapping[tuple[str, str], Route], scene: Scene) -> str:
    rows = _rows(card)
    options = ""
    for row in rows:
        label = row.cell.label.svg(QUESTION_X, row.middle - row.cell.label.height / 2, "label")
        rule = "" if row is rows[0] else line(0, row.top, card.width, row.top, "rule")
        way = routes.get((card.node.id, row.cell.option.id))
        end = draw_way(way, scene) if way else _draw_chip(card, row.cell.chip, row.middle, scene)
        options += f'<g class="option">{rule}{label}{end}</g>'
    return f'<g class="question">{card.draw_head(scene, rows[-1].bottom - card.top)}{options}</g>'


def _draw_chip(card: Card, shown: Chip | None, middle: float, scene: Scene) -> str:
    left = card.width - CHIP_INDENT - CHIP_ROOM
    return shown.svg(left, middle - shown.height / 2, CHIP_ROOM, scene.guide_url) if shown else ""
