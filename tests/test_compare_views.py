"""The comparison pages: the whole view is in the address, and means the same as a page and as a fragment."""

import pytest

from tests.pages import BREAD, Page

TABLE = f"{BREAD}compare/leavens/"
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.usefixtures("synced_guide")


@pytest.fixture
def view(client):
    """`view("sort=rise")` gives the page for that query."""
    return lambda query="": Page(client.get(f"{TABLE}?{query}"))


def cells(page):
    """What the rows say, in their order."""
    return [
        text.strip() for text in page.texts if text.strip() in {"Instant yeast", "Sourdough starter", "Baking soda"}
    ]


def rows(page):
    """The heads of the rows; those of the form above them come first, in the order of the file."""
    return cells(page)[3:]


def columns(page):
    return [own["id"].removeprefix("sort-") for _, own in page.elements if own.get("id", "").startswith("sort-")]


def test_the_tables_are_listed(client):
    page = Page(client.get(f"{BREAD}compare/"))
    assert TABLE in page.links
    assert "Time, price and effort of the three." in page.text


def test_a_table_shows_everything_at_first(view):
    page = view()
    assert columns(page) == ["leaven", "rise", "price", "effort"]
    assert rows(page) == ["Instant yeast", "Sourdough starter", "Baking soda"]
    assert "Each figure carries its source." in page.text
    assert "No figure found" in page.text


def test_columns_are_chosen(view):
    page = view("column=rise&column=effort")
    assert columns(page) == ["leaven", "rise", "effort"]
    assert "Show everything again" in page.text


def test_rows_are_chosen(view):
    assert rows(view("row=baking-soda")) == ["Baking soda"]


def test_two_rows_stand_face_to_face(view):
    page = view("row=baking-soda&row=instant-yeast")
    assert "face to face" in page.text
    assert columns(page) == []
    assert rows(page) == ["Instant yeast", "Baking soda"]


def test_rows_are_filtered_by_words(view):
    assert rows(view("q=NIGHT")) == []
    assert rows(view("q=Soda+none")) == ["Baking soda"]


def test_no_row_left_says_so_and_leads_back(view):
    page = view("q=croissant")
    assert "No row matches." in page.text
    assert TABLE in page.links


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("rise", ["Instant yeast", "Sourdough starter", "Baking soda"]),
        ("-rise", ["Sourdough starter", "Instant yeast", "Baking soda"]),
        ("leaven", ["Baking soda", "Instant yeast", "Sourdough starter"]),
        ("-leaven", ["Sourdough starter", "Instant yeast", "Baking soda"]),
    ],
)
def test_a_column_sorts_both_ways(view, sort, order):
    page = view(f"sort={sort}")
    assert rows(page) == order
    assert page.values("aria-sort") == ["descending" if sort.startswith("-") else "ascending"]


def test_a_column_that_is_sorted_turns_and_then_rests(view):
    assert "?sort=price" in view().links
    assert "?sort=-price" in view("sort=price").links
    assert "?" in view("sort=-price").links


def test_a_link_keeps_the_rest_of_the_view(view):
    assert "?column=rise&q=sour&sort=rise" in view("column=rise&q=sour").links


def test_the_form_keeps_the_view(view):
    page = view("column=rise&row=baking-soda&sort=-rise&q=once")
    given = [
        (own["name"], own.get("value"))
        for tag, own in page.elements
        if tag == "input" and own.get("name") in {"q", "sort"}
    ]
    assert ("sort", "-rise") in given
    assert ("q", "once") in given
    assert [own["value"] for _, own in page.elements if "checked" in own] == ["rise", "baking-soda"]


@pytest.mark.parametrize(
    "query", ["sort=croissant", "column=x", "row=x", "sort=--rise", "sort=-", "colour=red", "sort=%00"]
)
def test_what_means_nothing_is_ignored(view, query):
    page = view(query)
    assert columns(page) == ["leaven", "rise", "price", "effort"]
    assert rows(page) == ["Instant yeast", "Sourdough starter", "Baking soda"]


def test_words_are_shown_as_they_were_typed(client):
    response = client.get(TABLE, {"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in response.content.decode()
    assert '"><script>alert(1)</script>' in Page(response).values("value", "input")


def test_htmx_gets_the_table_alone(client):
    page = Page(client.get(f"{TABLE}?sort=-rise", headers=HTMX))
    assert page.ids[0] == "comparison"
    assert "main" not in page.ids
    assert rows(page) == ["Sourdough starter", "Instant yeast", "Baking soda"]


def test_a_view_is_no_act(learner, django_assert_num_queries):
    """It reads the session, for the name in the header, and the table."""
    with django_assert_num_queries(2):
        learner.get(f"{TABLE}?sort=rise&row=baking-soda")
