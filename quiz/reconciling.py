"""What a guide's files say and what the admin made of it since, put together before it is checked.

Three states count for each question and quiz: its entry in a file now, its row (`entry`), and its entry as it was last
loaded or written (`synced_source`).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from quiz.drafts import PATH, Draft, fields_by_line
from quiz.items import (
    Item,
    QuestionItem,
    QuizItem,
    RestingItem,
    ScenarioItem,
    is_question,
    is_quiz,
    read_question_entry,
)
from quiz.merging import ADMIN, Conflict, first_difference, merged
from quiz.models import Question, Quiz
from quiz.quiz_items import read_case, read_quiz
from quiz.sources import RETIRED, Source, source_yaml, tidied, without_status
from studyguide.documents import Entry, Problems, parse_yaml_list
from studyguide.guide_files import ContentPart, GuideFiles

SHOWN = 60  # characters of a value in a message

Row = Question | Quiz


def _questions(slug: str) -> "QuerySet[Question]":
    rows = Question.objects.filter(guide__slug=slug).select_related("current_version")
    return rows.defer("current_version__document").order_by("slug")


def reconcile(files: GuideFiles, part: ContentPart, problems: Problems, take: str) -> None:
    """Replace the guide's items by what files and admin say together, and add those made in the admin."""
    merge = _Merge(files, part, problems, take)
    quizzes = Quiz.objects.filter(guide__slug=files.slug)
    merge.refuse_names_of(quizzes.filter(is_draft=True))
    merge.all_of(quizzes.known(), is_quiz)
    merge.all_of(_questions(files.slug), is_question)


def state(slug: str) -> str:
    """A hash of what a merge reads of a guide: what learners are given, drafts without a version, the last sync."""
    total = hashlib.sha256()
    for row in (*_questions(slug), *Quiz.objects.known().filter(guide__slug=slug).order_by("slug")):
        more: Any = str(row.current_version_id) if isinstance(row, Question) else [row.question_slugs, row.synced_steps]
        text = json.dumps([row.slug, more, row.entry, row.synced_source], sort_keys=True)
        total.update(text.encode())
    return total.hexdigest()


