import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from quiz.checking import checked, previewed


class Command(BaseCommand):
    help = "Check and render questions: one request as JSON on each line of standard input (see rendering_process)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("ready")
        self.stdout.flush()
        for line in sys.stdin:
            request = json.loads(line)
            folder, source = Path(request["folder"]), request["source"]
            is_preview = request.get("is_preview")
            found = previewed(folder, source) if is_preview else checked(folder, source, request["anchors"])
            self.stdout.write(json.dumps({"mistakes": found.mistakes, "document": found.document}))
            self.stdout.flush()
