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

# What a word in a title, a heading and the text weighs; a page's own entry counts double, a single fact half.
_SQLITE = """
SELECT e.kind, e.title, e.heading, e.url,
       snippet(studyguide_search, 2, %s, %s, '…', 28)
FROM studyguide_search
JOIN studyguide_searchentry e ON e.id = studyguide_search.rowid
JOIN studyguide_guide g ON g.id = e.guide_id AND NOT g.is_retired
WHERE studyguide_search MATCH %s
ORDER BY bm25(studyguide_search, 10.0, 5.0, 1.0)
       * CASE WHEN e.kind IN ('section', 'table') AND e.heading = '' THEN 2.0 WHEN e.kind = 'fact' THEN 0.5 ELSE 1.0 END
       * CASE WHEN lower(e.title) LIKE %s THEN 1.5 ELSE 1.0 END,
       e.id
LIMIT %s
"""

_POSTGRES = """
SELECT e.kind, e.title, e.heading, e.url,
       ts_headline('english', e.text, q, 'StartSel=' || %s || ',StopSel=' || %s || ',MaxWords=28,MinWords=12')
FROM studyguide_searchentry e
JOIN studyguide_guide g ON g.id = e.guide_id AND NOT g.is_retired,
     to_tsquery('english', %s) q,
     LATERAL (SELECT setweight(to_tsvector('english', e.title), 'A') ||
                     setweight(to_tsvector('english', e.heading), 'B') ||
                     setweight(to_tsvector('english', e.text), 'D') AS words) v
WHERE v.words @@ q
ORDER BY ts_rank(v.words, q)
       * CASE WHEN e.kind IN ('section', 'table') AND e.heading = '' THEN 2.0 WHEN e.kind = 'fact' THEN 0.5 ELSE 1.0 END
       * CASE WHEN lower(e.title) LIKE %s THEN 1.5 ELSE 1.0 END DESC,
       e.id
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Result:
    kind: str
    title: str
    heading: str
    url: str
    excerpt: SafeString


def search(query: str, limit: int = 20) -> list[Result]:
    """What matches every word of `query`, the last of them as a beginning; best first. Any string is safe."""
    words = _WORD.findall(query[:LONGEST_QUERY])[:MOST_WORDS]
    if not words:
        return []
    title = "%" + "%".join(word.lower() for word in words) + "%"
    sql, pattern = (_POSTGRES, _postgres_query(words)) if _is_postgres() else (_SQLITE, _sqlite_query(words))
    with connection.cursor() as cursor:
        cursor.execute(sql, [_OPEN, _CLOSE, pattern, title, limit * 4])
        rows = cursor.fetchall()
    return _spread(rows, limit)


def index_entries() -> None:
    """Build the FTS5 index from the search entries; PostgreSQL reads the entries themselves."""
    if _is_postgres():
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM studyguide_search")
        cursor.execute(
            "INSERT INTO studyguide_search(rowid, title, heading, text) "
            "SELECT id, title, heading, text FROM studyguide_searchentry"
        )


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


def _sqlite_query(words: list[str]) -> str:
    # Quoted, no word can be an operator of FTS5; `\w+` holds no quotation mark.
    return " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'


def _postgres_query(words: list[str]) -> str:
    return " & ".join(f"'{word}'" for word in words[:-1]) + f"{' & ' if words[1:] else ''}'{words[-1]}':*"


def _spread(rows: list[tuple[Any, ...]], limit: int) -> list[Result]:
    """The first rows, with no page more than three times."""
    seen: dict[str, int] = {}
    results = []
    for kind, title, heading, url, excerpt in rows:
        page = url.partition("#")[0] if kind != "term" else url
        seen[page] = seen.get(page, 0) + 1
        if seen[page] <= MOST_FROM_ONE_PAGE:
            results.append(Result(kind, title, heading, url, _highlighted(excerpt)))
    return results[:limit]


def _highlighted(excerpt: str) -> SafeString:
    marked = escape(excerpt).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")
    return mark_safe(marked)  # escaped in the line above
