"""From a seed to a case with one defensible target. Pure: no Django.

A target is chosen first, each as often as the next, then workloads are drawn in its regions of the tree until one is
clear: the target is the only one that fits, with a margin, and every other one has a reason against it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from quiz.generated.asking import Asking, Step
from quiz.generated.deciding import Deciding, deciders, difficulty, nearness
from quiz.generated.drawing import Drawing, certain, is_possible
from quiz.generated.limits import LIMITS, Limits
from quiz.generated.numbers import with_units
from quiz.generated.stories import Domain, Stories
from quiz.generated.telling import Telling
from studyguide.advisor.evaluation import Advice, Advisor
from studyguide.advisor.proof import Region, Regions
from studyguide.advisor.thresholds import flips
from studyguide.facts import Fact
from studyguide.targets import Target

VERSION = 4  # raise it with every change that makes another case of the same seed
TRIES = 25  # in one domain
MISSES = 12  # clear workloads whose options would tell something by their lengths, before one of them will do
FEWEST, MOST = 4, 5  # options
SOUGHT = 8  # seeds, before it counts as impossible to make a case as wanted


class NoCase(Exception):
    """No case can be made of this seed for what is wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case may be about; an empty part leaves it open."""

    targets: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    difficulty: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `offered` are the key and the near misses, in the order of the target step."""

    seed: int
    version: int
    domain: str
    title: str
    story: tuple[str, ...]
    advice: Advice
    deciding: Deciding
    difficulty: int
    offered: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def answer(self) -> str:
        return self.advice.answer


@dataclass(frozen=True, slots=True)
class _Found:
    """A workload that a case can be made of, with its difficulty."""

    advice: Advice
    deciders: list[Deciding]
    level: int


