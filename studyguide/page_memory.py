"""A shared HTTP cache inside the process, for readers who carry no cookie.

It wraps a WSGI application that calls `start_response` before it returns, as Django does:

    application = PageMemory(get_wsgi_application(), seconds=60, entries=2000)

A page is remembered only when its response allows that: status 200, `Cache-Control: public`, no cookie set, a
declared length of at most a megabyte, and a `Vary` that names nothing this module does not look at. It is
compressed once, when it is stored; a hit sends bytes that lie ready.

When content is synced again, the old page may show for `seconds` more, in each server process by itself.
"""

import gzip
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import Any
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
from django.utils.http import parse_etags

Key = tuple[str | bool, ...]
HeaderList = list[tuple[str, str]]

MEGABYTE = 1024 * 1024

# A request with one of these may be answered differently from the next reader's.
PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_HX_REQUEST")
# What a remembered response may vary on. Requests with a cookie or from HTMX never get here.
UNDERSTOOD_IN_VARY = {"accept-encoding", "cookie", "hx-request"}
# A 304 describes no body, so it says nothing about one.
ABOUT_THE_BODY = {"content-length", "content-type", "content-encoding", "content-language"}

ACCEPTED_CODING = re.compile(r"\s*([a-z*-]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?")
BELOW_ANY_WEIGHT = 0.0001  # a q-value has three decimals at most


def tokens(value: str | None) -> set[str]:
    return {token.strip().lower() for token in (value or "").split(",") if token.strip()}


# The request


def is_anonymous_read(environ: WSGIEnvironment) -> bool:
    return environ["REQUEST_METHOD"] in {"GET", "HEAD"} and environ.keys().isdisjoint(PERSONAL)


def wants_fresh(environ: WSGIEnvironment) -> bool:
    """Whether the reader forced a reload. A plain one says max-age=0 and is answered from memory."""
    header = environ.get("HTTP_CACHE_CONTROL")
    return header is not None and not tokens(header).isdisjoint({"no-cache", "no-store"})


def is_https_at_proxy(environ: WSGIEnvironment) -> bool:
    """Read the header as Django's SECURE_PROXY_SSL_HEADER does; without that setting it only splits the memory."""
    proto: str = environ.get("HTTP_X_FORWARDED_PROTO", "")
    return proto.partition(",")[0].strip() == "https"


def page_key(environ: WSGIEnvironment) -> Key:
    return (
        environ["wsgi.url_scheme"],
        is_https_at_proxy(environ),
        environ.get("HTTP_HOST", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
    )


@lru_cache(maxsize=256)
def preferred_codings(accept_encoding: str) -> tuple[str, ...]:
    """Return those of our codings that the header accepts, best first (RFC 9110, 12.5.3).

    Identity closes the list even when it is refused: a page in plain bytes helps more than an empty 406.
    """
    matches = map(ACCEPTED_CODING.fullmatch, accept_encoding.lower().split(","))
    weights = {match[1]: float(match[2] or 1) for match in matches if match}
    others = weights.get("*", 0.0)
    ranks = {
        "br": weights.get("br", others),
        "gzip": weights.get("gzip", others),
        "identity": weights.get("identity", BELOW_ANY_WEIGHT),
    }
    accepted = [coding for coding in ranks if ranks[coding]]
    return (*sorted(accepted, key=ranks.__getitem__, reverse=True), "identity")


# The response


def is_storable(status: str, headers: Headers) -> bool:
    cache_control = tokens(headers["Cache-Control"])
    return (
        status.startswith("200 ")
        and "public" in cache_control
        and cache_control.isdisjoint({"private", "no-store"})
        and "Set-Cookie" not in headers
        and "Content-Encoding" not in headers
        and tokens(headers["Vary"]) <= UNDERSTOOD_IN_VARY
        and has_small_body(headers)
    )


def has_small_body(headers: Headers) -> bool:
    """Whether a length is declared and small. A streaming response declares none."""
    length = headers["Content-Length"] or ""
    return length.isdecimal() and int(length) <= MEGABYTE


class HeldHead:
    """A `start_response` that holds back the head of a storable response and passes any other on at once."""

    def __init__(self, start_response: StartResponse) -> None:
        self.headers: Headers | None = None
        self.written: list[bytes] = []
        self._start_response = start_response

    def __call__(self, status: str, headers: HeaderList, exc_info: Any = None, /) -> Callable[[bytes], object]:
        held = Headers(headers)
        self.headers = held if is_storable(status, held) else None
        if self.headers is None:
            return self._start_response(status, headers, exc_info)
        return self.written.append


def read(chunks: Iterable[bytes]) -> bytes:
    try:
        return b"".join(chunks)
    finally:
        if close := getattr(chunks, "close", None):
            close()


# The page

# A section of 75 kB takes a tenth of a second with the best, for a tenth fewer bytes than quality 9 gives. That is
# paid once for each content. With a query anybody can invent addresses, so there it has to be quick.
BEST_BROTLI = 11
QUICK_BROTLI = 5


@dataclass(frozen=True, slots=True)
class Variant:
    """A page in one content coding, with both answers that can be given from it."""

    body: bytes
    etag: str
    headers: HeaderList
    headers_without_body: HeaderList

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        # Servers may change the list they are given, so each gets a copy.
        if self.is_held_by(environ.get("HTTP_IF_NONE_MATCH")):
            start_response("304 Not Modified", [*self.headers_without_body])
            return []
        start_response("200 OK", [*self.headers])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]

    def is_held_by(self, if_none_match: str | None) -> bool:
        """Compare weakly, as If-None-Match asks for (RFC 9110, 13.1.2)."""
        if not if_none_match:
            return False
        held = {etag.removeprefix("W/") for etag in parse_etags(if_none_match)}
        return "*" in held or self.etag.removeprefix("W/") in held


