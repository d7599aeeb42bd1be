"""Rules about the options of a choice: how many there are, how they are worded, how they stand beside each other."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise, takewhile
from math import inf

from quiz.lint.context import Context
from quiz.lint.english import any_of, comparable, words_of
from quiz.lint.finding import HALADYNA, NBME, Place, warning
from quiz.lint.quantities import Quantity, Range, in_one_unit, quantity, span
from quiz.lint.wording import Row, Wording

MOST_OPTIONS = 5
LONG_PREFIXES = ((2, 16), (3, 12))  # words, and characters that these have at least

_THINGS = r"(?:options?|answers?|choices?|alternatives?|statements?|possibilities)"
_RIGHT = r"(?:correct|right|true|false|wrong|incorrect|valid|possible|appl(?:y|ies|icable))"


@warning("option-count", "Fewer than 3 or more than 5 options", f"{HALADYNA} 18: three choices are adequate")
def option_count(question: Wording, _context: Context) -> Iterator[Place]:
    count = len(question.options)
    if count == 2:
        yield "options", "With two options every second guess is right. Add one, or make this true or false."
    elif count > MOST_OPTIONS:
        yield "options", f"Nobody weighs {count} options against each other. Keep the best {MOST_OPTIONS} at most."


_OTHER = r"(?:other|above|below|given|listed|previous|preceding|foregoing|three|four)"
_ALL_OR_NONE = re.compile(
    r"(?:they are )?(?:all|none|any|each|every|neither|not any|not one|no)(?: one)?(?: of)?"
    rf"(?: (?:the|these|those|them|its))?(?: {_OTHER})?"
    rf"(?: (?:above|below|these|those|them|others?|foregoing|{_THINGS}))?"
    rf"(?: (?:above|below|given|listed|here|mentioned))?(?:(?: is| are)? {_RIGHT}(?: {_THINGS})?)?"
)
_LONE = ("any", "any one", "each", "each one", "every", "every one", "no", "no one", "not any", "neither")
_AMOUNTS = ("all", "none")  # which may stand beside numbers


@warning("all-or-none", "All or none of the above", f"{HALADYNA}s 25 and 26")
def all_or_none(question: Wording, _context: Context) -> Iterator[Place]:
    harmless = _LONE + (_AMOUNTS if sum(map(_is_quantity, question.options)) >= 2 else ())
    for option in question.options:
        said = comparable(option.text.prose).rstrip("!?")
        if _ALL_OR_NONE.fullmatch(said) and said not in harmless:
            yield option.text.field, f"Option {option.number} stands for the others. Give it a content of its own."


_NAME = rf"(?:{_THINGS} )?\(?(?:[a-h]|[1-8]|i{{1,3}}|iv|v)\)?"
_LAST_NAME = rf",? ?(?:and|or|&|\+) ?{_NAME}(?:,? (?:only|together|but not {_NAME}|are \w+))?"
_NAMES = rf"(?:both |only |either )?{_NAME}(?: ?, ?{_NAME})*{_LAST_NAME}"
_ORDINALS = rf"(?:both )?the first(?: ?, ?(?:the )?second)? and (?:the )?(?:second|third|fourth|last)(?: {_THINGS})?"
_PRONOUNS = rf"(?:both|either|neither)(?: of (?:these|them|the(?: \w+)?))?(?: {_THINGS})?(?: (?:is|are) \w+)?"
_COMBINED = re.compile(f"{_NAMES}|{_ORDINALS}|{_PRONOUNS}")


@warning("combined-options", "An option made of other options", f"{HALADYNA} 9: avoid the complex (type K) format")
def combined_options(question: Wording, _context: Context) -> Iterator[Place]:
    for option in question.options:
        if _COMBINED.fullmatch(comparable(option.text.prose)) or _holds_others(option, question):
            made = f"Option {option.number} is made of other options"
            yield option.text.field, f"{made}. Ask for several answers, or replace it."


def _holds_others(option: Row, question: Wording) -> bool:
    """Whether an option repeats two others whole, as `Either a zip or an image` does."""
    said = f" {' '.join(words_of(option.text.plain))} "
    others = {" ".join(words_of(other.text.plain)) for other in question.options if other is not option}
    return sum(f" {text} " in said for text in others if len(text) > 2) >= 2


_VAGUE = any_of(
    "usually, often, frequently, sometimes, occasionally, rarely, seldom, generally, typically, commonly, normally",
    "mostly, mainly, as a rule, more or less, on the whole, most of the time, a lot of the time, more often than not",
    "in most cases, in many cases, in some cases, at times, from time to time, now and then, tends to, tend to",
    "as needed, a lot, quite, fairly, relatively, somewhat, probably, possibly, perhaps",
)


@warning("vague-word", "Vague word", f"{NBME} terms in the options are vague")
def vague_word(question: Wording, _context: Context) -> Iterator[Place]:
    statement = [question.stem] if question.kind == "true-false" else []
    for text in [*statement, *(option.text for option in question.options)]:
        if found := _VAGUE.search(text.prose):
            yield text.field, f"\u201c{found[0]}\u201d means something else to everybody. Say how often or how much."


@warning("shared-prefix", "Options begin with the same words", f"{HALADYNA} 15: the central idea stands in the stem")
def shared_prefix(question: Wording, _context: Context) -> Iterator[Place]:
    texts = [words_of(option.text.plain) for option in question.options]
    same = [column[0] for column in takewhile(lambda column: len(set(column)) == 1, zip(*texts, strict=False))]
    start = " ".join(same)
    if len(texts) >= 2 and any(len(same) >= words and len(start) >= length for words, length in LONG_PREFIXES):
        yield "options", f"Every option begins with \u201c{start}\u201d. Move these words into the stem."


_NO_NUMBER = any_of("none, no, zero, nothing, unlimited, all, half, a half, twice, double, once")


@warning("mixed-kinds", "Numbers beside words", f"{HALADYNA} 23: keep choices homogeneous in content")
def mixed_kinds(question: Wording, _context: Context) -> Iterator[Place]:
    numbers = [option for option in question.options if _is_quantity(option)]
    words = [option for option in question.options if option.text and option not in numbers]
    words = [option for option in words if not _NO_NUMBER.match(option.text.plain)]
    if len(numbers) >= 2 and words:
        yield words[0].text.field, f"Option {words[0].number} is no number, as others are. Make all of one kind."


@warning("mixed-units", "Options in different units", f"{NBME} numeric data are not stated consistently")
def mixed_units(question: Wording, _context: Context) -> Iterator[Place]:
    found = [_amount(option) for option in question.options]
    units = list(dict.fromkeys(known.unit for known in found if known and not _is_alike_in_any_unit(known)))
    if None not in found and len(units) > 1:
        shown = ", ".join(unit or "none" for unit in units)
        yield "options", f"The options are in different units ({shown}). Convert them into one."


@warning("number-order", "Numbers out of order", f"{HALADYNA} 21: place choices in logical or numerical order")
def number_order(question: Wording, _context: Context) -> Iterator[Place]:
    known = [amount for option in question.options if (amount := _amount(option))]
    values = [in_one_unit(amount) for amount in known]
    if len(known) < max(3, len(question.options)) or len({measure for _, measure in values}) > 1:
        return
    steps = list(pairwise(value for value, _ in values))
    if question.is_shuffled:
        yield "shuffle", "These numbers are shown in any order. Put them in order and turn shuffling off."
    elif not all(a <= b for a, b in steps) and not all(a >= b for a, b in steps):
        yield "options", "The numbers are not in order, so finding one takes longer. List them from small to large."


@warning("overlapping-ranges", "Ranges that overlap", f"{HALADYNA} 22: choices should not be overlapping")
def overlapping_ranges(question: Wording, _context: Context) -> Iterator[Place]:
    ranges = [(option, found) for option in question.options if (found := span(option.text.plain))]
    for (first, one), (second, other) in combinations(ranges, 2):
        if one.unit == other.unit and one.overlaps(other):
            both = f"Options {first.number} and {second.number}"
            yield second.text.field, f"{both} share values. Make every value fall into one option."
            return


def _amount(option: Row) -> Quantity | Range | None:
    return quantity(option.text.plain) or span(option.text.plain)


def _is_quantity(option: Row) -> bool:
    return _amount(option) is not None


def _is_alike_in_any_unit(amount: Quantity | Range) -> bool:
    """Zero and no limit."""
    return isinstance(amount, Quantity) and not amount.unit and amount.value in (0, inf)
