from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quiz.models import Attempt, Question, Quiz
from quiz.simulated_attempts import SimulatedAttempts
from quiz.simulated_site import SimulatedSite, Size
from studyguide.models import Guide

WIDTH = 30  # of the progress bar, in characters


class Command(BaseCommand):
    help = (
        "Let made-up learners take a quiz, to measure the statistics or to try them out. Their answers follow from how "
        "able they are and how hard each question is. With --scale, make a whole site instead, of 1,000 quizzes, "
        "100,000 questions, 200,000 learners, 1,000,000 attempts and 10,000,000 responses times SCALE."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", default="", help="the quiz")
        parser.add_argument("--scale", type=_share, help="how large a site: 1 for all of it, 0.01 for a hundredth")
        parser.add_argument("--learners", type=_positive, default=200, help="how many (200)")
        parser.add_argument("--attempts", type=_positive, default=1, help="of each learner (1)")
        parser.add_argument("--seed", type=int, default=1, help="another one makes other learners (1)")
        parser.add_argument("--remove", action="store_true", help="delete those that the same numbers made")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["slug"]) == bool(options["scale"]):
            raise CommandError("Name a quiz, or give --scale for a whole site.")
        if options["scale"]:
            self._add_site(Size.of(options["scale"]), options["seed"])
        else:
            self._take_quiz(options)

    def _take_quiz(self, options: Mapping[str, Any]) -> None:
        quiz = _quiz(options["slug"])
        simulated = SimulatedAttempts(quiz, options["seed"], timezone.now())
        if options["remove"]:
            self.stdout.write(f"{simulated.remove(options['learners']):,} made-up learners removed.")
            return
        if quiz.cases:
            raise CommandError(f"{quiz.title} makes its cases anew for each attempt. Take a quiz that asks questions.")
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

    def _add_site(self, size: Size, seed: int) -> None:
        started = monotonic()
        for share in SimulatedSite(_guide(), size, seed, timezone.now()).add():
            self._show(share, monotonic() - started)
        self.stderr.write("")
        minutes = (monotonic() - started) / 60
        self.stdout.write(
            f"{size.guides:,} guides, {size.quizzes:,} quizzes, {size.questions:,} questions, {size.learners:,} "
            f"learners, {size.attempts:,} attempts, {size.responses:,} responses in {minutes:.1f} minutes, "
            f"{size.responses / minutes / 60:,.0f} responses a second."
        )

    def _show(self, share: float, seconds: float) -> None:
        bar = "#" * round(share * WIDTH)
        left = seconds / share - seconds
        self.stderr.write(f"\r[{bar:.<{WIDTH}}] {share:4.0%}, {left:3.0f} s left", ending="")
        self.stderr.flush()


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"{text} is no number of 1 or more")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0
    if not 0 < share <= 10:
        raise ArgumentTypeError(f"{text} does not do. Give a number above 0, up to 10.")
    return share


def _guide() -> Guide:
    """One whose questions the others are made after."""
    if Guide.objects.filter(slug="made-up-0").exists():
        raise CommandError("There is a made-up site already. Take another database.")
    guide: Guide | None = Guide.objects.current().filter(questions__in=Question.objects.drawable()).first()
    if guide is None:
        raise CommandError("Made-up questions are made after published ones, and there are none: sync_content first.")
    return guide


def _quiz(slug: str) -> Quiz:
    quiz = Quiz.objects.known().select_related("guide").filter(slug=slug).first()
    if quiz is None:
        known = ", ".join(Quiz.objects.known().values_list("slug", flat=True)) or "none"
        raise CommandError(f"No quiz is called {slug}. There are: {known}.")
    return quiz
