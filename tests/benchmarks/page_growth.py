"""How much slower each page and each list of the admin is where there is much, and how many queries it needs.

`python -m tests.benchmarks.page_growth` measures the site that DATA_DIR and DATABASE_URL name, filled by
`seed_responses --scale`, against a small one that it makes on the same engine, with one page of everything. The two
take turns, in processes of their own; what a measurement writes is rolled back. Prints a table; pages that need more
queries, or more than twice the time, are marked.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.serving import ROOT, manage

SMALL = "0.005"
TURNS, ROUNDS = 3, 10  # an argument says how many turns, if others
MOST = 2.0  # times
SLACK = 5.0  # ms: below, a ratio says nothing
SEED = 1  # of both attempts, so that both sites show the same questions


class Seen(NamedTuple):
    ms: float
    queries: int
    status: int


# In a process that has the site


def measure() -> dict[str, Seen]:
    from studyguide import wsgi  # noqa: F401, I001  # sets Django up
    from django.db import transaction

    with transaction.atomic():
        found = {name: _seen(request) for name, request in _pages().items()}
        transaction.set_rollback(True)
    return found


def _seen(request: Callable[[], Any]) -> Seen:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        status = request().status_code
    count = len(queries)  # the next request forgets them
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        request()
        times.append(time.perf_counter() - started)
    return Seen(1_000 * min(times), count, status)


def _pages() -> dict[str, Callable[[], Any]]:
    """What to ask for, by name: as a learner who has taken quizzes, and as somebody who may do all in the admin."""
    from django.contrib.auth.models import User
    from django.test import Client

    from quiz.models import Question, Quiz, Report
    from studyguide.models import Learner, Section

    browser, staff = Client(headers={"host": "127.0.0.1"}), Client(headers={"host": "127.0.0.1"})
    staff.force_login(User.objects.create_superuser("page-growth"))
    section = Section.objects.current().exclude(slug="made-up").select_related("guide")[0]
    guide = section.guide
    browser.post(f"{section.get_absolute_url()}read/")
    learner = Learner.objects.latest("created_at")
    quiz = Quiz.objects.get(slug="made-up-0-0")
    done = _attempt(learner, quiz)
    browser.post(f"{done.get_absolute_url()}submit/")
    begun = _attempt(learner, quiz)
    question = Question.objects.filter(guide=quiz.guide, slug__startswith="made-up").order_by("slug")[0]
    report = Report.objects.order_by("pk")[0]
    read = {
        "home": "/",
        "guide": guide.get_absolute_url(),
        "section": section.get_absolute_url(),
        "glossary": f"{guide.url}glossary/",
        "comparisons": f"{guide.url}compare/",
        "decision": f"{guide.url}decide/",
        "search": "/search/?q=endpoint",
        "progress": "/progress/",
        "quizzes": "/quizzes/",
        "quiz": quiz.get_absolute_url(),
        "new quiz": f"{quiz.guide.url}practice/",
        "attempt": begun.get_absolute_url(),
        "question": f"{begun.get_absolute_url()}2/",
        "results": f"{done.get_absolute_url()}results/",
        "download": "/progress/download/",
        "delete": "/progress/delete/",
    }
    admin = {
        "admin": "/admin/",
        "questions": "/admin/quiz/question/",
        "questions, page 2": "/admin/quiz/question/?p=2",
        "questions, searched, many": "/admin/quiz/question/?q=endpoint",
        "questions, searched, one": f"/admin/quiz/question/?q={question.slug}",
        "questions, of one guide": f"/admin/quiz/question/?guide__id__exact={quiz.guide_id}",
        "question's form": f"/admin/quiz/question/{question.pk}/change/",
        "question's versions": f"/admin/quiz/question/{question.pk}/versions/",
        "bank's health": "/admin/quiz/question/health/",
        "quizzes' list": "/admin/quiz/quiz/",
        "quiz's form": f"/admin/quiz/quiz/{quiz.pk}/change/",
        "reports": "/admin/quiz/report/",
        "report": f"/admin/quiz/report/{report.pk}/change/",
        "statistics": "/admin/statistics/",
        "statistics of a quiz": f"/admin/statistics/quizzes/{quiz.slug}/",
        "statistics of a question": f"/admin/statistics/questions/{question.pk}/",
        "statistics of a bank": f"/admin/statistics/guides/{guide.slug}/",
    }
    found: dict[str, Callable[[], Any]] = {name: _get(browser, path) for name, path in read.items()}
    found["save an answer"] = _save(browser, begun)
    found["begin a quiz"] = lambda: browser.post(f"{quiz.get_absolute_url()}start/")
    return found | {f"admin: {name}": _get(staff, path) for name, path in admin.items()}


def _get(browser: Any, path: str) -> Callable[[], Any]:
    return lambda: browser.get(path)


def _save(browser: Any, attempt: Any) -> Callable[[], Any]:
    path = f"{attempt.get_absolute_url()}2/save/"
    return lambda: browser.post(path, {"answer": "0", "revision": "0"})


def _attempt(learner: Any, quiz: Any) -> Any:
    from django.utils import timezone

    from quiz.models import Attempt
    from quiz.selection import plan_quiz

    return Attempt.objects.start(learner, plan_quiz(quiz, set(), SEED), SEED, timezone.now())


# Beside them


@contextmanager
def small_site() -> Iterator[dict[str, str]]:
    """The environment of a small site on the engine of the large one."""
    url = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder, _small_database(url) as small:
        environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": small}
        manage("prepare", environment=environment)
        manage("seed_responses", "--scale", SMALL, environment=environment)
        yield environment


@contextmanager
def _small_database(url: str) -> Iterator[str]:
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"page_growth_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _settle(url: str) -> None:
    """What PostgreSQL does by itself some time after many rows were written, and what its plans rest on."""
    if url.startswith("postgres"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as server:
            server.execute("VACUUM ANALYZE")


def measured(environment: dict[str, str]) -> dict[str, Seen]:
    command = [sys.executable, "-m", "tests.benchmarks.page_growth", "--json"]
    run = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return {name: Seen(*seen) for name, seen in json.loads(run.stdout).items()}


def best(seen: list[Seen]) -> Seen:
    """What else the machine does only ever adds to a time."""
    return min(seen)


def main(count: int = TURNS) -> None:
    with small_site() as small:
        for site in (small, dict(os.environ)):
            _settle(site.get("DATABASE_URL", ""))
        turns = [(measured(small), measured(dict(os.environ))) for _ in range(count)]
    print("| page | queries, small | queries, large | ms, small | ms, large | times | |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in turns[0][0]:
        few, many = (best([turn[side][name] for turn in turns]) for side in (0, 1))
        grows = few.queries < many.queries or many.ms > max(MOST * few.ms, few.ms + SLACK)
        said = f"status {many.status}" if many.status >= 400 else "grows" if grows else ""
        figures = f"{few.queries} | {many.queries} | {few.ms:.1f} | {many.ms:.1f} | {many.ms / few.ms:.1f}"
        print(f"| {name} | {figures} | {said} |")


if __name__ == "__main__":
    if "--json" in sys.argv:
        print(json.dumps(measure()))
    else:
        main(*map(int, sys.argv[1:]))
