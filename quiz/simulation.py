"""Learners who are made up: what they answer follows from how able they are and how hard a question is.

For benchmarks and for trying out the statistics. The model is the three-parameter logistic one of Birnbaum (in Lord
and Novick, Statistical theories of mental test scores, 1968, chapter 17), with distractors of unequal attraction.
Pure: no Django.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from random import Random
from typing import Any

from quiz.kinds import KINDS

LEFT_OUT = 0.02  # of all answers
SAYS_HOW_SURE = 0.6
USUAL_SECONDS = 45.0


@dataclass(frozen=True, slots=True)
class SimulatedAnswer:
    """`answer` is None where the question was left out; `seconds` is how long it took."""

    answer: Any
    confidence: str
    seconds: float


@dataclass(frozen=True, slots=True)
class SimulatedQuestion:
    """A question with the parameters of its curve; `attraction` is of each wrong answer, cumulated."""

    document: Mapping[str, Any]
    difficulty: float
    slope: float
    guess: float
    seconds: float
    wrong: Sequence[Any]
    attraction: Sequence[float]

    def chance(self, ability: float) -> float:
        """That a learner answers right; `ability` has mean 0 and deviation 1."""
        return self.guess + (1 - self.guess) / (1 + exp(-self.slope * (ability - self.difficulty)))

    def answered(self, ability: float, random: Random) -> SimulatedAnswer:
        chance = self.chance(ability)
        seconds = max(3.0, self.seconds * random.lognormvariate(0, 0.5))
        if random.random() < LEFT_OUT:
            return SimulatedAnswer(None, "", seconds)
        if random.random() < chance:
            answer = right_answer(self.document)
        else:
            answer = random.choices(self.wrong, cum_weights=self.attraction)[0]
        return SimulatedAnswer(answer, _confidence(chance, random), seconds)


def simulated_question(document: Mapping[str, Any], random: Random) -> SimulatedQuestion:
    wrong = wrong_answers(document, random)
    return SimulatedQuestion(
        document=document,
        difficulty=random.gauss(0.6 * (document.get("difficulty", 2) - 2), 0.8),
        slope=random.lognormvariate(0.1, 0.3),
        guess=KINDS[document["kind"]].guess_share(document) or 0.0,
        seconds=USUAL_SECONDS * random.lognormvariate(0, 0.4),
        wrong=wrong,
        attraction=list(accumulate(random.uniform(0.3, 1) for _ in wrong)),
    )


def right_answer(document: Mapping[str, Any]) -> Any:
    """One that earns all points."""
    match document["kind"]:
        case "matching":
            return list(range(len(document["pairs"])))
        case "ordering":
            return list(range(len(document["items"])))
        case "numeric":
            return f"{document['value']:.10g}"
        case "short-text":
            return document["accept"][0].replace("*", "x")
        case "open":
            return {"text": "All of it.", "ticked": list(range(len(document["rubric"])))}
    return KINDS[document["kind"]].key(document)


def wrong_answers(document: Mapping[str, Any], random: Random) -> list[Any]:
    """Some that do not earn all points; those of matching and ordering earn a part where parts count."""
    right = right_answer(document)
    match document["kind"]:
        case "matching" | "ordering":
            return [_swapped(right, random) for _ in range(3)]
        case "numeric":
            slips = [f"{wrong['value']:.10g}" for wrong in document["wrong"]]
            return [*slips, f"{document['value'] + document['tolerance'] + 1:.10g}"]
        case "short-text":
            return [*(wrong["text"] for wrong in document["wrong"]), "qwerty"]
        case "open":
            return [
                {"text": "A part of it.", "ticked": right["ticked"][:count]} for count in range(len(right["ticked"]))
            ]
    distractors = [number for number, option in enumerate(document["options"]) if not option["key"]]
    return [sorted([*right[1:], distractor]) for distractor in distractors]


def _swapped(right: Sequence[int], random: Random) -> list[int]:
    one, other = random.sample(range(len(right)), 2)
    found = list(right)
    found[one], found[other] = found[other], found[one]
    return found


def _confidence(chance: float, random: Random) -> str:
    if random.random() > SAYS_HOW_SURE:
        return ""
    felt = chance + random.gauss(0, 0.25)
    return "sure" if felt > 0.75 else "guess" if felt < 0.4 else "unsure"
