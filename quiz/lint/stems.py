"""Rules about the stem: whether it asks, how long it is, what is easily misread, and whether it was asked before."""

import re
from collections.abc import Iterator

from quiz.lint.context import Context
from quiz.lint.english import NUMBERS, any_of, is_order, sentences_of, words_of
from quiz.lint.finding import HALADYNA, Place, warning
from quiz.lint.wording import Wording

SHORTEST_STEM, LONGEST_STEM = 4, 90  # words
MOST_DUPLICATES = 3  # that are named

_BLANK = re.compile(r"(?:\\?_){3,}|\.{3,}|\u2026|\[\s*\]")
_FULL_STOP = re.compile(r"[.!;]\W*$")
_COLON = (":", "-", "\u2013", "\u2014")
# Words after which a sentence goes on, so that each option can end it.
_LEADS_ON = any_of(
    "is, are, was, were, be, been, has, have, had, do, does, did, can, could, will, would, should, must, may, a, an",
    "the, of, in, on, to, for, from, by, with, at, as, than, into, about, between, before, after, during, because",
    "if, when, that, which, who, where, while, and, or, not, only, most, it, they, called, named, known as, means",
    "cause, causes, require, requires, need, needs, produce, produces, become, becomes",
)


@warning("stem-no-question", "The stem asks nothing", f"{HALADYNA} 14: the directions in the stem are very clear")
def stem_no_question(question: Wording, _context: Context) -> Iterator[Place]:
    stem = question.stem.prose
    if question.kind == "true-false" or not stem or "?" in stem or _BLANK.search(question.stem.markdown):
        return
    if not any(is_order(sentence) for sentence in sentences_of(stem)) and not _is_unfinished(question):
        yield "stem", "The stem asks nothing. End it with a question, or say what to do: choose, match, give."


def _is_unfinished(question: Wording) -> bool:
    """Whether an option can end the sentence: no full stop, and a colon, a word that leads on, or options that do."""
    stem = question.stem.prose
    leads_on = any(found.end() == len(stem) for found in _LEADS_ON.finditer(stem))
    goes_on = bool(question.options) and all(option.text.plain[:1].islower() for option in question.options)
    return not _FULL_STOP.search(stem) and (stem.endswith(_COLON) or leads_on or goes_on)


@warning("stem-length", "Very short or very long stem", f"{HALADYNA} 13 and 16: little reading, no window dressing")
def stem_length(question: Wording, _context: Context) -> Iterator[Place]:
    count = len(words_of(question.stem.plain))
    if 0 < count < SHORTEST_STEM:
        yield "stem", f"The stem has {count} words. Say what is asked so that it is clear without the options."
    elif count > LONGEST_STEM:
        yield "stem", f"The stem has {count} words, more than {LONGEST_STEM}. Leave out what is not needed to answer."


_ASKS = any_of("which, what, who, choose, select, name, give, pick, identify, mark, tick, find, spot")
_ASKS_FOR_A_TIME = any_of("when, where")  # unless something else in the sentence asks
# `Why is it not` and `how does it not` ask about something negative; nothing is turned round.
_ASKS_FOR_A_REASON = any_of("why, how")
_EXCEPT = re.compile(r"\b(except)\b(?: \w+){0,2}\W*$", re.I)
# After these the negation belongs to what is asked about, not to the question.
_SUBORDINATE = any_of(
    "that, who, whom, whose, if, when, while, because, although, though, where, since, unless, until, whether, so, but",
    "what happens, without",
)
_FALSE = "false|incorrect|untrue"
_NOT = r"not|never|cannot|can't|isn't|aren't|doesn't|don't|didn't|wasn't|weren't|won't|shouldn't"
# `Least` is negative where it turns the answer round, as in `least likely`; not in `costs least` or `at least`.
_NEGATION = re.compile(
    rf"\b(?:{_NOT}|except(?: for)?|(?<=\bis )(?:{_FALSE})|(?<=\bare )(?:{_FALSE})"
    r"|least (?:likely|suitable|appropriate|accurate|true|useful|effective|important|helpful|probable))\b",
    re.I,
)
# In `the one that is not` the clause is what is asked for.
_NEGATIVE_OPTION = re.compile(
    r"\b(?:one|option|answer|statement|choice|item)s? (?:that|which) (?:(?:is|are|was|were|do|does|did|can|could|would"
    rf"|will|should|has|have) )?({_NOT}|{_FALSE})\b",
    re.I,
)


@warning("negative-stem", "Negative word without emphasis", f"{HALADYNA} 17: word the stem positively")
def negative_stem(question: Wording, _context: Context) -> Iterator[Place]:
    if question.kind in ("true-false", "open"):
        return
    found = (_negation(sentence) for sentence in sentences_of(question.stem.prose))
    word = next((word for word in found if word), "")
    if word and not _is_emphasised(word, question.stem.markdown):
        strong = f"**{word.upper()}**"
        yield "stem", f"\u201c{word}\u201d turns the question round. Ask positively, or write {strong}."


def _negation(sentence: str) -> str:
    """The negative word on which a question turns, or nothing."""
    if found := _EXCEPT.search(sentence):
        return found[1]
    asks = _ASKS.search(sentence) or _ASKS_FOR_A_TIME.search(sentence)
    if not asks or not ("?" in sentence or is_order(sentence)):
        return ""
    if _ASKS_FOR_A_REASON.search(sentence[: asks.start()]):
        return ""
    asked = _SUBORDINATE.split(sentence[asks.end() :], maxsplit=1)[0]
    if found := _NEGATION.search(asked):
        return found.group()
    in_clause = _NEGATIVE_OPTION.search(sentence)
    return in_clause[1] if in_clause else ""


def _is_emphasised(word: str, markdown: str) -> bool:
    """In capitals, or between the marks of emphasis."""
    markdown = markdown.replace("\u2019", "'")
    marked = rf"[*_][^*_\n]{{0,20}}\b{re.escape(word)}\b[^*_\n]{{0,20}}[*_]"
    return word.upper() in markdown or bool(re.search(marked, markdown, re.I))


_SAYS_HOW_MANY = re.compile(
    rf"\b(?:choose|select|pick|tick|check|mark|name|which|find|identify) (?:(?:the|any|exactly|all) )?"
    rf"({'|'.join(NUMBERS)}|\d)\b(?! ?%)",
    re.I,
)


@warning("choose-count", "The stem asks for another number of answers", f"{HALADYNA} 14: the directions are very clear")
def choose_count(question: Wording, _context: Context) -> Iterator[Place]:
    found = _SAYS_HOW_MANY.findall(question.stem.prose) if question.keys else []
    asked = {NUMBERS.get(word.casefold()) or int(word) for word in found}
    if asked and len(question.keys) not in asked:
        right = "is one key" if len(question.keys) == 1 else f"are {len(question.keys)} keys"
        yield "stem", f"The stem asks for {max(asked)}, and there {right}. Change the number or the keys."


@warning("near-duplicate", "Near-duplicate of another question", f"{HALADYNA} 4: items are independent of each other")
def near_duplicate(question: Wording, context: Context) -> Iterator[Place]:
    for other, share in context.bank.similar(question)[:MOST_DUPLICATES]:
        yield "stem", f"{share:.0%} of this stands in question {other} too. Keep one, or ask for something else."
