"""What the planters of flaws share (see `lint_flaws` and `lint_weaknesses`).

A planter changes a question that it may keep, and says whether the question had a place for its flaw.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import yaml

Source = dict[str, Any]
Planter = Callable[[Source, Random], bool]

_TABLES: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "data" / "flaw_wordings.yaml").read_text())
STATEMENTS: list[str] = _TABLES["statements"]
WORDINGS: dict[str, list[str]] = _TABLES["wordings"]
CHOICES: dict[str, list[dict[str, Any]]] = _TABLES["choices"]


def is_kind(source: Source, *kinds: str) -> bool:
    return source["kind"] in kinds


def is_choice(source: Source) -> bool:
    return is_kind(source, "single", "multiple")


def keys(source: Source) -> list[Source]:
    return [option for option in source.get("options", ()) if option.get("key")]


def distractors(source: Source) -> list[Source]:
    return [option for option in source.get("options", ()) if not option.get("key")]


def parts(source: Source) -> list[Source]:
    """The options, pairs or items."""
    return source.get("options") or source.get("pairs") or source.get("items") or []


def texts(source: Source) -> list[tuple[Source, str]]:
    """Where Markdown texts stand: what holds each, and under which key."""
    own: list[tuple[Source, str]] = [(source, key) for key in ("stem", "because", "because_true") if key in source]
    return own + [(part, "because") for part in parts(source)]


def at_the_end(endings: list[str]) -> Planter:
    """Puts one of the endings behind a text of the question."""

    def plant(source: Source, random: Random) -> bool:
        holder, key = random.choice(texts(source))
        holder[key] += random.choice(endings)
        return True

    return plant


def changed(source: Source, random: Random, ways: list[Source]) -> bool:
    """Makes one of several changes; what is under `text` goes behind a text of the question."""
    way = dict(random.choice(ways))
    holder, key = random.choice(texts(source))
    holder[key] = f"{holder[key]} {way.pop('text', '')}".strip()
    source |= way
    return True
