"""Many learners at once: saves, submits and starts that race."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.benchmarks.rows import Row
from tests.benchmarks.saving import Browser, percentile, race_submits, saves_stored
from tests.cluster.learners import begin
from tests.cluster.places import Place

LEARNERS, SAVES = 64, 100
RACES, AT_ONCE = 50, 20
OTHER_QUIZ = "/quizzes/first-look/"


def many_saves(place: Place) -> Iterator[Row]:
    learners = begin(place.learner, LEARNERS)
    with ThreadPoolExecutor(LEARNERS) as pool:
        list(pool.map(lambda learner: learner.save_times(SAVES), learners))
    seconds = [second for learner in learners for second in learner.seconds]
    stored, refused = saves_stored(learners), sum(learner.refused for learner in learners)
    most = percentile(seconds, 99)
    figure = f"{len(seconds):,} acknowledged, {stored:,} stored, {refused} refused; p99 {most:.2f} s"
    is_met = len(seconds) == stored == LEARNERS * SAVES and not refused and most <= 1.5
    yield Row(f"{LEARNERS} learners save {SAVES} answers each", figure, "6,400, 6,400, 0; 1.5 s", is_met)


def parallel_submits(place: Place) -> Iterator[Row]:
    found = race_submits(begin(place.learner, RACES), AT_ONCE)
    figure = f"{found.scored_once} of {RACES} scored once, {found.refused} refused"
    yield Row(f"{RACES} attempts submitted {AT_ONCE} times at once", figure, "50, 0", found == (RACES, 0))


def parallel_starts(place: Place) -> Iterator[Row]:
    """Each learner has a session by then: without one, each start is a visitor's own."""
    barrier, once, refused = Barrier(AT_ONCE), 0, 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for learner in begin(place.learner, RACES):

            def start(_: int, cookies: dict[str, str] = learner.cookies, form: dict[str, str] = learner.form) -> str:
                browser = Browser(place.port)
                browser.cookies = dict(cookies)
                browser.connection.connect()
                barrier.wait(timeout=60)
                return browser.ask("POST", f"{OTHER_QUIZ}start/", form, browser.connection).location

            asked = [pool.submit(start, number) for number in range(AT_ONCE)]
            refused += sum(one.exception() is not None for one in asked)
            once += len({one.result() for one in asked if one.exception() is None}) == 1
    figure = f"{once} of {RACES} one attempt, {refused} refused"
    yield Row(f"{RACES} learners start a quiz {AT_ONCE} times at once", figure, "50, 0", (once, refused) == (RACES, 0))
