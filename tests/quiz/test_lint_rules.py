"""Each rule of the linter: what it finds, where, in which words, and what it lets pass."""

import re

import pytest

from quiz.lint import BANK_RULES, RULES, BankRule, Context, Level, Rule, lint_question
from tests.quiz.lint_bad_examples import BAD
from tests.quiz.lint_examples import CONTEXT, SOUND, question
from tests.quiz.lint_good_examples import GOOD

EVERY_BAD = [(rule, *example) for rule, examples in BAD.items() for example in examples]
EVERY_GOOD = [(rule, *example) for rule, examples in GOOD.items() for example in examples]


def found(kind, change, context=CONTEXT):
    """The rule, field and message of each finding."""
    return [(f.rule, f.field, f.message) for f in lint_question(question(kind, change), context)]


@pytest.mark.parametrize("kind", SOUND)
def test_sound_question_has_no_finding(kind):
    assert found(kind, {}) == []


@pytest.mark.parametrize(("rule", "kind", "change", "field"), EVERY_BAD)
def test_bad_example_is_found_at_its_field(rule, kind, change, field):
    assert (rule, field) in [(name, place) for name, place, _ in found(kind, change)]


@pytest.mark.parametrize(("rule", "kind", "change"), EVERY_GOOD)
def test_good_example_passes(rule, kind, change):
    assert rule not in [name for name, _, _ in found(kind, change)]


def test_every_rule_has_good_and_bad_examples():
    assert list(BAD) == [rule.id for rule in RULES]
    assert list(GOOD) == [rule.id for rule in RULES]


def test_rules_have_ids_titles_and_references_of_their_own():
    rules: list[Rule | BankRule] = [*RULES, *BANK_RULES]
    assert len({rule.id for rule in rules}) == len({rule.title for rule in rules}) == len(rules)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id) for rule in rules)
    assert all(rule.reference and not rule.title.endswith(".") for rule in rules)


def test_blocking_rules_come_first():
    levels = [rule.level for rule in RULES]
    assert levels == sorted(levels, key=[Level.BLOCKING, Level.WARNING].index)


@pytest.mark.parametrize(("rule", "kind", "change", "field"), EVERY_BAD)
def test_message_says_what_is_wrong_and_what_to_do(rule, kind, change, field):
    message = next(said for name, place, said in found(kind, change) if (name, place) == (rule, field))
    assert re.fullmatch(r"[^a-z].+[.:?] \S.+\.", message, re.S), message
    assert "!" not in message.replace("![", "")
    assert len(message) <= 200


@pytest.mark.parametrize("rule", ["unknown-fact", "unknown-objective", "unknown-section", "unknown-name"])
def test_names_are_not_held_against_a_question_where_none_are_known(rule):
    for kind, change, _ in BAD[rule]:
        assert rule not in [name for name, _, _ in found(kind, change, Context())]


def test_finding_knows_whether_it_blocks():
    findings = lint_question(question("single", {"stem": "", "sources": []}), CONTEXT)
    assert [(finding.rule, finding.is_blocking) for finding in findings] == [("empty-stem", True), ("no-source", False)]
