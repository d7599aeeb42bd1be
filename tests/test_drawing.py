"""Words and shapes: how wide a text runs, where it breaks, and the SVG of it."""

import pytest

from studyguide.drawing import Words, bar, box, edge, number, text_width, tip, whole, wrap


def test_width_grows_with_size_and_weight():
    assert text_width("word", 26) == 2 * text_width("word", 13)
    assert text_width("word", 13, bold=True) > text_width("word", 13)


def test_width_knows_narrow_and_wide_letters():
    assert text_width("ill", 13) < text_width("axe", 13) < text_width("MWM", 13) < text_width("漢字漢", 13)


def test_wrap_keeps_a_text_that_fits_in_one_line():
    assert wrap("On the device?", 200).lines == ("On the device?",)


def test_wrap_makes_lines_about_equally_long():
    assert wrap("one two three four five six", 130).lines == ("one two three", "four five six")


@pytest.mark.parametrize("width", [60, 90, 140, 300])
def test_wrap_stays_within_its_width(width):
    assert wrap("The whole data set is ready, no endpoint wanted", width).width <= width


def test_wrap_keeps_a_number_with_its_unit():
    assert all(not line.endswith("15") for line in wrap("up to 10 GB and 15 minutes of it", 110).lines)


def test_wrap_cuts_only_a_word_that_no_line_can_hold():
    words = wrap("an unforeseeable-and-unbreakable word", 80)
    assert words.width <= 80
    assert words.is_cut("an unforeseeable-and-unbreakable word")
    assert not wrap("a short word", 80).is_cut("a short word")


def test_wrap_of_nothing_has_no_lines():
    assert wrap("  ", 80) == Words(())
    assert Words(()).width == Words(()).height == 0


def test_words_are_escaped_and_separated_for_those_who_listen():
    assert Words(("a < b", "& c")).svg(0, 0, "label") == (
        '<text class="label"><tspan x="0" y="13">a &lt; b</tspan> <tspan x="0" y="29">&amp; c</tspan></text>'
    )


@pytest.mark.parametrize(("value", "shown"), [(1, "1"), (1.25, "1.2"), (-0.01, "0"), (2.0, "2"), (-3.5, "-3.5")])
def test_sizes_are_short(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize("start", [0, 0.5, 1.5, 2.49])
def test_what_is_a_whole_distance_apart_stays_so_in_whole_units(start):
    assert whole(start + 15) - whole(start) == 15


def test_boxes_that_touch_still_touch_in_whole_units():
    assert box(0.4, 0, 10.3, 5, "card") == '<rect class="card" x="0" y="0" width="11" height="5"/>'
    assert box(10.7, 0, 10.3, 5, "card") == '<rect class="card" x="11" y="0" width="10" height="5"/>'


def test_bar_is_as_long_as_its_quantity():
    assert 'width="10.3"' in bar(0.4, 0, 10.3, 5, "bar")


def test_corner_of_an_edge_is_rounded():
    assert edge([(0, 0), (0, 20), (30, 20)]) == '<path class="edge" d="M0 0L0 14Q0 20 6 20L30 20"/>'


def test_corner_of_a_short_edge_is_rounded_less():
    assert 'd="M0 0L0 2Q0 4 6 4L30 4"' in edge([(0, 0), (0, 4), (30, 4)])


@pytest.mark.parametrize("direction", ["down", "up", "left", "right"])
def test_arrowhead_begins_at_its_point(direction):
    assert tip(3, 4, direction).startswith('<path class="tip" d="M3 4l')
