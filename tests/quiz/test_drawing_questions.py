"""Which questions an attempt gets, and in what order."""

from random import Random

import pytest

from quiz.models import Question, QuestionVersion, Quiz, draw, in_order, matching, shown_order
from quiz.selection import latest_responses, plan_selection, seen_questions
from tests.quiz.sitting import MATCHING, NUMERIC, SINGLE, TRUE_FALSE, Sitting

ALL = [
    "leaven-and-time",
    "living-leavens",
    "soda-needs-acid",
    "steps-of-a-loaf",
    "times-longer",
    "which-leaven",
    "word-for-the-last-rise",
]
RULES = [
    ({}, ALL),
    ({"objectives": ["weigh"]}, ["leaven-and-time", "soda-needs-acid", "steps-of-a-loaf", "times-longer"]),
    ({"objectives": ["weigh", "choose"]}, ALL),
    ({"targets": ["soda"]}, ["soda-needs-acid", "which-leaven"]),
    ({"targets": ["yeast", "soda"]}, ["living-leavens", "soda-needs-acid", "which-leaven"]),
    ({"tags": ["time"]}, ["steps-of-a-loaf", "which-leaven"]),
    ({"sections": ["yeast"]}, ["steps-of-a-loaf", "word-for-the-last-rise"]),
    ({"kinds": ["numeric", "matching"]}, ["leaven-and-time", "times-longer"]),
    ({"difficulty": [3]}, ["steps-of-a-loaf", "word-for-the-last-rise"]),
    ({"tags": ["time"], "objectives": ["weigh"]}, ["steps-of-a-loaf"]),
    ({"tags": ["time"], "kinds": ["numeric"]}, []),
    ({"tags": ["unknown"]}, []),
]


@pytest.mark.parametrize(("rule", "slugs"), RULES)
def test_each_part_of_a_rule_narrows_the_choice(guide, rule, slugs):
    assert [question.slug for question in matching(guide, rule)] == slugs


def test_neither_steps_of_a_case_nor_open_questions_are_drawn(guide):
    slugs = {question.slug for question in matching(guide, {})}
    assert not slugs & {"sunday-time", "no-rise"}


@pytest.mark.parametrize("status", [Question.Status.DRAFT, Question.Status.RETIRED])
def test_what_is_not_published_is_not_drawn(guide, status):
    Question.objects.filter(slug="times-longer").update(status=status)
    assert "times-longer" not in {question.slug for question in matching(guide, {})}


def test_unseen_questions_come_first(guide):
    seen = set(Question.objects.filter(slug__in=ALL[:4]).values_list("pk", flat=True))
    for seed in range(20):
        drawn = draw(matching(guide, {}), {"count": 5}, seen, Random(seed))
        assert {question.slug for question in drawn[:3]} == set(ALL[4:])


def test_as_many_as_asked_for_are_drawn_and_each_once(guide):
    drawn = draw(matching(guide, {}), {"count": 3}, set(), Random(1))
    assert len({question.pk for question in drawn}) == 3
    assert len(draw(matching(guide, {}), {"count": 99}, set(), Random(1))) == 7


def test_seed_decides_what_is_drawn(guide):
    once, again, other = (draw(matching(guide, {}), {}, set(), Random(seed)) for seed in (1, 1, 2))
    assert once == again != other


def test_every_question_is_drawn_at_some_time(guide):
    first = {draw(matching(guide, {}), {"count": 1}, set(), Random(seed))[0].slug for seed in range(100)}
    assert first == set(ALL)


def test_named_questions_keep_their_order_whatever_the_seed(guide):
    quiz = Quiz.objects.get(slug="every-kind")
    assert quiz.draw(set(), Random(1)) == quiz.draw(set(), Random(2))


