"""What a guide's stories.yaml says, as plain values for a JSON column too. Pure: no Django."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from studyguide.decision import Condition, Workload

Spec = Any  # how a field is drawn, see `drawing`


@dataclass(frozen=True, slots=True)
class Values:
    """How fields are drawn where `when` holds of what was drawn before."""

    when: tuple[Condition, ...]
    values: Mapping[str, Spec]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One way to say something in several wordings, where `when` holds of the workload."""

    when: tuple[Condition, ...]
    texts: tuple[str, ...]

    def fits(self, workload: Workload) -> bool:
        return all(condition.holds(workload, {}) for condition in self.when)


Part = tuple[Sentence, ...]  # the first sentence that fits is told; without one the part says nothing


@dataclass(frozen=True, slots=True)
class Domain:
    """Where a case plays: `scenes` open it, `words` fill in sentences, `values` narrow what is drawn."""

    id: str
    title: str
    scenes: tuple[str, ...]
    words: Mapping[str, str]
    values: Mapping[str, Spec]


@dataclass(frozen=True, slots=True)
class Ask:
    """One step: its title, what it asks in several wordings, and where its matter is taught."""

    title: str
    texts: tuple[str, ...]
    objectives: tuple[str, ...]
    section: str
    reasoning: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """What scales a target, and why."""

    text: str
    because: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """A number that a wrong turn leads to."""

    formula: str
    because: str


@dataclass(frozen=True, slots=True)
class Cost:
    """A question about money: `draw` are numbers of its own, `formula` names these, fields and facts."""

    when: tuple[Condition, ...]
    text: str
    draw: Mapping[str, Spec]
    formula: str
    unit: str
    because: str
    slips: tuple[Slip, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stories:
    """`units` gives for a field the words for its sizes and how many of the field's unit one of them is.

    `scales` holds the values of fields that come in steps, `sense` what a workload must meet to be told at all,
    `usual` how fields are drawn unless a domain says otherwise. `paragraphs` are parts in order; `claims` say the value
    of a field in one line. `words` are what the engine itself says, by key.
    """

    units: Mapping[str, Mapping[str, float]]
    scales: Mapping[str, tuple[float, ...]]
    sense: tuple[Condition, ...]
    usual: tuple[Values, ...]
    paragraphs: tuple[tuple[Part, ...], ...]
    claims: Mapping[str, Part]
    domains: tuple[Domain, ...]
    asks: Mapping[str, Ask]
    metrics: Mapping[str, Metric]
    costs: Mapping[str, tuple[Cost, ...]]
    words: Mapping[str, str]
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def sentences(self) -> Iterable[Sentence]:
        for part in (*(part for paragraph in self.paragraphs for part in paragraph), *self.claims.values()):
            yield from part


def to_plain(stories: Stories) -> dict[str, Any]:
    return asdict(stories)


def with_texts(plain: Any, change: Callable[[str], str]) -> Any:
    """Plain values with every text changed."""
    match plain:
        case str():
            return change(plain)
        case dict():
            return {key: with_texts(value, change) for key, value in plain.items()}
        case list() | tuple():
            return [with_texts(value, change) for value in plain]
    return plain


def from_plain(plain: Mapping[str, Any]) -> Stories:
    """The stories that `to_plain` took apart, as they come back from a JSON column."""
    return Stories(
        units=plain["units"],
        scales={name: tuple(steps) for name, steps in plain["scales"].items()},
        sense=_conditions(plain["sense"]),
        usual=tuple(Values(_conditions(made["when"]), made["values"]) for made in plain["usual"]),
        paragraphs=tuple(tuple(_part(part) for part in paragraph) for paragraph in plain["paragraphs"]),
        claims={name: _part(part) for name, part in plain["claims"].items()},
        domains=tuple(Domain(**{**made, "scenes": tuple(made["scenes"])}) for made in plain["domains"]),
        asks={name: _with_tuples(Ask, made, "texts", "objectives") for name, made in plain["asks"].items()},
        metrics={name: _with_tuples(Metric, made, "facts") for name, made in plain["metrics"].items()},
        costs={name: tuple(_cost(made) for made in costs) for name, costs in plain["costs"].items()},
        words=plain["words"],
        figures=plain["figures"],
    )


def _part(plain: Iterable[Mapping[str, Any]]) -> Part:
    return tuple(Sentence(_conditions(made["when"]), tuple(made["texts"])) for made in plain)


def _cost(plain: Mapping[str, Any]) -> Cost:
    inner = {"when": _conditions(plain["when"]), "slips": tuple(Slip(**slip) for slip in plain["slips"])}
    return Cost(**{**plain, **inner, "facts": tuple(plain["facts"])})


def _with_tuples(kind: type[Any], plain: Mapping[str, Any], *names: str) -> Any:
    return kind(**{**plain, **{name: tuple(plain[name]) for name in names}})


def _conditions(plain: Iterable[Mapping[str, Any]]) -> tuple[Condition, ...]:
    return tuple(Condition(**condition) for condition in plain)
