"""Decision trees: questions whose options lead to another question or to a target.

A tree is data. It is walked by hand (`Tree.follow`, the reader picks options) or by rule (`Tree.decide`, the
conditions on the options pick). Pure: no Django, and nothing here knows what the targets are.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studyguide.arithmetic import evaluate, names_in

Given = float | int | str | bool
Workload = Mapping[str, Given | None]
Figures = Mapping[str, float]

OPERATORS: dict[str, Callable[[object, object], bool]] = {
    "==": operator.eq,
    "<=": operator.le,  # type: ignore[dict-item]  # both sides are numbers by then
    ">": operator.gt,  # type: ignore[dict-item]
    "in": lambda value, group: value in group,  # type: ignore[operator]
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`field operator value`; a value that begins with `$` is a formula over facts.

    A yes counts as 1 and a no as 0 where it is compared by size, so `gpu <= $oven.gpu` says that a need is met.
    `origin` is the formula that a bound value came from.
    """

    field: str
    operator: str
    value: Given | list[str]
    origin: str = ""

    @property
    def formula(self) -> str:
        return self.value[1:] if isinstance(self.value, str) and self.value.startswith("$") else ""

    def holds(self, workload: Workload, figures: Figures) -> bool:
        """Whether the workload meets it; a field that was left empty meets no condition."""
        given, limit = workload[self.field], self.value
        if given is None:
            return False
        if isinstance(limit, str) and limit.startswith("$"):
            limit = evaluate(limit[1:], figures)
        return OPERATORS[self.operator](given, limit)

    def bound(self, figures: Figures) -> "Condition":
        """The same condition with its formula computed, once for many workloads."""
        return replace(self, value=evaluate(self.formula, figures), origin=self.formula) if self.formula else self

    @property
    def fact_keys(self) -> list[str]:
        """The facts that its value comes from."""
        return [name for name in names_in(self.formula or self.origin) if "." in name]


@dataclass(frozen=True, slots=True)
class Option:
    """One way out of a node: to the node `next`, or to the target `result`.

    It applies when every condition of `when` holds and, if there are any, at least one of `any_of`.
    `short` is the label in a path, `because` says why this option leads where it does.
    """

    id: str
    label: str
    when: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()
    next: str = ""
    result: str = ""
    because: str = ""
    short: str = ""

    def applies(self, workload: Workload, figures: Figures) -> bool:
        for condition in self.when:
            if not condition.holds(workload, figures):
                return False
        for condition in self.any_of:
            if condition.holds(workload, figures):
                return True
        return not self.any_of

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (*self.when, *self.any_of)

    @property
    def fact_keys(self) -> list[str]:
        """The facts that the conditions compare with."""
        return list(dict.fromkeys(key for condition in self.conditions for key in condition.fact_keys))

    @property
    def path_label(self) -> str:
        """What a path calls it: its short form, or its label begun in lower case."""
        return self.short or self.label[:1].lower() + self.label[1:]

    def bound(self, figures: Figures) -> "Option":
        when, any_of = (tuple(condition.bound(figures) for condition in group) for group in (self.when, self.any_of))
        return replace(self, when=when, any_of=any_of)


@dataclass(frozen=True, slots=True)
class Node:
    """A question. `short` is its form for the figure, `hint` a sentence that helps to answer it."""

    id: str
    question: str
    short: str
    options: tuple[Option, ...]
    hint: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that may name a fact."""
        options = (text for option in self.options for text in (option.label, option.because))
        return (self.question, self.short, self.hint, *options)

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)

    def first(self, workload: Workload, figures: Figures) -> Option | None:
        """The first option that applies to the workload."""
        for option in self.options:
            if option.applies(workload, figures):
                return option
        return None

    @property
    def fields(self) -> set[str]:
        """What its conditions ask about."""
        return {condition.field for option in self.options for condition in option.conditions}


@dataclass(frozen=True, slots=True)
class Step:
    node: Node
    option: Option


@dataclass(frozen=True, slots=True)
class Walk:
    """The steps taken, and then either the open question or the target reached."""

    steps: tuple[Step, ...]
    node: Node | None
    result: str


@dataclass(frozen=True, slots=True)
class Tree:
    start: str
    nodes: Mapping[str, Node]

    def __bool__(self) -> bool:
        return bool(self.nodes)

    def follow(self, choices: Mapping[str, str]) -> Walk:
        """Walk by a reader's choices, `{node id: option id}`, as far as they go.

        A choice for a node off the path, or for an option that does not exist, is ignored.
        """
        return self._walk(lambda node: node.option(choices.get(node.id, "")))

    def decide(self, workload: Workload, figures: Figures) -> Walk:
        """Walk by rule: at each node the first option that applies to the workload."""
        return self._walk(lambda node: node.first(workload, figures))

    def _walk(self, choose: Callable[[Node], Option | None]) -> Walk:
        steps: list[Step] = []
        node = self.nodes[self.start]
        while option := choose(node):
            steps.append(Step(node, option))
            if option.result:
                return Walk(tuple(steps), None, option.result)
            node = self.nodes[option.next]
        return Walk(tuple(steps), node, "")

    def bound(self, figures: Figures) -> "Tree":
        """The same tree with every formula computed: it decides as before, for any figures, and faster."""
        return Tree(
            self.start,
            {
                key: replace(node, options=tuple(option.bound(figures) for option in node.options))
                for key, node in self.nodes.items()
            },
        )

    def with_texts(self, change: Callable[[str, str], str], name: Callable[[str], str]) -> "Tree":
        """The same tree with every text replaced by `change(text, node id)`, and every label by `name(text)`."""
        return Tree(self.start, {node.id: _with_texts(node, change, name) for node in self.nodes.values()})

    def options(self) -> Iterator[Step]:
        """Every option of every node, in the order of the file."""
        for node in self.nodes.values():
            for option in node.options:
                yield Step(node, option)

    def loops(self) -> list[str]:
        """The ids of nodes from which a walk can come back to where it was."""
        return [node_id for node_id in self.nodes if node_id in self.reached_from(node_id)]

    def reached_from(self, node_id: str) -> set[str]:
        """The nodes that a walk can reach after leaving `node_id`."""
        reached: set[str] = set()
        ahead = [node_id]
        while ahead:
            for option in self.nodes[ahead.pop()].options:
                if option.next in self.nodes and option.next not in reached:
                    reached.add(option.next)
                    ahead.append(option.next)
        return reached


def _with_texts(node: Node, change: Callable[[str, str], str], name: Callable[[str], str]) -> Node:
    return replace(
        node,
        question=change(node.question, node.id),
        short=change(node.short, node.id),
        hint=change(node.hint, node.id),
        options=tuple(
            replace(option, label=name(option.label), because=change(option.because, node.id))
            for option in node.options
        ),
    )


def tree_from_plain(plain: Mapping[str, Any]) -> Tree:
    """The tree that `dataclasses.asdict` took apart, as it comes back from a JSON column."""
    return Tree(plain["start"], {key: _node(node) for key, node in plain["nodes"].items()})


def _node(plain: Mapping[str, Any]) -> Node:
    return Node(**{**plain, "options": tuple(_option(option) for option in plain["options"])})


def _option(plain: Mapping[str, Any]) -> Option:
    groups = {name: tuple(Condition(**condition) for condition in plain[name]) for name in ("when", "any_of")}
    return Option(**{**plain, **groups})
