"""A small guide that files and admin edit at random, beside a model of what has to come of it.

The model sees of each entry its status and a few fields with one-line texts. What files say it reads from the disk.
"""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import yaml

from quiz.exporting import planned_export
from quiz.models import Question, Quiz
from studyguide.sync import ContentError, sync
from tests.conftest import NOW, GuideFolder
from tests.quiz.instructor import Instructor

FILES = ("questions/one.yaml", "questions/from-admin.yaml", "scenarios/case.yaml", "quizzes.yaml")
KEPT = ("one", "first", "case", "some")  # a file may not become empty
QUIZZES = ("case", "some", "more")
NEW = {
    "kind": "true-false",
    "objectives": ["use"],
    "section": "salt",
    "facts": ["salt.grams"],
    "stem": "Salt is old.",
    "key": False,
    "because_true": "It is.",
    "because_false": "It is.",
}
FIELDS = ("title", "summary", "hint", "reasoning", "status")
OPTIONAL = ("hint", "reasoning")

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

View = dict[str, str]


def seen(entry: Any) -> View:
    """Of an entry what the model sees."""
    return {field: str(entry[field]).strip() for field in FIELDS if entry.get(field)}


def without_status(view: View) -> View:
    return {field: value for field, value in view.items() if field != "status"}


def merged(base: View | None, file: View, admin: View, take: str) -> tuple[View, set[str]]:
    """What comes of an entry that both sides have, and the fields on which they differ."""
    result, clashes = {}, set()
    for field in FIELDS:
        ours, theirs = file.get(field), admin.get(field)
        is_ours, is_theirs = base is None or ours != base.get(field), base is None or theirs != base.get(field)
        if is_ours and is_theirs and ours != theirs:
            clashes.add(field)
            is_ours, is_theirs = take != "admin", take == "admin"
        value = ours if is_ours else theirs if is_theirs else (base or {}).get(field)
        if value:
            result[field] = value
    return result, clashes


