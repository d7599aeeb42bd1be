"""Statistics count the score that an answer has now, as Moodle's do, and for the version that gave it."""

import re
from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from django.contrib.auth.models import Permission, User

from quiz.models import Attempt, Response
from quiz.regrading import Rescoring
from quiz.response_counts import bank_tallies, bank_times, question_tallies, quiz_tallies, quiz_times
from quiz.scoring import Score
from quiz.statistics_report import bank_report, question_report, quiz_report
from tests.conftest import NOW
from tests.pages import Page
from tests.quiz.desk import instructor, signed_in
from tests.quiz.regraded import exam, finished, question, regraded, republished, with_key
from tests.quiz.sitting import SINGLE
from tests.quiz.test_statistics_counts import FIXED, simulate
from tests.quiz.test_statistics_report import of


@pytest.fixture
def two(learner, stranger):
    return finished(learner, {SINGLE: [0]}), finished(stranger, {SINGLE: [1]})


def every_count():
    """All that is counted of the question, in its quiz, in the bank, and alone."""
    return quiz_tallies(exam()), bank_tallies(exam().guide), question_tallies(question())


def counted(tallies, version):
    """How many answers earned how much of what was possible."""
    found = Counter[tuple[float, float]]()
    for one in tallies:
        if one.version == version.pk:
            found[one.points, one.possible] += one.times
    return dict(found)


def test_regraded_scores_count_for_the_version_that_gave_them(two):
    asked = question().current_version
    key = with_key(1)
    regraded(key)
    by_answer = {one.answer: one.points for one in quiz_tallies(exam()) if one.version == key.pk}
    assert by_answer == {(0,): 0, (1,): 1}
    for tallies in every_count():
        assert counted(tallies, key) == {(0, 1): 1, (1, 1): 1}
        assert counted(tallies, asked) == {}


def test_options_are_those_of_the_version_that_scored(two):
    options = question().current_version.document["options"]
    key = republished(options=[{**options[2], "key": False}, {**options[1], "key": True}, {**options[0], "key": False}])
    regraded(key)
    for tallies in every_count():
        assert {one.answer: one.points for one in tallies if one.version == key.pk} == {(2,): 0, (1,): 1}


def test_answers_that_could_not_be_read_count_for_the_version_that_was_asked(two):
    asked = question().current_version
    options = asked.document["options"]
    key = republished(points=2, options=[{**options[1], "key": True}, {**options[2], "key": False}])
    regraded(key)
    for tallies in every_count():
        assert (counted(tallies, asked), counted(tallies, key)) == ({(1, 1): 1}, {(2, 2): 1})


def test_same_points_of_more_are_counted_apart(two):
    asked = question().current_version
    two[0].attempt.responses.filter(position=SINGLE).update(points=0.5, possible=2)
    two[1].attempt.responses.filter(position=SINGLE).update(points=0.5)
    for tallies in every_count():
        assert counted(tallies, asked) == {(0.5, 1): 1, (0.5, 2): 1}


def test_latest_of_several_regrades_counts(two):
    regraded(with_key(1))
    latest = with_key(2)
    regraded(latest)
    for tallies in every_count():
        assert counted(tallies, latest) == {(0, 1): 2}


def test_answers_that_were_regraded_to_their_own_version_count_for_it(two):
    asked = question().current_version
    before = counted(quiz_tallies(exam()), asked)
    regraded(with_key(1))
    regraded(asked)
    assert counted(quiz_tallies(exam()), asked) == before


def test_score_that_was_taken_back_counts_no_more(two):
    asked = question().current_version
    before = every_count()
    made = regraded(with_key(1))
    made.take_back(made.regraded_by, made.regraded_at)
    assert every_count() == before
    assert counted(before[0], asked)


def test_answers_of_one_question_alone_are_regraded(two):
    def others():
        return [one for one in quiz_tallies(exam()) if one.position != SINGLE]

    before = {(one.version, one.position) for one in others()}
    regraded(with_key(1))
    assert {(one.version, one.position) for one in others()} == before


def test_times_go_with_the_answers(two):
    asked = question().current_version
    Response.objects.filter(position=SINGLE).update(answered_at=NOW + timedelta(seconds=20))
    Attempt.objects.update(started_at=NOW)
    key = with_key(1)
    regraded(key)
    for times in (quiz_times(exam()), bank_times(question())):
        assert (times.get(key.pk), times.get(asked.pk)) == ({20: 2}, None)


# Reports


@pytest.fixture
def quiz(guide):
    return simulate(FIXED, attempts=1)


def reports(quiz):
    """What is said of the question, in its quiz, in the bank, and alone."""
    found = question()
    return [
        of(quiz_report(quiz).questions, found.slug),
        of(bank_report(quiz.guide), found.slug),
        question_report(found),
    ]


def shares(version):
    """What the answers earn by this version, learner by learner, and what their other answers earned."""
    rows, nothing = [], Score(0, 0)
    for response in Response.objects.filter(version__question=version.question).select_related("version", "attempt"):
        score = Rescoring(response.version.document, version.document).rescored(response.first_answer, nothing).after
        rest = response.attempt.responses.exclude(pk=response.pk).values_list("points", "possible")
        points, possible = np.array(rest).sum(axis=0)
        rows.append((score.points / score.possible, points / possible))
    return np.array(rows).T


def test_answers_to_another_key_are_left_out_until_they_are_regraded(quiz):
    key = with_key(1)
    before = reports(quiz)
    assert {found.learners for found in before} == {0}
    assert before[0].left_out == 40
    regraded(key)
    assert [(found.learners, found.left_out) for found in reports(quiz)] == [(found.left_out, 0) for found in before]


def test_figures_of_regraded_answers_are_those_of_numpy(quiz):
    regraded(key := with_key(1))
    own, rest = shares(key)
    found = reports(quiz)[0].statistics
    assert found.facility == pytest.approx(own.mean(), rel=1e-9)
    assert found.standard_deviation == pytest.approx(own.std(ddof=1), rel=1e-9)
    assert found.discrimination_index == pytest.approx(100 * np.corrcoef(own, rest)[0, 1], rel=1e-9)


def left_out(browser):
    page = Page(browser.get(f"/admin/statistics/questions/{question().pk}/"))
    return " ".join(re.findall(r"\d+ answers? that [^.]*\.", page.text)), page.links


def test_page_says_what_is_left_out_and_leads_to_scoring_it_again(quiz):
    with_key(1)
    text, links = left_out(instructor())
    count = question_report(question()).left_out
    assert text == (
        f"{count} answers that were scored by versions with another question or key are left out, "
        "until you score them again."
    )
    assert f"/admin/quiz/question/{question().pk}/regrade/" in links


def test_page_offers_scoring_again_to_those_who_may(quiz):
    reader = User.objects.create_user("ina", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_statistics"))
    with_key(1)
    text, links = left_out(signed_in(reader))
    assert text.endswith("are left out.")
    assert not [link for link in links if link.endswith("/regrade/")]
