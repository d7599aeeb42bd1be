"""A guest signs in: what hung on the browser hangs on the account from then on, each thing once.

An account without a learner takes the guest's as it is. Otherwise everything of the guest moves to the account's
learner, and where both have the same thing a rule decides. Those for answers are in `quiz.guests`; for what is kept
here:

- a section read on both counts once, as of the earlier time;
- the learner is as old as the older of the two.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.module_loading import import_string

from studyguide.models import Learner, SectionRead

Merge = Callable[[Learner, Learner, datetime], None]


def join_account(user: User, guest_id: UUID, now: datetime) -> bool:
    """Move what a guest has to an account, all or nothing. Again changes nothing. Returns whether there was any.

    Two browsers that sign in at once take turns: each waits for the other's lock on the account.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        guest = Learner.objects.select_for_update().filter(pk=guest_id, user=None).first()
        own = Learner.objects.select_for_update().filter(user=user).first()
        if guest is None:
            return False
        if own is None:
            guest.user = user
            guest.save(update_fields=["user"])
        else:
            _merge(guest, own, now)
    return True


def _merge(guest: Learner, own: Learner, now: datetime) -> None:
    _merge_reads(guest, own)
    for path in settings.GUEST_MERGES:
        merge: Merge = import_string(path)
        merge(guest, own, now)
    own.created_at = min(own.created_at, guest.created_at)
    own.save(update_fields=["created_at"])
    guest.delete()


def _merge_reads(guest: Learner, own: Learner) -> None:
    known = {read.section_id: read for read in own.sections_read.all()}
    again = []
    for read in guest.sections_read.filter(section__in=known):
        known[read.section_id].read_at = min(known[read.section_id].read_at, read.read_at)
        again.append(known[read.section_id])
    SectionRead.objects.bulk_update(again, ["read_at"])
    guest.sections_read.exclude(section__in=known).update(learner=own)
