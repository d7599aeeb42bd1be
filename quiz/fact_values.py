"""Another value for a fact, as somebody types it: `10`, `10 GB`, `0.5 h`, `USD 0.12`, `yes`. Pure: no Django."""

import re

from quiz.answers import number_in
from studyguide.facts import SCALES, SILENT_UNITS, SPELLED, Fact, FactError, Value, converted, is_date, shown

LONGEST = 500  # characters
LARGEST = 1e15
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_NUMBER = re.compile(r"^(?:usd|us\$|\$)?\s*[+\u2212-]?[\d.,'\u2019\s]+(?:e[+-]?\d+)?", re.I)
_UNITS = {unit.lower(): unit for unit in SCALES}
_UNITS |= {spelled: unit for unit, both in SPELLED.items() for spelled in both}
_UNITS |= {"second": "s", "seconds": "s", "millisecond": "ms", "milliseconds": "ms"}


def typed_value(fact: Fact, text: str) -> Value:
    """The value that `text` means for the fact, in its own unit.

    Raises ValueError with a sentence that says what is wrong and what to type.
    """
    text = text.replace("\0", "").strip()
    if not text:
        raise ValueError(f"Type a value. {_expected(fact)}")
    if len(text) > LONGEST:
        raise ValueError(f"Shorten it to {LONGEST} characters.")
    value = _value(fact, text)
    if value == fact.value and type(value) is type(fact.value):
        raise ValueError("That is the value it has. Type another one to see what it changes.")
    return value


def _value(fact: Fact, text: str) -> Value:
    if isinstance(fact.value, bool) or fact.unit == "bool":
        if text.lower() not in _YES_NO:
            raise ValueError(_expected(fact))
        return _YES_NO[text.lower()]
    if isinstance(fact.value, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(fact.value, str) or (fact.value is None and fact.unit in SILENT_UNITS):
        if fact.unit == "date" and not is_date(text):
            raise ValueError(f"“{text}” is no date. Type a year, a month or a day, as 2026, 2026-07 or 2026-07-31.")
        return text
    return _number(fact, text)


def _number(fact: Fact, text: str) -> float | int:
    number = number_in(text)
    if number is None:
        raise ValueError(f"“{text}” is no number. {_expected(fact)}")
    if number < 0:
        raise ValueError("It cannot be below 0.")
    unit = _unit(fact, text)
    try:
        value = converted(number, unit, fact.unit) if unit else number
    except FactError:
        raise ValueError(f"“{unit}” is no unit for it. {_expected(fact)}") from None
    if value > LARGEST:
        raise ValueError(f"That is too large. {_expected(fact)}")
    return int(value) if value == int(value) else value


def _unit(fact: Fact, text: str) -> str:
    """The unit that was typed, as facts write it; nothing for none, or for the fact's own in other words."""
    typed = _NUMBER.sub("", text).strip()
    own = fact.unit.removeprefix("USD")
    if typed.lower() in ("", fact.unit.lower(), own.lower(), own.replace("/", " per ").strip().lower()):
        return ""
    return _UNITS.get(typed.lower(), typed)


def _expected(fact: Fact) -> str:
    if isinstance(fact.value, bool) or fact.unit == "bool":
        return "Type yes or no."
    if isinstance(fact.value, list):
        return "Type the words with commas between them."
    if fact.number is not None:
        return f"Type a number as in {shown(fact)}."
    return f"Type a number in {fact.unit}." if fact.unit not in SILENT_UNITS else "Type its text."
