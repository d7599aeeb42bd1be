"""Whether advisor.yaml fits the rest of its guide: the tree, the limits, and the proof. Pure: no Django."""

from collections.abc import Collection, Iterator
from pathlib import Path

from studyguide.advisor.evaluation import make_advisor
from studyguide.advisor.field_reading import wrong_conditions
from studyguide.advisor.proof import Regions
from studyguide.advisor.reading import AdvisorFile
from studyguide.documents import Problems
from studyguide.factfile import FactFile


def check_advisor(
    file: AdvisorFile, facts: FactFile, facts_path: Path, sections: Collection[str], problems: Problems
) -> None:
    """Note what the advisor refers to in vain, limits that it forgets, and rules that contradict the tree."""
    _check_tree(file, facts, facts_path, problems)
    _check_sections(file, sections, problems)
    _check_unused(file, facts, problems)
    if facts.tree and not problems:
        _check_proof(file, facts, problems)


def facts_compared(file: AdvisorFile, facts: FactFile) -> set[str]:
    """The facts that the rules and the tree compare with, and those behind derived ones."""
    keys = {key for rule in file.rules.rules for key in rule.compared_keys}
    keys |= {key for step in facts.tree.options() for key in step.option.fact_keys}
    return {needed for key in keys for needed in facts.book.needed_by(key)}


def _check_tree(file: AdvisorFile, facts: FactFile, facts_path: Path, problems: Problems) -> None:
    for step in facts.tree.options():
        for wrong, expected in wrong_conditions(step.option.conditions, file.rules.fields, facts.book):
            line = facts.tree_lines[step.node.id]
            problems.add(facts_path, line, f"option `{step.option.id}`: {wrong}", expected)


def _check_sections(file: AdvisorFile, sections: Collection[str], problems: Problems) -> None:
    named = [(preset.section, preset.line) for preset in file.presets.values()]
    named += [(found.section, found.line) for found in file.read_next]
    for section, line in named:
        if section and section not in sections:
            problems.add(file.path, line, f"unknown section `{section}`", "expected one of guide.yaml")


def _check_unused(file: AdvisorFile, facts: FactFile, problems: Problems) -> None:
    compared = facts_compared(file, facts)
    for key in compared & file.unused.keys():
        problems.add(
            file.path, file.unused_line, f"a rule or the tree compares with `{key}`", "expected no line for it"
        )
    for key in limits_of_targets(facts):
        if key not in compared and key not in file.unused:
            expected = f"expected one, or a line under `unused` that says why `{key}` rules nothing out"
            problems.add(file.path, file.unused_line, f"no rule compares with the limit `{key}`", expected)


def limits_of_targets(facts: FactFile) -> Iterator[str]:
    """The limits of targets that are a number, or a yes or no."""
    for fact in facts.book.values():
        if fact.kind == "limit" and fact.owner in facts.targets and fact.key in facts.book.figures:
            yield fact.key


def _check_proof(file: AdvisorFile, facts: FactFile, problems: Problems) -> None:
    for conflict in Regions(make_advisor(file.rules, facts.book)).conflicts():
        rule = conflict.rule
        wrong = f"rule `{rule.id}` rules out `{rule.target}`, where the tree leads with {conflict}"
        problems.add(file.path, file.rule_lines[rule.id], wrong, "expected a tree that asks first, or no such rule")
