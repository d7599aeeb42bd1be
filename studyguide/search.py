"""Full-text search over sections, terms, tables and facts: FTS5 on SQLite, text search on PostgreSQL."""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString, mark_safe

LONGEST_QUERY = 200  # characters
MOST_WORDS = 12
MOST_FROM_ONE_PAGE = 3

_WORD = re.compile(r"\w+")
# Around a match in an excerpt; private-use characters, which no content may hold (see `markup.check_cost`).
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLAIN = str.maketrans("àáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy")
_MARKS = {
    "open": _OPEN,
    "close": _CLOSE,
    "marks": _OPEN + _CLOSE,
    "brackets": "\ue002\ue003",
    "options": f"StartSel={_OPEN},StopSel={_CLOSE},MaxWords=28,MinWords=12,ShortWord=0",
}

# A part of a section is about its heading, and stands under the section's title. A word in what an entry is about
# weighs most; a page's own entry counts double, a single fact half.
_SQLITE = """
SELECT e.kind, e.title, e.heading, e.url,
       snippet(studyguide_search, 2, %(open)s, %(close)s, '…', 28)
FROM studyguide_search s
JOIN studyguide_searchentry e ON e.id = s.rowid
JOIN studyguide_guide g ON g.id = e.guide_id AND NOT g.is_retired
WHERE studyguide_search MATCH %(pattern)s
ORDER BY bm25(studyguide_search, 10.0, 0.5, 1.0)
       * CASE WHEN e.kind IN ('section', 'table') AND e.heading = '' THEN 2.0 WHEN e.kind = 'fact' THEN 0.5 ELSE 1.0 END
       * CASE WHEN lower(s.title) LIKE %(near)s THEN 1.5 ELSE 1.0 END,
       e.id
LIMIT %(rows)s
"""

_SQLITE_INDEX = """
INSERT INTO studyguide_search(rowid, title, heading, text)
SELECT id,
       CASE WHEN kind = 'section' AND heading <> '' THEN heading ELSE title END,
       CASE WHEN kind = 'section' AND heading <> '' THEN title ELSE heading END,
       text
FROM studyguide_searchentry
"""

# `words` is made and indexed by the database, see the migration. Only what is shown gets a headline. A headline loses
# what looks like a tag, so angle brackets are replaced before it is made.
_POSTGRES = """
SELECT e.kind, e.title, e.heading, e.url,
       CASE WHEN starts_with(e.text, h.first) THEN '' ELSE '…' END || h.line ||
       CASE WHEN right(e.text, length(h.last)) = h.last THEN '' ELSE '…' END
FROM (SELECT e.*, q,
             ts_rank(e.words, q, 1)
             * CASE WHEN e.kind IN ('section', 'table') AND e.heading = '' THEN 2.0
                    WHEN e.kind = 'fact' THEN 0.5 ELSE 1.0 END
             * CASE WHEN lower(CASE WHEN e.kind = 'section' AND e.heading <> '' THEN e.heading ELSE e.title END)
                    LIKE %(near)s THEN 1.5 ELSE 1.0 END AS weight
      FROM studyguide_searchentry e
      JOIN studyguide_guide g ON g.id = e.guide_id AND NOT g.is_retired,
           to_tsquery('english', %(pattern)s) q
      WHERE e.words @@ q
      ORDER BY weight DESC, e.id
      LIMIT %(rows)s) e,
     LATERAL (SELECT translate(ts_headline('english', translate(e.text, '<>', %(brackets)s), e.q, %(options)s),
                               %(brackets)s, '<>') AS line) l,
     LATERAL (SELECT l.line, left(translate(l.line, %(marks)s, ''), 20) AS first,
                     right(translate(l.line, %(marks)s, ''), 20) AS last) h
ORDER BY e.weight DESC, e.id
"""


@dataclass(frozen=True, slots=True)
class Result:
    kind: str
    title: str
    heading: str
    url: str
    excerpt: SafeString
    is_partial: bool


def search(query: str, limit: int = 20) -> list[Result]:
    """What holds every word of `query`, the last of them as a beginning; best first. Any string is safe.

    When nothing does, what holds some of the words, marked as partial.
    """
    words = _WORD.findall(query[:LONGEST_QUERY])[:MOST_WORDS]
    if not words:
        return []
    rows = _rows(words, limit, needs_all=True)
    if rows or len(words) == 1:
        return _spread(rows, limit, is_partial=False)
    return _spread(_rows(words, limit, needs_all=False), limit, is_partial=True)


def index_entries() -> None:
    """Build the FTS5 index from the search entries; PostgreSQL keeps its own up to date."""
    if _is_postgres():
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM studyguide_search")
        cursor.execute(_SQLITE_INDEX)


def _rows(words: list[str], limit: int, *, needs_all: bool) -> list[tuple[Any, ...]]:
    words = [word.lower().translate(_PLAIN) for word in words]
    pattern = (_postgres_pattern if _is_postgres() else _sqlite_pattern)(words, needs_all=needs_all)
    given: dict[str, Any] = {"pattern": pattern, "near": f"%{'%'.join(words)}%", "rows": limit * 4}
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES if _is_postgres() else _SQLITE, {**given, **_MARKS})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


def _sqlite_pattern(words: list[str], *, needs_all: bool) -> str:
    # Quoted, no word can be an operator of FTS5; `\w+` holds no quotation mark.
    quoted = [f'"{word}"' for word in words]
    return (" " if needs_all else " OR ").join(quoted) + "*"


def _postgres_pattern(words: list[str], *, needs_all: bool) -> str:
    quoted = [f"'{word}'" for word in words]
    return (" & " if needs_all else " | ").join(quoted) + ":*"


def _spread(rows: list[tuple[Any, ...]], limit: int, *, is_partial: bool) -> list[Result]:
    """The first rows, with no page more than three times."""
    seen: dict[str, int] = {}
    results = []
    for kind, title, heading, url, excerpt in rows:
        page = url.partition("#")[0] if kind != "term" else url
        seen[page] = seen.get(page, 0) + 1
        if seen[page] <= MOST_FROM_ONE_PAGE:
            results.append(Result(kind, title, heading, url, _highlighted(excerpt), is_partial))
    return results[:limit]


def _highlighted(excerpt: str) -> SafeString:
    marked = escape(excerpt).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")
    return mark_safe(marked)  # escaped in the line above
