import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quiz.changed_keys import Change
from quiz.fact_values import typed_value
from quiz.preview import PORTION, CannotPreview, Preview, place_of, preview_of
from quiz.what_if import SEEDS, CaseEffects, WhatIf
from studyguide.arithmetic import FormulaError
from studyguide.models import Fact
from studyguide.sync import counted


class Command(BaseCommand):
    help = "Say which scenarios, keys and generated cases another value of a fact would change. Nothing is saved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="the key of the fact, such as lambda.memory_max_mb")
        parser.add_argument("value", help="the other value, in the unit of the fact or with one: 3072, '3 GB', yes")
        parser.add_argument("--guide", help="the slug of a guide, if several have the fact")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        fact = _fact(options["key"], options["guide"])
        if fact.formula:
            raise CommandError(f"{fact.slug} is computed: {fact.formula}. Try one of the facts that it is made of.")
        try:
            preview = preview_of(fact.guide)
            found = WhatIf(preview.files, fact.slug, typed_value(preview.files.facts.book[fact.slug], options["value"]))
        except (CannotPreview, FormulaError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        cases = found.cases(preview.cases(SEEDS // PORTION))
        if options["json"]:
            self.stdout.write(json.dumps(_document(preview, fact, found, cases), indent=2, ensure_ascii=False))
        else:
            for line in _lines(preview, fact, found, cases):
                self.stdout.write(line)


def _fact(key: str, guide: str | None) -> Fact:
    rows = Fact.objects.current().filter(slug=key, guide__is_retired=False).select_related("guide")
    found = list(rows.filter(guide__slug=guide) if guide else rows)
    if not found:
        raise CommandError(f"No fact has the key {key}. Keys stand in facts.yaml of each guide.")
    if len(found) > 1:
        raise CommandError(
            f"Several guides have {key}. Name one: {', '.join(f'--guide {f.guide.slug}' for f in found)}"
        )
    one: Fact = found[0]
    return one


def _document(preview: Preview, fact: Fact, found: WhatIf, cases: CaseEffects) -> dict[str, Any]:
    return {
        "fact": fact.slug,
        "place": place_of(preview, fact.slug),
        "before": fact.shown,
        "after": found.shown,
        "contradictions": found.contradictions(),
        "scenarios": _plain(found.scenarios().changes),
        "scenario_quizzes": _plain(found.told(preview.scenarios).changes),
        "keys": _plain(found.keys(preview.bank).changes),
        "keys_to_read_again": _plain(found.key_texts(preview.bank)),
        "figures": _plain(found.figures()),
        "cases": [
            {"before": change.before, "after": change.after, "seeds": [case.seed for case in change.cases]}
            for change in cases.changes
        ],
        "cases_same": cases.same,
    }


def _plain(changes: Iterable[Change]) -> list[dict[str, str]]:
    return [{"id": c.id, "title": c.title, "before": c.before, "after": c.after} for c in changes]


def _lines(preview: Preview, fact: Fact, found: WhatIf, cases: CaseEffects) -> Iterator[str]:
    scenarios, told, keys = found.scenarios(), found.told(preview.scenarios), found.keys(preview.bank)
    yield f"{fact.slug}: {found.shown} instead of {fact.shown}"
    yield from (f"not loadable: {sentence}" for sentence in found.contradictions())
    yield from _changed("scenario", scenarios.changes)
    yield from _changed("scenario quiz", told.changes)
    yield from _changed("key", keys.changes)
    yield from _changed("read again", found.key_texts(preview.bank))
    yield from _changed("figure", found.figures())
    for change in cases.changes:
        seeds = ", ".join(str(case.seed) for case in change.cases)
        yield f"{counted(len(change.cases), 'case')}: {change.before} -> {change.after} (seeds {seeds})"
    same = [counted(scenarios.same, "scenario"), counted(keys.same, "key"), counted(cases.same, "case")]
    yield f"{', '.join(same)} stay as they are. Nothing was saved: the value stands in {place_of(preview, fact.slug)}."


def _changed(kind: str, changes: Iterable[Change]) -> Iterator[str]:
    return (f"{kind}: {change.title}: {change.before} -> {change.after}" for change in changes)
