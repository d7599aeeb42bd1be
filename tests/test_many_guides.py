"""Pages that list guides, where there are many."""

import pytest
from django.test import Client

from studyguide.models import Guide
from studyguide.views import GUIDES_ON_PAGE
from tests.pages import Page


@pytest.fixture
def many(synced_guide):
    """More guides than a page shows, all before the one on bread."""
    return Guide.objects.bulk_create(
        Guide(
            slug=f"guide-{number:02}",
            title=f"A guide {number:02}",
            short_title="A",
            start="basics",
            outline=synced_guide.outline,
            digest="",
            synced_at=synced_guide.synced_at,
        )
        for number in range(GUIDES_ON_PAGE + 3)
    )


def listed(browser, address="/"):
    """The slugs of the guides on the page, and the address of the next one."""
    response = browser.get(address)
    pages = response.context["pages"]
    return [guide.slug for guide, _ in response.context["guides"]], next(
        (link for link in Page(response).links if pages.after and link.endswith(pages.after.split(":")[-1])), ""
    )


def test_first_page_leads_to_all_guides(client, many):
    first, address = listed(client)
    rest, end = listed(client, f"/{address}")
    assert len(first) == GUIDES_ON_PAGE
    assert [*first, *rest] == [*(guide.slug for guide in many), "bread"]
    assert not end


def test_guide_that_was_begun_comes_first_and_once(learner, many):
    first, address = listed(learner)
    rest, _ = listed(learner, f"/{address}")
    assert first[0] == "bread"
    assert "bread" not in rest
    assert len({*first, *rest}) == len(many) + 1


def test_pages_say_where_else_to_go(client, many):
    first = Page(client.get("/"))
    second = Page(client.get(f"/{listed(client)[1]}"))
    assert "Next page" in first.text
    assert "Previous page" not in first.text
    assert "First page Previous page" in second.text
    assert "Next page" not in second.text


def test_few_guides_have_no_pages(client, synced_guide):
    assert "Next page" not in Page(client.get("/")).text


def test_progress_is_of_what_was_begun(learner, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        response = learner.get("/progress/")
    assert [guide.slug for guide, _ in response.context["guides"]] == ["bread"]


def test_page_that_is_not_there_names_some_guides(client, many):
    assert len(Client().get("/nowhere/").context["guides"]) == GUIDES_ON_PAGE
