from quiz.models.attempts import (
    GRACE,
    Accommodation,
    Attempt,
    Closed,
    Given,
    Moved,
    Plan,
    Response,
    Stale,
    checkpoint_id,
    held,
    shown_order,
    total,
)
from quiz.models.places import Place, place
from quiz.models.questions import Facet, Overwritten, Question, QuestionVersion, document_hash
from quiz.models.quizzes import Mode, Quiz, QuizQuestion, draw, in_order, matching
from quiz.models.reports import LONGEST_REPORT, Report
from quiz.models.stories import StoryBook, generator_of

__all__ = [
    "GRACE",
    "LONGEST_REPORT",
    "Accommodation",
    "Attempt",
    "Closed",
    "Facet",
    "Given",
    "Mode",
    "Moved",
    "Overwritten",
    "Place",
    "Plan",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizQuestion",
    "Report",
    "Response",
    "Stale",
    "StoryBook",
    "checkpoint_id",
    "document_hash",
    "draw",
    "generator_of",
    "held",
    "in_order",
    "matching",
    "place",
    "shown_order",
    "total",
]
