"""Marking a section as read, taking it back, and what then shows how far a reader is."""

import re

import pytest
from django.test import Client

from studyguide.models import Learner, Section, SectionRead
from tests.pages import BREAD, Page

READ = f"{BREAD}yeast/read/"
UNREAD = f"{BREAD}yeast/unread/"
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.usefixtures("synced_guide")


def slugs_read():
    return sorted(SectionRead.objects.values_list("section__slug", flat=True))


def test_a_visitor_becomes_a_learner_by_marking(client):
    response = client.post(READ)
    assert (response.status_code, response.headers["Location"]) == (303, f"{BREAD}yeast/#read")
    assert slugs_read() == ["yeast"]
    assert Learner.objects.count() == 1


def test_the_next_mark_belongs_to_the_same_learner(learner):
    learner.post(READ)
    assert slugs_read() == ["basics", "yeast"]
    assert Learner.objects.count() == 1


def test_marking_answers_htmx_with_every_place_that_changes(client):
    response = client.post(READ, headers=HTMX)
    page = Page(response)
    assert [name for name in page.ids if name in {"read", "outline", "status", "main"}] == ["read", "outline", "status"]
    assert "Marked as read. 20 % of the guide read." in page.text
    assert f"{BREAD}sourdough/" in page.links  # where to go on
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_double_click_is_one_read(learner):
    learner.post(READ)
    before = SectionRead.objects.get(section__slug="yeast").read_at
    assert learner.post(READ).status_code == 303
    assert SectionRead.objects.get(section__slug="yeast").read_at == before


def test_a_mark_can_be_taken_back(learner):
    learner.post(READ)
    assert learner.post(UNREAD).headers["Location"] == f"{BREAD}yeast/#read"
    assert slugs_read() == ["basics"]


def test_taking_back_answers_htmx_with_every_place_that_changes(learner):
    learner.post(READ)
    page = Page(learner.post(UNREAD, headers=HTMX))
    assert "Marked as not read." in page.text
    assert READ in page.values("action", "form")


def test_what_was_never_marked_can_be_taken_back(client):
    assert client.post(UNREAD).status_code == 303
    assert slugs_read() == []


def test_reads_belong_to_one_learner(learner, stranger):
    stranger.post(READ)
    learner.post(f"{BREAD}basics/unread/")
    assert "Continue" not in Page(learner.get(BREAD)).text
    assert slugs_read() == ["basics", "yeast"]


def test_a_learner_cannot_mark_for_another(learner, stranger):
    other = Learner.objects.order_by("created_at").last()
    learner.post(READ, {"learner": other.pk, "learner_id": other.pk, "read_at": "2000-01-01"})
    assert not other.sections_read.filter(section__slug="yeast").exists()


@pytest.mark.parametrize("address", [READ, UNREAD])
def test_nothing_changes_without_a_post(learner, address):
    for verb in (learner.get, learner.head, learner.put, learner.delete):
        assert verb(address).status_code == 405
    assert slugs_read() == ["basics"]


@pytest.mark.parametrize("address", [f"{BREAD}croissant/read/", f"{BREAD}croissant/unread/", "/guides/x/yeast/read/"])
def test_a_section_that_is_not_there_makes_no_learner(client, address):
    assert client.post(address).status_code == 404
    assert not Learner.objects.exists()


def test_a_retired_section_cannot_be_marked(learner):
    Section.objects.filter(slug="yeast").update(is_retired=True)
    assert learner.post(READ).status_code == 404


def test_a_learner_whose_row_is_gone_starts_anew(learner):
    Learner.objects.all().delete()
    learner.post(READ)
    assert slugs_read() == ["yeast"]


def test_a_cookie_that_means_nothing_is_a_visitor(client):
    client.cookies["sessionid"] = "no-such-session"
    page = Page(client.get(f"{BREAD}yeast/"))
    assert f"{BREAD}yeast/read-form/" in page.links


# The token


@pytest.fixture
def strict():
    """A browser whose forms are checked for their token, as in production."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("address", [READ, UNREAD, f"{BREAD}checkpoints/no-rise/judge/"])
def test_without_a_token_nothing_changes(strict, address):
    response = strict.post(address)
    assert response.status_code == 403
    assert "Nothing was changed." in Page(response).text
    assert not Learner.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_the_first_act_gets_its_token_from_a_form_of_its_own(strict, headers):
    form = Page(strict.get(f"{BREAD}yeast/read-form/", headers=headers))
    tokens = [own["value"] for _, own in form.elements if own.get("name") == "csrfmiddlewaretoken"]
    response = strict.post(form.values("action", "form")[-1], {"csrfmiddlewaretoken": tokens[0]})
    assert response.status_code == 303
    assert slugs_read() == ["yeast"]


def test_a_token_of_another_browser_is_refused(strict):
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', Client().get(f"{BREAD}yeast/read-form/").text)
    strict.get(f"{BREAD}yeast/read-form/")
    assert strict.post(READ, {"csrfmiddlewaretoken": token[1]}).status_code == 403


def test_the_form_as_a_fragment_is_nothing_but_the_form(client):
    page = Page(client.get(f"{BREAD}yeast/read-form/", headers=HTMX))
    assert page.ids == ["read"]


# How far a reader is


def test_a_visitor_sees_no_progress(client):
    assert "Continue" not in Page(client.get("/")).text
    assert "Nothing yet." in Page(client.get("/progress/")).text
    assert "0 % read" in Page(client.get(f"{BREAD}yeast/")).text


@pytest.mark.parametrize("address", ["/", BREAD, "/progress/"])
def test_a_learner_continues_where_they_stopped(learner, address):
    page = Page(learner.get(address))
    assert "Continue: Instant yeast" in page.text
    assert "20 %" in page.text


def test_the_section_after_the_last_one_read_comes_next(learner):
    learner.post(f"{BREAD}sourdough/read/")
    assert "Continue: Baking soda" in Page(learner.get(BREAD)).text


def test_the_guide_home_shows_what_is_read_and_what_is_not(learner):
    page = Page(learner.get(BREAD))
    assert page.text.count("min, read") == 1
    assert page.text.count(", not yet") == 4
    assert "100 % read" in page.text  # the first chapter, of one section


def test_the_outline_shows_what_is_read(learner):
    page = Page(learner.get(f"{BREAD}yeast/"))
    read = [own["href"] for tag, own in page.elements if tag == "a" and own.get("class") == "is-read"]
    assert read == [f"{BREAD}basics/"]


def test_a_section_that_is_read_offers_to_take_it_back(learner):
    page = Page(learner.get(f"{BREAD}basics/"))
    assert "You have read this section." in page.text
    assert f"{BREAD}basics/unread/" in page.values("action", "form")


def test_progress_counts_by_chapter(learner):
    learner.post(READ)
    page = Page(learner.get("/progress/"))
    assert "2 of 5 sections read. 40 %" in page.text
    assert "The leavens 1 of 3 33 %" in page.text


def test_a_guide_that_is_read_has_nothing_to_continue(learner, synced_guide):
    for section in synced_guide.sections.current():
        learner.post(f"{section.get_absolute_url()}read/")
    assert "You have read all of it." in Page(learner.get("/")).text
    assert "Continue" not in Page(learner.get(BREAD)).text
    assert "That was the last one." in Page(learner.get(f"{BREAD}choosing/")).text
