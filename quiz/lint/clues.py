"""Rules about what gives the key away to somebody who knows nothing of the subject."""

import re
from collections.abc import Iterator

from quiz.lint.context import Context
from quiz.lint.english import EVERYDAY, any_of, fitting_articles, is_plural, root_of, sentences_of
from quiz.lint.finding import HALADYNA, Place, warning
from quiz.lint.wording import Row, Wording

LONGER_BY = 1.25  # times the longest distractor
LONGER_AT_LEAST = 12  # characters
SHORTEST_RARE = 5  # characters of a word
FEWEST_TO_JUDGE = 30  # questions in a bank before its words say what is rare
RARE_SHARE, MOST_RARE = 0.02, 5  # of its questions, and questions at most


@warning("key-longest", "The key is the longest option", f"{HALADYNA} 24: keep the length of choices about equal")
def key_longest(question: Wording, _context: Context) -> Iterator[Place]:
    keys, others = _lengths(question.keys), _lengths(question.distractors)
    if keys and others and min(keys) >= max(LONGER_BY * max(others), max(others) + LONGER_AT_LEAST):
        shown = f"{min(keys)} characters against {max(others)} of the longest distractor"
        yield question.keys[0].text.field, f"The key is longest: {shown}. Shorten it, or lengthen a distractor."


def is_longest(question: Wording) -> bool:
    """Whether a key is longer than every distractor."""
    keys, others = _lengths(question.keys), _lengths(question.distractors)
    return bool(keys and others) and max(keys) > max(others)


def _lengths(options: tuple[Row, ...]) -> list[int]:
    return [len(option.text.plain) for option in options]


_STRONG = any_of(
    "always, never, absolutely, invariably, impossible, completely, entirely, totally, guaranteed, guarantees",
    "without exception, without any exception, without exceptions, under no circumstances, under all circumstances",
    "in every case, in all cases, in any case, every time, at all times",
)
# Words that are absolute and common as well: one alone says little. `Its only node` says how many there are.
_WEAK = re.compile(
    r"(?<!\bits )(?<!\btheir )\b(?:all|every|everything|everyone|everybody|none|no one|nobody|nothing|only|must)\b",
    re.I,
)


@warning("absolute-word", "Absolute words only in distractors", f"{HALADYNA} 28a: specific determiners")
def absolute_word(question: Wording, _context: Context) -> Iterator[Place]:
    if not question.keys or any(_absolute(option) for option in question.keys):
        return
    found = [(option, word) for option in question.distractors if (word := _absolute(option))]
    strong = [(option, word) for option, word in found if _STRONG.fullmatch(word)]
    if strong or len(found) >= max(2, len(question.distractors) / 2):
        option, word = (strong or found)[0]
        yield option.text.field, f"\u201c{word}\u201d stands in distractors alone and marks them as wrong. Take it out."


def _absolute(option: Row) -> str:
    found = _STRONG.search(option.text.prose) or _WEAK.search(option.text.prose)
    return found[0] if found else ""


_ENDS_IN_ARTICLE = re.compile(r"(?<!\bor )(?<!\ba/)\b(an?)\W*$", re.I)


@warning("article", "An article that does not fit every option", f"{HALADYNA} 28c: grammatical inconsistencies")
def article(question: Wording, _context: Context) -> Iterator[Place]:
    found = _ENDS_IN_ARTICLE.search(question.stem.plain)
    word = found[1].casefold() if found else ""
    wrong = [option for option in question.options if word not in fitting_articles(option.text.plain)]
    if word and wrong and question.keys and not any(option.is_key for option in wrong):
        misfit = f"\u201c{word}\u201d at the end of the stem does not fit option {wrong[0].number}"
        yield "stem", f"{misfit}. Write \u201ca or an\u201d, or put the article into the options."


_PLURAL_STEM = re.compile(
    r"\b(?:are|were|have|these|those|include)\W*$|^\W*(?:what|which)(?: \w+){0,2} (?:are|were)\b", re.I
)
_SINGULAR_STEM = re.compile(r"\b(?:is|was|has|this|an?)\W*$|^\W*(?:what|which)(?: \w+){0,2} (?:is|was)\b", re.I)
_EITHER_NUMBER = any_of("of these, of those, of the following, of them")


@warning("grammatical-number", "Singular or plural fits the key alone", f"{HALADYNA} 28c: grammatical inconsistencies")
def grammatical_number(question: Wording, _context: Context) -> Iterator[Place]:
    plural = _wants_plural(question.stem.plain)
    if plural is None or len(question.keys) != 1 or not question.distractors:
        return
    numbers = [is_plural(option.text.plain) for option in (*question.keys, *question.distractors)]
    if numbers == [plural] + [not plural] * len(question.distractors):
        form = "plural" if plural else "singular"
        yield "stem", f"The stem asks for a {form}, and only the key is one. Give all options the same number."


def _wants_plural(stem: str) -> bool | None:
    """Whether the sentence that asks needs a plural; None where it takes either."""
    last = (sentences_of(stem) or [""])[-1]
    if _EITHER_NUMBER.search(last):
        return None
    if _PLURAL_STEM.search(last):
        return True
    return False if _SINGULAR_STEM.search(last) else None


@warning("echo", "A rare word of the stem stands in the key alone", f"{HALADYNA} 28b: clang associations")
def echo(question: Wording, context: Context) -> Iterator[Place]:
    if not question.keys or not question.distractors:
        return
    rare = {root_of(word): word for word in question.stem.words if _is_rare(word, context)}
    in_keys = set.intersection(*(option.text.roots for option in question.keys))
    if all(option.text.roots & rare.keys() - in_keys for option in question.distractors):
        return  # every distractor repeats a word of its own
    for base in (base for base in rare if base in in_keys):
        if not any(base in option.text.roots for option in question.distractors):
            repeated = f"\u201c{rare[base]}\u201d stands in the stem and in the key alone"
            yield question.keys[0].text.field, f"{repeated}, so that it can be guessed. Use another word."
            return


def _is_rare(word: str, context: Context) -> bool:
    if len(word) < SHORTEST_RARE or word in EVERYDAY:
        return False
    bank = context.bank
    few = max(2, min(MOST_RARE, RARE_SHARE * bank.size))
    return bank.size < FEWEST_TO_JUDGE or bank.frequency(root_of(word)) <= few
