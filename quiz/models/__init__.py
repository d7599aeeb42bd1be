from quiz.models.attempts import GRACE, SET_ASIDE, Attempt, checkpoint_id
from quiz.models.drawing import draw, in_order, matching
from quiz.models.places import Place, place
from quiz.models.plans import Accommodation, Plan
from quiz.models.questions import Facet, Overwritten, Question
from quiz.models.quiz_versions import QuizVersion
from quiz.models.quizzes import QUIZ_ORDER, Mode, Quiz, QuizQuestion
from quiz.models.regrades import LONGEST_REASON, Covered, Outdated, Regrade, RegradedResponse
from quiz.models.reports import LONGEST_REPORT, Report
from quiz.models.responses import Closed, Given, Moved, Response, Stale, held, total
from quiz.models.scenarios import Scenario, with_left_out
from quiz.models.scopes import Scope
from quiz.models.stories import StoryBook, generator_of
from quiz.models.versions import QuestionVersion, shown_order

__all__ = [
    "GRACE",
    "LONGEST_REASON",
    "LONGEST_REPORT",
    "QUIZ_ORDER",
    "SET_ASIDE",
    "Accommodation",
    "Attempt",
    "Closed",
    "Covered",
    "Facet",
    "Given",
    "Mode",
    "Moved",
    "Outdated",
    "Overwritten",
    "Place",
    "Plan",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizQuestion",
    "QuizVersion",
    "Regrade",
    "RegradedResponse",
    "Report",
    "Response",
    "Scenario",
    "Scope",
    "Stale",
    "StoryBook",
    "checkpoint_id",
    "draw",
    "generator_of",
    "held",
    "in_order",
    "matching",
    "place",
    "shown_order",
    "total",
    "with_left_out",
]
