import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from quiz.generated.checking import check_stories
from quiz.generated.document import generator_document, generator_from_plain
from quiz.generated.generator import Case, Generator, NoCase, Wanted
from quiz.generated.reading import STORIES_FILE, read_stories
from quiz.items import HARDEST
from studyguide.content import read_guide
from studyguide.documents import Problems
from studyguide.sync import content_folders

MOST_CASES = 100_000
LARGEST_SEED = 2**63 - 1


class Command(BaseCommand):
    help = "Make cases from a seed: the same ones for the same seed, count and version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seed", nargs="?", const="", default="0", help="of the first case; each next one has the next seed (0)"
        )
        parser.add_argument("--count", nargs="?", const="", default="1", help="how many cases (1)")
        parser.add_argument("--json", action="store_true", help="print a list of objects instead of text")
        parser.add_argument("--guide", help="the slug of a guide, if several have stories")
        parser.add_argument("--target", action="append", default=[], help="make it the answer; may be given again")
        parser.add_argument("--objective", action="append", default=[], help="ask about it; may be given again")
        parser.add_argument("--difficulty", action="append", default=[], help=f"1 to {HARDEST}; may be given again")

    def handle(self, *args: Any, **options: Any) -> None:
        seed = self._whole("--seed", options["seed"], 0, LARGEST_SEED)
        count = self._whole("--count", options["count"], 1, MOST_CASES)
        generator = self._generator(options["guide"])
        wanted = self._wanted(options, generator)
        cases = [self._case(generator, seed + number, wanted) for number in range(count)]
        if options["json"]:
            self.stdout.write(json.dumps([_document(case) for case in cases], indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n\n".join("\n".join(_lines(case, generator)) for case in cases))

    def _generator(self, slug: str | None) -> Generator:
        """The generator of a guide, read from its files, so that no database is needed."""
        found = {folder.name: folder for folder in content_folders() if (folder / STORIES_FILE).exists()}
        if slug is None and len(found) == 1:
            slug = next(iter(found))
        if slug is None or slug not in found:
            wrong = f"no guide `{slug}` has stories" if slug else "which guide?"
            self._refuse(f"--guide: {wrong}: expected one of {', '.join(found) or 'none, no guide has any'}")
        problems = Problems()
        guide = read_guide(found[slug], (), problems)
        file = read_stories(found[slug] / STORIES_FILE, problems)
        if file:
            check_stories(file, guide.advisor, guide.facts, guide.objectives, guide.outline, problems)
        if file is None or guide.advisor is None or problems:
            raise CommandError("The guide has mistakes; see sync_content --check.", returncode=1)
        objectives = {slug: section.objectives for slug, section in guide.sections.items()}
        return generator_from_plain(generator_document(file, guide.advisor, guide.facts, objectives))

    def _wanted(self, options: dict[str, Any], generator: Generator) -> Wanted:
        targets, objectives = options["target"], options["objective"]
        taught = {objective for found in generator.objectives.values() for objective in found}
        self._check_known("--target", targets, generator.targets)
        self._check_known("--objective", objectives, sorted(taught))
        levels = tuple(self._whole("--difficulty", level, 1, HARDEST) for level in options["difficulty"])
        return Wanted(tuple(targets), tuple(objectives), levels)

    def _check_known(self, option: str, names: Iterable[str], known: Iterable[str]) -> None:
        for name in names:
            if name not in known:
                self._refuse(f"{option}: unknown `{name}`: expected one of {', '.join(known)}")

    def _whole(self, option: str, text: str, least: int, most: int) -> int:
        text = str(text)
        if text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most:
            return int(text)
        return self._refuse(f"{option}: `{text}`: expected a whole number from {least} to {most}")

    def _case(self, generator: Generator, seed: int, wanted: Wanted) -> Case:
        try:
            return generator.case(seed, wanted)
        except NoCase as error:
            return self._refuse(f"--seed: {error}: expected another seed, or less that is wanted")

    def _refuse(self, line: str) -> NoReturn:
        self.stderr.write(line)
        raise SystemExit(2)


def _document(case: Case) -> dict[str, Any]:
    """Everything about a case as plain values."""
    reason = case.deciding.reason
    return {
        "seed": case.seed,
        "version": case.version,
        "domain": case.domain,
        "title": case.title,
        "difficulty": case.difficulty,
        "story": list(case.story),
        "workload": dict(case.advice.workload),
        **case.advice.document(),
        "offered": list(case.offered),
        "deciding": {"target": case.deciding.rival, "rule": reason.rule, "fact": reason.fact, "text": reason.text},
        "steps": [
            {
                "name": step.name,
                "kind": step.kind,
                "title": step.title,
                "stem": step.stem,
                **step.fields,
                "reasoning": step.reasoning,
                "objectives": list(step.objectives),
                "section": step.section,
                "facts": list(step.facts),
            }
            for step in case.steps
        ],
    }


def _lines(case: Case, generator: Generator) -> Iterable[str]:
    """A case to read: the story, each step with its key marked, and why each other target loses."""
    yield f"Seed {case.seed}: {case.title}, difficulty {case.difficulty} of {HARDEST}"
    for paragraph in case.story:
        yield f"  {paragraph}"
    for number, step in enumerate(case.steps, 1):
        yield f"  {number}. {step.stem}"
        for option in step.fields.get("options", ()):
            yield f"     {'*' if option['key'] else '-'} {option['text']}: {option['because']}"
        if "answer" in step.fields:
            yield f"     * {step.fields['answer']['value']:,} {step.fields['answer']['unit']}: {step.fields['because']}"
    yield f"  The answer: {generator.targets[case.answer].name}"
    for found in case.advice.targets:
        if found.target != case.answer:
            reasons = " ".join(reason.text for reason in found.reasons)
            yield f"  {generator.targets[found.target].short}, {found.verdict}: {reasons}"
