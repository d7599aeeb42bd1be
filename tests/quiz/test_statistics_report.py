"""Reports on a quiz, a question and a bank: what they show, from when on, and of which versions."""

import pytest

from quiz.models import Attempt, Question, QuestionVersion, Quiz, Response
from quiz.statistics import Rule
from quiz.statistics_report import bank_report, doubtful, question_report, quiz_report
from quiz.statistics_tables import COLUMNS, QUESTION, cells, score_figures, sorted_table
from tests.conftest import NOW
from tests.quiz.test_statistics_counts import DRAWN, FIXED, first_attempts, simulate


def report(learners=40, slug=FIXED):
    return quiz_report(simulate(slug, learners=learners))


def of(found, slug):
    return next(one for one in found if one.question.slug == slug)


@pytest.mark.parametrize(("learners", "is_shown"), [(19, False), (20, True)])
def test_nothing_is_shown_below_twenty_learners(guide, learners, is_shown):
    found = report(learners)
    assert found.attempts == learners
    assert (found.statistics is not None, bool(found.shares), found.median_seconds is not None) == (is_shown,) * 3
    assert {one.statistics is not None for one in found.questions} == {is_shown}
    assert is_shown or not any(one.findings for one in found.questions)


@pytest.mark.parametrize(("known", "is_shown"), [(19, False), (20, True)])
def test_time_needs_twenty_learners_too(guide, known, is_shown):
    quiz = simulate(FIXED, learners=40, attempts=1)
    Response.objects.filter(position=1).update(answered_at=NOW)
    unknown = Response.objects.filter(position=1).values_list("pk", flat=True)[known:]
    Response.objects.filter(pk__in=list(unknown)).update(answered_at=None)
    assert (quiz_report(quiz).questions[0].median_seconds is not None) == is_shown


@pytest.mark.parametrize(("learners", "is_firm"), [(99, False), (100, True)])
def test_figures_are_firm_from_a_hundred_learners(guide, learners, is_firm):
    assert {one.statistics.is_firm for one in report(learners).questions} == {is_firm}


def test_quiz_that_nobody_took_has_a_report(guide):
    found = quiz_report(Quiz.objects.get(slug=FIXED))
    assert (found.attempts, found.statistics, found.questions) == (0, None, [])


def test_facility_is_the_mean_share_of_the_points(guide):
    found = report()
    shares = [
        response.points / response.possible
        for attempt in first_attempts(found.quiz)
        for response in attempt.responses.filter(version__question__slug="living-leavens")
    ]
    assert of(found.questions, "living-leavens").statistics.facility == pytest.approx(sum(shares) / len(shares))


def test_questions_stand_as_in_the_quiz(guide):
    found = report()
    in_quiz = found.quiz.questions.order_by("quizquestion__position").values_list("slug", flat=True)
    assert [one.question.slug for one in found.questions] == list(in_quiz)
    assert sum(one.statistics.intended_weight for one in found.questions) == pytest.approx(100)


def test_drawn_questions_stand_by_their_titles_and_have_no_effective_weight(guide):
    found = report(120, DRAWN)
    titles = [one.question.title.casefold() for one in found.questions]
    assert found.is_drawn
    assert titles == sorted(titles)
    assert {one.statistics.effective_weight for one in found.questions if one.statistics} == {None}


def other_version(question, **changes):
    """A version beside the current one, which is not made current."""
    document = {**question.current_version.document, **changes}
    return QuestionVersion.objects.create(
        question=question, number=9, document=document, content_hash="x", published_at=NOW
    )


def move_answers(question, version, count):
    pks = Response.objects.filter(version=question.current_version).values_list("pk", flat=True)[:count]
    Response.objects.filter(pk__in=list(pks)).update(version=version)


def test_answers_to_another_wording_are_left_out_and_counted(guide):
    quiz = simulate(FIXED, attempts=1)
    question = Question.objects.get(slug="which-leaven")
    move_answers(question, other_version(question, stem="Another question?"), 10)
    found = of(quiz_report(quiz).questions, "which-leaven")
    assert (found.learners, found.left_out, found.statistics.learners) == (30, 10, 30)


