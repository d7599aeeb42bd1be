"""Server processes that are started, watched and stopped together. Only what was started here is ever stopped."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


def say(message: str) -> None:
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


class NotReady(Exception):
    """A process that ended, or did not answer in time."""


class AlreadyWatched(Exception):
    """Somebody runs services from the same folder."""


@contextmanager
def only_watch(folder: Path) -> Iterator[None]:
    """Keep every other watch out of `folder`, by a lock that no death of a process leaves behind."""
    with (folder / "watch.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyWatched(f"Something runs from {folder} already.") from None
        yield


@dataclass
class Service:
    """One server and all processes that it starts; they share a process group, whose id is the server's.

    `log` gets what it prints; its id lies beside that, and it works in that folder. `is_ready` asks whether it serves,
    `seconds` are given to it to start and to stop.
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
                self.command,
                cwd=self.log.parent,
                stdout=log,
                stderr=log,
                env=self.environment,
                user=self.user,
                start_new_session=True,
            )
        self._kept_id.write_text(str(self.process.pid))
        deadline = time.monotonic() + self.seconds
        while not self.is_ready():
            if self.has_ended or time.monotonic() > deadline:
                raise NotReady(f"{self.name} does not serve; see {self.log}")
            time.sleep(0.05)

    @property
    def _kept_id(self) -> Path:
        return self.log.with_suffix(".pid")

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

    def stop_left_behind(self) -> None:
        """Stop what an earlier start has left running, because its watch was killed.

        Ids are given anew: what is stopped still has the group that was noted, and works in the folder of `log`.
        """
        try:
            group = int(self._kept_id.read_text())
        except (OSError, ValueError):
            return
        if not (left := _members(group, self.log.parent)):
            return
        say(f"Stopping {self.name}, which was left behind")
        _send(self.stop_signal, left & {group})
        deadline = time.monotonic() + self.seconds
        while group in _members(group, self.log.parent) and time.monotonic() < deadline:
            time.sleep(0.05)
        while left := _members(group, self.log.parent):
            _send(signal.SIGKILL, left)
            time.sleep(0.05)

    def start_again(self) -> None:
        self.kill_rest()
        self.start()


def _members(group: int, folder: Path) -> set[int]:
    """The processes of a group that work in `folder` or below; none where there is no /proc."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            number = int(process.name)
            if os.getpgid(number) == group and (process / "cwd").readlink().is_relative_to(folder):
                found.add(number)
    return found


def _send(number: signal.Signals, processes: set[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)


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
