"""What a backup says of itself. Pure: no Django."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
MANIFEST = "manifest.json"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class BackupError(Exception):
    """Why nothing was saved or restored, as a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: the rows of each table, and its migrations as `app.name`."""

    rows: Mapping[str, int]
    migrations: Sequence[str]
    engine_version: str

    @property
    def total(self) -> int:
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made_at` is an ISO 8601 time in UTC; `bytes` and `sha256` are of `file`."""

    made_at: str
    release: str
    engine: str
    engine_version: str
    migrations: Sequence[str]
    rows: Mapping[str, int]
    file: str
    bytes: int
    sha256: str
    has_secret: bool
    format: int = FORMAT

    @property
    def engine_label(self) -> str:
        return ENGINES.get(self.engine, self.engine)

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Raises BackupError for what no release up to this one wrote."""
        try:
            values: dict[str, Any] = json.loads(text)
            written = values["format"]
            if isinstance(written, int) and written > FORMAT:
                raise BackupError("A newer release made this backup. Install that release, then restore.")
            manifest = cls(**values)
        except (ValueError, TypeError, KeyError):
            raise BackupError("The backup's manifest cannot be read. Take another backup.") from None
        return manifest


def newer_migrations(manifest: Manifest, known: Collection[str]) -> list[str]:
    """Those in the backup that this release does not know."""
    return sorted(set(manifest.migrations) - set(known))
