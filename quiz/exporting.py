"""Questions and quizzes written back to the files of their guide, so that files and database say the same.

An entry in a file is changed where it stands. One made in the admin is added: to questions/from-admin.yaml, to the
steps of its scenario, to quizzes.yaml, or as a scenario's file of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from quiz.content import QUESTIONS
from quiz.content_files import FROM_ADMIN, QUIZZES, ContentFiles, steps_in, write_file
from quiz.entry_lines import (
    CannotEdit,
    Edit,
    appended_entries,
    changed_entry,
    edited,
    entries_yaml,
    mapping_yaml,
    reordered,
)
from quiz.items import Item, ScenarioItem
from quiz.models import Question, Quiz, Scenario
from quiz.sources import RETIRED, Source, tidied
from studyguide.documents import Problems
from studyguide.sync import ContentError

_ON_LINES = "expected each entry and each key on lines of its own"

Row = Question | Quiz


@dataclass(slots=True)
class Export:
    """New texts by their paths in the guide's folder, and the entry that each row then has in them."""

    texts: dict[Path, str] = field(default_factory=dict)
    entries: list[tuple[Row, Source]] = field(default_factory=list)
    steps: dict[str, list[str]] = field(default_factory=dict)  # of each scenario, in the order of its file

    def write(self, folder: Path) -> None:
        for path, text in self.texts.items():
            write_file(folder / path, text)

    def mark_synced(self) -> None:
        """Remember that files and database say the same."""
        with transaction.atomic():
            for row, entry in self.entries:
                if isinstance(row, Quiz):
                    row.mark_synced(entry, self.steps.get(row.slug))
                else:
                    row.mark_synced(entry)


def planned_export(folder: Path) -> Export:
    """What the files in a guide's folder lack of what the database says.

    Raises ContentError when they changed since they were loaded, hold mistakes, or cannot be changed line by line.
    """
    problems = Problems()
    plan = _Plan(folder, QUESTIONS.read(folder, problems), problems)
    for step in (plan.compare, plan.write_down, plan.check):
        if not problems:
            step()
    if problems:
        raise ContentError(list(problems))
    return plan.export


