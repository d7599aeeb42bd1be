"""Plots of costs: axes, lines, names and numbered crossings, wide and narrow."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from studyguide.advisor.lines import line_through
from studyguide.advisor.plots import Curve, cost_plot, merged, money, short
from studyguide.targets import Family

FAMILY = Family("f", "Family", "circle", 2)
LINES = {
    "requests": line_through(lambda x: 4.8e-6 * x),
    "instance": line_through(lambda _: 165.6),
    "machine": line_through(lambda _: 138.24),
    "same machine": line_through(lambda _: 138.24),
}


def curves(*names):
    return merged({name: LINES[name] for name in names or LINES}, str.title, lambda _: FAMILY)


def plot(*names, is_log=True, most=1e8):
    return cost_plot(curves(*names), most, "requests", title="Cost", prefix="p", is_log=is_log)


def shapes(svg, name):
    return [e for e in ElementTree.fromstring(svg).iter() if (e.get("class") or "").split()[:1] == [name]]


def texts(svg, name):
    return ["".join(shape.itertext()) for shape in shapes(svg, name)]


@pytest.fixture(params=["wide", "narrow"])
def drawing(request):
    return getattr(plot(), request.param)


def test_lines_that_are_the_same_are_one_with_both_names():
    assert [curve.name for curve in curves()] == ["Requests", "Instance", "Machine or Same Machine"]


def test_each_line_is_drawn_and_named_in_the_colour_of_its_family(drawing):
    lines = [shape for shape in shapes(drawing, "curve") if shape.tag == "polyline"]
    assert [shape.get("class") for shape in lines] == [f"curve dash-{n} family-2" for n in (1, 2, 3)]
    assert sorted(texts(drawing, "name")) == ["Instance", "Machine or Same Machine", "Requests"]


def test_each_crossing_has_a_number_and_a_sentence(drawing):
    found = plot()
    assert texts(drawing, "crossing") == ["1", "2"]
    assert len(found.sentences) == 2
    assert found.sentences[0].startswith("Above 28,800,000 requests a month, Machine or Same Machine costs less than")
    assert found.sentences[1] == (
        "Above 34,500,000 requests a month, Instance costs less than Requests. There both cost USD 165.60."
    )


def test_numbers_of_crossings_never_cover_each_other(drawing):
    places = [float(circle.get("cx")) for g in shapes(drawing, "crossing") for circle in g if circle.get("cx")]
    assert all(after - before >= 20 for before, after in pairwise(places))


def test_everything_lies_within_the_drawing(drawing):
    left, top, width, height = map(float, ElementTree.fromstring(drawing).get("viewBox").split())
    for shape in shapes(drawing, "curve"):
        for x, y in re.findall(r"([\d.]+),([\d.]+)", shape.get("points") or ""):
            assert left <= float(x) <= left + width
            assert top <= float(y) <= top + height


def test_a_table_says_the_same():
    found = plot("requests", "instance")
    assert found.columns == ("Requests", "Instance")
    assert found.rows[-1] == ("100,000,000", ("USD 480.00", "USD 165.60"))


def test_log_axes_cover_four_decades_and_even_ones_begin_at_zero():
    assert [row[0] for row in plot().rows] == ["10,000", "100,000", "1,000,000", "10,000,000", "100,000,000"]
    assert [row[0] for row in plot(is_log=False, most=720).rows] == ["200", "400", "600"]


@pytest.mark.parametrize(("names", "most"), [(("machine", "same machine"), 1e8), ((), 0), (("requests",), 1e8)])
def test_with_nothing_to_compare_there_is_no_plot(names, most):
    assert plot(*names, most=most) is None


def test_what_costs_nothing_is_drawn_at_the_bottom():
    nothing = [Curve("Nothing", FAMILY, line_through(lambda _: 0.0)), *curves("instance")]
    assert cost_plot(nothing, 1e6, "requests", title="Cost", prefix="p", is_log=True).rows[0][1][0] == "USD 0.00"


def test_names_are_escaped():
    both = [Curve("<b>", FAMILY, LINES["requests"]), *curves("instance")]
    assert "<b>" not in cost_plot(both, 1e6, "<i>", title="<u>", prefix="p", is_log=True).wide


@pytest.mark.parametrize(
    ("value", "shown"), [(0.01, "0.01"), (1000, "1,000"), (20000, "20 k"), (3e6, "3 M"), (1e9, "1,000 M")]
)
def test_a_number_on_an_axis(value, shown):
    assert short(value) == shown


@pytest.mark.parametrize(("cost", "shown"), [(0, "USD 0.00"), (1.439, "USD 1.44"), (1234.5, "USD 1,234")])
def test_money(cost, shown):
    assert money(cost) == shown
