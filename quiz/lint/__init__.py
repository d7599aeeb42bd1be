"""What is wrong or weak about a question, in words. Pure: no Django.

One rule is one function, from a question's source and its context to places and sentences. Blocking rules keep a
question from being published; warnings are advice. No rule raises, whatever the source holds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from quiz.lint import clues, keys, options, references, stems, texts
from quiz.lint.bank import Bank
from quiz.lint.context import Context, guide_context
from quiz.lint.finding import Finding, Level, Rule
from quiz.lint.whole import BANK_RULES, BankRule
from quiz.lint.wording import Wording

# In the order in which findings are listed: what blocks first, then as one reads a question.
RULES: tuple[Rule, ...] = (
    keys.empty_stem,
    keys.no_key,
    keys.two_keys,
    keys.key_count,
    keys.too_few_options,
    keys.empty_option,
    keys.duplicate_option,
    keys.part_count,
    keys.duplicate_part,
    keys.credit,
    keys.not_finite,
    keys.negative_tolerance,
    keys.missing_rationale,
    references.unknown_fact,
    references.unknown_objective,
    references.unknown_section,
    references.unknown_name,
    references.unbalanced_markup,
    stems.stem_no_question,
    stems.stem_length,
    stems.negative_stem,
    stems.choose_count,
    clues.article,
    clues.grammatical_number,
    clues.echo,
    clues.key_longest,
    clues.absolute_word,
    options.option_count,
    options.all_or_none,
    options.combined_options,
    options.vague_word,
    options.shared_prefix,
    options.mixed_kinds,
    options.mixed_units,
    options.number_order,
    options.overlapping_ranges,
    texts.position_word,
    texts.image_without_text,
    texts.tolerance,
    texts.no_source,
    stems.near_duplicate,
)


def lint_question(source: object, context: Context) -> list[Finding]:
    """Everything that is weak about one question, in the order of RULES.

    `source` has the shape of an entry in a file of questions (see CONTRIBUTING.md); anything in it may be missing or
    wrong. To be compared with its bank, it needs its `id`.
    """
    question = Wording(source, context.said)
    return [finding for rule in RULES for finding in rule.findings(question, context)]


TEXT_RULES = (references.unbalanced_markup, texts.image_without_text)  # that any text can break


def lint_texts(fields: Iterable[tuple[str, str]], context: Context) -> list[Finding]:
    """What is weak about Markdown texts that belong to no question, each with its field."""
    found = []
    for field, text in fields:
        question = Wording({"kind": "single", "stem": text}, context.said)
        found += [replace(finding, field=field) for rule in TEXT_RULES for finding in rule.findings(question, context)]
    return found


@dataclass(frozen=True, slots=True)
class BankFindings:
    """What is weak about each question, by its id, and about the bank as a whole."""

    questions: Mapping[str, list[Finding]]
    whole: list[Finding]


def lint_bank(
    sources: Mapping[str, object], context: Context, progress: Callable[[str], None] = lambda _: None
) -> BankFindings:
    """Lint every question of a bank, and the bank; `progress` is told the id of each question when it is done."""
    found: dict[str, list[Finding]] = {}
    for key, source in sources.items():
        found[key] = lint_question(source, context)
        progress(key)
    wordings = [Wording(source, context.said) for source in sources.values()]
    return BankFindings(found, [finding for rule in BANK_RULES for finding in rule.findings(wordings)])


__all__ = [
    "BANK_RULES",
    "RULES",
    "Bank",
    "BankFindings",
    "BankRule",
    "Context",
    "Finding",
    "Level",
    "Rule",
    "guide_context",
    "lint_bank",
    "lint_question",
    "lint_texts",
]
