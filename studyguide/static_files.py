"""How static files are collected for production: style sheets and scripts lose what browsers skip."""

from pathlib import PurePosixPath
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

from studyguide.compacting import COMPACT

OWN = ("css/", "js/")  # what comes from libraries stays as it is


class CompactStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, for smaller files: a first visit waits for them."""

    def _save(self, name: str, content: "File[Any]") -> str:
        compact = COMPACT.get(PurePosixPath(name).suffix) if name.startswith(OWN) else None
        if compact:
            content = ContentFile(compact(b"".join(content.chunks()).decode()).encode())
        saved: str = super()._save(name, content)
        return saved
