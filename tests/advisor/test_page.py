"""The page of an advisor: a form that keeps what was typed, the advice, and addresses that carry everything."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.pages import BREAD, GUIDE, Page

ADVISOR = f"{BREAD}advisor/"
SUNDAY = {"minutes": "1440", "loaves": "4", "mood": "patient", "has_acid": "no", "crumb_mm": ""}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ask(client, synced_guide):
    """`ask(minutes="60")` gives the response for a whole workload with what a test changes."""

    def ask(headers=None, **changes):
        return client.get(ADVISOR, {**SUNDAY, **changes}, headers=headers)

    return ask


def fields(page):
    """What the form holds: name to the values that are filled in or chosen."""
    found = {}
    for tag, own in page.elements:
        if tag == "input" and (own.get("inputmode") == "decimal" or "checked" in own):
            found[own["name"]] = own["value"]
    return found


# The empty form


def test_the_form_begins_without_any_answer_filled_in(client, synced_guide):
    response = client.get(ADVISOR)
    page = Page(response)
    assert response.status_code == 200
    assert "The advice appears here" in page.text
    assert set(fields(page).values()) == {""}


def test_every_question_has_its_unit_and_range(client, synced_guide):
    page = Page(client.get(ADVISOR))
    minutes = next(own for _, own in page.elements if own.get("name") == "minutes")
    assert (minutes["data-least"], minutes["data-most"]) == ("0", "2880")
    assert "How long can it rise? min" in page.text
    assert "Leave it empty for any size." in page.text


def test_an_example_fills_in_the_whole_form(client, synced_guide):
    page = Page(client.get(ADVISOR))
    example = next(link for link in page.links if "minutes=1440" in link)
    shown = Page(client.get(ADVISOR + example))
    assert fields(shown) == {**SUNDAY, "starter_usd": "2", "oven_h": ""}
    assert "The answer Sourdough starter" in shown.text
    assert 'aria-current="true"' in client.get(ADVISOR + example).content.decode()


def test_a_guide_without_an_advisor_has_no_such_page(client, guide_folder, synced_guide):
    assert client.get("/guides/rye/advisor/").status_code == 404
    synced_guide.has_advisor = False
    synced_guide.save()
    assert client.get(ADVISOR).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, synced_guide, method):
    assert getattr(client, method)(ADVISOR).status_code == 405


# What is missing or wrong


def test_what_is_missing_is_asked_for_and_nothing_guessed(client, synced_guide):
    response = client.get(ADVISOR, {"minutes": "60", "mood": "hasty"})
    page = Page(response)
    assert response.status_code == 200
    assert "3 answers to go" in page.text
    assert "The answer" not in page.text
    assert {"#field-loaves", "#field-has_acid", "#field-crumb_mm"} <= set(page.links)
    assert fields(page) == {
        "minutes": "60",
        "mood": "hasty",
        "loaves": "",
        "crumb_mm": "",
        "starter_usd": "",
        "oven_h": "",
    }


@pytest.mark.parametrize("typed", ["much", "-1", "2881", "nan", "1e999", "<b>", "\0x"])
def test_a_wrong_answer_is_told_at_its_field_and_stays(ask, typed):
    response = ask(minutes=typed)
    page = Page(response)
    assert response.status_code == 422
    assert "Give a number from 0 to 2,880 min." in page.text
    minutes = next(own for _, own in page.elements if own.get("name") == "minutes")
    assert (minutes["value"], minutes["aria-invalid"]) == (typed.replace("\0", ""), "true")
    assert "note-minutes" in minutes["aria-describedby"].split()
    assert fields(page)["loaves"] == "4"


def test_a_choice_that_does_not_exist_is_told(ask):
    response = ask(mood="<i>sad</i>")
    assert response.status_code == 422
    assert "Choose one of these." in Page(response).text
    assert "<i>sad" not in response.content.decode()


def test_a_wrong_assumption_is_told_at_its_field(ask):
    response = ask(oven_h="101")
    page = Page(response)
    assert response.status_code == 422
    assert "Hours of the oven: Give a whole number from 0 to 100 h." in page.text
    assert "The answer Sourdough starter" in page.text


def test_what_means_nothing_is_ignored(ask):
    assert ask(colour="red", page="2").status_code == 200


# The advice


def test_the_answer_comes_first_with_its_reasons(ask):
    text = Page(ask()).text
    assert "The answer Sourdough starter" in text
    assert "Runner-up: Instant yeast. It fits as well." in text
    assert text.index("The answer") < text.index("Why") < text.index("What else would do") < text.index("Face to face")
    assert "The long rise is what makes the flavour." in text


def test_what_rules_out_the_others_has_its_fact_with_source_and_date(ask):
    text = Page(ask(minutes="60")).text
    assert "Instant yeast Ruled out Instant yeast rises for 1.5 hours, and you have 60 min." in text
    assert "Rise at room temperature: 90 min. A Baker's Handbook, 1 March 2026. Verified" in text


def test_how_near_the_limits_are(ask):
    assert "how long can it rise? 24 hours of 12 hours" not in Page(ask()).text
    assert "Within its limits" not in Page(ask()).text


def test_the_path_can_be_walked(client, ask):
    page = Page(ask())
    walk = next(link for link in page.links if link.startswith(f"{BREAD}decide/?"))
    assert "The answer Sourdough starter" in Page(client.get(walk)).text


def test_what_would_change_the_answer_is_a_link_that_changes_it(client, ask):
    page = Page(ask())
    change = next(link for link in page.links if "minutes=720" in link)
    assert "The answer Instant yeast" in Page(client.get(ADVISOR + change)).text
    asked = parse_qs(urlsplit(change).query, keep_blank_values=True)
    assert asked == {**{name: [value] for name, value in SUNDAY.items()}, "minutes": ["720"]}


def test_a_changed_assumption_stays_in_the_links(ask):
    page = Page(ask(oven_h="7"))
    assert all("oven_h=7" in link for link in page.links if "minutes=720" in link)


def test_a_remark_about_answers_that_contradict_each_other(ask):
    assert "Check this first You are hasty and have 24 hours. Is that so?" in Page(ask(mood="hasty")).text


def test_sections_to_read(ask):
    page = Page(ask())
    assert [link for link in page.links if link in (f"{BREAD}sourdough/", f"{BREAD}choosing/")] != []
    assert "Read next Sourdough Instant yeast Choosing" in page.text


# Face to face


def test_the_answer_and_the_next_stand_face_to_face(ask):
    assert "This workload Sourdough starter Instant yeast" in Page(ask()).text


def test_two_others_may_be_chosen(client, ask):
    page = Page(ask(face=["soda", "yeast"]))
    assert "This workload Baking soda Instant yeast" in page.text
    assert "Cost a month Not known USD 1.60" in page.text


@pytest.mark.parametrize("face", [["rye", "soda"], ["soda", "soda"], ["soda"], ["", "\0"]])
def test_a_strange_choice_falls_back_on_the_best(ask, face):
    response = ask(face=face)
    assert response.status_code == 200
    assert "This workload" in Page(response).text


def test_a_limit_that_is_broken_is_marked(ask):
    page = Page(ask(minutes="60", face=["soda", "yeast"]))
    assert "How long can it rise? 60 min No limit found Rise at room temperature: 90 min" in page.text
    assert "breaks" in page.values("class", "td")


# The cost


def test_each_target_that_is_left_has_its_cost_with_the_formula(ask):
    text = Page(ask()).text
    assert "Prices of a kitchen, not of a shop." in text
    assert "USD 1.60" in text
    assert "Yeast: 4 loaves × USD 0.15 per loaf (a packet) = USD 0.60" in text


def test_each_cost_says_how_old_its_prices_are_and_whether_they_were_verified(ask):
    assert "USD 1.60 USD 0.30 an hour of full peak 2025 (undated packet), not verified" in Page(ask()).text


def test_a_price_that_was_not_found_is_said_instead_of_a_number(ask):
    assert "Baking soda Not known Soda for one loaf: no price was found." in Page(ask()).text


def test_what_is_ruled_out_has_no_cost(ask):
    assert "× USD 0.15 per loaf" not in Page(ask(minutes="60")).text


def test_an_assumption_that_is_left_blank_says_what_is_taken(ask):
    assert "Taken as 2 h." in Page(ask()).text
    assert "Taken as 2 h." not in Page(ask(oven_h="5")).text


def test_plots_stand_with_a_table_of_the_same(ask):
    page = Page(ask())
    assert page.text.count("The same as a table") == 2
    assert len([own for tag, own in page.elements if tag == "svg" and "aria-labelledby" in own]) == 4
    assert len(page.ids) == len(set(page.ids))


# HTMX


def test_htmx_gets_the_advice_alone_with_a_note_for_each_field(ask):
    page = Page(ask(headers=HTMX))
    assert "main" not in page.ids
    assert "workload" not in page.ids
    assert "The answer Sourdough starter" in page.text
    assert {"note-minutes", "note-oven_h", "step-time", "status"} <= set(page.ids)


def test_htmx_gets_what_is_wrong_too(ask):
    response = ask(headers=HTMX, minutes="-1")
    assert response.status_code == 422
    assert "Give a number from 0 to 2,880 min." in Page(response).text


def test_screen_readers_hear_the_answer(ask):
    assert "Answer: Sourdough starter." in Page(ask(headers=HTMX)).text


# Where it is linked from, and how it is kept


@pytest.mark.parametrize("address", [BREAD, f"{BREAD}decide/"])
def test_it_is_linked_from_the_guide_and_from_the_tree(client, synced_guide, address):
    assert ADVISOR in Page(client.get(address)).links


def test_search_finds_it(client, synced_guide):
    assert ADVISOR in Page(client.get("/search/", {"q": "leaven loaf holes"})).links


def test_anybody_may_keep_it_who_carries_no_cookie(ask):
    response = ask()
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Cookie", "HX-Request"} <= set(response.headers["Vary"].split(", "))


def test_a_changed_fact_changes_the_page_at_the_next_sync(ask, guide_folder, now):
    from studyguide.sync import sync

    assert "The answer Sourdough starter" in Page(ask()).text
    guide_folder.replace("facts.yaml", "value: 720", "value: 1500")
    sync(now)
    assert "The answer Instant yeast" in Page(ask()).text


def test_a_page_takes_few_queries(ask, django_assert_max_num_queries):
    ask()
    with django_assert_max_num_queries(2):
        ask()


# The project's own guide


@pytest.fixture
def presets(client, real_guide):
    page = Page(client.get(f"{GUIDE}advisor/"))
    return {link: Page(client.get(f"{GUIDE}advisor/{link}")) for link in page.links if link.startswith("?")}


def test_every_example_of_the_project_has_an_answer(presets):
    assert len(presets) == 20
    assert all("The answer" in page.text and len(page.ids) == len(set(page.ids)) for page in presets.values())


def test_the_worked_example_shows_its_figures(presets):
    page = next(page for link, page in presets.items() if "peak_rps=83.3" in link)
    assert "The answer SageMaker Serverless Inference" in page.text
    assert "USD 1.44 an hour of full peak" in page.text
    assert "Above 115 hours of full peak a month, Real-time costs less than Serverless." in page.text


def test_two_instances_move_the_break_even(real_guide, presets):
    link = next(link for link in presets if "peak_rps=83.3" in link)
    page = Page(Client().get(f"{GUIDE}advisor/{link.replace('instances=1', 'instances=2')}"))
    assert "Above 230 hours of full peak a month, Real-time costs less than Serverless." in page.text
