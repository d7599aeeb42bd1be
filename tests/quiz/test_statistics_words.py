"""Findings in words, and plots with what they say."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from quiz.finding_words import LABELS, finding_text
from quiz.statistics import Finding, Rule
from quiz.statistics_plots import MOST_NAMED, ScatterPoint, scatter_plot, score_histogram, share_bar, tenths

DOCUMENT = {"options": [{"html": f"<em>{word}</em>"} for word in ("Soda", "Yeast", "Rye")]}


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (Finding(Rule.CHECK_KEY, (1,)), "The upper third chose “Yeast” more often than the key."),
        (Finding(Rule.CHECK_KEY), "Learners who do well in the other questions do worse in this one."),
        (Finding(Rule.TOO_HARD), "Check the key first, then whether the stem can be understood."),
        (Finding(Rule.TOO_EASY), "It tells nobody apart. Keep it if everybody must know it."),
        (Finding(Rule.IDLE_DISTRACTORS, (2,)), "Hardly anybody takes “Rye”."),
        (Finding(Rule.IDLE_DISTRACTORS, (0, 1, 2)), "Hardly anybody takes “Soda”, “Yeast” and “Rye”."),
    ],
)
def test_findings_in_words(finding, words):
    assert finding_text(finding, DOCUMENT).startswith(words)


def test_every_rule_has_a_label():
    assert set(LABELS) == set(Rule)


def point(name="Rye", facility=50.0, discrimination=30.0, is_weak=False):
    return ScatterPoint(name, f"/{name}/", facility, discrimination, is_weak)


def dots(svg):
    """The centres of the points, and whether they are weak."""
    found = re.findall(r'<circle class="point( is-weak)?" cx="([\d.]+)" cy="([\d.]+)"', svg)
    return [(float(x), float(y), bool(weak)) for weak, x, y in found]


def test_easy_is_right_and_discriminating_is_up():
    (left, low, _), (right, high, _) = dots(scatter_plot([point(), point(facility=80, discrimination=50)]))
    assert right > left
    assert high < low  # y grows downward


def test_weak_questions_are_named_and_linked_and_others_are_not():
    svg = scatter_plot([point("Good"), point("Bad & worse", discrimination=-20, is_weak=True)])
    assert '<a href="/Bad &amp; worse/"><title>Bad &amp; worse</title>' in svg
    assert "Good" not in svg
    assert [is_weak for _, _, is_weak in dots(svg)] == [False, True]


@pytest.mark.parametrize(("lowest", "highest"), [(-95, 97), (-10, 20)])
def test_every_point_is_inside_the_plot(lowest, highest):
    svg = scatter_plot([point(discrimination=lowest), point(discrimination=highest, facility=100), point(facility=0)])
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    assert all(0 < x < width and 0 < y < height for x, y, _ in dots(svg))


@pytest.mark.parametrize("width", [360, 760])
def test_names_do_not_cover_each_other(width):
    svg = scatter_plot([point(f"Question {n}", 4 + n / 10, -20, is_weak=True) for n in range(MOST_NAMED)], width)
    heights = sorted(float(y) for y in re.findall(r'<tspan x="[\d.]+" y="([\d.]+)">Question', svg))
    assert len(heights) == MOST_NAMED
    assert min(after - before for before, after in pairwise(heights)) >= 14.9


def test_only_the_first_weak_ones_are_named():
    svg = scatter_plot([point(f"Question {n}", 8 * n, -20, is_weak=True) for n in range(MOST_NAMED + 3)])
    assert svg.count("<a href=") == MOST_NAMED
    assert len(dots(svg)) == MOST_NAMED + 3


def test_long_name_is_cut_and_told_whole():
    name = "A very long title that goes on and on until nobody can read it any more in a narrow plot"
    svg = scatter_plot([point(name, 10, -10, is_weak=True)], 360)
    assert f"<title>{name}</title>" in svg
    assert f">{name}</tspan>" not in svg
    assert "…</tspan>" in svg


def test_tenths_have_their_lower_end_and_a_full_score_is_in_the_last():
    shares = Counter({0.0: 1, 0.1: 2, 0.3: 3, 3 * 0.1: 0, 0.7: 4, 0.999: 5, 1.0: 6})
    assert tenths(shares) == [1, 2, 0, 3, 0, 0, 0, 4, 0, 11]


def test_score_that_is_a_hair_below_its_tenth_is_in_it():
    assert tenths({0.7 - 1e-16: 1})[7] == 1


def test_bars_are_as_high_as_the_counts():
    svg = score_histogram(Counter({0.05: 10, 0.55: 5}))
    heights = [float(height) for height in re.findall(r'<rect class="bar"[^>]* height="([\d.]+)"', svg)]
    assert len(heights) == 10
    assert heights[0] == pytest.approx(2 * heights[5], abs=0.2)
    assert "0 to 10 %: 10," in svg


def test_share_is_a_part_of_its_track():
    assert 'width="25"' in share_bar(0.25)
    assert 'aria-hidden="true"' in share_bar(0.25)
