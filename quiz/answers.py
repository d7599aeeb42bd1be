"""What people type, made comparable: numbers and short texts. Pure: no Django."""

import math
import re
import unicodedata
from collections.abc import Iterable

LONGEST_ANSWER = 2_000  # characters

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?", re.I)
# Groups of three digits, as `1,000`, `1 000`, `1'000`, `1.000.000` and `1.000,5`; `0,125` is a fraction.
_GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:([,' \u2019])\d{3}(?:\1\d{3})*(?!\d)|(?:\.\d{3})+(?=,\d)|(?:\.\d{3}){2,}(?![\d.]))"
)
_CURRENCY = re.compile(r"(?:usd|us\$|\$)\s*", re.I)
_SUM_TO_DO = re.compile(r"\s*[/^*\u00d7\u2044]+\s*\d")  # `1/2`: a reader who stops at 1 misreads it


def number_in(text: str) -> float | None:
    """The number that `text` begins with, as `1,000 requests`, `0,5` or `USD 1.44`; None when there is none."""
    text = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    if currency := _CURRENCY.match(text):
        text = text[currency.end() :]
    if grouped := _GROUPED.match(text):
        text = re.sub(r"[^\d+-]", "", grouped.group()) + text[grouped.end() :]
    if re.match(r"[+-]?\d+,\d", text):
        text = text.replace(",", ".", 1)
    found = _NUMBER.match(text)
    if found is None or _SUM_TO_DO.match(text, found.end()):
        return None
    value = float(found.group())
    return value if math.isfinite(value) else None


def normalised(text: str) -> str:
    """Case, spaces, Unicode forms, quotation marks and a closing full stop do not count."""
    text = unicodedata.normalize("NFKC", text).casefold().strip().strip("\"'`\u2018\u2019\u201c\u201d")
    return re.sub(r"\s+", " ", text).removesuffix(".").strip()


def is_accepted(text: str, accepted: Iterable[str]) -> bool:
    """Whether `text` is one of the accepted forms, in which `*` stands for any characters."""
    given = normalised(text)
    return bool(given) and any(_matches(given, normalised(form)) for form in accepted)


def _matches(given: str, form: str) -> bool:
    """Wildcards without a regular expression, so that no form can be slow."""
    first, *rest = form.split("*")
    if not rest:
        return given == form
    if not given.startswith(first):
        return False
    at = len(first)
    for part in rest[:-1]:
        found = given.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(given) - at >= len(rest[-1]) and given.endswith(rest[-1])


def without_nul(text: str) -> str:
    """PostgreSQL stores no NUL; nobody types one on purpose."""
    return text.replace("\0", "")[:LONGEST_ANSWER]
