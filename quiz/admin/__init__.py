"""The admin of instructors: what they write, check and publish."""

from quiz.admin.questions import QuestionAdmin

__all__ = ["QuestionAdmin"]
