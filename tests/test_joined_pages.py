"""A section's page: shared by all readers but for what is each one's own."""

import gzip

import pytest
from django.test import Client

from studyguide.sync import sync
from tests.pages import BREAD, Page

ADDRESS = f"{BREAD}yeast/"
GZIP = {"Accept-Encoding": "gzip"}

pytestmark = pytest.mark.usefixtures("synced_guide")


@pytest.fixture
def member(django_user_model):
    """A browser whose reader is signed in."""
    browser = Client()
    browser.force_login(django_user_model.objects.create(username="crumb"))
    return browser


def test_the_compressed_page_is_the_page(client):
    compressed = client.get(ADDRESS, headers=GZIP)
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert int(compressed.headers["Content-Length"]) == len(compressed.content)
    assert gzip.decompress(compressed.content) == client.get(ADDRESS).content


@pytest.mark.parametrize("accepted", ["", "br", "identity"])
def test_nobody_gets_a_coding_that_they_cannot_read(client, accepted):
    response = client.get(ADDRESS, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" in response.headers["Vary"]
    assert response.content.startswith(b"<!doctype html>")


def test_each_reader_gets_their_own(client, learner, member):
    """In any order: what one was shown is in no later page."""
    learner.post(f"{ADDRESS}read/")
    for _ in range(2):
        assert "crumb" in Page(member.get(ADDRESS)).text
        read = learner.get(ADDRESS).content.decode()
        assert "You have read this section." in read
        assert "crumb" not in read
        visit = client.get(ADDRESS).content.decode()
        assert "Sign in" in visit
        assert 'class="is-read"' not in visit
        assert "csrfmiddlewaretoken" not in visit


def test_each_page_has_a_token_of_its_own(learner):
    fields = [Page(learner.get(ADDRESS)).values("value", "input") for _ in range(2)]
    assert fields[0] != fields[1]


def test_new_text_shows_at_once(member, guide_folder, now):
    assert "Crusty" not in Page(member.get(ADDRESS)).text
    guide_folder.append("sections/yeast.md", "Crusty.")
    sync(now)
    assert "Crusty." in Page(member.get(ADDRESS)).text


def test_text_that_is_what_it_once_was_shows_at_once(member, guide_folder, now):
    before = (guide_folder.path / "sections/yeast.md").read_text()
    member.get(ADDRESS)
    for text in (f"{before}\nCrusty.\n", before):
        guide_folder.write("sections/yeast.md", text)
        sync(now)
        assert ("Crusty." in Page(member.get(ADDRESS)).text) == (text != before)


def test_a_section_taken_out_is_gone_for_those_who_saw_it(member, guide_folder, now):
    guide_folder.write(
        "sections/crust.md", "---\ntitle: Crust\nsummary: The best of it.\nobjectives: [choose]\n---\nBrown."
    )
    guide_folder.replace("guide.yaml", "soda]", "soda, crust]")
    sync(now)
    assert member.get(f"{BREAD}crust/").status_code == 200
    guide_folder.replace("guide.yaml", "soda, crust]", "soda]")
    guide_folder.remove("sections/crust.md")
    sync(now)
    assert member.get(f"{BREAD}crust/").status_code == 404


@pytest.mark.parametrize("typed", ["\0", "{% endpersonal %}", "gaps of the frame"])
def test_what_a_reader_types_opens_no_gap(member, learner, typed):
    """The advisor's page is kept for each query, with what was typed in it."""
    for _ in range(2):
        page = Page(member.get(f"{BREAD}advisor/", {"minutes": typed}))
        assert page.text.count("crumb") == Page(member.get(f"{BREAD}advisor/")).text.count("crumb")
        assert "Sign in" in Page(learner.get(f"{BREAD}advisor/", {"minutes": typed})).text
