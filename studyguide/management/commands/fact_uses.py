from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyguide.models import Fact, FactUse
from studyguide.sync import counted


class Command(BaseCommand):
    help = "List every section, table, figure, tree node, question, case, advisor rule, cost and plot of a fact."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="the key of the fact, such as lambda.memory_max_mb")

    def handle(self, *args: Any, **options: Any) -> None:
        key = options["key"]
        if not Fact.objects.current().filter(slug=key).exists():
            raise CommandError(f"No fact has the key {key}. Keys stand in facts.yaml of each guide.")
        uses = FactUse.objects.filter(fact__slug=key, fact__is_retired=False)
        for use in uses:
            self.stdout.write(f"{use.kind}: {use.label} ({use.url})")
        self.stdout.write(f"{counted(len(uses), 'place')} that depend on {key}.")
