"""Requests that nobody would send on purpose, to every address of the URL configuration; the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random
from urllib.parse import quote, urlencode

from django.urls import URLResolver, get_resolver

STRANGE = [
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "9" * 30,
    "9" * 5_000,
    "NaN",
    "0x10",
    "²",
    "١٢",
    "\0",
    "a\0b",
    "\r\nX-Injected: 1",
    "\ud800",
    "\ufffe",
    "\u202egnp.exe",
    "e\u0301" * 30,
    "👩‍👩‍👧" * 40,
    "İ",
    "ß" * 200,
    "a" * 5_000,
    "[" * 2_000,
    "' OR 1=1 --",
    '"; DROP TABLE quiz_response; --',
    "%00",
    "%s%n{0}{{7*7}}",
    "../../../../etc/passwd",
    "..\\..\\boot.ini",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "00000000-0000-4000-8000-000000000000",
    "true",
    "null",
    '{"a": [1]}',
    "2026-13-45T99:99",
    "AND OR NOT NEAR(",
    "*",
    "a:b",
]
FIELDS = [
    "answer",
    "answer-0",
    "answer-1",
    "sequence",
    "touched",
    "revision",
    "writer",
    "confidence",
    "flag",
    "go",
    "move",
    "text",
    "from",
    "count",
    "judged",
    "point",
    "show",
    "overview",
    "q",
    "next",
    "row",
    "column",
    "where",
    "sort",
    "page",
    "p",
    "o",
    "e",
    "_popup",
    "_connector",
    "_negated",
    "id__exact",
    "title",
    "stem",
    "name",
    "login",
    "username",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "code",
    "remember",
    "credential",
    "action",
    "ids",
    "id",
    "slug",
    "mode",
    "minutes",
    "gpu",
    "run_location",
    "q.title",
    "q.stem",
    "o-TOTAL_FORMS",
    "o-0-text",
    "form-TOTAL_FORMS",
    "csrfmiddlewaretoken",
]
METHODS = ["GET"] * 10 + ["POST"] * 8 + ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]
HEADERS = ["If-None-Match", "If-Modified-Since", "Accept-Encoding", "Accept-Language", "Range", "Referer", "User-Agent"]


@dataclass(frozen=True)
class Sent:
    """`address` is percent-encoded and has the query; `form` is what a POST carries."""

    method: str
    address: str
    form: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> str:
        return encoded(self.form)


@cache
def addresses() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every address of the site: its name, its text with `%(argument)s`, and its arguments."""
    return dict(sorted(_under(get_resolver(), "")))


def _under(resolver: URLResolver, before: str) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    for name in resolver.reverse_dict:
        if not isinstance(name, str):
            continue
        for number, (possibilities, *_) in enumerate(resolver.reverse_dict.getlist(name)):
            for text, arguments in possibilities:
                yield f"{before}{name}{number or ''}", (f"/{before}{text}", tuple(arguments))
    for prefix, below in resolver.namespace_dict.values():
        yield from _under(below, f"{before}{prefix}")


def unnamed(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """The patterns that have no name, so that they are not among the addresses."""
    for pattern in (resolver or get_resolver()).url_patterns:
        text = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from unnamed(pattern, text)
        elif not pattern.name:
            yield text


def requests(seed: int, count: int, known: dict[str, str]) -> Iterator[Sent]:
    """So many of them. Arguments are often what `known` says, so that the request gets far."""
    random = Random(seed)
    names = list(addresses())
    for _ in range(count):
        text, arguments = addresses()[random.choice(names)]
        chosen = {name: _argument(random, name, known) for name in arguments}
        query = _fields(random, random.choice([0, 0, 1, 3]))
        address = "/" + (text % chosen).lstrip("/") + (f"?{encoded(query)}" if query else "")
        headers = {"HX-Request": "true"} if random.random() < 0.3 else {}
        if random.random() < 0.2:
            value = random.choice(STRANGE).encode("ascii", "ignore").decode()
            headers[random.choice(HEADERS)] = "".join(letter for letter in value if letter.isprintable())[:1_000]
        method = random.choice(METHODS)
        yield Sent(method, address, _fields(random, random.randint(0, 6)) if method == "POST" else {}, headers)


def _argument(random: Random, name: str, known: dict[str, str]) -> str:
    if name in known and random.random() < 0.85:
        return known[name]
    return quote(_bytes(random.choice(STRANGE))[:1_000], safe="")


def _fields(random: Random, count: int) -> dict[str, str]:
    return {random.choice([*FIELDS, random.choice(STRANGE)[:50]]): random.choice([*STRANGE, "1"]) for _ in range(count)}


def encoded(fields: dict[str, str]) -> str:
    return urlencode({_bytes(name): _bytes(value) for name, value in fields.items()})


def _bytes(text: str) -> bytes:
    """Lone surrogates as well, which are no UTF-8."""
    return text.encode("utf-8", "surrogatepass")
