"""Scenarios and quizzes read from their files. Pure: no Django."""

from collections.abc import Mapping, Sequence
from typing import Any

from quiz.clock import A_TIME, read_time, time_text
from quiz.generated.generator import Wanted
from quiz.items import HARDEST, Item, QuizItem, ScenarioItem, note_bad_name, read_question_entry
from quiz.sources import PUBLISHED, RETIRED, Source, tidied, with_status, without_status
from studyguide.documents import Entry

MODES = ("practice", "exam")  # of quizzes that ask what is in the bank
SCENARIO = "scenario"  # of a scenario's file, and of a quiz whose cases are made for each attempt
MOST_DRAWN = 200  # questions in one attempt
MOST_CASES = 10  # in one attempt
LONGEST_EXAM = 600  # minutes
LOSS_KINDS = ("hard", "soft")
RULE_LISTS = ("objectives", "targets", "tags", "sections", "kinds")
CASE_LISTS = ("targets", "objectives")  # of these, what cases can be made about


def read_scenario(entry: Entry) -> list[Item]:
    steps = entry.entries("steps")
    scenario = read_case(entry, [step.text("id") for step in steps])
    if not steps:
        entry.note("no steps", "expected `steps:` with at least one question")
    return [*(read_question_entry(step, scenario) for step in steps), scenario]


def read_case(entry: Entry, steps: Sequence[str]) -> ScenarioItem:
    """A scenario without its steps, which are questions of their own."""
    source = {"difficulty": 2, **without_status(tidied(entry.plain()))}
    source.pop("steps", None)
    status = entry.choice("status", (PUBLISHED, RETIRED), PUBLISHED)
    scenario = ScenarioItem(
        id=entry.text("id"),
        title=entry.text("title"),
        path=entry.path,
        line=entry.line,
        objectives=tuple(entry.texts("objectives")),
        section=entry.text("section"),
        difficulty=entry.whole("difficulty", 1, HARDEST, 2),
        summary=entry.text("summary"),
        story=entry.text("story"),
        answer=entry.text("answer"),
        also=entry.text("also", ""),
        losers=tuple(_loser(loser) for loser in entry.entries("losers")),
        steps=tuple(steps),
        source=source,
        lines=entry.text_lines(),
        status=status,
        synced=with_status(source, status),
        synced_steps=tuple(steps),
    )
    entry.finish()
    note_bad_name(entry, scenario)
    return scenario


def _loser(entry: Entry) -> tuple[str, str, str]:
    loser = (entry.text("target"), entry.choice("kind", LOSS_KINDS), entry.text("because"))
    entry.finish()
    return loser


def read_quiz(entry: Entry) -> QuizItem:
    draw = entry.entry("draw")
    status = entry.choice("status", (PUBLISHED, RETIRED), PUBLISHED)
    asked: dict[str, Any] = {
        "id": entry.text("id"),
        "title": entry.text("title"),
        "summary": entry.text("summary"),
        "mode": entry.choice("mode", (*MODES, SCENARIO)),
        "minutes": entry.whole("minutes", 0, LONGEST_EXAM, 0),
        "pass_percent": entry.whole("pass_percent", 0, 100, 0),
        "opens": _time(entry, "opens"),
        "closes": _time(entry, "closes"),
        "questions": tuple(entry.texts("questions", [])),
    }
    rule = _rule(draw) if draw else {}
    source = quiz_source({**asked, "draw": rule})
    item = QuizItem(
        **asked,
        path=entry.path,
        line=entry.line,
        rule=rule,
        source=source,
        lines=entry.text_lines(),
        status=status,
        synced=with_status(source, status),
    )
    entry.finish()
    note_bad_name(entry, item)
    _note_what_does_not_go_together(entry, item)
    return item


def _note_what_does_not_go_together(entry: Entry, item: QuizItem) -> None:
    if bool(item.questions) == bool(item.rule):
        entry.note("questions from two places or none", "expected either `questions:` or `draw:`")
    if item.opens and item.closes and item.opens >= item.closes:
        entry.note("it closes before it opens", "expected `closes` after `opens`", entry.line_of("closes"))
    if (item.mode == SCENARIO) != ("cases" in item.rule):
        wrong = "cases outside a scenario" if "cases" in item.rule else "a scenario without cases"
        expected = "expected `mode: scenario` and `draw: {cases: 1}` together"
        entry.note(wrong, expected, entry.line_of("mode"))


def quiz_columns(item: QuizItem) -> dict[str, Any]:
    """What the row of a quiz says besides its questions."""
    return {
        "title": item.title,
        "summary": item.summary,
        "mode": item.mode,
        "time_limit_s": item.minutes * 60 or None,
        "pass_percent": item.pass_percent or None,
        "opens_at": read_time(item.opens),
        "closes_at": read_time(item.closes),
        "rule": dict(item.rule),
    }


def quiz_source(asked: Mapping[str, Any]) -> Source:
    """A quiz's source, from a file or from columns: 0 minutes or percent are none."""
    limits = {name: asked[name] or None for name in ("minutes", "pass_percent")}
    return tidied({**asked, **limits, "questions": list(asked["questions"]), "draw": dict(asked["draw"])})


def _time(entry: Entry, key: str) -> str:
    text = entry.text(key, "")
    if text and read_time(text) is None:
        entry.note(f"`{key}` is `{text}`", f"expected a time in UTC, such as {A_TIME}", entry.line_of(key))
    return time_text(read_time(text)) or text


def _rule(entry: Entry) -> dict[str, Any]:
    rule: dict[str, Any] = {name: entry.texts(name, []) for name in RULE_LISTS}
    if "cases" in entry:
        rule["cases"] = entry.whole("cases", 1, MOST_CASES)
        _note_other_parts(entry)
    else:
        rule["count"] = entry.whole("count", 1, MOST_DRAWN)
    rule["difficulty"] = _levels(entry)
    entry.finish()
    return {name: value for name, value in rule.items() if value}


def _note_other_parts(entry: Entry) -> None:
    """What a case can be asked for is less than what a question can."""
    for name in entry:
        if name in RULE_LISTS and name not in CASE_LISTS:
            entry.note(f"cases with `{name}`", f"expected only {', '.join(CASE_LISTS)}", entry.line_of(name))
    if "count" in entry:
        entry.note("cases with `count`", "expected either of them", entry.line_of("count"))


def wanted_cases(rule: Mapping[str, Any]) -> Wanted:
    """What the cases of a quiz are to be about."""
    lists = {name: tuple(rule.get(name, ())) for name in (*CASE_LISTS, "difficulty")}
    return Wanted(**lists)


def _levels(entry: Entry) -> list[int]:
    levels = entry.value("difficulty", [])
    if isinstance(levels, list) and all(level in range(1, HARDEST + 1) for level in levels):
        return levels
    entry.note("`difficulty` is no list of levels", f"expected some of 1 to {HARDEST}", entry.line_of("difficulty"))
    return []
