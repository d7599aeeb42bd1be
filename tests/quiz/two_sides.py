"""A small guide that files and admin edit at random, beside a model of what has to come of it.

The model sees of each entry its status and a few fields with one-line texts. What files say it reads from the disk.
"""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import yaml
from django.contrib.auth.models import User

from quiz.exporting import planned_export
from quiz.models import Question, Quiz, Scenario
from studyguide.sync import ContentError, sync
from tests.conftest import NOW, GuideFolder
from tests.quiz.instructor import Instructor

FILES = ("questions/one.yaml", "questions/from-admin.yaml", "scenarios/case.yaml", "quizzes.yaml")
KEPT = ("one", "first", "case", "some")  # a file may not become empty
QUIZZES = ("case", "some", "more")
STEPS = ("first", "second")
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
FIELDS = ("title", "summary", "hint", "reasoning", "draw", "steps", "status")
OPTIONAL = ("hint", "reasoning")

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

View = dict[str, str]


def seen(entry: Any) -> View:
    """Of an entry what the model sees; of its steps, if it is a case, the names in their order."""
    return {field: _shown(entry[field]) for field in FIELDS if entry.get(field)}


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(step["id"] if isinstance(step, dict) else step for step in value)
    return str(value).strip()


def seen_row(row: Question | Quiz) -> View:
    if isinstance(row, Quiz) and row.slug == "case":
        return seen({**row.entry, "steps": row.question_slugs})
    return seen(row.entry)


def is_quiz(slug: str) -> bool:
    return slug in QUIZZES or slug.startswith(("quiz-", "text-"))


def is_step(slug: str) -> bool:
    return slug in STEPS or slug.startswith(("case-", "step-"))


def without_status(view: View) -> View:
    return {field: value for field, value in view.items() if field != "status"}


def without_steps(view: View) -> View:
    return {field: value for field, value in view.items() if field != "steps"}


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


