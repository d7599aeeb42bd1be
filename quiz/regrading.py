"""What it changes to score answers again by another version of their question. Pure: no Django.

Nothing is held of an answer once it is added up, so that there may be any number of them.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from quiz.kinds import KINDS, Document, Kind
from quiz.kinds.carrying import Unreadable, same_parts, words
from quiz.scoring import Score, percent


@dataclass(frozen=True, slots=True)
class Rescored:
    """One answer: what it is worth now, and by the other version; `refusal` says why it has to stay as it is."""

    before: Score
    after: Score
    refusal: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Reading:
    """A part that the two versions say in other words; `new` is empty for one that is gone, `old` for one added."""

    part: str
    old: str
    new: str


@dataclass(frozen=True)
class Rescoring:
    """Scores answers to the version `asked` by the version `key`."""

    asked: Document
    key: Document

    @property
    def kind(self) -> Kind:
        return KINDS[self.key["kind"]]

    @cached_property
    def refusal(self) -> str:
        """Why no answer at all can be scored; empty where they can."""
        asked = KINDS[self.asked["kind"]]
        if not asked.is_scored or not self.kind.is_scored:
            return "Learners judged these answers themselves."
        if asked is not self.kind:
            return f"They were asked another kind of question: {asked.label.lower()}."
        return ""

    def rescored(self, answer: Any, before: Score) -> Rescored:
        """An answer that earned `before`; None is none, and earns nothing."""
        if self.refusal:
            return Rescored(before, before, self.refusal)
        try:
            carried = None if answer is None else self.carried(answer)
        except Unreadable as reason:
            return Rescored(before, before, str(reason))
        return Rescored(before, self.kind.score(self.key, carried))

    def carried(self, answer: Any) -> Any:
        """An answer, never None, as the key numbers its parts; raises Unreadable where it says nothing to the key."""
        return self.kind.carried(answer, self.asked, self.key)

    def readings(self) -> Iterator[Reading]:
        """How parts are taken for each other where their words differ."""
        if self.refusal:
            return
        old_parts, new_parts = self.kind.parts(self.asked), self.kind.parts(self.key)
        for part, old in old_parts.items():
            yield from _readings(part, old, new_parts[part])


def _readings(part: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Reading]:
    old, new = words(old), words(new)
    places = same_parts(old, new)
    for number, text in enumerate(old):
        said = new[places[number]] if number in places else ""
        if said != text:
            yield Reading(part, text, said)
    added = sorted(set(range(len(new))) - set(places.values()))
    yield from (Reading(part, "", new[number]) for number in added)


@dataclass
class Outcome:
    """What scoring again does, added up. `digest` names it: the same answers, scores and key give the same one."""

    key: str
    changes: Counter[tuple[Score, Score]] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    now_passed: int = 0
    now_failed: int = 0

    def __post_init__(self) -> None:
        self._seen = hashlib.sha256(self.key.encode())

    def add(self, response_id: int, rescored: Rescored) -> None:
        before, after = rescored.before, rescored.after
        said = (response_id, before.points, before.possible, after.points, after.possible, rescored.refusal)
        self._seen.update(repr(said).encode())
        if rescored.refusal:
            self.refusals[rescored.refusal] += 1
        else:
            self.changes[before, after] += 1

    def add_attempt(self, before: Score, after: Score, mark: int) -> None:
        """An attempt whose score changes; `mark` is the percentage that passes."""
        passed, passes = percent(before) >= mark, percent(after) >= mark
        self.now_passed += passes and not passed
        self.now_failed += passed and not passes

    @property
    def digest(self) -> str:
        whole = self._seen.copy()
        whole.update(repr((self.now_passed, self.now_failed)).encode())
        return whole.hexdigest()

    @property
    def refused(self) -> int:
        return self.refusals.total()

    @property
    def reasons(self) -> Sequence[tuple[str, int]]:
        """Why answers have to stay as they are, the most frequent reason first."""
        return self.refusals.most_common()

    @property
    def regraded(self) -> int:
        return self.changes.total()

    @property
    def answers(self) -> int:
        return self.regraded + self.refused

    @property
    def changed(self) -> int:
        return sum(count for (before, after), count in self.changes.items() if before != after)

    @property
    def mean_change(self) -> float:
        """In points, over the scores that change; 0 where none does."""
        total = sum(count * (after.points - before.points) for (before, after), count in self.changes.items())
        return total / self.changed if self.changed else 0.0

    @property
    def table(self) -> Sequence[tuple[Score, Score, int]]:
        """The scores that change, the most frequent change first."""
        rows = [(before, after, count) for (before, after), count in self.changes.items() if before != after]
        return sorted(rows, key=lambda row: (-row[2], row[0].points, row[1].points, row[0].possible))


def attempt_scores(scores: Sequence[tuple[int, Score]], rescored: Mapping[int, Score]) -> tuple[Score, Score]:
    """An attempt's score before and after, from its responses' by their ids, in their order."""
    before = [score for _, score in scores]
    after = [rescored.get(response_id, score) for response_id, score in scores]
    return _total(before), _total(after)


def _total(scores: Sequence[Score]) -> Score:
    return Score(sum(score.points for score in scores), sum(score.possible for score in scores))
