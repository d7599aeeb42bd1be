"""Questions, scenarios and quizzes as their files say them. Pure: no Django."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

from quiz.kinds import KINDS
from quiz.sources import DRAFT, PUBLISHED, STATUSES, Source, tidied, with_status, without_status
from studyguide.documents import A_SLUG, SLUG, Entry

LONGEST_TEXT = 8_000  # characters of one Markdown text of a question
LONGEST_TITLE = 200
HARDEST = 3


class _Lined:
    """Knows where each of its values begins in the file, by its place, as `options.2.because`."""

    __slots__ = ()
    line: int
    lines: Mapping[str, int]
    source: Source
    status: str

    def line_of(self, place: str) -> int:
        return self.lines.get(place, self.line)

    @property
    def entry(self) -> Source:
        """What was read: the source and, unless it is published, the status."""
        return with_status(self.source, self.status)


@dataclass(frozen=True, slots=True)
class QuestionItem(_Lined):
    """One question as its file says it; `fields` is the part that belongs to its kind.

    `source` is the entry itself as plain values, without its status: what an instructor edits (see `sources`). `synced`
    is the entry of its file, None for one that has no file; the two differ after a merge with the admin's changes.
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
    status: str = PUBLISHED
    synced: Source | None = None

    def texts(self) -> list[tuple[int, str]]:
        own = [("stem", self.stem), ("hint", self.hint), ("reasoning", self.reasoning)]
        if self.kind in KINDS:
            own += KINDS[self.kind].texts(self.fields)
        return [(self.line_of(place), text) for place, text in own if text]


@dataclass(frozen=True, slots=True)
class ScenarioItem(_Lined):
    """A case told in steps. `losers` says of each other target why it loses.

    `source` leaves out the steps; `synced_steps` are those of its file, None for one that has no file.
    """

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
    source: Source
    lines: Mapping[str, int]
    status: str = PUBLISHED
    synced: Source | None = None
    synced_steps: tuple[str, ...] | None = None
    fact_keys: tuple[str, ...] = ()

    def texts(self) -> list[tuple[int, str]]:
        own = [("story", self.story), ("also", self.also)]
        own += [(f"losers.{number}.because", because) for number, (_, _, because) in enumerate(self.losers)]
        return [(self.line_of(place), text) for place, text in own if text]


@dataclass(frozen=True, slots=True)
class QuizItem(_Lined):
    """A quiz by named questions or by a rule (see `models.matching`). `opens` and `closes` may be empty."""

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
    source: Source
    lines: Mapping[str, int]
    status: str = PUBLISHED
    synced: Source | None = None
    opens: str = ""
    closes: str = ""
    objectives: tuple[str, ...] = ()
    section: str = ""
    fact_keys: tuple[str, ...] = field(default=())

    def texts(self) -> list[tuple[int, str]]:
        return []


@dataclass(frozen=True, slots=True)
class RestingItem(_Lined):
    """A question or a quiz that learners are not given: a draft, which may be incomplete, or one retired in the admin.

    Nothing that it refers to is checked, and nothing of it is rendered.
    """

    id: str
    title: str
    path: Path
    line: int
    source: Source
    status: str
    is_quiz: bool = False
    case: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    synced: Source | None = None
    objectives: tuple[str, ...] = ()
    section: str = ""
    fact_keys: tuple[str, ...] = ()

    @property
    def tags(self) -> tuple[str, ...]:
        tags = self.source.get("tags")
        return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()

    def texts(self) -> list[tuple[int, str]]:
        return []


AnyQuestion = QuestionItem | RestingItem
Item = QuestionItem | ScenarioItem | QuizItem | RestingItem


def is_question(item: Any) -> TypeGuard[AnyQuestion]:
    """Whether the item is a question, and no quiz or scenario."""
    return isinstance(item, QuestionItem) or (isinstance(item, RestingItem) and not item.is_quiz)


def is_quiz(item: Any) -> TypeGuard[QuizItem | ScenarioItem | RestingItem]:
    """Whether the item is a quiz or a scenario."""
    return isinstance(item, QuizItem | ScenarioItem) or (isinstance(item, RestingItem) and item.is_quiz)


def read_question_entry(entry: Entry, scenario: ScenarioItem | None = None) -> AnyQuestion:
    """A question of a file, which may still be a draft."""
    return _read_resting(entry, scenario) if entry.value("status", "") == DRAFT else read_question(entry, scenario)


def _read_resting(entry: Entry, scenario: ScenarioItem | None) -> RestingItem:
    """A draft: only what stands in lists of questions has to be right."""
    source = without_status(tidied(entry.plain()))
    item = RestingItem(
        id=entry.text("id"),
        title=entry.text("title", ""),
        path=entry.path,
        line=entry.line,
        source=source,
        status=DRAFT,
        case=scenario.id if scenario else "",
        lines=entry.text_lines(),
        synced=with_status(source, DRAFT),
    )
    entry.choice("kind", tuple(KINDS), "")
    entry.text("section", "")
    entry.whole("difficulty", 1, HARDEST, 1)
    note_bad_name(entry, item)
    if not _is_plain(source):
        entry.note(f"`{item.id}` holds a date or another special value", "expected texts, numbers and lists; quote it")
    return item


def _is_plain(source: Source) -> bool:
    """Whether the source comes back the same from the database."""
    try:
        return bool(json.loads(json.dumps(source, allow_nan=False)) == source)
    except (TypeError, ValueError):
        return False


def read_question(entry: Entry, scenario: ScenarioItem | None = None) -> QuestionItem:
    source = without_status(tidied(entry.plain()))
    status = entry.choice("status", STATUSES, PUBLISHED)
    kind = entry.choice("kind", tuple(KINDS))
    fields = KINDS[kind].parse(entry) if kind in KINDS else {}
    item = QuestionItem(
        id=entry.text("id"),
        title=entry.text("title"),
        kind=kind,
        path=entry.path,
        line=entry.line,
        stem=entry.text("stem"),
        objectives=_objectives(entry, scenario),
        section=(entry.text("section", "") or scenario.section) if scenario else entry.text("section"),
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
        source=source,
        lines=entry.text_lines(),
        status=status,
        synced=with_status(source, status),
    )
    entry.finish()
    note_bad_name(entry, item)
    _note_bad_sizes(entry, item)
    return item


def _objectives(entry: Entry, scenario: ScenarioItem | None) -> tuple[str, ...]:
    return tuple(entry.texts("objectives", []) or scenario.objectives if scenario else entry.texts("objectives"))


def _key_facts(kind: str, fields: dict[str, Any]) -> tuple[str, ...]:
    return KINDS[kind].fact_keys(fields) if kind in KINDS else ()


def note_bad_name(entry: Entry, item: Item) -> None:
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
