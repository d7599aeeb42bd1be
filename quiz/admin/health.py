"""What the list says about the health of a question. One place to put what finds fault with questions."""

from quiz.models import Question

WAITING = "not published yet"


def health(question: Question) -> str:
    """In a word or two."""
    return WAITING if question.current_version_id is None else "published"
