"""A guide's advisor as its page needs it, and as plain values for a JSON column. Pure: no Django."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from studyguide.advisor.evaluation import Advisor, Limit, make_advisor
from studyguide.advisor.fields import DerivedField, Field, WorkloadFields
from studyguide.advisor.pricing import Assumption, Case, Part, Prices, Variable
from studyguide.advisor.reading import AdvisorFile, Preset, ReadNext, Step
from studyguide.advisor.rules import Remark, Rule
from studyguide.arithmetic import names_in
from studyguide.decision import Condition, Tree, tree_from_plain
from studyguide.factfile import FactFile
from studyguide.facts import Fact, Source, shown
from studyguide.targets import Family, Target


@dataclass(frozen=True, slots=True)
class AdvisorDocument:
    """Everything that the page of an advisor shows.

    `facts` are those that its rules and prices name, and `sources` says as HTML where each of them comes from.
    """

    title: str
    intro: str
    advisor: Advisor
    steps: tuple[Step, ...]
    presets: tuple[Preset, ...]
    read_next: tuple[ReadNext, ...]
    facts: Mapping[str, Fact]
    targets: Mapping[str, Target]
    sources: Mapping[str, str]
    prices: Prices | None = None


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact as a list of facts shows it: with the name of the target that it belongs to, and its source as HTML."""

    label: str
    shown: str
    owner: str
    source: str
    note: str


def shown_fact(document: AdvisorDocument, key: str) -> ShownFact:
    fact = document.facts[key]
    target = document.targets.get(fact.owner)
    owner = target.short if target else ""
    return ShownFact(fact.label, shown(fact), owner, document.sources.get(key, ""), fact.note)


def make_document(file: AdvisorFile, facts: FactFile, tree: Tree, source: Callable[[Fact], str]) -> AdvisorDocument:
    """The document of a guide; `tree` is that of its facts with its texts as HTML, `source` renders a fact's source."""
    keys = set(fact_keys(file, facts))
    advisor = make_advisor(file.rules, facts.book)
    figures = {name: found for name, found in advisor.figures.items() if name in keys}
    return AdvisorDocument(
        title=file.title,
        intro=file.intro,
        advisor=replace(advisor, figures=figures, tree=tree.bound(advisor.figures)),
        steps=tuple(file.steps.values()),
        presets=tuple(file.presets.values()),
        read_next=file.read_next,
        facts={key: fact for key, fact in facts.book.items() if key in keys},
        targets=facts.targets,
        sources={key: source(facts.book[key]) for key in facts.book if key in keys},
        prices=file.prices,
    )


def fact_keys(file: AdvisorFile, facts: FactFile) -> Iterable[str]:
    """The facts that rules, tree and prices name."""
    for rule in file.rules.rules:
        yield from rule.fact_keys
    for step in facts.tree.options():
        yield from step.option.fact_keys
    if file.prices:
        for formula in file.prices.formulas:
            yield from (name for name in names_in(formula) if name in facts.book)
    for condition in _other_conditions(file):
        yield from (name for name in names_in(condition.formula) if name in facts.book)


def _other_conditions(file: AdvisorFile) -> Iterable[Condition]:
    for remark in file.rules.remarks:
        yield from remark.conditions
    for found in file.read_next:
        yield from found.when
    if file.prices:
        yield from file.prices.conditions


def to_plain(document: AdvisorDocument) -> dict[str, Any]:
    return {
        "title": document.title,
        "intro": document.intro,
        "advisor": asdict(document.advisor),
        "steps": [asdict(step) for step in document.steps],
        "presets": [asdict(preset) for preset in document.presets],
        "read_next": [asdict(found) for found in document.read_next],
        "facts": {key: asdict(fact) for key, fact in document.facts.items()},
        "targets": {key: asdict(target) for key, target in document.targets.items()},
        "sources": dict(document.sources),
        "prices": asdict(document.prices) if document.prices else None,
    }


def from_plain(plain: Mapping[str, Any]) -> AdvisorDocument:
    """The document that `to_plain` took apart, as it comes back from a JSON column."""
    return AdvisorDocument(
        title=plain["title"],
        intro=plain["intro"],
        advisor=_advisor(plain["advisor"]),
        steps=tuple(Step(**step) for step in plain["steps"]),
        presets=tuple(Preset(**preset) for preset in plain["presets"]),
        read_next=tuple(ReadNext(**{**found, "when": _conditions(found["when"])}) for found in plain["read_next"]),
        facts={key: _fact(fact) for key, fact in plain["facts"].items()},
        targets={key: _target(target) for key, target in plain["targets"].items()},
        sources=plain["sources"],
        prices=_prices(plain["prices"]) if plain["prices"] else None,
    )


def _advisor(plain: Mapping[str, Any]) -> Advisor:
    return Advisor(
        fields=_fields(plain["fields"]),
        targets=tuple(plain["targets"]),
        rules={
            target: tuple(_with_conditions(Rule, rule) for rule in rules) for target, rules in plain["rules"].items()
        },
        tree=tree_from_plain(plain["tree"]),
        limits=tuple(Limit(**{**limit, "facts": tuple(limit["facts"])}) for limit in plain["limits"]),
        figures=plain["figures"],
        remarks=tuple(_with_conditions(Remark, remark) for remark in plain["remarks"]),
        margin=plain["margin"],
    )


def _fields(plain: Mapping[str, Any]) -> WorkloadFields:
    return WorkloadFields(
        {name: Field(**asked) for name, asked in plain["fields"].items()},
        {name: DerivedField(**derived) for name, derived in plain["derived"].items()},
    )


def _prices(plain: Mapping[str, Any]) -> Prices:
    assumptions = {
        name: Assumption(
            Field(**made["field"]), _cases(made["cases"]), _conditions(made["when"]), rounds_up=made["rounds_up"]
        )
        for name, made in plain["assumptions"].items()
    }
    return Prices(
        intro=plain["intro"],
        work=plain["work"],
        requests=_cases(plain["requests"]),
        peak=plain["peak"],
        assumptions=assumptions,
        variables={name: Variable(_cases(made["cases"]), made["missing"]) for name, made in plain["variables"].items()},
        parts={
            target: tuple(Part(**{**part, "when": _conditions(part["when"])}) for part in parts)
            for target, parts in plain["parts"].items()
        },
        notes=tuple(_with_conditions(Remark, note) for note in plain["notes"]),
    )


def _cases(plain: Iterable[Mapping[str, Any]]) -> tuple[Case, ...]:
    return tuple(Case(**{**case, "when": _conditions(case["when"])}) for case in plain)


def _conditions(plain: Iterable[Mapping[str, Any]]) -> tuple[Condition, ...]:
    return tuple(Condition(**condition) for condition in plain)


def _with_conditions(kind: type[Any], plain: Mapping[str, Any]) -> Any:
    groups = {name: _conditions(plain[name]) for name in ("when", "any_of")}
    return kind(**{**plain, **groups})


def _fact(plain: Mapping[str, Any]) -> Fact:
    return Fact(**{**plain, "source": Source(**plain["source"]) if plain["source"] else None})


def _target(plain: Mapping[str, Any]) -> Target:
    return Target(**{**plain, "family": Family(**plain["family"])})
