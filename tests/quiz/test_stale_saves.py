"""Two tabs, lost acknowledgements and replays: a newer answer is never lost, and nobody's words leave their screen."""

from itertools import permutations

import pytest
from django.test import Client

from quiz.models import Response
from tests.pages import Page
from tests.quiz.sitting import HTMX, SHORT_TEXT, SINGLE, Sitting, at_once

KINDS = range(1, 8)


def test_stale_save_changes_nothing(practice):
    practice.save(SINGLE, [0], writer="one tab", revision=0)
    response = practice.save(SINGLE, [2], writer="another tab", revision=0)
    assert response.status_code == 409
    assert (practice.at(SINGLE).answer, practice.at(SINGLE).revision) == ([0], 1)


def test_stale_blank_does_not_wipe_an_answer(practice):
    practice.save(SHORT_TEXT, "proofing", writer="one tab")
    assert practice.save(SHORT_TEXT, None, writer="another tab", revision=0).status_code == 409
    assert practice.at(SHORT_TEXT).answer == "proofing"


@pytest.mark.parametrize("htmx", [True, False])
def test_typed_text_stays_on_screen_beside_the_newer_answer(practice, htmx):
    practice.save(SHORT_TEXT, "proofing", writer="one tab")
    response = practice.save(SHORT_TEXT, "my own words", writer="another tab", revision=0, htmx=htmx)
    page = Page(response)
    assert response.status_code == 409
    assert "my own words" in page.values("value")
    assert "A newer answer was saved from another page: proofing." in page.text


def test_stale_save_shows_the_whole_question_in_its_place(practice):
    practice.save(SINGLE, [0], writer="one tab")
    response = practice.save(SINGLE, [2], writer="another tab", revision=0)
    assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == ("#question", "outerHTML")


def shown_fields(response):
    """The fields of a page and what is chosen in them, without those that differ from page to page."""
    changing = ("writer", "revision", "csrfmiddlewaretoken")
    elements = Page(response).elements
    return [own for tag, own in elements if tag in ("input", "option") and own.get("name") not in changing]


@pytest.mark.parametrize("position", KINDS)
def test_stale_page_keeps_what_was_chosen(practice, position):
    practice.save(position, practice.key(position), writer="one tab")
    stale = practice.save(position, practice.wrong(position), writer="another tab", revision=0)
    practice.save(position, practice.wrong(position))
    assert shown_fields(stale) == shown_fields(practice.get("question", position, htmx=True))


def test_stale_page_keeps_flag_and_confidence(practice):
    practice.save(SINGLE, [0], writer="one tab")
    page = Page(practice.save(SINGLE, [1], writer="another tab", revision=0, flag="1", confidence="guess"))
    checked = [own["name"] for tag, own in page.elements if "checked" in own]
    assert checked == ["answer", "confidence", "flag"]


def test_stale_page_can_save_once_more_on_purpose(practice):
    practice.save(SINGLE, [0], writer="one tab")
    page = Page(practice.save(SINGLE, [2], writer="another tab", revision=0))
    hidden = {own["name"]: own["value"] for tag, own in page.elements if own.get("type") == "hidden" and "name" in own}
    practice.save(SINGLE, [2], writer=hidden["writer"], revision=hidden["revision"])
    assert practice.at(SINGLE).answer == [2]


@pytest.mark.parametrize("revision", ["", "x", "-1", "99", "9" * 5_000, "\u0661", "1.0"])
def test_revision_that_means_nothing_is_stale(practice, revision):
    practice.save(SINGLE, [0], writer="one tab")
    assert practice.save(SINGLE, [1], writer="another tab", revision=revision).status_code == 409
    assert practice.at(SINGLE).answer == [0]


def test_form_without_a_writer_has_no_second_try(practice):
    practice.save(SINGLE, [0], writer="", revision=0)
    assert practice.save(SINGLE, [1], writer="", revision=0).status_code == 409


