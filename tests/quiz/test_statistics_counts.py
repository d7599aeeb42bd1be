"""What the database counts, against a slow count of every row in Python."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import F

from quiz.models import Attempt, Mode, Question, Quiz, Response
from quiz.response_counts import (
    TIMED,
    bank_tallies,
    bank_times,
    question_tallies,
    quiz_durations,
    quiz_tallies,
    quiz_times,
)
from quiz.simulated_attempts import SimulatedAttempts
from quiz.statistics import Tally, attempt_shares
from tests.conftest import NOW
from tests.quiz.sitting import MATCHING, SINGLE, Sitting

FIXED, DRAWN = "every-kind", "two-of-weighing"


def simulate(slug, learners=40, attempts=2, seed=1):
    quiz = Quiz.objects.get(slug=slug)
    list(SimulatedAttempts(quiz, seed, NOW).add(learners, attempts))
    return quiz


@pytest.fixture(params=[FIXED, DRAWN])
def quiz(request, guide):
    return simulate(request.param)


def first_attempts(quiz):
    """In the order of their numbers, so that the first finished one of each learner stays."""
    finished = Attempt.objects.filter(quiz=quiz, submitted_at__isnull=False).order_by("-number")
    return list({attempt.learner_id: attempt for attempt in finished}.values())


def chosen(response):
    if response.first_answer is None:
        return None
    return tuple(response.first_answer) if response.version.kind.has_options else ()


def counted(sittings):
    """The tallies of lists of responses, one list for each attempt or learner."""
    rows, sure = Counter[Tally](), Counter[Tally]()
    for responses in sittings:
        total = sum(response.points for response in responses)
        possible = sum(response.possible for response in responses)
        for response in responses:
            row = Tally(
                response.version_id, response.position, chosen(response), response.points, response.possible,
                round(total, 9), possible, 1,
            )  # fmt: skip
            rows[row] += 1
            sure[row] += response.confidence == "sure"
    return {row._replace(times=times, sure=sure[row]) for row, times in rows.items()}


def rounded(tallies, **replaced):
    """Totals to nine digits, since points may have been added in another order; tallies that then agree as one."""
    times, sure = Counter[Tally](), Counter[Tally]()
    for tally in tallies:
        row = tally._replace(total=round(tally.total, 9), times=1, sure=0, **replaced)
        times[row] += tally.times
        sure[row] += tally.sure
    return {row._replace(times=count, sure=sure[row]) for row, count in times.items()}


def test_first_attempts_are_counted(quiz):
    sittings = [list(attempt.responses.select_related("version")) for attempt in first_attempts(quiz)]
    assert len(sittings) == 40
    assert rounded(quiz_tallies(quiz)) == counted(sittings)


def test_first_finished_attempt_counts_whatever_its_number(guide):
    quiz = simulate(FIXED, learners=4, attempts=3)
    Attempt.objects.filter(number=1).delete()
    sittings = [list(attempt.responses.select_related("version")) for attempt in first_attempts(quiz)]
    assert rounded(quiz_tallies(quiz)) == counted(sittings)


def test_attempts_that_are_open_or_of_other_quizzes_do_not_count(guide, learner):
    quiz = simulate(FIXED, learners=3)
    before = quiz_tallies(quiz), quiz_durations(quiz)
    Sitting.begin(learner, FIXED).save(SINGLE, [0])
    Sitting.begin(learner, "baking-exam").submit()
    assert (quiz_tallies(quiz), quiz_durations(quiz)) == before


def test_quiz_that_nobody_took_has_no_tallies(guide):
    quiz = Quiz.objects.get(slug=FIXED)
    assert quiz_tallies(quiz) == []
    assert quiz_durations(quiz) == {}
    assert quiz_times(quiz) == {}


def test_scores(quiz):
    shares = Counter(round(attempt.score.points / attempt.score.possible, 9) for attempt in first_attempts(quiz))
    assert Counter(round(share, 9) for share in Counter(attempt_shares(quiz_tallies(quiz))).elements()) == shares


def test_durations(quiz):
    whole = [whole_seconds(attempt.started_at, attempt.submitted_at) for attempt in first_attempts(quiz)]
    assert quiz_durations(quiz) == Counter(whole)


def test_clock_that_was_set_back_makes_no_duration_negative(guide):
    quiz = simulate(FIXED, learners=2, attempts=1)
    Attempt.objects.update(started_at=NOW, submitted_at=NOW - timedelta(seconds=5))
    assert quiz_durations(quiz) == {0: 2}


def whole_seconds(before, after):
    return int(after.timestamp()) - int(before.timestamp())


def time_taken(response, before):
    """From the answer before to this one, None where the order is not that of the questions."""
    start = response.attempt.started_at if response.position == 1 else before and before.answered_at
    if start is None or response.answered_at is None:
        return None
    seconds = whole_seconds(start, response.answered_at)
    return seconds if seconds >= 0 else None


def counted_times(attempts):
    times: dict[int, Counter[int]] = {}
    for attempt in attempts:
        by_position = {response.position: response for response in attempt.responses.select_related("attempt")}
        for position, response in by_position.items():
            seconds = time_taken(response, by_position.get(position - 1))
            if seconds is not None:
                times.setdefault(response.version_id, Counter())[seconds] += 1
    return times


def test_times_between_answers(quiz):
    for response in Response.objects.filter(position=2).select_related("attempt")[::3]:  # changed at the end
        Response.objects.filter(pk=response.pk).update(answered_at=response.attempt.submitted_at)
    assert quiz_times(quiz) == counted_times(first_attempts(quiz))


def test_times_are_those_of_the_latest_attempts(guide):
    quiz = simulate(FIXED, learners=TIMED + 5, attempts=1)
    latest = sorted(first_attempts(quiz), key=lambda attempt: attempt.submitted_at)[5:]
    assert quiz_times(quiz) == counted_times(latest)


def test_half_seconds_are_cut_in_every_database(guide):
    quiz = simulate(FIXED, learners=1, attempts=1)
    start = NOW.replace(microsecond=999_999)
    Attempt.objects.update(started_at=start)
    Response.objects.update(answered_at=None)
    Response.objects.filter(position=1).update(answered_at=start + timedelta(microseconds=1))
    (times,) = quiz_times(quiz).values()
    assert times == {1: 1}


def first_answers(guide):
    """The first settled answer of each learner to each question that is scored, by learner."""
    settled = Response.objects.filter(attempt__guide=guide, points__isnull=False, first_answer__isnull=False)
    by_learner: dict[UUID, dict[UUID, Response]] = {}
    for response in settled.select_related("version", "attempt").order_by("attempt__started_at", "pk"):
        if response.version.kind.is_scored:
            firsts = by_learner.setdefault(response.attempt.learner_id, {})
            firsts.setdefault(response.version.question_id, response)
    return [list(firsts.values()) for firsts in by_learner.values()]


def test_bank_counts_first_answers_wherever_they_were_given(guide):
    simulate(FIXED, learners=20)
    simulate(DRAWN, learners=20)
    Attempt.objects.filter(quiz__slug=DRAWN).update(learner=Attempt.objects.first().learner_id, source=F("id"))
    expected = counted(first_answers(guide))
    assert rounded(bank_tallies(guide), position=0) == rounded(expected, position=0)


def test_one_question_counts_as_in_the_bank(guide):
    simulate(FIXED, learners=20)
    simulate(DRAWN, learners=20)
    Attempt.objects.filter(quiz__slug=DRAWN).update(learner=Attempt.objects.first().learner_id, source=F("id"))
    expected = counted(first_answers(guide))
    for question in guide.questions.all():
        versions = set(question.versions.values_list("pk", flat=True))
        own = [tally for tally in expected if tally.version in versions]
        assert rounded(question_tallies(question), position=0) == rounded(own, position=0)


def test_bank_counts_practice_that_is_not_submitted(guide, learner):
    practice = Sitting.begin(learner, FIXED)
    practice.check(SINGLE, practice.key(SINGLE))
    practice.save(MATCHING, practice.key(MATCHING))
    (tally,) = bank_tallies(guide)
    assert (tally.version, tally.points, tally.total, tally.total_possible) == (practice.at(SINGLE).version_id, 1, 1, 1)


def test_bank_leaves_out_what_learners_judge_themselves(guide, learner, documents):
    slug = next(slug for slug, document in documents.items() if document["kind"] == "open")
    learner.post(f"/guides/bread/checkpoints/{slug}/judge/", {"answer": "Why", "judged": "1", "point": "0"})
    assert Response.objects.exclude(points=None).exists()
    assert bank_tallies(guide) == []


def test_bank_times_are_those_of_first_answers(guide):
    quiz = simulate(FIXED, learners=10)
    times = counted_times(first_attempts(quiz))
    for question in Question.objects.filter(quizzes=quiz):
        skipped = Response.objects.filter(version__question=question, first_answer__isnull=True)
        if not skipped.exists():  # else the second attempt holds the first answer
            assert bank_times(question)[question.current_version_id] == times[question.current_version_id]


def test_checkpoint_has_no_time(guide, learner):
    question = Question.objects.get(slug="no-rise")
    learner.post("/guides/bread/checkpoints/no-rise/judge/", {"answer": "0"})
    assert Attempt.objects.filter(mode=Mode.CHECKPOINT).exists()
    assert bank_times(question) == {}