class TwoSides:
    """`published` is what the admin says, `drafts` what is being written on top of it, `loaded` what files said."""

    def __init__(self, folder: GuideFolder, seed: int) -> None:
        self.folder = folder
        self.instructor = Instructor(folder)
        self.random = Random(seed)
        self.count = 0
        self.log: list[str] = []
        sync(NOW)
        self.published = dict(self.on_disk)
        self.loaded: dict[str, View] = dict(self.on_disk)
        self.drafts: dict[str, View] = {}

    # What is there

    @property
    def on_disk(self) -> dict[str, View]:
        return {entry["id"]: seen(entry) for _, entry in self._entries()}

    def _entries(self) -> Iterator[tuple[str, Any]]:
        for name in FILES:
            if (self.folder.path / name).exists():
                root = yaml.load((self.folder.path / name).read_text(), Loader=LOADER)
                entries = [root, *root["steps"]] if isinstance(root, dict) else root
                yield from ((name, entry) for entry in entries)

    def texts(self) -> dict[str, str]:
        return {name: (self.folder.path / name).read_text() for name in FILES if (self.folder.path / name).exists()}

    def check(self) -> None:
        """The database says what the model says: published, drafted, and in the documents that learners get."""
        rows = [*Question.objects.select_related("current_version"), *Quiz.objects.all()]
        assert {row.slug: seen(row.entry) for row in rows} == self.published, self.log
        questions = [row for row in rows if isinstance(row, Question)]
        drafts = {row.slug: without_status(seen(row.source)) for row in questions if row.has_draft_on_top}
        assert drafts == self.drafts, self.log
        for question in questions:
            if question.status == Question.Status.PUBLISHED:
                assert question.current_version.document["title"] == self.published[question.slug]["title"], self.log

    # What people do to files

    def _value(self) -> str:
        self.count += 1
        return f"text {self.count}"

    def file_edit(self) -> None:
        slug = self.random.choice(list(self.on_disk))
        fields = ("title", "summary") if slug in QUIZZES else ("title", *OPTIONAL)
        field = self.random.choice(fields)
        removed = field in OPTIONAL and self.random.random() < 0.3
        self._set(slug, field, None if removed else self._value())

    def file_status(self) -> None:
        slug = self.random.choice(list(self.on_disk))
        self._set(slug, "status", None if "status" in self.on_disk[slug] else "retired")

    def file_delete(self) -> None:
        files = self.on_disk
        slug = self.random.choice([slug for slug in files if slug not in KEPT] or [None])
        if slug and files[slug].get("status") != "draft":
            name, lines, start, end, _ = self._place(slug)
            rest = [*lines[:start], *lines[end:]]
            self._write(name, rest)
            if not any(rest):  # a file holds something, or is none
                self.folder.remove(name)
            self.log.append(f"file: delete {slug}")

    def file_new(self) -> None:
        there = {*self.on_disk, *QUIZZES}
        gone = [slug for slug in (*self.published, "four", "five") if slug not in there]
        slug = self.random.choice([*gone, f"file-{self.count}"])
        entry = {"id": slug, "title": self._value(), **NEW}
        if self.random.random() < 0.3:
            entry["status"] = "draft"
        self.folder.append("questions/one.yaml", yaml.safe_dump([entry], sort_keys=False))
        self.log.append(f"file: new {slug} {seen(entry)}")

    def _place(self, slug: str) -> tuple[str, list[str], int, int, int]:
        """Where an entry stands: its file with its lines, its first line and the one behind it, its column."""
        for name, text in self.texts().items():
            lines = text.split("\n")
            for number, line in enumerate(lines):
                if found := re.fullmatch(rf"( *(?:- )?)id: {slug}", line):
                    column = len(found[1])
                    inside = re.compile(rf" {{{column}}}\S|\s*$| {{{column + 1}}}| *#")
                    end = next((n for n in range(number + 1, len(lines)) if not inside.match(lines[n])), len(lines))
                    return name, lines, number, end, column
        raise AssertionError(f"{slug} is in no file")

    def _set(self, slug: str, field: str, value: str | None) -> None:
        name, lines, start, end, column = self._place(slug)
        is_field = re.compile(rf" {{{column}}}{field}:")
        here = [n for n in range(start + 1, end) if is_field.match(lines[n])]
        after = (
            next((n for n in range(here[0] + 1, end) if not lines[n].startswith(" " * (column + 1))), end)
            if here
            else 0
        )
        new = [f"{' ' * column}{field}: {value}"] if value else []
        if here:
            lines[here[0] : after] = new
        else:
            lines[start + 1 : start + 1] = new
        self._write(name, lines)
        self.log.append(f"file: {slug} {field} = {value}")

    def _write(self, name: str, lines: list[str]) -> None:
        self.folder.write(name, "\n".join(lines))

    # What people do in the admin

    def _question(self) -> str:
        return self.random.choice([slug for slug in self.published if not Quiz.objects.filter(slug=slug).exists()])

    def _change(self) -> dict[str, Any]:
        field = self.random.choice(("title", *OPTIONAL))
        return {field: None if field in OPTIONAL and self.random.random() < 0.3 else self._value()}

    def admin_publish(self) -> None:
        slug, change = self._question(), self._change()
        before = self.drafts.pop(slug, None) or self.published[slug]
        self.published[slug] = seen({**without_status(before), **change})
        self._publish(slug, change)
        self.log.append(f"admin: publish {slug} {change}")

    def _publish(self, slug: str, change: dict[str, Any]) -> None:
        """Steps are checked with their case by the sync alone; here their document is as good as any."""
        question = self.instructor.write(slug, **change)
        document = {**NEW, "title": question.source["title"], "case": question.case}
        question.publish(document, NOW, question.source)

    def admin_draft(self) -> None:
        slug, change = self._question(), self._change()
        before = self.drafts.pop(slug, None) or self.published[slug]
        draft = seen({**without_status(before), **change})
        self.instructor.write(slug, **change)
        if self.published[slug].get("status") == "draft":
            self.published[slug] = {**draft, "status": "draft"}
        elif draft != without_status(self.published[slug]):
            self.drafts[slug] = draft
        self.log.append(f"admin: draft {slug} {change}")

    def admin_retire(self) -> None:
        slug = self.random.choice(list(self.published))
        if self.published[slug].get("status") != "draft":
            row = Quiz.objects.filter(slug=slug).first() or Question.objects.get(slug=slug)
            row.retire()
            self.published[slug] = {**self.published[slug], "status": "retired"}
            self.log.append(f"admin: retire {slug}")

    def admin_new(self) -> None:
        slug = self.random.choice(["four", "five", f"admin-{self.count}"])
        if slug in self.published:
            return
        title, is_draft = self._value(), self.random.random() < 0.4
        self.instructor.write(slug, **NEW | {"title": title})
        self.published[slug] = {"title": title, "status": "draft"} if is_draft else {"title": title}
        if not is_draft:
            self._publish(slug, {})
        self.log.append(f"admin: new {slug} {self.published[slug]}")

    def admin_quiz(self) -> None:
        slug = self.random.choice([slug for slug in self.published if Quiz.objects.filter(slug=slug).exists()])
        change = {self.random.choice(("title", "summary")): self._value()}
        bring_back = self.random.random() < 0.3
        Quiz.objects.filter(slug=slug).update(**change | ({"is_retired": False} if bring_back else {}))
        before = without_status(self.published[slug]) if bring_back else self.published[slug]
        self.published[slug] = {**before, **change}
        self.log.append(f"admin: quiz {slug} {change} {bring_back}")

    # What brings the two together

    def synchronise(self, take: str = "") -> None:
        """Sync, and hold what happens against the model; a conflict is checked and left as it is."""
        self.log.append(f"sync {take}")
        published, drafts, loaded, clashes = self._expected(take)
        if clashes and not take:
            self._check_refused(clashes)
            return
        sync(NOW, take=take)
        self.published, self.drafts, self.loaded = published, drafts, loaded
        self.check()

    def _expected(self, take: str) -> tuple[dict[str, View], dict[str, View], dict[str, View], set[tuple[str, str]]]:
        files, clashes = self.on_disk, set()
        published, loaded = dict(self.published), dict(files)
        for slug, file in files.items():
            result, fields = merged(self.loaded.get(slug), file, self.published.get(slug, file), take)
            published[slug] = result
            clashes |= {(slug, field) for field in fields}
        for slug in self.loaded.keys() - files.keys():
            admin, base = self.published[slug], self.loaded[slug]
            is_edited = admin != base or slug in self.drafts
            if admin.get("status") != "retired" and base.get("status") == "retired":
                continue  # brought back: the admin's own from now on
            if admin.get("status") != "retired" and is_edited:
                clashes.add((slug, ""))
                if take == "admin":
                    continue
            published[slug] = loaded[slug] = {**admin, "status": "retired"}
        drafts = self._moved_drafts(published)
        for slug in [slug for slug in drafts if published[slug].get("status") == "draft"]:
            published[slug] = {**drafts.pop(slug), "status": "draft"}  # nothing is published that it could stand on
        return published, drafts, loaded, clashes

    def _moved_drafts(self, published: dict[str, View]) -> dict[str, View]:
        moved = {}
        for slug, draft in self.drafts.items():
            before, now = without_status(self.published[slug]), without_status(published[slug])
            own = {field for field in FIELDS if draft.get(field) != before.get(field)}
            on_top = seen({field: draft.get(field) if field in own else now.get(field) for field in FIELDS})
            if on_top != now:
                moved[slug] = on_top
        return moved

    def _check_refused(self, clashes: set[tuple[str, str]]) -> None:
        """Every difference is reported at a line of its file, and nothing changed."""
        try:
            sync(NOW)
        except ContentError as error:
            said = {self._said(problem.wrong) for problem in error.problems}
            assert said == clashes, self.log
        else:
            raise AssertionError(f"{clashes} went by in silence: {self.log}")
        self.check()

    def _said(self, wrong: str) -> tuple[str, str]:
        differs = re.match(r"`(\w+)` of `([\w-]+)` differs", wrong)
        gone = re.match(r"`([\w-]+)` is gone", wrong)
        assert differs or gone, wrong
        return (differs[2], differs[1]) if differs else (gone[1], "")

    def export(self) -> None:
        """Export, and hold the files against the model; files that were not loaded are not overwritten."""
        self.log.append("export")
        files, before = self.on_disk, self.texts()
        new = {slug: view for slug, view in files.items() if slug not in self.published}
        gone = {slug for slug, view in self.loaded.items() if view.get("status") == "retired"} - files.keys()
        try:
            plan = planned_export(self.folder.path)
        except ContentError:
            assert files != new | {slug: view for slug, view in self.loaded.items() if slug not in gone}, self.log
            assert self.texts() == before
            return
        plan.write(self.folder.path)
        plan.mark_synced()
        gone = {slug for slug in gone if self.published[slug].get("status") == "retired"}
        expected = {slug: view for slug, view in self.published.items() if slug not in gone}
        assert self.on_disk == new | expected, self.log
        self.loaded = {slug: self.loaded[slug] for slug in gone} | expected
        self.check()
