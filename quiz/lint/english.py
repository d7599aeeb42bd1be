"""Words of English as the rules need them: plain text out of Markdown, sentences, roots, sorts of words.

The rules about wording know English only. Everything here is linear in the length of the text.
"""

import re
import unicodedata
from collections.abc import Callable

from studyguide.roles import filled

Say = Callable[[str, str, str], str]  # what a role shows: its kind, key and unit

_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^`]+\1")
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,}).*$", re.M)
_FENCED = re.compile(r"^[ \t]*(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n.*?^[ \t]*\1[ \t]*$", re.M | re.S)
_LINE_MARK = re.compile(r"^[ \t]*(?:[-+*]|#{1,6}|>|\d{1,3}[.)])[ \t]+", re.M)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*\*|__|~~)|(?<![\w\\])[*_](?=\S)|(?<=\S)(?<!\\)[*_](?!\w)")
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_SENTENCE = re.compile(r"[^.?!:]+(?:[.:](?=\S)[^.?!:]*)*[.?!:]*")
_SUFFIX = re.compile(
    r"(?:ations?|itions?|ates?|ated|ating|ings?|ments?|ities|ity|ives?|ers?|ors?|ies|ied|ed|es|al|ly|s|e|y)$"
)


def as_read(markdown: str, say: Say) -> str:
    """The text as it is read: roles filled in, marks gone, single spaces, one sort of apostrophe."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", filled(markdown, say))).replace("\u2019", "'")
    text = _LINE_MARK.sub("", _FENCE.sub("", text))
    return " ".join(_ESCAPE.sub(r"\1", _EMPHASIS.sub("", text).replace("`", "")).split())


def as_prose(markdown: str, say: Say) -> str:
    """The text as it is read, with a neutral word in the place of code."""
    return as_read(_CODE_SPAN.sub("code", _FENCED.sub("", markdown)), say)


def comparable(text: str) -> str:
    """The text without what readers do not see as a difference: case, spaces, Unicode forms, quotes, a full stop."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.strip("\"'\u2018\u2019\u201c\u201d").rstrip(" .,;:")


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def sentences_of(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]


def root_of(word: str) -> str:
    """The word without a common ending, so that `scales` and `scaling` are one; crude on purpose."""
    short = _SUFFIX.sub("", word)
    return short if len(short) >= 4 else word


def any_of(*rows: str) -> re.Pattern[str]:
    """A pattern for any of the phrases, which are divided by commas, as whole words."""
    phrases = [phrase.strip() for row in rows for phrase in row.split(",")]
    return re.compile(rf"\b(?:{'|'.join(sorted(phrases, key=len, reverse=True))})\b", re.I)


NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}

# Verbs that ask for an answer without a question mark.
_ORDER = any_of(
    "answer, arrange, assign, bring, build, calculate, check, choose, classify, combine, compare, complete, compute",
    "connect, convert, count, decide, define, describe, determine, discuss, draw, enter, estimate, evaluate, explain",
    "fill, find, give, group, identify, indicate, judge, justify, label, link, list, mark, match, name, order, outline",
    "pair, pick, place, predict, put, rank, read, rearrange, recall, round, say, select, sequence, show, sketch, solve",
    "sort, spell, state, suggest, summarise, summarize, supply, tell, tick, translate, type, work out, write",
)
_CLAUSE = re.compile(r"[,;]\s*|\b(?:and|then|please|now|next|first|finally|correctly|briefly)\b\s*", re.I)


def is_order(sentence: str) -> bool:
    """Whether a sentence, or a clause of it, begins with a verb that asks for an answer: `Please name two.`"""
    return any(_ORDER.match(clause.lstrip("\"'(\u201c\u2018 ")) for clause in (sentence, *_CLAUSE.split(sentence)))


_SAYS_ITS_NAME = set("AEFHILMNORSX")  # letters whose names begin with a vowel
_CONSONANT_SOUND = re.compile(r"(?:one|once|uni(?!n|m)|use|usu|uti|eu|ewe|ur[aeiou]|ub[aeiou]|uk)", re.I)
_VOWEL_SOUND = re.compile(r"(?:[aeiou]|hour|honest|honou?r|heir|8|11\b|18\b)", re.I)


def fitting_articles(text: str) -> set[str]:
    """Which of `a` and `an` can stand before the text; both where that depends on how it is said."""
    first = next(iter(text.split()), "")
    if not first or first.casefold() in ("a", "an", "the"):
        return {"a", "an"}
    if first[:2].isupper() or (len(first) == 1 and first.isalpha()):
        by_name = first[0] in _SAYS_ITS_NAME
        by_sound = first[0] in "AEIOU"
        return {"an" if name else "a" for name in (by_name, by_sound)}
    if _CONSONANT_SOUND.match(first):
        return {"a"}
    return {"an"} if _VOWEL_SOUND.match(first) else {"a"}


_HEAD_ENDS = any_of("of, in, for, to, with, from, by, at, on, that, which, who, behind, under, over, between, per, as")
_PLURALS = any_of(
    "people, children, men, women, mice, feet, teeth, geese, bacteria, criteria, phenomena, both, several"
)
_SINGULARS = any_of("a, an, one, each, every, this, news, physics, mathematics, series, species, analysis, gas, lens")


def is_plural(text: str) -> bool | None:
    """Whether a short noun phrase is plural; None where that cannot be seen."""
    head = _HEAD_ENDS.split(text, maxsplit=1)[0].strip()
    found = words_of(head)
    if not found or len(found) > 5:
        return None
    if _SINGULARS.fullmatch(found[0]) or _SINGULARS.fullmatch(found[-1]):
        return False
    if found[0] in NUMBERS or "and" in found or _PLURALS.fullmatch(found[-1]) or _PLURALS.fullmatch(found[0]):
        return True
    return found[-1].endswith("s") and not found[-1].endswith(("ss", "us", "is"))


_EVERYDAY = """
    about above after again against allow allowed almost along already also although always among amount another answer
    answers apply around available away based because become becomes been before begin begins being below best better
    between both bring called cannot case cases cause caused causes change changes choose class come comes common
    complete compared contain contains could correct course create created default describe describes different does
    doing done down during each early easily either else enough entire even every example fact false fast few find
    first fits following follow follows found four from full gets given gives going good great group half hand happen
    happens have having held help helps here high higher hold holds hour hours however important inside instead into
    items just keep keeps kind know known large larger last later least leave leaves left less level life like likely
    limit little long longer look made main make makes making many mark material matter mean means might minute minutes
    month months more most move much must name named near need needed needs never next none note nothing number numbers
    often once only open option options order other others outside over part parts people perform period person place
    places play point points possible power process produce produced properly property provide provides purpose
    question questions rather reason result results right same second section seen sentence several should show shown
    shows side simple since single small smaller some something stand stands start started starts state statement
    statements states step steps still stop such take taken takes tell term than that their them then there these they
    thing things think third this those three through time times together total true turn two type under until upon
    used user users uses using value very wants water week well went were what when where whether which while whole
    whom whose will with within without word words work worked works world would write written wrong year years your
"""
EVERYDAY = frozenset(_EVERYDAY.split())  # words that say nothing of a subject
