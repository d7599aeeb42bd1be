"""What the cases of a guide are made from."""

import json
from functools import lru_cache

from django.db import models

from quiz.generated.document import generator_from_plain
from quiz.generated.generator import Generator
from studyguide.models import Guide


class StoryBook(models.Model):
    """A guide's stories with its rules and facts, as `generated.document` takes them apart.

    It is JSON in a text: PostgreSQL's own type forgets the order of keys, and with it which case belongs to a seed.
    """

    guide = models.OneToOneField(Guide, on_delete=models.CASCADE, related_name="story_book")
    document = models.TextField()

    def __str__(self) -> str:
        return f"Stories of {self.guide_id}"


def generator_of(guide: Guide) -> Generator | None:
    """What makes the cases of a guide, as it was synced; None for a guide without stories."""
    return _generator(guide.pk, guide.digest)


@lru_cache(maxsize=4)
def _generator(guide_id: int, digest: str) -> Generator | None:  # noqa: ARG001  # a new digest is a new document
    """Put together once for many cases: that takes as long as a case."""
    found = StoryBook.objects.filter(guide_id=guide_id).first()
    return generator_from_plain(json.loads(found.document)) if found else None
