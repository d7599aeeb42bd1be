"""manage.py what_if"""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from studyguide.models import Fact


@pytest.fixture
def run(guide, quiz_folder):
    """The thousand cases are made once for all tests here, under a digest that no other guide has."""
    guide.digest = "for-what-if"
    guide.save()

    def run(*args):
        out = StringIO()
        call_command("what_if", *args, stdout=out)
        return out.getvalue()

    return run


def test_every_change_is_a_line_and_what_stays_is_counted(run):
    lines = run("sourdough.rise_min", "2000 min").splitlines()
    assert lines[0] == "sourdough.rise_min: 2,000 min instead of 720 min"
    assert "scenario: A loaf for Sunday: Sourdough starter -> Instant yeast" in lines
    assert "key: Hours in the jar: 12 h -> 33.33333333 h" in lines
    assert any(line.startswith("figure: How many times longer sourdough rises: 8 times -> 22 times") for line in lines)
    assert lines[-1].startswith("1 scenario, ")
    assert "Nothing was saved: the value stands in content/bread/facts.yaml, line" in lines[-1]


def test_all_seeds_are_looked_at(run):
    found = json.loads(run("yeast.rise_min", "600", "--json"))
    changed = [seed for change in found["cases"] for seed in change["seeds"]]
    assert len(set(changed)) + found["cases_same"] == 1000
    assert max(changed) > 900


def test_nothing_is_saved(run):
    before = list(Fact.objects.order_by("pk").values())
    run("sourdough.rise_min", "2000")
    assert list(Fact.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("rye.rise", "3", "No fact has the key rye.rise"),
        ("yeast.rise_min", "lots", "is no number"),
        ("yeast.rise_min", "0", "division by zero"),
        ("sourdough.times_longer", "3", "is computed: sourdough.rise_min / yeast.rise_min"),
    ],
)
def test_what_cannot_be_tried_is_explained(run, key, value, said):
    with pytest.raises(CommandError, match=said):
        run(key, value)
