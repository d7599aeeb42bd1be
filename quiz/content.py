"""Questions, scenarios and quizzes in a guide's folder: read, checked, placed in sections, saved.

questions/NAME.yaml holds lists of questions, scenarios/NAME.yaml one case each, quizzes.yaml a list of quizzes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from quiz.items import Item, QuestionItem, QuizItem, ScenarioItem, read_question, read_quiz, read_scenario
from quiz.kinds import KINDS
from quiz.models import Mode, Question, Quiz, QuizQuestion
from studyguide.content import GuideFiles, ItemText, Placement
from studyguide.documents import Entry, Problems, parse_yaml_list, read_text, read_yaml
from studyguide.markup import plain_text
from studyguide.models import Guide


class QuizContent:
    """The content part that CONTENT_PARTS names (see `studyguide.content.ContentPart`)."""

    def read(self, folder: Path, problems: Problems) -> list[Item]:
        items: list[Item] = []
        for path in sorted((folder / "questions").glob("*.yaml")):
            items += [read_question(entry) for entry in _entries(path, problems)]
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
        if isinstance(item, QuestionItem):
            return _place_question(item, guide_url, text)
        url = f"/quizzes/{item.id}/"
        document = _scenario_document(item, text) if isinstance(item, ScenarioItem) else _quiz_document(item)
        return Placement(item.id, item.title, url, "", item.summary, document=document, is_listed=True)

    def save(self, guide: Guide, placements: Sequence[Placement], now: datetime) -> None:
        """Publish each question; one whose document changed gets a new version, one that is gone is retired."""
        questions = [placement for placement in placements if "kind" in placement.document]
        for placement in questions:
            Question.objects.publish(guide, placement.id, dict(placement.document), now, dict(placement.source))
        Question.objects.filter(guide=guide).exclude(slug__in=[q.id for q in questions]).retire()
        quizzes = [placement for placement in placements if "mode" in placement.document]
        for position, placement in enumerate(quizzes):
            _save_quiz(guide, placement, position)
        guide.quizzes.exclude(slug__in=[quiz.id for quiz in quizzes]).update(is_retired=True)


QUESTIONS = QuizContent()


def _entries(path: Path, problems: Problems) -> list[Entry]:
    text = read_text(path, problems)
    return parse_yaml_list(text, path, problems) if text is not None else []


def _check_question(item: QuestionItem, guide: GuideFiles, problems: Problems) -> None:
    _check_known(item, item.targets, guide.facts.targets, "target", problems)
    _check_known(item, item.source_keys, guide.facts.book.sources, "source", problems)
    texts = " ".join(text for _, text in item.texts())
    if not (item.fact_keys or item.source_keys or "{fact:" in texts or "{source:" in texts):
        problems.add(item.path, item.line, f"`{item.id}` rests on nothing", "expected a fact or a source")


def _check_scenario(item: ScenarioItem, guide: GuideFiles, problems: Problems) -> None:
    _check_known(item, [item.answer], guide.facts.targets, "target", problems, "answer")
    for number, (target, _, _) in enumerate(item.losers):
        _check_known(item, [target], guide.facts.targets, "target", problems, f"losers.{number}.target")


def _check_quiz(item: QuizItem, guide: GuideFiles, problems: Problems) -> None:
    questions = {key: found for key, found in guide.items.items() if isinstance(found, QuestionItem)}
    _check_known(item, item.questions, questions, "question", problems)
    line = item.line_of("questions")
    for key in sorted({key for key in item.questions if item.questions.count(key) > 1}):
        problems.add(item.path, line, f"`{key}` stands twice", "expected each question once")
    for key in item.questions:
        if key in questions and questions[key].kind in KINDS and not KINDS[questions[key].kind].is_scored:
            problems.add(item.path, line, f"`{key}` has no score", "expected a question of another kind")
    tags = {tag: found for found in questions.values() for tag in found.tags}
    known: dict[str, Mapping[str, Any]] = {"kind": KINDS, "tag": tags}
    known |= {"objective": guide.objectives, "target": guide.facts.targets, "section": guide.outline}
    for what, names in known.items():
        _check_known(item, item.rule.get(f"{what}s", ()), names, what, problems, f"draw.{what}s")


def _check_known(
    item: Item, names: Sequence[str], known: Mapping[str, Any], what: str, problems: Problems, place: str = ""
) -> None:
    for name in names:
        if name not in known:
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
    return Placement(
        item.id,
        item.title,
        url,
        html,
        stem,
        answer,
        document=document,
        source=item.source,
        is_listed=not kind.is_scored,
    )


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
