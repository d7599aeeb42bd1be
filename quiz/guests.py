"""What a guest answered moves to the account that they signed in to.

| what | where both have it |
| --- | --- |
| finished attempts | all stay, numbered by when they were started |
| an open attempt on the same quiz | the one with more answers stays open, then the one saved last; see below |
| a checkpoint | one answer: the first where it is scored, the last where it is judged by oneself |
| more time | the larger factor |
| reports | all stay |

Of two open attempts one has to close, for there is one for each quiz. Its answers are kept and scored as an attempt
of their own, as of their last save, without the questions that were not answered: a half-filled exam is no exam, so
it belongs to no quiz and to no quiz's statistics. Flags go over to the attempt that stays open. One without any
answer is dropped.
"""

from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Max, Q

from quiz.models import SET_ASIDE, Accommodation, Attempt, Mode, Report, Response, checkpoint_id
from studyguide.models import Learner

GIVEN = Q(answered_at__isnull=False) | Q(checked_at__isnull=False)


def merge_answers(guest: Learner, own: Learner, now: datetime) -> None:
    """Called by `studyguide.guests` in its transaction, which holds both learners."""
    _merge_checkpoints(guest, own)
    _keep_one_open(guest, own, now)
    _move_attempts(guest, own)
    _merge_accommodation(guest, own)
    Report.objects.filter(learner=guest).update(learner=own)


# Checkpoints: their ids follow from learner and version, so a moved one is a new row


def _merge_checkpoints(guest: Learner, own: Learner) -> None:
    found = Response.objects.filter(attempt__learner=guest, attempt__mode=Mode.CHECKPOINT)
    ids = {response: checkpoint_id(own.pk, response.version) for response in found.select_related("attempt", "version")}
    rivals = {rival.attempt_id: rival for rival in Response.objects.filter(attempt__in=ids.values())}
    for response, attempt_id in ids.items():
        if attempt_id not in rivals:
            _move_checkpoint(response, own, attempt_id)
        elif _replaces(response, rivals[attempt_id]):
            Attempt.objects.filter(pk=attempt_id).delete()
            _move_checkpoint(response, own, attempt_id)


def _replaces(response: Response, rival: Response) -> bool:
    """Which of two answers one browser would have kept; see `Response.judge`."""
    if response.checked_at is None or rival.checked_at is None:
        return rival.checked_at is None and response.checked_at is not None
    is_earlier = response.checked_at < rival.checked_at
    return is_earlier if response.version.kind.is_scored else not is_earlier


def _move_checkpoint(response: Response, own: Learner, attempt_id: UUID) -> None:
    attempt = response.attempt
    attempt.pk, attempt.learner = attempt_id, own
    attempt.save(force_insert=True)
    Response.objects.filter(pk=response.pk).update(attempt=attempt_id)


# Attempts


def _keep_one_open(guest: Learner, own: Learner, now: datetime) -> None:
    both = Attempt.objects.listed().open().filter(learner__in=[guest, own])
    both.close_overdue(now)
    theirs, mine = ({(a.guide_id, a.source): a for a in both.filter(learner=learner)} for learner in (guest, own))
    for same in theirs.keys() & mine.keys():
        less, more = sorted((theirs[same], mine[same]), key=_standing)  # the account's stays where they are equal
        _set_aside(less, more)


def _standing(attempt: Attempt) -> tuple[int, datetime]:
    found = attempt.responses.filter(GIVEN).aggregate(count=Count("pk"), newest=Max("answered_at"))
    return found["count"], found["newest"] or attempt.started_at


def _set_aside(attempt: Attempt, stays: Attempt) -> None:
    flagged = attempt.responses.filter(is_flagged=True).values_list("version", flat=True)
    stays.responses.filter(version__in=list(flagged)).update(is_flagged=True)
    attempt.responses.exclude(GIVEN).delete()
    count, last_save = _standing(attempt)
    if not count:
        attempt.delete()
        return
    attempt.quiz, attempt.source, attempt.number, attempt.pass_percent = None, f"{SET_ASIDE}{attempt.pk}", 1, None
    attempt.title = f"{attempt.title[:180]} (set aside)"
    attempt.save(update_fields=["quiz", "source", "number", "pass_percent", "title"])
    attempt.submit(last_save)


def _move_attempts(guest: Learner, own: Learner) -> None:
    """Number what both did by when it was started, so that the first is the first of the person."""
    sources = set(Attempt.objects.filter(learner=guest).listed().values_list("source", flat=True))
    both = Attempt.objects.filter(learner__in=[guest, own], source__in=sources)
    found = both.order_by("guide", "source", "started_at", "pk")
    for _, attempts in groupby(found, lambda attempt: (attempt.guide_id, attempt.source)):
        _number(list(attempts), own)


def _number(attempts: list[Attempt], own: Learner) -> None:
    """Twice: first past every number in use, for the database sees to it at each row that none is taken."""
    beyond = max(attempt.number for attempt in attempts) + len(attempts)
    for start in (beyond, 0):
        for place, attempt in enumerate(attempts, 1):
            attempt.learner, attempt.number = own, start + place
        Attempt.objects.bulk_update(attempts, ["learner", "number"], batch_size=200)


def _merge_accommodation(guest: Learner, own: Learner) -> None:
    granted = Accommodation.objects.filter(learner=guest).first()
    if granted is None:
        return
    kept, _ = Accommodation.objects.get_or_create(learner=own, defaults={"time_factor": granted.time_factor})
    kept.time_factor = max(kept.time_factor, granted.time_factor)
    kept.save(update_fields=["time_factor"])
