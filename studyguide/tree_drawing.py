"""A decision tree as a wide drawing: a flow of cards from top to bottom.

A card asks a question and shows its options. An option ends in a target's chip or in an edge to another card, whose
number stands where the edge leaves. Lengths are user units, about CSS pixels. Pure: no Django.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studyguide.decision import Node, Option, Tree
from studyguide.drawing import Canvas, Chip, Words, badge, box, chip, edge, line, tip, wrap
from studyguide.edges import Route
from studyguide.layers import Arrangement, Block, Exit, arrange
from studyguide.targets import Target

ROOM = 740.0  # of a layer of the wide drawing
INSET = 12.0
BADGE = 10.0  # the radius of a number's circle
NUMBER_X = INSET + BADGE
QUESTION_X = NUMBER_X + BADGE + 8
QUESTION_SIZE = 14.0
QUESTION_LINES = 3
CARD_LEAST = 156.0
CELL_LEAST = 44.0
LABEL_ROOM = 92.0
CHIP_ROOM = 140.0
CHIP_BETWEEN = 6.0
STUB = 12.0
CHAIN_GAP = 32.0


@dataclass(frozen=True, slots=True)
class Scene:
    """What every part of a drawing has to know: the number of each question and where links lead."""

    order: Sequence[Node]
    places: Mapping[str, int]
    targets: Mapping[str, Target]
    guide_url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One option of a card: its label, and its chip when it ends the walk."""

    option: Option
    label: Words
    chip: Chip | None

    def least(self, *, compact: bool = False) -> float:
        """The least width of the cell in the wide drawing; in a compact card the chip may stand out below."""
        chip_width = self.chip.width + CHIP_BETWEEN if self.chip and not compact else 0
        return max(self.label.width + 14, chip_width, CELL_LEAST)


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its options. `head` is the height of the part that asks."""

    node: Node
    question: Words
    cells: tuple[Cell, ...]
    width: float
    head: float
    compact: bool = False
    left: float = 0
    top: float = 0

    @property
    def door(self) -> float:
        """The middle of the head."""
        return self.top + self.head / 2

    def draw_head(self, scene: Scene, height: float) -> str:
        rule = self.top + self.head
        return (
            box(self.left, self.top, self.width, height, "card", 8)
            + badge(self.left + NUMBER_X, self.door, BADGE, scene.places[self.node.id], "number")
            + self.question.svg(self.left + QUESTION_X, self.door - self.question.height / 2, "asks")
            + line(self.left, rule, self.left + self.width, rule, "rule")
        )


def make_scene(tree: Tree, targets: Mapping[str, Target], guide_url: str) -> Scene:
    order = reading_order(tree)
    return Scene(order, {node.id: place for place, node in enumerate(order, 1)}, targets, guide_url)


def reading_order(tree: Tree) -> list[Node]:
    """Every node after all that lead to it, and otherwise as a reader of the options meets them."""
    entered = {tree.start, *(step.option.next for step in tree.options())}
    done: dict[str, Node] = {}
    for root in [*(node_id for node_id in tree.nodes if node_id not in entered), tree.start]:
        _finish(tree.nodes[root], tree, done)
    return list(reversed(done.values()))


def _finish(node: Node, tree: Tree, done: dict[str, Node]) -> None:
    """Add to `done` all that follows the node, last options first, and then the node."""
    for option in reversed(node.options):
        if option.next and option.next not in done:
            _finish(tree.nodes[option.next], tree, done)
    done[node.id] = node


def _ways(node: Node) -> list[str]:
    return [option.next for option in node.options if option.next]


def make_card(node: Node, cells: Sequence[Cell], width: float, *, compact: bool = False) -> Card:
    question = wrap(node.short, width - QUESTION_X - INSET, QUESTION_SIZE, bold=True)
    return Card(node, question, tuple(cells), width, max(question.height, 2 * BADGE) + 18, compact)


def make_chip(option: Option, scene: Scene, room: float) -> Chip | None:
    return chip(scene.targets[option.result], room) if option.result else None


# The wide drawing: options side by side at the foot of a card. Cards that follow each other and lead nowhere else
# stand in one line, a chain, which is placed as one block.

Chain = list[Card]


def wide_tree(scene: Scene) -> Canvas:
    chains = _chains(scene)
    plan = arrange([_block(chain) for chain in chains], ROOM)
    canvas = Canvas(plan.width, plan.height)
    for chain in chains:
        canvas.shapes += _draw_chain(chain, plan, scene)
    return canvas


def _wide_card(node: Node, scene: Scene) -> Card:
    cells = [
        Cell(option, wrap(option.label, LABEL_ROOM), make_chip(option, scene, CHIP_ROOM)) for option in node.options
    ]
    return _fitted(node, cells, max(sum(cell.least() for cell in cells), CARD_LEAST))


def _fitted(node: Node, cells: Sequence[Cell], width: float, *, compact: bool = False) -> Card:
    """A card at least `width` wide, and so wide that its question has whole words and at most QUESTION_LINES."""
    card = make_card(node, cells, width, compact=compact)
    while (len(card.question.lines) > QUESTION_LINES or card.question.is_cut(node.short)) and card.width < ROOM:
        card = make_card(node, cells, card.width + 8, compact=compact)
    return card


def _compact(card: Card) -> Card:
    """The same card for the inside of a chain: no edge leaves downward, so a single chip has the whole width."""
    chips = [cell.chip for cell in card.cells if cell.chip]
    if len(chips) > 1:
        return card
    width = max(sum(cell.least(compact=True) for cell in card.cells), *(chip.width for chip in chips), CARD_LEAST)
    return _fitted(card.node, card.cells, min(width, card.width), compact=True)


def _chains(scene: Scene) -> list[Chain]:
    """The cards in runs, each as long as it leads on by its last option alone and fits one line."""
    entered = [node_id for node in scene.order for node_id in _ways(node)]
    chains: list[Chain] = []
    for card in (_wide_card(node, scene) for node in scene.order):
        chain = [*chains[-1][:-1], _compact(chains[-1][-1]), card] if chains else [card]
        leads_on = bool(chains) and _leads_on(chains[-1][-1], card) and entered.count(card.node.id) == 1
        if leads_on and _line_width(chain) <= ROOM:
            chains[-1] = chain
        else:
            chains.append([card])
    return [_level(chain) for chain in chains]


def _leads_on(card: Card, after: Card) -> bool:
    return _ways(card.node) == [card.node.options[-1].next] == [after.node.id]


def _line_width(chain: Chain) -> float:
    return sum(card.width + CHAIN_GAP for card in chain) - CHAIN_GAP


def _level(chain: Chain) -> Chain:
    """The chain with heads of one height, each card at its place in the line."""
    head = max(card.head for card in chain)
    lefts = [sum(card.width + CHAIN_GAP for card in chain[:index]) for index in range(len(chain))]
    return [replace(card, head=head, left=left) for card, left in zip(chain, lefts, strict=True)]


def _foot(card: Card) -> float:
    return card.head + max(cell.label.height for cell in card.cells) + 12 + BADGE


def _whole(card: Card) -> float:
    chips = [cell.chip.height + STUB for cell in card.cells if cell.chip]
    return _foot(card) + max(chips, default=BADGE)


def _spans(card: Card) -> Iterator[tuple[Cell, float, float]]:
    """Each cell with its left edge and width: what it needs, and its share of what is left over."""
    least = [cell.least(compact=card.compact) for cell in card.cells]
    spare = (card.width - sum(least)) / len(least)
    left = card.left
    for cell, width in zip(card.cells, least, strict=True):
        yield cell, left, width + spare
        left += width + spare


def _block(chain: Chain) -> Block:
    first, last = chain[0], chain[-1]
    exits = tuple(
        Exit(left + width / 2, _foot(last), cell.option.next) for cell, left, width in _spans(last) if cell.option.next
    )
    door = (NUMBER_X, first.width - NUMBER_X)
    return Block(first.node.id, last.left + last.width, max(_whole(card) for card in chain), door, exits)


def _draw_chain(chain: Chain, plan: Arrangement, scene: Scene) -> Iterator[str]:
    block_id = chain[0].node.id
    left, top = plan.corners[block_id]
    for card in chain:
        placed = replace(card, left=card.left + left, top=top)
        routes = plan.routes[block_id] if card is chain[-1] else [_sideways(placed)]
        yield _draw_wide(placed, routes, scene)


def _sideways(card: Card) -> Route:
    """From the last option to the head of the card at the right."""
    start = card.left + card.width
    turn, end = start + CHAIN_GAP / 2 + 5, start + CHAIN_GAP
    low = card.top + (card.head + _foot(card)) / 2
    points = (start, low), (turn, low), (turn, card.door), (end, card.door)
    return Route(card.node.options[-1].next, points)


def _draw_wide(card: Card, routes: Sequence[Route], scene: Scene) -> str:
    ways, foot = iter(routes), card.top + _foot(card)
    sideways = any(route.points[0][1] < foot for route in routes)
    lift = BADGE / 2 if routes and not sideways else 0
    options = ""
    for cell, left, width in _spans(card):
        # The number of an edge that leaves sideways takes room at the right.
        label = _draw_label(card, cell, left, width - BADGE if sideways and not cell.chip else width, lift)
        end = _draw_chip(card, cell.chip, left + width / 2, scene) if cell.chip else draw_way(next(ways), scene)
        options += f'<g class="option">{label}{end}</g>'
    return f'<g class="question">{card.draw_head(scene, _foot(card))}{options}</g>'


def _draw_label(card: Card, cell: Cell, left: float, width: float, lift: float) -> str:
    """The label in the middle of its cell, `lift` higher to keep clear of numbers on its lower edge."""
    upper, lower = card.top + card.head, card.top + _foot(card)
    top = (upper + lower - cell.label.height) / 2 - lift
    label = cell.label.svg(left + width / 2, top, "label", "middle")
    return label if cell is card.cells[0] else line(left, upper, left, lower, "rule") + label


def _draw_chip(card: Card, shown: Chip, middle: float, scene: Scene) -> str:
    """The chip below its option, and not beyond the sides of the card."""
    foot = card.top + _foot(card)
    left = min(max(middle - shown.width / 2, card.left), card.left + card.width - shown.width)
    stub = line(middle, foot, middle, foot + STUB, "edge")
    return stub + shown.svg(left, foot + STUB, shown.width, scene.guide_url)


def draw_way(route: Route, scene: Scene) -> str:
    """An edge to another question, whose number stands at its beginning."""
    (x1, y1), (x2, y2) = route.points[-2:]
    direction = ("right" if x2 > x1 else "left") if y1 == y2 else "down"
    number = badge(*route.points[0], BADGE, scene.places[route.to], "number to")
    return edge(route.points) + (tip(x2, y2, direction) if route.arrives else "") + number