def test_answers_to_a_version_that_asks_the_same_are_counted_together(guide):
    quiz = simulate(FIXED, attempts=1)
    question = Question.objects.get(slug="which-leaven")
    before = of(quiz_report(quiz).questions, "which-leaven").statistics
    move_answers(question, other_version(question, title="Another title"), 10)
    found = of(quiz_report(quiz).questions, "which-leaven")
    assert (found.learners, found.left_out) == (40, 0)
    assert found.statistics.discrimination_index == pytest.approx(before.discrimination_index)
    assert [option.thirds for option in found.statistics.options] == [option.thirds for option in before.options]


def test_bank_lists_published_questions_that_nobody_answered(guide):
    found = bank_report(guide)
    assert {one.question for one in found} == set(Question.objects.published().exclude(kind="open"))
    assert {(one.learners, one.statistics) for one in found} == {(0, None)}


def test_bank_keeps_retired_questions_that_were_answered(guide):
    simulate(FIXED)
    Question.objects.update(status=Question.Status.RETIRED)
    assert len(bank_report(guide)) == 7


def test_bank_has_no_weights(guide):
    simulate(FIXED)
    found = of(bank_report(guide), "which-leaven").statistics
    assert (found.intended_weight, found.effective_weight) == (None, None)


def test_one_question_reads_as_in_the_bank_but_for_its_time(guide):
    simulate(FIXED)
    in_bank = of(bank_report(guide), "which-leaven")
    alone = question_report(in_bank.question)
    assert (alone.statistics, alone.findings, alone.learners) == (
        in_bank.statistics,
        in_bank.findings,
        in_bank.learners,
    )
    assert in_bank.median_seconds is None
    assert alone.median_seconds > 3


def test_one_question_of_a_quiz(guide):
    quiz = simulate(FIXED)
    question = Question.objects.get(slug="which-leaven")
    assert question_report(question, quiz) == of(quiz_report(quiz).questions, "which-leaven")
    assert question_report(Question.objects.get(slug="no-rise"), quiz) is None


def test_draft_has_no_report(guide):
    draft = Question.objects.create(guide=guide, slug="draft", title="Draft", kind="single")
    assert question_report(draft) is None


def test_wrong_key_is_what_to_look_at_first(guide):
    """The best give the answer that the key calls wrong."""
    quiz = simulate(FIXED, learners=120, attempts=1)
    ranked = sorted(Attempt.objects.filter(quiz=quiz), key=lambda attempt: attempt.score.points)
    for place, attempt in enumerate(ranked):
        wrong, points = ([1], 0.0) if place > 40 else ([0], 1.0)
        attempt.responses.filter(position=1).update(first_answer=wrong, points=points)
    first = doubtful(quiz_report(quiz).questions)[0]
    assert (first.question.slug, first.findings[0].rule) == ("which-leaven", Rule.CHECK_KEY)
    assert first.findings[0].options == (1,)


@pytest.fixture
def rows(guide):
    return report().questions


@pytest.mark.parametrize("name", [column.name for column in COLUMNS])
def test_each_column_sorts_with_the_unknown_last(rows, name):
    column = next(column for column in COLUMNS if column.name == name)
    for asked, is_descending in ((name, False), (f"-{name}", True)):
        values = [column.value(row) for row in sorted_table(rows, COLUMNS, asked).rows]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=is_descending)
        assert values == known + [None] * (len(values) - len(known))


def test_questions_sort_by_title(rows):
    titles = [row.question.title for row in sorted_table(rows, COLUMNS, f"-{QUESTION}").rows]
    assert titles == sorted(titles, key=str.casefold, reverse=True)


@pytest.mark.parametrize("asked", ["", "nothing", "-", "__class__", "-version"])
def test_order_that_does_not_exist_is_ignored(rows, asked):
    table = sorted_table(rows, COLUMNS, asked)
    assert (list(table.rows), table.sort) == (rows, "")


def test_cells_say_how_far_to_trust_them(rows):
    found = {cell.column.name: (cell.text, cell.detail) for cell in cells(rows[0], COLUMNS)}
    low, high = rows[0].statistics.interval
    assert found["learners"] == ("40", "few")
    assert found["facility"][1] == f"{100 * low:.0f} to {100 * high:.0f} %"


def test_scores_are_told(guide):
    figures = dict(score_figures(report()))
    assert list(figures)[:3] == ["Mean", "Median", "Standard deviation"]
    assert all(figures.values())


def test_no_scores_are_told_below_twenty_learners(guide):
    assert score_figures(report(19)) == []
