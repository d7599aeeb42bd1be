from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quiz.models import Attempt


class Command(BaseCommand):
    help = "Submit the attempts whose time is up. Whoever opens one does the same, so this is only for the statistics."

    def handle(self, *args: Any, **options: Any) -> None:
        count = Attempt.objects.close_overdue(timezone.now())
        self.stdout.write(f"{count} attempts submitted.")
