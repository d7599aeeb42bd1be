"""The search page, and the results that show while somebody types."""

import pytest

from tests.pages import BREAD, Page

HTMX = {"HX-Request": "true"}
NASTY = ['"', "'", "*", "(", ")", "AND", "OR NOT", "NEAR(", "a AND", "-x", "x*y", "%", "_", ":", "^", "{}", "\0", "\\"]
NASTY += ["title:", "rise; DROP TABLE", "🍞", "\u202e", "x" * 5000, " " * 300, "a " * 500]

pytestmark = pytest.mark.usefixtures("synced_guide")


def test_a_page_is_found(client):
    response = client.get("/search/", {"q": "yeast"})
    page = Page(response)
    assert f"{BREAD}yeast/" in page.links
    assert "for “yeast”" in page.text
    assert "<mark>" in response.content.decode()


def test_the_obvious_page_comes_first(client):
    results = [link for link in Page(client.get("/search/", {"q": "sourdough"}, headers=HTMX)).links if BREAD in link]
    assert results[0] == f"{BREAD}sourdough/"


def test_a_term_leads_to_its_place_in_the_glossary(client):
    assert f"{BREAD}glossary/#crumb" in Page(client.get("/search/", {"q": "crumb"})).links


def test_a_beginning_is_enough(client):
    assert f"{BREAD}glossary/#proofing" in Page(client.get("/search/", {"q": "proof"})).links


def test_nothing_found_says_so(client):
    assert "Nothing found for “croissant”." in Page(client.get("/search/", {"q": "croissant"})).text


@pytest.mark.parametrize("query", ["", "   "])
def test_nothing_asked_finds_nothing_and_says_nothing(client, query):
    page = Page(client.get("/search/", {"q": query}))
    assert "Nothing found" not in page.text
    assert "result" not in page.text


def test_the_query_is_kept_in_the_form(client):
    page = Page(client.get("/search/", {"q": 'rise "high"'}))
    assert [own["value"] for _, own in page.elements if own.get("name") == "q"] == ['rise "high"'] * 2


@pytest.mark.parametrize("query", NASTY, ids=range(len(NASTY)))
def test_any_string_is_safe_to_type(client, query):
    assert client.get("/search/", {"q": query}).status_code == 200


def test_what_is_typed_is_never_markup(client):
    assert "<script>x" not in client.get("/search/", {"q": "<script>x</script>"}).content.decode()


def test_htmx_gets_the_results_alone(client):
    response = client.get("/search/", {"q": "yeast"}, headers=HTMX)
    assert Page(response).ids == ["results"]


def test_a_query_is_kept_by_nobody_else(client):
    response = client.get("/search/", {"q": "yeast"})
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "HX-Request" in response.headers["Vary"]
    assert not response.cookies


def test_searching_takes_no_post(client):
    assert client.post("/search/").status_code == 405
    assert client.head("/search/").status_code == 200


def test_what_was_taken_out_is_not_found(client, synced_guide):
    synced_guide.is_retired = True
    synced_guide.save()
    assert "Nothing found" in Page(client.get("/search/", {"q": "yeast"})).text
