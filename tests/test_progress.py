"""How far a reader is, and where to go on."""

import pytest

from studyguide.progress import percent, progress


def chapter(name, *slugs):
    steps = [{"slug": slug, "title": slug, "summary": "", "minutes": 3, "mark": ""} for slug in slugs]
    return {"id": name, "title": name.title(), "sections": steps}


OUTLINE = [chapter("first", "a", "b"), chapter("second", "c", "d", "e")]


def test_nothing_read():
    found = progress(OUTLINE)
    assert (found.read, found.percent, found.stopped_at.slug) == (0, 0, "a")
    assert [chapter.percent for chapter in found.chapters] == [0, 0]


def test_some_read():
    found = progress(OUTLINE, {"a", "b", "d"})
    assert (found.read, found.percent) == (3, 60)
    assert [(chapter.read, chapter.percent) for chapter in found.chapters] == [(2, 100), (1, 33)]
    assert [step.is_read for step in found.sections] == [True, True, False, True, False]


def test_all_read():
    found = progress(OUTLINE, set("abcde"), "e")
    assert (found.percent, found.stopped_at) == (100, None)


def test_minutes_of_a_chapter():
    assert [chapter.minutes for chapter in progress(OUTLINE).chapters] == [6, 9]


@pytest.mark.parametrize(
    ("read", "last", "next_one"),
    [
        ("a", "a", "b"),
        ("ac", "c", "d"),
        ("abd", "b", "c"),
        ("ce", "e", "a"),
        ("abcd", "a", "e"),
        ("a", "gone", "b"),
        ("", "", "a"),
    ],
)
def test_where_to_go_on(read, last, next_one):
    assert progress(OUTLINE, set(read), last).stopped_at.slug == next_one


def test_what_was_read_and_has_vanished_does_not_count():
    found = progress(OUTLINE, {"a", "gone"}, "gone")
    assert (found.read, found.percent) == (1, 20)


@pytest.mark.parametrize(("slug", "before", "after"), [("a", None, "b"), ("b", "a", "c"), ("e", "d", None)])
def test_neighbours_across_chapters(slug, before, after):
    found = progress(OUTLINE).neighbours(slug)
    assert tuple(step and step.slug for step in found) == (before, after)


def test_an_empty_outline():
    found = progress([])
    assert (found.percent, found.sections, found.stopped_at) == (0, [], None)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 3, 0), (1, 3, 33), (2, 3, 66), (3, 3, 100), (199, 200, 99), (0, 0, 0)]
)
def test_percent_is_100_only_when_nothing_is_left(part, whole, shown):
    assert percent(part, whole) == shown
