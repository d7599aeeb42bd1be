import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from quiz.checking import NO_BANK, checked, checked_case, previewed, previewed_case
from quiz.judging import Checked
from quiz.lint import Bank


class Command(BaseCommand):
    help = "Check and render questions: one request as JSON on each line of standard input (see rendering_process)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        banks: dict[str, Bank] = {}  # by folder
        self._say("ready")
        for line in sys.stdin:
            request = json.loads(line)
            if "bank" in request:
                banks[request["folder"]] = Bank(request["bank"])
                self._say("{}")
                continue
            signal.setitimer(signal.ITIMER_PROF, request["seconds"])  # of work, after which SIGPROF ends this process
            found = _found(request, banks.get(request["folder"], NO_BANK))
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._say(json.dumps(asdict(found)))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _found(request: dict[str, Any], bank: Bank) -> Checked:
    folder, source, case = Path(request["folder"]), request["source"], request.get("case")
    if request.get("is_case"):
        return (
            previewed_case(folder, source)
            if request.get("is_preview")
            else checked_case(folder, source, request["anchors"])
        )
    if request.get("is_preview"):
        return previewed(folder, source, bank, case)
    return checked(folder, source, request["anchors"], bank, case)
