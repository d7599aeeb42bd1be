from argparse import ArgumentParser, ArgumentTypeError
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quiz.models import Attempt, Quiz
from quiz.simulated_attempts import SimulatedAttempts

WIDTH = 30  # of the progress bar, in characters


class Command(BaseCommand):
    help = (
        "Let made-up learners take a quiz, to measure the statistics or to try them out. Their answers follow from how "
        "able they are and how hard each question is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the quiz")
        parser.add_argument("--learners", type=_positive, default=200, help="how many (200)")
        parser.add_argument("--attempts", type=_positive, default=1, help="of each learner (1)")
        parser.add_argument("--seed", type=int, default=1, help="another one makes other learners (1)")
        parser.add_argument("--remove", action="store_true", help="delete those that the same numbers made")

    def handle(self, *args: Any, **options: Any) -> None:
        quiz = _quiz(options["slug"])
        simulated = SimulatedAttempts(quiz, options["seed"], timezone.now())
        if options["remove"]:
            self.stdout.write(f"{simulated.remove(options['learners']):,} made-up learners removed.")
            return
        if not simulated.versions:
            raise CommandError(f"{quiz.title} has no published question. Publish one first.")
        if Attempt.objects.filter(quiz=quiz).exists():
            raise CommandError(
                f"{quiz.title} has attempts already, and made-up ones would spoil its statistics. "
                "Take another quiz, or a copy of the database, or --remove earlier made-up ones."
            )
        self._add(simulated, options["learners"], options["attempts"])

    def _add(self, simulated: SimulatedAttempts, learners: int, attempts: int) -> None:
        started = monotonic()
        for done in simulated.add(learners, attempts):
            self._show(done / learners, monotonic() - started)
        self.stderr.write("")
        count = Attempt.objects.filter(quiz=simulated.quiz).count()
        self.stdout.write(f"{learners:,} made-up learners took {simulated.quiz.title}, {count:,} attempts.")

    def _show(self, share: float, seconds: float) -> None:
        bar = "#" * round(share * WIDTH)
        left = seconds / share - seconds
        self.stderr.write(f"\r[{bar:.<{WIDTH}}] {share:4.0%}, {left:3.0f} s left", ending="")
        self.stderr.flush()


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"{text} is no number of 1 or more")
    return int(text)


def _quiz(slug: str) -> Quiz:
    quiz = Quiz.objects.select_related("guide").filter(slug=slug).first()
    if quiz is None:
        known = ", ".join(Quiz.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"No quiz is called {slug}. There are: {known}.")
    return quiz
