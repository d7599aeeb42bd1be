"""Pages for addresses that cannot be read: what is wrong, and where to go."""

import pytest
from django.test import Client

from tests.pages import BREAD, Page

pytestmark = pytest.mark.usefixtures("synced_guide")


def test_the_address_of_a_form_says_that_there_is_nothing_to_read(client):
    response = client.get(f"{BREAD}yeast/read/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "There is nothing to read here" in Page(response).text


@pytest.mark.parametrize("ask", ["get", "post", "delete"])
def test_a_script_or_another_verb_gets_no_page(client, ask):
    address = f"{BREAD}yeast/read/" if ask == "get" else BREAD
    response = getattr(client, ask)(address, headers={"HX-Request": "true"} if ask == "get" else {})
    assert response.status_code == 405
    assert response.content == b""


def test_the_folder_of_guides_leads_to_the_first_page(client):
    assert client.get("/guides/").headers["Location"] == "/"


@pytest.mark.parametrize("name", ["400", "500"])
def test_a_page_for_what_failed_looks_like_the_site_and_needs_nothing_of_it(name, client, settings):
    if name == "400":
        response = client.get("/", headers={"host": "evil.example"})
    else:
        settings.ROOT_URLCONF = "tests.test_headers"
        response = Client(raise_request_exception=False).get("/failing/")
    page = Page(response)
    assert str(response.status_code) == name
    assert page.values("href", "link") == ["/static/css/site.css"]
    assert page.links == ["/", "/"]
    assert [tag for tag, _ in page.elements].count("h1") == 1
