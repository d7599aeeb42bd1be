"""What the linter must find of planted flaws, and how seldom it may find fault with what is good."""

import pytest

from quiz.drafts import read_draft
from quiz.kinds import KINDS
from quiz.lint import RULES, Level
from quiz.sources import tidied
from studyguide.documents import Problems
from tests.quiz.lint_corpus import SECTIONS, good_questions, written
from tests.quiz.lint_figures import FEWEST_FOUND, MOST_FALSE_ALARMS, figures
from tests.quiz.lint_flaws import flawed_questions

SEED = 1


@pytest.fixture(scope="module")
def counted():
    return figures([SEED])


def test_95_of_100_flaws_are_found(counted):
    assert counted.planted.total() == 200
    assert counted.found_share(counted.planted) >= FEWEST_FOUND


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_rule_seldom_finds_fault_with_good_questions(counted, rule):
    assert counted.good[rule] == 200
    assert counted.false_alarm_share(rule) <= MOST_FALSE_ALARMS


def test_no_good_question_is_blocked(counted):
    assert [rule.id for rule in RULES if rule.level is Level.BLOCKING and counted.false_alarms[rule.id]] == []


def test_flaws_of_every_rule_are_planted(counted):
    assert set(counted.planted) == {rule.id for rule in RULES}
    assert max(counted.planted.values()) - min(counted.planted.values()) <= 1


def test_questions_are_those_of_the_seed():
    assert good_questions(SEED) == good_questions(SEED) != good_questions(SEED + 1)
    assert flawed_questions(SEED) == flawed_questions(SEED)


def test_good_questions_are_of_every_kind_and_differ():
    good = good_questions(SEED)
    assert len(good) == len({source["stem"] for source in good.values()}) == 200
    assert {source["kind"] for source in good.values()} == set(KINDS)


def test_good_questions_can_be_read_from_files():
    """They are questions of this product, not only to the linter."""
    problems = Problems()
    for source in good_questions(SEED).values():
        assert read_draft(tidied(source), problems).item.section in SECTIONS
    assert [str(problem) for problem in problems] == []
    assert len(written()) > 100