class _Plan:
    """Made in three steps: compare rows with entries, write the new texts down, check them."""

    def __init__(self, folder: Path, items: list[Item], problems: Problems) -> None:
        self.folder = folder
        self.files = ContentFiles(folder)
        self.items = {item.id: item for item in items}
        self.problems = problems
        self.export = Export()
        self.edits: dict[Path, list[Edit]] = {}
        self.steps: dict[str, list[Source]] = {}  # by scenario
        self.added: dict[Path, list[Source]] = {}

    def compare(self) -> None:
        for row in _rows(self.folder.name):
            item = self.items.get(row.slug)
            if self._is_loaded(row, item) and row.entry and not (item is None and _is_gone(row)):
                entry = tidied(row.entry)
                self.export.entries.append((row, entry))
                if item is None:
                    self._add(row, entry)
                elif entry != item.entry:
                    self._change(item, entry)

    def _is_loaded(self, row: Row, item: Item | None) -> bool:
        """Whether the entry in the file is as it was last loaded; else what changed in it would be lost."""
        base = row.synced_source
        is_same = (item.entry if item else None) == base and not _is_rearranged(row, item)
        if is_same or (item is None and _was_retired(base)):
            return True
        path, line = (item.path, item.line) if item else (self.folder, 1)
        wrong = f"`{row.slug}` changed in the files since they were loaded"
        self.problems.add(path, line, wrong, "expected `manage.py sync_content` before an export")
        return False

    def _change(self, item: Item, entry: Source) -> None:
        path = item.path.relative_to(self.folder)
        try:
            found = changed_entry(self.files.text(path), self.files.entry(path, item.id), item.entry, entry)
            self.edits.setdefault(path, []).extend(found)
        except CannotEdit:
            self.problems.add(item.path, item.line, f"`{item.id}` cannot be changed here", _ON_LINES)

    def _add(self, row: Row, entry: Source) -> None:
        if isinstance(row, Question) and row.case:
            self.steps.setdefault(row.case, []).append(entry)
        elif isinstance(row, Question) or not row.is_scenario:
            self.added.setdefault(FROM_ADMIN if isinstance(row, Question) else QUIZZES, []).append(entry)

    def write_down(self) -> None:
        for row, entry in self.export.entries:
            if isinstance(row, Quiz) and row.is_scenario and row.slug not in self.items:
                self._add_scenario(row, entry)
        for case, steps in self.steps.items():
            self._add_steps(case, steps)
        for path, entries in self.added.items():
            self._add_entries(path, entries)
        for path, edits in self.edits.items():
            self.export.texts[path] = edited(self.files.text(path), edits)
        for row in Scenario.objects.known().filter(guide__slug=self.folder.name):
            if isinstance(item := self.items.get(row.slug), ScenarioItem):
                self._arrange(row, item)

    def _add_scenario(self, quiz: Quiz, entry: Source) -> None:
        steps = {step["id"]: step for step in self.steps.pop(quiz.slug, [])}
        order = [slug for slug in quiz.question_slugs if slug in steps]
        self.export.steps[quiz.slug] = list(dict.fromkeys([*order, *steps]))
        in_order = [steps[slug] for slug in self.export.steps[quiz.slug]]
        self.export.texts[Path("scenarios") / f"{quiz.slug}.yaml"] = mapping_yaml({**entry, "steps": in_order})

    def _add_steps(self, case: str, steps: list[Source]) -> None:
        scenario = self.items.get(case)
        if isinstance(scenario, ScenarioItem):
            path = scenario.path.relative_to(self.folder)
            try:
                edit = appended_entries(self.files.text(path), self.files.steps(path), steps)
                self.edits.setdefault(path, []).append(edit)
            except CannotEdit:
                self.problems.add(scenario.path, scenario.line_of("steps"), "no step can be added here", _ON_LINES)
        else:
            self.added.setdefault(FROM_ADMIN, []).extend(steps)

    def _arrange(self, quiz: Quiz, scenario: ScenarioItem) -> None:
        """Put the steps in the order of the database, those that it does not ask behind them."""
        path = scenario.path.relative_to(self.folder)
        text = self.export.texts.get(path) or self.files.text(path)
        node, found = steps_in(text)
        asked = [slug for slug in quiz.question_slugs if slug in found]
        wanted = [*asked, *(slug for slug in found if slug not in asked)]
        self.export.steps[quiz.slug] = wanted
        if wanted != found:
            try:
                self.export.texts[path] = reordered(text, node, [found.index(slug) for slug in wanted])
            except CannotEdit:
                self.problems.add(scenario.path, scenario.line_of("steps"), "the steps cannot be moved", _ON_LINES)

    def _add_entries(self, path: Path, entries: list[Source]) -> None:
        text, before = self.files.text(path), self.files.entries(path)
        if before is None:
            gap = "\n" if text.strip() else ""  # nothing but comments
            self.export.texts[path] = text + gap + entries_yaml(entries)
            return
        try:
            self.edits.setdefault(path, []).append(appended_entries(text, before, entries))
        except CannotEdit:
            self.problems.add(self.folder / path, 1, "no entry can be added here", _ON_LINES)

    def check(self) -> None:
        """Read the new files as a sync will: they must say what the database says, and the rest as before."""
        expected = {key: _with_steps(item) for key, item in self.items.items()}
        expected |= {str(row.slug): entry for row, entry in self.export.entries}
        for slug, steps in self.export.steps.items():
            expected[slug] = {**expected[slug], "steps": steps}
        found, mistakes = self._read_back()
        for problem in mistakes:
            self.problems.add(*problem)
        for slug in sorted(expected.keys() | found.keys()) if not mistakes else ():
            if expected.get(slug) != found.get(slug):
                path, line = (self.items[slug].path, self.items[slug].line) if slug in self.items else (self.folder, 1)
                self.problems.add(path, line, f"`{slug}` cannot be written here", _ON_LINES)

    def _read_back(self) -> tuple[dict[str, Source], list[tuple[Path, int, str, str]]]:
        """The entries of the new files, and the mistakes in them."""
        found = Problems()
        with TemporaryDirectory() as name:
            copy = Path(name)
            for path in self.files.paths():
                write_file(copy / path, self.files.text(path))
            self.export.write(copy)
            entries = {item.id: _with_steps(item) for item in QUESTIONS.read(copy, found)}
            mistakes = [
                (self.folder / (Path.cwd() / m.path).relative_to(copy), m.line, f"once written, {m.wrong}", m.expected)
                for m in found
            ]
        return entries, mistakes


def _rows(slug: str) -> Iterator[Row]:
    """What files may know: no quiz that was never published, and no step of one."""
    quizzes = Quiz.objects.filter(guide__slug=slug)
    questions = Question.objects.filter(guide__slug=slug).select_related("current_version")
    yield from questions.exclude(case__in=quizzes.filter(is_draft=True).values("slug"))
    yield from quizzes.known()


def _with_steps(item: Item) -> Source:
    return {**item.entry, "steps": list(item.steps)} if isinstance(item, ScenarioItem) else item.entry


def _is_rearranged(row: Row, item: Item | None) -> bool:
    """Whether a scenario's file has other steps, or has them in another order, than when it was loaded."""
    if not isinstance(row, Quiz) or not isinstance(item, ScenarioItem) or row.synced_steps is None:
        return False
    return list(item.steps) != list(row.synced_steps)


def _was_retired(base: Source | None) -> bool:
    return base is not None and (not base or base.get("status") == RETIRED)


def _is_gone(row: Row) -> bool:
    """Whether a row without an entry needs none: its entry was taken out, or it is a draft that was thrown away."""
    if isinstance(row, Question) and row.status == RETIRED and row.current_version is None:
        return True
    return _was_retired(row.synced_source) and row.entry.get("status") == RETIRED