def drafted(row: Question | Quiz) -> View:
    """What is being written; the steps of a case are never but published here."""
    source = {**row.source, "status": ""} if isinstance(row, Question) else {**(row.draft or {}), "steps": ""}
    return seen(source)


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
        assert {row.slug: seen_row(row) for row in rows} == self.published, self.log
        questions = [row for row in rows if isinstance(row, Question)]
        assert {row.slug: drafted(row) for row in rows if row.has_draft_on_top} == self.drafts, self.log
        case = Scenario.objects.get(slug="case")
        assert case.draft is None or case.draft["steps"] == case.published["steps"], self.log
        for question in questions:
            if question.status == Question.Status.PUBLISHED:
                assert question.current_version.document["title"] == self.published[question.slug]["title"], self.log

    # What people do to files

    def _value(self) -> str:
        self.count += 1
        return f"text {self.count}"

    def file_edit(self) -> None:
        slug = self.random.choice(list(self.on_disk))
        fields = self._quiz_fields(slug) if is_quiz(slug) else ("title", *OPTIONAL)
        field = self.random.choice(fields)
        removed = field in OPTIONAL and self.random.random() < 0.3
        self._set(slug, field, None if removed else str(self._value_of(field)))

    def _quiz_fields(self, slug: str) -> tuple[str, ...]:
        return ("title", "summary") if slug == "case" else ("title", "summary", "draw")

    def _value_of(self, field: str) -> Any:
        return {"count": self.random.randint(1, 5)} if field == "draw" else self._value()

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
        gone = [slug for slug in (*self.published, "four", "five") if slug not in self.on_disk]
        gone = [slug for slug in gone if not is_quiz(slug) and not is_step(slug)]
        slug = self.random.choice([*gone, f"file-{self.count}"])
        entry = {"id": slug, "title": self._value(), **NEW}
        if self.random.random() < 0.3:
            entry["status"] = "draft"
        self.folder.append("questions/one.yaml", yaml.safe_dump([entry], sort_keys=False))
        self.log.append(f"file: new {slug} {seen(entry)}")

    def file_new_quiz(self) -> None:
        entry = {"id": f"quiz-{self.count}", **self._new_quiz()}
        self.folder.append("quizzes.yaml", yaml.safe_dump([entry], sort_keys=False))
        self.log.append(f"file: new quiz {entry}")

    def _new_quiz(self) -> dict[str, Any]:
        return {"title": self._value(), "summary": "A few.", "mode": "practice", "draw": {"count": 2}}

    def file_steps(self) -> None:
        """Move the last step before another, or write a new one."""
        steps = self.on_disk["case"]["steps"].split()
        name, lines, start, end, _ = self._place(steps[-1])
        if len(steps) > 1 and self.random.random() < 0.6:
            before = self._place(self.random.choice(steps[:-1]))[2]
            self._write(name, [*lines[:before], *lines[start:end], *lines[before:start], *lines[end:]])
        else:
            gone = [slug for slug in self.published if is_step(slug) and slug not in steps]
            entry = {"id": self.random.choice([*gone, f"step-{self.count}"]), **NEW, "title": self._value()}
            new = yaml.safe_dump([entry], sort_keys=False).rstrip().split("\n")
            self._write(name, [*lines[:end], *(f"  {line}" for line in new), *lines[end:]])
        self.log.append(f"file: steps {self.on_disk['case']['steps']}")

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
        return self.random.choice([slug for slug in self.published if not is_quiz(slug)])

    def _change(self) -> dict[str, Any]:
        field = self.random.choice(("title", *OPTIONAL))
        return {field: None if field in OPTIONAL and self.random.random() < 0.3 else self._value()}

    def admin_publish(self) -> None:
        """A question; a step is published with its case."""
        slug, change = self._question(), self._change()
        if is_step(slug):
            return
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
        slug = self.random.choice([slug for slug in self.published if not is_step(slug)])  # a case leaves steps out
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

    def admin_new_quiz(self) -> None:
        source = self._new_quiz()
        quiz = Quiz.objects.keep_draft(Quiz(guide=self.instructor.guide), source, "")
        self._publish_quiz(quiz)
        self.published[quiz.slug] = seen(source)
        self.log.append(f"admin: new quiz {quiz.slug}")

    def admin_quiz(self) -> None:
        """Keep a change of a quiz or a case as a draft or, of a quiz, publish it with what was drafted before."""
        slug = self.random.choice([slug for slug in self.published if is_quiz(slug)])
        field = self.random.choice(self._quiz_fields(slug))
        change = {field: self._value_of(field)}
        quiz = (Scenario if slug == "case" else Quiz).objects.get(slug=slug)
        quiz.save_draft({**quiz.written, **change})
        before = without_steps(without_status(self.published[slug]))
        draft = {**(self.drafts.pop(slug, None) or before), **seen(change)}
        if slug != "case" and self.random.random() < 0.5:
            self._publish_quiz(quiz)
            self.published[slug] = draft
        elif draft != before:
            self.drafts[slug] = draft
        self.log.append(f"admin: quiz {slug} {change}, drafted: {slug in self.drafts}")

    def _publish_quiz(self, quiz: Quiz) -> None:
        written = quiz.written
        columns = {"title": written["title"], "summary": written["summary"], "rule": written["draw"]}
        quiz.publish_as({**columns, "mode": written["mode"]}, [], NOW, self.somebody)

    @property
    def somebody(self) -> User:
        return User.objects.get_or_create(username="ines")[0]

    def admin_steps(self) -> None:
        """Move a step, take one out or add one; then publish the case with all that is being written of it."""
        case = Scenario.objects.select_related("guide").get(slug="case")
        steps, verb = case.written["steps"], self.random.choice(("move", "take out", "add"))
        if verb == "add":
            added = case.add_step("true-false", {**NEW, "title": self._value()})
            self.published[added.slug] = seen(added.entry)
        elif len(steps) > 1:
            moved = self.random.choice(steps)
            rest = [slug for slug in steps if slug != moved]
            back = [*rest[: (place := self.random.randrange(len(steps)))], moved, *rest[place:]]
            case.save_draft({**case.written, "steps": rest if verb == "take out" else back})
        self._publish_case(case)
        self.log.append(f"admin: {verb} {self.published['case']['steps']}")

    def _publish_case(self, case: Scenario) -> None:
        written, steps = case.written, [(step, self._step_document(step)) for step in case.steps]
        for step, _ in steps:
            draft = self.drafts.pop(step.slug, None)
            self.published[step.slug] = without_status(draft or self.published[step.slug])
        for step in case.left_out:
            if self.published[step.slug].get("status") != "draft":
                self.published[step.slug] = {**self.published[step.slug], "status": "retired"}
        kept = {name: getattr(case, name) for name in ("difficulty", "case", "case_source")}
        case.publish({**kept, "title": written["title"], "summary": written["summary"]}, steps, NOW, self.somebody)
        before = without_status(self.published["case"])
        self.published["case"] = {**before, **self.drafts.pop("case", {}), "steps": " ".join(case.question_slugs)}
        shown = [step for step in case.question_slugs if self.published[step].get("status") != "retired"]
        assert shown == written["steps"], self.log

    def _step_document(self, step: Question) -> dict[str, Any]:
        return {**NEW, "title": step.source["title"], "case": "case"}

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
        steps = list(dict.fromkeys([*published["case"]["steps"].split(), *files["case"]["steps"].split()]))
        own = [slug for slug in sorted(published) if is_step(slug) and slug not in {*files, *steps}]
        added = [slug for slug in own if published[slug].get("status") not in ("retired", "draft")]
        published["case"]["steps"] = " ".join([*steps, *added])  # what the admin added and no file names is asked
        drafts = self._moved_drafts(published)
        for slug in [slug for slug in drafts if published[slug].get("status") == "draft"]:
            published[slug] = {**drafts.pop(slug), "status": "draft"}  # nothing is published that it could stand on
        return published, drafts, loaded, clashes

    def _moved_drafts(self, published: dict[str, View]) -> dict[str, View]:
        moved = {}
        for slug, draft in self.drafts.items():
            before, now = (without_steps(without_status(views[slug])) for views in (self.published, published))
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
        differs = re.match(r"`(\w+)[\w.]*` of `([\w-]+)` differs", wrong)
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
        asked = [slug for slug in expected["case"]["steps"].split() if slug not in gone]
        expected["case"] = {**expected["case"], "steps": " ".join(asked)}
        assert self.on_disk == new | expected, self.log
        self.loaded = {slug: self.loaded[slug] for slug in gone} | expected
        self.check()
