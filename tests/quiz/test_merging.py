"""Two sides of one source put together: taken from either, or a conflict, and nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.merging import ADMIN, FILE, Conflict, first_difference, merged, rebased

BASE = {"id": "salt", "stem": "How much?", "hint": "Taste."}

# What each side made of the base, and what comes of it.
TABLE = {
    "nobody": ({}, {}, {}),
    "the file": ({"stem": "How little?"}, {}, {"stem": "How little?"}),
    "the admin": ({}, {"stem": "How little?"}, {"stem": "How little?"}),
    "both alike": ({"stem": "How little?"}, {"stem": "How little?"}, {"stem": "How little?"}),
    "each another field": ({"stem": "A"}, {"hint": "B"}, {"stem": "A", "hint": "B"}),
    "the file adds": ({"tags": ["a"]}, {}, {"tags": ["a"]}),
    "the admin adds": ({}, {"tags": ["a"]}, {"tags": ["a"]}),
    "both add alike": ({"tags": ["a"]}, {"tags": ["a"]}, {"tags": ["a"]}),
    "the file removes": ({"hint": None}, {}, {"hint": None}),
    "the admin removes": ({}, {"hint": None}, {"hint": None}),
    "both remove": ({"hint": None}, {"hint": None}, {"hint": None}),
    "the admin retires": ({"stem": "A"}, {"status": "retired"}, {"stem": "A", "status": "retired"}),
}
CONFLICTS = {
    "both change": ({"stem": "A"}, {"stem": "B"}, Conflict("stem", "How much?", "A", "B")),
    "both add": ({"tags": ["a"]}, {"tags": ["b"]}, Conflict("tags", None, ["a"], ["b"])),
    "file removes, admin changes": ({"hint": None}, {"hint": "B"}, Conflict("hint", "Taste.", None, "B")),
    "file changes, admin removes": ({"hint": "A"}, {"hint": None}, Conflict("hint", "Taste.", "A", None)),
}


def changed(change):
    return {field: value for field, value in {**BASE, **change}.items() if value is not None}


@pytest.mark.parametrize("case", TABLE)
def test_what_one_side_changed_is_taken(case):
    file, admin, result = TABLE[case]
    assert merged(BASE, changed(file), changed(admin)) == (changed(result), [])


@pytest.mark.parametrize("case", CONFLICTS)
def test_what_both_changed_differently_is_a_conflict(case):
    file, admin, conflict = CONFLICTS[case]
    assert merged(BASE, changed(file), changed(admin)) == (changed(file), [conflict])


@pytest.mark.parametrize("case", CONFLICTS)
def test_one_side_may_decide(case):
    file, admin, _ = CONFLICTS[case]
    assert merged(BASE, changed(file), changed(admin), FILE) == (changed(file), [])
    assert merged(BASE, changed(file), changed(admin), ADMIN) == (changed(admin), [])


def test_a_decision_leaves_alone_what_is_no_conflict():
    file, admin = changed({"stem": "A", "hint": "B"}), changed({"stem": "C", "tags": ["d"]})
    assert merged(BASE, file, admin, ADMIN)[0] == changed({"stem": "C", "hint": "B", "tags": ["d"]})


def test_without_a_base_every_difference_is_a_conflict():
    _, conflicts = merged(None, {"id": "salt", "stem": "A", "hint": "B"}, {"id": "salt", "stem": "C"})
    assert conflicts == [Conflict("stem", None, "A", "C"), Conflict("hint", None, "B", None)]


def test_a_draft_keeps_its_own_changes_on_top_of_what_is_published():
    draft = changed({"stem": "Draft"})
    assert rebased(draft, BASE, changed({"stem": "A", "hint": "B"})) == changed({"stem": "Draft", "hint": "B"})


@pytest.mark.parametrize(
    ("file", "admin", "difference"),
    [
        ("a", "b", ("", "a", "b")),
        (["a", "b"], ["a", "c"], (".1", "b", "c")),
        (["a"], ["a", "b"], ("", ["a"], ["a", "b"])),
        ([{"text": "a", "key": True}], [{"text": "a"}], (".0.key", True, None)),
        ({"count": 1, "tags": ["a"]}, {"count": 1, "tags": ["b"]}, (".tags.0", "a", "b")),
        ("a", None, ("", "a", None)),
    ],
)
def test_where_two_values_differ(file, admin, difference):
    assert first_difference(file, admin) == difference


sources = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["1", "2", "3", ["x"], ["y"]]))
FIELDS = "abcdef"


@given(st.none() | sources, sources, sources)
def test_every_changed_value_is_in_the_result_or_in_a_conflict(base, file, admin):
    result, conflicts = merged(base, file, admin)
    reported = {conflict.field: (conflict.file, conflict.admin) for conflict in conflicts}
    for field in FIELDS:
        for side in (file, admin):
            if base is None or side.get(field) != base.get(field):
                assert side.get(field) in (result.get(field), *reported.get(field, ()))


@given(sources, sources, sources)
def test_a_field_that_nobody_changed_stays(base, file, admin):
    result, _ = merged(base, file, admin)
    for field in FIELDS:
        if base.get(field) == file.get(field) == admin.get(field):
            assert result.get(field) == base.get(field)


@given(st.none() | sources, sources, sources)
def test_the_sides_are_alike(base, file, admin):
    """Turned round, the same fields are in conflict, and the rest comes out the same."""
    result, conflicts = merged(base, file, admin)
    turned, mirrored = merged(base, admin, file)
    fields = {conflict.field for conflict in conflicts}
    assert fields == {conflict.field for conflict in mirrored}
    assert all(result.get(field) == turned.get(field) for field in FIELDS if field not in fields)


@given(st.none() | sources, sources, sources, st.sampled_from([FILE, ADMIN]))
def test_a_decision_settles_everything(base, file, admin, take):
    result, conflicts = merged(base, file, admin, take)
    decided = {conflict.field: getattr(conflict, take) for conflict in merged(base, file, admin)[1]}
    assert conflicts == []
    assert all(result.get(field) == value for field, value in decided.items())
    assert merged(result, result, result) == (result, [])
