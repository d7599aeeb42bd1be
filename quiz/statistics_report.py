"""How a quiz or the bank of a guide performs: counts from the database, and what the statistics make of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from quiz.kinds import KINDS
from quiz.models import Question, QuestionVersion, Quiz
from quiz.response_counts import bank_tallies, bank_times, question_tallies, quiz_durations, quiz_tallies, quiz_times
from quiz.statistics import (
    SHOWN_FROM,
    Finding,
    Frequencies,
    QuestionStatistics,
    QuizStatistics,
    Tally,
    attempt_shares,
    effective_weights,
    findings,
    grouped,
    median,
    question_statistics,
    quiz_statistics,
    responses,
    size,
    slots,
)
from quiz.wording import wording
from studyguide.models import Guide

Versions = Mapping[int, QuestionVersion]
Times = Mapping[int, Frequencies]  # by version


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """One question as it reads now, in its current version.

    `statistics` and what follows it is empty below SHOWN_FROM learners. `left_out` counts the answers that versions
    which ask something else have scored.
    """

    question: Question
    version: QuestionVersion
    learners: int
    left_out: int
    statistics: QuestionStatistics | None
    findings: tuple[Finding, ...]
    median_seconds: float | None


@dataclass(frozen=True, slots=True)
class QuizReport:
    """`statistics` and `shares`, the score of each attempt from 0 to 1, are empty below SHOWN_FROM attempts.

    `is_drawn` says that not all attempts hold the same questions, which are then in the order of their titles.
    """

    quiz: Quiz
    attempts: int
    statistics: QuizStatistics | None
    shares: Frequencies
    median_seconds: float | None
    is_drawn: bool
    questions: list[QuestionReport]


def quiz_report(quiz: Quiz) -> QuizReport:
    tallies = quiz_tallies(quiz)
    shares = attempt_shares(tallies)
    attempts = size(shares)
    is_shown = attempts >= SHOWN_FROM
    versions = _versions({tally.version for tally in tallies})
    places = slots(tallies, lambda tally: versions[tally.version].question_id, attempts)
    weights = {} if places.is_drawn else effective_weights(places.tallies)
    reports = _reports(tallies, versions, quiz_times(quiz), weights)
    if not places.is_drawn:
        position_of = {versions[tally.version].question_id: tally.position for tally in tallies}
        reports.sort(key=lambda report: position_of[report.question.pk])
    return QuizReport(
        quiz=quiz,
        attempts=attempts,
        statistics=quiz_statistics(shares, places) if is_shown else None,
        shares=shares if is_shown else {},
        median_seconds=median(quiz_durations(quiz)) if is_shown else None,
        is_drawn=places.is_drawn,
        questions=reports,
    )


def bank_report(guide: Guide) -> list[QuestionReport]:
    """Of every question of the guide that learners are given, and of every one that they answered."""
    tallies = bank_tallies(guide)
    scored = [kind.name for kind in KINDS.values() if kind.is_scored]
    given = Question.objects.published().filter(guide=guide, kind__in=scored, current_version__isnull=False)
    versions = _versions({tally.version for tally in tallies} | set(given.values_list("current_version", flat=True)))
    return _reports(tallies, versions, {}, in_quiz=False)


def question_report(question: Question, quiz: Quiz | None = None) -> QuestionReport | None:
    """Of one question in the bank, or in a quiz; None where it was never published or is not part of the quiz."""
    if quiz is not None:
        return next((found for found in quiz_report(quiz).questions if found.question == question), None)
    if question.current_version_id is None:
        return None
    tallies = question_tallies(question)
    versions = _versions({tally.version for tally in tallies} | {question.current_version_id})
    return next(iter(_reports(tallies, versions, bank_times(question), in_quiz=False)))


def doubtful(reports: Iterable[QuestionReport]) -> list[QuestionReport]:
    """The questions to look at first, the gravest first, and of the same gravity those that discriminate least."""

    def gravity(report: QuestionReport) -> tuple[int, float]:
        index = report.statistics.discrimination_index if report.statistics else None
        return report.findings[0].rule, index or 0.0

    return sorted((report for report in reports if report.findings), key=gravity)


def _versions(ids: Collection[int]) -> Versions:
    """The versions with these ids, and the current ones of their questions."""
    unread = ("source", "question__source", "question__synced_source")
    wanted = QuestionVersion.objects.select_related("question").defer(*unread)
    seen = wanted.in_bulk(ids)
    current = {version.bank_question.current_version_id for version in seen.values()} - {None, *seen}
    return seen | wanted.in_bulk(current) if current else seen


def _reports(
    tallies: Iterable[Tally],
    versions: Versions,
    times: Times,
    weights: Mapping[Hashable, float | None] | None = None,
    *,
    in_quiz: bool = True,
) -> list[QuestionReport]:
    """One for each question that has a current version, in the order of their titles."""
    by_version = grouped(tallies, lambda tally: tally.version)
    by_question: dict[UUID, list[QuestionVersion]] = defaultdict(list)
    for version in versions.values():
        by_question[version.bank_question.pk].append(version)
    reports = [
        _report(current, found, by_version, times, (weights or {}).get(question), in_quiz)
        for question, found in by_question.items()
        if (current := _current(found))
    ]
    return sorted(reports, key=lambda report: report.question.title.casefold())


def _current(versions: Iterable[QuestionVersion]) -> QuestionVersion | None:
    return next((version for version in versions if version.pk == version.bank_question.current_version_id), None)


def _report(
    current: QuestionVersion,
    versions: Iterable[QuestionVersion],
    by_version: Mapping[int, list[Tally]],
    times: Times,
    weight: float | None,
    in_quiz: bool,
) -> QuestionReport:
    """From the answers that were scored by any version that asks what the current one asks."""
    asked = wording(current.document)
    alike = [version.pk for version in versions if version.pk == current.pk or wording(version.document) == asked]
    tallies = [tally for pk in alike for tally in by_version.get(pk, [])]
    learners = responses(tallies)
    seconds = sum((Counter(times[pk]) for pk in alike if pk in times), Counter[float]())
    statistics = _statistics(current, tallies, weight, in_quiz) if learners >= SHOWN_FROM else None
    return QuestionReport(
        question=current.bank_question,
        version=current,
        learners=learners,
        left_out=sum(responses(by_version.get(version.pk, [])) for version in versions) - learners,
        statistics=statistics,
        findings=tuple(findings(statistics, current.kind.key(current.document))) if statistics else (),
        median_seconds=median(seconds) if size(seconds) >= SHOWN_FROM else None,
    )


def _statistics(
    version: QuestionVersion, tallies: list[Tally], weight: float | None, in_quiz: bool
) -> QuestionStatistics:
    kind, document = version.kind, version.document
    return question_statistics(
        tallies,
        options=len(document["options"]) if kind.has_options else 0,
        guess_score=kind.guess_share(document),
        effective_weight=weight,
        in_quiz=in_quiz,
    )
