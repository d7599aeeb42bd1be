"""The steps of a case: what is asked, the key, and a reason for every option. Pure: no Django."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from quiz.generated.deciding import Deciding
from quiz.generated.drawing import choices
from quiz.generated.limits import LIMITS, Limits, Others, beside
from quiz.generated.numbers import uneven
from quiz.generated.stories import Cost, Stories
from quiz.generated.telling import Telling
from quiz.scoring import ALL_OR_NOTHING
from studyguide.advisor.evaluation import Advice, Advisor
from studyguide.advisor.rules import HARD, SOFT, Reason, Rule
from studyguide.arithmetic import evaluate
from studyguide.facts import Fact, amount, shown, spoken
from studyguide.markup import plain_text
from studyguide.targets import Target

STEPS = ("requirements", "limit", "target", "metric", "cost")
TOLERANCE_PERCENT = 2
SHOWN_REASONS = 2  # of one target, in one rationale
CLAIMS = 5  # that the first step offers
TELLING = 2  # targets that a claim should rule out, if there is such a claim


@dataclass(frozen=True, slots=True)
class Step:
    """One question: `fields` are those of its kind, as a file would have them, in plain text."""

    name: str
    kind: str
    title: str
    stem: str
    fields: Mapping[str, Any]
    objectives: tuple[str, ...]
    section: str
    targets: tuple[str, ...]
    facts: tuple[str, ...]
    reasoning: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """Makes the steps of one case.

    `offered` are the key and the near misses, in the order shown; `shorter` is how many texts of the limit step are
    shorter than the right one.
    """

    stories: Stories
    targets: Mapping[str, Target]
    limits: Limits
    telling: Telling
    advice: Advice
    deciding: Deciding
    offered: tuple[str, ...]
    shorter: int
    random: Random

    @property
    def advisor(self) -> Advisor:
        return self.limits.advisor

    @property
    def facts(self) -> Mapping[str, Fact]:
        return self.limits.facts

    def steps(self) -> list[Step]:
        made = (self.requirements(), self.limit(), self.target(), self.metric(), self.cost())
        return [step for step in made if step]

    # Requirements: what rules a target out, and what only counts against some

    def requirements(self) -> Step | None:
        hard = self._reasons_by_field(HARD)
        keys = self._picked([name for name in hard if self.telling.claim(name)])
        keys.sort(key=lambda name: len(hard[name]) < TELLING)
        others = [name for name in self.stories.claims if self._is_harmless(name, hard)]
        count = min(2, len(keys))
        if not count or not others:
            return None
        chosen = keys[:count] + self._picked(others, CLAIMS - count)
        self.random.shuffle(chosen)
        options = [
            _option(self.telling.claim(name), self._why_claim(name, hard), is_key=name in hard) for name in chosen
        ]
        facts = [reason.fact for name in chosen for reason in hard.get(name, [])[:SHOWN_REASONS]]
        kind = "multiple" if count > 1 else "single"
        ask = "requirements" if count > 1 else "requirement"
        return self._step("requirements", ask, kind, _choice(options), facts, self.offered)

    def _reasons_by_field(self, kind: str) -> dict[str, list[Reason]]:
        found: dict[str, list[Reason]] = {}
        for target in self.advice.targets:
            for reason in target.of_kind(kind):
                found.setdefault(reason.field, []).append(reason)
        return found

    def _is_harmless(self, name: str, hard: Mapping[str, Any]) -> bool:
        """Whether a claim rules nothing out, not even through a field that follows from it."""
        derived = (self.advisor.fields.derived[key].parts for key in hard if key in self.advisor.fields.derived)
        is_part = any(name in parts for parts in derived)
        parts = self.advisor.fields.derived[name].parts if name in self.advisor.fields.derived else ()
        is_made_of = any(part in hard for part in parts)
        return name not in hard and not is_part and not is_made_of and bool(self.telling.claim(name))

    def _why_claim(self, name: str, hard: Mapping[str, list[Reason]]) -> str:
        if name in hard:
            return self.stories.words["rules_out"] + " " + self._said_of(self._by_target(HARD, name))
        soft = self._by_target(SOFT, name)
        if soft:
            return self.stories.words["only_counts"] + " " + self._said_of(soft)
        return self.stories.words["counts_nothing"]

    def _by_target(self, kind: str, name: str) -> list[tuple[str, Reason]]:
        found = ((found.target, reason) for found in self.advice.targets for reason in found.of_kind(kind))
        return [(target, reason) for target, reason in found if reason.field == name]

    def _said_of(self, reasons: Sequence[tuple[str, Reason]]) -> str:
        return " ".join(f"{self.targets[target].short}: {reason.text}" for target, reason in reasons[:SHOWN_REASONS])

    # The limit: what about the rival decides

    def limit(self) -> Step:
        """For a wall the options are facts about the rival; for what only counts they are the reasons themselves."""
        key, rival = self.deciding.reason, self.targets[self.deciding.rival]
        is_wall, right = key.kind == HARD, self.limits.right(self.deciding)
        others = self._others(right)
        about_it = self.stories.words["documents" if is_wall else "states"]  # a wall's option names the fact already
        states = self.telling.say(about_it, self._fact_words(key.fact))
        options = [_option(right, f"{key.text} {states}" if is_wall else states, is_key=True)]
        options += [_option(text, self._why_not(fact, rule, is_wall)) for text, (fact, rule) in others.items()]
        self.random.shuffle(options)
        facts = [key.fact, *(fact for fact, _ in others.values())]
        words = {"rival": rival.name, "key": self.targets[self.advice.answer].name}
        about = (rival.id, self.advice.answer)
        return self._step("limit", "limit" if is_wall else "weight", "single", _choice(options), facts, about, words)

    def _others(self, right: str) -> Others:
        """The other options; `shorter` of them have shorter texts than the right one, where there are enough."""
        found = self.limits.others(self.advice, self.deciding)
        below, above = beside(right, list(found), LIMITS, self.shorter)
        if below or above:
            texts = self._picked(below, self.shorter) + self._picked(above, LIMITS - self.shorter)
        else:
            texts = self._picked(list(found), LIMITS)
        return {text: found[text] for text in texts}

    def _why_not(self, fact: str, rule: Rule | None, is_wall: bool) -> str:
        """The fact beside what the case has; where no number is compared, that it stops nothing."""
        text, words = "stops_nothing" if is_wall else "not_so", self._fact_words(fact)
        if is_wall and rule and self._is_within(rule):
            text, words = "within", {**words, "value": self.telling.value(rule.decisive.field)}
        return self.telling.say(self.stories.words[text], words)

    def _is_within(self, rule: Rule) -> bool:
        """Whether the case has a number that the fact is a limit for, and stays within it."""
        asked, decisive = self.advisor.fields[rule.decisive.field], rule.decisive
        is_number = rule.compares_with_number and not decisive.formula and getattr(asked, "is_number", True)
        return is_number and not decisive.holds(self.advice.workload, self.advisor.figures)

    def _fact_words(self, key: str) -> dict[str, str]:
        return {"label": self.facts[key].label, "limit": spoken_fact(self.facts[key])}

    # The target

    def target(self) -> Step:
        options = [
            _option(self.targets[key].name, self._why_target(key), is_key=self._is_key(key)) for key in self.offered
        ]
        facts = [reason.fact for key in self.offered for reason in self.advice[key].reasons[:SHOWN_REASONS]]
        return self._step("target", "target", "single", _choice(options), facts, self.offered)

    def _is_key(self, key: str) -> bool:
        return key == self.advice.answer

    def _why_target(self, key: str) -> str:
        reasons = " ".join(reason.text for reason in self.advice[key].reasons[:SHOWN_REASONS])
        if not self._is_key(key):
            return reasons
        because = plain_text(self.advice.walk.steps[-1].option.because)
        return f"{because} {self.stories.words['even_so']} {reasons}" if reasons else because

    # The metric

    def metric(self) -> Step | None:
        own = self.stories.metrics.get(self.advice.answer)
        if own is None:
            return None
        others = {made.text: key for key, made in self.stories.metrics.items() if made.text != own.text}
        options = [_option(own.text, own.because, is_key=True)]
        for text in self._picked(list(others), 3):
            other = self.stories.metrics[others[text]]
            options.append(_option(text, f"{self.targets[others[text]].short}: {other.because}"))
        self.random.shuffle(options)
        words = {"key": self.targets[self.advice.answer].name}
        return self._step("metric", "metric", "single", _choice(options), own.facts, (self.advice.answer,), words)

    # The cost

    def cost(self) -> Step | None:
        fitting = (made for made in self.stories.costs.get(self.advice.answer, ()) if self._fits(made))
        cost = next(fitting, None)
        if cost is None:
            return None
        drawn = {name: self._own_number(spec) for name, spec in cost.draw.items()}
        figures = {**self.stories.figures, **_numbers(self.advice.workload), **drawn}
        words = {name: amount(value) for name, value in drawn.items()}
        value = evaluate(cost.formula, figures)
        fields = {
            "answer": {
                "value": _short(value), "fact": "", "as": "", "formula": "", "unit": cost.unit,
                "tolerance": 0, "tolerance_percent": TOLERANCE_PERCENT,
            },
            "because": self.telling.say(cost.because, {**words, "result": amount(_short(value))}),
            "wrong": list(self._slips(cost, figures, value, words)),
        }  # fmt: skip
        stem = {"key": self.targets[self.advice.answer].name, "question": self.telling.say(cost.text, words)}
        return self._step("cost", "cost", "numeric", fields, cost.facts, (self.advice.answer,), stem)

    def _fits(self, cost: Cost) -> bool:
        return all(condition.holds(self.advice.workload, {}) for condition in cost.when)

    def _own_number(self, spec: Any) -> float:
        if isinstance(spec, dict) and "from" in spec:
            return uneven(self.random.uniform(spec["from"], spec["to"]), {}, whole=True)
        return float(self.random.choice(choices(spec)))  # type: ignore[arg-type]

    def _slips(
        self, cost: Cost, figures: Mapping[str, float], value: float, words: Mapping[str, str]
    ) -> Iterator[dict[str, Any]]:
        """Wrong turns that lead somewhere else than the key and each other."""
        taken = [value]
        for slip in cost.slips:
            made = evaluate(slip.formula, figures)
            if all(abs(made - other) > abs(other) * 3 * TOLERANCE_PERCENT / 100 for other in taken):
                taken.append(made)
                yield {"value": _short(made), "because": self.telling.say(slip.because, words)}

    # All of them

    def _step(
        self,
        name: str,
        ask: str,
        kind: str,
        fields: Mapping[str, Any],
        facts: Iterable[str],
        targets: Iterable[str],
        words: Mapping[str, str] | None = None,
    ) -> Step:
        asked = self.stories.asks[ask]
        return Step(
            name=name,
            kind=kind,
            title=asked.title,
            stem=self.telling.say(self.random.choice(asked.texts), words),
            fields=fields,
            objectives=asked.objectives,
            section=asked.section or self.targets[self.advice.answer].section,
            targets=tuple(targets),
            facts=tuple(dict.fromkeys(facts)),
            reasoning=self.telling.say(asked.reasoning, words) if asked.reasoning else "",
        )

    def _picked(self, values: Sequence[Any], count: int | None = None) -> list[Any]:
        """So many of the values, or all of them, in any order."""
        return self.random.sample(list(values), len(values) if count is None else min(count, len(values)))


def spoken_fact(fact: Fact) -> str:
    """A fact's value as a sentence says it: a long time in minutes or hours."""
    return spoken(fact.number, fact.unit) if fact.number is not None and fact.kind != "price" else shown(fact)


def _option(text: str, because: str, *, is_key: bool = False) -> dict[str, Any]:
    return {"text": text, "key": is_key, "because": because}


def _choice(options: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"options": list(options), "credit": ALL_OR_NOTHING, "shuffle": True}


def _numbers(workload: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in workload.items() if isinstance(value, int | float)}


def _short(value: float) -> float:
    """To four digits that matter, as somebody would write a sum of money down."""
    found = float(f"{value:.4g}")
    return int(found) if found == int(found) else found
