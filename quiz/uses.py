"""In how many attempts questions stand, and how many attempts and learners a quiz has."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from quiz.models import Attempt, Question, Quiz, Response
from studyguide.paging import MOST_COUNTED, count_in_words


class _Counted(models.Subquery):
    """How many rows a query has; one that is cut makes a count that cannot take long."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


def use_counts(ids: Iterable[UUID], most: int = MOST_COUNTED) -> dict[UUID, str]:
    """In how many attempts each of these questions stands, in words; one query."""
    previews = Attempt.objects.filter(is_preview=True).order_by()  # few: to look up each other attempt takes longer
    responses = Response.objects.order_by().filter(version__question=models.OuterRef("pk"))
    responses = responses.exclude(attempt_id__in=previews.values("pk"))
    counted = Question.objects.order_by().annotate(uses=_Counted(responses.values("pk")[: most + 1]))
    return {pk: count_in_words(count, most) for pk, count in counted.filter(pk__in=list(ids)).values_list("pk", "uses")}


def attempt_counts(ids: Iterable[int], most: int = MOST_COUNTED) -> dict[int, str]:
    """How many attempts there are of each of these quizzes, in words; one query."""
    attempts = Attempt.objects.order_by().filter(quiz=models.OuterRef("pk"))  # a preview is of no quiz
    counted = Quiz.objects.order_by().annotate(uses=_Counted(attempts.values("quiz")[: most + 1]))
    return {pk: count_in_words(count, most) for pk, count in counted.filter(pk__in=list(ids)).values_list("pk", "uses")}


def learner_counts(ids: Iterable[int], most: int = MOST_COUNTED) -> dict[int, str]:
    """How many learners finished each of these quizzes, in words; one query."""
    finished = Attempt.objects.finished().order_by().filter(quiz=models.OuterRef("pk"))
    counted = Quiz.objects.order_by().annotate(uses=_Counted(finished.values("learner").distinct()[: most + 1]))
    return {pk: count_in_words(count, most) for pk, count in counted.filter(pk__in=list(ids)).values_list("pk", "uses")}