@dataclass(frozen=True)
class Generator:
    """A guide's cases. `objectives` are those of each section, by its slug. See `make_generator`."""

    advisor: Advisor
    stories: Stories
    targets: Mapping[str, Target]
    facts: Mapping[str, Fact]
    objectives: Mapping[str, Sequence[str]]

    @cached_property
    def regions(self) -> Regions:
        return Regions(self.advisor)

    @cached_property
    def limits(self) -> Limits:
        return Limits(self.advisor, self.facts)

    @cached_property
    def _by_target(self) -> dict[str, list[Region]]:
        found: dict[str, list[Region]] = {}
        for target, region in self.regions.leaves():
            found.setdefault(target, []).append(region)
        return found

    @cached_property
    def _ways(self) -> dict[tuple[str, str], list[Region]]:
        """The regions that a target and a domain have in common, remembered when first asked for."""
        return {}

    def _regions(self, target: str, domain: Domain) -> list[Region]:
        key = (target, domain.id)
        if key not in self._ways:
            found = self._by_target.get(target, ())
            cells = self.regions.cells
            fixed = dict(certain(self.stories, domain))
            self._ways[key] = [region for region in found if is_possible(fixed, region, cells)]
        return self._ways[key]

    def case(self, seed: int, wanted: Wanted | None = None) -> Case:
        """The case of a seed: the same in every process. Raises NoCase."""
        wanted = wanted or Wanted()
        random = Random(f"{VERSION} {seed}")  # noqa: S311  # for variety, not secrecy
        open_targets = [
            key for key in self.targets if key in self._by_target and key in (wanted.targets or self.targets)
        ]
        random.shuffle(open_targets)
        for target in open_targets:
            if case := self._about(target, seed, wanted, random):
                return case
        raise NoCase(f"no case of seed {seed} is as wanted")

    def can_make(self, wanted: Wanted) -> bool:
        """Whether cases as wanted come up often enough to be asked for."""
        return any(self._has_case(seed, wanted) for seed in range(SOUGHT))

    def _has_case(self, seed: int, wanted: Wanted) -> bool:
        try:
            self.case(seed, wanted)
        except NoCase:
            return False
        return True

    def answer_under(self, seed: int, advisor: Advisor) -> str:
        """What another advisor, as one with a changed fact, answers to the case of a seed."""
        return advisor.advise(self.case(seed).advice.workload).answer

    def _about(self, target: str, seed: int, wanted: Wanted, random: Random) -> Case | None:
        count = min(random.randint(FEWEST, MOST), len(self.targets))
        shorter, shorter_limits = self._shorter(target, count, random), random.randint(0, LIMITS)
        misses = 0
        domains = [domain for domain in self.stories.domains if self._regions(target, domain)]
        for domain in random.sample(domains, len(domains)):
            for _ in range(TRIES):
                if found := self._found(target, domain, wanted, random):
                    possible = self._offerable(found, count, shorter)
                    deciding = self._even(found, possible, shorter_limits)
                    misses += deciding is None
                    if deciding is None and possible and misses > MISSES:
                        deciding = possible[0]
                    if deciding:
                        offered = self._offered(found.advice, deciding.rival, count, shorter)
                        random.shuffle(offered)
                        return self._told(seed, domain, found, deciding, offered, shorter_limits, wanted, random)
        return None

    def _found(self, target: str, domain: Domain, wanted: Wanted, random: Random) -> _Found | None:
        """A clear workload as wanted, and what may be said to decide it."""
        advice = self._clear(target, domain, random)
        if advice is None:
            return None
        crossings = flips(self.advisor, advice.workload)
        level = difficulty(crossings, {*self.stories.units, *self.stories.scales})
        if wanted.difficulty and level not in wanted.difficulty:
            return None
        found = [one for one in deciders(self.advisor, advice, crossings, random) if self._can_ask(one, advice, wanted)]
        return _Found(advice, found, level) if found else None

    def _offerable(self, found: _Found, count: int, shorter: int) -> list[Deciding]:
        """Those whose rival can be among the options."""
        return [one for one in found.deciders if one.rival in self._offered(found.advice, one.rival, count, shorter)]

    def _even(self, found: _Found, possible: Sequence[Deciding], shorter: int) -> Deciding | None:
        """The first that leaves options whose lengths tell nothing."""
        return next((one for one in possible if self.limits.is_even(found.advice, one, shorter)), None)

    def _clear(self, target: str, domain: Domain, random: Random) -> Advice | None:
        """The advice on a workload that the target is clearly right for."""
        region = random.choice(self._regions(target, domain))
        drawing = Drawing(self.advisor.fields, self.stories, domain, region, self.regions.cells, random)
        workload = drawing.workload()
        if workload is None or not all(condition.holds(workload, {}) for condition in self.stories.sense):
            return None
        return self.advisor.advise(workload) if self.advisor.is_clear(target, workload) else None

    def _can_ask(self, found: Deciding, advice: Advice, wanted: Wanted) -> bool:
        """Whether other limits can stand beside the deciding one, and it is taught where a wanted objective is."""
        if not self.limits.others(advice, found):
            return False
        taught = self.objectives.get(self.targets[found.rival].section, ())
        return not wanted.objectives or any(objective in taught for objective in wanted.objectives)

    def _offered(self, advice: Advice, rival: str, count: int, shorter: int) -> list[str]:
        """The key and its near misses, `shorter` of them with shorter names than the key."""
        key = advice.answer
        others = sorted((k for k in self.targets if k != key), key=lambda k: (k != rival, *nearness(advice, k)))
        below = [other for other in others if self._length(other) < self._length(key)]
        above = [other for other in others if self._length(other) > self._length(key)]
        return [key, *below[:shorter], *above[: count - 1 - shorter]]

    def _told(
        self,
        seed: int,
        domain: Domain,
        found: _Found,
        deciding: Deciding,
        offered: list[str],
        shorter: int,
        wanted: Wanted,
        random: Random,
    ) -> Case:
        advice = found.advice
        telling = Telling(self.advisor.fields, self.stories, domain, advice.workload)
        story = telling.story(random)
        parts = (self.stories, self.targets, self.limits, telling, advice, deciding)
        steps = Asking(*parts, tuple(offered), shorter, random).steps()
        kept = [step for step in steps if step.name == "target" or _is_about(step, wanted)]
        return Case(
            seed,
            VERSION,
            domain.id,
            domain.title,
            tuple(story),
            advice,
            deciding,
            found.level,
            tuple(offered),
            tuple(kept),
        )

    def _shorter(self, target: str, count: int, random: Random) -> int:
        """How many of the other options have shorter names: as many as if they were drawn without a thought.

        So the length of a name says nothing about whether it is the key.
        """
        others = [key for key in self.targets if key != target]
        return sum(self._length(key) < self._length(target) for key in random.sample(others, count - 1))

    def _length(self, target: str) -> tuple[int, str]:
        return len(self.targets[target].name), self.targets[target].name


def _is_about(step: Step, wanted: Wanted) -> bool:
    return not wanted.objectives or any(objective in wanted.objectives for objective in step.objectives)


def make_generator(
    stories: Stories,
    advisor: Advisor,
    targets: Mapping[str, Target],
    facts: Mapping[str, Fact],
    objectives: Mapping[str, Sequence[str]],
) -> Generator:
    """A generator that tells numbers in the units of the stories, in rationales too."""
    told = replace(advisor, fields=with_units(advisor.fields, stories.units))
    return Generator(told, stories, targets, facts, objectives)
