"""The admin of instructors: what they write, check and publish."""

from quiz.admin.facts import FactAdmin
from quiz.admin.questions import QuestionAdmin
from quiz.admin.quizzes import QuizAdmin
from quiz.admin.reports import ReportAdmin
from quiz.admin.scenarios import ScenarioAdmin

__all__ = ["FactAdmin", "QuestionAdmin", "QuizAdmin", "ReportAdmin", "ScenarioAdmin"]