class _Merge:
    """One guide's merge; it goes through the quizzes first, since steps inherit from their scenarios."""

    def __init__(self, files: GuideFiles, part: ContentPart, problems: Problems, take: str) -> None:
        self.files = files
        self.part = part
        self.problems = problems
        self.take = take
        self.is_readable = not problems  # else what seems gone may stand in a file that cannot be read
        self.scenarios = {key: item for key, item in files.items.items() if isinstance(item, ScenarioItem)}

    def all_of(self, rows: Iterable[Row], belongs: Callable[[Any], bool]) -> None:
        found = {row.slug: row for row in rows}
        own: dict[str, Any] = {key: item for key, item in self.files.items.items() if belongs(item)}
        for key, item in own.items():
            self.files.items[key] = self._from_file(item, found.get(key))
        for slug, row in found.items():
            if slug not in own and (made := self._without_file(row)):
                self._add(made)

    def refuse_names_of(self, drafts: Iterable[Quiz]) -> None:
        """Note each item of a file that has the name of a draft, which no merge would see."""
        for draft in drafts:
            if draft.slug in self.files.items:
                self._refuse_name(draft.slug)

    def _refuse_name(self, slug: str) -> None:
        other = self.files.items[slug]
        wrong = f"`{slug}` is also the name of something made in the admin"
        self.problems.add(other.path, other.line, wrong, "expected an id of its own")

    def _add(self, item: Item) -> None:
        if item.id in self.files.items:
            self._refuse_name(item.id)
            return
        self.files.items[item.id] = item
        self.files.item_parts[item.id] = self.part
        case = self._case(item)
        if case and isinstance(item, QuestionItem) and item.id not in case.steps:
            self.files.items[case.id] = replace(case, steps=(*case.steps, item.id))

    def _from_file(self, item: Item, row: Row | None) -> Item:
        """An item of a file with what the admin changed in it."""
        file = says = _with_steps(item.entry, item)
        if row is not None and row.entry and row.synced_source != {}:
            says, conflicts = merged(_synced(row), file, _with_steps(tidied(row.entry), row), self.take)
            for conflict in conflicts:
                self._note(conflict, item)
        if says == file and not self._has_new_case(item):
            return item
        if isinstance(item, ScenarioItem):
            steps = says.pop("steps")  # where the admin's order counts, what a file added since comes behind it
            item = replace(item, steps=tuple(dict.fromkeys([*steps, *item.steps])))
        found = self._read(says, item, item.path, item.line_of)
        if isinstance(found, ScenarioItem):
            found = replace(found, synced_steps=tuple(file["steps"]))
        return replace(found, synced=item.entry, line=item.line, lines=_lines(found, item)) if found else item

    def _has_new_case(self, item: Item) -> bool:
        case = getattr(item, "case", "")
        return bool(case) and self.files.items.get(case) is not self.scenarios.get(case)

    def _without_file(self, row: Row) -> Item | None:
        """An item made in the admin, or one whose entry is gone; None for one to be retired."""
        if row.synced_source is not None and not self._outlives_its_entry(row, row.synced_source):
            return None
        if row.entry.get("status") or not row.entry:
            return _resting(row)
        noted = len(self.problems.found)
        item = self._read(row.entry, row, Path("admin") / self.files.slug / row.slug)
        if isinstance(row, Quiz) and (len(self.problems.found) > noted or item is None):
            del self.problems.found[noted:]  # nothing in it depends on files, so it need not hold them up
            return _resting(row)
        if isinstance(item, ScenarioItem):
            item = replace(item, synced_steps=None)
        return replace(item, synced=None) if item else _resting(row)

    def _outlives_its_entry(self, row: Row, base: Source) -> bool:
        """Whether a row whose entry is gone goes on as the admin's own."""
        entry = tidied(row.entry)
        if not base or entry.get("status") == RETIRED:
            return False
        if base.get("status") == RETIRED:  # brought back after its entry went
            return True
        is_as_synced = _with_steps(entry, row) == _synced(row) and not row.has_draft_on_top
        return not is_as_synced and self._is_missed(row)

    def _is_missed(self, row: Row) -> bool:
        """Whether the admin's changes outlive the entry that is gone, which is for people to decide."""
        if not self.take and self.is_readable:
            wrong = f"`{row.slug}` is gone from the files and was edited in the admin"
            self.problems.add(_folder(self.files, row), 1, wrong, f"expected its entry, {_DECIDE}")
        return self.take == ADMIN

    def _note(self, conflict: Conflict, item: Item) -> None:
        inner, file, admin = first_difference(conflict.file, conflict.admin)
        place = conflict.field + inner
        texts = _short("file", file, admin), _short("admin", admin, file)
        line = item.line_of(place if place in item.lines else conflict.field)
        wrong = f"`{place}` of `{item.id}` differs: {', '.join(texts)}"
        self.problems.add(item.path, line, wrong, f"expected the same in both, {_DECIDE}")

    def _read(self, says: Source, like: Item | Row, path: Path, line_of: Callable[[str], int] | None = None) -> Any:
        """An entry read as a file's would be; None when it has not even the shape of one.

        `line_of` knows the lines of fields in the file that `path` names; without it they are those of the entry.
        """
        noted = Problems()
        entries = parse_yaml_list(source_yaml([says]), path, noted)
        item = self._item(entries[0], like) if len(entries) == 1 else None
        draft = Draft(None, fields_by_line(entries[0]) if entries else ())
        for problem in noted:
            line = line_of(draft.field(problem.line)) if line_of else problem.line
            self.problems.add(path, line, problem.wrong, problem.expected)
        return item

    def _item(self, entry: Entry, like: Item | Row) -> Item:
        if isinstance(like, QuizItem) or (isinstance(like, Quiz) and not like.is_scenario):
            return read_quiz(entry)
        if isinstance(like, ScenarioItem):
            return read_case(entry, like.steps)
        if isinstance(like, Quiz):
            return read_case(entry, like.question_slugs)
        return read_question_entry(entry, self._case(like))

    def _case(self, like: Item | Row) -> ScenarioItem | None:
        case = self.files.items.get(getattr(like, "case", ""))
        return case if isinstance(case, ScenarioItem) else None


def _with_steps(entry: Source, of: Item | Row) -> Source:
    """An entry, that of a scenario with the names of its steps, whose order is merged as one field."""
    if isinstance(of, ScenarioItem):
        return {**entry, "steps": list(of.steps)}
    return {**entry, "steps": of.question_slugs} if isinstance(of, Quiz) and of.is_scenario else entry


def _synced(row: Row) -> Source | None:
    """What was last loaded of a row; steps of which nothing is remembered are those that it has."""
    base = row.synced_source
    if base is None or not isinstance(row, Quiz) or not row.is_scenario:
        return base
    return {**base, "steps": row.question_slugs if row.synced_steps is None else row.synced_steps}


_DECIDE = "or `--take file` or `--take admin` to decide all such cases"


def _short(side: str, value: Any, other: Any) -> str:
    """What a side says, cut to where it begins to differ from the other."""
    if value is None:
        return f"the {side} has none"
    text, beside = _line(value), _line(other)
    same = next((n for n, pair in enumerate(zip(text, beside, strict=False)) if pair[0] != pair[1]), 0)
    start = max(same - SHOWN // 3, 0) if len(text) > SHOWN else 0
    end = start + SHOWN
    return f"the {side} says `{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}`"


def _line(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(text.split())


def _folder(files: GuideFiles, row: Row) -> Path:
    """Where the entry of a row was, as far as that is known."""
    if isinstance(row, Quiz) and not row.is_scenario:
        return files.folder / "quizzes.yaml"
    return files.folder / ("scenarios" if isinstance(row, Quiz) or row.case else "questions")


def _resting(row: Row) -> RestingItem:
    is_quiz = isinstance(row, Quiz)
    status = str(row.entry.get("status", RETIRED))
    source = without_status(row.entry)
    return RestingItem(row.slug, row.title, PATH, 1, source, status, is_quiz)


def _lines(found: Item, item: Item) -> Mapping[str, int]:
    """Where the values of a merged item stand in its file; those that are not there, at its beginning."""
    return {place: item.line_of(place) for place in found.lines}
