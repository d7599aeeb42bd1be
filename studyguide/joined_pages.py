"""Pages joined for each reader from what all readers share and what is the reader's own.

Most of a long page is the same for everybody. It is rendered and compressed once, as a `Frame`. What is the reader's
own stands in the templates between `{% personal %}` and `{% endpersonal %}`; a frame has a gap there, and only gaps
are rendered for a request. Nothing of a reader can get into a frame: it is rendered for a request that has neither
session nor cookies.
"""

import secrets
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import pack
from typing import Any, Self

from django.http import HttpRequest, HttpResponse
from django.template import Context, NodeList
from django.template.context import make_context
from django.template.loader import get_template

# In a context: where the gaps of a frame are collected. In a text: where one is, so that nobody can put one there.
GAPS = "gaps of the frame"
GAP = secrets.token_hex(16)

# RFC 1952: deflated, no time, no name, any system. RFC 1951: an empty last block.
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LAST_BLOCK = b"\x03\x00"
BEST, QUICK = 9, 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page, also as blocks of deflate that end with a whole byte and refer to nothing outside."""

    plain: bytes
    deflated: bytes

    @classmethod
    def of(cls, text: str, level: int) -> Self:
        plain = text.encode()
        compressor = zlib.compressobj(level, wbits=-zlib.MAX_WBITS)
        return cls(plain, compressor.compress(plain) + compressor.flush(zlib.Z_SYNC_FLUSH))


class JoinedResponse(HttpResponse):
    """A page of pieces, which needs no compression as a whole.

    No piece refers to another, so what somebody else can put into one says nothing about the token in another (BREACH).
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        super().__init__(b"".join([piece.plain for piece in pieces]))
        self._deflated = b"".join([piece.deflated for piece in pieces])

    def compress(self) -> None:
        plain = self.content
        check = pack("<LL", zlib.crc32(plain), len(plain) % 2**32)
        self.content = GZIP_HEAD + self._deflated + LAST_BLOCK + check
        self.headers["Content-Length"] = str(len(self.content))
        self.headers["Content-Encoding"] = "gzip"


class Frame:
    """A template rendered with what all readers share, `shared`, as it looks at the address `path`.

    The best `level` of compression takes some milliseconds, too long for a page that few ask for.
    """

    def __init__(self, template_name: str, shared: Mapping[str, Any], path: str, level: int = BEST) -> None:
        self._shared = shared
        self._template = get_template(template_name).template  # type: ignore[attr-defined]  # Django's own engine
        self._gaps: list[NodeList] = []
        nobody = HttpRequest()
        nobody.path = path
        html = self._template.render(Context({**shared, "request": nobody, GAPS: self._gaps}))
        self._pieces = [Piece.of(text, level) for text in html.split(GAP)]

    def fill(self, request: HttpRequest, own: Mapping[str, Any]) -> JoinedResponse:
        """The page for one reader; `own` is what the gaps need beside the shared context and the request."""
        joined = self._pieces[:1]
        for text, piece in zip(self._own_texts(request, own), self._pieces[1:], strict=True):
            joined += [Piece.of(text, QUICK), piece]
        return JoinedResponse(joined)

    def _own_texts(self, request: HttpRequest, own: Mapping[str, Any]) -> list[str]:
        context = make_context({**self._shared, **own}, request)
        with context.render_context.push_state(self._template), context.bind_template(self._template):
            return [gap.render(context) for gap in self._gaps]
