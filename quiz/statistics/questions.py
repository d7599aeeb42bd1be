"""How a question performs, as Moodle's quiz statistics report defines it. Pure: no Django.

Sources: https://docs.moodle.org/dev/Quiz_statistics_calculations and, for what is null when, Moodle's own
question/classes/statistics/questions/calculator.php. Moodle's names in formulas: S learners, x the points of one of
them for the question of at most x_max, T the points for the whole attempt, X = T - x those for the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, sqrt

from quiz.statistics.frequencies import (
    Frequencies,
    Pairs,
    covariance,
    deviation,
    largest_covariance,
    marginals,
    mean,
    size,
    variance,
    wilson_interval,
)
from quiz.statistics.tallies import Tally, Third, Thirds, frequencies_of, responses

SHOWN_FROM = 20  # learners; below, nothing is shown: chance and single people would show instead
FIRM_FROM = 100  # learners; below, what is shown comes with a warning


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many chose an option: all, and of each third of the learners by total score, the lower first.

    discrimination: 100 times the correlation of having chosen it with the score in the rest, as the question's own
    index; None where either never varies.
    """

    number: int
    count: int
    thirds: tuple[int, int, int]
    discrimination: float | None = None


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """What first attempts say of a question. Shares run from 0 to 1, the rest are percentages, as in Moodle.

    - learners: S.
    - facility: mean(x) / x_max, with its Wilson interval.
    - standard_deviation: sqrt(sum((x - mean(x))^2) / (S - 1)) / x_max; None below two learners.
    - guess_score: the share that guessing earns on average; None where that cannot be said.
    - intended_weight: 100 x_max / T_max.
    - effective_weight: see `quizzes.effective_weights`.
    - discrimination_index: 100 cov(x, X) / sqrt(var(x) var(X)), the item-rest correlation; None where either never
      varies. X is taken as a share of what the rest could yield: for a quiz whose attempts all have the same questions
      this changes nothing, and for one that draws them it makes the rests comparable. Moodle takes T for a drawn
      question, which holds x itself.
    - discriminative_efficiency: 100 cov(x, X) / max cov(x, X), where the maximum is that of the same values with
      both sides sorted; None where the maximum is 0.
    - options: for questions that have some. unanswered: who left it out, which scores 0.
    - sure, sure_and_wrong: who said that they were sure, and of those who had not all points.
    - third_sizes: learners in each third by total score, the lower first.
    """

    learners: int
    facility: float
    interval: tuple[float, float]
    standard_deviation: float | None
    guess_score: float | None
    intended_weight: float | None
    effective_weight: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    options: tuple[OptionCount, ...]
    third_sizes: tuple[int, int, int]
    unanswered: int
    sure: int
    sure_and_wrong: int

    @property
    def is_firm(self) -> bool:
        return self.learners >= FIRM_FROM

    @property
    def sure_and_wrong_share(self) -> float | None:
        """Of those who were sure."""
        return self.sure_and_wrong / self.sure if self.sure else None


def question_statistics(
    tallies: list[Tally],
    *,
    options: int = 0,
    guess_score: float | None = None,
    effective_weight: float | None = None,
    in_quiz: bool = True,
) -> QuestionStatistics:
    """The statistics of the question that these tallies are of, at least one; `options` says how many it has.

    In a bank, where learners answered what they liked, there is no weight to speak of.
    """
    shares = frequencies_of(tallies, lambda tally: tally.share)
    learners, facility = responses(tallies), mean(shares)
    pairs = rest_pairs(tallies)
    chosen = _by_answer_and_third(tallies)
    discriminations = _option_discriminations(tallies, marginals(pairs)[1]) if options else {}
    return QuestionStatistics(
        learners=learners,
        facility=facility,
        interval=wilson_interval(facility, learners),
        standard_deviation=deviation(shares),
        guess_score=guess_score,
        intended_weight=100 * mean(frequencies_of(tallies, lambda tally: tally.weight)) if in_quiz else None,
        effective_weight=effective_weight,
        discrimination_index=discrimination_index(pairs),
        discriminative_efficiency=discriminative_efficiency(pairs),
        options=tuple(_option_count(number, chosen, discriminations.get(number)) for number in range(options)),
        third_sizes=_in_thirds(chosen.items()),
        unanswered=responses(tally for tally in tallies if tally.answer is None),
        sure=sum(tally.sure for tally in tallies),
        sure_and_wrong=sum(tally.sure for tally in tallies if tally.points < tally.possible),
    )


def rest_pairs(tallies: Iterable[Tally]) -> Pairs:
    """Each share of the question's points with that of the rest, where there is a rest."""
    pairs: Counter[tuple[float, float]] = Counter()
    for tally in tallies:
        if (rest := tally.rest) is not None:
            pairs[tally.share, rest] += tally.times
    return pairs


def discrimination_index(pairs: Pairs) -> float | None:
    """100 times the correlation of the pairs, -100 to 100."""
    if not pairs:
        return None
    together, (xs, ys) = covariance(pairs), marginals(pairs)
    both = (variance(xs) or 0) * (variance(ys) or 0)
    return 100 * together / sqrt(both) if together is not None and both else None


def discriminative_efficiency(pairs: Pairs) -> float | None:
    """100 times the covariance of the pairs to the largest that it could be, at most 100."""
    if not pairs:
        return None
    together, largest = covariance(pairs), largest_covariance(pairs)
    return 100 * together / largest if together is not None and largest else None


_Chosen = Counter[tuple[tuple[int, ...] | None, Third]]


def _by_answer_and_third(tallies: list[Tally]) -> _Chosen:
    shares = frequencies_of(tallies, lambda tally: tally.total_share)
    thirds = Thirds(shares)
    third_of = {share: thirds(share) for share in shares}
    found: _Chosen = Counter()
    for tally in tallies:
        found[tally.answer, third_of[tally.total_share]] += tally.times
    return found


def _option_count(number: int, chosen: _Chosen, discrimination: float | None) -> OptionCount:
    counts = _in_thirds((key, count) for key, count in chosen.items() if number in (key[0] or ()))
    return OptionCount(number, sum(counts), counts, discrimination)


def _option_discriminations(tallies: Iterable[Tally], rests: Frequencies) -> dict[int, float]:
    """By the number of the option, of those that some chose and some did not.

    The correlation with a choice, 1 or 0, comes from how far above the mean those who made it are.
    """
    number, spread = size(rests), variance(rests)
    if not spread:
        return {}
    centre, leads, counts = mean(rests), defaultdict[int, list[float]](list), Counter[int]()
    for tally in tallies:
        if (rest := tally.rest) is not None:
            for option in tally.answer or ():
                leads[option].append(tally.times * (rest - centre))
                counts[option] += tally.times
    return {
        option: 100 * fsum(leads[option]) / sqrt(spread * (number - 1) * count * (number - count) / number)
        for option, count in counts.items()
        if count < number
    }


def _in_thirds(chosen: Iterable[tuple[tuple[object, Third], int]]) -> tuple[int, int, int]:
    counts = [0, 0, 0]
    for (_, third), count in chosen:
        counts[third] += count
    return counts[0], counts[1], counts[2]
