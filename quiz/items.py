"""Questions, scenarios and quizzes as their files say them. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quiz.kinds import KINDS
from quiz.sources import Source, tidied
from studyguide.documents import A_SLUG, SLUG, Entry

MODES = ("practice", "exam")  # that quizzes.yaml may ask for; a scenario file makes its own
LONGEST_TEXT = 8_000  # characters of one Markdown text of a question
LONGEST_TITLE = 200
HARDEST = 3
MOST_DRAWN = 200  # questions in one attempt
LONGEST_EXAM = 600  # minutes
LOSS_KINDS = ("hard", "soft")
RULE_LISTS = ("objectives", "targets", "tags", "sections", "kinds")


class _Lined:
    """Knows where each of its values begins in the file, by its place, as `options.2.because`."""

    __slots__ = ()
    line: int
    lines: Mapping[str, int]

    def line_of(self, place: str) -> int:
        return self.lines.get(place, self.line)


@dataclass(frozen=True, slots=True)
class QuestionItem(_Lined):
    """One question as its file says it; `fields` is the part that belongs to its kind.

    `source` is the entry itself as plain values: what an instructor edits (see `sources`).
    """

    id: str
    title: str
    kind: str
    path: Path
    line: int
    stem: str
    objectives: tuple[str, ...]
    section: str
    targets: tuple[str, ...]
    tags: tuple[str, ...]
    difficulty: int
    points: float
    fact_keys: tuple[str, ...]
    source_keys: tuple[str, ...]
    hint: str
    reasoning: str
    case: str
    fields: dict[str, Any]
    source: Source
    lines: Mapping[str, int]

    def texts(self) -> list[tuple[int, str]]:
        own = [("stem", self.stem), ("hint", self.hint), ("reasoning", self.reasoning)]
        if self.kind in KINDS:
            own += KINDS[self.kind].texts(self.fields)
        return [(self.line_of(place), text) for place, text in own if text]


@dataclass(frozen=True, slots=True)
class ScenarioItem(_Lined):
    """A case told in steps. `losers` says of each other target why it loses."""

    id: str
    title: str
    path: Path
    line: int
    objectives: tuple[str, ...]
    section: str
    difficulty: int
    summary: str
    story: str
    answer: str
    also: str
    losers: tuple[tuple[str, str, str], ...]
    steps: tuple[str, ...]
    lines: Mapping[str, int]
    fact_keys: tuple[str, ...] = ()

    def texts(self) -> list[tuple[int, str]]:
        own = [("story", self.story), ("also", self.also)]
        own += [(f"losers.{number}.because", because) for number, (_, _, because) in enumerate(self.losers)]
        return [(self.line_of(place), text) for place, text in own if text]


@dataclass(frozen=True, slots=True)
class QuizItem(_Lined):
    """A quiz by named questions or by a rule (see `models.matching`)."""

    id: str
    title: str
    path: Path
    line: int
    summary: str
    mode: str
    minutes: int
    pass_percent: int
    questions: tuple[str, ...]
    rule: Mapping[str, Any]
    lines: Mapping[str, int]
    objectives: tuple[str, ...] = ()
    section: str = ""
    fact_keys: tuple[str, ...] = field(default=())

    def texts(self) -> list[tuple[int, str]]:
        return []


Item = QuestionItem | ScenarioItem | QuizItem


def read_question(entry: Entry, scenario: ScenarioItem | None = None) -> QuestionItem:
    kind = entry.choice("kind", tuple(KINDS))
    fields = KINDS[kind].parse(entry) if kind in KINDS else {}
    inherited = {"objectives": list(scenario.objectives), "section": scenario.section} if scenario else {}
    item = QuestionItem(
        id=entry.text("id"),
        title=entry.text("title"),
        kind=kind,
        path=entry.path,
        line=entry.line,
        stem=entry.text("stem"),
        objectives=tuple(_texts(entry, "objectives", inherited)),
        section=entry.text("section", inherited["section"]) if scenario else entry.text("section"),
        targets=tuple(entry.texts("targets", [])),
        tags=tuple(entry.texts("tags", [])),
        difficulty=entry.whole("difficulty", 1, HARDEST, scenario.difficulty if scenario else 1),
        points=entry.number("points", 1),
        fact_keys=(*entry.texts("facts", []), *_key_facts(kind, fields)),
        source_keys=tuple(entry.texts("sources", [])),
        hint=entry.text("hint", ""),
        reasoning=entry.text("reasoning", ""),
        case=scenario.id if scenario else "",
        fields=fields,
        source=tidied(entry.plain()),
        lines=entry.text_lines(),
    )
    entry.finish()
    _note_bad_name(entry, item)
    _note_bad_sizes(entry, item)
    return item


def _texts(entry: Entry, key: str, inherited: Mapping[str, Any]) -> list[str]:
    return entry.texts(key, inherited[key]) if key in inherited else entry.texts(key)


def _key_facts(kind: str, fields: dict[str, Any]) -> tuple[str, ...]:
    return KINDS[kind].fact_keys(fields) if kind in KINDS else ()


def _note_bad_name(entry: Entry, item: Item) -> None:
    if item.id and not SLUG.fullmatch(item.id):
        entry.note(f"`id` is `{item.id}`", A_SLUG, entry.line_of("id"))
    if len(item.title) > LONGEST_TITLE:
        entry.note(f"`title` has {len(item.title)} characters", f"expected at most {LONGEST_TITLE}")


def _note_bad_sizes(entry: Entry, item: QuestionItem) -> None:
    if item.points <= 0:
        entry.note(f"`points` is {item.points:g}", "expected more than 0", entry.line_of("points"))
    for line, text in item.texts():
        if len(text) > LONGEST_TEXT:
            entry.note(f"a text of {len(text):,} characters", f"expected at most {LONGEST_TEXT:,}", line)


def read_scenario(entry: Entry) -> list[Item]:
    steps = entry.entries("steps")
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
        steps=tuple(step.text("id") for step in steps),
        lines=entry.text_lines(),
    )
    entry.finish()
    _note_bad_name(entry, scenario)
    if not steps:
        entry.note("no steps", "expected `steps:` with at least one question")
    return [*(read_question(step, scenario) for step in steps), scenario]


def _loser(entry: Entry) -> tuple[str, str, str]:
    loser = (entry.text("target"), entry.choice("kind", LOSS_KINDS), entry.text("because"))
    entry.finish()
    return loser


def read_quiz(entry: Entry) -> QuizItem:
    draw = entry.entry("draw")
    item = QuizItem(
        id=entry.text("id"),
        title=entry.text("title"),
        path=entry.path,
        line=entry.line,
        summary=entry.text("summary"),
        mode=entry.choice("mode", MODES),
        minutes=entry.whole("minutes", 0, LONGEST_EXAM, 0),
        pass_percent=entry.whole("pass_percent", 0, 100, 0),
        questions=tuple(entry.texts("questions", [])),
        rule=_rule(draw) if draw else {},
        lines=entry.text_lines(),
    )
    entry.finish()
    _note_bad_name(entry, item)
    if bool(item.questions) == bool(item.rule):
        entry.note("questions from two places or none", "expected either `questions:` or `draw:`")
    return item


def _rule(entry: Entry) -> dict[str, Any]:
    rule: dict[str, Any] = {name: entry.texts(name, []) for name in RULE_LISTS}
    rule["count"] = entry.whole("count", 1, MOST_DRAWN)
    rule["difficulty"] = _levels(entry)
    entry.finish()
    return {name: value for name, value in rule.items() if value}


def _levels(entry: Entry) -> list[int]:
    levels = entry.value("difficulty", [])
    if isinstance(levels, list) and all(level in range(1, HARDEST + 1) for level in levels):
        return levels
    entry.note("`difficulty` is no list of levels", f"expected some of 1 to {HARDEST}", entry.line_of("difficulty"))
    return []
