"""How static files are collected for production: style sheets lose what browsers skip."""

import re
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

OWN_SHEETS = "css/"  # those of libraries stay as they are
_STRING_OR_COMMENT = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/""", re.S)
_SPACES = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,>])\s*|(?<=[\w)\]]):\s+|;(?=\s*\})")


def compact(css: str) -> str:
    """The same rules without comments and without spaces that mean nothing; strings are left alone."""
    strings: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        if not found[1]:
            return ""
        strings.append(found[1])
        return f"\0{len(strings) - 1}\0"

    text = _SPACES.sub(" ", _STRING_OR_COMMENT.sub(put_away, css)).strip()
    text = _AROUND.sub(lambda found: found[1] or (":" if ":" in found[0] else ""), text)
    text = text.replace(";}", "}")
    return re.sub("\0(\\d+)\0", lambda number: strings[int(number[1])], text)


class CompactStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, for smaller style sheets: a first visit waits for them."""

    def _save(self, name: str, content: "File[Any]") -> str:
        if name.startswith(OWN_SHEETS) and name.endswith(".css"):
            content = ContentFile(compact(b"".join(content.chunks()).decode()).encode())
        saved: str = super()._save(name, content)
        return saved