def test_questions_come_with_their_versions(guide, django_assert_num_queries):
    ids = list(Question.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert all(question.current_version.document for question in in_order(ids))


# What a new quiz can be made from


def slugs_of(learner, guide, source, count="50"):
    plan = plan_selection(guide, learner, source, count, 7)
    return sorted(question.slug for question in plan.questions)


def test_missed_is_what_the_latest_answer_got_wrong(practice, guide):
    practice.check(SINGLE, practice.wrong(SINGLE))
    practice.check(MATCHING, [0, 2, 1])
    practice.check(NUMERIC, practice.key(NUMERIC))
    assert slugs_of(practice.attempt.learner_id, guide, "missed") == ["leaven-and-time", "which-leaven"]


def test_question_answered_right_later_is_missed_no_more(practice, guide):
    practice.check(SINGLE, practice.wrong(SINGLE))
    practice.pass_time(60)
    again = Sitting.begin(practice.browser, "baking-exam")
    again.save(SINGLE, again.key(SINGLE))
    again.submit()
    assert "which-leaven" not in slugs_of(practice.attempt.learner_id, guide, "missed")


def test_answer_that_nobody_has_checked_is_not_missed(exam, guide):
    exam.save(SINGLE, exam.wrong(SINGLE))
    assert slugs_of(exam.attempt.learner_id, guide, "missed") == []


def test_flagged_and_unsure_are_what_the_learner_said(practice, guide):
    practice.check(SINGLE, practice.key(SINGLE), flag="1", confidence="sure")
    practice.check(TRUE_FALSE, practice.key(TRUE_FALSE), confidence="guess")
    practice.check(NUMERIC, practice.key(NUMERIC), confidence="unsure")
    learner = practice.attempt.learner_id
    assert slugs_of(learner, guide, "flagged") == ["which-leaven"]
    assert slugs_of(learner, guide, "unsure") == ["soda-needs-acid", "times-longer"]


def test_unseen_is_what_was_never_answered(practice, guide):
    practice.save(SINGLE, practice.key(SINGLE))
    assert slugs_of(practice.attempt.learner_id, guide, "unseen") == [slug for slug in ALL if slug != "which-leaven"]


def test_objective_or_section_can_be_chosen(practice, guide):
    learner = practice.attempt.learner_id
    assert slugs_of(learner, guide, "section:yeast") == ["steps-of-a-loaf", "word-for-the-last-rise"]
    assert len(slugs_of(learner, guide, "objective:weigh")) == 4


@pytest.mark.parametrize("source", ["", "everything", "objective:", "section:nowhere", "quiz:every-kind", "missed:x"])
def test_anything_else_is_no_source(practice, guide, source):
    assert plan_selection(guide, practice.attempt.learner_id, source, "5", 7) is None


@pytest.mark.parametrize(
    ("count", "drawn"), [("3", 3), ("1", 1), ("0", 1), ("", 7), ("x", 7), ("-2", 7), ("9999", 7), ("\u0663", 7)]
)
def test_count_that_means_nothing_is_the_usual_one(practice, guide, count, drawn):
    assert len(slugs_of(practice.attempt.learner_id, guide, "unseen", count)) == drawn


def test_nobody_elses_answers_count(practice, stranger, guide):
    practice.check(SINGLE, practice.wrong(SINGLE))
    other = Sitting.begin(stranger, "every-kind").attempt.learner_id
    assert seen_questions(other, guide) == set()
    assert not latest_responses(other, guide).exists()


# The order of parts


def test_order_of_parts_is_kept_with_the_attempt(exam):
    before = [exam.at(position).order for position in range(1, 8)]
    for position in range(1, 8):
        exam.get("question", position)
        exam.save(position, exam.key(position))
    exam.submit()
    exam.get("results")
    assert [exam.at(position).order for position in range(1, 8)] == before


def test_attempts_have_different_orders(guide, learner, stranger):
    seeds = [Sitting.begin(browser, "every-kind").attempt.seed for browser in (learner, stranger)]
    assert seeds[0] != seeds[1]


def test_order_follows_from_seed_and_position(guide):
    version = QuestionVersion.objects.get(question__slug="which-leaven")
    assert shown_order(version, 5, 1) == shown_order(version, 5, 1)
    assert len({tuple(shown_order(version, seed, 1)) for seed in range(200)}) == 24
