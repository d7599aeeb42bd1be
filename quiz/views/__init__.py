from quiz.views.attempts import (
    attempt,
    check_answer,
    question,
    report_problem,
    results,
    save_answer,
    show_hint,
    submit,
    try_again,
)
from quiz.views.checkpoints import checkpoint, checkpoint_answer, judge_checkpoint
from quiz.views.learner_records import delete_answers, delete_answers_confirmed, download_answers
from quiz.views.quizzes import new_quiz, quiz, quizzes, start_quiz, start_selection

__all__ = [
    "attempt",
    "check_answer",
    "checkpoint",
    "checkpoint_answer",
    "delete_answers",
    "delete_answers_confirmed",
    "download_answers",
    "judge_checkpoint",
    "new_quiz",
    "question",
    "quiz",
    "quizzes",
    "report_problem",
    "results",
    "save_answer",
    "show_hint",
    "start_quiz",
    "start_selection",
    "submit",
    "try_again",
]
