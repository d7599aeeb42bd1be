from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from studyguide.documents import Problems
from studyguide.factfile import read_fact_file
from studyguide.sync import content_folders


class Command(BaseCommand):
    help = "List the facts whose source is older than 180 days or has no date."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.now().date()
        for folder in content_folders():
            book = read_fact_file(folder / "facts.yaml", Problems()).book
            stale = sorted(book.stale(today), key=lambda fact: (fact.as_of, fact.key))
            self.stdout.write(f"{folder.name}: {len(stale)} of {len(book)} facts need another look")
            for fact in stale:
                source = fact.source.title if fact.source else "no source"
                self.stdout.write(f"  {fact.key}: {fact.dated or 'no date'}, {source}")
