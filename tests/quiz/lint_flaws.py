"""Flawed questions for the figures of the linter: a good one each, with one flaw planted as instructors make it."""

from copy import deepcopy
from random import Random
from typing import NamedTuple

from quiz.lint import RULES
from tests.quiz.lint_corpus import good_questions
from tests.quiz.lint_planting import (
    WORDINGS,
    Planter,
    Source,
    at_the_end,
    changed,
    distractors,
    is_choice,
    is_kind,
    keys,
    parts,
    texts,
)
from tests.quiz.lint_weaknesses import WEAKNESSES


class Flawed(NamedTuple):
    rule: str
    source: Source


def flawed_questions(seed: int, count: int = 200) -> list[Flawed]:
    """As many flaws of each rule as of every other, each in a question that was good."""
    random = Random(seed)
    good = list(good_questions(seed).values())
    rules = [rule.id for rule in RULES]
    return [_planted(rules[number % len(rules)], good, random) for number in range(count)]


def _planted(rule: str, good: list[Source], random: Random) -> Flawed:
    while True:
        source = deepcopy(random.choice(good))
        if PLANTERS[rule](source, random):
            return Flawed(rule, source)


def empty_stem(source: Source, random: Random) -> bool:
    source["stem"] = random.choice(["", "   ", "\n\n", None, "**"])
    return True


def no_key(source: Source, random: Random) -> bool:
    for option in keys(source):
        del option["key"]
    if is_kind(source, "numeric"):
        source["answer"] = {"unit": source["answer"].get("unit", "")}
    emptied = {"true-false": "key", "short-text": "accept", "open": "answer"}
    source |= {name: None for kind, name in emptied.items() if is_kind(source, kind)}
    return not is_kind(source, "matching", "ordering")


def two_keys(source: Source, random: Random) -> bool:
    if is_kind(source, "numeric"):
        source["answer"] |= {"value": 3, "formula": "hall.seats / 2"}
    elif is_kind(source, "single"):
        random.choice(distractors(source))["key"] = True
    return is_kind(source, "single", "numeric")


def key_count(source: Source, random: Random) -> bool:
    if random.random() < 0.5:
        for option in keys(source)[1:]:
            del option["key"]
    else:
        source["options"] = [{**option, "key": True} for option in parts(source)]
    return is_kind(source, "multiple")


def too_few_options(source: Source, random: Random) -> bool:
    source["options"] = random.choice([[], keys(source)[:1], None])
    return is_choice(source)


def empty_option(source: Source, random: Random) -> bool:
    if parts(source):
        part = random.choice(parts(source))
        part[random.choice(["prompt", "match"]) if "prompt" in part else "text"] = random.choice(
            ["", " ", None, "\u00a0"]
        )
    return bool(parts(source))


def duplicate(source: Source, random: Random) -> bool:
    """One part says what another says, as somebody types it a second time."""
    if parts(source):
        name = "match" if is_kind(source, "matching") else "text"
        first, second = random.sample(parts(source), 2)
        text = first[name]
        changes = [text, f" {text}  ", f"{text}.", text.replace(" ", "  "), text if "`" in text else text.upper()]
        second[name] = random.choice(changes)
    return bool(parts(source))


def duplicate_option(source: Source, random: Random) -> bool:
    return is_choice(source) and duplicate(source, random)


def duplicate_part(source: Source, random: Random) -> bool:
    return not is_choice(source) and duplicate(source, random)


def part_count(source: Source, random: Random) -> bool:
    name = "pairs" if is_kind(source, "matching") else "items"
    source[name] = source.get(name, [])[: random.randint(0, 2)]
    return is_kind(source, "matching", "ordering")


def credit(source: Source, random: Random) -> bool:
    ways: list[Source] = [{"points": 0}, {"points": -1}, {"points": float("nan")}]
    of_kind: dict[str, list[Source]] = {
        "single": [{"credit": "right-minus-wrong"}],
        "matching": [{"credit": "right-minus-wrong"}],
        "multiple": [{"credit": "half"}],
        "ordering": [{"credit": "half"}],
        "open": [{"rubric": []}],
        "short-text": [{"accept": ["*"]}, {"accept": [" . "]}],
    }
    source |= random.choice(ways + of_kind.get(source["kind"], []))
    return True


def not_finite(source: Source, random: Random) -> bool:
    ways: list[Source] = [{"value": float("inf")}, {"value": float("nan")}, {"value": "about ten"}, {"value": 10**400}]
    ways += [
        {"tolerance": float("inf")},
        {"value": None, "formula": "hall.seats / 0"},
        {"value": None, "formula": "2 **"},
    ]
    if is_kind(source, "numeric"):
        source["answer"] = {**source["answer"], "formula": None, **random.choice(ways)}
    return is_kind(source, "numeric")


def negative_tolerance(source: Source, random: Random) -> bool:
    if is_kind(source, "numeric"):
        source["answer"][random.choice(["tolerance", "tolerance_percent"])] = random.choice([-1, -0.5, -1e-6])
    return is_kind(source, "numeric")


def missing_rationale(source: Source, random: Random) -> bool:
    places = [(holder, key) for holder, key in texts(source) if key != "stem"]
    if places:
        holder, key = random.choice(places)
        holder[key] = random.choice(["", "  ", None])
    return bool(places)


def unknown_fact(source: Source, random: Random) -> bool:
    ways: list[Source] = [
        {"facts": ["ferry.cars"]},
        {"text": "{fact:ferry.car_max}"},
        {"text": "{fact:hall.seats as GB}"},
    ]
    ways += [{"answer": {"formula": "hall.seat * 2", "tolerance": 1}}] if is_kind(source, "numeric") else []
    return changed(source, random, ways)


def unknown_objective(source: Source, random: Random) -> bool:
    return changed(source, random, [{"objectives": names} for names in (["aply"], ["apply", "remember"], ["Judge"])])


def unknown_section(source: Source, random: Random) -> bool:
    ways: list[Source] = [{"section": "basic"}, {"section": "Practice"}, {"section": "cases/1"}]
    return changed(source, random, [*ways, {"text": "[See](section:basic)."}, {"text": "[On](section:case#first)."}])


def unknown_name(source: Source, random: Random) -> bool:
    ways: list[Source] = [{"sources": ["hand-book"]}, {"targets": ["ferry"]}, {"text": "{source:hearsay}"}]
    return changed(source, random, [*ways, {"text": "[it](term:yeast)"}, {"text": "{target:ferry}"}])


PLANTERS: dict[str, Planter] = {
    "empty-stem": empty_stem,
    "no-key": no_key,
    "two-keys": two_keys,
    "key-count": key_count,
    "too-few-options": too_few_options,
    "empty-option": empty_option,
    "duplicate-option": duplicate_option,
    "part-count": part_count,
    "duplicate-part": duplicate_part,
    "credit": credit,
    "not-finite": not_finite,
    "negative-tolerance": negative_tolerance,
    "missing-rationale": missing_rationale,
    "unknown-fact": unknown_fact,
    "unknown-objective": unknown_objective,
    "unknown-section": unknown_section,
    "unknown-name": unknown_name,
    "unbalanced-markup": at_the_end(WORDINGS["unbalanced-markup"]),
    **WEAKNESSES,
}
