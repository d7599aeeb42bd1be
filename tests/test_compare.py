"""Views of a comparison table: what a query string makes of it."""

import pytest
from django.http import QueryDict

from studyguide.compare import table_view

TITLES = ("Leaven", "Rise", "Price per loaf", "Effort")


def cell(text, sort=None):
    return {"html": f"<b>{text}</b>", "text": text, "sort": sort}


ROWS = [
    [cell("Yeast"), cell("90 min", 5400.0), cell("USD 0.15", 0.15), cell("little")],
    [cell("Sourdough"), cell("12 hours", 43200.0), cell("not found"), cell("much")],
    [cell("Baking soda"), cell("at once"), cell(""), cell("None")],
    [cell("Beer"), cell("a day"), cell("USD 2", 2.0), cell("some")],
]


@pytest.fixture
def view():
    """`view("sort=rise")` is the table as this query asks for it."""
    return lambda query="": table_view(TITLES, ROWS, QueryDict(query))


def names(view):
    return [row.title for row in view.rows]


def test_everything_in_the_order_of_the_file(view):
    table = view()
    assert (table.head, [column.title for column in table.shown_columns]) == ("Leaven", list(TITLES[1:]))
    assert names(table) == ["Yeast", "Sourdough", "Baking soda", "Beer"]
    assert not table.is_changed


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("column=rise", ["Rise"]),
        ("column=effort&column=rise", ["Rise", "Effort"]),
        ("column=price-per-loaf", ["Price per loaf"]),
        ("column=rise&column=rye", ["Rise"]),
        ("column=rye", ["Rise", "Price per loaf", "Effort"]),
        ("column=leaven", ["Rise", "Price per loaf", "Effort"]),
    ],
)
def test_chosen_columns(view, query, columns):
    table = view(query)
    assert [column.title for column in table.shown_columns] == columns
    assert all([column for column, _ in cells] == table.shown_columns for _, cells in table.body)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("row=beer", ["Beer"]),
        ("row=beer&row=yeast", ["Yeast", "Beer"]),
        ("row=rye", ["Yeast", "Sourdough", "Baking soda", "Beer"]),
        ("q=little", ["Yeast"]),
        ("q=HOURS", ["Sourdough"]),
        ("q=usd+0", ["Yeast"]),
        ("q=baking", ["Baking soda"]),
        ("q=little&column=rise", []),
        ("q=rye", []),
        ("q=much&row=beer", []),
    ],
)
def test_chosen_rows(view, query, rows):
    assert names(view(query)) == rows
    assert len(view(query).all_rows) == 4


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("sort=leaven", ["Baking soda", "Beer", "Sourdough", "Yeast"]),
        ("sort=-leaven", ["Yeast", "Sourdough", "Beer", "Baking soda"]),
        ("sort=rise", ["Yeast", "Sourdough", "Beer", "Baking soda"]),
        ("sort=-rise", ["Sourdough", "Yeast", "Baking soda", "Beer"]),
        ("sort=price-per-loaf", ["Yeast", "Beer", "Sourdough", "Baking soda"]),
        ("sort=-price-per-loaf", ["Beer", "Yeast", "Sourdough", "Baking soda"]),
        ("sort=effort", ["Yeast", "Sourdough", "Baking soda", "Beer"]),
        ("sort=rise&row=beer&row=yeast", ["Yeast", "Beer"]),
    ],
)
def test_sorted_with_numbers_before_texts_and_nothing_last(view, query, rows):
    assert names(view(query)) == rows


@pytest.mark.parametrize("query", ["sort=rye", "sort=--rise", "sort=-", "sort=", "sort=rise&column=effort"])
def test_a_sort_that_means_nothing(view, query):
    assert names(view(query))[0] == "Yeast"


def test_which_way_a_table_is_sorted(view):
    assert (view("sort=rise").sort, view("sort=rise").descending) == ("rise", False)
    assert (view("sort=-rise").sort, view("sort=-rise").descending) == ("rise", True)
    assert (view("sort=-rye").sort, view("sort=-rye").is_changed) == ("", False)


def test_two_rows_face_to_face(view):
    table = view("row=yeast&row=beer&column=rise&column=effort")
    assert table.is_face_to_face
    assert [(column.title, left["text"], right["text"], differs) for column, left, right, differs in table.pairs] == [
        ("Rise", "90 min", "a day", True),
        ("Effort", "little", "some", True),
    ]


def test_equal_cells_are_told_from_different_ones():
    rows = [[cell("a"), cell("same")], [cell("b"), cell("same")]]
    table = table_view(("Name", "What"), rows, QueryDict("row=a&row=b"))
    assert [differs for *_, differs in table.pairs] == [False]


@pytest.mark.parametrize("query", ["", "row=yeast", "row=yeast&row=beer&row=sourdough", "q=usd"])
def test_other_numbers_of_rows_stand_in_a_table(view, query):
    assert not view(query).is_face_to_face


@pytest.mark.parametrize("query", ["column=rise", "row=beer", "sort=rise", "q=usd"])
def test_a_changed_view_says_so(view, query):
    assert view(query).is_changed


def test_words_are_kept_and_cut(view):
    assert view("q=++usd++").words == "usd"
    assert len(view("q=" + "x" * 500).words) == 100
