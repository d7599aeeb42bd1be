"""Rules about texts wherever they stand, about numbers that are typed, and about what a question rests on."""

import re
from collections.abc import Iterator

from quiz.lint.context import Context
from quiz.lint.finding import HALADYNA, Place, warning
from quiz.lint.wording import Text, Wording, number
from studyguide.arithmetic import FormulaError, evaluate
from studyguide.facts import FactError, figure

LARGEST_EXACT = 1e15  # a float beyond it holds no fractions

_IMAGE = re.compile(r"!\[([^\[\]]*)\]")
_SAYS_NOTHING = re.compile(
    r"(?:image|picture|photo|figure|fig|diagram|graphic|graph|chart|table|map|logo|icon|drawing|illustration|screenshot"
    r"|img|untitled)?[\W\d]*|\S+\.(?:png|jpe?g|gif|svg|webp)",
    re.I,
)


@warning("image-without-text", "Image without alternative text", "WCAG 2.2, success criterion 1.1.1 and failure F30")
def image_without_text(question: Wording, _context: Context) -> Iterator[Place]:
    for text in question.texts:
        for alternative in _IMAGE.findall(text.markdown):
            if _SAYS_NOTHING.fullmatch(alternative.strip()):
                yield text.field, "An image has no alternative text. Say in ![words](address) what it shows."


_THINGS = r"(?:options?|answers?|choices?|alternatives?|statements?|distractors?)"
_OPTIONS = r"(?:options?|alternatives?|distractors?|answer (?:options?|choices?))"
_ORDINAL = r"(?:first|second|third|fourth|fifth|last|previous|preceding|following|next|former|latter|top|bottom)"
_SOME = r"(?:all|any|none|both|each|either|neither|one|two|three|some|most)"
_POINTERS = (
    rf"(?i:\b{_ORDINAL} (?:(?:two|three|four) )?{_OPTIONS})\b",
    # The first answer may also be a reply, and a second choice a preference, unless something is said of it.
    rf"(?i:\b{_ORDINAL} (?:answers?|choices?|statements?) (?:is|are|was|were|would|says?|contradicts?|fails?)\b)",
    r"(?i:\b(?:previous|preceding|following) (?:answers?|choices?))\b",
    rf"\b(?i:{_THINGS}) (?:[A-H]|[1-8])\b",
    rf"(?i:\b(?:above|below|preceding|foregoing) {_THINGS}|\b{_THINGS} (?:above|below))\b",
    rf"(?i:\b{_SOME} (?:of )?the above\b|\bthe above\b(?! [a-z]))",
    r"(?i:\b(?:as|see|mentioned|described|listed|stated|given|shown|said) (?:above|below)\b)",
)
_POINTER = re.compile("|".join(_POINTERS))
_MAY_STAND_IN_A_STEM = re.compile(r"\b(?:below|above|(?:answers?|choices?|statements?)(?: [a-z]+)?)$|\bfollowing\b")


@warning("position-word", "Points at a place that shuffling changes", "Moodle, multiple choice: shuffle the choices")
def position_word(question: Wording, _context: Context) -> Iterator[Place]:
    for text in question.texts if question.is_shuffled else ():
        if place := _place_named(text):
            yield text.field, f"\u201c{place}\u201d points at a place, and places change. Name what you mean instead."


def _place_named(text: Text) -> str:
    """What points at the place of an option; the stem may say `below`, and mean an answer that somebody gave."""
    found = (match.group() for match in _POINTER.finditer(text.prose))
    return next((place for place in found if text.field != "stem" or not _MAY_STAND_IN_A_STEM.search(place)), "")


_SAYS_HOW_TO_ROUND = re.compile(r"\b(?:round|rounded|nearest|decimals?|decimal places?|significant figures)\b", re.I)


@warning("tolerance", "A fraction without tolerance", "Moodle, numerical question: accepted error")
def tolerance(question: Wording, context: Context) -> Iterator[Place]:
    if question.kind != "numeric" or _SAYS_HOW_TO_ROUND.search(question.stem.plain):
        return
    value = _right_number(question, context)
    allowed = [number(question.answer.get(name)) for name in ("tolerance", "tolerance_percent")]
    if value is not None and value != round(value) and not any(allowed):
        yield "answer.tolerance", f"Only {value:,.6g} is right, however one rounds. Give a tolerance."


def _right_number(question: Wording, context: Context) -> float | None:
    """The number as far as it is known."""
    try:
        if fact := (context.facts or {}).get(question.answer_text("fact")):
            return figure(fact, question.answer_text("as"))
        if formula := question.answer_text("formula"):
            return evaluate(formula, context.figures())
    except (FactError, FormulaError):
        return None
    value = number(question.answer.get("value"))
    return value if value is not None and abs(value) < LARGEST_EXACT else None


_ROLE = re.compile(r"\{(?:fact|source):")


@warning("no-source", "Rests on no fact or source", f"{HALADYNA} 6: no opinion-based items")
def no_source(question: Wording, _context: Context) -> Iterator[Place]:
    named = question.names("facts") or question.names("sources")
    computed = question.answer_text("fact") or question.answer_text("formula")
    if not named and not computed and not any(_ROLE.search(text.markdown) for text in question.texts):
        yield "sources", "Nothing shows where this comes from. Name a fact or a source."
