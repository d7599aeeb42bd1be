"""The advisor of the guide on bread, as tests of the engine use it."""

from pathlib import Path

from studyguide.advisor.evaluation import make_advisor
from studyguide.advisor.reading import read_advisor_file
from studyguide.documents import Problems
from studyguide.factfile import read_fact_file


def read_both(folder):
    """What facts.yaml and advisor.yaml of a guide's folder say; both without a mistake."""
    problems = Problems()
    facts = read_fact_file(Path(folder) / "facts.yaml", problems)
    file = read_advisor_file(Path(folder) / "advisor.yaml", facts, problems)
    assert list(problems) == []
    return facts, file


def advisor_of(folder):
    facts, file = read_both(folder)
    return make_advisor(file.rules, facts.book)


def workload(advisor, **changes):
    """A patient baker with a day, completed, with what a test changes."""
    plain = {"minutes": 1440, "loaves": 4, "mood": "patient", "has_acid": False, "crumb_mm": None, **changes}
    return advisor.fields.complete(plain)
