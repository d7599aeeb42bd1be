"""Style sheets that come inside a page instead of beside it.

Whoever comes to a page from elsewhere then waits for one answer and not for two, which over a slow line is most of the
time until there is something to read. Only pages that are a way in have them inside; the others have links, since a
browser keeps what it once loaded.

The sheets are files like all others, and no template holds a rule. The policy names each by the digest of its text
(https://www.w3.org/TR/CSP3/#match-element-to-source-list), so that browsers follow these and no other style in a page.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from studyguide.compacting import compact_sheet

STATIC = Path(__file__).parent.parent / "static"
SHEETS_INSIDE = ("css/site.css", "css/pages.css", "css/figures.css")


@cache
def sheet_text(name: str) -> str:
    """The rules of one of `SHEETS_INSIDE`; the policy holds for this text to the byte."""
    if name not in SHEETS_INSIDE:
        raise ValueError(f"No page may have {name} inside: the policy does not name it. Add it to SHEETS_INSIDE.")
    return compact_sheet((STATIC / name).read_text())


def policy_source(name: str) -> str:
    digest = sha256(sheet_text(name).encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