@pytest.mark.parametrize("writer", ["\0", "w" * 5_000, "\u202e<script>"])
def test_any_writer_is_taken(practice, writer):
    assert practice.save(SINGLE, [0], writer=writer).status_code == 200
    assert "\0" not in practice.at(SINGLE).writer


# Two tabs that save three times each, and three that save twice: 20 and 90 orders.
INTERLEAVINGS = sorted({*permutations("AAABBB"), *permutations("AABBCC")})


@pytest.mark.parametrize("interleaving", INTERLEAVINGS, ids="".join)
def test_tabs_never_overwrite_each_other_in_silence(practice, interleaving):
    """Each tab saves on top of what it last saw; a save that is taken rests on the newest or on its own."""
    seen = dict.fromkeys(interleaving, 0)
    last = ""
    for turn, tab in enumerate(interleaving):
        response = practice.save(SHORT_TEXT, f"{tab}{turn}", writer=tab, revision=seen[tab])
        is_newest = last in ("", tab)
        assert response.status_code == (200 if is_newest else 409)
        if is_newest:
            last, seen[tab] = tab, practice.at(SHORT_TEXT).revision
            assert practice.at(SHORT_TEXT).answer == f"{tab}{turn}"
        else:
            assert practice.at(SHORT_TEXT).answer.startswith(last)


@pytest.mark.slow
def test_of_twenty_pages_that_save_at_once_one_is_heard_and_the_others_are_told(file_database):
    sitting = Sitting.begin(Client(), "every-kind")
    cookies = sitting.browser.cookies.output(header="", sep=";")
    forms = iter([sitting.form(SHORT_TEXT, f"answer {n}", writer=f"page {n}") for n in range(20)])

    def save():
        form = next(forms)
        browser = Client(headers={"Cookie": cookies, **HTMX})
        return browser.post(sitting.url("save_answer", SHORT_TEXT), form).status_code, form["answer"]

    answers = at_once(20, save)
    assert [answer for status, answer in answers if status == 200] == [sitting.at(SHORT_TEXT).answer]
    assert sorted(status for status, _ in answers) == [200] + [409] * 19


# Lost acknowledgements and replays


def test_save_whose_acknowledgement_was_lost_can_be_changed(practice):
    practice.save(SINGLE, [0], writer="a page", revision=0)
    assert practice.save(SINGLE, [1], writer="a page", revision=0).status_code == 200
    assert practice.at(SINGLE).answer == [1]


def test_lost_acknowledgement_does_not_let_another_page_in(practice):
    practice.save(SINGLE, [0], writer="a page", revision=0)
    practice.save(SINGLE, [1], writer="another page", revision=1)
    assert practice.save(SINGLE, [2], writer="a page", revision=0).status_code == 409
    assert practice.at(SINGLE).answer == [1]


@pytest.mark.parametrize("position", KINDS)
def test_replay_changes_nothing(practice, position):
    form = practice.form(position, practice.key(position))
    practice.post("save_answer", position, form)
    before = Response.objects.filter(pk=practice.at(position).pk).values().get()
    assert practice.post("save_answer", position, form).status_code == 200
    assert Response.objects.filter(pk=practice.at(position).pk).values().get() == before


def test_replay_out_of_order_is_stale(practice):
    first = practice.form(SINGLE, [0])
    practice.post("save_answer", SINGLE, first)
    practice.save(SINGLE, [1])
    practice.save(SINGLE, [2])
    assert practice.post("save_answer", SINGLE, first).status_code == 409
    assert practice.at(SINGLE).answer == [2]


def test_replay_after_the_end_is_welcome_and_changes_nothing(practice):
    form = practice.form(SINGLE, [0])
    practice.post("save_answer", SINGLE, form)
    practice.submit()
    before = practice.at(SINGLE).points
    assert practice.post("save_answer", SINGLE, form).status_code == 204
    assert practice.at(SINGLE).points == before
