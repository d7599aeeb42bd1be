"""Rules about the key, the parts and the rationales: what breaks one of them cannot be scored or explained."""

import math
from collections.abc import Iterator

from quiz.answers import LONGEST_ANSWER, normalised
from quiz.kinds import KINDS
from quiz.kinds.matching import FEWEST, MOST
from quiz.lint.context import Context
from quiz.lint.finding import HALADYNA, Place, blocking
from quiz.lint.wording import Text, Wording, number
from studyguide.arithmetic import FormulaError, evaluate
from studyguide.facts import FactError, figure

VALUES = ("value", "fact", "formula")  # where the number of a numeric question may come from


@blocking("no-key", "No key", f"{HALADYNA} 19: only one of the choices is the right answer")
def no_key(question: Wording, _context: Context) -> Iterator[Place]:
    if question.options and not question.keys:
        yield "options", "No option is marked as right. Mark the key."
    if question.kind == "true-false" and not isinstance(question.source.get("key"), bool):
        yield "key", "Nothing says whether the statement is true. Choose true or false."
    if question.kind == "numeric" and not any(name in question.answer for name in VALUES):
        yield "answer", "There is no right number. Give a value, a fact or a formula."
    if question.kind == "short-text" and not any(question.listed("accept")):
        yield "accept", "No answer is accepted. Give at least one accepted form."
    if question.kind == "open" and not question.text("answer"):
        yield "answer", "There is no model answer. Write one that learners can compare theirs with."


@blocking("two-keys", "Two keys where one is asked for", f"{HALADYNA} 19: only one of the choices is the right answer")
def two_keys(question: Wording, _context: Context) -> Iterator[Place]:
    if question.kind == "single" and len(question.keys) > 1:
        numbers = _joined([str(option.number) for option in question.keys])
        yield "options", f"Options {numbers} are all marked as right. Keep one key, or make this a multiple response."
    named = [name for name in VALUES if name in question.answer]
    if question.kind == "numeric" and len(named) > 1:
        yield "answer", f"The number comes from {_joined(named)}. Keep one of them."


@blocking(
    "key-count", "Too few keys or nothing but keys", "AWS Certification, exam guides: two or more right of five or more"
)
def key_count(question: Wording, _context: Context) -> Iterator[Place]:
    if question.kind != "multiple" or not question.keys:
        return
    if len(question.keys) < 2:
        yield "options", "Only one option is right. Mark a second key, or make this a single choice."
    elif not question.distractors:
        yield "options", "Every option is right. Add one that is wrong."


@blocking("too-few-options", "Fewer than two options", "Moodle, multiple choice: at least two choices are needed")
def too_few_options(question: Wording, _context: Context) -> Iterator[Place]:
    if question.is_choice and len(question.options) < 2:
        yield "options", "A choice needs at least two options. Add what learners could mistake for the key."


@blocking("empty-option", "Empty option", f"{HALADYNA} 29: make all distractors plausible")
def empty_option(question: Wording, _context: Context) -> Iterator[Place]:
    for what, text in _parts(question):
        if not text.plain.strip():
            yield text.field, f"{what} is empty. Write its text or remove it."


@blocking("duplicate-option", "The same option twice", f"{HALADYNA} 22: keep choices independent")
def duplicate_option(question: Wording, _context: Context) -> Iterator[Place]:
    named = [(f"Option {option.number}", option.text) for option in question.options]
    yield from _repeated(named)


@blocking("duplicate-part", "The same pair or item twice", f"{HALADYNA} 22: keep choices independent")
def duplicate_part(question: Wording, _context: Context) -> Iterator[Place]:
    if question.kind == "matching":
        yield from _repeated([(f"Prompt {pair.number}", pair.text) for pair in question.rows("pairs")])
        yield from _repeated([(f"Match {number}", text) for number, text in enumerate(question.choices, 1)])
    if question.kind == "ordering":
        yield from _repeated([(f"Item {item.number}", item.text) for item in question.rows("items")])


@blocking("part-count", "Too few or too many parts", "Moodle, matching: at least two questions and three answers")
def part_count(question: Wording, _context: Context) -> Iterator[Place]:
    parts = {"matching": "pairs", "ordering": "items"}.get(question.kind)
    if parts is None:
        return
    count = len(question.rows(parts))
    if count < FEWEST:
        yield parts, f"There are {count} {parts}, so guessing is easy. Give {FEWEST} to {MOST}."
    elif count > MOST:
        yield parts, f"There are {count} {parts}, too many to keep in mind. Give {FEWEST} to {MOST}."


@blocking("empty-stem", "Empty stem", f"{HALADYNA} 15: the central idea stands in the stem")
def empty_stem(question: Wording, _context: Context) -> Iterator[Place]:
    if not question.stem.plain.strip():
        yield "stem", "The stem is empty. Ask the question there."


