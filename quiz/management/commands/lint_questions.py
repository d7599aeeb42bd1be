import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quiz.items import QuestionItem
from quiz.lint import BANK_RULES, RULES, Bank, Finding, Level, guide_context, lint_bank
from studyguide.content import read_guide
from studyguide.documents import Problems
from studyguide.guide_files import GuideFiles
from studyguide.sync import content_folders, content_parts, counted


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding at its place in a file; for a finding over the whole bank that is the guide's folder."""

    path: str
    line: int
    question: str
    field: str
    level: Level
    rule: str
    message: str

    @property
    def is_blocking(self) -> bool:
        return self.level is Level.BLOCKING

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: {self.question} {self.field}".rstrip() if self.question else self.path
        return f"{place}: {self.level}: {self.message} [{self.rule}]"


class Command(BaseCommand):
    help = "Say what is wrong and what is weak about the questions under content/. Fails when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("guides", nargs="*", metavar="GUIDE", help="the folder of a guide; without any, all guides")
        parser.add_argument("--warnings", action="store_true", help="list what is weak, too")
        parser.add_argument("--json", action="store_true", help="write one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = Problems()
        guides = [read_guide(folder, content_parts(), problems) for folder in _folders(options["guides"])]
        found = [placed for guide in guides for placed in self._lint(guide)]
        shown = [placed for placed in found if options["warnings"] or placed.is_blocking]
        write = self._write_json if options["json"] else self._write_text
        write(sum(len(_questions(guide)) for guide in guides), found, shown)
        for problem in problems:
            self.stderr.write(str(problem))
        wrong = {"blocking finding": sum(placed.is_blocking for placed in found), "mistake": len(list(problems))}
        if any(wrong.values()):
            raise CommandError(f"{' and '.join(counted(number, what) for what, number in wrong.items() if number)}.")

    def _lint(self, guide: GuideFiles) -> Iterator[Placed]:
        questions = _questions(guide)
        sources = {key: _source(item) for key, item in questions.items()}
        findings = lint_bank(sources, guide_context(guide, Bank(sources)), self._progress(len(sources)))
        for key, item in questions.items():
            yield from (_placed(finding, item) for finding in findings.questions[key])
        for finding in findings.whole:
            yield Placed(_shown(guide.folder), 0, "", finding.field, finding.level, finding.rule, finding.message)

    def _progress(self, total: int) -> Callable[[str], None]:
        """On a terminal a counter that rewrites its line; elsewhere a line for each five hundred questions."""
        done = 0

        def show(question: str) -> None:
            nonlocal done
            done += 1
            if self.stderr.isatty():
                end = "\r" if done < total else "\n"
                self.stderr.write(f"{done} of {total} questions, now {question[:50]:<50}", ending=end)
            elif done % 500 == 0:
                self.stderr.write(f"{done} of {total} questions")

        return show

    def _write_text(self, questions: int, found: list[Placed], shown: list[Placed]) -> None:
        for placed in shown:
            self.stdout.write(str(placed))
        for rule, count in _by_rule(found).items():
            self.stdout.write(f"{count:6} {rule}")
        levels = Counter(placed.level for placed in found)
        wrong, weak = levels[Level.BLOCKING], levels[Level.WARNING]
        said = f"{counted(wrong, 'blocking finding')}, {counted(weak, 'warning')}"
        self.stdout.write(f"{counted(questions, 'question')}: {said}.")

    def _write_json(self, questions: int, found: list[Placed], shown: list[Placed]) -> None:
        report = {"questions": questions, "counts": _by_rule(found), "findings": [asdict(placed) for placed in shown]}
        self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))


def _folders(names: list[str]) -> list[Path]:
    folders = {folder.name: folder for folder in content_folders()}
    if unknown := [name for name in names if name not in folders]:
        raise CommandError(f"No guide is called {unknown[0]}. There is: {', '.join(folders)}.")
    return [folders[name] for name in names or folders]


def _questions(guide: GuideFiles) -> dict[str, QuestionItem]:
    return {key: item for key, item in guide.items.items() if isinstance(item, QuestionItem)}


def _source(item: QuestionItem) -> dict[str, Any]:
    """The question's source; a step of a scenario with what it inherits."""
    return {**item.source, "objectives": list(item.objectives), "section": item.section}


def _placed(finding: Finding, item: QuestionItem) -> Placed:
    line = item.line_of(_nearest(finding.field, item))
    return Placed(_shown(item.path), line, item.id, finding.field, finding.level, finding.rule, finding.message)


def _nearest(field: str, item: QuestionItem) -> str:
    """The field, or the part around it that stands in the file: a rationale that is missing has no line."""
    while field and field not in item.lines:
        field = field.rpartition(".")[0]
    return field


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _by_rule(found: list[Placed]) -> dict[str, int]:
    """How often each rule was broken, in the order of the rules."""
    counts = Counter(placed.rule for placed in found)
    rules = [rule.id for rule in RULES] + [rule.id for rule in BANK_RULES]
    return {rule: counts[rule] for rule in rules if rule in counts}
