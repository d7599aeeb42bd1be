"""A source read as a question, with each mistake at its field. Pure: no Django.

File, form and version have one shape, and one reader checks it: a source is written as YAML and read back like any
file, and what is wrong with a line is wrong with the field that stands there.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quiz.items import QuestionItem, ScenarioItem, read_question
from quiz.quiz_items import read_case
from quiz.sources import Source, source_yaml, without_status
from studyguide.documents import Entry, Problems, parse_yaml_list

PATH = Path("draft")  # stands in problems where a file would


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as it was read: the question or the case, if it has the shape of one, and where its fields stand."""

    item: QuestionItem | ScenarioItem | None
    lines: Sequence[tuple[int, str]] = ()

    def field(self, line: int) -> str:
        """The field at a line of the source's YAML, as `options.2.because`; empty where none is."""
        found = bisect_right([first for first, _ in self.lines], line)
        return self.lines[found - 1][1] if found else ""


def read_draft(source: Source, problems: Problems, case: Source | None = None) -> Draft:
    """Read a source as a file of one question would be read, with its mistakes noted.

    `case` is the source of the case whose step it is; what is wrong with that is not noted.
    """
    entry = _entry(source, problems)
    if entry is None:
        return Draft(None)
    scenario = read_case_draft(case, Problems()).item if case is not None else None
    inherits = scenario if isinstance(scenario, ScenarioItem) else None
    return Draft(read_question(entry, inherits), fields_by_line(entry))


def read_case_draft(source: Source, problems: Problems) -> Draft:
    """Read a case's source; its steps, which are named only, are questions of their own."""
    steps = [str(step) for step in source.get("steps") or []]
    entry = _entry({name: value for name, value in source.items() if name != "steps"}, problems)
    return Draft(read_case(entry, steps), fields_by_line(entry)) if entry else Draft(None)


def _entry(source: Source, problems: Problems) -> Entry | None:
    entries = parse_yaml_list(source_yaml([without_status(source)]), PATH, problems)
    return entries[0] if len(entries) == 1 else None


def fields_by_line(entry: Entry) -> list[tuple[int, str]]:
    """Where each field begins, in order."""
    lines = entry.text_lines()
    return sorted((line, place) for place, line in lines.items() if not place[-1].isdigit())  # no words of a list
