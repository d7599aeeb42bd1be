"""Questions, scenarios and quizzes in a guide's folder: read, checked, placed in sections, saved.

questions/NAME.yaml holds lists of questions, scenarios/NAME.yaml one case each, quizzes.yaml a list of quizzes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from quiz.kinds import KINDS
from quiz.models import Mode, Question, Quiz, QuizQuestion
from studyguide.content import GuideFiles, ItemText, Placement
from studyguide.documents import A_SLUG, SLUG, Entry, Problems, parse_yaml_list, read_text, read_yaml
from studyguide.markup import plain_text
from studyguide.models import Guide

LONGEST_TEXT = 8_000  # characters of one Markdown text of a question
LONGEST_TITLE = 200
HARDEST = 3
MOST_DRAWN = 200  # questions in one attempt
LONGEST_EXAM = 600  # minutes
LOSS_KINDS = ("hard", "soft")
RULE_LISTS = ("objectives", "targets", "tags", "sections", "kinds")


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """One question as its file says it; `fields` is the part that belongs to its kind."""

    id: str
    title: str
    kind: str
    path: Path
    line: int
    stem: str
    stem_line: int
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

    def texts(self) -> list[tuple[int, str]]:
        own = [(self.stem_line, self.stem), (self.line, self.hint), (self.line, self.reasoning)]
        if self.kind in KINDS:
            own += [(self.line, text) for text in KINDS[self.kind].texts(self.fields)]
        return [(line, text) for line, text in own if text]


@dataclass(frozen=True, slots=True)
class ScenarioItem:
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
    fact_keys: tuple[str, ...] = ()

    def texts(self) -> list[tuple[int, str]]:
        return [(self.line, text) for text in (self.story, self.also, *(because for _, _, because in self.losers))]


@dataclass(frozen=True, slots=True)
class QuizItem:
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
    objectives: tuple[str, ...] = ()
    section: str = ""
    fact_keys: tuple[str, ...] = field(default=())

    def texts(self) -> list[tuple[int, str]]:
        return []


Item = QuestionItem | ScenarioItem | QuizItem


class QuizContent:
    """The content part that CONTENT_PARTS names (see `studyguide.content.ContentPart`)."""

    def read(self, folder: Path, problems: Problems) -> list[Item]:
        items: list[Item] = []
        for path in sorted((folder / "questions").glob("*.yaml")):
            items += [_question(entry) for entry in _entries(path, problems)]
        for path in sorted((folder / "scenarios").glob("*.yaml")):
            entry = read_yaml(path, problems)
            items += _scenario(entry) if entry else []
        if (folder / "quizzes.yaml").exists():
            items += [_quiz(entry) for entry in _entries(folder / "quizzes.yaml", problems)]
        return items

    def check(self, guide: GuideFiles, problems: Problems) -> None:
        for item in guide.items.values():
            if isinstance(item, QuestionItem):
                _check_question(item, guide, problems)
            elif isinstance(item, ScenarioItem):
                targets = [item.answer, *(target for target, _, _ in item.losers)]
                _check_known(item, targets, guide.facts.targets, "target", problems)
            elif isinstance(item, QuizItem):
                _check_quiz(item, guide, problems)

    def place(self, item: Item, guide_url: str, text: ItemText) -> Placement:
        if isinstance(item, QuestionItem):
            return _place_question(item, guide_url, text)
        url = f"/quizzes/{item.id}/"
        document = _scenario_document(item, text) if isinstance(item, ScenarioItem) else _quiz_document(item)
        return Placement(item.id, item.title, url, "", item.summary, document=document, is_listed=True)

    def save(self, guide: Guide, placements: Sequence[Placement], now: datetime) -> None:
        """Publish each question; one whose document changed gets a new version, one that is gone is retired."""
        questions = [placement for placement in placements if "kind" in placement.document]
        for placement in questions:
            Question.objects.publish(guide, placement.id, dict(placement.document), now)
        Question.objects.filter(guide=guide).exclude(slug__in=[q.id for q in questions]).retire()
        quizzes = [placement for placement in placements if "mode" in placement.document]
        for position, placement in enumerate(quizzes):
            _save_quiz(guide, placement, position)
        guide.quizzes.exclude(slug__in=[quiz.id for quiz in quizzes]).update(is_retired=True)


QUESTIONS = QuizContent()


def _entries(path: Path, problems: Problems) -> list[Entry]:
    text = read_text(path, problems)
    return parse_yaml_list(text, path, problems) if text is not None else []


def _question(entry: Entry, scenario: ScenarioItem | None = None) -> QuestionItem:
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
        stem_line=entry.line_of("stem") + 1,
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


def _scenario(entry: Entry) -> list[Item]:
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
    )
    entry.finish()
    _note_bad_name(entry, scenario)
    if not steps:
        entry.note("no steps", "expected `steps:` with at least one question")
    return [*(_question(step, scenario) for step in steps), scenario]


def _loser(entry: Entry) -> tuple[str, str, str]:
    loser = (entry.text("target"), entry.choice("kind", LOSS_KINDS), entry.text("because"))
    entry.finish()
    return loser


def _quiz(entry: Entry) -> QuizItem:
    modes = tuple(mode for mode in Mode.values if mode in (Mode.PRACTICE, Mode.EXAM))
    draw = entry.entry("draw")
    item = QuizItem(
        id=entry.text("id"),
        title=entry.text("title"),
        path=entry.path,
        line=entry.line,
        summary=entry.text("summary"),
        mode=entry.choice("mode", modes),
        minutes=entry.whole("minutes", 0, LONGEST_EXAM, 0),
        pass_percent=entry.whole("pass_percent", 0, 100, 0),
        questions=tuple(entry.texts("questions", [])),
        rule=_rule(draw) if draw else {},
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


def _check_question(item: QuestionItem, guide: GuideFiles, problems: Problems) -> None:
    _check_known(item, item.targets, guide.facts.targets, "target", problems)
    _check_known(item, item.source_keys, guide.facts.book.sources, "source", problems)
    texts = " ".join(text for _, text in item.texts())
    if not (item.fact_keys or item.source_keys or "{fact:" in texts or "{source:" in texts):
        problems.add(item.path, item.line, f"`{item.id}` rests on nothing", "expected a fact or a source")


def _check_quiz(item: QuizItem, guide: GuideFiles, problems: Problems) -> None:
    questions = {key: found for key, found in guide.items.items() if isinstance(found, QuestionItem)}
    _check_known(item, item.questions, questions, "question", problems)
    for key in sorted({key for key in item.questions if item.questions.count(key) > 1}):
        problems.add(item.path, item.line, f"`{key}` stands twice", "expected each question once")
    for key in item.questions:
        if key in questions and questions[key].kind in KINDS and not KINDS[questions[key].kind].is_scored:
            problems.add(item.path, item.line, f"`{key}` has no score", "expected a question of another kind")
    _check_known(item, item.rule.get("objectives", ()), guide.objectives, "objective", problems)
    _check_known(item, item.rule.get("targets", ()), guide.facts.targets, "target", problems)
    _check_known(item, item.rule.get("sections", ()), guide.outline, "section", problems)
    _check_known(item, item.rule.get("kinds", ()), KINDS, "kind", problems)
    tags = {tag: found for found in questions.values() for tag in found.tags}
    _check_known(item, item.rule.get("tags", ()), tags, "tag", problems)


def _check_known(item: Item, names: Sequence[str], known: Mapping[str, Any], what: str, problems: Problems) -> None:
    for name in names:
        if name not in known:
            problems.add(
                item.path, item.line, f"`{item.id}` names the unknown {what} `{name}`", "expected one that exists"
            )


def _place_question(item: QuestionItem, guide_url: str, text: ItemText) -> Placement:
    kind = KINDS[item.kind]
    url = f"/quizzes/{item.case}/" if item.case else f"{guide_url}checkpoints/{item.id}/"
    document = {
        "kind": item.kind,
        "title": item.title,
        "stem": item.stem,
        "stem_html": text.bare(item.stem),
        "hint_html": text.bare(item.hint) if item.hint else "",
        "reasoning_html": text.full(item.reasoning) if item.reasoning else "",
        "objectives": list(item.objectives),
        "section": item.section,
        "targets": list(item.targets),
        "tags": list(item.tags),
        "difficulty": item.difficulty,
        "points": item.points,
        "facts": list(item.fact_keys),
        "sources": list(item.source_keys),
        "case": item.case,
        **kind.document(item.fields, text),
    }
    html = render_to_string(
        "quiz/parts/checkpoint.html", {"item": item, "url": url, "document": document, "is_scored": kind.is_scored}
    )
    stem = plain_text(str(document["stem_html"]))
    answer = str(document.get("answer_html", "")) if not kind.is_scored else ""
    return Placement(item.id, item.title, url, html, stem, answer, document=document, is_listed=not kind.is_scored)


def _scenario_document(item: ScenarioItem, text: ItemText) -> dict[str, Any]:
    losers = [
        {"target": target, "kind": kind, "because_html": text.full(because)} for target, kind, because in item.losers
    ]
    case = {
        "story_html": text.full(item.story),
        "answer": item.answer,
        "also_html": text.full(item.also) if item.also else "",
        "losers": losers,
    }
    shared = {"title": item.title, "summary": item.summary, "difficulty": item.difficulty}
    return {**shared, "mode": Mode.SCENARIO.value, "case": case, "questions": list(item.steps)}


def _quiz_document(item: QuizItem) -> dict[str, Any]:
    return {
        "title": item.title,
        "summary": item.summary,
        "mode": item.mode,
        "time_limit_s": item.minutes * 60 or None,
        "pass_percent": item.pass_percent or None,
        "questions": list(item.questions),
        "rule": dict(item.rule),
    }


def _save_quiz(guide: Guide, placement: Placement, position: int) -> None:
    row = {name: value for name, value in placement.document.items() if name != "questions"}
    quiz, _ = Quiz.objects.update_or_create(
        slug=placement.id, defaults={**row, "guide": guide, "position": position, "is_retired": False}
    )
    ids = dict(guide.questions.values_list("slug", "pk"))
    wanted = [ids[slug] for slug in placement.document["questions"]]
    kept = list(QuizQuestion.objects.filter(quiz=quiz).order_by("position").values_list("question_id", flat=True))
    if kept != wanted:
        QuizQuestion.objects.filter(quiz=quiz).delete()
        QuizQuestion.objects.bulk_create(
            QuizQuestion(quiz=quiz, question_id=pk, position=place) for place, pk in enumerate(wanted)
        )
