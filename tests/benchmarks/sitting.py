"""A learner who takes a whole quiz over HTTP: begins, opens and answers each question, submits, reads the results."""

import os
import secrets

from tests.benchmarks.saving import Browser

QUIZ = os.environ.get("BENCH_SHORT_QUIZ", "first-look")


class Sitting(Browser):
    """Takes as many attempts as are asked for, one after the other. Any reply but a success raises Refused."""

    questions = 10

    def take(self) -> None:
        quiz = self.ask("GET", f"/quizzes/{QUIZ}/")
        form = {"csrfmiddlewaretoken": quiz.field("csrfmiddlewaretoken"), "writer": secrets.token_hex(8)}
        attempt = self.ask("POST", f"/quizzes/{QUIZ}/start/", form).location
        for position in range(1, self.questions + 1):
            self.ask("GET", f"{attempt}{position}/")
            saved = self.ask("POST", f"{attempt}{position}/save/", {**form, "revision": "0", "answer": "0"})
            saved.field("revision")  # says that it is kept
        self.ask("POST", f"{attempt}submit/", form)
        self.ask("GET", f"{attempt}results/")

    def take_times(self, times: int) -> None:
        for _ in range(times):
            self.take()
