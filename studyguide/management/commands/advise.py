import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from studyguide.advisor.evaluation import Advisor, make_advisor
from studyguide.advisor.reading import read_advisor_file
from studyguide.advisor.workload_json import read_workloads
from studyguide.documents import Problems, read_text
from studyguide.factfile import read_fact_file
from studyguide.sync import content_folders

LARGEST_FILE = 50_000_000  # bytes


class Command(BaseCommand):
    help = "Advise on the workloads in a JSON file: the target that fits, and what counts against each other one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="one workload as JSON, or a list of them; - reads standard input")
        parser.add_argument("--guide", help="the slug of a guide, if several have an advisor")

    def handle(self, *args: Any, **options: Any) -> None:
        advisor = self._advisor(options["guide"])
        asked = read_workloads(self._text(options["file"]), advisor.fields)
        if asked.mistakes:
            self._refuse(f"{options['file']}: {mistake}" for mistake in asked.mistakes)
        answers = [advisor.advise(workload).document() for workload in asked.workloads]
        self.stdout.write(json.dumps(answers if asked.is_list else answers[0], indent=2, ensure_ascii=False))

    def _advisor(self, slug: str | None) -> Advisor:
        """The advisor of a guide, read from its files, so that no database is needed."""
        found = {folder.name: folder for folder in content_folders() if (folder / "advisor.yaml").exists()}
        if slug is None and len(found) == 1:
            slug = next(iter(found))
        if slug is None or slug not in found:
            wrong = f"no guide `{slug}` has an advisor" if slug else "which guide?"
            self._refuse([f"--guide: {wrong}: expected one of {', '.join(found) or 'none, no guide has one'}"])
        problems = Problems()
        facts = read_fact_file(found[slug] / "facts.yaml", problems)
        file = read_advisor_file(found[slug] / "advisor.yaml", facts, problems)
        if file is None or problems:
            for problem in problems:
                self.stderr.write(str(problem))
            raise CommandError("The guide has mistakes; see sync_content --check.", returncode=1)
        return make_advisor(file.rules, facts.book)

    def _text(self, name: str) -> str:
        if name == "-":
            return sys.stdin.read()
        problems = Problems()
        text = read_text(Path(name), problems, LARGEST_FILE)
        if text is None:
            self._refuse(f"{name}: {problem.wrong}: {problem.expected}" for problem in problems)
        return text

    def _refuse(self, lines: Iterable[str]) -> NoReturn:
        for line in lines:
            self.stderr.write(line)
        raise SystemExit(2)
