"""Numbers as people type them into a form. Pure: no Django."""

import re
from unicodedata import normalize

from studyguide.facts import FactError, amount, converted

NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)\s*(.*)", re.ASCII | re.IGNORECASE)
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ .,'_]\d{3})+(?:[.,]\d+)?", re.ASCII)
# How units are also written, without the s of many.
WRITTEN = {
    "second": "s",
    "sec": "s",
    "minute": "min",
    "hour": "h",
    "day": "days",
    "byte": "bytes",
    "b": "bytes",
    "kb": "KB",
    "kib": "KB",
    "mb": "MB",
    "mib": "MB",
    "gb": "GB",
    "gib": "GB",
    "ms": "ms",
    "s": "s",
    "min": "min",
    "h": "h",
}


class UnreadableError(ValueError):
    """Text that is no number, or not surely one; the message says what to do, or nothing that `advice` does not."""


def number_of(text: str, unit: str) -> float:
    """The number in a text, with a decimal point or comma, in digits of any width.

    A comma before three digits may part thousands as well, and a unit may be another one: neither is guessed.
    Raises UnreadableError.
    """
    plain = normalize("NFKC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip()
    if AMBIGUOUS.fullmatch(plain):
        less, more = amount(float(plain.replace(",", "."))), plain.replace(",", "")
        raise UnreadableError(f"This could be {less} or {more}: write it without the comma.")
    found = NUMBER.fullmatch(plain)
    if GROUPED.fullmatch(plain) and (found is None or found[2]):
        raise UnreadableError("Leave out what parts the thousands.")
    if found is None:
        raise UnreadableError("")
    number = float(found[1].replace(",", "."))
    if found[2]:
        raise UnreadableError(_with_its_unit(number, found[2], unit))
    return number


def _with_its_unit(number: float, given: str, unit: str) -> str:
    """What to do about a number that came with a unit."""
    if given.casefold() == unit.casefold():
        return "Leave the unit out."
    word = given.casefold()
    try:
        same = converted(number, WRITTEN.get(word) or WRITTEN.get(word.removesuffix("s"), ""), unit)
    except FactError:
        return ""
    return f"Leave the unit out: that is {amount(same, unit)}."
