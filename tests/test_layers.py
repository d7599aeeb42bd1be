"""Where blocks stand and how edges run between them."""

from itertools import pairwise

import pytest

from studyguide.edges import Net, Route, joined, tracks_of
from studyguide.layers import Block, Exit, arrange


def block(name: str, *leads_to: str, width: float = 100) -> Block:
    step = width / (len(leads_to) + 1)
    exits = tuple(Exit(step * place, 40, to) for place, to in enumerate(leads_to, 1))
    return Block(name, width, 40, (10, width - 10), exits)


DIAMOND = [block("a", "b", "c", "d"), block("b", "d"), block("c", "d"), block("d")]


def test_block_stands_below_all_that_lead_to_it():
    corners = arrange(DIAMOND, 500).corners
    tops = {name: top for name, (_, top) in corners.items()}
    assert tops["a"] < tops["b"] == tops["c"] < tops["d"]


def test_blocks_without_room_beside_each_other_stand_below_each_other():
    corners = arrange(DIAMOND, 150).corners
    assert corners["b"][1] < corners["c"][1] < corners["d"][1]


def test_block_wider_than_the_room_has_a_layer_of_its_own():
    assert arrange([block("a", width=900)], 500).width == 900


def test_single_child_stands_under_its_parent():
    corners = arrange([block("a", "b"), block("b")], 500).corners
    assert corners["a"][0] == corners["b"][0]


def test_neighbours_are_exchanged_where_edges_would_cross():
    corners = arrange([block("b", "d", "e"), block("c", "d"), block("d"), block("e")], 500).corners
    assert corners["c"][0] < corners["b"][0]
    assert corners["d"][0] < corners["e"][0]


def test_edge_runs_from_its_exit_to_the_top_of_its_block():
    plan = arrange(DIAMOND, 500)
    left, top = plan.corners["a"]
    route = plan.routes["a"][0]
    assert route.points[0] == (left + 25, top + 40)
    assert route.points[-1][1] == plan.corners["b"][1]


def test_edges_run_level_or_upright():
    plan = arrange(DIAMOND, 500)
    for route in (route for routes in plan.routes.values() for route in routes):
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(route.points))


def test_one_edge_to_each_block_arrives_and_the_others_join_it():
    routes = [route for routes in arrange(DIAMOND, 500).routes.values() for route in routes]
    arrivals = [route.to for route in routes if route.arrives]
    assert sorted(arrivals) == ["b", "c", "d"]


def test_many_layers_are_placed_within_the_work_allowed():
    names = [f"n{number}" for number in range(60)]
    blocks = [block(name, *names[place + 1 : place + 4]) for place, name in enumerate(names)]
    assert len(arrange(blocks, 500).corners) == 60


def test_nets_that_do_not_overlap_share_a_track():
    assert tracks_of([Net("a", (0,), 50), Net("b", (100,), 150)]) == {"a": 0, "b": 0}


def test_net_that_runs_straight_needs_no_track():
    assert tracks_of([Net("a", (20,), 20)]) == {}


def test_tracks_have_the_order_with_the_fewest_crossings():
    assert tracks_of([Net("a", (0,), 50), Net("b", (30,), 100)]) == {"b": 0, "a": 1}


def test_track_is_never_shared_with_an_upright_line_of_another_net():
    """`a` ends where `b` begins: with `a` on the upper track their upright lines would lie on each other."""
    tracks = tracks_of([Net("a", (0,), 60), Net("b", (60,), 100)])
    assert tracks["b"] < tracks["a"]


@pytest.mark.parametrize("nets", [7, 9])
def test_many_tracks_keep_the_order_of_their_nets(nets):
    tracks = tracks_of([Net(str(number), (number * 10.0,), 200) for number in range(nets)])
    assert list(tracks.values()) == list(range(nets))


LONG = Route("x", ((0, 0), (0, 10), (100, 10), (100, 90)))


def test_route_is_cut_where_it_joins_a_longer_one():
    short = Route("x", ((200, 0), (200, 40), (100, 40), (100, 90)))
    kept, cut = joined([LONG, short])
    assert kept == LONG
    assert cut == Route("x", ((200, 0), (200, 40), (100, 40), (100, 52)), arrives=False)


def test_route_to_another_block_is_not_cut():
    other = Route("y", ((200, 0), (200, 40), (100, 40), (100, 90)))
    assert joined([LONG, other]) == [LONG, other]
