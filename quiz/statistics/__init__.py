"""Item analysis: what first attempts say of questions and quizzes, as Moodle's quiz statistics report defines it."""

from quiz.statistics.findings import Finding, Rule, findings
from quiz.statistics.frequencies import Frequencies, median, size, wilson_interval
from quiz.statistics.questions import FIRM_FROM, SHOWN_FROM, OptionCount, QuestionStatistics, question_statistics
from quiz.statistics.quizzes import QuizStatistics, effective_weights, quiz_statistics
from quiz.statistics.tallies import Slots, Tally, Third, Thirds, attempt_shares, grouped, responses, slots

__all__ = [
    "FIRM_FROM",
    "SHOWN_FROM",
    "Finding",
    "Frequencies",
    "OptionCount",
    "QuestionStatistics",
    "QuizStatistics",
    "Rule",
    "Slots",
    "Tally",
    "Third",
    "Thirds",
    "attempt_shares",
    "effective_weights",
    "findings",
    "grouped",
    "median",
    "question_statistics",
    "quiz_statistics",
    "responses",
    "size",
    "slots",
    "wilson_interval",
]
