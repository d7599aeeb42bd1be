"""Which servers use a data folder: each holds a lock on a file in it, which no death of a process leaves behind."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

NAME = "serving.lock"


class Running(Exception):
    """Somebody uses what should be put in the place of another."""

    def __init__(self, what: object) -> None:
        super().__init__(f"A server or another command uses {what}. Stop it, then restore.")


def serving(folder: Path) -> TextIO | None:
    """Say that this process serves from `folder`, for as long as what is returned stays open.

    Waits while somebody restores there. None where the folder cannot be written to: nobody can restore there either.
    """
    try:
        file = _opened(folder)
    except OSError:
        return None
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


@contextmanager
def nobody_serving(folder: Path) -> Iterator[None]:
    """Keep servers from starting while the block runs; raises Running where one runs."""
    with _opened(folder) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Running(folder) from None
        yield


def _opened(folder: Path) -> TextIO:
    return os.fdopen(os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600), "w")
