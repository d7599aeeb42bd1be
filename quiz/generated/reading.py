"""stories.yaml, with every mistake at its line. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quiz.generated.stories import (
    Ask,
    Cost,
    Domain,
    Metric,
    Part,
    Sentence,
    Slip,
    Stories,
    Values,
    from_plain,
    to_plain,
    with_texts,
)
from studyguide.arithmetic import FormulaError, evaluate, names_in
from studyguide.condition_reading import read_conditions
from studyguide.documents import Entry, Problems, read_yaml
from studyguide.factfile import FactFile
from studyguide.facts import shown
from studyguide.roles import filled

STORIES_FILE = "stories.yaml"
ASKS = ("requirements", "requirement", "limit", "weight", "target", "metric", "cost")
WORDS = (
    "rules_out",
    "only_counts",
    "counts_nothing",
    "within",
    "stops_nothing",
    "states",
    "documents",
    "not_so",
    "even_so",
)


@dataclass(slots=True)
class StoriesFile:
    """What stories.yaml says, and what it names or leaves out, each with its line, for `checking`.

    `lines` are those of its own keys, `domain_lines` of the words of each domain.
    """

    path: Path
    stories: Stories
    specs: list[tuple[str, Any, int]] = field(default_factory=list)
    draws: list[tuple[str, Any, int]] = field(default_factory=list)
    fields: list[tuple[str, int]] = field(default_factory=list)
    targets: list[tuple[str, int]] = field(default_factory=list)
    facts: list[tuple[str, int]] = field(default_factory=list)
    formulas: list[tuple[str, tuple[str, ...], int]] = field(default_factory=list)
    asks: list[tuple[Ask, int]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    domain_lines: list[int] = field(default_factory=list)


def read_stories(path: Path, problems: Problems) -> StoriesFile | None:
    """Read stories.yaml; a guide without one has no generated cases."""
    top = read_yaml(path, problems) if path.exists() else None
    return _Reader(path).file(top) if top else None


class _Reader:
    def __init__(self, path: Path) -> None:
        self.found = StoriesFile(path, EMPTY)

    def file(self, top: Entry) -> StoriesFile:
        tell = top.entry("tell")
        self.found.lines = {key: top.line_of(key) for key in top}
        self.found.stories = Stories(
            units={name: self._units(name, entry) for name, entry in top.named_entries("units").items()},
            scales=self._scales(top),
            sense=read_conditions(top, "sense", {}),
            usual=tuple(self._values(entry) for entry in top.entries("usual")),
            paragraphs=tuple(self._paragraph(tell, key) for key in tell) if tell else (),
            claims=self._claims(top),
            domains=tuple(self._domain(entry) for entry in top.entries("domains")),
            asks=self._asks(top),
            metrics={key: self._metric(key, entry) for key, entry in top.named_entries("metrics").items()},
            costs=self._costs(top),
            words=self._words(top),
        )
        self.found.fields += [(condition.field, top.line_of("sense")) for condition in self.found.stories.sense]
        for name, wrong in (("domains", "no domain"), ("tell", "nothing is told"), ("metrics", "no metric")):
            if name not in top:
                top.note(wrong, f"expected a line `{name}:`")
        top.finish()
        self.found.texts = [(line, text) for line, text in self.found.texts if text]
        return self.found

    def _units(self, name: str, entry: Entry) -> dict[str, float]:
        self.found.fields.append((name, entry.line))
        return {label: self._size(entry, label) for label in entry}

    def _size(self, entry: Entry, label: str) -> float:
        value = entry.value(label)
        try:
            size = evaluate(str(value), {})
        except FormulaError as error:
            entry.note(f"`{label}` cannot be computed: {error}", "expected a number", entry.line_of(label))
            return 1
        if size <= 0:
            entry.note(f"`{label}` is {size:g}", "expected more than 0", entry.line_of(label))
        return size

    def _scales(self, top: Entry) -> dict[str, tuple[float, ...]]:
        scales = top.entry("scales")
        found: dict[str, tuple[float, ...]] = {}
        if scales is None:
            return found
        for name in scales:
            steps = scales.value(name)
            if not isinstance(steps, list) or not all(_is_number(step) for step in steps):
                scales.note(f"`scales.{name}` is no list of numbers", "expected its values", scales.line_of(name))
                steps = []
            self.found.fields.append((name, scales.line_of(name)))
            found[name] = tuple(steps)
        return found

    def _values(self, entry: Entry) -> Values:
        made = Values(self._conditions(entry), self._specs(entry, "values"))
        entry.finish()
        return made

    def _specs(self, entry: Entry, key: str) -> dict[str, Any]:
        inner = entry.entry(key)
        if inner is None:
            return {}
        found = {name: inner.value(name) for name in inner}
        self.found.specs += [(name, spec, inner.line_of(name)) for name, spec in found.items()]
        return found

    def _conditions(self, entry: Entry) -> Any:
        conditions = read_conditions(entry, "when", {})
        self.found.fields += [(condition.field, entry.line) for condition in conditions]
        return conditions

    def _paragraph(self, tell: Entry, key: str) -> tuple[Part, ...]:
        return tuple(self._part(entry, "or") for entry in tell.entries(key))

    def _part(self, entry: Entry, others: str) -> Part:
        """One part: its own sentence, and under `or` what is said where that does not fit."""
        rest = [self._sentence(other) for other in entry.entries(others)]
        return (self._sentence(entry), *rest)

    def _sentence(self, entry: Entry) -> Sentence:
        made = Sentence(self._conditions(entry), tuple(entry.texts("say", [])))
        self._note_texts(entry, "say", made.texts)
        entry.finish()
        return made

    def _note_texts(self, entry: Entry, key: str, texts: tuple[str, ...]) -> None:
        """A list of texts has a line for each."""
        lines = entry.text_lines()
        places = [f"{key}.{number}" for number in range(len(texts))]
        self.found.texts += [
            (lines.get(place, entry.line_of(key)), text) for place, text in zip(places, texts, strict=True)
        ]

    def _claims(self, top: Entry) -> dict[str, Part]:
        inner = top.entry("claims")
        if inner is None:
            return {}
        self.found.fields += [(name, inner.line_of(name)) for name in inner]
        return {name: tuple(self._claim(entry) for entry in inner.entries(name)) for name in inner}

    def _claim(self, entry: Entry) -> Sentence:
        made = self._sentence(entry)
        if not made.texts:
            entry.note("a claim that says nothing", "expected `say:` with one line")
        return made

    def _wordings(self, entry: Entry, key: str) -> tuple[str, ...]:
        """One way or several to say something that has to be said."""
        texts = tuple(entry.texts(key))
        if key in entry and not texts:
            entry.note(f"`{key}` holds no text", "expected at least one", entry.line_of(key))
        return texts

    def _domain(self, entry: Entry) -> Domain:
        words = entry.entry("words")
        made = Domain(
            id=entry.text("id"),
            title=entry.text("title"),
            scenes=self._wordings(entry, "scenes"),
            words={key: words.text(key) for key in words} if words else {},
            values=self._specs(entry, "values"),
        )
        self._note_texts(entry, "scenes", made.scenes)
        self.found.domain_lines.append(entry.line_of("words"))
        entry.finish()
        return made

    def _asks(self, top: Entry) -> dict[str, Ask]:
        found = top.named_entries("asks")
        for name in ASKS:
            if name not in found:
                top.note(f"`asks.{name}` is missing", f"expected each of {', '.join(ASKS)}", top.line_of("asks"))
        return {name: self._ask(name, entry) for name, entry in found.items()}

    def _ask(self, name: str, entry: Entry) -> Ask:
        if name not in ASKS:
            entry.note(f"unknown step `{name}`", f"expected one of {', '.join(ASKS)}")
        made = Ask(
            title=entry.text("title"),
            texts=self._wordings(entry, "say"),
            objectives=tuple(entry.texts("objectives")),
            section=entry.text("section", ""),
            reasoning=entry.text("reasoning", ""),
        )
        self.found.asks.append((made, entry.line))
        self._note_texts(entry, "say", made.texts)
        self._note_texts(entry, "reasoning", (made.reasoning,))
        entry.finish()
        return made

    def _metric(self, target: str, entry: Entry) -> Metric:
        self.found.targets.append((target, entry.line))
        made = Metric(entry.text("text"), entry.text("because"), tuple(entry.texts("facts", [])))
        self.found.facts += [(key, entry.line_of("facts")) for key in made.facts]
        for key, text in (("text", made.text), ("because", made.because)):
            self._note_texts(entry, key, (text,))
        entry.finish()
        return made

    def _costs(self, top: Entry) -> dict[str, tuple[Cost, ...]]:
        inner = top.entry("costs")
        if inner is None:
            return {}
        self.found.targets += [(target, inner.line_of(target)) for target in inner]
        return {target: tuple(self._cost(entry) for entry in inner.entries(target)) for target in inner}

    def _cost(self, entry: Entry) -> Cost:
        draw = entry.entry("draw")
        own = {name: draw.value(name) for name in draw} if draw else {}
        self.found.draws += [(name, spec, draw.line_of(name)) for name, spec in own.items()] if draw else []
        formula = entry.text("formula")
        made = Cost(
            when=self._conditions(entry),
            text=entry.text("say"),
            draw=own,
            formula=formula,
            unit=entry.text("unit"),
            because=entry.text("because"),
            slips=tuple(self._slip(slip, tuple(own)) for slip in entry.entries("slips")),
            facts=tuple(dict.fromkeys(name for name in names_in(formula) if "." in name)),
        )
        self.found.formulas.append((formula, tuple(own), entry.line_of("formula")))
        for key in ("say", "because"):
            self._note_texts(entry, key, (entry.text(key),))
        entry.finish()
        return made

    def _slip(self, entry: Entry, own: tuple[str, ...]) -> Slip:
        made = Slip(entry.text("formula"), entry.text("because"))
        self.found.formulas.append((made.formula, own, entry.line))
        self._note_texts(entry, "because", (made.because,))
        entry.finish()
        return made

    def _words(self, top: Entry) -> Mapping[str, str]:
        inner = top.entry("words")
        if inner is None:
            top.note("`words` is missing", f"expected a line for each of {', '.join(WORDS)}")
            return dict.fromkeys(WORDS, "")
        found = {name: inner.text(name) for name in WORDS}
        for name, text in found.items():
            self._note_texts(inner, name, (text,))
        inner.finish()
        return found


EMPTY = Stories({}, {}, (), (), (), {}, (), {}, {}, {}, {})


def filled_stories(file: StoriesFile, facts: FactFile) -> Stories:
    """The stories with the facts in their texts filled in, and the figures that their formulas name."""

    def say(kind: str, key: str, unit: str) -> str:
        if kind == "target":
            return facts.targets[key].name
        return shown(facts.book[key], unit) if kind == "fact" else ""

    plain = with_texts(to_plain(file.stories), lambda text: filled(text, say))
    keys = {name for formula, _, _ in file.formulas for name in names_in(formula)}
    return from_plain({**plain, "figures": {key: value for key, value in facts.book.figures.items() if key in keys}})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
