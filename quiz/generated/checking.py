"""Whether stories.yaml fits the rest of its guide. Pure: no Django."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from quiz.generated.drawing import choices
from quiz.generated.generator import Generator, Wanted
from quiz.generated.reading import StoriesFile
from studyguide.advisor.fields import Field, WorkloadFields
from studyguide.advisor.reading import AdvisorFile
from studyguide.advisor.sentences import PLACEHOLDER
from studyguide.arithmetic import FormulaError, evaluate
from studyguide.documents import Problems
from studyguide.factfile import FactFile

OWN = ("rival", "key", "question", "result", "label", "limit", "value")  # words that the engine fills in
RANGE = {"from", "to"}


def check_stories(
    file: StoriesFile,
    advisor: AdvisorFile | None,
    facts: FactFile,
    objectives: Collection[str],
    sections: Collection[str],
    problems: Problems,
) -> None:
    """Note what the stories refer to in vain, and what they leave untold."""
    if advisor is None:
        problems.add(file.path, 1, "stories without an advisor", "expected advisor.yaml beside it")
        return
    check = _Check(file, advisor.rules.fields, facts, problems)
    check.names(objectives, sections)
    check.specs()
    check.formulas()
    check.texts()
    check.whole(advisor)


def check_cases(file: StoriesFile, generator: Generator, problems: Problems) -> None:
    """Note stories of which no case comes; everything else must have been checked before."""
    if not generator.can_make(Wanted()):
        expected = "expected domains and usual values that leave one target as the one that fits"
        problems.add(file.path, file.lines.get("domains", 1), "no case can be made", expected)


class _Check:
    def __init__(self, file: StoriesFile, fields: WorkloadFields, facts: FactFile, problems: Problems) -> None:
        self.file, self.fields, self.facts, self.problems = file, fields, facts, problems

    def names(self, objectives: Collection[str], sections: Collection[str]) -> None:
        known = [*self.fields.fields, *self.fields.derived]
        self._known(self.file.fields, known, "field")
        self._known(self.file.targets, self.facts.targets, "target")
        self._known(self.file.facts, self.facts.book, "fact")
        for ask, line in self.file.asks:
            self._known([(name, line) for name in ask.objectives], objectives, "objective")
            self._known([(ask.section, line)] if ask.section else [], sections, "section")

    def _known(self, names: Collection[tuple[str, int]], known: Collection[str], what: str) -> None:
        for name, line in dict.fromkeys(names):
            if name not in known:
                self._note(line, f"unknown {what} `{name}`", f"expected one of {', '.join(known)}")

    def specs(self) -> None:
        for name, spec, line in self.file.specs:
            asked = self.fields.fields.get(name)
            if asked is None:
                self._note(line, f"unknown field `{name}`", f"expected one of {', '.join(self.fields.fields)}")
            elif wrong := _wrong_spec(spec, asked, self.fields):
                self._note(line, f"`{name}`: {wrong}", asked.expected)

        for name, spec, line in self.file.draws:
            if not _is_drawable(spec):
                self._note(line, f"`{name}` cannot be drawn", "expected `{from: a, to: b}` or a list of numbers")

    def formulas(self) -> None:
        """Each has to be computable for every workload; a number of 2 stands for what is drawn."""
        numbers = {name: 2.0 for name, asked in self.fields.fields.items() if asked.is_number}
        for formula, own, line in self.file.formulas:
            try:
                evaluate(formula, {**self.facts.book.figures, **numbers, **dict.fromkeys(own, 2.0)})
            except FormulaError as error:
                self._note(line, f"`{formula}` cannot be computed: {error}", "expected facts, fields and own numbers")

    def texts(self) -> None:
        words = {key for domain in self.file.stories.domains for key in domain.words}
        drawn = {name for costs in self.file.stories.costs.values() for cost in costs for name in cost.draw}
        known = {*self.fields.fields, *self.fields.derived, *words, *drawn, *OWN}
        for line, text in self.file.texts:
            for name in PLACEHOLDER.findall(text):
                if name not in known:
                    self._note(line, f"`{{{name}}}` stands for nothing", f"expected one of {', '.join(sorted(known))}")
        for domain, line in zip(self.file.stories.domains, self.file.domain_lines, strict=True):
            if missing := words - set(domain.words):
                wrong = f"domain `{domain.id}` lacks {', '.join(sorted(missing))}"
                self._note(line, wrong, "expected the same words in each")

    def whole(self, advisor: AdvisorFile) -> None:
        """Whatever decides a case has to be told, and every target needs a metric."""
        told, lines = set(self._told()), self.file.lines
        compared = {condition.field for rule in advisor.rules.rules for condition in rule.conditions}
        compared |= {condition.field for step in self.facts.tree.options() for condition in step.option.conditions}
        parts = {part for name in compared & self.fields.derived.keys() for part in self.fields.derived[name].parts}
        for name in sorted(((compared | parts) & self.fields.fields.keys()) - told):
            self._note(
                lines.get("tell", 1), f"`{name}` is never told", "expected a sentence that depends on it or states it"
            )
        for target in self.facts.targets:
            if target not in self.file.stories.metrics:
                self._note(lines.get("metrics", 1), f"no metric for `{target}`", "expected a line under `metrics:`")

    def _told(self) -> Iterator[str]:
        for part in (part for paragraph in self.file.stories.paragraphs for part in paragraph):
            for sentence in part:
                yield from (condition.field for condition in sentence.when)
                yield from (name for text in sentence.texts for name in PLACEHOLDER.findall(text))

    def _note(self, line: int, wrong: str, expected: str) -> None:
        self.problems.add(self.file.path, line, wrong, expected)


def _wrong_spec(spec: Any, asked: Field, fields: WorkloadFields) -> str:
    """What is wrong with how a field is drawn, or nothing."""
    inner: Mapping[str, Any] = spec if isinstance(spec, dict) else {}
    if RANGE <= inner.keys() <= RANGE | {"of"}:
        return _wrong_range(inner, asked, fields)
    if inner and set(inner) != {"usually"}:
        return "neither `usually` nor `from` and `to`"
    values = choices(spec)
    return "" if values and all(_fits(value, asked) for value in values) else "a value that it cannot have"


def _wrong_range(inner: Mapping[str, Any], asked: Field, fields: WorkloadFields) -> str:
    ends = [inner["from"], inner["to"]]
    if not asked.is_number or not all(_is_positive(end) for end in ends) or ends[0] > ends[1]:
        return "no range of numbers above 0"
    if "of" in inner:
        other = fields.fields.get(inner["of"])
        return "" if other and other.is_number else f"`{inner['of']}` is no number"
    return "" if all(_fits(end, asked) for end in ends) else "a value that it cannot have"


def _is_drawable(spec: Any) -> bool:
    """Whether a number of a cost question's own can be drawn so."""
    if isinstance(spec, dict):
        return spec.keys() == RANGE and all(map(_is_positive, spec.values())) and spec["from"] <= spec["to"]
    return bool(choices(spec)) and all(_is_positive(value) for value in choices(spec))


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _fits(value: Any, asked: Field) -> bool:
    try:
        asked.of_plain(value)
    except ValueError:
        return False
    return True
