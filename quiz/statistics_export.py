"""The statistics of a quiz for other programs: one JSON document, and the questions as CSV."""

from dataclasses import asdict
from typing import Any

from quiz.finding_words import LABELS, finding_text, option_text
from quiz.spreadsheets import Cell, csv_text
from quiz.statistics_report import QuestionReport, QuizReport
from quiz.statistics_tables import COLUMNS

# Beside the columns of the page.
_COUNTS = ("unanswered", "sure", "sure_and_wrong")


def quiz_document(report: QuizReport) -> dict[str, Any]:
    """Shares run from 0 to 1; what Moodle gives in percent is in percent: scores, weights, discrimination.

    What is not known, and all that stands for fewer than 20 learners, is None.
    """
    return {
        "quiz": report.quiz.slug,
        "title": report.quiz.title,
        "first_attempts": report.attempts,
        "median_seconds": report.median_seconds,
        "scores": _without(asdict(report.statistics), "attempts") if report.statistics else None,
        "questions": [_question(question) for question in report.questions],
    }


def _question(report: QuestionReport) -> dict[str, Any]:
    found = _without(asdict(report.statistics), "learners", "options") if report.statistics else None
    return {
        "question": report.question.slug,
        "title": report.question.title,
        "kind": report.version.document["kind"],
        "version": report.version.number,
        "learners": report.learners,
        "left_out": report.left_out,
        "median_seconds": report.median_seconds,
        "statistics": found,
        "options": _options(report),
        "findings": [
            {"rule": finding.rule.name.lower(), "text": finding_text(finding, report.version.document)}
            for finding in report.findings
        ],
    }


def _options(report: QuestionReport) -> list[dict[str, Any]]:
    if report.statistics is None:
        return []
    document = report.version.document
    return [
        {
            **asdict(option),
            "text": option_text(document, option.number),
            "key": document["options"][option.number]["key"],
        }
        for option in report.statistics.options
    ]


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def quiz_csv(report: QuizReport) -> str:
    """A line for each question; no cell is a formula, whatever a title says."""
    figures = [column.name for column in COLUMNS]
    head = ["question", "title", "kind", *figures, "facility_low", "facility_high", *_COUNTS, "options", "findings"]
    return csv_text(head, map(_line, report.questions))


def _line(report: QuestionReport) -> list[Cell]:
    found = report.statistics
    low, high = found.interval if found else (None, None)
    options = " ".join(str(option.count) for option in found.options) if found else ""
    return [
        report.question.slug,
        report.question.title,
        report.version.document["kind"],
        *(column.value(report) for column in COLUMNS),
        low,
        high,
        *(getattr(found, name) if found else None for name in _COUNTS),
        options,
        "; ".join(LABELS[finding.rule] for finding in report.findings),
    ]
