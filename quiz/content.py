"""Questions, scenarios and quizzes in a guide's folder: read, checked, placed in sections, saved.

questions/NAME.yaml holds lists of questions, scenarios/NAME.yaml one case each, quizzes.yaml a list of quizzes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from quiz.generated.reading import STORIES_FILE
from quiz.health import check_health
from quiz.items import (
    Item,
    QuestionItem,
    QuizItem,
    RestingItem,
    ScenarioItem,
    is_question,
    read_question_entry,
)
from quiz.kinds import KINDS
from quiz.loading import Placed, load_questions, load_quizzes
from quiz.models import Mode
from quiz.quiz_items import quiz_columns, read_quiz, read_scenario
from quiz.reconciling import reconcile, state
from quiz.sources import PUBLISHED
from studyguide.documents import Entry, Problems, parse_yaml_list, read_text, read_yaml
from studyguide.guide_files import GuideFiles, ItemText, Placement
from studyguide.markup import plain_text
from studyguide.models import Guide
from studyguide.roles import references


class QuizContent:
    """The content part that CONTENT_PARTS names (see `studyguide.guide_files.ContentPart`)."""

    def read(self, folder: Path, problems: Problems) -> list[Item]:
        items: list[Item] = []
        for path in sorted((folder / "questions").glob("*.yaml")):
            items += [read_question_entry(entry) for entry in _entries(path, problems)]
        for path in sorted((folder / "scenarios").glob("*.yaml")):
            entry = read_yaml(path, problems)
            items += read_scenario(entry) if entry else []
        if (folder / "quizzes.yaml").exists():
            items += [read_quiz(entry) for entry in _entries(folder / "quizzes.yaml", problems)]
        return items

    def check(self, guide: GuideFiles, problems: Problems) -> None:
        for item in guide.items.values():
            if isinstance(item, QuestionItem):
                _check_question(item, guide, problems)
            elif isinstance(item, ScenarioItem):
                _check_scenario(item, guide, problems)
            elif isinstance(item, QuizItem):
                _check_quiz(item, guide, problems)

    def place(self, item: Any, guide_url: str, text: ItemText) -> Placement:
        if isinstance(item, RestingItem):
            return Placement(item.id, item.title, "", "", "")
        if isinstance(item, QuestionItem):
            return _place_question(item, guide_url, text)
        url = f"/quizzes/{item.id}/"
        is_case = isinstance(item, ScenarioItem)
        document = _scenario_document(item, text) if is_case else _quiz_document(item)
        shared = {"is_listed": item.status == PUBLISHED, "noun": "scenario" if is_case else "quiz"}
        return Placement(item.id, item.title, url, "", item.summary, document=document, **shared)

    def merge(self, guide: GuideFiles, problems: Problems, take: str) -> None:
        reconcile(guide, self, problems, take)

    def state(self, slug: str) -> str:
        return state(slug)

    def save(self, guide: Guide, placed: Placed, now: datetime) -> None:
        """Questions and quizzes, those made in the admin as well; what had a file and has none is retired."""
        load_questions(guide, [pair for pair in placed if is_question(pair[0])], now)
        load_quizzes(guide, [pair for pair in placed if not is_question(pair[0])], now)
        check_health(guide, self)


QUESTIONS = QuizContent()


def _entries(path: Path, problems: Problems) -> list[Entry]:
    text = read_text(path, problems)
    return parse_yaml_list(text, path, problems) if text is not None else []


def _check_question(item: QuestionItem, guide: GuideFiles, problems: Problems) -> None:
    _check_known(item, item.targets, guide.facts.targets, "target", problems)
    _check_known(item, item.source_keys, guide.facts.book.sources, "source", problems)
    texts = " ".join(text for _, text in item.texts())
    if not (item.fact_keys or item.source_keys or "{fact:" in texts or "{source:" in texts):
        problems.add(item.path, item.line_of("sources"), f"`{item.id}` rests on nothing", "expected a fact or a source")


def _check_scenario(item: ScenarioItem, guide: GuideFiles, problems: Problems) -> None:
    _check_known(item, [item.answer], guide.facts.targets, "target", problems, "answer")
    for number, (target, _, _) in enumerate(item.losers):
        _check_known(item, [target], guide.facts.targets, "target", problems, f"losers.{number}.target")


def _check_quiz(item: QuizItem, guide: GuideFiles, problems: Problems) -> None:
    questions = {key: found for key, found in guide.items.items() if is_question(found)}
    _check_known(item, item.questions, questions, "question", problems)
    line = item.line_of("questions")
    for key in sorted({key for key in item.questions if item.questions.count(key) > 1}):
        problems.add(item.path, line, f"`{key}` stands twice", "expected each question once")
    for key in item.questions:
        if isinstance(found := questions.get(key), QuestionItem) and not _is_scored(found):
            problems.add(item.path, line, f"`{key}` has no score", "expected a question of another kind")
    tags = {tag: found for found in questions.values() for tag in found.tags}
    known: dict[str, Mapping[str, Any]] = {"kind": KINDS, "tag": tags}
    known |= {"objective": guide.objectives, "target": guide.facts.targets, "section": guide.outline}
    if "cases" in item.rule and not (guide.folder / STORIES_FILE).exists():
        wrong = f"`{item.id}` draws cases, and the guide has no stories"
        problems.add(item.path, item.line_of("draw.cases"), wrong, f"expected {STORIES_FILE} beside it")
    for what, names in known.items():
        _check_known(item, item.rule.get(f"{what}s", ()), names, what, problems, f"draw.{what}s")


def _is_scored(item: QuestionItem) -> bool:
    return item.kind not in KINDS or KINDS[item.kind].is_scored


def _check_known(
    item: Item, names: Sequence[str], known: Mapping[str, Any], what: str, problems: Problems, place: str = ""
) -> None:
    for name in names:
        if name and name not in known:  # an empty one is noted where it is read
            wrong = f"`{item.id}` names the unknown {what} `{name}`"
            problems.add(item.path, item.line_of(place or f"{what}s"), wrong, "expected one that exists")


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
        "facts": _named(item, "fact", item.fact_keys),
        "sources": _named(item, "source", item.source_keys),
        "case": item.case,
        **kind.document(item.fields, text),
    }
    if item.status != PUBLISHED:
        return Placement(item.id, item.title, url, "", "", document=document)
    html = render_to_string(
        "quiz/parts/checkpoint.html", {"item": item, "url": url, "document": document, "is_scored": kind.is_scored}
    )
    stem = plain_text(str(document["stem_html"]))
    answer = str(document.get("answer_html", "")) if not kind.is_scored else ""
    return Placement(item.id, item.title, url, html, stem, answer, document=document, is_listed=not kind.is_scored)


def _named(item: QuestionItem, kind: str, keys: Sequence[str]) -> list[str]:
    """What a question rests on: the keys that it lists, then those in its texts."""
    roles = [reference.key for _, text in item.texts() for reference in references(text) if reference.kind == kind]
    return list(dict.fromkeys([*keys, *roles]))


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
    rendered = {"mode": Mode.SCENARIO.value, "case": case, "case_source": item.source}
    return {**shared, **rendered, "questions": list(item.steps)}


def _quiz_document(item: QuizItem) -> dict[str, Any]:
    return {**quiz_columns(item), "questions": list(item.questions)}
