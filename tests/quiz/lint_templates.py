"""Questions made of tables: wording, members, numbers and order are drawn, what is asked is not."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import yaml

from studyguide.arithmetic import evaluate

Source = dict[str, Any]
Maker = Callable[[Random], Source]

TABLES: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "data" / "question_tables.yaml").read_text())
CATEGORIES, RELATIONS = TABLES["categories"], TABLES["relations"]


def single(random: Random, name: str) -> Source:
    category = CATEGORIES[name]
    what = category["is"]
    stems = [f"Which of these is {what}?", f"Find {what} in this list.", f"One of the following is {what}. Which?"]
    options = [_member(random.choice(category["members"]), what)]
    options += [_stranger(word, what) for word in random.sample(category["strangers"], random.choice([2, 3, 3]))]
    return {"kind": "single", "title": f"One of the {name}", "stem": random.choice(stems), "options": options}


def multiple(random: Random, name: str) -> Source:
    category = CATEGORIES[name]
    what = category["is"]
    bare = what.split(" ", 1)[1]
    stems = [
        f"Two of these belong together, since each is {what}. Choose two.",
        f"Select two examples of this: {bare}.",
    ]
    options = [_member(word, what) for word in random.sample(category["members"], 2)]
    options += [_stranger(word, what) for word in random.sample(category["strangers"], random.choice([2, 3]))]
    return {"kind": "multiple", "title": f"Two {name}", "stem": random.choice(stems), "options": options}


def _member(word: str, what: str) -> Source:
    return {"text": word, "key": True, "because": f"This is {what}."}


def _stranger(word: str, what: str) -> Source:
    return {"text": word, "because": f"This is not {what}."}


def matching(random: Random, name: str) -> Source:
    relation = RELATIONS[name]
    what, to = name.split(" and ")
    drawn = random.sample(sorted(relation), random.choice([3, len(relation)]))
    pairs = [{"prompt": key, "match": relation[key], "because": f"{key} belongs to it."} for key in drawn]
    stem = random.choice([f"Match each {what} with its {to}.", f"Which {to} goes with which {what}?"])
    return {"kind": "matching", "title": f"By {to}", "stem": stem, "pairs": pairs}


def short_text(random: Random, name: str) -> Source:
    what, to = name.split(" and ")
    key, match = random.choice(sorted(RELATIONS[name].items()))
    stem = random.choice([f"Name the {to} that belongs to this {what}: {key}.", f"What is the {to} of {key} called?"])
    own = {"accept": [match], "because": f"{key} goes with it."}
    return {"kind": "short-text", "title": f"The {to} for a {what}", "stem": stem, **own}


def ordering(random: Random, name: str) -> Source:
    items = TABLES["sequences"][name]
    stems = [f"{name}: put them in order.", f"Arrange the following. {name}.", f"What comes first, what last? {name}."]
    rows = [{"text": item, "because": f"Place {n} of {len(items)}."} for n, item in enumerate(items, 1)]
    return {"kind": "ordering", "title": name, "stem": random.choice(stems), "items": rows}


def numeric(random: Random, name: str) -> Source:
    story = TABLES["stories"][name]
    drawn = {"a": random.randint(2, 9), "b": random.randint(3, 8)}
    answer = {"value": round(evaluate(story["formula"], drawn), 4), "unit": story["unit"]}
    answer |= {"tolerance": story["tolerance"]} if story["tolerance"] else {}
    own = {"answer": answer, "because": "The numbers are combined as the text says."}
    return {"kind": "numeric", "title": name, "stem": story["stem"].format(**drawn), **own}


def measure(random: Random, name: str) -> Source:
    table = TABLES["measures"][name]
    key, step = table["key"], table["step"]
    first = key - step * random.randint(0, min(3, (key - 1) // step))
    values = range(first, first + 4 * step, step)
    return _in_order(name, table["stem"], [f"{value} {table['unit']}".strip() for value in values], values.index(key))


def spans(random: Random, name: str) -> Source:
    table = TABLES["spans"][name]
    ends, dash = table["ends"], random.choice(["-", " to ", "\u2013"])
    texts = [f"{ends[n] + (n > 0)}{dash}{ends[n + 1]} {table['unit']}" for n in range(3)]
    return _in_order(name, table["stem"], texts, table["key"])


def _in_order(name: str, stem: str, texts: list[str], key: int) -> Source:
    options: list[Source] = [{"text": text, "because": f"{name}: {texts[key]} is right."} for text in texts]
    options[key]["key"] = True
    return {"kind": "single", "title": name, "stem": stem, "options": options, "shuffle": False}


def case(random: Random, name: str) -> Source:
    table = TABLES["cases"][name]
    stem = f"{table['case'].replace('{place}', random.choice(TABLES['places']))} {table['question']}"
    aspects = ("case", "time", "space", "rules")
    options = [
        {"text": text, "because": f"This follows from the {aspect}."}
        for text, aspect in zip(table["options"], aspects, strict=True)
    ]
    options[0]["key"] = True
    return {"kind": "single", "title": name, "stem": stem, "options": options}


def claim(_random: Random, name: str) -> Source:
    return {"kind": "true-false", "title": name, **TABLES["claims"][name]}


def open_question(random: Random, name: str) -> Source:
    what = CATEGORIES[name]["is"]
    member, stranger = random.choice(CATEGORIES[name]["members"]), random.choice(CATEGORIES[name]["strangers"])
    stem = f"Explain to a beginner why {member.lower()} is {what} and {stranger.lower()} is not."
    rubric = [f"You said what makes something {what}.", f"You said why {stranger.lower()} is not one."]
    own = {"answer": f"{member} has what defines {what}.", "rubric": rubric}
    return {"kind": "open", "title": f"Why {member}", "stem": stem, **own}


def formula(random: Random, hours: int) -> Source:
    rest = random.choice(["while nothing else uses the line", "if the line stays free all night"])
    rate = "{fact:backup.line_mb_per_s}"
    return {
        "kind": "numeric",
        "title": f"After {hours} hours",
        "stem": f"How many GB can be copied in {hours} hours at {rate}, {rest}? Take 1,000 MB for a GB.",
        "facts": ["backup.line_mb_per_s"],
        "answer": {"formula": f"backup.line_mb_per_s * {hours} * 3.6", "unit": "GB", "tolerance_percent": 1},
        "because": f"Seconds times {rate}.",
    }


def _makers() -> Iterator[Maker]:
    makers = (single, multiple, matching, short_text, ordering, numeric, measure, spans, case, claim)
    tables = "categories categories relations relations sequences stories measures spans cases claims"
    for make, table in zip(makers, tables.split(), strict=True):
        yield from (partial(make, name=name) for name in TABLES[table])
    yield from (partial(open_question, name=name) for name in ("mammals", "metals", "poems", "costs"))
    yield partial(formula, hours=8)


MAKERS: tuple[Maker, ...] = tuple(_makers())
