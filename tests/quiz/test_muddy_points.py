"""Muddy points as they stand in a section's HTML."""

from quiz.muddy_points import MuddyPoint, muddy_points

HTML = """
<p><a href="/guides/bread/checkpoints/elsewhere/">Not in a muddy point</a></p>
<aside class="muddy"><h3 id="not-all-live">Not all <em>live</em> <a class="anchor" href="#not-all-live">#</a></h3>
<p>Soda does not.</p><p class="tested-by">Test yourself:
<a href="/guides/bread/checkpoints/living-leavens/">Leavens</a>,
<a href="/guides/bread/checkpoints/soda-needs-acid/">Soda</a></p></aside>
<aside class="note"><h3 id="aside">A note</h3></aside>
<aside class="muddy"><h3 id="untested">Untested</h3></aside>
"""


def test_each_point_has_its_anchor_its_title_and_its_questions():
    assert list(muddy_points(HTML)) == [
        MuddyPoint("not-all-live", "Not all live", frozenset({"living-leavens", "soda-needs-acid"})),
        MuddyPoint("untested", "Untested", frozenset()),
    ]


def test_section_without_any_has_none():
    assert list(muddy_points("<p>Bread.</p>")) == []


def test_muddy_points_of_the_guide_are_found(real_pages):
    points = [point for page in real_pages.sections for point in muddy_points(page.html)]
    assert len(points) >= 30
    assert all(point.title for point in points)