@blocking("credit", "Credit that cannot reach full marks", "Moodle, question editing: a full grade must be possible")
def credit(question: Wording, _context: Context) -> Iterator[Place]:
    kind = KINDS.get(question.kind)
    rule = question.source.get("credit", kind.credits[0] if kind else None)
    if kind and rule not in kind.credits:
        yield "credit", f"This credit is unknown for {kind.name}. Choose one of {_joined(kind.credits, 'or')}."
    points = number(question.source.get("points", 1))
    if points is None or not 0 < points < math.inf:
        yield "points", "No answer can earn anything. Give a number of points above 0."
    for form in question.listed("accept") if question.kind == "short-text" else ():
        if form and not normalised(form.markdown).strip("* "):
            yield form.field, "This form has no letters to compare an answer with. Write a word."
        elif len(form.markdown) > LONGEST_ANSWER:
            yield form.field, f"Nobody can type this: an answer has at most {LONGEST_ANSWER:,} characters. Shorten it."
    if question.kind == "open" and not any(question.listed("rubric")):
        yield "rubric", "The rubric is empty, so there is nothing to earn. Write at least one point."


@blocking("not-finite", "No finite number", "Moodle, numerical question: the answer must be a number")
def not_finite(question: Wording, context: Context) -> Iterator[Place]:
    if question.kind != "numeric":
        return
    answer = question.answer
    for name in ("value", "tolerance", "tolerance_percent"):
        if name in answer and not _is_finite(answer[name]):
            yield f"answer.{name}", "This is no finite number. Write digits, such as 0.25."
    if context.facts is not None:
        yield from _uncomputable(question, context)
    for row, slip in zip(question.rows("wrong"), _slips(question), strict=True):
        if not _is_finite(slip):
            yield f"{row.field}.value", "This slip is no finite number. Write digits, such as 0.25."


def _uncomputable(question: Wording, context: Context) -> Iterator[Place]:
    """Facts and formulas that exist and give no number; unknown names are another rule's concern."""
    fact = (context.facts or {}).get(question.answer_text("fact"))
    if fact is not None:
        try:
            figure(fact, question.answer_text("as"))
        except FactError as error:
            yield "answer.fact", f"This gives no number: {error}. Choose a fact that is a number, in a unit it has."
    if formula := question.answer_text("formula").strip():
        try:
            evaluate(formula, context.figures())
        except FormulaError as error:
            if not str(error).startswith("no figure"):
                yield "answer.formula", f"This cannot be computed: {error}. Write it with + - * / and brackets."


@blocking(
    "negative-tolerance",
    "Tolerance below 0",
    "Moodle, numerical question: the accepted error is a range around the answer",
)
def negative_tolerance(question: Wording, _context: Context) -> Iterator[Place]:
    for name in ("tolerance", "tolerance_percent") if question.kind == "numeric" else ():
        tolerance = number(question.answer.get(name))
        if tolerance is not None and tolerance < 0:
            yield f"answer.{name}", "A tolerance below 0 accepts nothing, not even the key. Give 0 or more."


@blocking(
    "missing-rationale", "Missing rationale", "Moodle, multiple choice help: each answer, right or wrong, has feedback"
)
def missing_rationale(question: Wording, _context: Context) -> Iterator[Place]:
    for name in ("options", "pairs", "distractors", "items", "wrong"):
        for row in question.rows(name) if name in _PARTS.get(question.kind, ()) else ():
            if not row.because:
                yield row.because.field, f"{_NOUNS[name]} {row.number} has no rationale. Say why it is right or wrong."
    own = {"true-false": ("because_true", "because_false"), "numeric": ("because",), "short-text": ("because",)}
    for key in own.get(question.kind, ()):
        if not question.text(key):
            yield key, "There is no rationale. Say why this is right or wrong."


_PARTS = {
    "single": ("options",),
    "multiple": ("options",),
    "matching": ("pairs", "distractors"),
    "ordering": ("items",),
    "numeric": ("wrong",),
    "short-text": ("wrong",),
}
_NOUNS = {"options": "Option", "pairs": "Pair", "distractors": "Distractor", "items": "Item", "wrong": "Slip"}


def _parts(question: Wording) -> Iterator[tuple[str, Text]]:
    """The texts that learners choose from, with what they are called."""
    for name in _PARTS.get(question.kind, ()):
        for row in question.rows(name) if name != "wrong" else ():
            yield f"{_NOUNS[name]} {row.number}", row.text
            if name == "pairs":
                yield f"The match of pair {row.number}", row.match


def _repeated(named: list[tuple[str, Text]]) -> Iterator[Place]:
    """Texts that say the same as one before them; empty ones are another rule's concern."""
    first: dict[str, str] = {}
    for name, text in named:
        if not text.comparable:
            continue
        if text.comparable in first:
            yield text.field, f"{name} says the same as {first[text.comparable].lower()}. Change or remove one of them."
        first.setdefault(text.comparable, name)


def _slips(question: Wording) -> list[object]:
    rows = question.source.get("wrong")
    values = [row.get("value") if hasattr(row, "get") else None for row in rows] if isinstance(rows, list) else []
    return values[: len(question.rows("wrong"))]


def _is_finite(value: object) -> bool:
    found = number(value)
    return found is not None and math.isfinite(found)


def _joined(names: list[str] | tuple[str, ...], word: str = "and") -> str:
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
