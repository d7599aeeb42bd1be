import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quiz.finding_words import LABELS, finding_text
from quiz.models import Quiz
from quiz.statistics import FIRM_FROM, SHOWN_FROM
from quiz.statistics_export import quiz_csv, quiz_document
from quiz.statistics_report import QuizReport, doubtful, quiz_report
from quiz.statistics_tables import COLUMNS, score_figures


class Command(BaseCommand):
    help = "Say how a quiz and its questions perform, from the first attempt of each learner, as Moodle's report does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the quiz")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="everything, as one JSON document")
        form.add_argument("--csv", action="store_true", help="a line for each question, for a spreadsheet program")

    def handle(self, *args: Any, **options: Any) -> None:
        quiz = Quiz.objects.known().select_related("guide").filter(slug=options["slug"]).first()
        if quiz is None:
            raise CommandError(
                f"No quiz is called {options['slug']}. `manage.py sync_content` loads those in content/."
            )
        report = quiz_report(quiz)
        if options["json"]:
            self.stdout.write(json.dumps(quiz_document(report), indent=1, ensure_ascii=False))
        elif options["csv"]:
            self.stdout.write(quiz_csv(report), ending="")
        else:
            self.stdout.write("\n".join(_lines(report)))


def _lines(report: QuizReport) -> list[str]:
    lines = [f"{report.quiz.title}: {report.attempts:,} first attempts"]
    if report.statistics is None:
        return [*lines, f"Statistics are shown from {SHOWN_FROM} first attempts."]
    if report.attempts < FIRM_FROM:
        lines.append(f"Below {FIRM_FROM} the figures still move a lot.")
    lines += [f"  {label:22}{text:>8}" for label, text in score_figures(report)]
    lines += ["", "  ".join(["question".ljust(40), *(column.label for column in COLUMNS)])]
    for question in report.questions:
        cells = [column.shown(question).rjust(len(column.label)) for column in COLUMNS]
        lines.append("  ".join([question.question.slug[:40].ljust(40), *cells]))
    doubts = [
        f"  {question.question.slug}: {LABELS[finding.rule]}. {finding_text(finding, question.version.document)}"
        for question in doubtful(report.questions)
        for finding in question.findings
    ]
    return [*lines, "", "Look at these first:", *doubts] if doubts else lines
