"""The walk through a decision tree: by links alone, with the whole path in the address."""

import pytest

from studyguide.models import Guide
from tests.pages import BREAD, Page

DECIDE = f"{BREAD}decide/"
HTMX = {"HX-Request": "true"}


def walks(client, guide):
    """Every page of the walk that links lead to, as `(address, page)`, from the first question on."""
    start = f"{guide.get_absolute_url()}decide/"
    ahead, seen = [start], {start}
    while ahead:
        address = ahead.pop()
        page = Page(client.get(address))
        yield address, page
        new = {link for link in page.links if link.startswith(start)} - seen
        seen |= new
        ahead += new


def test_the_first_question(client, synced_guide):
    page = Page(client.get(DECIDE))
    assert "Question 1 Do you have less than 1.5 h" in page.text
    assert "Count from mixing." in page.text
    assert {f"{DECIDE}?hurry=yes", f"{DECIDE}?hurry=no"} <= set(page.links)


def test_an_answer_leads_to_the_next_question(client, synced_guide):
    page = Page(client.get(f"{DECIDE}?hurry=no"))
    assert "Question 2 Can it rise overnight?" in page.text
    assert "Your path so far Less than 1.5 hours? No" in page.text
    assert f"{DECIDE}?hurry=no&flavour=yes" in page.links


def test_the_result_says_why_and_on_what_it_rests(client, synced_guide):
    page = Page(client.get(f"{DECIDE}?hurry=yes"))
    assert "Baking soda" in page.text
    assert "Only soda makes gas at once. Yeast wants 90 min." in page.text
    assert "Rise at room temperature: 90 min A Baker's Handbook, 1 March 2026. Verified" in page.text
    assert f"{BREAD}soda/" in page.links


def test_back_and_start_again(client, synced_guide):
    page = Page(client.get(f"{DECIDE}?hurry=no&flavour=yes"))
    steps = {own["href"] for _, own in page.elements if own.get("class") == "button quiet"}
    assert steps == {f"{DECIDE}?hurry=no", DECIDE}


def test_the_first_question_has_nothing_to_go_back_to(client, synced_guide):
    assert "Start again" not in Page(client.get(DECIDE)).text


def test_each_answer_on_the_path_can_be_changed(client, synced_guide):
    page = Page(client.get(f"{DECIDE}?hurry=no&flavour=yes"))
    assert page.text.count("Change this answer") == 2
    assert {f"{DECIDE}?", f"{DECIDE}?hurry=no"} <= set(page.links)


@pytest.mark.parametrize("query", ["", "?hurry=perhaps", "?flavour=yes", "?x=1", "?hurry=", "?hurry=%00", "?hurry=<i>"])
def test_what_means_nothing_is_ignored(client, synced_guide, query):
    response = client.get(f"{DECIDE}{query}")
    assert "Question 1" in Page(response).text
    assert "<i>" not in response.content.decode()


def test_htmx_gets_the_walk_alone(client, synced_guide):
    page = Page(client.get(f"{DECIDE}?hurry=no", headers=HTMX))
    assert page.ids[0] == "walk"
    assert "main" not in page.ids


def test_each_step_is_a_link_that_htmx_repeats(client, synced_guide):
    page = Page(client.get(f"{DECIDE}?hurry=no"))
    swaps = [own for tag, own in page.elements if tag == "a" and "hx-get" in own]
    assert len(swaps) == 5
    assert all(own["href"] == own["hx-get"] and own["hx-push-url"] == "true" for own in swaps)


@pytest.mark.parametrize("guide", ["synced_guide", "real_guide"])
def test_every_path_reaches_every_target_that_the_tree_knows(db, client, request, guide):
    found: Guide = request.getfixturevalue(guide)
    results = {option["result"] for node in found.tree["nodes"].values() for option in node["options"]} - {""}
    names = {target.slug: target.name for target in found.targets.filter(slug__in=results)}
    reached = set()
    for address, page in walks(client, found):
        if "The answer" in page.text:
            reached |= {slug for slug, name in names.items() if f"The answer {name} " in page.text}
        else:
            assert len([link for link in page.links if link.startswith(address)]) >= 2
    assert reached == results
