from argparse import ArgumentParser, ArgumentTypeError
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quiz.models import Accommodation, Attempt
from studyguide.models import Learner

LEAST, MOST = Decimal(1), Decimal("9.99")


class Command(BaseCommand):
    help = (
        "Give a learner more time: every time limit of the exams that they begin from now on is multiplied by FACTOR. "
        "An exam that runs already keeps its end. The factor 1 takes it back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("learner", help="a username; for a guest the id in the address of one of their attempts")
        parser.add_argument("factor", type=_factor, help="such as 1.25 for a quarter more; 1 to 9.99")

    def handle(self, *args: Any, **options: Any) -> None:
        learner = _learner_of_attempt(options["learner"]) or _learner_of_account(options["learner"])
        factor = options["factor"]
        Accommodation.objects.update_or_create(learner=learner, defaults={"time_factor": factor})
        self.stdout.write(
            f"60 minutes of an exam are now {60 * factor:.0f} for {options['learner']}, from the next one on."
        )


def _factor(text: str) -> Decimal:
    try:
        factor = Decimal(text)
    except InvalidOperation:
        raise ArgumentTypeError(f"{text} is no number. Give one such as 1.5.") from None
    if not (factor.is_finite() and LEAST <= factor <= MOST and factor == round(factor, 2)):
        raise ArgumentTypeError(f"{text} does not do. Give 1 to 9.99, with two decimals at most.")
    return factor


def _learner_of_attempt(text: str) -> Learner | None:
    try:
        attempt = Attempt.objects.select_related("learner").filter(pk=UUID(text)).first()
    except ValueError:
        return None
    return attempt.learner if attempt else None


def _learner_of_account(username: str) -> Learner:
    """Made where the account has done nothing yet, so that the first exam counts."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no account and no attempt “{username}”.")
    return Learner.objects.get_or_create(user=user, defaults={"created_at": timezone.now()})[0]
