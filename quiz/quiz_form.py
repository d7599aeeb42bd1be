"""The form of a quiz: what it is, its limits, where its questions come from, when it is open. Pure: no Django.

A draft may hold both a list of questions and a rule; `from` says which one counts, where the mode does not. An entry in
a file has one of them.
"""

from collections.abc import Mapping
from typing import Any

from quiz.clock import A_TIME
from quiz.items import HARDEST
from quiz.kinds import KINDS
from quiz.kinds.inputs import Input, Rows, Shape
from quiz.question_form import LEVELS, Group, inputs_of
from quiz.quiz_items import CASE_LISTS, LONGEST_EXAM, MOST_CASES, MOST_DRAWN, RULE_LISTS, SCENARIO
from quiz.source_forms import Values, form_values, source_of
from quiz.sources import Source, tidied

LIST, RULE = "list", "rule"

WHAT = (
    Input("title", "Title", Shape.LINE, "For lists and results.", "Ten on scaling", "Give it a title."),
    Input(
        "summary",
        "Introduction",
        Shape.TEXT,
        "What a learner reads before the start, as plain text.",
        "Ten questions on what scales each target. Feedback after each answer.",
        "Say in a sentence or two what it is.",
    ),
    Input(
        "mode",
        "Mode",
        Shape.RADIO,
        ask="Choose a mode.",
        choices=(
            ("practice", "Practice: each answer is explained at once and can be tried again"),
            ("exam", "Exam: nothing is revealed until it is handed in"),
            (SCENARIO, "New cases: told in steps, and made anew for each attempt"),
        ),
    ),
)
LIMITS = (
    Input(
        "minutes",
        "Time limit in minutes",
        Shape.NUMBER,
        "Kept by the server: when it is up, the attempt is handed in. Left empty, there is none.",
        "30",
    ),
    Input("pass_percent", "Pass mark in percent", Shape.NUMBER, "Left empty, nobody passes or fails.", "70"),
)
FROM = Input(
    "from",
    "Questions come from",
    Shape.RADIO,
    choices=(
        (LIST, "a list: every learner is given these questions in this order"),
        (RULE, "a rule: each attempt draws its own, those that the learner has not seen first"),
    ),
    note="",
)
QUESTIONS = Rows("questions", "Chosen questions", "question", (Input("", "Question"),), shown=0, most=MOST_DRAWN)
COUNT = Input("draw.count", "How many", Shape.NUMBER, "That each attempt draws.", "10", note="")
CASES = Input(
    "draw.cases", "How many cases", Shape.NUMBER, "That each attempt is given, each in five steps.", "1", note=""
)
CONDITIONS = (
    Input("draw.objectives", "With one of these objectives", Shape.NAMES, offers="objectives", note=""),
    Input(
        "draw.difficulty",
        "Of one of these difficulties",
        Shape.NAMES,
        choices=tuple((str(level), f"{level}: {LEVELS[level - 1]}") for level in range(1, HARDEST + 1)),
        note="",
    ),
    Input(
        "draw.kinds",
        "Of one of these kinds",
        Shape.NAMES,
        choices=tuple((kind.name, kind.label) for kind in KINDS.values() if kind.is_scored),
        note="",
    ),
    Input("draw.sections", "From one of these sections", Shape.NAMES, offers="sections", note=""),
    Input("draw.targets", "On one of these targets", Shape.NAMES, offers="targets", note=""),
    Input("draw.tags", "With one of these tags", Shape.NAMES, offers="tags", note=""),
)
TIMES = (
    Input("opens", "Opens, in UTC", Shape.TIME, "Before it a learner sees this date, and cannot start.", A_TIME),
    Input(
        "closes",
        "Closes, in UTC",
        Shape.TIME,
        "An attempt that is running then is handed in at that moment. A date that you change later counts for "
        "attempts that begin afterwards.",
        A_TIME,
    ),
)

FORM = (
    Group("The quiz", WHAT),
    Group("Limits", LIMITS),
    Group("Questions", (FROM,)),
    Group("List", (QUESTIONS,)),
    Group("Rule", (COUNT, CASES, *CONDITIONS)),
    Group("Dates", TIMES),
)
LAYOUT = inputs_of(FORM)
NEW: Values = {"mode": ["practice"], "from": [LIST]}  # what a new form begins with

MOST = {"minutes": LONGEST_EXAM, "pass_percent": 100, "draw.count": MOST_DRAWN, "draw.cases": MOST_CASES}


FOR_QUESTIONS = {"count", *RULE_LISTS} - {*CASE_LISTS}  # what a rule says of no case


def makes_cases(source: Source) -> bool:
    """Whether its cases are made for each attempt, and no question of the bank is asked."""
    return bool(source.get("mode") == SCENARIO)


def is_rule(source: Source) -> bool:
    """Whether what is asked follows from a rule."""
    return makes_cases(source) or bool(source.get("from", RULE if source.get("draw") else LIST) == RULE)


def asked_of(source: Source) -> Source:
    """What a draft says to learners, as an entry in a file: without the choice, and without what was not chosen."""
    unused = "questions" if is_rule(source) else "draw"
    found = {name: value for name, value in source.items() if name not in ("from", unused)}
    no_part = FOR_QUESTIONS if makes_cases(source) else {"cases"}
    if rule := found.get("draw"):
        found["draw"] = {name: value for name, value in rule.items() if name not in no_part}
    return tidied(found)


def written_source(values: Values, base: Source) -> Source:
    """The source that the form says; what says the same as `base` in another order is as in `base`."""
    source = tidied(source_of(LAYOUT, values, base))
    rule: dict[str, Any] = source.get("draw", {})
    if "difficulty" in rule:
        rule["difficulty"] = [int(level) for level in rule["difficulty"] if level in dict(CONDITIONS[1].choices)]
    before = base.get("draw", {})
    for name in (*RULE_LISTS, "difficulty"):
        if name in rule and sorted(rule[name]) == sorted(before.get(name, [])):
            rule[name] = before[name]
    bare = tidied({name: value for name, value in source.items() if name != "from"})
    return bare if is_rule(bare) == is_rule(source) else source


def shown_values(source: Source) -> Values:
    """What the form shows of a source."""
    return {**form_values(LAYOUT, source), "from": [RULE if is_rule(source) else LIST]}


def readable(source: Source, titles: Mapping[str, str]) -> Source:
    """The source without its id, with a rule's conditions where the form has them and with `titles` of questions."""
    shown = {name: value for name, value in source.items() if name not in ("id", "draw")}
    shown |= {f"draw.{name}": value for name, value in source.get("draw", {}).items()}
    if "questions" in shown:
        shown["questions"] = [f"{titles[slug]} ({slug})" if slug in titles else slug for slug in shown["questions"]]
    return shown