@dataclass(frozen=True, slots=True)
class Page:
    variants: Mapping[str, Variant]
    stored_at: float

    @property
    def weight(self) -> int:
        return sum(len(variant.body) for variant in self.variants.values())

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        codings = preferred_codings(environ.get("HTTP_ACCEPT_ENCODING", ""))
        coding = next(coding for coding in codings if coding in self.variants)
        return self.variants[coding].answer(environ, start_response)


def make_page(headers: Headers, bodies: dict[str, bytes], stored_at: float) -> Page:
    etag = headers["ETag"] or f'"{blake2b(bodies["identity"], digest_size=12).hexdigest()}"'
    if "accept-encoding" not in tokens(headers["Vary"]):
        headers["Vary"] = ", ".join(filter(None, [headers["Vary"], "Accept-Encoding"]))
    variants = {coding: make_variant(headers, etag, coding, encoded) for coding, encoded in bodies.items()}
    return Page(variants, stored_at)


def known_bodies(known: Page | None, body: bytes) -> dict[str, bytes]:
    """Return the bodies that were remembered before, if the content is the same."""
    if known is None or known.variants["identity"].body != body:
        return {}
    return {coding: variant.body for coding, variant in known.variants.items()}


def encode(body: bytes, quality: int) -> dict[str, bytes]:
    """Return the body as it is and in each coding that makes it shorter."""
    encoded = {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality),
        "gzip": gzip.compress(body, compresslevel=9, mtime=0),
    }
    shorter = {coding: result for coding, result in encoded.items() if len(result) < len(body)}
    return {"identity": body, **shorter}


def make_variant(headers: Headers, etag: str, coding: str, body: bytes) -> Variant:
    own = Headers(headers.items())
    own["Content-Length"] = str(len(body))
    if coding != "identity":
        own["Content-Encoding"] = coding
        etag = f'{etag[:-1]}-{coding}"'  # two codings are two representations (RFC 9110, 8.8.3.3)
    own["ETag"] = etag
    without_body = [(name, value) for name, value in own.items() if name.lower() not in ABOUT_THE_BODY]
    return Variant(body, etag, own.items(), without_body)


# The memory


class Shelf:
    """Pages by key; beyond a count or a number of bytes the least recently used go. Thread-safe."""

    def __init__(self, entries: int, total_bytes: int) -> None:
        self._entries = entries
        self._total_bytes = total_bytes
        self._weight = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        with self._lock:
            self._remove(key)
            self._pages[key] = page
            self._weight += page.weight
            while len(self._pages) > self._entries or self._weight > self._total_bytes:
                self._remove(next(iter(self._pages)))

    def drop(self, key: Key) -> None:
        with self._lock:
            self._remove(key)

    def _remove(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        self._weight -= page.weight if page else 0


class PageMemory:
    """The wrapped application. `total_bytes` bounds the bodies, in all codings together."""

    def __init__(
        self,
        application: WSGIApplication,
        *,
        seconds: float,
        entries: int,
        total_bytes: int = 64 * MEGABYTE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._seconds = seconds
        self._shelf = Shelf(entries, total_bytes)
        self._clock = clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not is_anonymous_read(environ):
            return self._application(environ, start_response)
        key = page_key(environ)
        page = self._shelf.get(key)
        if page and self._is_current(page) and not wants_fresh(environ):
            return page.answer(environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":  # its answer has no body to remember
            return self._application(environ, start_response)
        return self._ask(key, page, environ, start_response)

    def _is_current(self, page: Page) -> bool:
        return self._clock() - page.stored_at < self._seconds

    def _ask(
        self, key: Key, known: Page | None, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let the application answer, and remember what it says if that may be.

        Several threads that miss at once each ask, and the last one is remembered: their answers are equal.
        """
        asked_at = self._clock()  # what the page says is no older than this
        # The memory compresses by itself, and better, so it asks for plain bytes. An answer that turns out
        # not to be storable goes out plain: a few kilobytes more, for a reader without a cookie only,
        # against compressing every page twice.
        plain = {name: value for name, value in environ.items() if name != "HTTP_ACCEPT_ENCODING"}
        head = HeldHead(start_response)
        chunks = self._application(plain, head)
        if head.headers is None:
            self._shelf.drop(key)
            return chunks
        body = b"".join(head.written) + read(chunks)
        quality = QUICK_BROTLI if environ.get("QUERY_STRING") else BEST_BROTLI
        page = make_page(head.headers, known_bodies(known, body) or encode(body, quality), asked_at)
        self._shelf.put(key, page)
        return page.answer(environ, start_response)
