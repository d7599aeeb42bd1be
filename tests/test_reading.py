"""Pages that are read: found, without a trace of the reader, and kept by caches only where that is right."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyguide.models import Comparison, Guide, Learner, Section, Session
from tests.pages import BREAD, BREAD_PAGES, Page

pytestmark = pytest.mark.usefixtures("synced_guide")


@pytest.fixture
def large_library(synced_guide):
    """A second guide, and two hundred more sections in the first."""
    slugs = [f"copy-{number}" for number in range(200)]
    Section.objects.bulk_create(
        Section(guide=synced_guide, slug=slug, position=100, chapter="", title=slug, summary="", html="", minutes=1)
        for slug in slugs
    )
    step = synced_guide.outline[0]["sections"][0]
    synced_guide.outline[0]["sections"] += [{**step, "slug": slug} for slug in slugs]
    synced_guide.digest = "of a larger guide"
    synced_guide.save()
    Guide.objects.create(slug="cheese", start="basics", outline=synced_guide.outline, synced_at=synced_guide.synced_at)


def test_a_visitor_leaves_no_trace(client):
    for address in BREAD_PAGES:
        response = client.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "csrfmiddlewaretoken" not in response.content.decode(), address
    assert not Learner.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize("address", BREAD_PAGES)
def test_what_a_visitor_reads_may_be_kept_by_anybody(client, address):
    response = client.get(address)
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.headers["Vary"] == "Cookie, HX-Request, Accept-Encoding"


@pytest.mark.parametrize("address", BREAD_PAGES)
def test_what_a_learner_reads_is_kept_by_nobody_else(learner, address):
    response = learner.get(address)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/progress/", f"{BREAD}yeast/read-form/", f"{BREAD}checkpoints/no-rise/answer/"])
def test_a_page_that_belongs_to_one_reader_is_never_kept(client, address):
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", BREAD_PAGES)
def test_reading_takes_no_other_verb(client, address):
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
    assert client.trace(address).status_code == 405


@pytest.mark.parametrize("address", BREAD_PAGES)
def test_a_page_says_what_it_is(client, address):
    page = Page(client.get(address))
    tags = [tag for tag, _ in page.elements]
    assert (tags.count("h1"), tags.count("main"), tags.count("header") > 0) == (1, 1, True)
    assert page.links[0] == "#main"


def test_titles_differ(client):
    titles = [client.get(address).content.decode().partition("</title>")[0] for address in BREAD_PAGES]
    assert len({title.rpartition("<title>")[2] for title in titles}) == len(BREAD_PAGES) - 1  # one is a later question


@pytest.mark.parametrize(
    "address",
    [
        "/no-such-page/",
        "/guides/cheese/",
        f"{BREAD}croissant/",
        f"{BREAD}croissant/read-form/",
        f"{BREAD}compare/croissant/",
        f"{BREAD}calculators/croissant/",
        f"{BREAD}checkpoints/croissant/",
        f"{BREAD}checkpoints/croissant/answer/",
    ],
)
def test_a_page_that_is_not_there_helps(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert BREAD in Page(response).links
    assert "q" in Page(response).values("name", "input")


def test_a_guide_without_a_tree_has_nothing_to_walk(client, synced_guide):
    Guide.objects.update(tree={})
    assert client.get(f"{BREAD}decide/").status_code == 404
    assert f"{BREAD}decide/" not in Page(client.get(BREAD)).links


@pytest.mark.parametrize(
    ("model", "address"),
    [(Guide, f"{BREAD}yeast/"), (Section, f"{BREAD}yeast/"), (Comparison, f"{BREAD}compare/leavens/")],
)
def test_what_was_taken_out_is_gone(client, model, address):
    model.objects.update(is_retired=True)
    assert client.get(address).status_code == 404


def test_without_a_guide_the_first_page_says_what_to_do(client):
    Guide.objects.update(is_retired=True)
    assert "No guide has been loaded yet" in Page(client.get("/")).text


# Content


def test_the_first_page_leads_into_the_guide(client):
    page = Page(client.get("/"))
    assert "Bread: what makes it rise" in page.text
    assert {BREAD, f"{BREAD}basics/"} <= set(page.links)


def test_the_guide_home_shows_everything_there_is(client):
    page = Page(client.get(BREAD))
    sections = [f"{BREAD}{slug}/" for slug in ["basics", "yeast", "sourdough", "soda", "choosing"]]
    assert {*sections, f"{BREAD}compare/", f"{BREAD}glossary/", f"{BREAD}sources/"} <= set(page.links)
    assert "Choose a leaven that fits the time you have." in page.text


def test_a_section_shows_where_it_stands(client):
    page = Page(client.get(f"{BREAD}yeast/"))
    links = {own.get("rel", ""): own["href"] for tag, own in page.elements if tag == "a"}
    assert (links["prev"], links["next"]) == (f"{BREAD}basics/", f"{BREAD}sourdough/")
    assert {"#how-it-works", "#what-it-needs"} <= set(page.links)
    assert "1 min to read" in page.text


def test_the_ends_of_a_guide(client):
    first, last = Page(client.get(f"{BREAD}basics/")), Page(client.get(f"{BREAD}choosing/"))
    assert (first.values("rel", "a").count("prev"), first.values("rel", "a").count("next")) == (0, 1)
    assert (last.values("rel", "a").count("prev"), last.values("rel", "a").count("next")) == (1, 0)


def test_the_outline_marks_the_open_section(client):
    page = Page(client.get(f"{BREAD}yeast/"))
    assert [own["href"] for _, own in page.elements if "aria-current" in own] == [f"{BREAD}yeast/"]


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (f"{BREAD}glossary/", [f"{BREAD}glossary/"]),
        (f"{BREAD}compare/leavens/", [f"{BREAD}compare/"]),
        (BREAD, [BREAD]),
        ("/progress/", ["/progress/"]),
        ("/", []),
    ],
)
def test_the_navigation_marks_where_the_reader_is(client, address, here):
    page = Page(client.get(address))
    assert [own["href"] for tag, own in page.elements if tag == "a" and "aria-current" in own] == here


def test_a_fact_carries_its_source_and_date(client):
    page = Page(client.get(f"{BREAD}yeast/"))
    assert "https://bread.example/handbook" in page.links
    assert {"As of 1 March 2026", "Verified", "Not verified"} <= set(page.texts)


def test_the_glossary_is_in_order(client):
    page = Page(client.get(f"{BREAD}glossary/"))
    assert [name for name in page.ids if name in {"crumb", "proofing", "starter"}] == ["crumb", "proofing", "starter"]


def test_a_long_glossary_can_be_entered_by_letter(client, real_guide):
    page = Page(client.get(f"{real_guide.get_absolute_url()}glossary/"))
    letters = page.text.partition("definition in place. ")[2].partition(" Asynchronous")[0]
    assert letters.startswith("ABCDE")
    assert letters == "".join(sorted(set(letters)))
    assert {"#asynchronous-inference", "#p99"} <= set(page.links)


def test_each_source_is_listed_once(client, real_guide):
    page = Page(client.get(f"{real_guide.get_absolute_url()}sources/"))
    for source in real_guide.sources.current():
        assert page.ids.count(source.slug) == 1
        assert page.texts.count(source.title) <= 1
        assert not source.url or source.url in page.links


# Queries


def test_a_section_costs_one_query_and_one_for_the_session(client, learner, django_assert_num_queries):
    """And one more when a server process shows it for the first time."""
    client.get(f"{BREAD}yeast/")
    with django_assert_num_queries(1):
        client.get(f"{BREAD}yeast/")
    with django_assert_num_queries(2):
        learner.get(f"{BREAD}yeast/")


@pytest.mark.parametrize("address", ["/", BREAD, f"{BREAD}yeast/", "/progress/"])
def test_queries_do_not_grow_with_the_library(learner, request, address):
    with CaptureQueriesContext(connection) as before:
        learner.get(address)
    request.getfixturevalue("large_library")
    with CaptureQueriesContext(connection) as after:
        assert "copy-199" in learner.get(address).content.decode() or address in {"/", "/progress/"}
    assert len(after) == len(before)
