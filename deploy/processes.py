"""Server processes that are started, watched and stopped together. Only what was started here is ever stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


def say(message: str) -> None:
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


class NotReady(Exception):
    """A process that ended, or did not answer in time."""


@dataclass
class Service:
    """One server and all processes that it starts; they share a process group, whose id is the server's.

    `log` gets what it prints, `is_ready` asks whether it serves, `seconds` are given to it to start and to stop.
    """

    name: str
    command: Sequence[str]
    log: Path
    is_ready: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    seconds: float = 30
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdout=log, stderr=log, env=self.environment, user=self.user, start_new_session=True
            )
        self.log.with_suffix(".pid").write_text(str(self.process.pid))
        deadline = time.monotonic() + self.seconds
        while not self.is_ready():
            if self.has_ended or time.monotonic() > deadline:
                raise NotReady(f"{self.name} does not serve; see {self.log}")
            time.sleep(0.05)

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Let it finish what it is at; what is left after its time is killed."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.send_signal(self.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.seconds)
        self.kill_rest()

    def kill_rest(self) -> None:
        """Kill its processes; those of a server that was killed would keep its port."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def start_again(self) -> None:
        self.kill_rest()
        self.start()


class Watch:
    """Keeps services running until a signal ends it: SIGINT and SIGTERM stop them, SIGHUP calls `on_hangup`."""

    def __init__(self, services: Sequence[Service], on_hangup: Callable[[], None]) -> None:
        self._services = services
        self._on_hangup = on_hangup
        self._asked: set[signal.Signals] = set()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: self._asked.add(signal.Signals(number)))

    @property
    def is_over(self) -> bool:
        return bool(self._asked & {signal.SIGINT, signal.SIGTERM})

    def keep_running(self) -> None:
        while not self.is_over:
            for service in self._services:
                if service.has_ended:
                    self._mend(service)
            if signal.SIGHUP in self._asked:
                self._asked.discard(signal.SIGHUP)
                self._on_hangup()
            time.sleep(0.1)

    def _mend(self, service: Service) -> None:
        say(f"{service.name} has ended: starting it again")
        try:
            service.start_again()
        except (NotReady, OSError) as error:  # on a full disk not even its process id can be written
            say(str(error))

    def stop(self) -> None:
        for service in reversed(self._services):
            service.stop()
