"""A process of its own that checks and renders what people type.

No text can then hold up the process that answers requests: `re` keeps Python's lock while it works, and a thread
cannot be stopped. What takes more work than the limit ends the process and is refused. Work is counted, not time: on
a busy machine a good text takes long, too.
"""

import json
import select
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from quiz.checking import Anchors
from quiz.judging import Checked
from quiz.lint import Finding
from quiz.published_bank import PublishedBank
from quiz.sources import Source

LONGEST_CHECK = 3.0  # seconds of work for one question
LONGEST_WAIT = 30.0  # seconds until it has started, or answered, on however busy a machine

TOO_SLOW = "This takes too long to render. Shorten it, or take out repeated brackets, stars and backticks."


class RenderingProcess:
    """Started when first needed, ended with the process that started it, replaced when it hangs or dies."""

    def __init__(self, seconds: float = LONGEST_CHECK) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._banks: dict[Path, tuple[int, ...]] = {}  # marks of the banks that the process knows
        self._one_at_a_time = threading.Lock()

    def checked(
        self,
        folder: Path,
        source: Source,
        anchors: Anchors,
        bank: PublishedBank | None = None,
        case: Source | None = None,
    ) -> Checked:
        """As `checking.checked`; a text that takes too long is a mistake."""
        return self._asked(folder, bank, {"source": source, "anchors": dict(anchors), "case": case})

    def previewed(
        self, folder: Path, source: Source, bank: PublishedBank | None = None, case: Source | None = None
    ) -> Checked:
        """As `checking.previewed`, with the same limit."""
        return self._asked(folder, bank, {"source": source, "is_preview": True, "case": case})

    def checked_case(self, folder: Path, source: Source, anchors: Anchors) -> Checked:
        """As `checking.checked_case`, with the same limit."""
        return self._asked(folder, None, {"source": source, "anchors": dict(anchors), "is_case": True})

    def previewed_case(self, folder: Path, source: Source) -> Checked:
        """As `checking.previewed_case`, with the same limit."""
        return self._asked(folder, None, {"source": source, "is_preview": True, "is_case": True})

    def _asked(self, folder: Path, bank: PublishedBank | None, request: dict[str, Any]) -> Checked:
        with self._one_at_a_time:
            if bank is not None:
                self._tell(folder, bank)
            answer = self._answer({"folder": str(folder), "seconds": self._seconds, **request})
        if answer is None:
            return Checked((("", TOO_SLOW),))
        mistakes = tuple((field, text) for field, text in answer["mistakes"])
        findings = tuple(Finding.of(found) for found in answer["findings"])
        return Checked(mistakes, answer["document"], findings)

    def _tell(self, folder: Path, bank: PublishedBank) -> None:
        """Make sure that the process knows the bank as it is now: told once for each change of it."""
        self._running()
        if self._banks.get(folder) != bank.mark:
            self._answer({"folder": str(folder), "bank": bank.sources})
            self._banks[folder] = bank.mark

    def _answer(self, request: dict[str, Any]) -> dict[str, Any] | None:
        process = self._running()
        try:
            _pipe(process.stdin).write(f"{json.dumps(request)}\n")
            _pipe(process.stdin).flush()
            line = _next_line(_pipe(process.stdout))
        except BrokenPipeError:
            line = ""
        if not line:
            self.end()
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "render_drafts"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            _next_line(_pipe(self._process.stdout))  # it says when it is ready
        return self._process

    def end(self) -> None:
        """Kill the process, if there is one; the next knows no bank."""
        self._banks = {}
        if self._process is not None:
            with suppress(BrokenPipeError), self._process:  # which closes its pipes and waits for it
                self._process.kill()
            self._process = None


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise BrokenPipeError
    return pipe


def _next_line(pipe: IO[str]) -> str:
    """The next line, or nothing when it does not come in time or never will."""
    ready, _, _ = select.select([pipe], [], [], LONGEST_WAIT)
    return pipe.readline() if ready else ""


RENDERING = RenderingProcess()
