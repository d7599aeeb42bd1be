"""The figures of questions as columns: what they are called, how they are shown, in which order their rows stand."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from quiz.clock import clock_text
from quiz.statistics_report import QuestionReport, QuizReport


class Column(NamedTuple):
    """`value` is the figure as it is exported, None where it is not known; `text` says how a page shows one."""

    name: str
    label: str
    hint: str
    text: Callable[[float], str]

    def value(self, report: QuestionReport) -> float | None:
        holder = report if hasattr(report, self.name) else report.statistics
        found: float | None = getattr(holder, self.name) if holder else None
        return found

    def shown(self, report: QuestionReport) -> str:
        value = self.value(report)
        return "" if value is None else self.text(value)


class Cell(NamedTuple):
    """A figure as a page shows it, and below it how far to trust it."""

    column: Column
    text: str
    detail: str


class Score(NamedTuple):
    """A figure of a quiz, by the name that it has in QuizStatistics."""

    name: str
    label: str
    text: Callable[[float], str]


def _with_minus(text: str) -> str:
    return text.replace("-", "\u2212")


def percent(value: float) -> str:
    return _with_minus(f"{round(value)} %")


def exact_percent(value: float) -> str:
    return _with_minus(f"{value:.1f} %")


def hundredths(value: float) -> str:
    return _with_minus(f"{value:.2f}")


def percent_of_one(value: float) -> str:
    return percent(100 * value)


def number(value: float) -> str:
    return f"{value:,.0f}"


def seconds(value: float) -> str:
    return clock_text(round(value))


QUESTION = "question"  # the name to sort by titles
COLUMNS = (
    Column("learners", "Learners", "whose first attempt is counted", number),
    Column("facility", "Facility", "mean share of the points", percent_of_one),
    Column("standard_deviation", "Deviation", "standard deviation of the share of the points", percent_of_one),
    Column("guess_score", "Guess score", "what guessing earns on average", percent_of_one),
    Column("intended_weight", "Intended weight", "its part of the points", percent),
    Column("effective_weight", "Effective weight", "its part in what sets high scores apart from low ones", percent),
    Column("discrimination_index", "Discrimination", "correlation with the score in the other questions", percent),
    Column("discriminative_efficiency", "Efficiency", "discrimination, of the most that the points allow", percent),
    Column("sure_and_wrong_share", "Sure and wrong", "of those who said that they were sure", percent_of_one),
    Column("median_seconds", "Median time", "from the answer before it to its own", seconds),
)


def _columns_without(*names: str) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS if column.name not in names)


# Questions that are drawn have no effective weight, as in Moodle: not everybody's score depends on them.
DRAWN_COLUMNS = _columns_without("effective_weight")
BANK_COLUMNS = _columns_without("intended_weight", "effective_weight", "median_seconds")
BANK_QUESTION_COLUMNS = _columns_without("intended_weight", "effective_weight")


def detail(column: Column, report: QuestionReport) -> str:
    """What stands below a figure: how far to trust it."""
    if column.name == "learners" and report.statistics is None:
        return "too few"
    if report.statistics is None:
        return ""
    if column.name == "learners":
        return "" if report.statistics.is_firm else "few"
    return interval_text(report.statistics.interval) if column.name == "facility" else ""


def interval_text(interval: tuple[float, float]) -> str:
    low, high = interval
    return f"{100 * low:.0f} to {100 * high:.0f} %"


SCORES = (
    Score("mean", "Mean", exact_percent),
    Score("median", "Median", exact_percent),
    Score("standard_deviation", "Standard deviation", exact_percent),
    Score("skewness", "Skewness", hundredths),
    Score("kurtosis", "Kurtosis", hundredths),
    Score("internal_consistency", "Internal consistency", exact_percent),
    Score("error_ratio", "Error ratio", exact_percent),
    Score("standard_error", "Standard error", exact_percent),
)


def score_figures(report: QuizReport) -> list[tuple[str, str]]:
    """Labels and figures of a quiz; a figure that is not known is empty, and there is none without statistics."""
    if report.statistics is None:
        return []
    found = [(score.label, getattr(report.statistics, score.name), score.text) for score in SCORES]
    rows = [*found, ("Median time", report.median_seconds, seconds)]
    return [(label, "" if value is None else text(value)) for label, value, text in rows]


class SortedTable(NamedTuple):
    """`sort` is the name of a column, or QUESTION; empty for the order in which the rows came."""

    rows: Sequence[QuestionReport]
    columns: Sequence[Column]
    sort: str
    is_descending: bool

    @property
    def body(self) -> list[tuple[QuestionReport, list[Cell]]]:
        return [(row, cells(row, self.columns)) for row in self.rows]


def cells(report: QuestionReport, columns: Sequence[Column]) -> list[Cell]:
    return [Cell(column, column.shown(report), detail(column, report)) for column in columns]


def sorted_table(rows: Sequence[QuestionReport], columns: Sequence[Column], asked: str) -> SortedTable:
    """The rows in the order that is `asked` for: a name, with `-` before it from the top down.

    What is not known comes last either way. A name that does not exist is ignored.
    """
    name, is_descending = asked.removeprefix("-"), asked.startswith("-")
    if name == QUESTION:
        by_title = sorted(rows, key=lambda row: row.question.title.casefold(), reverse=is_descending)
        return SortedTable(by_title, columns, name, is_descending)
    column = next((column for column in columns if column.name == name), None)
    if column is None:
        return SortedTable(rows, columns, "", False)
    known = [(value, place) for place, row in enumerate(rows) if (value := column.value(row)) is not None]
    unknown = [row for row in rows if column.value(row) is None]
    in_order = [rows[place] for _, place in sorted(known, reverse=is_descending)]
    return SortedTable([*in_order, *unknown], columns, name, is_descending)
